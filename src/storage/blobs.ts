import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { Clock } from '../core/clock';
import type { PrunedBlobs } from '../core/files/blobs';
import type { Log } from '../core/log';
import { err, ok, type Result } from '../core/result';
import { sha256Hex } from '../core/sha256';
import { storageFailure } from './failure';
import { nodeFileSystem, type FileSystem } from './fileSystem';
import { replaceFile } from './replaceFile';
import { StrayRemover } from './strays';

/** Longer than anybody leaves a candidate waiting, and a result needs its blobs no more. */
const KEEP_MS = 90 * 24 * 3_600_000;

/** Blobs in `blobs/<first two hex digits>/<sha256>` of the extension's storage. */
export class DiskBlobs implements PrunedBlobs {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #fs: FileSystem;
  readonly #strays = new StrayRemover();

  constructor(storage: string, clock: Clock, log: Log, fileSystem: FileSystem = nodeFileSystem) {
    this.#folder = path.join(storage, 'blobs');
    this.#clock = clock;
    this.#log = log;
    this.#fs = fileSystem;
  }

  async put(bytes: Uint8Array): Promise<Result<string>> {
    const sha256 = await sha256Hex(bytes);
    const target = this.#path(sha256);
    const parent = path.dirname(target);
    try {
      const known = await fs.stat(target).catch(() => undefined);
      if (known?.size === bytes.length) {
        await this.#touch(target);
        return ok(sha256);
      }
      await replaceFile(this.#fs, target, bytes);
      await this.#fs.syncFolder(parent);
      await this.#strays.visit(parent);
      return ok(sha256);
    } catch (cause) {
      this.#log.error('A file could not be kept in the storage of the extension.', cause);
      return err(storageFailure(cause, this.#folder));
    }
  }

  async read(sha256: string): Promise<Uint8Array | undefined> {
    if (!/^[0-9a-f]{64}$/.test(sha256)) return undefined;
    try {
      const bytes = await fs.readFile(this.#path(sha256));
      if ((await sha256Hex(bytes)) !== sha256) {
        this.#log.error('A file in the storage of the extension is damaged.', { sha256 });
        // Out of the way of the next `put`, which takes a file of the right length for the right one.
        await this.#fs.unlink(this.#path(sha256)).catch(() => undefined);
        return undefined;
      }
      await this.#touch(this.#path(sha256));
      return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    } catch {
      // Never kept, or removed by `prune`: the caller has none.
      return undefined;
    }
  }

  /**
   * Removes what nobody has used for three months.
   *
   * @param inUse hashes that stay however old they are
   */
  async prune(inUse: ReadonlySet<string>): Promise<void> {
    for (const prefix of await fs.readdir(this.#folder).catch((): string[] => [])) {
      const folder = path.join(this.#folder, prefix);
      for (const name of await fs.readdir(folder).catch((): string[] => [])) {
        if (inUse.has(name)) continue;
        const file = path.join(folder, name);
        const info = await fs.stat(file).catch(() => undefined);
        if (info && this.#clock.now() - info.mtimeMs > KEEP_MS) {
          await this.#fs.unlink(file).catch(() => undefined);
        }
      }
    }
  }

  async #touch(file: string): Promise<void> {
    const seconds = this.#clock.now() / 1000;
    // A file that cannot be touched is only forgotten earlier.
    await fs.utimes(file, seconds, seconds).catch(() => undefined);
  }

  #path(sha256: string): string {
    return path.join(this.#folder, sha256.slice(0, 2), sha256);
  }
}
