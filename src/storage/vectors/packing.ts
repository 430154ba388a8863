import { rotate } from './rotation';

/** A vector in the form that is stored and scanned. */
export interface PackedVector {
  /** The turned vector, each dimension within -127 and 127. */
  readonly bytes: Int8Array;
  /** What one step of `bytes` stands for. */
  readonly step: number;
}

/** Beside such numbers, the rounding of a query is lost in that of the rows. */
const QUERY_LARGEST = 2047;

/** Bytes of a row, in whole lanes of 16. */
export function byteRowBytes(dimensions: number): number {
  return Math.ceil(dimensions / 16) * 16;
}

/** @param vector of length 1; zeros pad the row, and add nothing to a product */
export function pack(vector: Float32Array): PackedVector {
  const bytes = new Int8Array(byteRowBytes(vector.length));
  return { bytes, step: roundInto(rotate(vector), bytes, 127) };
}

/** @param turned a turned query @returns numbers to multiply packed rows with, and what one step of them stands for */
export function packQuery(turned: Float32Array): { readonly numbers: Int16Array; readonly step: number } {
  const numbers = new Int16Array(byteRowBytes(turned.length));
  return { numbers, step: roundInto(turned, numbers, QUERY_LARGEST) };
}

function roundInto(vector: Float32Array, rounded: Int8Array | Int16Array, most: number): number {
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  const step = largest / most;
  const perStep = step > 0 ? 1 / step : 0;
  for (let at = 0; at < vector.length; at++) rounded[at] = Math.round((vector[at] ?? 0) * perStep);
  return step;
}

/** @returns a copy of length 1; undefined for a vector without a direction */
export function normalize(vector: ArrayLike<number>): Float32Array | undefined {
  let sum = 0;
  for (let at = 0; at < vector.length; at++) sum += (vector[at] ?? 0) ** 2;
  const length = Math.sqrt(sum);
  if (!Number.isFinite(length) || length === 0) return undefined;
  // A plain loop: `Float32Array.from` with a function takes fifty times as long.
  const unit = new Float32Array(vector.length);
  for (let at = 0; at < unit.length; at++) unit[at] = (vector[at] ?? 0) / length;
  return unit;
}
