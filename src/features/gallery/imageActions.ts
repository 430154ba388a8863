import * as vscode from 'vscode';
import type { GalleryImage } from '../../core/gallery/image';
import { ok, type Result } from '../../core/result';
import type { CommandId } from '../../platform/ids';
import type { LinkInserter } from '../../platform/insertLinks';
import { linkable } from './linkable';
import { inboxIdOf } from './waiting';

/** More tabs than this at one stroke are a slip of the hand. */
const MOST_TABS = 20;

/** What can be done with images of the Gallery. A candidate is no file of the project yet: it is shown in its Studio. */
export class ImageActions {
  readonly #links: LinkInserter;

  constructor(links: LinkInserter) {
    this.#links = links;
  }

  async open(images: readonly GalleryImage[]): Promise<Result<void>> {
    const isOne = images.length === 1;
    for (const image of images.slice(0, MOST_TABS)) {
      if (await showCandidate(image)) continue;
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

  /** Into the text editor used last; without one, and for candidates, it opens them. */
  async insertLink(images: readonly GalleryImage[]): Promise<Result<void>> {
    if (images.length === 0) return ok();
    const isWaiting = images.some((image) => inboxIdOf(image) !== undefined);
    if (isWaiting || !(await this.#links.insert(images.map(linkable)))) return this.open(images);
    return ok();
  }

  /** Paths of this computer, a line each; URIs where the files are elsewhere. */
  async copyPath(images: readonly GalleryImage[]): Promise<Result<void>> {
    const paths = images.map(uriOf).map((uri) => (uri.scheme === 'file' ? uri.fsPath : uri.toString(true)));
    if (paths.length > 0) await vscode.env.clipboard.writeText(paths.join('\n'));
    return ok();
  }

  async revealInExplorer([image]: readonly GalleryImage[]): Promise<Result<void>> {
    if (!image || (await showCandidate(image))) return ok();
    await vscode.commands.executeCommand('revealInExplorer', uriOf(image));
    return ok();
  }

  /** A command that takes files, the first of which is the one that the menu was opened on. */
  async run(command: CommandId, images: readonly GalleryImage[]): Promise<Result<void>> {
    const [image] = images;
    if (!image || (await showCandidate(image))) return ok();
    await vscode.commands.executeCommand(command, uriOf(image), images.map(uriOf));
    return ok();
  }
}

function uriOf({ files: [file] }: GalleryImage): vscode.Uri {
  return vscode.Uri.parse(file.uri, true);
}

/** @returns false for what is no candidate */
async function showCandidate(image: GalleryImage): Promise<boolean> {
  const inboxId = inboxIdOf(image);
  if (inboxId === undefined) return false;
  await vscode.commands.executeCommand('easel.studio.showWaiting' satisfies CommandId, inboxId);
  return true;
}
