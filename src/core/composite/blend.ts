import type { RgbaPixels } from '../pixels/port';
import type { Drift } from './drift';
import type { Weights } from './weights';

/**
 * Lays the answer over the canvas, in place. A pixel of weight 0 is not touched, so that it keeps every byte, also the
 * hidden color of a transparent pixel; weight 255 takes the answer's pixel; between, both are mixed in 8-bit values.
 *
 * @param answer RGBA of the region of `weights`
 * @param drift what the answer's color is off by, taken off before mixing
 */
export function blendInto(canvas: RgbaPixels, answer: Uint8Array, weights: Weights, drift?: Drift): void {
  const { region, data } = weights;
  if (answer.length !== region.width * region.height * 4 || data.length * 4 !== answer.length) {
    throw new RangeError('The answer and its weights differ in size');
  }
  const pixels = canvas.data;
  const driftRow = drift && new Float32Array(region.width * 3);
  for (let y = 0; y < region.height; y++) {
    const weightRow = y * region.width;
    let isDriftKnown = false;
    for (let x = 0; x < region.width; x++) {
      const weight = data[weightRow + x] ?? 0;
      if (weight === 0) continue;
      const from = (weightRow + x) * 4;
      const to = ((region.top + y) * canvas.width + region.left + x) * 4;
      let red = answer[from] ?? 0;
      let green = answer[from + 1] ?? 0;
      let blue = answer[from + 2] ?? 0;
      const alpha = answer[from + 3] ?? 0;
      if (drift && driftRow) {
        if (!isDriftKnown) {
          drift.readRow(y, driftRow);
          isDriftKnown = true;
        }
        red = toByte(red - (driftRow[x * 3] ?? 0));
        green = toByte(green - (driftRow[x * 3 + 1] ?? 0));
        blue = toByte(blue - (driftRow[x * 3 + 2] ?? 0));
      }
      if (weight === 255) {
        pixels[to] = red;
        pixels[to + 1] = green;
        pixels[to + 2] = blue;
        pixels[to + 3] = alpha;
        continue;
      }
      // A color counts as much as it is opaque: the hidden color of a transparent pixel must not shine through.
      const share = weight * alpha;
      const rest = (255 - weight) * (pixels[to + 3] ?? 0);
      const sum = share + rest;
      if (sum > 0) {
        pixels[to] = mix(pixels[to] ?? 0, red, rest, share, sum);
        pixels[to + 1] = mix(pixels[to + 1] ?? 0, green, rest, share, sum);
        pixels[to + 2] = mix(pixels[to + 2] ?? 0, blue, rest, share, sum);
      }
      pixels[to + 3] = Math.round(sum / 255);
    }
  }
}

function mix(one: number, other: number, rest: number, share: number, sum: number): number {
  return Math.round((one * rest + other * share) / sum);
}

function toByte(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : Math.round(value);
}
