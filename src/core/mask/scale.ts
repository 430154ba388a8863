import { createMask, type Mask } from './mask';

/**
 * Brings a mask to another size: each side by area average where it becomes shorter, and by linear interpolation where it
 * becomes longer.
 *
 * @returns a new mask; it is empty only when `mask` is. Made smaller, it is at least 1 wherever anything was edited
 */
export function scaleMask(mask: Mask, width: number, height: number): Mask {
  const scaled = createMask(width, height);
  if (width === mask.width && height === mask.height) {
    scaled.data.set(mask.data);
    return scaled;
  }
  const isShrinking = width < mask.width || height < mask.height;
  resample(mask, scaled, isShrinking ? 1 : 0);
  const hasVanished = scaled.data.every(isZero) && !mask.data.every(isZero);
  if (hasVanished) resample(mask, scaled, 1);
  return scaled;
}

function isZero(value: number): boolean {
  return value === 0;
}

/** @param least what becomes of a sum that is not 0 but would be rounded to it */
function resample(from: Mask, into: Mask, least: 0 | 1): void {
  const across = tapsOf(from.width, into.width);
  const down = tapsOf(from.height, into.height);
  // Rows are asked for in order, and never more than the last of one and the first of the next are shared.
  const lines = [new Float32Array(into.width), new Float32Array(into.width)] as const;
  const rowsHeld = [-1, -1];
  const sum = new Float32Array(into.width);

  function line(row: number): Float32Array {
    const slot = row % 2 === 0 ? 0 : 1;
    if (rowsHeld[slot] !== row) {
      resampleRow(from, row, across, lines[slot]);
      rowsHeld[slot] = row;
    }
    return lines[slot];
  }

  for (let y = 0; y < into.height; y++) {
    sum.fill(0);
    const end = down.offsets[y + 1] ?? 0;
    for (let tap = down.offsets[y] ?? 0; tap < end; tap++) {
      const weight = down.weights[tap] ?? 0;
      const values = line(down.sources[tap] ?? 0);
      for (let x = 0; x < sum.length; x++) sum[x] = (sum[x] ?? 0) + weight * (values[x] ?? 0);
    }
    const base = y * into.width;
    for (let x = 0; x < sum.length; x++) {
      const value = sum[x] ?? 0;
      // Rounding errors may add up to a little over 255, never to another whole number.
      into.data[base + x] = value > 0 ? Math.min(255, Math.max(least, Math.round(value))) : 0;
    }
  }
}

function resampleRow(from: Mask, row: number, taps: Taps, into: Float32Array): void {
  const base = row * from.width;
  const { offsets, sources, weights } = taps;
  for (let x = 0; x < into.length; x++) {
    const end = offsets[x + 1] ?? 0;
    let sum = 0;
    for (let tap = offsets[x] ?? 0; tap < end; tap++) {
      sum += (weights[tap] ?? 0) * (from.data[base + (sources[tap] ?? 0)] ?? 0);
    }
    into[x] = sum;
  }
}

/** Which source pixels make up each target pixel: those from `offsets[x]` to `offsets[x + 1]`. */
interface Taps {
  readonly offsets: Int32Array;
  readonly sources: Int32Array;
  readonly weights: Float64Array;
}

function tapsOf(from: number, to: number): Taps {
  const offsets = new Int32Array(to + 1);
  const sources: number[] = [];
  const weights: number[] = [];
  const scale = from / to;
  for (let x = 0; x < to; x++) {
    if (to < from) {
      const start = x * scale;
      const end = Math.min(from, (x + 1) * scale);
      for (let source = Math.floor(start); source < end; source++) {
        sources.push(source);
        weights.push((Math.min(end, source + 1) - Math.max(start, source)) / (end - start));
      }
    } else {
      const center = Math.max(0, Math.min(from - 1, (x + 0.5) * scale - 0.5));
      const first = Math.floor(center);
      const share = center - first;
      sources.push(first);
      weights.push(1 - share);
      if (share > 0) {
        sources.push(first + 1);
        weights.push(share);
      }
    }
    offsets[x + 1] = sources.length;
  }
  return { offsets, sources: Int32Array.from(sources), weights: Float64Array.from(weights) };
}
