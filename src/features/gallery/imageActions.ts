import * as vscode from 'vscode';
import type { GalleryImage } from '../../core/gallery/image';
import { ok, type Result } from '../../core/result';
import type { CommandId } from '../../platform/ids';
import type { GalleryDependencies } from './dependencies';
import { insertLinks, type LastTextEditor } from './insertLink';

const { t } = vscode.l10n;

/** More tabs than this at one stroke are a slip of the hand. */
const MOST_TABS = 20;

/** What can be done with images of the Gallery. */
export class ImageActions {
  readonly #deps: Pick<GalleryDependencies, 'reporter' | 'settings'>;
  readonly #lastEditor: LastTextEditor;

  constructor(deps: Pick<GalleryDependencies, 'reporter' | 'settings'>, lastEditor: LastTextEditor) {
    this.#deps = deps;
    this.#lastEditor = lastEditor;
  }

  async open(images: readonly GalleryImage[]): Promise<Result<void>> {
    const isOne = images.length === 1;
    for (const image of images.slice(0, MOST_TABS)) {
      await vscode.commands.executeCommand('vscode.open', uriOf(image), { preview: isOne });
    }
    return ok();
  }

  /** In the preview tab; the keyboard stays in the Gallery. */
  async preview([image]: readonly GalleryImage[]): Promise<Result<void>> {
    if (image) {
      await vscode.commands.executeCommand('vscode.open', uriOf(image), {
        preview: true,
        preserveFocus: true,
      });
    }
    return ok();
  }

  /** Into the text editor used last; without one, and for candidates that are no files yet, it opens them. */
  async insertLink(images: readonly GalleryImage[]): Promise<Result<void>> {
    if (images.length === 0) return ok();
    const editor = this.#lastEditor.get();
    if (!editor || images.some(isWaiting)) return this.open(images);
    const outcome = await insertLinks(editor, images, this.#deps.settings);
    if (outcome.kind === 'clipboard') {
      const text =
        images.length === 1
          ? t('{0} has no place for a link here, so it is on the clipboard.', outcome.documentName)
          : t('{0} has no place for links here, so they are on the clipboard.', outcome.documentName);
      this.#deps.reporter.tell({ severity: 'info', text, actions: [] });
    }
    return ok();
  }

  /** Paths of this computer, a line each; URIs where the files are elsewhere. */
  async copyPath(images: readonly GalleryImage[]): Promise<Result<void>> {
    const paths = images.map(uriOf).map((uri) => (uri.scheme === 'file' ? uri.fsPath : uri.toString(true)));
    if (paths.length > 0) await vscode.env.clipboard.writeText(paths.join('\n'));
    return ok();
  }

  async revealInExplorer([image]: readonly GalleryImage[]): Promise<Result<void>> {
    if (image && !isWaiting(image)) await vscode.commands.executeCommand('revealInExplorer', uriOf(image));
    return ok();
  }

  /** A command that takes the file of one image. */
  async run(command: CommandId | `easel.${string}`, [image]: readonly GalleryImage[]): Promise<Result<void>> {
    if (image) await vscode.commands.executeCommand(command, uriOf(image));
    return ok();
  }
}

function uriOf({ files: [file] }: GalleryImage): vscode.Uri {
  return vscode.Uri.parse(file.uri, true);
}

/** Its file is none of the project's. */
function isWaiting({ files: [file] }: GalleryImage): boolean {
  return file.folder === '';
}
