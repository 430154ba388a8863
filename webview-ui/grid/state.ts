import type { GridAxisView, GridCellView, GridSnapshot } from '../../src/protocol/grid';
import { keptPlace, type Kept } from './kept';

/** An image chosen for Compare, and the cell that it is of. */
export interface Chosen {
  readonly cell: string;
  readonly image: string;
}

export type CompareMode = 'sideBySide' | 'swipe';

/** What fills the page below its head. */
export type GridView =
  | { readonly kind: 'all' }
  /** @property startsAtNote the focus goes there, not to the picture */
  | {
      readonly kind: 'enlarged';
      readonly cell: string;
      readonly image: string | undefined;
      readonly startsAtNote: boolean;
    }
  | { readonly kind: 'compared'; readonly left: string; readonly right: string };

/** Everything that the page shows. */
export interface GridState {
  readonly snapshot: GridSnapshot | undefined;
  readonly tab: number;
  /** Has the one tab stop of the table. */
  readonly active: string | undefined;
  /** Where it stands: after the file has changed, what stands there now takes its part. */
  readonly place: { readonly column: number; readonly row: number };
  /** Two at most, the older one first. */
  readonly chosen: readonly Chosen[];
  readonly view: GridView;
  readonly mode: CompareMode;
  readonly isKeyListOpen: boolean;
  readonly isJudgementOpen: boolean;
}

export type GridAction =
  | { readonly kind: 'snapshot'; readonly snapshot: GridSnapshot }
  | { readonly kind: 'activated'; readonly id: string }
  | { readonly kind: 'tab'; readonly tab: number }
  | { readonly kind: 'toggled'; readonly chosen: Chosen }
  | { readonly kind: 'unselected' }
  | {
      readonly kind: 'enlarged';
      readonly id: string;
      readonly image?: string | undefined;
      readonly startsAtNote?: boolean;
    }
  | { readonly kind: 'compared' }
  | { readonly kind: 'swapped' }
  | { readonly kind: 'mode'; readonly mode: CompareMode }
  | { readonly kind: 'back' }
  | { readonly kind: 'keyList'; readonly isOpen: boolean }
  | { readonly kind: 'judgement'; readonly isOpen: boolean };

const MOST_CHOSEN = 2;

export function initialState(kept: Kept): GridState {
  return {
    snapshot: undefined,
    tab: kept.tab,
    active: kept.active,
    place: kept.place,
    chosen: kept.chosen,
    view:
      kept.enlarged === undefined
        ? { kind: 'all' }
        : { kind: 'enlarged', cell: kept.enlarged, image: undefined, startsAtNote: false },
    mode: kept.mode,
    isKeyListOpen: false,
    isJudgementOpen: false,
  };
}

export function keptOf({ tab, active, place, chosen, view, mode }: GridState): Kept {
  return {
    tab,
    place: keptPlace(place),
    chosen,
    mode,
    ...(active === undefined ? {} : { active }),
    ...(view.kind === 'enlarged' ? { enlarged: view.cell } : {}),
  };
}

/** @returns the same state where nothing changes */
export function reduce(state: GridState, action: GridAction): GridState {
  switch (action.kind) {
    case 'snapshot':
      return withSnapshot(state, action.snapshot);
    case 'activated': {
      const cell = cellOf(state, action.id);
      if (!cell || action.id === state.active) return state;
      return activate(state, cell);
    }
    case 'tab': {
      if (!state.snapshot || action.tab === state.tab) return state;
      return atPlace({ ...state, tab: action.tab }, state.snapshot);
    }
    case 'toggled': {
      const others = state.chosen.filter(({ image }) => image !== action.chosen.image);
      const isNew = others.length === state.chosen.length;
      return { ...state, chosen: isNew ? [...others, action.chosen].slice(-MOST_CHOSEN) : others };
    }
    case 'unselected':
      return state.chosen.length === 0 ? state : { ...state, chosen: [] };
    case 'enlarged': {
      const cell = cellOf(state, action.id);
      if (!cell) return state;
      return {
        ...activate(state, cell),
        view: {
          kind: 'enlarged',
          cell: cell.id,
          image: action.image ?? leadImage(cell)?.id,
          startsAtNote: action.startsAtNote === true,
        },
      };
    }
    case 'compared': {
      const [left, right] = state.chosen;
      return left && right
        ? { ...state, view: { kind: 'compared', left: left.image, right: right.image } }
        : state;
    }
    case 'swapped':
      return state.view.kind === 'compared'
        ? { ...state, view: { ...state.view, left: state.view.right, right: state.view.left } }
        : state;
    case 'mode':
      return { ...state, mode: action.mode };
    case 'back':
      return state.view.kind === 'all' ? state : { ...state, view: { kind: 'all' } };
    case 'keyList':
      return { ...state, isKeyListOpen: action.isOpen };
    case 'judgement':
      return { ...state, isJudgementOpen: action.isOpen };
  }
}

