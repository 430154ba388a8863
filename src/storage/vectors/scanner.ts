import { PackedRows } from './kernel';
import { byteRowBytes, pack, signRowBytes, type PackedVector } from './packing';
import { byScore, greatest, nearest, type RankedRow } from './ranking';

/** Up to either, one pass over the bytes is quick enough, and nothing is left to the signs. */
const FEW_ROWS = 30_000;
/** Signs alone miss neighbors where there are few of them. */
const FEW_DIMENSIONS = 384;

/**
 * What the signs let through, as a share of the rows and in multiples of what is wanted. Far more than answers: where
 * nothing is close, the nearest stand out from the rest by less than their signs tell, and bytes cost little.
 */
const SIGN_SHARE = 0.08;
const SIGN_TIMES = 20;
const SIGN_LEAST = 3000;

/**
 * What is compared in full precision: whatever may be among the wanted by its bytes, which are wrong by so many standard
 * deviations at most. Many only where many are about as near; then no more than are given here.
 */
const DEVIATIONS = 8;
const EXACT_TIMES = 3;
const EXACT_MOST_LEAST = 3000;

/** Reads the stored vectors of some rows, in their order. */
export type ReadVectors = (rows: readonly number[]) => readonly Float32Array[];

/** Packed rows, one after the other. */
export interface PackedRun {
  readonly signs: Uint8Array;
  readonly bytes: Uint8Array;
  readonly steps: Float32Array;
  readonly isAlive: Uint8Array;
}

/**
 * Nearest vectors by scanning all of them: sign bits first, the best of those in bytes, the best of those in full
 * precision from the disk. What was measured: docs/decisions/vector-index.md.
 */
export class VectorScanner {
  readonly dimensions: number;
  readonly #signs: PackedRows;
  readonly #bytes: PackedRows;
  readonly #readVectors: ReadVectors;
  #steps = new Float32Array(0);
  #isAlive = new Uint8Array(0);
  #count = 0;
  #distances = new Uint16Array(0);
  #products = new Int32Array(0);

  constructor(kernel: WebAssembly.Module, dimensions: number, readVectors: ReadVectors) {
    this.dimensions = dimensions;
    this.#signs = new PackedRows(kernel, signRowBytes(dimensions));
    this.#bytes = new PackedRows(kernel, byteRowBytes(dimensions));
    this.#readVectors = readVectors;
  }

  /** Rows that have been set, also those removed since. */
  get count(): number {
    return this.#count;
  }

