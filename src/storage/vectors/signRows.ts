import { startKernel, type Kernels, type SignKernel } from './kernel';
import { byteRowBytes } from './packing';

/** Rows whose signs lie together, and have one entry in what `estimate` gives back. */
export const GROUP_ROWS = 32;

/** Rows that are copied into the memory of the kernel at a time. */
const COPIED_ROWS = 64;
/** So that eight additions fit a byte. */
const LARGEST_ENTRY = 31;
/** Signs that one table knows all patterns of. */
const TABLE_SIGNS = 4;
const TABLE_BYTES = 2 ** TABLE_SIGNS;
const QUAD_SIGNS = 32;
/** The kernel gives no spread that is less than half of the scale. */
const LEAST_SINE = 0.5;

/** Rows as they are stored, from a place on. */
export interface StoredRows {
  readonly bytes: Uint8Array;
  readonly steps: Float32Array;
  readonly isAlive: Uint8Array;
}

/**
 * One bit for each dimension of each row, on which side of a center it lies, and from these, estimates of products. Each
 * is right on average; how far it is wrong is known as a standard deviation: the row's `spread` times what `estimate`
 * gives back. The idea is that of RaBitQ (https://arxiv.org/abs/2405.12497), which turns vectors at random first, as
 * packed rows are.
 */
export class SignRows {
  /** More rows than that have no room. */
  readonly capacity: number;
  readonly #dimensions: number;
  readonly #rowBytes: number;
  readonly #quads: number;
  readonly #kernel: SignKernel;
  readonly #at: Places;
  readonly #center: Float32Array;
  readonly #centerSquare: number;
  readonly #bytes: Uint8Array;
  readonly #estimates: Float32Array;
  readonly #spreads: Float32Array;
  readonly #greatest: Float32Array;
  readonly #picked: Uint32Array;
  readonly #tables: Uint8Array;
  #count = 0;
  /** Where it is marked which rows may be answers: those of the last search, or all. */
  #allowedAt: number;

