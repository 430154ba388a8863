import type { RgbaPixels } from '../pixels/port';
import type { Offset, Weights } from './weights';

export interface OutsideCheck {
  /** Pixels of the original where the weight is 0. */
  readonly outsidePixels: number;
  /** Those of them that are not the original's, in color or alpha. The promise holds where this is 0. */
  readonly differingPixels: number;
  /** Pixels of the result that are not the original's, those of a grown canvas included. */
  readonly changedPixels: number;
}

/**
 * Compares the original with what was made of it, pixel by pixel. Knows nothing of how the result was made: it walks
 * over the original, not over the edited region, and reads both as they are.
 *
 * @param at where the original lies on the result's canvas
 * @param weights in coordinates of the result's canvas; 0 beyond their region
 */
export function checkOutside(
  original: RgbaPixels,
  result: RgbaPixels,
  at: Offset,
  weights: Weights,
): OutsideCheck {
  if (
    at.left < 0 ||
    at.top < 0 ||
    at.left + original.width > result.width ||
    at.top + original.height > result.height
  ) {
    throw new RangeError('The original does not lie within the result');
  }
  const before = asWords(original);
  const after = asWords(result);
  const { region, data } = weights;
  // The columns of the original that lie in the region.
  const first = Math.max(0, Math.min(original.width, region.left - at.left));
  const end = Math.max(first, Math.min(original.width, region.left - at.left + region.width));
  let outsidePixels = 0;
  let differingPixels = 0;
  let changedPixels = result.width * result.height - original.width * original.height;
  for (let y = 0; y < original.height; y++) {
    const row = y * original.width;
    const shift = (y + at.top) * result.width + at.left - row;
    const rowEnd = row + original.width;
    const weightY = y + at.top - region.top;
    const isInRows = weightY >= 0 && weightY < region.height && end > first;
    const insideStart = isInRows ? row + first : rowEnd;
    const insideEnd = isInRows ? row + end : rowEnd;
    let differing = 0;
    for (let pixel = row; pixel < insideStart; pixel++) {
      if (before[pixel] !== after[pixel + shift]) differing++;
    }
    for (let pixel = insideEnd; pixel < rowEnd; pixel++) {
      if (before[pixel] !== after[pixel + shift]) differing++;
    }
    outsidePixels += original.width - (insideEnd - insideStart);
    const weightOf = weightY * region.width - (row + region.left - at.left);
    for (let pixel = insideStart; pixel < insideEnd; pixel++) {
      const isOutside = data[weightOf + pixel] === 0;
      if (isOutside) outsidePixels++;
      if (before[pixel] === after[pixel + shift]) continue;
      if (isOutside) differing++;
      else changedPixels++;
    }
    differingPixels += differing;
  }
  return { outsidePixels, differingPixels, changedPixels: changedPixels + differingPixels };
}

/** One number per pixel. Copies only what does not begin at a multiple of four. */
function asWords({ width, height, data }: RgbaPixels): Uint32Array {
  if (data.length !== width * height * 4) {
    throw new RangeError(`${data.length} bytes are not ${width} x ${height} pixels`);
  }
  const aligned = data.byteOffset % 4 === 0 ? data : data.slice();
  return new Uint32Array(aligned.buffer, aligned.byteOffset, width * height);
}
