import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Disposable } from '../../../core/disposable';
import type { Recipe } from '../../../core/recipes/recipe';
import { err, ok, type Result } from '../../../core/result';
import { sha256Hex } from '../../../core/sha256';
import { sum } from '../../../core/vision/booking';
import type { SourceImage } from '../../../core/vision/images';
import { languageFor } from '../../../core/vision/language';
import { comparisonsOf, type Judgement, type JudgeRequest } from '../../../core/vision/judge/judge';
import { withVerdict } from '../../../core/vision/judge/recipe';
import type { CommandId } from '../../../platform/ids';
import type { JudgementView } from '../../../protocol/ask';
import type { DescribeDependencies } from '../ports';
import { readFile } from '../sourceImages';
import { VisionAccess } from '../visionAccess';
import { judgementView } from './judgementView';

const { t } = vscode.l10n;

export interface JudgedFile {
  readonly uri: vscode.Uri;
  readonly source: SourceImage;
}

interface Candidate extends JudgedFile {
  readonly folder: string | undefined;
  readonly recipe: Recipe | undefined;
}

/** The judgement that a tab shows: asked for, written into the recipes, and the better prompt run from it. */
export class JudgeInPlace implements Disposable {
  readonly id = 'judgement';
  readonly #deps: DescribeDependencies;
  readonly #access: VisionAccess;
  readonly #onChange: () => void;
  #view: JudgementView | undefined;
  #best: Candidate | undefined;
  #improved = '';
  #stop: AbortController | undefined;
  #spentUsd = 0;

  constructor(deps: DescribeDependencies, onChange: () => void) {
    this.#deps = deps;
    this.#access = new VisionAccess(deps);
    this.#onChange = onChange;
  }

  get view(): JudgementView | undefined {
    return this.#view;
  }

  get isBusy(): boolean {
    return this.#stop !== undefined;
  }

  get spentUsd(): number {
    return this.#spentUsd;
  }

  clear(): void {
    this.#view = undefined;
    this.#spentUsd = 0;
  }

  stop(): void {
    this.#stop?.abort();
  }

  dispose(): void {
    this.stop();
  }

  /** @returns what to say of it; undefined when the user left a question, or stopped it */
  async judge(files: readonly JudgedFile[]): Promise<Result<string | undefined>> {
    if (this.#stop || files.length === 0) return ok(undefined);
    const stop = new AbortController();
    this.#stop = stop;
    this.#onChange();
    try {
      const candidates = await Promise.all(files.map((file) => this.#candidate(file)));
      const prompt = await promptOf(candidates);
      if (prompt === undefined) return ok(undefined);
      const context = await this.#access.context(files[0]?.uri);
      if (!context) return ok(undefined);
      if (!context.ok) return context;
      const language = this.#deps.settings.resource(files[0]?.uri).describe.language;
      const judged: { readonly candidates: readonly Candidate[]; readonly judgement: Judgement }[] = [];
      for (const group of comparisonsOf(candidates)) {
        const negativePrompt = group[0]?.recipe?.negativePrompt;
        const request: JudgeRequest = {
          images: group.map(({ source }) => source),
          prompt,
          ...(negativePrompt === undefined ? {} : { negativePrompt }),
          language: languageFor(language, prompt),
          context: context.value,
        };
        const answer = await this.#deps.judge.judge(request, {}, stop.signal);
        if (!answer.ok) {
          this.#spentUsd = sum([this.#spentUsd, answer.error.usd]);
          if (answer.error.error.kind === 'cancelled') return ok(t('Stopped.'));
          return err(answer.error.error);
        }
        this.#spentUsd = sum([this.#spentUsd, answer.value.usd ?? 0]);
        judged.push({ candidates: group, judgement: answer.value });
        const { id, name } = context.value.model.model;
        const kept = await this.#keep(group, answer.value, { modelId: id, modelName: name });
        if (!kept.ok) return kept;
      }
      return ok(this.#show(judged, prompt, context.value.model.model.name));
    } finally {
      this.#stop = undefined;
      this.#onChange();
    }
  }

  async #candidate(file: JudgedFile): Promise<Candidate> {
    const bytes = await readFile(file.uri);
    const sha256 = bytes.ok ? await sha256Hex(bytes.value) : '';
    const own = vscode.workspace.getWorkspaceFolder(file.uri)?.uri.toString();
    const all = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString());
    for (const folder of [...new Set([own, ...all, undefined])]) {
      const recipe = await this.#deps.recipes.read(folder, sha256);
      if (recipe) return { ...file, folder, recipe };
    }
    return { ...file, folder: own, recipe: undefined };
  }

  /** Only where there is a recipe: without one nobody knows what the image should have been. */
  async #keep(
    group: readonly Candidate[],
    { verdicts }: Judgement,
    by: { readonly modelId: string; readonly modelName: string },
  ): Promise<Result<void>> {
    const at = this.#deps.clock.now();
    for (const [index, { recipe, folder }] of group.entries()) {
      const verdict = verdicts[index];
      if (!recipe || !verdict) continue;
      const judged = withVerdict(recipe, verdict, { ...by, at, comparedWith: group.length });
      const written = await this.#deps.recipes.write(folder, judged);
      if (!written.ok) return written;
    }
    return ok();
  }

  #show(
    judged: readonly { readonly candidates: readonly Candidate[]; readonly judgement: Judgement }[],
    prompt: string,
    modelName: string,
  ): string {
    const [top] = judged.toSorted((a, b) => bestScore(b.judgement) - bestScore(a.judgement));
    this.#best = top?.candidates[top.judgement.best];
    this.#improved = top?.judgement.improvedPrompt ?? '';
    this.#view = judgementView({
      id: `${this.id}-${randomUUID()}`,
      judged: judged.map(({ candidates, judgement }) => ({
        names: candidates.map(({ source }) => source.name),
        judgement,
      })),
      prompt,
      improvedPrompt: this.#improved,
      canRun: this.#best?.recipe !== undefined,
      modelName,
      usd: this.#spentUsd,
      words: this.#deps.words,
    });
    return t('Judged. {0}', top?.judgement.summary ?? '');
  }

  /** A button of the judgement. */
  async act(action: string): Promise<Result<void>> {
    if (action === 'copy') await vscode.env.clipboard.writeText(this.#improved);
    else if (action === 'run' && this.#best) {
      const command: CommandId = 'easel.runPrompt';
      await vscode.commands.executeCommand(command, this.#best.uri, this.#improved);
    }
    return ok();
  }
}

function bestScore({ verdicts, best }: Judgement): number {
  return verdicts[best]?.overall ?? 0;
}

/** Of the recipes where they agree; else the user says what the images should have been. */
async function promptOf(candidates: readonly Candidate[]): Promise<string | undefined> {
  const prompts = [...new Set(candidates.flatMap(({ recipe }) => recipe?.prompt ?? []))];
  const [first = ''] = prompts;
  if (prompts.length === 1 && first.trim() !== '' && candidates.every(({ recipe }) => recipe)) return first;
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
