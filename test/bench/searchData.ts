/** How far a vector lies from the middle of its cluster, per dimension; the middles lie 1 apart. */
const SPREAD = 0.6;
const CLUSTERS = 2000;

/** How far the common mean lies from zero, per dimension, and by how much the logarithms of the spreads about it differ. */
const MEAN_SPREAD = 0.8;
const SPREADS_SPREAD = 0.7;

/**
 * Unit vectors in clusters, as embeddings of pictures lie: uniform ones mislead, because nothing is near anything.
 * The same at each run.
 */
export class ClusteredData {
  readonly dimensions: number;
  readonly #numbers: RandomNumbers;
  readonly #centers: readonly Float32Array[];

  constructor(dimensions: number, seed = 1) {
    this.dimensions = dimensions;
    this.#numbers = new RandomNumbers(seed);
    this.#centers = Array.from({ length: CLUSTERS }, () =>
      Float32Array.from({ length: dimensions }, () => this.#numbers.normal()),
    );
  }

  /** A vector of one of the clusters. */
  next(): Float32Array {
    const cluster = Math.floor(this.#numbers.uniform() * CLUSTERS);
    const center = this.#centers[cluster] ?? new Float32Array(this.dimensions);
    return unit(center.map((value) => value + SPREAD * this.#numbers.normal()));
  }

  /** One after the other, in one array. */
  many(count: number): Float32Array {
    return inOneArray(count, this.dimensions, () => this.next());
  }
}

/**
 * Unit vectors about a common mean, which vary more in some directions than in others, as those of a model that looks at
 * pictures and words do. Nothing is very near. The same at each run.
 */
export class MeanData {
  readonly dimensions: number;
  readonly #numbers: RandomNumbers;
  readonly #mean: Float32Array;
  readonly #spreads: Float32Array;

  constructor(dimensions: number, seed = 1) {
    this.dimensions = dimensions;
    this.#numbers = new RandomNumbers(seed);
    const normals = (): Float32Array =>
      Float32Array.from({ length: dimensions }, () => this.#numbers.normal());
    this.#mean = normals().map((value) => MEAN_SPREAD * value);
    this.#spreads = normals().map((value) => Math.exp(SPREADS_SPREAD * value));
  }

  next(): Float32Array {
    return unit(this.#mean.map((value, at) => value + (this.#spreads[at] ?? 0) * this.#numbers.normal()));
  }

  /** One after the other, in one array. */
  many(count: number): Float32Array {
    return inOneArray(count, this.dimensions, () => this.next());
  }
}

class RandomNumbers {
  #state: number;
  #spare: number | undefined;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  uniform(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#state / 2 ** 32;
  }

  /** A normal distribution, by the polar method, which gives two at a time. */
  normal(): number {
    if (this.#spare !== undefined) {
      const spare = this.#spare;
      this.#spare = undefined;
      return spare;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      this.#spare = y * scale;
      return x * scale;
    }
  }
}

function inOneArray(count: number, dimensions: number, next: () => Float32Array): Float32Array {
  const all = new Float32Array(count * dimensions);
  for (let row = 0; row < count; row++) all.set(next(), row * dimensions);
  return all;
}

/** The rows of the nearest, by every product in 64 bits; equal ones in the order of the rows. */
export function nearestRows(all: Float32Array, query: Float32Array, wanted: number): readonly number[] {
  return mergeNearest([], all, 0, query, wanted).map(({ row }) => row);
}

/** A row with its product with a query. */
export interface Near {
  readonly row: number;
  readonly score: number;
}

/**
 * The nearest of those found before and of a piece more.
 *
 * @param first the row with which the piece begins; later than all before
 */
export function mergeNearest(
  before: readonly Near[],
  piece: Float32Array,
  first: number,
  query: Float32Array,
  wanted: number,
): readonly Near[] {
  const best = [...before];
  for (let row = first, at = 0; at < piece.length; row++) {
    let score = 0;
    for (let dimension = 0; dimension < query.length; dimension++) {
      score += (piece[at++] ?? 0) * (query[dimension] ?? 0);
    }
    const last = best[wanted - 1];
    if (last && score <= last.score) continue;
    const place = best.findIndex((each) => each.score < score);
    best.splice(place < 0 ? best.length : place, 0, { row, score });
    if (best.length > wanted) best.pop();
  }
  return best;
}

function unit(vector: Float32Array): Float32Array {
  let sum = 0;
  for (const value of vector) sum += value * value;
  const length = Math.sqrt(sum);
  return vector.map((value) => value / length);
}
