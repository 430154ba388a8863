import type { Rgb } from '../drawing/color';
import { lightOf, type Picture } from './picture';

/** How much of the drawing's own light and shade stays within one color. */
const SHADE = 0.25;

/** The colors that most of a picture has, the most frequent first; none near to another. */
export function dominantColors({ rgb }: Picture, count: number): readonly Rgb[] {
  const bins = new Map<number, { count: number; red: number; green: number; blue: number }>();
  for (let at = 0; at < rgb.length; at += 3) {
    const [red, green, blue] = [rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0];
    const key = ((red >> 5) << 6) | ((green >> 5) << 3) | (blue >> 5);
    const bin = bins.get(key);
    if (!bin) {
      bins.set(key, { count: 1, red, green, blue });
      continue;
    }
    bin.count += 1;
    bin.red += red;
    bin.green += green;
    bin.blue += blue;
  }
  const colors: Rgb[] = [];
  for (const bin of [...bins.values()].toSorted((a, b) => b.count - a.count)) {
    if (colors.length === count) break;
    const color: Rgb = [bin.red / bin.count, bin.green / bin.count, bin.blue / bin.count];
    if (colors.every((other) => distance(color, other) > 40)) colors.push(color);
  }
  return colors;
}

/**
 * A picture in a few colors: its darkest part takes the darkest of them, and so on in equal shares, so that every
 * color is seen.
 */
export function inPalette(picture: Picture, colors: readonly Rgb[]): Picture {
  const { width, height } = picture;
  const sorted = colors.toSorted((a, b) => brightness(a) - brightness(b));
  const { values } = lightOf(picture);
  const bands = bandsOf(values, sorted.length);
  const rgb = new Uint8ClampedArray(values.length * 3);
  for (let at = 0; at < values.length; at++) {
    const light = values[at] ?? 0;
    const band = bands[light];
    const color = sorted[band?.index ?? 0] ?? [0, 0, 0];
    const shade = (light - (band?.mean ?? light)) * SHADE;
    rgb[at * 3] = color[0] + shade;
    rgb[at * 3 + 1] = color[1] + shade;
    rgb[at * 3 + 2] = color[2] + shade;
  }
  return { width, height, rgb: new Uint8Array(rgb.buffer) };
}

/** For each level of light, which of so many equal shares of the pixels it belongs to, and the mean level of that share. */
function bandsOf(
  values: Uint8Array,
  count: number,
): readonly { readonly index: number; readonly mean: number }[] {
  const histogram = new Uint32Array(256);
  for (const value of values) histogram[value] = (histogram[value] ?? 0) + 1;
  let before = 0;
  const indexes = Array.from(histogram, (pixels) => {
    const middle = (before + pixels / 2) / values.length;
    before += pixels;
    return Math.min(count - 1, Math.floor(middle * count));
  });
  const sums = new Float64Array(count);
  const weights = new Float64Array(count);
  for (const [level, index] of indexes.entries()) {
    sums[index] = (sums[index] ?? 0) + level * (histogram[level] ?? 0);
    weights[index] = (weights[index] ?? 0) + (histogram[level] ?? 0);
  }
  return indexes.map((index) => ({ index, mean: (sums[index] ?? 0) / Math.max(1, weights[index] ?? 0) }));
}

function distance(one: Rgb, other: Rgb): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

function brightness([red, green, blue]: Rgb): number {
  return 0.3 * red + 0.59 * green + 0.11 * blue;
}
