import * as vscode from 'vscode';
import { packMask, unpackMask } from '../../../core/mask/runs';
import { guessPolarity } from '../../../core/mask/polarity';
import { invert } from '../../../core/mask/adjust';
import type { Mask } from '../../../core/mask/mask';
import { scaleMask } from '../../../core/mask/scale';
import { proxySize, type SessionImage } from '../../../core/studio/session';
import { nameOf } from '../../../platform/documentLink';
import { pick } from '../../../platform/quickPick';
import type { EditDependencies } from '../ports';
import { baseName } from '../destination';
import type { Studio } from './studioSession';

const { t } = vscode.l10n;

/** A mask may be drawn at another size, not in another shape. */
const MAX_ASPECT_DIFFERENCE = 0.01;

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
    const read = await this.#deps.pixels.readMask(bytes);
    if (!read.ok) {
      this.#studio.fail('mask', { ...read.error, ...(read.error.kind === 'notReadable' ? { name } : {}) });
      return;
    }
    const { gray, alpha } = read.value;
    const difference = Math.abs((gray.width / gray.height / image.width) * image.height - 1);
    if (difference > MAX_ASPECT_DIFFERENCE) {
      this.#studio.setBar('mask', {
        severity: 'warning',
        text: t(
          '{0} is {1} x {2}, and {3} is {4} x {5}: a mask needs the shape of its image.',
          name,
          gray.width,
          gray.height,
          image.name,
          image.width,
          image.height,
        ),
        buttons: [{ label: t('Load Mask…'), run: () => this.choose() }],
      });
      return;
    }
    const mask = await this.#meant(gray, alpha, name);
    if (!mask) return;
    const { width, height } = proxySize(image);
    this.#studio.replaceMask(packMask(scaleMask(mask, width, height)));
  }

  /** White = edit; the user is asked where the file does not tell. */
  async #meant(gray: Mask, alpha: Mask | undefined, name: string): Promise<Mask | undefined> {
    const polarity = guessPolarity(gray);
    if (polarity === 'whiteEdits') return gray;
    // Some tutorials paint what changes black, and a mask of all but a little looks the same.
    const answer = await pick<'white' | 'black' | 'alpha'>({
      title: t('Which Part of {0} Is the Area to Edit?', name),
      rows: [
        { label: t('White'), detail: t('Black is kept.'), value: 'white' },
        { label: t('Black'), detail: t('White is kept.'), value: 'black' },
        ...(alpha
          ? [{ label: t('Transparent'), detail: t('Opaque is kept.'), value: 'alpha' as const }]
          : []),
      ],
      active: (value) => value === (polarity === 'blackEdits' ? 'black' : 'white'),
    });
    if (answer.kind !== 'picked') return undefined;
    if (answer.value === 'white') return gray;
    const chosen = answer.value === 'alpha' && alpha ? alpha : gray;
    invert(chosen);
    return chosen;
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
