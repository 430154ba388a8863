import * as vscode from 'vscode';
import { forEachAtOnce } from '../../core/gallery/atOnce';
import { mayBePoster, withoutPosters } from '../../core/gallery/posters';
import type { FileStamp, FolderFiles } from '../../core/gallery/ports';

/** What counts as an image, as everywhere in Easel. */
export const IMAGE_GLOB = '**/*.{png,jpg,jpeg,webp,gif,avif,tif,tiff,bmp,svg,heic,PNG,JPG,JPEG,WEBP,GIF,SVG}';

const FILM_GLOB = '**/*.{mp4,MP4}';

/** What may show an image. */
const DOCUMENT_GLOB =
  '**/*.{md,mdx,markdown,html,htm,adoc,asciidoc,rst,tex,css,scss,less,js,jsx,ts,tsx,vue,svelte,astro,ipynb,txt}';

/** More documents than this are not read to learn which images they show. */
const MOST_DOCUMENTS = 5000;

/** Folders that no editor setting names, and that hold others' images or our own masks. */
const NEVER = '{**/node_modules/**,**/.git/**,**/.easel/**}';

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

/** The same for documents that may show an image. */
export function documentPaths(folder: string): Promise<readonly string[]> {
  return pathsOf(folder, DOCUMENT_GLOB, MOST_DOCUMENTS);
}

async function pathsOf(folder: string, glob: string, most?: number): Promise<readonly string[]> {
  const root = vscode.Uri.parse(folder, true);
  const exclude = excludePattern(root);
  const found = await vscode.workspace.findFiles(new vscode.RelativePattern(root, glob), exclude, most);
  const start = root.path.endsWith('/') ? root.path.length : root.path.length + 1;
  return found.map((uri) => uri.path.slice(start));
}

/** A pattern given to `findFiles` takes the place of the user's excludes, so they are put into it. */
function excludePattern(root: vscode.Uri): string {
  const patterns = ['files', 'search'].flatMap((section) => {
    const value: unknown = vscode.workspace.getConfiguration(section, root).get('exclude');
    if (typeof value !== 'object' || value === null) return [];
    // Braces do not nest in a glob, and a comma would part it: such a pattern hides nothing here.
    return Object.entries(value).flatMap(([glob, isOn]) =>
      isOn === true && !/[{},]/.test(glob) ? [glob] : [],
    );
  });
  return `{${[NEVER.slice(1, -1), ...patterns, ...patterns.map((glob) => `${glob}/**`)].join(',')}}`;
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
