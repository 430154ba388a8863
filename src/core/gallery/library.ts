import { Emitter } from '../emitter';
import { forEachAtOnce } from './atOnce';
import type { GalleryImage, ImageFile } from './image';
import {
  allImages,
  FileHashes,
  findMoved,
  imageFile,
  locate,
  madeImages,
  sameLength,
  type Located,
} from './madeImages';
import type { FolderFiles } from './ports';
import { RecipeScan } from './recipeScan';

export interface LibraryDependencies {
  readonly files: FolderFiles;
  /** URIs of the workspace folders. */
  readonly folders: () => readonly string[];
  /** Paths of the image files in a folder, without what the user excludes from searching. */
  readonly imagePaths: (folder: string, signal: AbortSignal) => Promise<readonly string[]>;
}

/**
 * The pictures of the workspace. What was made is known first; then all image files; then, in the background, pictures
 * that were moved, and files that are equal.
 */
export class Library {
  readonly #deps: LibraryDependencies;
  readonly #changed = new Emitter<undefined>();
  readonly #ending = new AbortController();
  readonly #scans = new Map<string, RecipeScan>();
  readonly #hashes: FileHashes;
  #made: readonly GalleryImage[] = [];
  #all: readonly GalleryImage[] | undefined;
  #files: readonly ImageFile[] | undefined;
  #running: Promise<void> | undefined;
  #isAskedAgain = false;
  #hasLooked = false;

  /** Told as often as something new is known. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: LibraryDependencies) {
    this.#deps = deps;
    this.#hashes = new FileHashes(deps.files);
  }

  /** What was made here and is still here, in no order. */
  get made(): readonly GalleryImage[] {
    return this.#made;
  }

  /** Every image file; undefined until they have been listed. */
  get all(): readonly GalleryImage[] | undefined {
    return this.#all;
  }

  /** True until what was made is known for the first time. */
  get isLoading(): boolean {
    return !this.#hasLooked;
  }

  /** Says what a file's bytes were found to be, so that nobody reads them again for it. */
  remember(file: ImageFile, sha256: string): void {
    this.#hashes.remember(file, sha256);
  }

  /** Looks again; asked while it looks, it looks once more after that. Settles when all is known. */
  async refresh(): Promise<void> {
    if (this.#running) {
      this.#isAskedAgain = true;
      return this.#running;
    }
    this.#running = this.#refreshUntilDone();
    try {
      await this.#running;
    } finally {
      this.#running = undefined;
    }
  }

  dispose(): void {
    this.#ending.abort();
  }

  async #refreshUntilDone(): Promise<void> {
    const { signal } = this.#ending;
    // It may be asked again while it looks.
    const isAskedAgain = (): boolean => this.#isAskedAgain && !signal.aborted;
    do {
      this.#isAskedAgain = false;
      await this.#look(signal);
    } while (isAskedAgain());
  }

  async #look(signal: AbortSignal): Promise<void> {
    const folders = this.#deps.folders();
    // Asked anew after each wait.
    const isOver = (): boolean => signal.aborted;
    const located = await Promise.all(folders.map((folder) => this.#locate(folder, signal)));
    const found = located.flatMap((each) => each.found);
    const missing = located.flatMap((each) => each.missing);
    // Before anything is read: pictures that were found elsewhere the last time are most likely still there.
    const known = this.#files?.filter((file) => this.#hashes.known(file) !== undefined) ?? [];
    const stillThere = await findMoved(this.#hashes, missing, known, signal);
    if (isOver()) return;
    this.#hasLooked = true;
    this.#tell([...found, ...stillThere]);

    const files = await this.#imageFiles(folders, signal);
    if (isOver()) return;
    this.#files = files;
    this.#tell([...found, ...stillThere]);

    const placed = new Set(found.flatMap((each) => each.files.map(({ uri }) => uri)));
    const others = files.filter(({ uri }) => !placed.has(uri));
    const moved = await findMoved(this.#hashes, missing, others, signal);
    // A copy of a made picture is as long as that; other equal files are as long as each other.
    const lengths = new Set(found.map(({ recipe }) => recipe.bytes));
    const alike = new Set([...sameLength(others), ...others.filter(({ bytes }) => lengths.has(bytes))]);
    await forEachAtOnce([...alike], 2, async (file) => {
      if (!isOver()) await this.#hashes.of(file);
    });
    if (!isOver() && (moved.length > 0 || alike.size > 0)) this.#tell([...found, ...moved]);
  }

  async #locate(folder: string, signal: AbortSignal): Promise<Located> {
    let scan = this.#scans.get(folder);
    if (!scan) {
      scan = new RecipeScan(this.#deps.files, folder);
      this.#scans.set(folder, scan);
    }
    return locate(this.#deps.files, folder, await scan.scan(signal));
  }

  /** Each once, also where one workspace folder lies in another. */
  async #imageFiles(folders: readonly string[], signal: AbortSignal): Promise<readonly ImageFile[]> {
    const files = new Map<string, ImageFile>();
    for (const folder of folders) {
      const paths = await this.#deps.imagePaths(folder, signal);
      if (signal.aborted) break;
      for (const stamp of await this.#deps.files.stat(folder, paths)) {
        if (!stamp) continue;
        const file = imageFile(folder, stamp);
        files.set(file.uri, file);
      }
    }
    return [...files.values()];
  }

  #tell(found: Located['found']): void {
    const made = madeImages(found);
    this.#all = this.#files && allImages(made, this.#files, this.#hashes);
    // Copies of a made picture, found among all files, belong to it in both lists.
    const withCopies = new Map(this.#all?.map((image) => [image.key, image]));
    this.#made = made.map((image) => withCopies.get(image.key) ?? image);
    this.#changed.fire(undefined);
  }
}
