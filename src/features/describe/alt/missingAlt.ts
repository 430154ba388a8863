import * as vscode from 'vscode';
import {
  AltBatch,
  planAlt,
  type AltBatchOptions,
  type AltDocument,
  type AltOutcome,
  type AltPlan,
} from '../../../core/vision/alt/batch';
import type { AltKind } from '../../../core/vision/alt/altText';
import { readImages } from '../../../core/vision/alt/read';
import { ok, type Result } from '../../../core/result';
import { signalFrom } from '../../../platform/cancellation';
import { reviewGrouped } from '../../../platform/groupedReview';
import { pick, type Row } from '../../../platform/quickPick';
import { aboutWord, priceWord } from '../costWords';
import type { DescribeDependencies } from '../ports';
import { sourceOf } from '../sourceImages';
import { VisionAccess } from '../visionAccess';
import { documentsIn, readDocument } from './documents';
import { pictureOf } from './pictureOf';
import { kindLabel } from './writeAlt';

const { t } = vscode.l10n;

/** *Write Missing Alt Text*: the price first, then progress, then a preview; nothing is written before it is applied. */
export class MissingAlt {
  readonly #deps: DescribeDependencies;
  readonly #access: VisionAccess;

  constructor(deps: DescribeDependencies) {
    this.#deps = deps;
    this.#access = new VisionAccess(deps);
  }

  /** @param places documents and folders; none: the active document, else the workspace */
  async run(places: readonly vscode.Uri[]): Promise<Result<void>> {
    const active = vscode.window.activeTextEditor?.document.uri;
    const found = await documentsIn(places);
    const isFound = found.documents.length > 0 || places.length > 0 || !active;
    const { documents, unreadable } = isFound ? found : await documentsIn([active]);
    const missing = planAlt(documents, { rewrite: false });
    const all = planAlt(documents, { rewrite: true });
    if (all.items.length === 0 || (missing.items.length === 0 && places.length === 0)) {
      this.#tellNothing(documents.length, unreadable);
      return ok();
    }
    const scope = places[0] ?? active;
    const context = await this.#access.context(scope);
    if (!context?.ok) return context ?? ok();
    const { language, altMaxLength } = this.#deps.settings.resource(scope).describe;
    const options: AltBatchOptions = { context: context.value, language, maxLength: altMaxLength };
    const batch = this.#batch(documents);
    const plan = await this.#choose(batch, options, missing, all, active);
    if (!plan) return ok();
    const outcome = await this.#write(batch, plan, options);
    if (!outcome.ok) return outcome;
    await this.#review(outcome.value, unreadable);
    return ok();
  }

