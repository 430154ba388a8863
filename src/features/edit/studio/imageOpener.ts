import * as vscode from 'vscode';
import type { RecipeInput } from '../../../core/recipes/recipe';
import { ok, type Result } from '../../../core/result';
import type { SessionCandidate, SessionImage } from '../../../core/studio/session';
import type { EditDependencies } from '../ports';
import { openBytes, openFile, type OpenedImage } from '../sources';
import { pictureFile, type Studio } from './studioSession';

const { t } = vscode.l10n;

/** Beside the first; more than any model takes, so that what is too much is said. */
const MAX_MORE = 9;

/** Brings images into a Studio: files, pasted bytes, inputs of recipes, and its own results. */
export class ImageOpener {
  readonly #studio: Studio;
  readonly #deps: EditDependencies;

  constructor(studio: Studio, deps: EditDependencies) {
    this.#studio = studio;
    this.#deps = deps;
  }

  async openUri(uri: vscode.Uri): Promise<Result<void>> {
    return this.#open(vscode.workspace.asRelativePath(uri), () => openFile(uri, this.#deps));
  }

  /** The input of a recipe, as it was then. */
  async openBytesOf(
    { path }: Pick<RecipeInput, 'path'>,
    bytes: Uint8Array,
    folder: vscode.Uri | undefined,
  ): Promise<void> {
    const home = folder && path !== undefined ? vscode.Uri.joinPath(folder, path).toString() : undefined;
    const name = path === undefined ? t('image') : path.slice(path.lastIndexOf('/') + 1);
    await this.#open(name, () =>
      openBytes(
        bytes,
        { name, ...(path === undefined ? {} : { path }), ...(home === undefined ? {} : { home }) },
        this.#deps,
      ),
    );
  }

  async openPasted(bytes: Uint8Array): Promise<Result<void>> {
    return this.#open(t('image'), () => openBytes(bytes, { name: t('pasted image') }, this.#deps));
  }

  /** @param keepMask for the same image in another version */
  async #open(
    name: string,
    open: () => Promise<Result<OpenedImage>>,
    keepMask = false,
  ): Promise<Result<void>> {
    this.#studio.opening(t('Opening {0}…', name));
    const opened = await open();
    this.#studio.opening(undefined);
    if (!opened.ok) {
      this.#studio.fail('image', opened.error);
      return ok();
    }
    const { image } = opened.value;
    await this.#showFile(opened.value);
    const before = this.#studio.session.image;
    const fits = before?.width === image.width && before.height === image.height;
    const mask = keepMask && fits ? this.#studio.mask : undefined;
    this.#studio.showImage(image);
    // After the snapshot: the page makes an empty canvas for a new picture.
    this.#studio.replaceMask(mask);
    return ok();
  }

  async reopen(keepMask: boolean): Promise<void> {
    const { image } = this.#studio.session;
    if (image?.uri === undefined) return;
    const uri = vscode.Uri.parse(image.uri);
    await this.#open(image.name, () => openFile(uri, this.#deps), keepMask);
  }

  /** For the controls of the kind `image`, and more inputs of a variation. */
  async openFor(control: 'style' | 'garment' | 'more' | 'end', uri: vscode.Uri): Promise<void> {
    const opened = await openFile(uri, this.#deps);
    if (!opened.ok) {
      this.#studio.fail('image', opened.error);
      return;
    }
    await this.#showFile(opened.value);
    const { image } = opened.value;
    if (control === 'more')
      this.#studio.update({ moreImages: [...this.#studio.session.moreImages, image].slice(0, MAX_MORE) });
    else if (control === 'end') this.#studio.update({ film: { ...this.#studio.session.film, end: image } });
    else this.#studio.update({ [control]: image });
  }

  /** @returns undefined for what could not be opened, which is said */
  async openForShot(uri: vscode.Uri): Promise<SessionImage | undefined> {
    const opened = await openFile(uri, this.#deps);
    if (!opened.ok) {
      this.#studio.fail('image', opened.error);
      return undefined;
    }
    await this.#showFile(opened.value);
    return opened.value.image;
  }

  async #showFile({ image, preview }: OpenedImage): Promise<void> {
    const written = await this.#deps.sessions.writeFile(this.#studio.session.id, pictureFile(image), preview);
    if (!written.ok) this.#studio.fail('image', written.error);
  }

  /** A result becomes the image to edit; what is made of it keeps its home. */
  async useAsInput(candidate: SessionCandidate, bytes: Uint8Array): Promise<void> {
    const { image } = this.#studio.session;
    const home = image?.home ?? image?.uri;
    await this.#open(t('candidate {0}', candidate.number), () =>
      openBytes(
        bytes,
        {
          name: image?.name ?? `candidate-${candidate.number}.png`,
          ...(candidate.savedAs === undefined
            ? {}
            : { path: vscode.workspace.asRelativePath(vscode.Uri.parse(candidate.savedAs), false) }),
          ...(home === undefined ? {} : { home }),
        },
        this.#deps,
      ),
    );
  }
}
