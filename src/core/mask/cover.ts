import { columnDistances } from './columns';
import type { Mask, Rectangle } from './mask';

/** A disc, as half its width at each distance from the center: `widths[0]` is its whole reach. */
export interface Reach {
  readonly px: number;
  readonly widths: Int32Array;
}

/** @param radiusPx anything but a positive number is a disc of one pixel */
export function reachOf(radiusPx: number): Reach {
  // No mask is larger, so a larger disc is no different.
  const radius = radiusPx > 0 ? Math.min(radiusPx, 65_534) : 0;
  const px = Math.floor(radius);
  const widths = new Int32Array(px + 1);
  for (let y = 0; y <= px; y++) widths[y] = Math.floor(Math.sqrt(radius * radius - y * y));
  return { px, widths };
}

/**
 * Widens what has at least the value `atLeast` by a disc.
 *
 * @param box holds all such pixels
 * @param use takes the rows of `box` one by one, from the bottom up: 1 where a pixel is covered, else 0. It may change
 *   the mask in that row and below; its array is used again for the next row
 */
export function coveredRows(
  mask: Mask,
  box: Rectangle,
  atLeast: number,
  reach: Reach,
  use: (y: number, covered: Uint8Array) => void,
): void {
  const covered = new Uint8Array(box.width);
  columnDistances(mask, box, atLeast, reach.px + 1, (y, distances) => {
    coverRow(distances, reach, covered);
    use(y, covered);
  });
}

/** A column within reach covers its own pixel, and more to both sides the nearer it is. */
function coverRow(distances: Uint16Array, reach: Reach, covered: Uint8Array): void {
  const { px, widths } = reach;
  const columns = distances.length;
  covered.fill(0);
  let lastStart = 0;
  let lastEnd = 0;
  for (let x = 0; x < columns; x++) {
    if ((distances[x] ?? 0) > px) continue;
    let start = x;
    let end = x;
    for (; x < columns; x++) {
      const distance = distances[x] ?? 0;
      if (distance > px) break;
      const side = widths[distance] ?? 0;
      if (x - side < start) start = x - side;
      if (x + side >= end) end = x + side + 1;
    }
    if (start < 0) start = 0;
    // What the columns before have covered needs no second time.
    covered.fill(1, start >= lastStart && start < lastEnd ? lastEnd : start, end);
    if (end > lastEnd) {
      lastStart = start;
      lastEnd = end;
    }
  }
}
