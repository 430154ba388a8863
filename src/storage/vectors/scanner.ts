import { ByteRows } from './byteRows';
import type { Kernels } from './kernel';
import { byteRowBytes, packQuery, type PackedVector } from './packing';
import { byScore, greatest, limitOf, type RankedRow } from './ranking';
import { rotate } from './rotation';
import { SignRows, type StoredRows } from './signRows';

/** Up to here, one pass over the bytes is quick enough, and no signs are taken. */
const FEW_ROWS = 8000;

/** The mean of so many rows is the center of the signs. */
const CENTER_ROWS = 256;
/** Before signs are taken anew, about a new center, the rows may become so many times as many. */
const GROWTH = 2;

/** Rows, in multiples of what is wanted and at least, whose bytes tell how near an answer must be. */
const FIRST_TIMES = 3;
const FIRST_LEAST = 128;
/** Rows, evenly spread, on which every search measures how wrong its estimates are, and by how much that may differ. */
const SAMPLE_ROWS = 64;
const SAMPLE_TOLERANCE = 1.25;
/** A row is left out where it would be an answer only if its estimate were wrong by more standard deviations than that. */
const ESTIMATE_DEVIATIONS = 5;
/** Where more than this share of all rows may be answers, the bytes of all are read, one after the other. */
const MOST_PICKED_SHARE = 0.3;
/** Where no more than this share of the rows is allowed, signs would not save anything. */
const FEW_ALLOWED_SHARE = 0.15;

/**
 * What is compared in full precision: whatever may be among the wanted by its bytes, which are wrong by so many standard
 * deviations at most. Many only where many are about as near; then no more than are given here.
 */
const BYTE_DEVIATIONS = 5;
const EXACT_TIMES = 3;
const EXACT_MOST_LEAST = 3000;

/** Reads the stored vectors of some rows, in their order. */
export type ReadVectors = (rows: readonly number[]) => readonly Float32Array[];

/** A query as the passes need it. */
interface Query {
  readonly turned: Float32Array;
  readonly numbers: Int16Array;
  readonly step: number;
}

/**
 * Nearest vectors by scanning all of them: sign bits first, what may be an answer by those in bytes, what may be one by
 * those in full precision from the disk. What was measured: docs/decisions/vector-index.md.
 */
export class VectorScanner {
  readonly dimensions: number;
  readonly #kernels: Kernels;
  readonly #bytes: ByteRows;
  readonly #readVectors: ReadVectors;
  /** Undefined where there are few rows, and until they are taken (anew). */
  #signs: SignRows | undefined;
  #steps = new Float32Array(0);
  #largestStep = 0;
  #isAlive = new Uint8Array(0);
  #count = 0;
  #products = new Int32Array(0);

  constructor(kernels: Kernels, dimensions: number, readVectors: ReadVectors) {
    this.dimensions = dimensions;
    this.#kernels = kernels;
    this.#bytes = new ByteRows(kernels, byteRowBytes(dimensions));
    this.#readVectors = readVectors;
  }

  /** Rows that have been set, also those removed since. */
  get count(): number {
    return this.#count;
  }

