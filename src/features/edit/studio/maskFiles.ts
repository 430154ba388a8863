import * as vscode from 'vscode';
import { unpackMask } from '../../../core/mask/runs';
import { scaleMask } from '../../../core/mask/scale';
import type { SessionImage } from '../../../core/studio/session';
import { nameOf } from '../../../platform/documentLink';
import type { EditDependencies } from '../ports';
import { baseName } from '../destination';
import { maskFor } from '../maskInput';
import type { Studio } from './studioSession';

const { t } = vscode.l10n;

/** Masks as files: loading asks what it cannot know, saving never replaces. */
export class MaskFiles {
  readonly #studio: Studio;
  readonly #deps: EditDependencies;

  constructor(studio: Studio, deps: EditDependencies) {
    this.#studio = studio;
    this.#deps = deps;
  }

  async choose(): Promise<void> {
    const { image } = this.#studio.session;
    if (!image) return;
    const [uri] =
      (await vscode.window.showOpenDialog({
        title: t('Load Mask'),
        canSelectMany: false,
        filters: { [t('Images')]: ['png', 'jpg', 'jpeg', 'webp', 'gif', 'tif', 'tiff'] },
        ...(image.uri === undefined
          ? {}
          : { defaultUri: vscode.Uri.joinPath(vscode.Uri.parse(image.uri), '..') }),
      })) ?? [];
    if (uri) await this.load(uri);
  }

  async load(uri: vscode.Uri): Promise<void> {
    const bytes = new Uint8Array(await vscode.workspace.fs.readFile(uri));
    await this.take(bytes, nameOf(uri));
  }

  async take(bytes: Uint8Array, name: string): Promise<void> {
    const { image } = this.#studio.session;
    if (!image) return;
    const mask = await maskFor(image, bytes, name, this.#deps.pixels);
    if (!mask.ok) this.#studio.fail('mask', mask.error);
    else if (mask.value) this.#studio.replaceMask(mask.value);
  }

  /** Beside the image, at the image's own size. */
  async save(packed: Uint8Array): Promise<void> {
    const { image } = this.#studio.session;
    const mask = unpackMask(packed);
    if (!image || !mask) return;
    const png = await this.#deps.pixels.writeMask(scaleMask(mask, image.width, image.height));
    if (!png.ok) {
      this.#studio.fail('mask', png.error);
      return;
    }
    const target = await this.#targetFor(image);
    if (!target) return;
    try {
      await vscode.workspace.fs.writeFile(target, png.value);
    } catch (cause) {
      const reason = cause instanceof vscode.FileSystemError ? cause.code : 'Unknown';
      this.#studio.fail('mask', {
        kind: 'notWritable',
        folder: nameOf(vscode.Uri.joinPath(target, '..')),
        reason,
      });
      return;
    }
    this.#studio.setBar('mask', {
      severity: 'info',
      text: t('Saved {0}.', vscode.workspace.asRelativePath(target)),
      buttons: [],
    });
  }

  async #targetFor(image: SessionImage): Promise<vscode.Uri | undefined> {
    const home = image.home ?? image.uri;
    const name = `${baseName(image.name)}.mask.png`;
    const usual = home === undefined ? undefined : vscode.Uri.joinPath(vscode.Uri.parse(home), '..', name);
    if (usual && !(await exists(usual))) return usual;
    // VS Code's own dialog asks before it replaces a file.
    return vscode.window.showSaveDialog({
      title: t('Save Mask'),
      filters: { PNG: ['png'] },
      ...(usual ? { defaultUri: usual } : {}),
    });
  }

  /** Offers a mask that lies beside the image. */
  async offerFound(): Promise<void> {
    const { image } = this.#studio.session;
    if (image?.uri === undefined || this.#studio.mask) return;
    const name = `${baseName(image.name)}.mask.png`;
    const uri = vscode.Uri.joinPath(vscode.Uri.parse(image.uri), '..', name);
    if (!(await exists(uri))) return;
    this.#studio.setBar('foundMask', {
      severity: 'info',
      text: t('{0} found.', name),
      buttons: [{ label: t('Use It'), run: () => this.load(uri) }],
    });
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