  /** @param center any vector; the nearer to all rows, the better the estimates */
  constructor({ signs }: Kernels, capacity: number, center: Float32Array) {
    this.capacity = Math.ceil(capacity / COPIED_ROWS) * COPIED_ROWS;
    this.#dimensions = center.length;
    this.#rowBytes = byteRowBytes(center.length);
    this.#quads = Math.ceil(center.length / QUAD_SIGNS);
    this.#at = placesFor(this.capacity, this.#quads, this.#rowBytes);
    const { kernel, memory } = startKernel<SignKernel>(signs, this.#at.end);
    this.#kernel = kernel;
    const { buffer } = memory;
    this.#bytes = new Uint8Array(buffer);
    this.#estimates = new Float32Array(buffer, this.#at.estimates, this.capacity);
    this.#spreads = new Float32Array(buffer, this.#at.spreads, this.capacity);
    this.#greatest = new Float32Array(buffer, this.#at.greatest, this.capacity / GROUP_ROWS);
    this.#picked = new Uint32Array(buffer, this.#at.picked, this.capacity);
    this.#tables = new Uint8Array(buffer, this.#at.tables, this.#quads * QUAD_BYTES);
    this.#allowedAt = this.#at.alive;
    this.#center = center;
    new Float32Array(buffer, this.#at.center, center.length).set(center);
    this.#centerSquare = center.reduce((sum, value) => sum + value * value, 0);
  }

  /** In place of what was in these rows. */
  set(first: number, { bytes, steps, isAlive }: StoredRows): void {
    const count = steps.length;
    const { rows: rowsAt, steps: stepsAt } = this.#at;
    for (let done = 0; done < count;) {
      const row = first + done;
      const some = Math.min(GROUP_ROWS - (row % GROUP_ROWS), count - done);
      this.#bytes.set(bytes.subarray(done * this.#rowBytes, (done + some) * this.#rowBytes), rowsAt);
      new Float32Array(this.#bytes.buffer, stepsAt, some).set(steps.subarray(done, done + some));
      this.#kernel.takeSigns(
        rowsAt,
        this.#rowBytes,
        some,
        this.#dimensions,
        stepsAt,
        this.#at.center,
        this.#at.signs + Math.floor(row / GROUP_ROWS) * this.#quads * QUAD_BYTES + (row % GROUP_ROWS),
        this.#at.scales + row * FLOAT,
        this.#at.alongs + row * FLOAT,
        this.#at.spreads + row * FLOAT,
      );
      done += some;
    }
    this.#bytes.set(isAlive, this.#at.alive + first);
    this.#count = Math.max(this.#count, first + count);
  }

  remove(row: number): void {
    this.#bytes[this.#at.alive + row] = 0;
  }

  /** From now on. @param isAllowed 1 for each row that may be picked; undefined: all that are alive */
  allow(isAllowed: Uint8Array | undefined): void {
    const { alive, allowed } = this.#at;
    this.#allowedAt = isAllowed ? allowed : alive;
    if (!isAllowed) return;
    const some = isAllowed.subarray(0, this.capacity);
    this.#bytes.set(some, allowed);
    this.#bytes.fill(0, allowed + some.length, allowed + this.capacity);
  }

  /**
   * Estimates the products of all rows with a query.
   *
   * @param turned the turned query
   * @returns the greatest estimate of each group's rows that may be picked, or `-Infinity`, until the next call; and with
   * what to multiply a spread for the standard deviation of an estimate
   */
  estimate(turned: Float32Array): { readonly greatest: Float32Array; readonly deviation: number } {
    // Products with the center are known of each row. What the query has of its direction need not be estimated.
    const product = turned.reduce((sum, value, at) => sum + value * (this.#center[at] ?? 0), 0);
    const tilt = this.#centerSquare > 0 ? product / this.#centerSquare : 0;
    const rest = turned.map((value, at) => value - tilt * (this.#center[at] ?? 0));
    const { step, offset } = this.#fillTables(rest);
    const groups = Math.ceil(this.#count / GROUP_ROWS);
    const at = this.#at;
    this.#kernel.estimate(
      at.signs,
      groups,
      this.#quads,
      at.tables,
      at.scales,
      at.alongs,
      at.alive,
      this.#allowedAt,
      step,
      offset,
      tilt,
      product,
      at.estimates,
      at.greatest,
    );
    const square = rest.reduce((sum, value) => sum + value * value, 0);
    // Each table is wrong by the rounding of its entries.
    const rounding = (step * step * (this.#dimensions / TABLE_SIGNS)) / 12;
    return {
      greatest: this.#greatest.subarray(0, groups),
      deviation: Math.sqrt(square + rounding / LEAST_SINE ** 2),
    };
  }

  estimateOf(row: number): number {
    return this.#estimates[row] ?? 0;
  }

  spreadOf(row: number): number {
    return this.#spreads[row] ?? 0;
  }

  /** @returns rows that may be picked and whose estimate with so many spreads reaches the limit, until the next call */
  pick(spreads: number, limit: number): Uint32Array {
    const { estimates, spreads: spreadsAt, alive, picked } = this.#at;
    const count = Math.ceil(this.#count / GROUP_ROWS) * GROUP_ROWS;
    const found = this.#kernel.pickAbove(
      estimates,
      spreadsAt,
      alive,
      this.#allowedAt,
      count,
      spreads,
      limit,
      picked,
    );
    return this.#picked.subarray(0, found);
  }

  /** What each pattern of four signs adds to the product with the query: `offset` in all, and `step` times the entries. */
  #fillTables(query: Float32Array): { readonly step: number; readonly offset: number } {
    const tables = this.#tables;
    let widest = 0;
    let offset = 0;
    for (let from = 0; from < query.length; from += TABLE_SIGNS) {
      let sum = 0;
      for (let at = from; at < from + TABLE_SIGNS; at++) sum += Math.abs(query[at] ?? 0);
      widest = Math.max(widest, 2 * sum);
      offset -= sum;
    }
    const step = widest / LARGEST_ENTRY;
    const perStep = step > 0 ? 1 / step : 0;
    const sums = new Float64Array(TABLE_BYTES);
    for (let from = 0, tableAt = 0; tableAt < tables.length; from += TABLE_SIGNS, tableAt += TABLE_BYTES) {
      // The least sum stands for 0: every sign against the query's.
      sums[0] = 0;
      for (let sign = 0; sign < TABLE_SIGNS; sign++) sums[0] += Math.max(0, -2 * (query[from + sign] ?? 0));
      for (let sign = 0; sign < TABLE_SIGNS; sign++) {
        const gain = 2 * (query[from + sign] ?? 0);
        for (let pattern = 0, bit = 1 << sign; pattern < bit; pattern++) {
          sums[pattern + bit] = (sums[pattern] ?? 0) + gain;
        }
      }
      for (let pattern = 0; pattern < TABLE_BYTES; pattern++) {
        tables[tableAt + pattern] = Math.round((sums[pattern] ?? 0) * perStep);
      }
    }
    return { step, offset };
  }
}

/** Addresses in the memory of the kernel. */
interface Places {
  readonly tables: number;
  readonly center: number;
  readonly rows: number;
  readonly steps: number;
  readonly signs: number;
  readonly scales: number;
  readonly alongs: number;
  readonly spreads: number;
  readonly estimates: number;
  readonly greatest: number;
  readonly alive: number;
  readonly allowed: number;
  readonly picked: number;
  readonly end: number;
}

const FLOAT = Float32Array.BYTES_PER_ELEMENT;
/** The signs of a group's rows for one quad; and its eight tables. */
const QUAD_BYTES = 128;

function placesFor(capacity: number, quads: number, rowBytes: number): Places {
  let end = 0;
  const place = (bytes: number): number => {
    const at = end;
    end += Math.ceil(bytes / 16) * 16;
    return at;
  };
  return {
    tables: place(quads * QUAD_BYTES),
    center: place(rowBytes * FLOAT),
    rows: place(COPIED_ROWS * rowBytes),
    steps: place(COPIED_ROWS * FLOAT),
    signs: place((capacity / GROUP_ROWS) * quads * QUAD_BYTES),
    scales: place(capacity * FLOAT),
    alongs: place(capacity * FLOAT),
    spreads: place(capacity * FLOAT),
    estimates: place(capacity * FLOAT),
    greatest: place((capacity / GROUP_ROWS) * FLOAT),
    alive: place(capacity),
    allowed: place(capacity),
    picked: place(capacity * FLOAT),
    end,
  };
}