  /** Makes room for so many rows in all. */
  reserve(rows: number): void {
    this.#bytes.reserve(rows);
    if (rows <= this.#steps.length) return;
    // Room for an eighth more: what is added one by one is not copied each time.
    const room = Math.ceil(rows * 1.125);
    const steps = new Float32Array(room);
    steps.set(this.#steps);
    this.#steps = steps;
    const isAlive = new Uint8Array(room);
    isAlive.set(this.#isAlive);
    this.#isAlive = isAlive;
  }

  set(row: number, { bytes, step }: PackedVector): void {
    this.setMany(row, {
      bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      steps: Float32Array.of(step),
      isAlive: Uint8Array.of(1),
    });
  }

  /** Rows that were packed before, one after the other. */
  setMany(first: number, packed: StoredRows): void {
    const rows = packed.steps.length;
    this.reserve(first + rows);
    this.#bytes.write(first, packed.bytes);
    this.#steps.set(packed.steps, first);
    this.#isAlive.set(packed.isAlive, first);
    this.#count = Math.max(this.#count, first + rows);
    for (const step of packed.steps) this.#largestStep = Math.max(this.#largestStep, step);
    if (this.#signs && this.#count > this.#signs.capacity) this.#signs = undefined;
    this.#signs?.set(first, packed);
  }

  /** Copies rows as `setMany` takes them; those that were never set stay as they are. */
  copyMany(first: number, into: StoredRows): void {
    const rows = Math.min(into.steps.length, this.#count - first);
    if (rows <= 0) return;
    into.bytes.set(this.#bytes.view(first, rows));
    into.steps.set(this.#steps.subarray(first, first + rows));
    into.isAlive.set(this.#isAlive.subarray(first, first + rows));
  }

  remove(row: number): void {
    this.#isAlive[row] = 0;
    this.#signs?.remove(row);
  }

  /** The first row from there on in which there is nothing. */
  freeRowFrom(first: number): number {
    const free = this.#isAlive.indexOf(0, first);
    return free < 0 || free > this.#count ? Math.max(first, this.#count) : free;
  }

  aliveCount(): number {
    let alive = 0;
    for (let row = 0; row < this.#count; row++) alive += this.#isAlive[row] ?? 0;
    return alive;
  }

  /** The rows in which there is something. */
  aliveRows(): readonly number[] {
    const rows: number[] = [];
    for (let row = 0; row < this.#count; row++) if (this.#isAlive[row] === 1) rows.push(row);
    return rows;
  }

  /** Takes the signs of many rows, where they are not up to date. A search does it too, but then somebody waits. */
  prepare(): void {
    if (this.#signs || this.#count <= FEW_ROWS) return;
    const signs = new SignRows(this.#kernels, this.#count * GROWTH, this.#meanRow());
    signs.set(0, {
      bytes: this.#bytes.view(0, this.#count),
      steps: this.#steps.subarray(0, this.#count),
      isAlive: this.#isAlive.subarray(0, this.#count),
    });
    this.#signs = signs;
  }

  /**
   * @param query of length 1
   * @param wanted how many rows at most
   * @param isAllowed 1 for each row that may be an answer; rows beyond its end may not
   * @param compareRows the order of rows with equal scores, asked after their vectors were read
   * @returns the best first, with the scores of the stored vectors
   */
  search(
    query: Float32Array,
    wanted: number,
    isAllowed?: Uint8Array,
    compareRows: (a: number, b: number) => number = (a, b) => a - b,
  ): readonly RankedRow[] {
    if (this.#count === 0 || wanted <= 0) return [];
    this.prepare();
    const turned = rotate(query);
    const packed = { turned, ...packQuery(turned) };
    const rows = this.#signs
      ? this.#nearBySigns(this.#signs, packed, wanted, isAllowed)
      : this.#nearOfAll(packed, wanted, isAllowed);
    // In the order of the rows: that is how they lie on the disk.
    rows.sort((a, b) => a - b);
    const vectors = this.#readVectors(rows);
    const ranked = rows.map((row, at) => ({ row, score: dot(query, vectors[at] ?? query) }));
    return ranked.toSorted(byScore(compareRows)).slice(0, wanted);
  }

  #nearOfAll(query: Query, wanted: number, isAllowed: Uint8Array | undefined): number[] {
    const count = this.#count;
    if (this.#products.length < count) this.#products = new Int32Array(Math.ceil(count * 1.125));
    const products = this.#products;
    const [steps, isAlive] = [this.#steps, this.#isAlive];
    this.#bytes.dotProducts(query.numbers, count, products);
    const scores = new Float32Array(count);
    for (let row = 0; row < count; row++) {
      const isWanted = isAlive[row] === 1 && (isAllowed === undefined || isAllowed[row] === 1);
      scores[row] = isWanted ? (products[row] ?? 0) * (steps[row] ?? 0) * query.step : -Infinity;
    }
    return this.#near(scores, this.#limit(scores, wanted), wanted, (row) => row);
  }

  /** Only what estimates rule out is left aside; where they rule out little, the bytes of all are read. */
  #nearBySigns(signs: SignRows, query: Query, wanted: number, isAllowed: Uint8Array | undefined): number[] {
    signs.allow(isAllowed);
    if (isAllowed) {
      const allowed = signs.pick(0, -Infinity);
      if (allowed.length <= this.#count * FEW_ALLOWED_SHARE) return this.#nearOf(query, allowed, wanted);
    }
    const { greatest: ofGroups, deviation } = signs.estimate(query.turned);
    const first = Math.max(FIRST_LEAST, wanted * FIRST_TIMES);
    if (first > ofGroups.length / 2) return this.#nearOfAll(query, wanted, isAllowed);

    const picked = signs.pick(0, limitOf(ofGroups, first));
    const limit = this.#limit(this.#scoresOf(query, picked), wanted);
    const spreads =
      ESTIMATE_DEVIATIONS * Math.max(deviation, this.#measuredDeviation(signs, query) / SAMPLE_TOLERANCE);
    const near = signs.pick(spreads, limit - byteDoubt(this.#largestStep));
    if (near.length > this.#count * MOST_PICKED_SHARE) return this.#nearOfAll(query, wanted, isAllowed);
    return this.#nearOf(query, near, wanted);
  }

  /** How wrong estimates were of rows here and there, in spreads: in truth, whatever the vectors are like. */
  #measuredDeviation(signs: SignRows, query: Query): number {
    const rows = this.#evenly(SAMPLE_ROWS);
    const scores = this.#scoresOf(query, rows);
    let sum = 0;
    for (const [at, row] of rows.entries()) {
      const spread = signs.spreadOf(row);
      if (spread > 0) sum += (((scores[at] ?? 0) - signs.estimateOf(row)) / spread) ** 2;
    }
    return Math.sqrt(sum / Math.max(1, rows.length));
  }

  #nearOf(query: Query, rows: Uint32Array, wanted: number): number[] {
    const scores = this.#scoresOf(query, rows);
    return this.#near(scores, this.#limit(scores, wanted), wanted, (place) => rows[place] ?? 0);
  }

  /** By bytes. */
  #scoresOf(query: Query, rows: Uint32Array): Float32Array {
    const products = new Int32Array(rows.length);
    this.#bytes.pickedDotProducts(query.numbers, rows, products);
    const scores = new Float32Array(rows.length);
    const steps = this.#steps;
    for (let at = 0; at < rows.length; at++) {
      scores[at] = (products[at] ?? 0) * (steps[rows[at] ?? 0] ?? 0) * query.step;
    }
    return scores;
  }

  /** What an answer has at least in full precision, where `wanted` rows have these scores by bytes. */
  #limit(scores: Float32Array, wanted: number): number {
    return limitOf(scores, wanted) - byteDoubt(this.#largestStep);
  }

  /** Rows that may be among the wanted. @param scores by bytes @param rowAt the row of a score */
  #near(scores: Float32Array, limit: number, wanted: number, rowAt: (place: number) => number): number[] {
    const least = limit - byteDoubt(this.#largestStep);
    const near: number[] = [];
    for (let place = 0; place < scores.length; place++) {
      const score = scores[place] ?? -Infinity;
      if (score >= least && score > -Infinity) near.push(place);
    }
    const most = Math.max(EXACT_MOST_LEAST, wanted * EXACT_TIMES);
    const places = near.length > most ? greatest(scores, most) : near;
    return places.map(rowAt);
  }

  #meanRow(): Float32Array {
    const mean = new Float32Array(this.dimensions);
    const rows = this.#evenly(CENTER_ROWS);
    for (const row of rows) {
      const step = (this.#steps[row] ?? 0) / rows.length;
      const bytes = this.#bytes.view(row, 1);
      for (let at = 0; at < mean.length; at++)
        mean[at] = (mean[at] ?? 0) + step * (((bytes[at] ?? 0) << 24) >> 24);
    }
    return mean;
  }

  /** So many of the rows at most, as far apart as they can be. */
  #evenly(most: number): Uint32Array {
    const rows = Uint32Array.from({ length: most }, (_, at) => Math.floor(((at + 0.5) * this.#count) / most));
    return rows.filter((row) => this.#isAlive[row] === 1);
  }
}

/** Rounding to a step is wrong by its twelfth in the square, in each dimension: that is what a vector of length 1 gets of it. */
function byteDoubt(step: number): number {
  return (BYTE_DEVIATIONS * step) / Math.sqrt(12);
}

/** In 64 bits: the order of near scores is that of the vectors, not of rounding. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}
