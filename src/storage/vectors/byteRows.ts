import { PAGE_BYTES, startKernel, type ByteKernel, type Kernels } from './kernel';

/** Rows that one call scans: its answers stay in the cache of one core. */
const CHUNK = 8192;

const PICKED_AT = CHUNK * 4;
const QUERY_AT = 2 * PICKED_AT;
/** Twice the bytes of the longest row. */
const ROWS_AT = QUERY_AT + 2 * PAGE_BYTES;

/** Rows of signed bytes in the memory of the kernel. They are appended or replaced, never moved. */
export class ByteRows {
  readonly rowBytes: number;
  readonly #kernel: ByteKernel;
  readonly #memory: WebAssembly.Memory;
  #bytes: Uint8Array;

  /** @param rowBytes a multiple of 16 */
  constructor({ bytes }: Kernels, rowBytes: number) {
    if (rowBytes % 16 !== 0 || rowBytes > PAGE_BYTES) throw new RangeError(`Rows of ${rowBytes} bytes`);
    this.rowBytes = rowBytes;
    const { kernel, memory } = startKernel<ByteKernel>(bytes, ROWS_AT);
    this.#kernel = kernel;
    this.#memory = memory;
    this.#bytes = new Uint8Array(memory.buffer);
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

  /** Some rows as they lie there, until room is reserved again. */
  view(row: number, count: number): Uint8Array {
    const at = ROWS_AT + row * this.rowBytes;
    return this.#bytes.subarray(at, at + count * this.rowBytes);
  }

  /**
   * The product of the query and each of the first rows.
   *
   * @param query as long as a row, within -2047 and 2047
   * @param out as long as there are rows
   */
  dotProducts(query: Int16Array, count: number, out: Int32Array): void {
    this.#bytes.set(bytesOf(query), QUERY_AT);
    for (let row = 0; row < count; row += CHUNK) {
      const rows = Math.min(CHUNK, count - row);
      const at = ROWS_AT + row * this.rowBytes;
      this.#kernel.dotProducts(QUERY_AT, at, rows, this.rowBytes / 16, 0);
      out.set(new Int32Array(this.#memory.buffer, 0, rows), row);
    }
  }

  /** The same for some rows, in their order. @param out as long as `picked` */
  pickedDotProducts(query: Int16Array, picked: Uint32Array, out: Int32Array): void {
    this.#bytes.set(bytesOf(query), QUERY_AT);
    for (let from = 0; from < picked.length; from += CHUNK) {
      const some = picked.subarray(from, from + CHUNK);
      const numbers = new Uint32Array(this.#memory.buffer, PICKED_AT, CHUNK);
      numbers.set(some);
      // They are read in fours.
      numbers.fill(0, some.length, Math.ceil(some.length / 4) * 4);
      this.#kernel.pickedDotProducts(QUERY_AT, ROWS_AT, PICKED_AT, some.length, this.rowBytes / 16, 0);
      out.set(new Int32Array(this.#memory.buffer, 0, some.length), from);
    }
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Int16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
