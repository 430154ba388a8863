import * as vscode from 'vscode';
import { forEachAtOnce } from '../../core/gallery/atOnce';
import { mayBePoster, withoutPosters } from '../../core/gallery/posters';
import type { FileStamp, FolderFiles } from '../../core/gallery/ports';
import { pathsOf } from '../../platform/workspacePaths';

/** What counts as an image, as everywhere in Easel. */
export const IMAGE_GLOB = '**/*.{png,jpg,jpeg,webp,gif,avif,tif,tiff,bmp,svg,heic,PNG,JPG,JPEG,WEBP,GIF,SVG}';

const FILM_GLOB = '**/*.{mp4,MP4}';

/** Folders that are not on this disk, through the workspace's file system, which itself keeps to the folder. */
export class WorkspaceFolderFiles implements FolderFiles {
  async recipes(folder: string): Promise<readonly FileStamp[]> {
    const root = vscode.Uri.joinPath(vscode.Uri.parse(folder, true), '.easel', 'recipes');
    const found: string[] = [];
    for (const [shelf, type] of await entries(root)) {
      if (type !== vscode.FileType.Directory) continue;
      for (const [name, kind] of await entries(vscode.Uri.joinPath(root, shelf))) {
        if (kind === vscode.FileType.File && name.endsWith('.json')) {
          found.push(`.easel/recipes/${shelf}/${name}`);
        }
      }
    }
    return (await this.stat(folder, found)).filter((stamp) => stamp !== undefined);
  }

  async stat(folder: string, paths: readonly string[]): Promise<readonly (FileStamp | undefined)[]> {
    const stamps: (FileStamp | undefined)[] = Array.from({ length: paths.length });
    await forEachAtOnce([...paths.entries()], 16, async ([index, path]) => {
      try {
        const { type, size, mtime } = await vscode.workspace.fs.stat(uriIn(folder, path));
        // A link counts as none, as in local folders.
        if (type === vscode.FileType.File) stamps[index] = { path, bytes: size, timeMs: mtime };
      } catch {
        // Not there: the place stays empty.
      }
    });
    return stamps;
  }

  async read(folder: string, path: string, maxBytes: number): Promise<Uint8Array | undefined> {
    const [stamp] = await this.stat(folder, [path]);
    if (!stamp || stamp.bytes > maxBytes) return undefined;
    try {
      return await vscode.workspace.fs.readFile(uriIn(folder, path));
    } catch {
      // Gone meanwhile.
      return undefined;
    }
  }
}

/** Local folders by the file system itself, others by the workspace's. */
export class FolderFilesByScheme implements FolderFiles {
  readonly #local: FolderFiles;
  readonly #others: FolderFiles;

  constructor(local: FolderFiles, others: FolderFiles) {
    this.#local = local;
    this.#others = others;
  }

  recipes(folder: string): Promise<readonly FileStamp[]> {
    return this.#for(folder).recipes(folder);
  }

  stat(folder: string, paths: readonly string[]): Promise<readonly (FileStamp | undefined)[]> {
    return this.#for(folder).stat(folder, paths);
  }

  read(folder: string, path: string, maxBytes: number): Promise<Uint8Array | undefined> {
    return this.#for(folder).read(folder, path, maxBytes);
  }

  #for(folder: string): FolderFiles {
    return folder.startsWith('file:') ? this.#local : this.#others;
  }
}

/** @returns paths relative to the folder, without what the editor's settings exclude from search and Explorer, and without posters of films */
export async function imagePaths(folder: string): Promise<readonly string[]> {
  const images = await pathsOf(folder, IMAGE_GLOB);
  return images.some(mayBePoster) ? withoutPosters(images, await pathsOf(folder, FILM_GLOB)) : images;
}

async function entries(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(uri);
  } catch {
    // No such folder: nothing was made here yet.
    return [];
  }
}

function uriIn(folder: string, path: string): vscode.Uri {
  return vscode.Uri.joinPath(vscode.Uri.parse(folder, true), ...path.split('/'));
}
