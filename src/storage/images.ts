import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Destination, ImageStore, SavedFile } from '../core/files/store';
import { numberedName } from '../core/names/numbered';
import { fillTemplate } from '../core/names/template';
import { err, ok, type Result } from '../core/result';
import { storageFailure } from './failure';
import { codeOf, nodeFileSystem, type FileSystem } from './fileSystem';
import { folderInside } from './folderInside';
import { StrayRemover, temporaryIn } from './strays';

/** Names tried before giving up; nobody has this many images of one name. */
const MOST_NAMES = 10_000;

/**
 * Failures of `link` that a second way of writing would only repeat. Any other may mean that the file system has no hard
 * links, which is said in many ways: EPERM (FAT on Linux), ENOTSUP, EISDIR (exFAT on Windows), EXDEV, EMLINK, …
 */
const hopeless = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'ENOENT', 'EIO']);

/**
 * Images in local folders. The bytes are complete on the disk under a temporary name before the image's own name
 * appears, and `link` makes that name exclusively, so that no file is ever half-written or written over.
 */
export class LocalImages implements ImageStore {
  readonly #fs: FileSystem;
  readonly #strays = new StrayRemover();

  constructor(fileSystem: FileSystem = nodeFileSystem) {
    this.#fs = fileSystem;
  }

  /** @returns `badRequest` for a template that cannot be used, `outsideWorkspace`, `notWritable` or `diskFull` */
  async save(
    destination: Destination,
    bytes: Uint8Array,
    extension: string,
    isRepeated = false,
  ): Promise<Result<SavedFile>> {
    const filled = fillTemplate(destination.template, destination.values);
    if (!filled.ok) return filled;
    const segments = filled.value.slice(0, -1);
    const name = filled.value.at(-1) ?? 'image';
    let shown = segments.join('/');
    try {
      const root = fileURLToPath(destination.folder);
      shown ||= path.basename(root);
      const folder = await folderInside(this.#fs, root, segments);
      const fileName =
        folder === undefined ? undefined : await this.#place(folder, name, extension, bytes, isRepeated);
      if (folder === undefined || fileName === undefined) {
        return err({ kind: 'outsideWorkspace', path: shown });
      }
      await this.#strays.visit(folder);
      return ok({
        uri: pathToFileURL(path.join(root, ...segments, fileName)).href,
        relativePath: [...segments, fileName].join('/'),
      });
    } catch (cause) {
      return err(storageFailure(cause, shown));
    }
  }

  /** @returns the name that was free; undefined where the folder has been exchanged for a link meanwhile */
  async #place(
    folder: string,
    name: string,
    extension: string,
    bytes: Uint8Array,
    isRepeated: boolean,
  ): Promise<string | undefined> {
    const temporary = temporaryIn(folder);
    await this.#fs.writeNew(temporary, bytes);
    try {
      if ((await this.#fs.realpath(folder)) !== folder) return undefined;
      for (let number = 1; number <= MOST_NAMES; number++) {
        const fileName = numberedName(name, number, extension);
        const target = path.join(folder, fileName);
        if (await this.#tryName(temporary, target, bytes)) return fileName;
        if (isRepeated && (await holds(target, bytes))) return fileName;
      }
      throw new Error('every name is taken');
    } finally {
      // A stray that cannot be removed must not hide the result; it is removed another day.
      await this.#fs.unlink(temporary).catch(() => undefined);
      await this.#fs.syncFolder(folder);
    }
  }

  /** @returns false where the name is taken */
  async #tryName(temporary: string, target: string, bytes: Uint8Array): Promise<boolean> {
    try {
      await this.#fs.link(temporary, target);
      return true;
    } catch (cause) {
      const code = codeOf(cause);
      if (code === 'EEXIST') return false;
      if (code === undefined || hopeless.has(code)) throw cause;
    }
    try {
      // Exclusive as well; only a crash in the middle could leave part of a file.
      await this.#fs.writeNew(target, bytes);
      return true;
    } catch (cause) {
      if (codeOf(cause) === 'EEXIST') return false;
      throw cause;
    }
  }
}

/** True for a file of these very bytes; a link to one is somebody else's. */
async function holds(file: string, bytes: Uint8Array): Promise<boolean> {
  try {
    const info = await fs.lstat(file);
    return info.isFile() && info.size === bytes.length && (await fs.readFile(file)).equals(bytes);
  } catch {
    // Not to be read: then the image gets a name of its own.
    return false;
  }
}