  #batch(documents: readonly AltDocument[]): AltBatch {
    const byUri = new Map(documents.map((document) => [document.uri, document]));
    return new AltBatch(this.#deps.altWriter, {
      picture: async (documentUri, target) => {
        const { languageId = '', text = '' } = byUri.get(documentUri) ?? {};
        const file = await pictureOf(vscode.Uri.parse(documentUri, true), languageId, text, target);
        return file && sourceOf(file);
      },
      text: async (documentUri) => (await readDocument(vscode.Uri.parse(documentUri, true)))?.text,
    });
  }

  #tellNothing(documents: number, unreadable: number): void {
    const { reporter, format } = this.#deps;
    const text = format.isOne(documents)
      ? t('No image lacks an alt text in {0} document.', format.number(documents))
      : t('No image lacks an alt text in {0} documents.', format.number(documents));
    const all = [text, ...unreadableWords(unreadable, format)].join(' ');
    reporter.tell({ severity: 'info', text: all, actions: [] });
  }

  async #choose(
    batch: AltBatch,
    options: AltBatchOptions,
    missing: AltPlan,
    all: AltPlan,
    active: vscode.Uri | undefined,
  ): Promise<AltPlan | undefined> {
    const { format, settings } = this.#deps;
    const here = missing.items.filter(({ document }) => document.uri === active?.toString());
    const price = (plan: AltPlan): string => {
      const usd = batch.estimate(plan, options);
      return priceWord(usd, format);
    };
    const usd = batch.estimate(missing, options);
    const count = missing.items.length;
    const about = aboutWord(usd, format);
    const rows: Row<AltPlan>[] = [];
    if (count > 0) {
      const label = format.isOne(count)
        ? t('Write for {0} Image · {1}', count, price(missing))
        : t('Write for {0} Images · {1}', count, price(missing));
      rows.push({ label, detail: options.context.model.model.name, value: missing });
    }
    if (here.length > 0 && here.length < count) {
      const plan = { items: here, skipped: [] };
      rows.push({ label: t('Only This File · {0}', price(plan)), value: plan });
    }
    const more = all.items.length - count;
    if (more > 0) {
      const label = format.isOne(more)
        ? t('Also Rewrite {0} Text That Is There · {1}', more, price(all))
        : t('Also Rewrite {0} Texts That Are There · {1}', more, price(all));
      rows.push({ label, value: all });
    }
    const { perCallAskUsd } = settings.window().budget;
    const isDear = perCallAskUsd !== null && usd !== undefined && usd > perCallAskUsd;
    const leave: Row<AltPlan | undefined> = { label: t('Write Nothing'), value: undefined };
    const picked = await pick<AltPlan | undefined>({
      title: format.isOne(count)
        ? t('Write alt text for {0} image? {1}.', format.number(count), capitalized(about))
        : t('Write alt text for {0} images? {1}.', format.number(count), capitalized(about)),
      // Above the ask limit the safe row is active, so that Enter does not spend.
      rows: isDear ? [leave, ...rows] : rows,
    });
    return picked.kind === 'picked' ? picked.value : undefined;
  }

  #write(batch: AltBatch, plan: AltPlan, options: AltBatchOptions): Thenable<Result<AltOutcome>> {
    const { format } = this.#deps;
    return vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, cancellable: true, title: t('Writing alt text') },
      async (progress, token) => {
        const cancellation = signalFrom(token);
        let shown = 0;
        try {
          return await batch.run(
            plan,
            options,
            ({ done, total, spentUsd }) => {
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
            },
            cancellation.signal,
          );
        } finally {
          cancellation.dispose();
        }
      },
    );
  }

  async #review(outcome: AltOutcome, unreadable: number): Promise<void> {
    const { reporter } = this.#deps;
    for (const error of outcome.errors) reporter.report(error);
    const { edit, misread } = await editOf(outcome);
    const before = new Map(outcome.documents.map(({ document }) => [document.uri, document.text]));
    // As a refactoring the files are saved, unless the user's settings say otherwise.
    const isApplied = edit.size > 0 && (await reviewGrouped(edit));
    const written = isApplied ? await countWritten(outcome, before) : { texts: 0, files: 0 };
    const text = this.#said(outcome, { ...written, misread, unreadable });
    reporter.tell({ severity: 'info', text, actions: [] });
  }

  #said(outcome: AltOutcome, { texts, files, misread, unreadable }: Written): string {
    const { format } = this.#deps;
    const { leftOut, skipped, spentUsd, mayBeCharged, documents, isCancelled } = outcome;
    const empty = documents
      .flatMap(({ entries }) => entries)
      .filter(({ edits }) => edits.length === 0).length;
    const unplaced = documents
      .flatMap(({ entries }) => entries)
      .filter(({ isDescriptionPlaced }) => !isDescriptionPlaced).length;
    const count = (number: number, one: string, many: string): readonly string[] =>
      counted(number, one, many, format);
    return [
      ...(isCancelled ? [t('Cancelled.')] : []),
      texts === 0
        ? t('Nothing was written ({0}).', aboutWord(spentUsd, format))
        : format.isOne(texts)
          ? t(
              'Wrote {0} alt text in {1} ({2}).',
              texts,
              filesWord(files, format),
              aboutWord(spentUsd, format),
            )
          : t(
              'Wrote {0} alt texts in {1} ({2}).',
              format.number(texts),
              filesWord(files, format),
              aboutWord(spentUsd, format),
            ),
      ...count(empty, t('{0} is decoration and stays empty.'), t('{0} are decoration and stay empty.')),
      ...count(
        leftOut.length,
        t('{0} was left out because its file changed.'),
        t('{0} were left out because their files changed.'),
      ),
      ...count(
        misread,
        t('{0} was left out because the editor reads its file in another encoding.'),
        t('{0} were left out because the editor reads their files in another encoding.'),
      ),
      ...unreadableWords(unreadable, format),
      ...count(
        skipped.length,
        t('{0} image was skipped: it is on a server, or no file is there.'),
        t('{0} images were skipped: they are on a server, or no file is there.'),
      ),
      ...count(
        unplaced,
        t('{0} long description has no place in its document.'),
        t('{0} long descriptions have no place in their documents.'),
      ),
      ...(mayBeCharged ? [t('A request that failed may be charged.')] : []),
    ].join(' ');
  }
}

