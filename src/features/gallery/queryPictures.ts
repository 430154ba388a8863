import * as vscode from 'vscode';
import { imageFile } from '../../core/gallery/madeImages';
import type { GalleryImage } from '../../core/gallery/image';
import { baseName } from '../../core/gallery/image';
import type { Library } from '../../core/gallery/library';
import type { FolderFiles, ThumbnailStore } from '../../core/gallery/ports';
import { sha256Hex } from '../../core/sha256';
import { MAX_PICTURE_BYTES } from '../../protocol/gallery';
import type { Words } from '../../platform/words';
import { MOST_PICTURES, type LookedWith } from './state';
import { inboxIdOf } from './waiting';

/** Pictures that are looked with: from the clipboard, from outside, or of the Gallery itself. */
export class QueryPictures {
  readonly #files: FolderFiles;
  readonly #store: ThumbnailStore;
  readonly #words: Words;

  constructor(files: FolderFiles, store: ThumbnailStore, words: Words) {
    this.#files = files;
    this.#store = store;
    this.#words = words;
  }

  /** @returns undefined for bytes that are no picture which can be opened */
  async ofBytes(bytes: Uint8Array, name: string): Promise<LookedWith | undefined> {
    const made = await this.#store.make(bytes);
    if (!made) return undefined;
    const shown = pictureName(name, this.#words);
    return {
      id: `picture:${made.sha256}`,
      name: shown,
      sha256: made.sha256,
      picture: { kind: 'bytes', bytes, name: shown },
      thumbnail: made.path,
    };
  }

  /** @returns without those whose files are gone */
  async ofImages(images: readonly GalleryImage[]): Promise<readonly LookedWith[]> {
    const found = await Promise.all(images.slice(0, MOST_PICTURES).map((image) => this.#ofImage(image)));
    return found.filter((each) => each !== undefined);
  }

  /** The image of a file, as the Gallery lists it where it does. */
  imageAt(uri: vscode.Uri, { all, made }: Pick<Library, 'all' | 'made'>): readonly GalleryImage[] {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    if (!folder) return [];
    const path = uri.path.slice(folder.uri.path.replace(/\/$/, '').length + 1);
    const file = imageFile(folder.uri.toString(), { path, bytes: 0, timeMs: 0 });
    const listed = (all ?? made).find(({ files }) => files.some((each) => each.uri === file.uri));
    return [listed ?? { key: file.uri, files: [file], timeMs: 0 }];
  }

  async #ofImage(image: GalleryImage): Promise<LookedWith | undefined> {
    const [file] = image.files;
    const name = baseName(file.path);
    const isWaiting = inboxIdOf(image) !== undefined;
    if (image.sha256 !== undefined && !isWaiting) {
      const thumbnail = await this.#store.find(image.sha256);
      return {
        id: `picture:${image.sha256}`,
        name,
        sha256: image.sha256,
        picture: { kind: 'indexed', sha256: image.sha256 },
        ...(thumbnail === undefined ? {} : { thumbnail }),
      };
    }
    const bytes = isWaiting
      ? await readCandidate(file.uri)
      : await this.#files.read(file.folder, file.path, MAX_PICTURE_BYTES);
    if (!bytes) return undefined;
    const sha256 = await sha256Hex(bytes);
    const thumbnail = (await this.#store.make(bytes))?.path;
    return {
      id: `picture:${sha256}`,
      name,
      sha256,
      // A candidate is in no index: it is sent.
      picture: isWaiting ? { kind: 'bytes', bytes, name } : { kind: 'indexed', sha256 },
      ...(thumbnail === undefined ? {} : { thumbnail }),
    };
  }
}

async function readCandidate(uri: string): Promise<Uint8Array | undefined> {
  try {
    return await vscode.workspace.fs.readFile(vscode.Uri.parse(uri, true));
  } catch {
    // Accepted or discarded meanwhile.
    return undefined;
  }
}

/** A name for a picture that came without one. */
function pictureName(name: string, { t }: Words): string {
  const base = baseName(name.replaceAll('\\', '/')).trim();
  return base === '' || /^image\.\w+$/.test(base) ? t('Pasted image') : base;
}
