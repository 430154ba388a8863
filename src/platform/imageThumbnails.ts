import * as vscode from 'vscode';
import { forEachAtOnce } from '../core/gallery/atOnce';
import type { GalleryImage } from '../core/gallery/image';
import type { Library } from '../core/gallery/library';
import type { FolderFiles, ThumbnailStore } from '../core/gallery/ports';

/** A longer file is not opened for a thumbnail. */
const MAX_PICTURE_BYTES = 200_000_000;

/** As many as are made at once; the store holds the others back anyway. */
const AT_ONCE = 2;

/** Finds or makes the thumbnails of images. */
export class ImageThumbnails {
  readonly #files: FolderFiles;
  readonly #store: ThumbnailStore;
  readonly #library: Pick<Library, 'remember'>;
  /** Hashes learned from bytes: of candidates, and of files whose recipe is not right. */
  readonly #hashes = new Map<string, string>();

  constructor(files: FolderFiles, store: ThumbnailStore, library: Pick<Library, 'remember'>) {
    this.#files = files;
    this.#store = store;
    this.#library = library;
  }

  /** @returns paths of files on this computer by the image's key, without those that cannot be made */
  async pathsOf(images: readonly GalleryImage[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const paths = new Map<string, string>();
    await forEachAtOnce(images, AT_ONCE, async (image) => {
      const path = signal.aborted ? undefined : await this.#pathOf(image);
      if (path !== undefined) paths.set(image.key, path);
    });
    return paths;
  }

  async #pathOf(image: GalleryImage): Promise<string | undefined> {
    const [file] = image.files;
    const stamp = `${file.uri} ${file.bytes} ${file.timeMs}`;
    const sha256 = this.#hashes.get(stamp) ?? image.sha256;
    const there = sha256 === undefined ? undefined : await this.#store.find(sha256);
    if (there !== undefined) return there;
    const bytes = await this.#read(image);
    const made = bytes && (await this.#store.make(bytes));
    if (!made) return undefined;
    this.#hashes.set(stamp, made.sha256);
    if (file.folder !== '') this.#library.remember(file, made.sha256);
    return made.path;
  }

  async #read({ files: [file] }: GalleryImage): Promise<Uint8Array | undefined> {
    if (file.folder !== '') return this.#files.read(file.folder, file.path, MAX_PICTURE_BYTES);
    try {
      return await vscode.workspace.fs.readFile(vscode.Uri.parse(file.uri, true));
    } catch {
      // A candidate that was accepted or discarded meanwhile.
      return undefined;
    }
  }
}
