import { writeFile } from 'node:fs/promises';
import { nodeFileSystem, type FileSystem } from '../../../src/storage/fileSystem';

/** The disk of a process that dies: from one step on nothing happens any more, and nobody gets an answer. */
export class CrashingDisk implements FileSystem {
  /** Resolves when the process has died. */
  readonly crashed: Promise<void>;
  readonly #dies: () => void;
  readonly #at: number;
  #steps = 0;

  /** @param at the step in which it dies, from 0 */
  constructor(at: number) {
    this.#at = at;
    let dies: () => void = () => undefined;
    this.crashed = new Promise((resolve) => (dies = resolve));
    this.#dies = dies;
  }

  makeFolder(path: string): Promise<void> {
    return this.#step(() => nodeFileSystem.makeFolder(path));
  }

  removeFolder(path: string): Promise<void> {
    return this.#step(() => nodeFileSystem.removeFolder(path));
  }

  realpath(path: string): Promise<string> {
    return this.#step(() => nodeFileSystem.realpath(path));
  }

  writeNew(path: string, bytes: Uint8Array): Promise<void> {
    return this.#step(
      () => nodeFileSystem.writeNew(path, bytes),
      () => writeFile(path, bytes.subarray(0, bytes.length / 2), { flag: 'wx' }),
    );
  }

  link(existing: string, path: string): Promise<void> {
    return this.#step(() => nodeFileSystem.link(existing, path));
  }

  rename(from: string, to: string): Promise<void> {
    return this.#step(() => nodeFileSystem.rename(from, to));
  }

  unlink(path: string): Promise<void> {
    return this.#step(() => nodeFileSystem.unlink(path));
  }

  syncFolder(path: string): Promise<void> {
    return this.#step(() => nodeFileSystem.syncFolder(path));
  }

  /** @param half what is left of a step in which the process dies */
  async #step<T>(work: () => Promise<T>, half?: () => Promise<void>): Promise<T> {
    const step = this.#steps++;
    if (step < this.#at) return work();
    if (step === this.#at) {
      await half?.().catch(() => undefined);
      this.#dies();
    }
    return new Promise<never>(() => undefined);
  }
}
