import type { Result } from '../../result';
import type { PictureType } from '../../pixels/port';

/** What tells whether a file is still the one that was read. */
export interface Stamp {
  readonly bytes: number;
  /** Last change, in milliseconds since 1970. */
  readonly timeMs: number;
}

export interface TreeEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link';
}

/** Where a symbolic link leads. */
export interface LinkTarget {
  readonly kind: 'file' | 'folder';
  /** Real path below the workspace folder's real path, with `/`. */
  readonly path: string;
}

export type ReadPicture =
  | { readonly kind: 'read'; readonly bytes: Uint8Array; readonly stamp: Stamp }
  /** It is not there, or lies outside of the folder by now. */
  | { readonly kind: 'gone' }
  /** Somebody wrote to it meanwhile; a later look will do better. */
  | { readonly kind: 'changing' }
  | { readonly kind: 'tooLarge'; readonly stamp: Stamp }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Workspace folders, for reading alone. A folder is its URI, a path is relative to it, with `/`, and empty for the folder
 * itself. Nothing outside of the folder is ever told about or read, whatever links lie in it.
 */
export interface SearchTree {
  /** What lies in it; nothing where it cannot be listed. */
  list(folder: string, path: string): Promise<readonly TreeEntry[]>;
  /** In the order of the names; undefined for what is no file. */
  stat(folder: string, path: string, names: readonly string[]): Promise<readonly (Stamp | undefined)[]>;
  /** @returns undefined for a link that leads nowhere, or out of the folder */
  follow(folder: string, path: string): Promise<LinkTarget | undefined>;
  /** Links are followed within the folder. */
  read(folder: string, path: string, maxBytes: number): Promise<ReadPicture>;
}

/** Why a picture is not in the index. It is not tried again until it changes, but for what is said below. */
export type PictureProblem =
  | { readonly kind: 'tooLarge'; readonly bytes: number }
  /** Part of a sentence. */
  | { readonly kind: 'notReadable'; readonly reason: string }
  /** The system would not open it, by its own code; nothing tells when it would, so it is tried at each look. */
  | { readonly kind: 'notOpened'; readonly reason: string }
  /** The model would not have it; another model may. */
  | { readonly kind: 'refused'; readonly modelId: string; readonly reason: string };

/** What is known of a file that was looked at. */
export interface FileRow extends Stamp {
  /** URI of the workspace folder. */
  readonly folder: string;
  readonly path: string;
  /** Of the bytes, lower-case hex; absent where there is a problem. */
  readonly sha256?: string;
  readonly problem?: PictureProblem;
  /** Absent where it was never decoded here. */
  readonly picture?: { readonly type: PictureType; readonly width: number; readonly height: number };
}

export interface FileCounts {
  readonly files: number;
  /** Equal files are one. */
  readonly pictures: number;
  readonly problems: number;
}

/**
 * The files of one workspace, in a database that all windows share. Failures: `noDatabase`.
 */
export interface SearchFiles {
  /** All of a folder, in no order; told in pages, so that nobody waits for a hundred thousand. */
  rows(folder: string, signal: AbortSignal): Promise<Result<readonly FileRow[]>>;
  /** Adds, or replaces what was known by that folder and path; in one transaction. */
  put(rows: readonly FileRow[]): Result<void>;
  remove(files: readonly Pick<FileRow, 'folder' | 'path'>[]): Result<void>;
  /** Drops folders that are no longer part of the workspace. */
  keepFolders(folders: readonly string[]): Result<void>;
  /** Files by content, in the order of their paths; ids that no file has are left out. */
  filesOf(ids: readonly string[]): Result<ReadonlyMap<string, readonly FileRow[]>>;
  /** Contents that some file has. */
  ids(): Result<ReadonlySet<string>>;
  problems(): Result<readonly FileRow[]>;
  counts(): Result<FileCounts>;
  /** Contents that no file has had since then; they are forgotten. */
  takeVanished(before: number): Result<readonly string[]>;
  /** Another value after each change made in any window. */
  version(): number;
  /** Everything of this workspace. */
  clear(): Result<void>;
}
