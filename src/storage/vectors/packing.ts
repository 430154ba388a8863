/** A vector in the two forms that are scanned. */
export interface PackedVector {
  /** One bit for each dimension: set where it is positive. */
  readonly signs: Uint8Array;
  /** Each dimension within -127 and 127. */
  readonly bytes: Int8Array;
  /** What one step of `bytes` stands for. */
  readonly step: number;
}

/** Bytes of a row of sign bits, in whole lanes of 16. */
export function signRowBytes(dimensions: number): number {
  return Math.ceil(dimensions / 128) * 16;
}

/** Bytes of a row of bytes, in whole lanes of 16. */
export function byteRowBytes(dimensions: number): number {
  return Math.ceil(dimensions / 16) * 16;
}

/** @param vector of length 1; zeros pad the rows, and zeros add nothing to a distance or a product */
export function pack(vector: Float32Array): PackedVector {
  const signs = new Uint8Array(signRowBytes(vector.length));
  const bytes = new Int8Array(byteRowBytes(vector.length));
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  const step = largest / 127;
  const perStep = step > 0 ? 1 / step : 0;
  for (let at = 0; at < vector.length; at++) {
    const value = vector[at] ?? 0;
    if (value > 0) signs[at >> 3] = (signs[at >> 3] ?? 0) | (1 << (at & 7));
    bytes[at] = Math.round(value * perStep);
  }
  return { signs, bytes, step };
}

/** @returns a copy of length 1; undefined for a vector without a direction */
export function normalize(vector: ArrayLike<number>): Float32Array | undefined {
  let sum = 0;
  for (let at = 0; at < vector.length; at++) sum += (vector[at] ?? 0) ** 2;
  const length = Math.sqrt(sum);
  if (!Number.isFinite(length) || length === 0) return undefined;
  return Float32Array.from(vector, (value) => value / length);
}
