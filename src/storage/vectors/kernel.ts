import { bytes as kernelBytes } from './kernel.wat';

/** What the assembled kernel exports; every argument is an address in its memory or a count. */
interface Exports {
  signDistances(query: number, rows: number, count: number, lanes: number, out: number): void;
  dotProducts(query: number, rows: number, count: number, lanes: number, out: number): void;
  pickedDotProducts(
    query: number,
    rows: number,
    picked: number,
    count: number,
    lanes: number,
    out: number,
  ): void;
}

/** Rows that one call scans: its answers stay in the cache of one core. */
const CHUNK = 8192;
const PAGE_BYTES = 65_536;
/** All that 32-bit addresses reach. */
const MAX_PAGES = 65_536;

const PICKED_AT = CHUNK * 4;
const QUERY_AT = 2 * PICKED_AT;
const ROWS_AT = QUERY_AT + PAGE_BYTES;

/** Vectors of one width in the memory of the kernel. Rows are appended or replaced, never moved. */
export class PackedRows {
  readonly rowBytes: number;
  readonly #exports: Exports;
  readonly #memory: WebAssembly.Memory;
  #bytes: Uint8Array;

  /** @param rowBytes a multiple of 16 */
  constructor(module: WebAssembly.Module, rowBytes: number) {
    if (rowBytes % 16 !== 0 || rowBytes > PAGE_BYTES) throw new RangeError(`Rows of ${rowBytes} bytes`);
    this.rowBytes = rowBytes;
    this.#memory = new WebAssembly.Memory({ initial: ROWS_AT / PAGE_BYTES, maximum: MAX_PAGES });
    const { exports } = new WebAssembly.Instance(module, { host: { memory: this.#memory } });
    // The text of the module says so.
    this.#exports = exports as unknown as Exports;
    this.#bytes = new Uint8Array(this.#memory.buffer);
  }

  /** Makes room for so many rows in all. */
  reserve(rows: number): void {
    const missing = ROWS_AT + rows * this.rowBytes - this.#bytes.length;
    if (missing <= 0) return;
    this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
    this.#bytes = new Uint8Array(this.#memory.buffer);
  }

  /** @param values one row, or several one after the other; room was reserved */
  write(row: number, values: Uint8Array): void {
    this.#bytes.set(values, ROWS_AT + row * this.rowBytes);
  }

  /** A copy of some rows. @param into whole rows, room for which was reserved */
  read(row: number, into: Uint8Array): void {
    const at = ROWS_AT + row * this.rowBytes;
    into.set(this.#bytes.subarray(at, at + into.length));
  }

  /** How many bits differ between the query and each of the first rows. @param out as long as there are rows */
  signDistances(query: Uint8Array, count: number, out: Uint16Array): void {
    this.#bytes.set(query, QUERY_AT);
    for (let row = 0; row < count; row += CHUNK) {
      const rows = Math.min(CHUNK, count - row);
      const at = ROWS_AT + row * this.rowBytes;
      this.#exports.signDistances(QUERY_AT, at, rows, this.rowBytes / 16, 0);
      out.set(new Uint16Array(this.#memory.buffer, 0, rows), row);
    }
  }

  /** The dot product of the query and each of the first rows, as signed bytes. @param out as long as there are rows */
  dotProducts(query: Int8Array, count: number, out: Int32Array): void {
    this.#bytes.set(bytesOf(query), QUERY_AT);
    for (let row = 0; row < count; row += CHUNK) {
      const rows = Math.min(CHUNK, count - row);
      const at = ROWS_AT + row * this.rowBytes;
      this.#exports.dotProducts(QUERY_AT, at, rows, this.rowBytes / 16, 0);
      out.set(new Int32Array(this.#memory.buffer, 0, rows), row);
    }
  }

  /** The same for some rows, in their order. @param out as long as `picked` */
  pickedDotProducts(query: Int8Array, picked: Uint32Array, out: Int32Array): void {
    this.#bytes.set(bytesOf(query), QUERY_AT);
    for (let from = 0; from < picked.length; from += CHUNK) {
      const some = picked.subarray(from, from + CHUNK);
      new Uint32Array(this.#memory.buffer, PICKED_AT, some.length).set(some);
      this.#exports.pickedDotProducts(QUERY_AT, ROWS_AT, PICKED_AT, some.length, this.rowBytes / 16, 0);
      out.set(new Int32Array(this.#memory.buffer, 0, some.length), from);
    }
  }
}

/** @throws where the engine has no 128-bit SIMD; every Node that VS Code brings has it */
export function compileKernel(): WebAssembly.Module {
  return new WebAssembly.Module(kernelBytes);
}

function bytesOf({ buffer, byteOffset, byteLength }: Int8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
