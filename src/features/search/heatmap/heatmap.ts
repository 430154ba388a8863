import * as vscode from 'vscode';
import type { ImageError } from '../../../core/errors';
import { err, ok, type Result } from '../../../core/result';
import type { ComparedItem } from '../../../core/search/managedSearch';
import { signalFrom } from '../../../platform/cancellation';
import { chosenImages } from '../../../platform/chosenImages';
import type { SearchDependencies } from '../dependencies';
import { indexIsThere } from '../indexNeeded';
import { HeatmapPage, type HeatmapSubject } from './heatmapPage';

const { t } = vscode.l10n;

/** Each row and column has to be read. */
const MOST_ITEMS = 40;

/** *Show Similarity Heatmap*: chosen images and texts, each compared with each. */
export class Heatmap {
  readonly #deps: SearchDependencies;

  constructor(deps: SearchDependencies) {
    this.#deps = deps;
  }

  async run(image: unknown, images: unknown): Promise<Result<void>> {
    const there = await indexIsThere(this.#deps);
    if (!there.ok || !there.value) return there.ok ? ok() : there;
    const chosen = await chosenImages(image, images);
    const texts = await this.#askTexts(chosen.images.length);
    if (!texts) return ok();
    const uris = chosen.images.slice(0, MOST_ITEMS - texts.length);
    const subjects: readonly HeatmapSubject[] = [
      ...uris.map((uri): HeatmapSubject => ({ kind: 'image', uri })),
      ...texts.map((text): HeatmapSubject => ({ kind: 'text', text })),
    ];
    if (subjects.length < 2) {
      const text = t('Choose two or more images or texts to compare.');
      this.#deps.reporter.tell({ severity: 'info', text, actions: [] });
      return ok();
    }
    const vectors = await this.#vectors(subjects);
    if (!vectors.ok) return vectors;
    const compared = subjects.flatMap((subject, index) => {
      const vector = vectors.value[index];
      return vector ? [{ subject, vector }] : [];
    });
    this.#tellLeftOut(chosen.images.length + texts.length - compared.length);
    if (compared.length >= 2) new HeatmapPage(compared, this.#deps).show();
    return ok();
  }

  async #askTexts(images: number): Promise<readonly string[] | undefined> {
    const typed = await vscode.window.showInputBox({
      title: t('Show Similarity Heatmap'),
      prompt:
        images < 2
          ? t('Texts to compare with, separated by semicolons')
          : t('Texts to compare with, separated by semicolons; empty for the images alone'),
      placeHolder: t('a red kite; a blue pot'),
    });
    if (typed === undefined) return undefined;
    const texts = typed
      .split(';')
      .map((text) => text.trim())
      .filter((text) => text !== '');
    return [...new Set(texts)].slice(0, MOST_ITEMS);
  }

  #vectors(subjects: readonly HeatmapSubject[]): Thenable<Result<readonly (Float32Array | undefined)[]>> {
    return vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: t('Comparing…'), cancellable: true },
      async (_, token) => {
        const cancelling = signalFrom(token);
        try {
          const search = await this.#deps.search();
          const items = await Promise.all(subjects.map(itemOf));
          const known = items.flatMap((item) => item ?? []);
          const vectors = await search.vectorsOf(known, cancelling.signal);
          if (!vectors.ok) return vectors;
          const left = [...vectors.value];
          return ok(items.map((item) => (item ? left.shift() : undefined)));
        } finally {
          cancelling.dispose();
        }
      },
    );
  }

  #tellLeftOut(count: number): void {
    if (count <= 0) return;
    const { format } = this.#deps.words;
    const text = format.isOne(count)
      ? t('1 was left out: it cannot be read, or there are more than {0}.', MOST_ITEMS)
      : t(
          '{0} were left out: they cannot be read, or there are more than {1}.',
          format.number(count),
          MOST_ITEMS,
        );
    this.#deps.reporter.tell({ severity: 'info', text, actions: [] });
  }
}

/** What is in the index already is found by its bytes and costs nothing. */
async function itemOf(subject: HeatmapSubject): Promise<ComparedItem | undefined> {
  if (subject.kind === 'text') return subject;
  const bytes = await readFile(subject.uri);
  const name = subject.uri.path.slice(subject.uri.path.lastIndexOf('/') + 1);
  return bytes.ok ? { kind: 'bytes', bytes: bytes.value, name } : undefined;
}

async function readFile(uri: vscode.Uri): Promise<Result<Uint8Array>> {
  try {
    return ok(new Uint8Array(await vscode.workspace.fs.readFile(uri)));
  } catch (cause) {
    return err<ImageError>({ kind: 'unexpected', cause });
  }
}