  /** Makes room for so many rows in all. */
  reserve(rows: number): void {
    this.#signs.reserve(rows);
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

  set(row: number, { signs, bytes, step }: PackedVector): void {
    this.reserve(row + 1);
    this.#signs.write(row, signs);
    this.#bytes.write(row, new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    this.#steps[row] = step;
    this.#isAlive[row] = 1;
    this.#count = Math.max(this.#count, row + 1);
  }

  /** Rows that were packed before, one after the other. */
  setMany(first: number, packed: PackedRun): void {
    const rows = packed.steps.length;
    this.reserve(first + rows);
    this.#signs.write(first, packed.signs);
    this.#bytes.write(first, packed.bytes);
    this.#steps.set(packed.steps, first);
    this.#isAlive.set(packed.isAlive, first);
    this.#count = Math.max(this.#count, first + rows);
  }

  /** Copies rows as `setMany` takes them; those that were never set stay as they are. */
  copyMany(first: number, into: PackedRun): void {
    const rows = Math.min(into.steps.length, this.#count - first);
    if (rows <= 0) return;
    this.#signs.read(first, into.signs.subarray(0, rows * this.#signs.rowBytes));
    this.#bytes.read(first, into.bytes.subarray(0, rows * this.#bytes.rowBytes));
    into.steps.set(this.#steps.subarray(first, first + rows));
    into.isAlive.set(this.#isAlive.subarray(first, first + rows));
  }

  remove(row: number): void {
    this.#isAlive[row] = 0;
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
    const packed = pack(query);
    const isWanted = this.#wantedRows(isAllowed);
    const isQuick = this.#count <= FEW_ROWS || this.dimensions <= FEW_DIMENSIONS;
    const rows = isQuick
      ? this.#bestOfAll(packed, wanted, isWanted)
      : this.#bestBySigns(packed, wanted, isWanted);
    // In the order of the rows: that is how they lie on the disk.
    rows.sort((a, b) => a - b);
    const vectors = this.#readVectors(rows);
    const ranked = rows.map((row, at) => ({ row, score: dot(query, vectors[at] ?? query) }));
    return ranked.toSorted(byScore(compareRows)).slice(0, wanted);
  }

  /** 1 for each row that may be an answer. */
  #wantedRows(isAllowed: Uint8Array | undefined): Uint8Array {
    const isAlive = this.#isAlive;
    if (!isAllowed) return isAlive;
    const isWanted = new Uint8Array(this.#count);
    const allowed = Math.min(isAllowed.length, this.#count);
    for (let row = 0; row < allowed; row++) isWanted[row] = (isAlive[row] ?? 0) & (isAllowed[row] ?? 0);
    return isWanted;
  }

  #bestOfAll({ bytes, step }: PackedVector, wanted: number, isWanted: Uint8Array): number[] {
    const count = this.#count;
    if (this.#products.length < count) this.#products = new Int32Array(Math.ceil(count * 1.125));
    const products = this.#products;
    const steps = this.#steps;
    this.#bytes.dotProducts(bytes, count, products);
    const scores = new Float32Array(count);
    for (let row = 0; row < count; row++) {
      scores[row] = isWanted[row] === 1 ? (products[row] ?? 0) * (steps[row] ?? 0) * step : -Infinity;
    }
    return this.#candidates(scores, wanted, step, (row) => row);
  }

  #bestBySigns(packed: PackedVector, wanted: number, isWanted: Uint8Array): number[] {
    const count = this.#count;
    if (this.#distances.length < count) this.#distances = new Uint16Array(Math.ceil(count * 1.125));
    const distances = this.#distances.subarray(0, count);
    this.#signs.signDistances(packed.signs, count, distances);
    const beyond = this.dimensions + 1;
    for (let row = 0; row < count; row++) if (isWanted[row] !== 1) distances[row] = beyond;
    const share = Math.ceil(count * SIGN_SHARE);
    const picked = nearest(distances, this.dimensions, Math.max(SIGN_LEAST, share, wanted * SIGN_TIMES));
    const products = new Int32Array(picked.length);
    this.#bytes.pickedDotProducts(packed.bytes, picked, products);
    const scores = new Float32Array(picked.length);
    const steps = this.#steps;
    for (let at = 0; at < picked.length; at++) {
      scores[at] = (products[at] ?? 0) * (steps[picked[at] ?? 0] ?? 0) * packed.step;
    }
    return this.#candidates(scores, wanted, packed.step, (at) => picked[at] ?? 0);
  }

  /** Rows that may be among the wanted. @param scores by bytes @param rowAt the row of a score */
  #candidates(
    scores: Float32Array,
    wanted: number,
    queryStep: number,
    rowAt: (place: number) => number,
  ): number[] {
    const steps = this.#steps;
    // Rounding to a step is wrong by its twelfth in the square, in each dimension of two vectors of length 1.
    const doubt = (place: number): number =>
      (DEVIATIONS * (queryStep + (steps[rowAt(place)] ?? 0))) / Math.sqrt(12);
    let limit = Infinity;
    for (const place of greatest(scores, wanted)) {
      limit = Math.min(limit, (scores[place] ?? Infinity) - doubt(place));
    }
    const near: number[] = [];
    for (let place = 0; place < scores.length; place++) {
      const score = scores[place] ?? -Infinity;
      if (score > -Infinity && score + doubt(place) >= limit) near.push(place);
    }
    const most = Math.max(EXACT_MOST_LEAST, wanted * EXACT_TIMES);
    const places = near.length > most ? greatest(scores, most) : near;
    return places.map(rowAt);
  }
}

/** In 64 bits: the order of near scores is that of the vectors, not of rounding. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}
