import type { RgbaPixels } from '../pixels/port';
import { emptyGrid, fillByPullPush, type Grid } from './pullPush';
import type { Offset, Weights } from './weights';

/** So many cells lie along the region's longer side, at most. */
const MAX_CELLS = 256;
const MIN_CELL_PX = 4;

/** With fewer cells to measure on, chance decides, and the answer's colors are left alone. */
const MIN_CELLS = 3;

/** A cell this far from the others, in units of their spread, shows what the model redrew. */
const OUTLIER_SPREADS = 4;
/** Nearer than this, in 8-bit values, is never an outlier: the spread of an even drift is close to 0. */
const OUTLIER_MIN = 8;

/** Models shift colors by a few values; more is a new drawing, not a drift. */
const MAX_DRIFT = 64;

/** How much the answer's color is off, smooth over the region. */
export class Drift {
  readonly #grid: Grid;
  readonly #rows: Stops;
  readonly #columns: Stops;
  /** The grid at the height of the row that is read. */
  readonly #line: Float32Array;

  constructor(grid: Grid, cellPx: number, width: number, height: number) {
    this.#grid = grid;
    this.#rows = stopsOf(height, grid.rows, cellPx);
    this.#columns = stopsOf(width, grid.columns, cellPx);
    this.#line = new Float32Array(grid.columns * 3);
  }

  /** @param into three values for each pixel of the region's row `y`: answer minus original */
  readRow(y: number, into: Float32Array): void {
    const { columns, values } = this.#grid;
    const line = this.#line;
    const upper = (this.#rows.first[y] ?? 0) * columns * 3;
    const lower = (this.#rows.second[y] ?? 0) * columns * 3;
    const shareY = this.#rows.share[y] ?? 0;
    for (let index = 0; index < line.length; index++) {
      const value = values[upper + index] ?? 0;
      line[index] = value + ((values[lower + index] ?? 0) - value) * shareY;
    }
    const { first, second, share } = this.#columns;
    for (let x = 0, at = 0; x < first.length; x++) {
      const left = (first[x] ?? 0) * 3;
      const right = (second[x] ?? 0) * 3;
      const shareX = share[x] ?? 0;
      for (let channel = 0; channel < 3; channel++, at++) {
        const value = line[left + channel] ?? 0;
        into[at] = value + ((line[right + channel] ?? 0) - value) * shareX;
      }
    }
  }
}

/** For each pixel along one side, the two cells between whose centers it lies, and how far it is along. */
interface Stops {
  readonly first: Uint16Array;
  readonly second: Uint16Array;
  readonly share: Float32Array;
}

function stopsOf(length: number, cells: number, cellPx: number): Stops {
  const stops = {
    first: new Uint16Array(length),
    second: new Uint16Array(length),
    share: new Float32Array(length),
  };
  for (let pixel = 0; pixel < length; pixel++) {
    const position = Math.max(0, Math.min(cells - 1, (pixel + 0.5) / cellPx - 0.5));
    const first = Math.floor(position);
    stops.first[pixel] = first;
    stops.second[pixel] = Math.min(cells - 1, first + 1);
    stops.share[pixel] = position - first;
  }
  return stops;
}

/**
 * Measures by how much the answer's colors are off, on a ring just outside the mask, where the answer should equal the
 * original. Parts of the ring that differ from the rest of it were redrawn by the model and do not count.
 *
 * @param original with its place on the canvas
 * @param answer RGBA of the region of `weights`
 * @returns undefined where there is nothing to measure on, such as around a mask that covers everything
 */
export function measureDrift(
  original: RgbaPixels,
  at: Offset,
  answer: Uint8Array,
  weights: Weights,
): Drift | undefined {
  const { width, height } = weights.region;
  const cellPx = Math.max(MIN_CELL_PX, Math.ceil(Math.max(width, height) / MAX_CELLS));
  const grid = emptyGrid(Math.ceil(width / cellPx), Math.ceil(height / cellPx));
  const ring = findRing(grid, weights, cellPx);
  const measured: number[] = [];
  for (let row = 0; row < grid.rows; row++) {
    for (let column = 0; column < grid.columns; column++) {
      const cell = row * grid.columns + column;
      if (
        ring[cell] === 1 &&
        measureCell(original, at, answer, weights, { grid, cell, row, column, cellPx })
      ) {
        measured.push(cell);
      }
    }
  }
  const kept = withoutOutliers(grid, measured);
  if (kept.length < MIN_CELLS) return undefined;
  grid.trust.fill(0);
  for (const cell of kept) grid.trust[cell] = 1;
  fillByPullPush(grid);
  for (let index = 0; index < grid.values.length; index++) {
    grid.values[index] = Math.max(-MAX_DRIFT, Math.min(MAX_DRIFT, grid.values[index] ?? 0));
  }
  return new Drift(grid, cellPx, width, height);
}

/** @returns 1 for each cell that is edited or lies beside one that is */
function findRing({ columns, rows }: Grid, { region, data }: Weights, cellPx: number): Uint8Array {
  const edited = new Uint8Array(columns * rows);
  for (let y = 0; y < region.height; y++) {
    const cellRow = Math.floor(y / cellPx) * columns;
    for (let x = 0; x < region.width; x++) {
      if (data[y * region.width + x] !== 0) edited[cellRow + Math.floor(x / cellPx)] = 1;
    }
  }
  const ring = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (edited[row * columns + column] === 0) continue;
      for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
        for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
          ring[y * columns + x] = 1;
        }
      }
    }
  }
  return ring;
}

interface Cell {
  readonly grid: Grid;
  readonly cell: number;
  readonly row: number;
  readonly column: number;
  readonly cellPx: number;
}

/** Writes the mean difference over the cell's pixels of weight 0. Only opaque pixels have a color to compare. */
function measureCell(
  original: RgbaPixels,
  at: Offset,
  answer: Uint8Array,
  { region, data }: Weights,
  { grid, cell, row, column, cellPx }: Cell,
): boolean {
  let count = 0;
  let red = 0;
  let green = 0;
  let blue = 0;
  const endY = Math.min(region.height, (row + 1) * cellPx);
  const endX = Math.min(region.width, (column + 1) * cellPx);
  for (let y = row * cellPx; y < endY; y++) {
    for (let x = column * cellPx; x < endX; x++) {
      const index = y * region.width + x;
      if (data[index] !== 0) continue;
      const from = index * 4;
      const to = ((region.top + y - at.top) * original.width + region.left + x - at.left) * 4;
      if (answer[from + 3] !== 255 || original.data[to + 3] !== 255) continue;
      red += (answer[from] ?? 0) - (original.data[to] ?? 0);
      green += (answer[from + 1] ?? 0) - (original.data[to + 1] ?? 0);
      blue += (answer[from + 2] ?? 0) - (original.data[to + 2] ?? 0);
      count++;
    }
  }
  if (count === 0) return false;
  grid.values.set([red / count, green / count, blue / count], cell * 3);
  return true;
}

function withoutOutliers({ values }: Grid, cells: readonly number[]): readonly number[] {
  let kept = cells;
  for (let channel = 0; channel < 3; channel++) {
    const all = cells.map((cell) => values[cell * 3 + channel] ?? 0);
    const middle = median(all);
    const spread = median(all.map((value) => Math.abs(value - middle)));
    const limit = Math.max(OUTLIER_MIN, OUTLIER_SPREADS * spread);
    kept = kept.filter((cell) => Math.abs((values[cell * 3 + channel] ?? 0) - middle) <= limit);
  }
  return kept;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