function withSnapshot(state: GridState, incoming: GridSnapshot): GridState {
  const before = state.snapshot;
  if (before && before.revision > incoming.revision) return state;
  const snapshot = { ...incoming, cells: reused(before?.cells ?? [], incoming.cells) };
  const isNewJudgement =
    snapshot.judgement !== undefined &&
    JSON.stringify(snapshot.judgement) !== JSON.stringify(before?.judgement);
  const images = new Set(snapshot.cells.flatMap((cell) => cell.images.map(({ id }) => id)));
  const tabs = snapshot.tabs?.labels.length ?? 1;
  const next: GridState = {
    ...state,
    snapshot,
    tab: Math.min(state.tab, tabs - 1),
    chosen: kept(state.chosen, ({ image }) => images.has(image)),
    view: viewThatIs(state.view, snapshot, images),
    // What a window showed before it was closed was read then.
    isJudgementOpen: isNewJudgement ? before !== undefined : state.isJudgementOpen,
  };
  const active = snapshot.cells.find(({ id }) => id === next.active);
  return active ? activate(next, active) : atPlace(next, snapshot);
}

function viewThatIs(view: GridView, { cells }: GridSnapshot, images: ReadonlySet<string>): GridView {
  switch (view.kind) {
    case 'all':
      return view;
    case 'enlarged': {
      const cell = cells.find(({ id }) => id === view.cell);
      if (!cell) return { kind: 'all' };
      const isThere = view.image !== undefined && images.has(view.image);
      return isThere ? view : { ...view, image: leadImage(cell)?.id };
    }
    case 'compared':
      return images.has(view.left) && images.has(view.right) ? view : { kind: 'all' };
  }
}

function activate(state: GridState, { id, column, row, tab }: GridCellView): GridState {
  return {
    ...state,
    active: id,
    place: { column, row },
    tab: state.snapshot?.ranking ? state.tab : tab,
  };
}

/** What stands where the focus was, or the nearest to it. */
function atPlace(state: GridState, { cells }: GridSnapshot): GridState {
  const { column, row } = state.place;
  const ofTab = cells.filter(({ tab }) => tab === state.tab);
  const far = (cell: GridCellView): number =>
    Math.abs(cell.row - row) * 10_000 + Math.abs(cell.column - column);
  const [nearest] = [...ofTab].sort((one, other) => far(one) - far(other));
  return { ...state, active: nearest?.id };
}

/** Cells that are as before stay the same objects: only what has changed is drawn anew. */
function reused(before: readonly GridCellView[], now: readonly GridCellView[]): readonly GridCellView[] {
  const old = new Map(before.map((cell) => [cell.id, cell]));
  return now.map((cell) => {
    const twin = old.get(cell.id);
    return twin && JSON.stringify(twin) === JSON.stringify(cell) ? twin : cell;
  });
}

function kept<T>(items: readonly T[], isKept: (item: T) => boolean): readonly T[] {
  return items.every(isKept) ? items : items.filter(isKept);
}

export function cellOf({ snapshot }: GridState, id: string | undefined): GridCellView | undefined {
  return id === undefined ? undefined : snapshot?.cells.find((cell) => cell.id === id);
}

/** The one of a cell's images that stands for it: accepted, else best, else first. */
export function leadImage({ images }: GridCellView): GridCellView['images'][number] | undefined {
  return images.find(({ isAccepted }) => isAccepted) ?? images.find(({ isBest }) => isBest) ?? images[0];
}

/** Headings of a cell: `flat · seed 2`; empty for a file without axes. A bare number says too little by itself. */
export function placeName(
  { columns, rows, tabs }: Pick<GridSnapshot, 'columns' | 'rows' | 'tabs'>,
  { column, row, tab }: GridCellView,
): string {
  const places: readonly (readonly [GridAxisView | undefined, number])[] = [
    [columns, column],
    [rows, row],
    [tabs, tab],
  ];
  return places
    .flatMap(([axis, index]) => {
      const label = axis?.labels[index];
      if (axis === undefined || label === undefined) return [];
      return /^[-+\d.,\s]*$/.test(label) ? `${axis.name} ${label}` : label;
    })
    .join(' · ');
}

/** The cell that an arrow key leads to in the enlarged view: beside it in the table, or in the order of the scores. */
export function neighborOf(
  { snapshot }: GridState,
  cell: GridCellView,
  key: string,
): GridCellView | undefined {
  const isForward = key === 'ArrowRight' || key === 'ArrowDown';
  if (!isForward && key !== 'ArrowLeft' && key !== 'ArrowUp') return undefined;
  const step = isForward ? 1 : -1;
  if (snapshot?.ranking) {
    const id = snapshot.ranking[snapshot.ranking.indexOf(cell.id) + step];
    return snapshot.cells.find((each) => each.id === id);
  }
  const isSideways = key === 'ArrowLeft' || key === 'ArrowRight';
  return snapshot?.cells.find(
    ({ tab, column, row }) =>
      tab === cell.tab &&
      column === cell.column + (isSideways ? step : 0) &&
      row === cell.row + (isSideways ? 0 : step),
  );
}
