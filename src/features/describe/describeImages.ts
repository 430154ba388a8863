import * as vscode from 'vscode';
import { err, ok, type Result } from '../../core/result';
import { languageFor } from '../../core/vision/language';
import { findPurpose, ownPurpose, purposes, type Purpose } from '../../core/vision/purposes';
import { chosenImages } from '../../platform/chosenImages';
import { nameOf } from '../../platform/documentLink';
import { pick, separator, type Row, type Separator } from '../../platform/quickPick';
import { ImageBatches } from './batch/imageBatches';
import type { DescribeDependencies } from './ports';
import { askForInput, inputsOf, keyOf, purposeDetail, purposeTitle } from './purposeWords';
import { sourceOf } from './sourceImages';
import { VisionAccess } from './visionAccess';

const { t } = vscode.l10n;

/** The purpose that was chosen last, in `Memento`. */
const PURPOSE_KEY = 'easel.describe.purpose';

/** *Describe Image*, *Ask About Images*, *Judge Images*, and the same for many. */
export class DescribeImages {
  readonly #deps: DescribeDependencies;
  readonly #access: VisionAccess;
  readonly #batches: ImageBatches;

  constructor(deps: DescribeDependencies) {
    this.#deps = deps;
    this.#access = new VisionAccess(deps);
    this.#batches = new ImageBatches(deps);
  }

  /** One image is described in the Studio; of several, or of a folder, a report is written. */
  async describe(image: unknown, images: unknown): Promise<Result<void>> {
    const uris = await this.#images(image, images);
    const [first] = uris;
    if (!first) return this.#nothing(image);
    if (!vscode.workspace.isTrusted) return err({ kind: 'untrustedWorkspace' });
    const purpose = await this.#pickPurpose(uris);
    if (!purpose) return ok();
    const input = await askForInput(purpose);
    if (input === undefined) return ok();
    await this.#deps.memory.update(PURPOSE_KEY, keyOf(purpose));
    if (uris.length > 1) return this.#batches.describe(uris, purpose, input);
    const tab = await this.#deps.openTab([first]);
    await tab.start({ images: [first], purpose: { id: keyOf(purpose), input } });
    return ok();
  }

  async ask(image: unknown, images: unknown): Promise<Result<void>> {
    const { images: uris } = await chosenImages(image, images);
    const tab = await this.#deps.openTab(uris);
    await tab.start({ images: uris });
    return ok();
  }

  async judge(image: unknown, images: unknown): Promise<Result<void>> {
    const uris = await this.#images(image, images);
    if (uris.length === 0) return this.#nothing(image);
    const tab = await this.#deps.openTab(uris);
    await tab.start({ images: uris, isJudged: true });
    return ok();
  }

  async classify(image: unknown, images: unknown): Promise<Result<void>> {
    const uris = await this.#images(image, images);
    return uris.length === 0 ? this.#nothing(image) : this.#batches.classify(uris);
  }

  async checkMatch(image: unknown, images: unknown): Promise<Result<void>> {
    const uris = await this.#images(image, images);
    return uris.length === 0 ? this.#nothing(image) : this.#batches.checkMatch(uris);
  }

  /** From the palette without an image in front, the user chooses files. */
  async #images(image: unknown, images: unknown): Promise<readonly vscode.Uri[]> {
    const chosen = await chosenImages(image, images);
    if (chosen.leftOut > 0) this.#tellLeftOut(chosen.images.length, chosen.leftOut);
    if (chosen.images.length > 0 || image !== undefined) return chosen.images;
    return (
      (await vscode.window.showOpenDialog({
        title: t('Choose Images'),
        canSelectMany: true,
        filters: { [t('Images')]: ['png', 'jpg', 'jpeg', 'webp', 'gif', 'avif', 'tif', 'tiff', 'svg'] },
      })) ?? []
    );
  }

  #tellLeftOut(taken: number, leftOut: number): void {
    const { reporter, format } = this.#deps;
    const text = t(
      'One run looks at {0} images at most; {1} more are left out.',
      format.number(taken),
      format.number(leftOut),
    );
    reporter.tell({ severity: 'warning', text, actions: [] });
  }

  #nothing(image: unknown): Result<void> {
    return image instanceof vscode.Uri
      ? err({ kind: 'notReadable', name: nameOf(image), reason: 'no image' })
      : ok();
  }

  /** With the price of each, for all images. */
  async #pickPurpose(uris: readonly vscode.Uri[]): Promise<Purpose | undefined> {
    const { settings, memory, format } = this.#deps;
    const [first] = uris;
    const own = settings.resource(first).describe.purposes;
    const context = await this.#access.peek(first);
    const price = (purpose: Purpose): string => {
      if (!context.ok || !first) return '';
      const request = {
        images: [sourceOf(first)],
        purpose,
        inputs: inputsOf(purpose, ''),
        language: languageFor(settings.resource(first).describe.language, undefined),
        context: context.value,
      };
      const usd = this.#deps.describer.estimate(request)?.usualUsd;
      return usd === undefined ? t('price not known') : format.price(usd * uris.length);
    };
    const row = (purpose: Purpose): Row<Purpose> => ({
      label: purposeTitle(purpose),
      description: price(purpose),
      detail: purposeDetail(purpose),
      value: purpose,
    });
    const rows: (Row<Purpose> | Separator)[] = [
      ...(own.length > 0 ? [separator(t('your own')), ...own.map((each) => row(ownPurpose(each)))] : []),
      ...(own.length > 0 ? [separator(t('ready'))] : []),
      ...purposes.map(row),
    ];
    const last = findPurpose(memory.get<string>(PURPOSE_KEY) ?? 'caption', own);
    const what = uris.length === 1 && first ? nameOf(first) : t('{0} images', format.number(uris.length));
    const picked = await pick<Purpose>({
      title: context.ok
        ? t('Describe {0} · {1}', what, context.value.model.model.name)
        : t('Describe {0}', what),
      placeholder: t('What do you want to know?'),
      rows,
      active: (purpose) => last !== undefined && keyOf(purpose) === keyOf(last),
    });
    return picked.kind === 'picked' ? picked.value : undefined;
  }
}
