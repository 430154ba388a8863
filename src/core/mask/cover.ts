import { columnDistances } from './columns';
import type { Mask, Rectangle } from './mask';

/** A disc, as half its width at each distance from the center: `widths[0]` is its whole reach. */
export interface Reach {
  readonly px: number;
  readonly widths: Int32Array;
}

/** No column is this far away, and adding it to one does not overflow. */
const NOWHERE = 1 << 29;

/** @param radiusPx anything but a positive number is a disc of one pixel */
export function reachOf(radiusPx: number): Reach {
  // No mask is larger, so a larger disc is no different.
  const radius = radiusPx > 0 ? Math.min(radiusPx, 65_534) : 0;
  const px = Math.floor(radius);
  const widths = new Int32Array(px + 2);
  for (let y = 0; y <= px; y++) widths[y] = Math.floor(Math.sqrt(radius * radius - y * y));
  widths[px + 1] = -NOWHERE;
  return { px, widths };
}

/**
 * Widens what has at least the value `atLeast` by a disc, and hands on the rows of `box` from top to bottom: 1 where a
 * pixel is covered, else 0. The row is used again for the next one.
 *
 * @param box holds all such pixels
 */
export function coveredRows(
  mask: Mask,
  box: Rectangle,
  atLeast: number,
  reach: Reach,
  use: (y: number, covered: Uint8Array) => void,
): void {
  const distances = columnDistances(mask, box, atLeast, reach.px + 1);
  const covered = new Uint8Array(box.width);
  for (let y = 0; y < box.height; y++) {
    coverRow(distances, y * box.width, box.width, reach.widths, covered);
    use(y, covered);
  }
}

/** A pixel is covered when some column reaches it: `widths` tells how far one reaches, given its distance. */
function coverRow(
  distances: Uint16Array,
  base: number,
  columns: number,
  widths: Int32Array,
  covered: Uint8Array,
): void {
  let right = -1;
  for (let x = 0; x < columns; x++) {
    const end = x + (widths[distances[base + x] ?? 0] ?? 0);
    if (end > right) right = end;
    covered[x] = right >= x ? 1 : 0;
  }
  let left = columns;
  for (let x = columns - 1; x >= 0; x--) {
    const start = x - (widths[distances[base + x] ?? 0] ?? 0);
    if (start < left) left = start;
    if (left <= x) covered[x] = 1;
  }
}
