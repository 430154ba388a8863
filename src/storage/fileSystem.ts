import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';

/** What storing needs of a file system; a test gives one that fails on purpose. */
export interface FileSystem {
  mkdir(path: string): Promise<void>;
  realpath(path: string): Promise<string>;
  /** Creates the file, writes it whole and flushes it to the disk; throws EEXIST where the name is taken. */
  writeNew(path: string, bytes: Uint8Array): Promise<void>;
  link(existing: string, path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  copyNew(from: string, to: string): Promise<void>;
  /** Flushes a folder's entries, where the system has that. */
  syncFolder(path: string): Promise<void>;
}

export const nodeFileSystem: FileSystem = {
  mkdir: async (path) => void (await fs.mkdir(path, { recursive: true })),
  realpath: (path) => fs.realpath(path),
  writeNew: async (path, bytes) => {
    const file = await fs.open(path, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  link: (existing, path) => fs.link(existing, path),
  rename: (from, to) => fs.rename(from, to),
  unlink: (path) => fs.unlink(path),
  copyNew: (from, to) => fs.copyFile(from, to, constants.COPYFILE_EXCL),
  syncFolder: async (path) => {
    if (process.platform === 'win32') return;
    const folder = await fs.open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
};

/** `ENOENT` and the like; undefined for what is not a failure of a file system. */
export function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
}
