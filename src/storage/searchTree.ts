import { lstat, type Stats } from 'node:fs';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LinkTarget, ReadPicture, SearchTree, Stamp, TreeEntry } from '../core/search/files/ports';
import { codeOf } from './fileSystem';
import { isInside } from './folderInside';

/** Questions to the file system at once; more only queue up in Node's own threads. */
const AT_ONCE = 32;

/** Windows has no such flag, and lets only administrators make links. */
const noFollow = (fs.constants as { readonly O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0;
const readOnly = fs.constants.O_RDONLY | noFollow;

/** Workspace folders on this disk. */
export class LocalSearchTree implements SearchTree {
  /** Real paths of workspace folders, by URI; a folder that is moved gets another URI. */
  readonly #roots = new Map<string, Promise<string | undefined>>();

  async list(folder: string, relative: string): Promise<readonly TreeEntry[]> {
    const real = await this.#real(folder, relative);
    if (real === undefined) return [];
    const entries = await fs.readdir(real, { withFileTypes: true }).catch(() => []);
    return entries.flatMap((entry): TreeEntry[] => {
      const { name } = entry;
      if (entry.isFile()) return [{ name, kind: 'file' }];
      if (entry.isDirectory()) return [{ name, kind: 'folder' }];
      return entry.isSymbolicLink() ? [{ name, kind: 'link' }] : [];
    });
  }

  async stat(
    folder: string,
    relative: string,
    names: readonly string[],
  ): Promise<readonly (Stamp | undefined)[]> {
    const real = await this.#real(folder, relative);
    return real === undefined ? names.map(() => undefined) : statAll(real, names);
  }

  async follow(folder: string, relative: string): Promise<LinkTarget | undefined> {
    const root = await this.#root(folder);
    const real = await this.#real(folder, relative);
    if (root === undefined || real === undefined) return undefined;
    const info = await fs.lstat(real).catch(() => undefined);
    const kind = info?.isDirectory() ? 'folder' : info?.isFile() ? 'file' : undefined;
    return kind && { kind, path: path.relative(root, real).split(path.sep).join('/') };
  }

  async read(folder: string, relative: string, maxBytes: number): Promise<ReadPicture> {
    const real = await this.#real(folder, relative);
    if (real === undefined) return { kind: 'gone' };
    let file: fs.FileHandle;
    try {
      // What has become a link since then is not followed.
      file = await fs.open(real, readOnly);
    } catch (cause) {
      return failed(cause);
    }
    try {
      const before = await file.stat();
      if (!before.isFile()) return { kind: 'gone' };
      const stamp = stampOf(before);
      if (before.size > maxBytes) return { kind: 'tooLarge', stamp };
      const bytes = await file.readFile();
      const after = stampOf(await file.stat());
      const isWhole = bytes.length === stamp.bytes && after.bytes === stamp.bytes;
      return isWhole && after.timeMs === stamp.timeMs ? { kind: 'read', bytes, stamp } : { kind: 'changing' };
    } catch (cause) {
      return failed(cause);
    } finally {
      await file.close();
    }
  }

  #root(folder: string): Promise<string | undefined> {
    const known = this.#roots.get(folder);
    if (known) return known;
    const asked = fs.realpath(fileURLToPath(folder)).catch(() => {
      // It may come back, as a network share does.
      this.#roots.delete(folder);
      return undefined;
    });
    this.#roots.set(folder, asked);
    return asked;
  }

  /** @returns undefined for what is not there, or lies outside of the folder */
  async #real(folder: string, relative: string): Promise<string | undefined> {
    const root = await this.#root(folder);
    if (root === undefined || relative === '') return root;
    const real = await fs.realpath(path.join(root, relative)).catch(() => undefined);
    return real !== undefined && isInside(real, root) ? real : undefined;
  }
}

function failed(cause: unknown): ReadPicture {
  const code = codeOf(cause);
  if (code === 'ENOENT' || code === 'ELOOP' || code === 'ENOTDIR') return { kind: 'gone' };
  return { kind: 'refused', reason: code ?? (cause instanceof Error ? cause.message : String(cause)) };
}

function stampOf({ size, mtimeMs }: Stats): Stamp {
  return { bytes: size, timeMs: mtimeMs };
}

/** By callbacks: a promise for each of a hundred thousand files takes twice the time. */
function statAll(folder: string, names: readonly string[]): Promise<readonly (Stamp | undefined)[]> {
  return new Promise((resolve) => {
    const stamps: (Stamp | undefined)[] = names.map(() => undefined);
    let next = 0;
    let open = names.length;
    if (open === 0) resolve(stamps);
    const begin = (): void => {
      const index = next++;
      const name = names[index];
      if (name === undefined) return;
      lstat(path.join(folder, name), (error, info) => {
        if (!error && info.isFile()) stamps[index] = stampOf(info);
        if (--open === 0) resolve(stamps);
        else begin();
      });
    };
    for (let started = 0; started < AT_ONCE; started++) begin();
  });
}
