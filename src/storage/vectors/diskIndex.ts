import type { IndexState, VectorSpace } from '../../core/search/vectorIndex';
import { ReplacedError } from './indexFile';
import type { IndexFolder } from './indexFolder';
import type { Kernels } from './kernel';
import { OpenIndex } from './openIndex';
import { isDamage } from './sqlite';

/** Damage is found, the index rebuilt or opened again, and the call made once more. */
const MOST_ATTEMPTS = 3;

/**
 * One index in the calling thread: opened at its first use, opened again when its file was replaced, and rebuilt from
 * what is sound when damage is found. Throws what SQLite and the disk throw.
 */
export class DiskIndex {
  readonly #folder: IndexFolder;
  readonly #kernels: Kernels;
  readonly #space: VectorSpace;
  #opened: OpenIndex | undefined;
  #state: IndexState = { kind: 'ready' };

  constructor(folder: IndexFolder, kernels: Kernels, space: VectorSpace) {
    this.#folder = folder;
    this.#kernels = kernels;
    this.#space = space;
  }

  get state(): IndexState {
    return this.#state;
  }

  use<T>(work: (index: OpenIndex) => T): T {
    let damaged: bigint | undefined;
    for (let attempt = 1; ; attempt++) {
      try {
        return work(this.#open(damaged));
      } catch (cause) {
        const canBeMended = cause instanceof ReplacedError || isDamage(cause);
        if (canBeMended) {
          damaged = isDamage(cause) ? this.#opened?.file.number : undefined;
          this.close();
        }
        if (!canBeMended || attempt >= MOST_ATTEMPTS) throw cause;
      }
    }
  }

  close(): void {
    const file = this.#opened?.file;
    this.#opened = undefined;
    file?.close();
  }

  #open(damaged: bigint | undefined): OpenIndex {
    if (this.#opened?.file.isCurrent === true) return this.#opened;
    this.close();
    const { file, rebuilt } = this.#folder.open(this.#space, damaged);
    if (rebuilt) this.#state = { kind: 'rebuilt', ...rebuilt };
    this.#opened = new OpenIndex(file, this.#kernels, this.#space.dimensions);
    return this.#opened;
  }
}
