import { Extent, type Mask, type Rectangle } from './mask';

export type Polarity = 'whiteEdits' | 'blackEdits' | 'unclear';

/** From here on a pixel counts as white. */
const MIDDLE = 128;

/** A border that is this much one color is the background. */
const MOSTLY = 0.9;

/** Values this far from black and white are soft edges; with more than a quarter of them it is no mask but a picture. */
const NEAR = 48;
const MAX_BETWEEN = 0.25;

/**
 * Which color of a loaded mask stands for the area to edit. What is edited is usually the smaller part, and away from
 * the border.
 *
 * @returns `unclear` when a person has to be asked: all of one color, a border of both, or no mask at all
 */
export function guessPolarity(gray: Mask): Polarity {
  const { data, width, height } = gray;
  let white = 0;
  let between = 0;
  for (let at = 0; at < data.length; at++) {
    const value = data[at] ?? 0;
    if (value >= MIDDLE) white++;
    if (value >= NEAR && value < 256 - NEAR) between++;
  }
  if (white === 0 || white === data.length || between > data.length * MAX_BETWEEN) return 'unclear';
  const whiteShare = white / data.length;
  const borderShare = whiteShareOfBorder(data, width, height);
  if (borderShare <= 1 - MOSTLY && whiteShare < 0.5) return 'whiteEdits';
  if (borderShare >= MOSTLY && whiteShare > 0.5) return 'blackEdits';
  return 'unclear';
}

function whiteShareOfBorder(data: Uint8Array, width: number, height: number): number {
  let white = 0;
  let count = 0;
  for (let y = 0; y < height; y++) {
    const isEdgeRow = y === 0 || y === height - 1;
    const step = isEdgeRow || width === 1 ? 1 : width - 1;
    for (let x = 0; x < width; x += step) {
      count++;
      if ((data[y * width + x] ?? 0) >= MIDDLE) white++;
    }
  }
  return white / count;
}

/**
 * Makes a mask pure black and white, in place.
 *
 * @param at the least value that becomes 255
 * @returns the changed rectangle
 */
export function threshold(mask: Mask, at = MIDDLE): Rectangle | undefined {
  const { data, width, height } = mask;
  const extent = new Extent();
  for (let row = 0; row < height; row++) {
    let first = -1;
    let last = -1;
    for (let x = 0, pixel = row * width; x < width; x++, pixel++) {
      const before = data[pixel] ?? 0;
      const value = before >= at ? 255 : 0;
      if (value === before) continue;
      data[pixel] = value;
      if (first === -1) first = x;
      last = x;
    }
    if (first !== -1) extent.addRow(row, first, last);
  }
  return extent.rectangle();
}
