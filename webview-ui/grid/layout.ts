import type { GridAxisView, GridCellView, GridSnapshot } from '../../src/protocol/grid';

const NARROW_PX = 560;
/** Before each cell, across and down. */
export const GAP_PX = 8;
const MIN_COLUMN_PX = 148;
const MAX_COLUMN_PX = 256;
/** Between a cell's edge and its picture, at each side. */
const PADDING_PX = 6;
const MARKS_PX = 26;
/** Two lines. */
const CAPTION_PX = 36;
const MIN_PICTURE_PX = 88;
const MAX_PICTURE_PX = 244;
/** A letter of the headings' font, at most in the mean. */
const LETTER_PX = 7;
const LINE_PX = 18;

/** Where everything stands, whether it is drawn or not. All sizes in CSS pixels. */
export interface Layout {
  readonly kind: 'table' | 'ranking';
  readonly columns: number;
  readonly rows: number;
  /** Width of the headings of rows; 0 without any. */
  readonly headWidth: number;
  /** Height of the headings of columns; 0 without any. */
  readonly headHeight: number;
  readonly columnWidth: number;
  readonly rowHeight: number;
  readonly pictureHeight: number;
  readonly width: number;
  readonly height: number;
  /** Row by row; a place that the host has no cell for is empty. */
  readonly cells: readonly (GridCellView | undefined)[];
}

type Shown = Pick<GridSnapshot, 'columns' | 'rows' | 'cells' | 'ranking' | 'ratio'>;

/** @param widthPx of what is seen */
export function layOut(snapshot: Shown, tab: number, widthPx: number): Layout {
  return snapshot.ranking
    ? layOutRanking(snapshot, snapshot.ranking, widthPx)
    : layOutTable(snapshot, tab, widthPx);
}

function layOutTable(
  { columns: across, rows: down, cells, ratio = 1 }: Shown,
  tab: number,
  widthPx: number,
): Layout {
  const columns = across?.labels.length ?? 1;
  const rows = down?.labels.length ?? 1;
  const headWidth = down ? headWidthFor(down.labels, down.name, widthPx) : 0;
  const columnWidth = columnWidthFor((widthPx - headWidth - GAP_PX) / columns);
  const headHeight = across ? headHeightFor(across, down === undefined, columnWidth) : 0;
  const pictureHeight = pictureHeightFor(columnWidth, ratio);
  const rowHeight = pictureHeight + MARKS_PX + 2 * PADDING_PX + GAP_PX;
  const places: (GridCellView | undefined)[] = Array.from({ length: rows * columns });
  for (const cell of cells) {
    if (cell.tab === tab && cell.column < columns && cell.row < rows) {
      places[cell.row * columns + cell.column] = cell;
    }
  }
  return {
    kind: 'table',
    columns,
    rows,
    headWidth,
    headHeight,
    columnWidth,
    rowHeight,
    pictureHeight,
    width: headWidth + columns * columnWidth + GAP_PX,
    height: headHeight + rows * rowHeight + GAP_PX,
    cells: places,
  };
}

function layOutRanking({ cells, ratio = 1 }: Shown, ranking: readonly string[], widthPx: number): Layout {
  const byId = new Map(cells.map((cell) => [cell.id, cell]));
  const ranked = ranking.flatMap((id) => byId.get(id) ?? []);
  const columns = Math.max(1, Math.floor((widthPx - GAP_PX) / (MIN_COLUMN_PX + GAP_PX)));
  const columnWidth = columnWidthFor((widthPx - GAP_PX) / columns);
  const pictureHeight = pictureHeightFor(columnWidth, ratio);
  const rowHeight = pictureHeight + MARKS_PX + CAPTION_PX + 2 * PADDING_PX + GAP_PX;
  const rows = Math.ceil(ranked.length / columns);
  return {
    kind: 'ranking',
    columns,
    rows,
    headWidth: 0,
    headHeight: 0,
    columnWidth,
    rowHeight,
    pictureHeight,
    width: columns * columnWidth + GAP_PX,
    height: rows * rowHeight + GAP_PX,
    cells: ranked,
  };
}

function columnWidthFor(fitPx: number): number {
  return Math.round(Math.min(MAX_COLUMN_PX, Math.max(MIN_COLUMN_PX, Math.floor(fitPx))));
}

function pictureHeightFor(columnWidth: number, ratio: number): number {
  const width = columnWidth - GAP_PX - 2 * PADDING_PX;
  return Math.round(Math.min(MAX_PICTURE_PX, Math.max(MIN_PICTURE_PX, width / ratio)));
}

/** As wide as the words need, and never so wide that one cannot see two images beside it. */
function headWidthFor(labels: readonly string[], name: string, widthPx: number): number {
  const most = widthPx < NARROW_PX ? 96 : 200;
  return Math.min(most, Math.max(72, lettersOf([...labels, name]) * LETTER_PX + 24));
}

