import type { Clock } from '../../clock';
import { ok, type Result } from '../../result';
import type { FileRow, SearchFiles } from '../files/ports';
import type { VectorEntry, VectorIndex } from '../vectorIndex';

const MOST_VECTORS = 64;
const MOST_ROWS = 512;

/** A slow model must not leave much to lose. */
const OLDEST_MS = 2000;

/**
 * Collects what was paid for and writes it in pieces: vectors first, then the rows that say which files have them, so that
 * a crash between leaves only what is found again for nothing.
 */
export class IndexBatch {
  readonly #index: VectorIndex;
  readonly #files: SearchFiles;
  readonly #clock: Clock;
  #vectors: VectorEntry[] = [];
  #rows: FileRow[] = [];
  #since: number | undefined;
  #writing: Promise<Result<void>> = Promise.resolve(ok());

  constructor(index: VectorIndex, files: SearchFiles, clock: Clock) {
    this.#index = index;
    this.#files = files;
    this.#clock = clock;
  }

  /** Writes when there is enough; a row's vector is in the index, or was added before or with it. */
  async add(rows: readonly FileRow[], vector?: VectorEntry): Promise<Result<void>> {
    this.#since ??= this.#clock.now();
    this.#rows.push(...rows);
    if (vector) this.#vectors.push(vector);
    const isDue =
      this.#vectors.length >= MOST_VECTORS ||
      this.#rows.length >= MOST_ROWS ||
      (this.#vectors.length > 0 && this.#clock.now() - this.#since >= OLDEST_MS);
    return isDue ? this.flush() : ok();
  }

  /** Writes all there is; one after the other, so that rows never come before their vectors. */
  flush(): Promise<Result<void>> {
    const vectors = this.#vectors;
    const rows = this.#rows;
    this.#vectors = [];
    this.#rows = [];
    this.#since = undefined;
    this.#writing = this.#writing.then((before) => (before.ok ? this.#write(vectors, rows) : before));
    return this.#writing;
  }

  async #write(vectors: readonly VectorEntry[], rows: readonly FileRow[]): Promise<Result<void>> {
    if (vectors.length > 0) {
      const added = await this.#index.add(vectors);
      if (!added.ok) return added;
      if (added.value.refused.length > 0) {
        const refused = new Set(added.value.refused);
        return this.#files.put(rows.filter(({ sha256 }) => sha256 === undefined || !refused.has(sha256)));
      }
    }
    return this.#files.put(rows);
  }
}
