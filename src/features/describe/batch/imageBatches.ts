import * as vscode from 'vscode';
import type { ImageError } from '../../../core/errors';
import { mergeErrors, reachOf } from '../../../core/generate/failures';
import { Slots } from '../../../core/jobs/slots';
import { relativeLink } from '../../../core/links/relative';
import { ok, type Result } from '../../../core/result';
import { sumKnown } from '../../../core/vision/booking';
import type { VisionContext } from '../../../core/vision/caller';
import { languageFor } from '../../../core/vision/language';
import type { Purpose } from '../../../core/vision/purposes';
import { matchQuestion, type MatchVerdict } from '../../../core/vision/questions/checkMatch';
import { classifyQuestion } from '../../../core/vision/questions/classify';
import { FolderBatch } from '../../../core/vision/questions/folderBatch';
import type { ImageQuestion } from '../../../core/vision/questions/question';
import { reportMarkdown, type ReportRow } from '../../../core/vision/questions/report';
import { signalFrom } from '../../../platform/cancellation';
import { pick } from '../../../platform/quickPick';
import { aboutWord, priceWord } from '../costWords';
import type { DescribeDependencies } from '../ports';
import { askForInput, categoriesOf, inputsOf, purposeLine } from '../purposeWords';
import { sourceOf } from '../sourceImages';
import { VisionAccess } from '../visionAccess';

const { t } = vscode.l10n;

/** Requests under way at once: enough to use the limits of every model, as the shared limiter lets them. */
const AT_ONCE = 16;

interface Outcome {
  /** For each image its cells; undefined for what was not asked. */
  readonly rows: readonly (readonly string[] | undefined)[];
  readonly errors: readonly ImageError[];
  /** Undefined where the model's price is not known. */
  readonly spentUsd: number | undefined;
  readonly isCancelled: boolean;
}

type OnProgress = (done: number, spentUsd: number | undefined) => void;

/** One question of many images: price first, progress with Cancel, then a Markdown report. */
export class ImageBatches {
  readonly #deps: DescribeDependencies;
  readonly #access: VisionAccess;
  readonly #folder: FolderBatch;

  constructor(deps: DescribeDependencies) {
    this.#deps = deps;
    this.#access = new VisionAccess(deps);
    this.#folder = new FolderBatch(deps.questions);
  }

  async describe(uris: readonly vscode.Uri[], purpose: Purpose, input: string): Promise<Result<void>> {
    if (purpose.id === 'classify') return this.#classifyInto(uris, categoriesOf(input));
    const context = await this.#access.context(uris[0]);
    if (!context?.ok) return context ?? ok();
    const request = (uri: vscode.Uri) => ({
      images: [sourceOf(uri)],
      purpose,
      inputs: inputsOf(purpose, input),
      language: purpose.keepsLanguage ? undefined : this.#language(uris[0]),
      context: context.value,
    });
    const estimates = uris.map((uri) => this.#deps.describer.estimate(request(uri))?.usualUsd);
    const title = purposeLine(purpose, input);
    if (!(await this.#confirm(title, uris.length, sumKnown(estimates), context.value))) return ok();
    const outcome = await this.#progress(title, uris.length, async (onProgress, signal) =>
      ok(await this.#describeAll(uris.map(request), onProgress, signal)),
    );
    if (!outcome.ok) return outcome;
    return this.#report(title, [t('Image'), title], uris, outcome.value, context.value);
  }

  async #describeAll(
    requests: readonly Parameters<DescribeDependencies['describer']['describe']>[0][],
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const rows: (readonly string[] | undefined)[] = requests.map(() => undefined);
    const errors: ImageError[] = [];
    const state: { done: number; spentUsd: number | undefined; hasStopped: boolean } = {
      done: 0,
      spentUsd: 0,
      hasStopped: false,
    };
    const slots = new Slots(AT_ONCE);
    const one = async (request: (typeof requests)[number], index: number): Promise<void> => {
      if (signal.aborted || state.hasStopped) return;
      const answer = await this.#deps.describer.describe(request, {}, signal);
      const { usd } = answer.ok ? answer.value : answer.error;
      state.spentUsd = sumKnown([state.spentUsd, usd]);
      if (answer.ok) rows[index] = [answer.value.text];
      else if (answer.error.error.kind !== 'cancelled') {
        const { error } = answer.error;
        errors.push(error);
        rows[index] = [this.#deps.reporter.textOf(error) ?? ''];
        // Nobody signed in, no budget: all others would meet the same.
        state.hasStopped ||= reachOf(error) === 'command' && error.kind !== 'notReadable';
      }
      onProgress(++state.done, state.spentUsd);
    };
    await Promise.all(requests.map((request, index) => slots.run(() => one(request, index))));
    return { rows, errors: mergeErrors(errors), spentUsd: state.spentUsd, isCancelled: signal.aborted };
  }

  async classify(uris: readonly vscode.Uri[]): Promise<Result<void>> {
    const input = await askForInput({ id: 'classify', needs: 'categories' } as Purpose);
    return input === undefined ? ok() : this.#classifyInto(uris, categoriesOf(input));
  }

  #classifyInto(uris: readonly vscode.Uri[], categories: readonly string[]): Promise<Result<void>> {
    return this.#ask(
      t('Classification'),
      [t('Image'), t('Category'), t('Why')],
      uris,
      classifyQuestion(categories),
      ({ category, reason }) => [category ?? t('none of them'), reason],
    );
  }

  async checkMatch(uris: readonly vscode.Uri[]): Promise<Result<void>> {
    const text = await vscode.window.showInputBox({
      title: t('Check Images Against a Text'),
      prompt: t('What every image must show'),
      placeHolder: t('A person uses the product outdoors, no text in the image'),
    });
    if (text === undefined || text.trim() === '') return ok();
    return this.#ask(
      t('Check: {0}', text.trim()),
      [t('Image'), t('Result'), t('Why')],
      uris,
      matchQuestion(text.trim(), this.#language(uris[0])),
      ({ verdict, reason }) => [verdictWord(verdict), reason],
    );
  }

  async #ask<T>(
    title: string,
    columns: readonly string[],
    uris: readonly vscode.Uri[],
    question: ImageQuestion<T>,
    cells: (value: T) => readonly string[],
  ): Promise<Result<void>> {
    const context = await this.#access.context(uris[0]);
    if (!context?.ok) return context ?? ok();
    const images = uris.map(sourceOf);
    const usd = this.#folder.estimate(images, question, context.value);
    if (!(await this.#confirm(title, uris.length, usd, context.value))) return ok();
    const outcome = await this.#progress(title, uris.length, async (onProgress, signal) => {
      const asked = await this.#folder.run(
        images,
        question,
        context.value,
        ({ done, spentUsd }) => {
          onProgress(done, spentUsd);
        },
        signal,
      );
      if (!asked.ok) return asked;
      const { rows, errors, spentUsd, isCancelled } = asked.value;
      return ok({
        rows: rows.map(({ value, error }) =>
          value !== undefined
            ? cells(value)
            : error
              ? [this.#deps.reporter.textOf(error) ?? '', ...columns.slice(2).map(() => '')]
              : undefined,
        ),
        errors,
        spentUsd,
        isCancelled,
      });
    });
    return outcome.ok ? this.#report(title, columns, uris, outcome.value, context.value) : outcome;
  }

