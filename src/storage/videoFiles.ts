import { createHash, type Hash } from 'node:crypto';
import { createReadStream, type BigIntStats } from 'node:fs';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Destination } from '../core/files/store';
import { numberedName } from '../core/names/numbered';
import { fillTemplate } from '../core/names/template';
import { err, ok, type Result } from '../core/result';
import type { FilmFiles } from '../core/video/jobs/ports';
import { storageFailure } from './failure';
import { codeOf, makeFolders, nodeFileSystem, type FileSystem } from './fileSystem';
import { folderInside, isInside } from './folderInside';
import { StrayRemover, temporaryIn } from './strays';

/** Names tried before giving up; nobody has this many videos of one name. */
const MOST_NAMES = 10_000;

/** As for images: failures that a copy instead of a link would only repeat. */
const hopeless = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'ENOENT', 'EIO']);

/** A test gives one that fails on purpose. */
export interface FilmSystem extends FileSystem {
  /** Writes pieces from a position on, also beyond the end; makes the file where it is missing, but no folder. */
  writeAt(path: string, position: number, pieces: readonly Uint8Array[]): Promise<void>;
  /** Copies a file under a name that is free, and flushes it; throws EEXIST, and leaves nothing after any other failure. */
  copyNew(from: string, path: string): Promise<void>;
}

export const nodeFilmSystem: FilmSystem = {
  ...nodeFileSystem,
  writeAt: async (path, position, pieces) => {
    const file = await openForPositions(path);
    try {
      const all = pieces.reduce((sum, { length }) => sum + length, 0);
      let { bytesWritten: done } = await file.writev(pieces, position);
      // Seldom: the disk is nearly full, and says so with the next bytes.
      for (const rest = done < all ? Buffer.concat(pieces) : undefined; rest && done < all;) {
        done += (await file.write(rest, done, all - done, position + done)).bytesWritten;
      }
    } finally {
      await file.close();
    }
  },
  copyNew: async (from, path) => {
    await (await fs.open(path, 'wx')).close();
    try {
      await fs.copyFile(from, path, fs.constants.COPYFILE_FICLONE);
      await sync(path);
    } catch (cause) {
      await fs.unlink(path).catch(() => undefined);
      throw cause;
    }
  },
};

/** Appending would keep no position; and a file that another window has just made must not be emptied. */
async function openForPositions(path: string): Promise<fs.FileHandle> {
  try {
    return await fs.open(path, 'r+');
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT') throw cause;
  }
  return fs.open(path, 'wx+').catch((cause: unknown) => {
    if (codeOf(cause) !== 'EEXIST') throw cause;
    return fs.open(path, 'r+');
  });
}

/** Which file that is, whatever its name. A number is given anew once its file was removed; the time of birth is not. */
function markOf({ dev, ino, birthtimeNs }: BigIntStats): string {
  return `${dev} ${ino} ${birthtimeNs}`;
}

