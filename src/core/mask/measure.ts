import { coveredRows, reachOf } from './cover';
import { Extent, union, type Mask, type Rectangle } from './mask';

/** @returns how many pixels are edited at least a little, and how much of the mask is edited, from 0 to 1 */
export function coverage(mask: Mask): { readonly edited: number; readonly share: number } {
  let edited = 0;
  let sum = 0;
  const { data } = mask;
  // By index: iterating over bytes takes several times as long.
  for (let at = 0; at < data.length; at++) {
    const value = data[at] ?? 0;
    sum += value;
    if (value !== 0) edited++;
  }
  return { edited, share: sum / (255 * data.length) };
}

/** @returns the smallest rectangle around all that is not 0 */
export function boundsOf(mask: Mask): Rectangle | undefined {
  const extent = new Extent();
  const { data, width, height } = mask;
  let left = width;
  let right = -1;
  for (let row = 0; row < height; row++) {
    const base = row * width;
    let first = 0;
    while (first < width && data[base + first] === 0) first++;
    if (first === width) continue;
    left = Math.min(left, first);
    // What is right of every row so far is all that can make the rectangle wider.
    let last = width - 1;
    while (last > right && data[base + last] === 0) last--;
    right = Math.max(right, last);
    extent.addRow(row, left, right);
  }
  return extent.rectangle();
}

export function isTwoLevel(mask: Mask): boolean {
  const { data } = mask;
  for (let at = 0; at < data.length; at++) if (data[at] !== 0 && data[at] !== 255) return false;
  return true;
}

/**
 * The separate areas of a mask. Pixels that touch, also over a corner, belong together.
 *
 * @param joinPx areas with fewer blank pixels between them count as one; whether exactly so many join them depends on
 *   the direction
 * @returns one bounding box per area, from top to bottom
 */
export function areasOf(mask: Mask, joinPx: number): readonly Rectangle[] {
  return findAreas(mask, joinPx, () => undefined).boxes();
}

/** Pixels of one row that belong together: from `start` up to, but not including, `end`. */
export interface AreaRun {
  readonly y: number;
  readonly start: number;
  readonly end: number;
}

/** What `areasOf` puts a box around: the runs of each area, which may hold blank pixels but none of another area. */
export function areaRuns(mask: Mask, joinPx: number): readonly (readonly AreaRun[])[] {
  const all: (AreaRun & { readonly area: number })[] = [];
  const areas = findAreas(mask, joinPx, (y, start, end, area) => all.push({ y, start, end, area }));
  const runs = new Map<number, AreaRun[]>(areas.roots().map((area) => [area, []]));
  for (const { area, ...run } of all) runs.get(areas.find(area))?.push(run);
  return [...runs.values()];
}

/** @param onRun told of each run of widened pixels; which area that belongs to in the end, `find` knows afterwards */
function findAreas(
  mask: Mask,
  joinPx: number,
  onRun: (y: number, start: number, end: number, area: number) => void,
): Areas {
  const areas = new Areas();
  const bounds = boundsOf(mask);
  if (bounds === undefined) return areas;
  const { data, width } = mask;
  let above: readonly number[] = [];
  // Each area is widened by half the distance: what then touches was near enough.
  coveredRows(mask, bounds, 1, reachOf(joinPx > 0 ? joinPx / 2 : 0), (y, covered) => {
    const runs: number[] = [];
    let candidate = 0;
    for (let x = 0; x < bounds.width; x++) {
      if (covered[x] === 0) continue;
      const start = x;
      while (x < bounds.width && covered[x] !== 0) x++;
      let area = -1;
      while (candidate < above.length && (above[candidate + 1] ?? 0) < start) candidate += 3;
      for (let at = candidate; at < above.length && (above[at] ?? 0) <= x; at += 3) {
        const other = above[at + 2] ?? 0;
        area = area === -1 ? areas.find(other) : areas.join(area, other);
      }
      if (area === -1) area = areas.add();
      runs.push(start, x, area);
      onRun(bounds.top + y, bounds.left + start, bounds.left + x, area);
      const base = (bounds.top + y) * width + bounds.left;
      let first = start;
      while (first < x && data[base + first] === 0) first++;
      let last = x - 1;
      while (last > first && data[base + last] === 0) last--;
      if (first < x) areas.addRow(area, bounds.top + y, bounds.left + first, bounds.left + last);
    }
    above = runs;
  });
  return areas;
}

/** Areas found row by row, some of which turn out to be one. */
class Areas {
  private readonly parents: number[] = [];
  private readonly rectangles: (Rectangle | undefined)[] = [];

  add(): number {
    this.rectangles.push(undefined);
    return this.parents.push(this.parents.length) - 1;
  }

  find(area: number): number {
    let root = area;
    for (let parent = this.parents[root] ?? root; parent !== root; parent = this.parents[root] ?? root) {
      // Halving the way up keeps it short for the next time.
      this.parents[root] = this.parents[parent] ?? parent;
      root = parent;
    }
    return root;
  }

  join(a: number, b: number): number {
    const first = this.find(a);
    const second = this.find(b);
    if (first === second) return first;
    const [kept, gone] = first < second ? [first, second] : [second, first];
    this.parents[gone] = kept;
    this.rectangles[kept] = union(this.rectangles[kept], this.rectangles[gone]);
    return kept;
  }

  addRow(area: number, row: number, first: number, last: number): void {
    const root = this.find(area);
    const line = { left: first, top: row, width: last - first + 1, height: 1 };
    this.rectangles[root] = union(this.rectangles[root], line);
  }

  boxes(): readonly Rectangle[] {
    return this.sorted().map(([, box]) => box);
  }

  /** By which `find` knows the areas, in the order of their boxes. */
  roots(): readonly number[] {
    return this.sorted().map(([area]) => area);
  }

  private sorted(): readonly (readonly [number, Rectangle])[] {
    return this.rectangles
      .flatMap((box, area) => (box && this.parents[area] === area ? [[area, box] as const] : []))
      .sort(([, a], [, b]) => a.top - b.top || a.left - b.left);
  }
}
