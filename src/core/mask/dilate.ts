import { coveredRows, reachOf, type Reach } from './cover';
import { clip, Extent, type Mask, type Rectangle } from './mask';
import { boundsOf, isTwoLevel } from './measure';

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
  if (isTwoLevel(mask)) {
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
  const greys = new GreyRim(before, mask, reach, extent);
  coveredRows(before, box, 1, reach, (y, covered) => greys.carryRow(box, box.top + y, covered));
  return extent.rectangle();
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

/** The pixels with grey within reach, but no white. */
class GreyRim {
  private readonly from: Mask;
  private readonly to: Mask;
  private readonly reach: Reach;
  private readonly extent: Extent;
  /** For each height from 0 to the reach a row of columns: the largest value that far up and down. */
  private readonly largest: Uint8Array;

  constructor(from: Mask, to: Mask, reach: Reach, extent: Extent) {
    this.from = from;
    this.to = to;
    this.reach = reach;
    this.extent = extent;
    this.largest = new Uint8Array(from.width * (reach.px + 1));
  }

  /** @param covered which pixels of the row have anything within reach; white ones are already in the result */
  carryRow(box: Rectangle, row: number, covered: Uint8Array): void {
    const { data, width } = this.to;
    const base = row * width;
    const right = box.left + box.width;
    const isOfRim = (x: number) => covered[x - box.left] !== 0 && data[base + x] !== 255;
    for (let x = box.left; x < right; x++) {
      if (!isOfRim(x)) continue;
      // Pixels near each other need mostly the same columns.
      let last = x;
      for (let at = x + 1; at < right && at <= last + this.reach.px; at++) if (isOfRim(at)) last = at;
      const start = Math.max(0, x - this.reach.px);
      const end = Math.min(width, last + this.reach.px + 1);
      this.gather(row, start, end);
      for (; x <= last; x++) {
        if (!isOfRim(x)) continue;
        const value = this.valueAt(x - start, end - start);
        if (value <= (data[base + x] ?? 0)) continue;
        data[base + x] = value;
        this.extent.addRow(row, x, x);
      }
    }
  }

  private gather(row: number, start: number, end: number): void {
    const { data, width, height } = this.from;
    const columns = end - start;
    const base = row * width + start;
    for (let x = 0; x < columns; x++) this.largest[x] = data[base + x] ?? 0;
    for (let step = 1; step <= this.reach.px; step++) {
      const into = step * columns;
      const above = row - step >= 0 ? base - step * width : base;
      const below = row + step < height ? base + step * width : base;
      for (let x = 0; x < columns; x++) {
        const nearer = this.largest[into - columns + x] ?? 0;
        const value = Math.max(data[above + x] ?? 0, data[below + x] ?? 0);
        this.largest[into + x] = value > nearer ? value : nearer;
      }
    }
  }

  private valueAt(column: number, columns: number): number {
    const { px, widths } = this.reach;
    const last = Math.min(columns - 1, column + px);
    let value = 0;
    for (let x = Math.max(0, column - px); x <= last; x++) {
      const height = widths[x < column ? column - x : x - column] ?? 0;
      const found = this.largest[height * columns + x] ?? 0;
      if (found > value) value = found;
    }
    return value;
  }
}
