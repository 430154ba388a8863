import * as fs from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What storing needs of a file system; a test gives one that fails on purpose. Failures carry a `code`, as Node's do. */
export interface FileSystem {
  /** Throws EEXIST where anything has that name, ENOENT where the parent is missing. */
  makeFolder(path: string): Promise<void>;
  /** Only an empty one. */
  removeFolder(path: string): Promise<void>;
  realpath(path: string): Promise<string>;
  /**
   * Creates the file, writes it whole and flushes it to the disk.
   *
   * Throws EEXIST where the name is taken; after any other failure nothing of it is left.
   */
  writeNew(path: string, bytes: Uint8Array): Promise<void>;
  /** A second name for the file, exclusively: throws EEXIST where the name is taken. */
  link(existing: string, path: string): Promise<void>;
  /** Puts a file in the place of another at one stroke. */
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** Flushes a folder's entries where the system can; never throws, because the entries are there either way. */
  syncFolder(path: string): Promise<void>;
}

/** Flushing is refused by some file systems (FUSE, network shares), which then keep their own promises. */
const cannotFlush = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

export const nodeFileSystem: FileSystem = {
  makeFolder: (path) => fs.mkdir(path),
  removeFolder: (path) => fs.rmdir(path),
  realpath: (path) => fs.realpath(path),
  writeNew: async (path, bytes) => {
    const file = await fs.open(path, 'wx');
    try {
      try {
        await file.writeFile(bytes);
        await file.sync().catch((cause: unknown) => {
          if (!cannotFlush.has(codeOf(cause) ?? '')) throw cause;
        });
      } finally {
        // Quotas of network shares are sometimes told only here.
        await file.close();
      }
    } catch (cause) {
      await fs.unlink(path).catch(() => undefined);
      throw cause;
    }
  },
  link: (existing, path) => fs.link(existing, path),
  rename: renamePatiently,
  unlink: (path) => fs.unlink(path),
  syncFolder: async (path) => {
    // Windows opens no folder as a file, and journals its entries by itself.
    if (process.platform === 'win32') return;
    try {
      const folder = await fs.open(path, 'r');
      try {
        await folder.sync();
      } finally {
        await folder.close();
      }
    } catch {
      // Not every file system can; see the interface.
    }
  },
};

/** On Windows a virus scanner may hold a new file open for a moment. */
async function renamePatiently(from: string, to: string): Promise<void> {
  for (let waitMs = 10; ; waitMs *= 2) {
    try {
      await fs.rename(from, to);
      return;
    } catch (cause) {
      const isHeld =
        process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(cause) ?? '');
      if (!isHeld || waitMs > 1000) throw cause;
      await sleep(waitMs);
    }
  }
}

/** Makes a folder and those above it, where they are missing. For Easel's own storage: links are followed. */
export async function makeFolders(fileSystem: FileSystem, path: string): Promise<void> {
  try {
    await makeFolderOnce(fileSystem, path);
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT' || dirname(path) === path) throw cause;
    await makeFolders(fileSystem, dirname(path));
    await makeFolderOnce(fileSystem, path);
  }
}

async function makeFolderOnce(fileSystem: FileSystem, path: string): Promise<void> {
  try {
    await fileSystem.makeFolder(path);
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') throw cause;
  }
}

/** `ENOENT` and the like; undefined for what is not a failure of a file system. */
export function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
}
