import type { GalleryCell, GalleryGroup } from '../../src/protocol/gallery';

/** Left and right of the grid together, in pixels. */
const MARGIN_PX = 16;
/** A cell of 132 with its gap. */
const CELL_STEP_PX = 140;
const CELL_ROW_PX = 168;
const HEADING_ROW_PX = 32;

/** One row of the grid, from `top` on. */
export type Row =
  | { readonly kind: 'heading'; readonly text: string; readonly top: number; readonly height: number }
  | {
      readonly kind: 'cells';
      readonly cells: readonly GalleryCell[];
      /** Place of its first cell among all. */
      readonly firstIndex: number;
      readonly top: number;
      readonly height: number;
    };

/** Where everything stands, whether it is drawn or not. */
export interface Layout {
  readonly columns: number;
  readonly rows: readonly Row[];
  readonly height: number;
  /** All cells, as they are read. */
  readonly cells: readonly GalleryCell[];
  /** Of each cell, the place of its row in `rows`. */
  readonly rowOfCell: readonly number[];
}

export function columnsFor(widthPx: number): number {
  return Math.max(2, Math.floor((widthPx - MARGIN_PX) / CELL_STEP_PX));
}

export function layOut(groups: readonly GalleryGroup[], columns: number): Layout {
  const rows: Row[] = [];
  const cells: GalleryCell[] = [];
  const rowOfCell: number[] = [];
  let top = 0;
  for (const group of groups) {
    if (group.heading !== undefined) {
      rows.push({ kind: 'heading', text: group.heading, top, height: HEADING_ROW_PX });
      top += HEADING_ROW_PX;
    }
    for (let start = 0; start < group.cells.length; start += columns) {
      const ofRow = group.cells.slice(start, start + columns);
      for (const cell of ofRow) {
        cells.push(cell);
        rowOfCell.push(rows.length);
      }
      const firstIndex = cells.length - ofRow.length;
      rows.push({ kind: 'cells', cells: ofRow, firstIndex, top, height: CELL_ROW_PX });
      top += CELL_ROW_PX;
    }
  }
  return { columns, rows, height: top, cells, rowOfCell };
}

/** @returns the place of the row that covers this height, the last one for what is beyond */
export function rowAt({ rows }: Layout, y: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((rows[middle]?.top ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The keys that move through the grid. */
export type MoveKey =
  'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown' | 'Home' | 'End' | 'PageUp' | 'PageDown';

export function isMoveKey(key: string): key is MoveKey {
  return /^(Arrow(Left|Right|Up|Down)|Home|End|Page(Up|Down))$/.test(key);
}

/**
 * @param from place of a cell
 * @param pagePx height of what is seen
 * @returns the place that the key leads to; the same where there is no further
 */
export function moved(layout: Layout, from: number, key: MoveKey, pagePx: number): number {
  const last = layout.cells.length - 1;
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, from - 1);
    case 'ArrowRight':
      return Math.min(last, from + 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowUp':
      return inNextRow(layout, from, -1);
    case 'ArrowDown':
      return inNextRow(layout, from, 1);
    case 'PageUp':
    case 'PageDown': {
      let place = from;
      const rows = Math.max(1, Math.floor(pagePx / CELL_ROW_PX));
      for (let row = 0; row < rows; row++) place = inNextRow(layout, place, key === 'PageUp' ? -1 : 1);
      return place;
    }
  }
}

/** Same column, over headings; the last cell of a shorter row. */
function inNextRow({ rows, rowOfCell }: Layout, from: number, step: 1 | -1): number {
  const at = rowOfCell[from] ?? 0;
  const own = rows[at];
  const column = own?.kind === 'cells' ? from - own.firstIndex : 0;
  for (let next = at + step; next >= 0 && next < rows.length; next += step) {
    const row = rows[next];
    if (row?.kind === 'cells') return row.firstIndex + Math.min(column, row.cells.length - 1);
  }
  return from;
}