  #language(scope: vscode.Uri | undefined): string | undefined {
    const { settings, lastTextEditor } = this.#deps;
    const document = lastTextEditor.get()?.document;
    return languageFor(settings.resource(scope).describe.language, document?.getText(), document?.languageId);
  }

  /** The price before anything is sent. */
  async #confirm(
    title: string,
    count: number,
    usd: number | undefined,
    { model }: VisionContext,
  ): Promise<boolean> {
    const { format, settings } = this.#deps;
    const price = priceWord(usd, format);
    const { perCallAskUsd } = settings.window().budget;
    const isDear = perCallAskUsd !== null && usd !== undefined && usd > perCallAskUsd;
    const send = {
      label: format.isOne(count)
        ? t('Look at {0} Image · {1}', format.number(count), price)
        : t('Look at {0} Images · {1}', format.number(count), price),
      detail: model.model.name,
      value: true,
    };
    const leave = { label: t('Send Nothing'), value: false };
    const picked = await pick<boolean>({ title, rows: isDear ? [leave, send] : [send, leave] });
    return picked.kind === 'picked' && picked.value;
  }

  #progress(
    title: string,
    total: number,
    work: (onProgress: OnProgress, signal: AbortSignal) => Promise<Result<Outcome>>,
  ): Thenable<Result<Outcome>> {
    const { format } = this.#deps;
    return vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, cancellable: true, title },
      async (progress, token) => {
        const cancellation = signalFrom(token);
        let shown = 0;
        try {
          return await work((done, spentUsd) => {
            progress.report({
              message: t(
                '{0} of {1} · {2}',
                format.number(done),
                format.number(total),
                priceWord(spentUsd, format),
              ),
              increment: (100 * (done - shown)) / total,
            });
            shown = done;
          }, cancellation.signal);
        } finally {
          cancellation.dispose();
        }
      },
    );
  }

  /** An unsaved document beside the images, so that its links lead there once it is saved. */
  async #report(
    title: string,
    columns: readonly string[],
    uris: readonly vscode.Uri[],
    { rows, errors, spentUsd, isCancelled }: Outcome,
    { model }: VisionContext,
  ): Promise<Result<void>> {
    const { format, reporter } = this.#deps;
    for (const error of errors) reporter.report(error);
    const answered = rows.filter((row) => row !== undefined).length;
    const [first] = uris;
    if (answered === 0 || !first) return ok();
    const place = await freePlace(vscode.Uri.joinPath(first, '..'));
    const content = reportMarkdown({
      title,
      summary: [
        format.isOne(answered)
          ? t('{0} image', format.number(answered))
          : t('{0} images', format.number(answered)),
        model.model.name,
        aboutWord(spentUsd, format),
        ...(isCancelled ? [t('cancelled before the end')] : []),
      ].join(' · '),
      columns,
      rows: uris.flatMap((uri, index): readonly ReportRow[] => {
        const cells = rows[index];
        return cells ? [{ path: relativeLink(place.path, uri.path), cells }] : [];
      }),
    });
    await showUnsaved(place, content);
    return ok();
  }
}

/** A name that no file and no unsaved report has: an earlier one was paid for too. */
async function freePlace(folder: vscode.Uri): Promise<vscode.Uri> {
  for (let number = 1; ; number++) {
    const place = vscode.Uri.joinPath(folder, `image-report${number === 1 ? '' : `-${number}`}.md`);
    const isOpen = vscode.workspace.textDocuments.some(({ uri }) => uri.path === place.path);
    if (!isOpen && !(await isThere(place))) return place;
  }
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

async function showUnsaved(place: vscode.Uri, content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(place.with({ scheme: 'untitled' }));
  const edit = new vscode.WorkspaceEdit();
  const end = document.positionAt(document.getText().length);
  edit.replace(document.uri, new vscode.Range(new vscode.Position(0, 0), end), content);
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document, { preview: false });
}

function verdictWord(verdict: MatchVerdict): string {
  switch (verdict) {
    case 'fits':
      return t('fits');
    case 'doesNotFit':
      return t('does not fit');
    case 'unsafe':
      return t('unsafe');
  }
}