/** Of labels that wrap, three lines at most; the names of the axes stand in the corner, or above each label. */
function headHeightFor({ labels }: GridAxisView, hasName: boolean, columnWidth: number): number {
  const perLine = Math.max(1, Math.floor((columnWidth - 16) / LETTER_PX));
  const lines = Math.min(3, Math.ceil(lettersOf(labels) / perLine)) + (hasName ? 1 : 0);
  return Math.max(2, lines) * LINE_PX + 12;
}

function lettersOf(labels: readonly string[]): number {
  return labels.reduce((most, label) => Math.max(most, label.length), 0);
}

/** Part of the table that is drawn, first and last included. */
export interface Window {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

/** Drawn beyond what is seen, on every side: scrolling goes on while more is being drawn. */
const BEYOND = 2;

/** What is seen, as the browser tells it. */
export interface Viewport {
  readonly scrollTop: number;
  readonly scrollLeft: number;
  readonly clientWidth: number;
  readonly clientHeight: number;
}

export function windowOf(
  { rows, columns, rowHeight, columnWidth, headWidth, headHeight }: Layout,
  { scrollTop, scrollLeft, clientWidth, clientHeight }: Viewport,
): Window {
  const span = (start: number, length: number, step: number, count: number): readonly [number, number] => [
    Math.max(0, Math.floor(start / step) - BEYOND),
    Math.min(count - 1, Math.floor((start + length) / step) + BEYOND),
  ];
  const [firstRow, lastRow] = span(scrollTop, clientHeight - headHeight, rowHeight, rows);
  const [firstColumn, lastColumn] = span(scrollLeft, clientWidth - headWidth, columnWidth, columns);
  return { firstRow, lastRow, firstColumn, lastColumn };
}

/** Where to scroll, so that a place is seen whole and not below the headings. */
export function scrolledTo(layout: Layout, place: number, view: Viewport): { top: number; left: number } {
  const row = Math.floor(place / layout.columns);
  const column = place % layout.columns;
  const along = (at: number, size: number, start: number, seen: number): number =>
    at < start ? at : at + size > start + seen ? at + size - seen : start;
  return {
    top: along(
      row * layout.rowHeight,
      layout.rowHeight + GAP_PX,
      view.scrollTop,
      view.clientHeight - layout.headHeight,
    ),
    left: along(
      column * layout.columnWidth,
      layout.columnWidth + GAP_PX,
      view.scrollLeft,
      view.clientWidth - layout.headWidth,
    ),
  };
}

/**
 * @param from a place in `cells`
 * @param isCommand Ctrl or Cmd is held
 * @param pagePx height of what is seen below the headings
 * @returns the place that a key leads to, over empty ones; the same where there is no further; undefined for other keys
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/grid/
 */
export function moved(
  layout: Layout,
  from: number,
  key: string,
  isCommand: boolean,
  pagePx: number,
): number | undefined {
  const { columns, rows, cells } = layout;
  const row = Math.floor(from / columns);
  const column = from % columns;
  const rowStart = row * columns;
  const rowEnd = Math.min(rowStart + columns, cells.length) - 1;
  const step = (by: number, isInside: (place: number) => boolean, most = 1): number => {
    let at = from;
    let left = most;
    for (let next = from + by; left > 0 && isInside(next); next += by) {
      if (!cells[next]) continue;
      at = next;
      left -= 1;
    }
    return at;
  };
  const first = (start: number, end: number, by: 1 | -1): number => {
    for (let place = start; by > 0 ? place <= end : place >= end; place += by) if (cells[place]) return place;
    return from;
  };
  const isInRow = (place: number): boolean => place >= rowStart && place <= rowEnd;
  const isAnywhere = (place: number): boolean => place >= 0 && place < cells.length;
  const pageRows = Math.max(1, Math.floor(pagePx / layout.rowHeight));
  switch (key) {
    // A list goes on in the next row, a table does not.
    case 'ArrowLeft':
      return step(-1, layout.kind === 'ranking' ? isAnywhere : isInRow);
    case 'ArrowRight':
      return step(1, layout.kind === 'ranking' ? isAnywhere : isInRow);
    case 'ArrowUp':
      return step(-columns, isAnywhere);
    case 'ArrowDown': {
      const below = step(columns, isAnywhere);
      // The last row of a list may be shorter.
      return below === from && row < rows - 1 && column > 0 ? first(cells.length - 1, rowEnd + 1, -1) : below;
    }
    case 'PageUp':
      return isCommand ? undefined : step(-columns, isAnywhere, pageRows);
    case 'PageDown':
      return isCommand ? undefined : step(columns, isAnywhere, pageRows);
    case 'Home':
      return isCommand ? first(0, cells.length - 1, 1) : first(rowStart, rowEnd, 1);
    case 'End':
      return isCommand ? first(cells.length - 1, 0, -1) : first(rowEnd, rowStart, -1);
    default:
      return undefined;
  }
}
