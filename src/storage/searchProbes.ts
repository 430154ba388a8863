import { ok, type Result } from '../core/result';
import type { ProbeStore } from '../core/search/finding/ports';
import type { VectorSpace } from '../core/search/vectorIndex';
import type { SharedDatabase } from './database';

/** Vectors of the probe texts, as little-endian floats one after the other. */
export class SqliteProbes implements ProbeStore {
  readonly #shared: SharedDatabase;

  constructor(shared: SharedDatabase) {
    this.#shared = shared;
  }

  read({ modelId, dimensions, kind }: VectorSpace, set: number): readonly Float32Array[] | undefined {
    const row = this.#shared.query((prepare) =>
      prepare(
        'SELECT vectors FROM probes WHERE model = ? AND dimensions = ? AND kind = ? AND probe_set = ?',
      ).get(modelId, dimensions, kind, set),
    );
    const bytes = row.ok ? row.value?.['vectors'] : undefined;
    if (!(bytes instanceof Uint8Array) || bytes.length === 0 || bytes.length % (dimensions * 4) !== 0) {
      return undefined;
    }
    const own = new Uint8Array(bytes);
    const all = new Float32Array(own.buffer);
    const count = all.length / dimensions;
    return Array.from({ length: count }, (_, at) => all.slice(at * dimensions, (at + 1) * dimensions));
  }

  write(
    { modelId, dimensions, kind }: VectorSpace,
    set: number,
    vectors: readonly Float32Array[],
  ): Result<void> {
    const all = new Float32Array(vectors.length * dimensions);
    for (const [at, vector] of vectors.entries()) all.set(vector.subarray(0, dimensions), at * dimensions);
    const written = this.#shared.transaction((prepare) =>
      prepare(
        `INSERT OR REPLACE INTO probes (model, dimensions, kind, probe_set, vectors) VALUES (?, ?, ?, ?, ?)`,
      ).run(modelId, dimensions, kind, set, new Uint8Array(all.buffer)),
    );
    return written.ok ? ok() : written;
  }
}
