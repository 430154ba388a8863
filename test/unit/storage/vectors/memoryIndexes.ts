import { ok, type Result } from '../../../../src/core/result';
import {
  MOST_MATCHES,
  type Added,
  type BackgroundSimilarity,
  type IndexState,
  type IndexSummary,
  type Match,
  type SearchOrder,
  type VectorEntry,
  type VectorIndex,
  type VectorIndexes,
  type VectorSpace,
} from '../../../../src/core/search/vectorIndex';

/** The port in memory, as plainly as can be: every product in 64 bits. For tests of what stands on the port. */
export class MemoryVectorIndexes implements VectorIndexes {
  readonly #indexes = new Map<string, MemoryVectorIndex>();

  open(space: VectorSpace): Promise<Result<VectorIndex>> {
    const key = keyOf(space);
    const index = this.#indexes.get(key) ?? new MemoryVectorIndex({ ...space });
    this.#indexes.set(key, index);
    return Promise.resolve(ok(index));
  }

  list(): Promise<Result<readonly IndexSummary[]>> {
    const summaries = [...this.#indexes.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { space, stored }]) => ({
        space,
        count: stored.size,
        bytes: stored.size * space.dimensions * 4,
      }));
    return Promise.resolve(ok(summaries));
  }

  delete(space: VectorSpace): Promise<Result<void>> {
    this.#indexes.get(keyOf(space))?.stored.clear();
    this.#indexes.delete(keyOf(space));
    return Promise.resolve(ok());
  }

  dispose(): void {
    this.#indexes.clear();
  }
}

class MemoryVectorIndex implements VectorIndex {
  readonly space: VectorSpace;
  readonly state: IndexState = { kind: 'ready' };
  readonly stored = new Map<string, Float32Array>();

  constructor(space: VectorSpace) {
    this.space = space;
  }

  add(entries: readonly VectorEntry[]): Promise<Result<Added>> {
    const before = this.stored.size;
    const taken = new Set<string>();
    const refused = new Set<string>();
    for (const { id, vector } of entries) {
      const unit = this.#unit(vector);
      if (unit) this.stored.set(id, unit);
      (unit ? taken : refused).add(id);
    }
    const added = this.stored.size - before;
    return Promise.resolve(ok({ added, replaced: taken.size - added, refused: [...refused] }));
  }

  remove(ids: readonly string[]): Promise<Result<number>> {
    return Promise.resolve(ok(ids.filter((id) => this.stored.delete(id)).length));
  }

  has(ids: readonly string[]): Promise<Result<ReadonlySet<string>>> {
    return Promise.resolve(ok(new Set(ids.filter((id) => this.stored.has(id)))));
  }

  ids(): Promise<Result<readonly string[]>> {
    return Promise.resolve(ok([...this.stored.keys()]));
  }

  count(): Promise<Result<number>> {
    return Promise.resolve(ok(this.stored.size));
  }

  vectors(ids: readonly string[]): Promise<Result<ReadonlyMap<string, Float32Array>>> {
    const found = new Map<string, Float32Array>();
    for (const id of ids) {
      const vector = this.stored.get(id);
      if (vector) found.set(id, vector.slice());
    }
    return Promise.resolve(ok(found));
  }

  search({ vector, count, allowed }: SearchOrder, signal?: AbortSignal): Promise<Result<readonly Match[]>> {
    if (signal?.aborted === true) return Promise.resolve({ ok: false, error: { kind: 'cancelled' } });
    const query = this.#unit(vector);
    if (!query) return Promise.resolve(ok([]));
    const matches = [...this.stored]
      .filter(([id]) => allowed?.has(id) ?? true)
      .map(([id, stored]) => ({ id, score: product(query, stored) }))
      .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
    return Promise.resolve(ok(matches.slice(0, Math.max(0, Math.min(count, MOST_MATCHES)))));
  }

  background(queries?: readonly Float32Array[]): Promise<Result<BackgroundSimilarity>> {
    const stored = [...this.stored.values()];
    const scores = (
      queries
        ? queries.flatMap((query) => {
            const unit = this.#unit(query);
            return unit ? stored.map((vector) => product(unit, vector)) : [];
          })
        : stored.flatMap((one, at) => stored.slice(at + 1).map((other) => product(one, other)))
    ).sort((a, b) => a - b);
    const at = (share: number): number => scores[Math.round(share * (scores.length - 1))] ?? 0;
    const mean = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
    const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / Math.max(1, scores.length);
    return Promise.resolve(
      ok({
        pairs: scores.length,
        mean,
        standardDeviation: Math.sqrt(variance),
        median: at(0.5),
        p90: at(0.9),
        p99: at(0.99),
      }),
    );
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #unit(vector: Float32Array): Float32Array | undefined {
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    const isSound = vector.length === this.space.dimensions && Number.isFinite(length) && length > 0;
    return isSound ? vector.map((value) => value / length) : undefined;
  }
}

function keyOf({ modelId, dimensions, kind }: VectorSpace): string {
  return `${modelId} ${String(dimensions).padStart(8)} ${kind}`;
}

function product(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}
