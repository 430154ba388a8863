import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NewFiles } from '../core/files/newFiles';
import { err, ok, type Result } from '../core/result';
import { storageFailure } from './failure';
import { codeOf, nodeFileSystem, type FileSystem } from './fileSystem';
import { folderInside } from './folderInside';
import { temporaryIn } from './strays';

/** Failures of `link` that a second way of writing would only repeat; see `images.ts`. */
const hopeless = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'ENOENT', 'EIO']);

/** Small files in local workspace folders. */
export class LocalNewFiles implements NewFiles {
  readonly #fs: FileSystem;

  constructor(fileSystem: FileSystem = nodeFileSystem) {
    this.#fs = fileSystem;
  }

  create(folder: string, file: string, bytes: Uint8Array): Promise<Result<'created' | 'taken'>> {
    return this.#write(folder, file, bytes, async (temporary, target) => {
      try {
        await this.#fs.link(temporary, target);
        return 'created';
      } catch (cause) {
        const code = codeOf(cause);
        if (code === 'EEXIST') return 'taken';
        if (code === undefined || hopeless.has(code)) throw cause;
      }
      try {
        // No hard links here: exclusive as well, only a crash in the middle could leave part of a file.
        await this.#fs.writeNew(target, bytes);
        return 'created';
      } catch (cause) {
        if (codeOf(cause) === 'EEXIST') return 'taken';
        throw cause;
      }
    });
  }

  replace(folder: string, file: string, bytes: Uint8Array): Promise<Result<void>> {
    return this.#write(folder, file, bytes, (temporary, target) => this.#fs.rename(temporary, target));
  }

  async #write<T>(
    folder: string,
    file: string,
    bytes: Uint8Array,
    place: (temporary: string, target: string) => Promise<T>,
  ): Promise<Result<T>> {
    const segments = file.split('/');
    const name = segments.pop() ?? '';
    const shown = segments.join('/');
    try {
      if ([...segments, name].some((each) => each === '' || each === '.' || each === '..')) {
        return err({ kind: 'outsideWorkspace', path: file });
      }
      const real = await folderInside(this.#fs, fileURLToPath(folder), segments);
      if (real === undefined) return err({ kind: 'outsideWorkspace', path: shown });
      const temporary = temporaryIn(real);
      await this.#fs.writeNew(temporary, bytes);
      try {
        return ok(await place(temporary, path.join(real, name)));
      } finally {
        await this.#fs.unlink(temporary).catch(() => undefined);
        await this.#fs.syncFolder(real);
      }
    } catch (cause) {
      return err(storageFailure(cause, shown === '' ? path.basename(fileURLToPath(folder)) : shown));
    }
  }
}
