import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ImageError } from '../core/errors';
import type { Destination, ImageStore, SavedFile } from '../core/files/store';
import { numberedName } from '../core/names/numbered';
import { fillTemplate } from '../core/names/template';
import { err, ok, type Result } from '../core/result';
import { codeOf, nodeFileSystem, type FileSystem } from './fileSystem';

/** Names tried before giving up; nobody has this many images of one name. */
const MOST_NAMES = 10_000;

/** File systems without hard links (FAT, some network shares) say so in one of these ways. */
const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV', 'EACCES']);

/**
 * Images in local folders. The bytes are complete on the disk under a temporary name before the image's own name
 * appears, and `link` makes that name exclusively, so that no file is ever half-written or written over.
 */
export class LocalImages implements ImageStore {
  readonly #fs: FileSystem;

  constructor(fileSystem: FileSystem = nodeFileSystem) {
    this.#fs = fileSystem;
  }

  async save(destination: Destination, bytes: Uint8Array, extension: string): Promise<Result<SavedFile>> {
    const filled = fillTemplate(destination.template, destination.values);
    if (!filled.ok) return filled;
    const segments = filled.value.slice(0, -1);
    const name = filled.value.at(-1) ?? 'image';
    const root = fileURLToPath(destination.folder);
    const shown = segments.join('/') || path.basename(root);
    try {
      const folder = await this.#folderInside(root, segments);
      if (folder === undefined) return err({ kind: 'outsideWorkspace', path: shown });
      const fileName = await this.#place(folder, name, extension, bytes);
      return ok({
        uri: pathToFileURL(path.join(root, ...segments, fileName)).href,
        relativePath: [...segments, fileName].join('/'),
      });
    } catch (cause) {
      return err(failure(cause, shown));
    }
  }

  /**
   * Makes the folders one by one and looks where each really is: a link inside the project must not lead the image out.
   *
   * @returns the real path, or undefined outside
   */
  async #folderInside(root: string, segments: readonly string[]): Promise<string | undefined> {
    const realRoot = await this.#fs.realpath(root);
    let real = realRoot;
    for (const segment of segments) {
      const next = path.join(real, segment);
      await this.#fs.mkdir(next);
      real = await this.#fs.realpath(next);
      if (!isInside(real, realRoot)) return undefined;
    }
    return real;
  }

  /** @returns the name that was free */
  async #place(folder: string, name: string, extension: string, bytes: Uint8Array): Promise<string> {
    const temporary = path.join(folder, `.easel-${randomUUID()}.tmp`);
    try {
      await this.#fs.writeNew(temporary, bytes);
      for (let number = 1; number <= MOST_NAMES; number++) {
        const fileName = numberedName(name, number, extension);
        if (await this.#tryName(temporary, path.join(folder, fileName))) {
          await this.#fs.syncFolder(folder);
          return fileName;
        }
      }
      throw new Error('every name is taken');
    } finally {
      // Where it was never written there is nothing to remove; a stray that cannot be removed must not hide the result.
      await this.#fs.unlink(temporary).catch(() => undefined);
    }
  }

  /** @returns false where the name is taken */
  async #tryName(temporary: string, target: string): Promise<boolean> {
    try {
      await this.#fs.link(temporary, target);
      return true;
    } catch (cause) {
      const code = codeOf(cause);
      if (code === 'EEXIST') return false;
      if (code === undefined || !noLinks.has(code)) throw cause;
    }
    try {
      // Exclusive as well; only a crash in the middle could leave part of a file.
      await this.#fs.copyNew(temporary, target);
      return true;
    } catch (cause) {
      if (codeOf(cause) === 'EEXIST') return false;
      await this.#fs.unlink(target).catch(() => undefined);
      throw cause;
    }
  }
}

function isInside(real: string, realRoot: string): boolean {
  const relative = path.relative(realRoot, real);
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
}

function failure(cause: unknown, folder: string): ImageError {
  const code = codeOf(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT') return { kind: 'diskFull', folder };
  return {
    kind: 'notWritable',
    folder,
    reason: code ?? (cause instanceof Error ? cause.message : String(cause)),
  };
}
