import { coveredRows, reachOf, type Reach } from './cover';
import { clip, createMask, Extent, type Mask, type Rectangle } from './mask';
import { boundsOf } from './measure';

/** Above this radius greys move in steps of 32 levels: the exact way takes time with the square of the radius. */
const EXACT_UP_TO_PX = 64;

/**
 * Gives every pixel the largest value within a disc around it, so that white grows, and grey edges move outward as they
 * are.
 *
 * @returns the changed rectangle
 */
export function dilate(mask: Mask, radiusPx: number): Rectangle | undefined {
  const bounds = boundsOf(mask);
  if (bounds === undefined || !(radiusPx >= 1)) return undefined;
  const reach = reachOf(Math.min(radiusPx, mask.width + mask.height));
  const box = clip(
    {
      left: bounds.left - reach.px,
      top: bounds.top - reach.px,
      width: bounds.width + 2 * reach.px,
      height: bounds.height + 2 * reach.px,
    },
    mask.width,
    mask.height,
  );
  if (box === undefined) return undefined;
  const extent = new Extent();
  if (!hasGrey(mask)) {
    widen(mask, mask, box, 255, reach, extent);
    return extent.rectangle();
  }
  const before: Mask = { ...mask, data: mask.data.slice() };
  if (reach.px > EXACT_UP_TO_PX) {
    for (let level = 1; level < 256; level = level === 1 ? 32 : level === 224 ? 255 : level + 32) {
      widen(before, mask, box, level, reach, extent);
    }
    return extent.rectangle();
  }
  widen(before, mask, box, 255, reach, extent);
  const rim = createMask(mask.width, 1).data;
  coveredRows(before, box, 1, reach, (y, covered) => {
    const row = box.top + y;
    const base = row * mask.width + box.left;
    for (let x = 0; x < box.width; x++) {
      rim[x] = covered[x] !== 0 && mask.data[base + x] !== 255 ? 1 : 0;
    }
    carryGreys(before, mask, box, row, reach, rim, extent);
  });
  return extent.rectangle();
}

function hasGrey(mask: Mask): boolean {
  for (const value of mask.data) if (value !== 0 && value !== 255) return true;
  return false;
}

/** Gives `to` at least the value `level` wherever `from` has it within reach. */
function widen(from: Mask, to: Mask, box: Rectangle, level: number, reach: Reach, extent: Extent): void {
  coveredRows(from, box, level, reach, (y, covered) => {
    const base = (box.top + y) * to.width + box.left;
    let first = -1;
    let last = -1;
    for (let x = 0; x < box.width; x++) {
      if (covered[x] === 0 || (to.data[base + x] ?? 0) >= level) continue;
      to.data[base + x] = level;
      if (first === -1) first = x;
      last = x;
    }
    if (first !== -1) extent.addRow(box.top + y, box.left + first, box.left + last);
  });
}

/** Finds the value of one row's pixels that `rim` marks: those with grey within reach, but no white. */
function carryGreys(
  from: Mask,
  to: Mask,
  box: Rectangle,
  row: number,
  reach: Reach,
  rim: Uint8Array,
  extent: Extent,
): void {
  for (let x = 0; x < box.width; x++) {
    if (rim[x] === 0) continue;
    let last = x;
    for (let at = x; at < box.width && at <= last + 2 * reach.px; at++) if (rim[at] !== 0) last = at;
    carryGroup(from, to, box.left, row, x, last, reach, rim, extent);
    x = last;
  }
}

/** Pixels near each other share the largest value of each column, for every height a disc may have there. */
function carryGroup(
  from: Mask,
  to: Mask,
  left: number,
  row: number,
  first: number,
  last: number,
  reach: Reach,
  rim: Uint8Array,
  extent: Extent,
): void {
  const start = Math.max(0, left + first - reach.px);
  const columns = Math.min(from.width, left + last + reach.px + 1) - start;
  const largest = new Uint8Array(columns * (reach.px + 1));
  const base = row * from.width + start;
  largest.set(from.data.subarray(base, base + columns));
  for (let step = 1; step <= reach.px; step++) {
    const into = step * columns;
    largest.copyWithin(into, into - columns, into);
    if (row - step >= 0) raise(largest, into, from.data, base - step * from.width, columns);
    if (row + step < from.height) raise(largest, into, from.data, base + step * from.width, columns);
  }
  for (let x = first; x <= last; x++) {
    if (rim[x] === 0) continue;
    const column = left + x - start;
    let value = 0;
    for (let side = Math.max(-reach.px, -column); side <= reach.px && column + side < columns; side++) {
      const height = reach.widths[side < 0 ? -side : side] ?? 0;
      value = Math.max(value, largest[height * columns + column + side] ?? 0);
    }
    const at = row * to.width + left + x;
    if (value <= (to.data[at] ?? 0)) continue;
    to.data[at] = value;
    extent.addRow(row, left + x, left + x);
  }
}

function raise(values: Uint8Array, at: number, others: Uint8Array, from: number, count: number): void {
  for (let x = 0; x < count; x++) {
    const other = others[from + x] ?? 0;
    if (other > (values[at + x] ?? 0)) values[at + x] = other;
  }
}