/** What came of it beyond what was answered. */
interface Written {
  readonly texts: number;
  readonly files: number;
  /** Texts whose documents the editor reads otherwise than they were read here. */
  readonly misread: number;
  /** Files that were not read at all. */
  readonly unreadable: number;
}

function counted(
  number: number,
  one: string,
  many: string,
  format: DescribeDependencies['format'],
): readonly string[] {
  return number === 0 ? [] : [(format.isOne(number) ? one : many).replaceAll('{0}', format.number(number))];
}

function unreadableWords(unreadable: number, format: DescribeDependencies['format']): readonly string[] {
  return counted(
    unreadable,
    t('{0} document was not read: it is not UTF-8 text, or larger than 2 MB.'),
    t('{0} documents were not read: they are not UTF-8 text, or larger than 2 MB.'),
    format,
  );
}

function filesWord(files: number, format: DescribeDependencies['format']): string {
  return format.isOne(files) ? t('{0} file', format.number(files)) : t('{0} files', format.number(files));
}

function capitalized(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** Each purpose is one label: in VS Code's preview one tick takes all of it. */
async function editOf({
  documents,
}: AltOutcome): Promise<{ readonly edit: vscode.WorkspaceEdit; readonly misread: number }> {
  const counts = new Map<AltKind, number>();
  for (const { entries } of documents) {
    for (const { text, edits } of entries) {
      if (edits.length > 0) counts.set(text.kind, (counts.get(text.kind) ?? 0) + 1);
    }
  }
  const metadata = new Map([...counts].map(([kind, count]) => [kind, metadataFor(kind, count)]));
  const edit = new vscode.WorkspaceEdit();
  let misread = 0;
  for (const { document, entries } of documents) {
    const uri = vscode.Uri.parse(document.uri, true);
    const opened = await vscode.workspace.openTextDocument(uri);
    // Decoded otherwise than we read it, offsets would point elsewhere.
    if (opened.getText() !== document.text) {
      misread += entries.length;
      continue;
    }
    for (const { text, edits } of entries) {
      for (const { offset, length, text: replacement } of edits) {
        const range = new vscode.Range(opened.positionAt(offset), opened.positionAt(offset + length));
        edit.replace(uri, range, replacement, metadata.get(text.kind));
      }
    }
  }
  return { edit, misread };
}

function metadataFor(kind: AltKind, count: number): vscode.WorkspaceEditEntryMetadata {
  const numbered = (one: string, many: string): string => (count === 1 ? one : many);
  const label =
    kind === 'decorative'
      ? t('{0}, {1}: stay empty', kindLabel(kind), count)
      : kind === 'complex'
        ? t('{0}, {1}: short text and long description', kindLabel(kind), count)
        : numbered(t('{0}, {1} text', kindLabel(kind), count), t('{0}, {1} texts', kindLabel(kind), count));
  return { label, needsConfirmation: true };
}

/** What the user ticked, by what the documents say now. */
async function countWritten(
  { documents }: AltOutcome,
  before: ReadonlyMap<string, string>,
): Promise<{ readonly texts: number; readonly files: number }> {
  let texts = 0;
  let files = 0;
  for (const { document, entries } of documents) {
    const now = (await vscode.workspace.openTextDocument(vscode.Uri.parse(document.uri, true))).getText();
    if (now === before.get(document.uri)) continue;
    const then = readImages(document.text, document.languageId);
    const today = readImages(now, document.languageId);
    const written = entries.filter(({ image }) => {
      const at = then.findIndex(({ start }) => start === image.start);
      return JSON.stringify(today[at]?.alt) !== JSON.stringify(then[at]?.alt);
    });
    texts += written.length;
    files += 1;
  }
  return { texts, files };
}
