import * as vscode from 'vscode';
import type { Recipe, RecipeJudgement } from '../../core/recipes/recipe';
import { err, ok, type Result } from '../../core/result';
import { sha256Hex } from '../../core/sha256';
import { sumKnown } from '../../core/vision/booking';
import { languageFor } from '../../core/vision/language';
import { comparisonsOf, type Judgement, type JudgeRequest } from '../../core/vision/judge/judge';
import { judgementOf } from '../../core/vision/judge/recipe';
import { maskPromptQuestion } from '../../core/vision/questions/maskPrompt';
import type { ShownPicture } from '../../platform/askTab';
import type { JudgedImage, JudgedImages, LookAtImages } from '../../platform/lookAtImages';
import { readBrand } from './judge/brand';
import { judgementView } from './judge/judgementView';
import type { DescribeDependencies } from './ports';
import { fileOf, imageOfPicture, sourceOfConversation } from './sourceImages';
import { VisionAccess } from './visionAccess';

const { t } = vscode.l10n;

interface Candidate {
  readonly image: JudgedImage;
  /** Absent for what nobody knows the making of. */
  readonly made: JudgedImage['made'];
  readonly kept?: { readonly folder: string | undefined; readonly recipe: Recipe };
}

interface Judged {
  readonly candidates: readonly Candidate[];
  readonly judgement: Judgement;
}

export class ImageLooker implements LookAtImages {
  readonly #deps: DescribeDependencies;
  readonly #access: VisionAccess;

  constructor(deps: DescribeDependencies) {
    this.#deps = deps;
    this.#access = new VisionAccess(deps);
  }

  async wordsPriceUsd(picture: ShownPicture): Promise<number | undefined> {
    const image = imageOfPicture(picture);
    const context = await this.#access.peek(fileOf(image));
    if (!context.ok) return undefined;
    const source = sourceOfConversation(image, this.#deps.blobs);
    return this.#deps.questions.estimate(source, maskPromptQuestion(''), context.value)?.usualUsd;
  }

  async suggestWords(
    picture: ShownPicture,
    wish: string,
    signal: AbortSignal,
  ): Promise<Result<{ readonly words: string | undefined; readonly usd: number | undefined } | undefined>> {
    const image = imageOfPicture(picture);
    const context = await this.#access.context(fileOf(image));
    if (!context) return ok(undefined);
    if (!context.ok) return context;
    const source = sourceOfConversation(image, this.#deps.blobs);
    const question = maskPromptQuestion(wish);
    const answer = await this.#deps.questions.ask(source, question, context.value, {}, signal);
    if (!answer.ok) return err(answer.error.error);
    const { value, usd } = answer.value;
    return ok({ words: value.isFound ? value.words : undefined, usd });
  }

  async judge(
    images: readonly JudgedImage[],
    runLabel: string | undefined,
    signal: AbortSignal,
  ): Promise<Result<JudgedImages | undefined>> {
    const candidates = await Promise.all(images.map((image) => this.#candidate(image)));
    const prompt = await promptOf(candidates);
    if (prompt === undefined) return ok(undefined);
    const context = await this.#access.context(undefined);
    if (!context) return ok(undefined);
    if (!context.ok) return context;
    const { language } = this.#deps.settings.resource(undefined).describe;
    const brand = await readBrand(images.find(({ file }) => file)?.file);
    const judged: Judged[] = [];
    let usd: number | undefined = 0;
    for (const group of comparisonsOf(candidates)) {
      const negativePrompt = group[0]?.made?.negativePrompt;
      const request: JudgeRequest = {
        images: group.map(({ image }) => ({ name: image.name, read: image.read })),
        prompt,
        ...(negativePrompt === undefined ? {} : { negativePrompt }),
        ...(brand === undefined ? {} : { brand }),
        language: languageFor(language, prompt),
        context: context.value,
      };
      const answer = await this.#deps.judge.judge(request, {}, signal);
      if (!answer.ok) {
        if (judged.length === 0) return err(answer.error.error);
        // What the earlier comparisons brought is paid for, and is shown.
        this.#deps.reporter.report(answer.error.error, {}, { priceUsd: answer.error.usd });
        break;
      }
      usd = sumKnown([usd, answer.value.usd]);
      judged.push({ candidates: group, judgement: answer.value });
    }
    const { id: modelId, name: modelName } = context.value.model.model;
    const at = this.#deps.clock.now();
    const judgements = judged.flatMap(({ candidates: group, judgement }) =>
      judgement.verdicts.map((verdict) =>
        judgementOf(verdict, { modelId, modelName, at, comparedWith: group.length }),
      ),
    );
    const kept = await this.#keep(candidates, judgements);
    if (!kept.ok) return kept;
    const top = judged.toSorted((a, b) => bestScore(b.judgement) - bestScore(a.judgement))[0];
    const winner = top?.candidates[top.judgement.best];
    const best = winner ? candidates.indexOf(winner) : 0;
    const improvedPrompt = top?.judgement.improvedPrompt ?? '';
    return ok({
      view: judgementView({
        judged: judged.map(({ candidates: group, judgement }) => ({
          names: group.map(({ image }) => image.name),
          judgement,
        })),
        prompt,
        improvedPrompt,
        runLabel: winner?.made ? runLabel : undefined,
        modelName,
        usd,
        words: this.#deps.words,
      }),
      judgements,
      best,
      improvedPrompt: improvedPrompt === prompt ? '' : improvedPrompt,
      summary: top?.judgement.summary ?? '',
      usd,
    });
  }

  async #candidate(image: JudgedImage): Promise<Candidate> {
    const { file, made } = image;
    const bytes = file && (await image.read());
    if (!file || !bytes?.ok) return { image, made };
    const sha256 = await sha256Hex(bytes.value);
    const own = vscode.workspace.getWorkspaceFolder(file)?.uri.toString();
    const all = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString());
    for (const folder of [...new Set([own, ...all, undefined])]) {
      const recipe = await this.#deps.recipes.read(folder, sha256);
      if (recipe) return { image, made: recipe, kept: { folder, recipe } };
    }
    return { image, made };
  }

  /** Only where there is a recipe: without one nobody knows what the image should have been. */
  async #keep(
    candidates: readonly Candidate[],
    judgements: readonly RecipeJudgement[],
  ): Promise<Result<void>> {
    for (const [index, { kept }] of candidates.entries()) {
      const judgement = judgements[index];
      if (!kept || !judgement) continue;
      const { folder, recipe } = kept;
      const judged = { ...recipe, judgements: [...(recipe.judgements ?? []), judgement] };
      const written = await this.#deps.recipes.write(folder, judged);
      if (!written.ok) return written;
    }
    return ok();
  }
}

function bestScore({ verdicts, best }: Judgement): number {
  return verdicts[best]?.overall ?? 0;
}

/** Of the recipes where they agree; else the user says what the images should have been. */
async function promptOf(candidates: readonly Candidate[]): Promise<string | undefined> {
  const prompts = [...new Set(candidates.flatMap(({ made }) => made?.prompt ?? []))];
  const [first = ''] = prompts;
  if (prompts.length === 1 && first.trim() !== '' && candidates.every(({ made }) => made)) return first;
  const answer = await vscode.window.showInputBox({
    title: t('Judge Images'),
    prompt:
      prompts.length > 1
        ? t('The images were made from different prompts. Which one should they fit?')
        : t('What should the images show?'),
    value: first,
  });
  return answer === undefined || answer.trim() === '' ? undefined : answer.trim();
}