/** Flushing is refused by some file systems, which then keep their own promises. */
async function sync(path: string): Promise<void> {
  const file = await fs.open(path, 'r+');
  try {
    await file.sync().catch((cause: unknown) => {
      if (!['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(codeOf(cause) ?? '')) throw cause;
    });
  } finally {
    await file.close();
  }
}

/** Where films end that no local path leads to. */
export interface FilmPlaces {
  /** @returns a path that is free now, relative to the destination's folder, with `/` */
  choose(destination: Destination, extension: string): Promise<Result<string>>;
  /** Never over another file. @returns `placed` also where these very bytes lie there already */
  place(
    bytes: Uint8Array,
    target: { readonly folder: string; readonly path: string; readonly sha256: string },
  ): Promise<Result<'placed' | 'taken'>>;
}

export interface LocalFilmsOptions {
  readonly fileSystem?: FilmSystem;
  /** Takes the films of other folders; without it they cannot be written. */
  readonly elsewhere?: FilmPlaces;
}

interface Growing {
  readonly hash: Hash;
  readonly bytes: number;
  /** Of the file that the first byte went into: one that was removed and made anew has a hole there. */
  readonly mark: string;
}

/** Films grow in `videos/<job>` of the extension's storage, and end in local folders or, by `elsewhere`, in others. */
export class LocalFilms implements FilmFiles {
  readonly #folder: string;
  readonly #fs: FilmSystem;
  readonly #elsewhere: FilmPlaces | undefined;
  readonly #strays = new StrayRemover();
  /** Hashes of films that have not been written to since. */
  readonly #sealed = new Map<string, string>();
  /** Of films that grow without a gap from their first byte, so that nobody needs to read them again. */
  readonly #growing = new Map<string, Growing>();

  constructor(storage: string, { fileSystem = nodeFilmSystem, elsewhere }: LocalFilmsOptions = {}) {
    this.#folder = path.join(storage, 'videos');
    this.#fs = fileSystem;
    this.#elsewhere = elsewhere;
  }

  async received(jobId: string, name: string): Promise<number> {
    const info = await fs.stat(this.#path(jobId, name)).catch(() => undefined);
    return info?.isFile() === true ? info.size : 0;
  }

  async write(
    jobId: string,
    name: string,
    position: number,
    pieces: readonly Uint8Array[],
  ): Promise<Result<void>> {
    const target = this.#path(jobId, name);
    const before = this.#growing.get(target);
    this.#sealed.delete(target);
    this.#growing.delete(target);
    try {
      const writing = this.#fs.writeAt(target, position, pieces).catch(async (cause: unknown) => {
        if (codeOf(cause) !== 'ENOENT') throw cause;
        await makeFolders(this.#fs, path.dirname(target));
        return this.#fs.writeAt(target, position, pieces);
      });
      const hash =
        position === 0 ? createHash('sha256') : position === before?.bytes ? before.hash : undefined;
      // While the system writes.
      for (const piece of hash ? pieces : []) hash?.update(piece);
      await writing;
      if (hash) {
        const known = position === 0 ? undefined : before?.mark;
        const mark = known ?? markOf(await fs.stat(target, { bigint: true }));
        const bytes = pieces.reduce((sum, { length }) => sum + length, position);
        this.#growing.set(target, { hash, bytes, mark });
      }
      return ok();
    } catch (cause) {
      return err(storageFailure(cause, this.#folder));
    }
  }

  async flush(jobId: string, name: string): Promise<Result<void>> {
    try {
      await sync(this.#path(jobId, name));
      return ok();
    } catch (cause) {
      return err(storageFailure(cause, this.#folder));
    }
  }

  async read(jobId: string, name: string, position: number, length: number): Promise<Uint8Array | undefined> {
    try {
      const file = await fs.open(this.#path(jobId, name), 'r');
      try {
        const bytes = new Uint8Array(length);
        let done = 0;
        while (done < length) {
          const { bytesRead } = await file.read(bytes, done, length - done, position + done);
          if (bytesRead === 0) break;
          done += bytesRead;
        }
        return bytes.subarray(0, done);
      } finally {
        await file.close();
      }
    } catch {
      return undefined;
    }
  }

  async seal(jobId: string, name: string): Promise<Result<{ readonly sha256: string }>> {
    const flushed = await this.flush(jobId, name);
    if (!flushed.ok) return flushed;
    const target = this.#path(jobId, name);
    try {
      const sha256 = (await this.#grown(target)) ?? (await hashOf(target));
      this.#sealed.set(target, sha256);
      return ok({ sha256 });
    } catch (cause) {
      return err(storageFailure(cause, this.#folder));
    }
  }

  grown(jobId: string, name: string): Promise<string | undefined> {
    return this.#grown(this.#path(jobId, name)).catch(() => undefined);
  }

  /** @returns undefined where the file is not what was written here, all of it and nothing else */
  async #grown(target: string): Promise<string | undefined> {
    const growing = this.#growing.get(target);
    if (!growing) return undefined;
    const info = await fs.stat(target, { bigint: true });
    const isSame = info.size === BigInt(growing.bytes) && markOf(info) === growing.mark;
    return isSame ? growing.hash.copy().digest('hex') : undefined;
  }

  async md5(jobId: string, name: string): Promise<string | undefined> {
    return hashOf(this.#path(jobId, name), 'md5').catch(() => undefined);
  }

  async discard(jobId: string, name?: string): Promise<void> {
    const target = name === undefined ? this.#jobFolder(jobId) : this.#path(jobId, name);
    for (const known of [this.#sealed, this.#growing]) {
      for (const file of known.keys()) {
        if (file === target || isInside(file, target)) known.delete(file);
      }
    }
    await fs.rm(target, { recursive: true, force: true }).catch(() => undefined);
  }

  async prune(keep: ReadonlySet<string>): Promise<void> {
    const kept = new Set([...keep].map(safeName));
    for (const name of await fs.readdir(this.#folder).catch((): string[] => [])) {
      if (!kept.has(name)) await this.discard(name);
    }
  }

  /** Nothing is made yet: the name is only free just now. */
  async choose(destination: Destination, extension: string): Promise<Result<string>> {
    const filled = fillTemplate(destination.template, destination.values);
    if (!filled.ok) return filled;
    const segments = filled.value.slice(0, -1);
    const name = filled.value.at(-1) ?? 'video';
    const root = rootOf(destination.folder);
    if (root === undefined) {
      return this.#elsewhere?.choose(destination, extension) ?? notHere(destination.folder);
    }
    try {
      for (let number = 1; number <= MOST_NAMES; number++) {
        const fileName = numberedName(name, number, extension);
        const info = await fs.lstat(path.join(root, ...segments, fileName)).catch(ifMissing);
        if (!info) return ok([...segments, fileName].join('/'));
      }
      throw new Error('every name is taken');
    } catch (cause) {
      return err(storageFailure(cause, segments.join('/') || path.basename(root)));
    }
  }

  async place(
    jobId: string,
    name: string,
    target: { readonly folder: string; readonly path: string; readonly sha256: string },
  ): Promise<Result<'placed' | 'taken'>> {
    const root = rootOf(target.folder);
    if (root === undefined) return this.#placeElsewhere(this.#path(jobId, name), target);
    const segments = target.path.split('/');
    const fileName = segments.pop() ?? '';
    const shown = segments.join('/') || path.basename(root);
    try {
      // The record has the path; a folder that has become a link since must not lead out.
      if (segments.includes('..')) return err({ kind: 'outsideWorkspace', path: shown });
      const folder = await folderInside(this.#fs, root, segments);
      if (folder === undefined) return err({ kind: 'outsideWorkspace', path: shown });
      const placed = await this.#put(this.#path(jobId, name), folder, fileName, target.sha256);
      await this.#strays.visit(folder);
      return placed === undefined ? err({ kind: 'outsideWorkspace', path: shown }) : ok(placed);
    } catch (cause) {
      return err(storageFailure(cause, shown));
    }
  }

  /** VS Code's file systems take a file in one piece. */
  async #placeElsewhere(
    source: string,
    target: { readonly folder: string; readonly path: string; readonly sha256: string },
  ): Promise<Result<'placed' | 'taken'>> {
    if (!this.#elsewhere) return notHere(target.folder);
    const bytes = await fs.readFile(source).catch((cause: unknown) => storageFailure(cause, this.#folder));
    if (!(bytes instanceof Uint8Array)) return err(bytes);
    if (createHash('sha256').update(bytes).digest('hex') !== target.sha256) throw new Error('another film');
    return this.#elsewhere.place(bytes, target);
  }

  /** @returns undefined where the folder has been exchanged for a link meanwhile */
  async #put(
    source: string,
    folder: string,
    fileName: string,
    sha256: string,
  ): Promise<'placed' | 'taken' | undefined> {
    const file = path.join(folder, fileName);
    const there = await sameAs(file, sha256);
    if (there !== undefined) return there ? 'placed' : 'taken';
    if ((this.#sealed.get(source) ?? (await hashOf(source))) !== sha256) throw new Error('another film');
    if ((await this.#fs.realpath(folder)) !== folder) return undefined;
    // On one file system the film gets a second name, and nothing is copied.
    const linked = await this.#link(source, file);
    if (linked === 'taken') return this.#whoWasQuicker(file, sha256);
    if (linked === 'placed') {
      await this.#fs.syncFolder(folder);
      return linked;
    }
    const temporary = temporaryIn(folder);
    try {
      await this.#fs.copyNew(source, temporary);
      if ((await this.#fs.realpath(folder)) !== folder) return undefined;
      return (await this.#name(temporary, file)) ? 'placed' : await this.#whoWasQuicker(file, sha256);
    } finally {
      await this.#fs.unlink(temporary).catch(() => undefined);
      await this.#fs.syncFolder(folder);
    }
  }

  /** Another window of ours that does the same puts the same bytes there. */
  async #whoWasQuicker(file: string, sha256: string): Promise<'placed' | 'taken'> {
    return (await sameAs(file, sha256)) === true ? 'placed' : 'taken';
  }

  /** @returns undefined where there can be no link */
  async #link(existing: string, file: string): Promise<'placed' | 'taken' | undefined> {
    try {
      await this.#fs.link(existing, file);
      return 'placed';
    } catch (cause) {
      const code = codeOf(cause);
      if (code === 'EEXIST') return 'taken';
      if (code === undefined || hopeless.has(code)) throw cause;
      return undefined;
    }
  }

  /** @returns false where the name is taken */
  async #name(temporary: string, file: string): Promise<boolean> {
    const linked = await this.#link(temporary, file);
    if (linked) return linked === 'placed';
    try {
      // No hard links here. Exclusive as well; only a crash in the middle could leave part of a file.
      await this.#fs.copyNew(temporary, file);
      return true;
    } catch (cause) {
      if (codeOf(cause) === 'EEXIST') return false;
      throw cause;
    }
  }

  #jobFolder(jobId: string): string {
    return path.join(this.#folder, safeName(jobId));
  }

  #path(jobId: string, name: string): string {
    return path.join(this.#jobFolder(jobId), safeName(name));
  }
}

/** Ids and names come from records; whatever stands there, they name no other folder. */
function safeName(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '_');
}

async function notHere(folder: string): Promise<Result<never>> {
  return err({ kind: 'notWritable', folder, reason: 'ENOTSUP' });
}

function rootOf(folder: string): string | undefined {
  return folder.startsWith('file:') ? fileURLToPath(folder) : undefined;
}

function ifMissing(cause: unknown): undefined {
  const code = codeOf(cause);
  if (code !== 'ENOENT' && code !== 'ENOTDIR') throw cause;
  return undefined;
}

/** @returns undefined where nothing has that name */
async function sameAs(file: string, sha256: string): Promise<boolean | undefined> {
  const info = await fs.lstat(file).catch(ifMissing);
  if (!info) return undefined;
  return info.isFile() && (await hashOf(file)) === sha256;
}

async function hashOf(file: string, algorithm: 'sha256' | 'md5' = 'sha256'): Promise<string> {
  const hash = createHash(algorithm);
  for await (const piece of createReadStream(file)) hash.update(piece as Uint8Array);
  return hash.digest('hex');
}
