import type { Disposable } from '../disposable';
import type { Recipe } from '../recipes/recipe';

/** What tells whether a file is still the one that was read. */
export interface FileStamp {
  /** Relative to the folder that was asked about, with `/`. */
  readonly path: string;
  readonly bytes: number;
  readonly timeMs: number;
}

/**
 * Files of workspace folders, for reading alone. A folder is its URI. Nothing outside of the folder is ever told about or
 * read, whatever links lie in it: then it is as if the file were not there.
 */
export interface FolderFiles {
  /** The files in `.easel/recipes`, one level of folders deep, by their paths below the workspace folder. */
  recipes(folder: string): Promise<readonly FileStamp[]>;
  /** Several at once, because each question alone would cost a turn; in the order of the paths. */
  stat(folder: string, paths: readonly string[]): Promise<readonly (FileStamp | undefined)[]>;
  /** @returns undefined for what is not there, or is longer than `maxBytes` */
  read(folder: string, path: string, maxBytes: number): Promise<Uint8Array | undefined>;
}

/** Thumbnails as files that a page may load, by the hash of the picture's bytes. */
export interface ThumbnailStore {
  /** @returns path of a file on this computer, undefined when none was made yet */
  find(sha256: string): Promise<string | undefined>;
  /**
   * Makes it, unless it is there.
   *
   * @param bytes whole file
   * @returns path, and the hash it is kept by; undefined for what cannot be opened
   */
  make(bytes: Uint8Array): Promise<{ readonly path: string; readonly sha256: string } | undefined>;
}

/** A result that nobody has accepted yet. */
export interface WaitingImage {
  readonly id: string;
  /** Of the file in the extension's storage. */
  readonly bytesUri: string;
  readonly recipe: Recipe;
}

/** Candidates, also those of closed panels. */
export interface WaitingImages {
  list(): Promise<readonly WaitingImage[]>;
  onDidChange(listener: () => void): Disposable;
}
