import type { Mask, Rectangle } from './mask';

/**
 * First half of an exact distance transform: for each pixel of `box` the distance to the nearest pixel of its own column
 * that has at least the value `atLeast`. Seen from the box, outside of which there must be no such pixel.
 *
 * @returns row-major, `box.width` per row; `cap` stands for `cap` and everything above, and is at most 65535
 */
export function columnDistances(mask: Mask, box: Rectangle, atLeast: number, cap: number): Uint16Array {
  const { data, width } = mask;
  const { left, top, width: columns, height: rows } = box;
  const distances = new Uint16Array(columns * rows);
  for (let y = 0; y < rows; y++) {
    const from = (top + y) * width + left;
    const row = y * columns;
    const above = row - columns;
    for (let x = 0; x < columns; x++) {
      let distance = cap;
      if ((data[from + x] ?? 0) >= atLeast) distance = 0;
      else if (y > 0) distance = Math.min(cap, (distances[above + x] ?? 0) + 1);
      distances[row + x] = distance;
    }
  }
  for (let y = rows - 2; y >= 0; y--) {
    const row = y * columns;
    const below = row + columns;
    for (let x = 0; x < columns; x++) {
      const distance = (distances[below + x] ?? 0) + 1;
      if (distance < (distances[row + x] ?? 0)) distances[row + x] = distance;
    }
  }
  return distances;
}
