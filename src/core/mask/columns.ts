import type { Mask, Rectangle } from './mask';

/**
 * First half of an exact distance transform: for each pixel of `box` the distance to the nearest pixel of its own column
 * that has at least the value `atLeast`. There must be no such pixel outside of the box.
 *
 * @param cap stands for itself and everything above; at most 65535
 * @param use takes the rows one by one, from the bottom up; it may change the mask in that row and below. Its array is
 *   used again for the next row
 */
export function columnDistances(
  mask: Mask,
  box: Rectangle,
  atLeast: number,
  cap: number,
  use: (y: number, distances: Uint16Array) => void,
): void {
  const { data, width } = mask;
  const { width: columns, height: rows } = box;
  const first = box.top * width + box.left;
  const upward = new Uint16Array(columns * rows);
  const nearest = new Uint16Array(columns).fill(cap);
  for (let y = 0; y < rows; y++) {
    lookFurther(nearest, data, first + y * width, atLeast, cap);
    upward.set(nearest, y * columns);
  }
  const distances = new Uint16Array(columns);
  nearest.fill(cap);
  for (let y = rows - 1; y >= 0; y--) {
    lookFurther(nearest, data, first + y * width, atLeast, cap);
    const base = y * columns;
    for (let x = 0; x < columns; x++) {
      const down = nearest[x] ?? 0;
      const up = upward[base + x] ?? 0;
      distances[x] = down < up ? down : up;
    }
    use(y, distances);
  }
}

/** Takes the distances of one row on to the next. */
function lookFurther(
  nearest: Uint16Array,
  data: Uint8Array,
  base: number,
  atLeast: number,
  cap: number,
): void {
  for (let x = 0; x < nearest.length; x++) {
    const distance = (nearest[x] ?? 0) + 1;
    nearest[x] = (data[base + x] ?? 0) >= atLeast ? 0 : distance < cap ? distance : cap;
  }
}
