import type { JSX, RefObject } from 'preact';
import { useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { GalleryCell, GalleryGroup, GalleryMethods } from '../../src/protocol/gallery';
import { Cell, DRAG_TYPE } from './cell';
import type { Texts } from './gallery';
import type { Kept } from './kept';
import { columnsFor, isMoveKey, layOut, moved, rowAt, type Layout, type Row } from './layout';
import { extend, keepExisting, noSelection, selectOne, toggle, type Selection } from './selection';
import type { ThumbnailQueue } from '../shared/thumbnails';

/** Rows drawn above and below what is seen: scrolling goes on while they are being drawn. */
const ROWS_BEYOND = 4;

/** Thumbnails are not asked for while cells fly by. */
const REST_MS = 60;

/** The page's own state is written when scrolling has come to rest. */
const KEEP_MS = 300;

type ImageAction = GalleryMethods['image']['params']['action'];

export interface GridHandle {
  focus(): void;
}

interface GridProps {
  readonly handle: RefObject<GridHandle | null>;
  readonly groups: readonly GalleryGroup[];
  /** What was asked for: another question begins at the top. */
  readonly question: string;
  /** Something else is on its way. */
  readonly isBusy: boolean;
  readonly text: Texts;
  readonly thumbnails: ThumbnailQueue;
  readonly kept: Kept;
  readonly keep: (kept: Kept) => void;
  readonly onSelect: (ids: readonly string[]) => void;
  readonly onImage: (ids: readonly string[], action: ImageAction) => void;
  readonly onType: (letters: string) => void;
  /** @returns false when there was nothing to clear in the box */
  readonly onEscape: () => boolean;
}

/** What is drawn: rows from `first` to `last`. */
interface Window {
  readonly first: number;
  readonly last: number;
}

/** All images in rows, of which only those in view are drawn. One tab stop; the keys of a grid. */
export function Grid(props: GridProps): JSX.Element {
  const { groups, thumbnails, text } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const columns = columnsFor(size.width);
  const layout = useMemo(
    // Without a width there is no place for anything yet.
    () => layOut(size.width === 0 ? [] : groups, columns),
    [groups, columns, size.width === 0],
  );
  const ids = useMemo(() => layout.cells.map(({ id }) => id), [layout]);
  const [shown, setShown] = useState<Window>({ first: 0, last: 0 });
  const [chosen, setChosen] = useState<Selection>({ ...noSelection, active: props.kept.active });
  const selection = useMemo(() => keepExisting(chosen, new Set(ids)), [chosen, ids]);
  const active = selection.active ?? ids[0];
  /** Set when a key moves the focus; the cell exists only after the next drawing. */
  const focusNext = useRef(false);

  const lookAgain = (): void => {
    const element = scroller.current;
    if (!element) return;
    const { scrollTop, clientHeight } = element;
    const first = Math.max(0, rowAt(layout, scrollTop) - ROWS_BEYOND);
    const last = Math.min(layout.rows.length - 1, rowAt(layout, scrollTop + clientHeight) + ROWS_BEYOND);
    setShown((now) => (now.first === first && now.last === last ? now : { first, last }));
  };

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const measure = (): void => {
      const { clientWidth, clientHeight } = element;
      setSize((now) =>
        now.width === clientWidth && now.height === clientHeight
          ? now
          : { width: clientWidth, height: clientHeight },
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useScrollKept(scroller, layout, props.question, props.kept.scrollTop);
  useLayoutEffect(lookAgain, [layout, size.height]);

  useEffect(() => {
    const seen = layout.rows.slice(shown.first, shown.last + 1).flatMap(cellsOf);
    const timer = setTimeout(() => thumbnails.want(seen.map(({ id }) => id)), REST_MS);
    return () => clearTimeout(timer);
  }, [layout, shown, thumbnails]);

  const keepSoon = useRef<ReturnType<typeof setTimeout>>(undefined);
  const keep = (): void => {
    clearTimeout(keepSoon.current);
    keepSoon.current = setTimeout(() => {
      const scrollTop = scroller.current?.scrollTop ?? 0;
      props.keep({ scrollTop, ...(active === undefined ? {} : { active }) });
    }, KEEP_MS);
  };
  useEffect(keep, [active]);

  const { onSelect } = props;
  useEffect(() => {
    // The commands of keybindings are about the image with the focus, also before one was chosen.
    const { selected } = selection;
    onSelect(selected.size > 0 ? [...selected] : active === undefined ? [] : [active]);
  }, [selection, active]);

  useLayoutEffect(() => {
    if (!focusNext.current) return;
    focusNext.current = false;
    focusCell(scroller.current, active);
  });

  useImperativeHandle(props.handle, () => ({
    focus: () => {
      scrollTo(active);
      focusCell(scroller.current, active);
    },
  }));

  const scrollTo = (id: string | undefined): void => {
    const element = scroller.current;
    const row = layout.rows[layout.rowOfCell[id === undefined ? -1 : ids.indexOf(id)] ?? -1];
    if (!element || !row) return;
    if (row.top < element.scrollTop) element.scrollTop = row.top;
    else if (row.top + row.height > element.scrollTop + element.clientHeight) {
      element.scrollTop = row.top + row.height - element.clientHeight;
    }
  };
  const choose = (next: Selection): void => {
    focusNext.current = true;
    setChosen(next);
    scrollTo(next.active);
    lookAgain();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (active === undefined || event.altKey || event.isComposing) return;
    const { key } = event;
    if (isMoveKey(key) && !event.ctrlKey && !event.metaKey) {
      const place = moved(layout, Math.max(0, ids.indexOf(active)), key, size.height);
      const id = ids[place] ?? active;
      choose(
        event.shiftKey
          ? extend({ ...selection, anchor: selection.anchor ?? active }, ids, id)
          : selectOne(id),
      );
    } else if (event.ctrlKey || event.metaKey) {
      return;
    } else if (key === 'Enter') {
      props.onImage(idsOf(selection, active), 'insertLink');
    } else if (key === ' ') {
      props.onImage([active], 'preview');
    } else if (key === 'Escape') {
      if (!props.onEscape()) setChosen({ ...noSelection, active });
    } else if ([...key].length === 1) {
      props.onType(key);
    } else {
      return;
    }
    event.preventDefault();
  };

  const onClick = (event: MouseEvent): void => {
    const id = cellIdAt(event);
    if (id === undefined) return;
    if (event.shiftKey) choose(extend(selection, ids, id));
    else if (event.ctrlKey || event.metaKey) choose(toggle(selection, id));
    else choose(selectOne(id));
  };
  // The menu is about what is selected; pointed at something else, that is selected first.
  const onContextMenu = (event: MouseEvent): void => {
    const id = cellIdAt(event);
    if (id === undefined || selection.selected.has(id)) return;
    choose(selectOne(id));
    // VS Code reads it before the next drawing.
    scroller.current?.setAttribute('data-vscode-context', menuContext(1));
  };
  const onDragStart = (event: DragEvent): void => {
    const id = cellIdAt(event);
    if (id === undefined || !event.dataTransfer) return;
    const dragged = selection.selected.has(id) ? [...selection.selected] : [id];
    event.dataTransfer.setData(DRAG_TYPE, JSON.stringify({ ids: dragged }));
    event.dataTransfer.effectAllowed = 'copy';
  };

  const drawn = rowsToDraw(layout, shown, active === undefined ? -1 : ids.indexOf(active));
  return (
    <div
      ref={scroller}
      class="scroller"
      role="grid"
      aria-label={text('images')}
      aria-rowcount={layout.rows.length}
      aria-colcount={columns}
      aria-multiselectable
      aria-busy={props.isBusy}
      data-vscode-context={menuContext(selection.selected.size)}
      onScroll={() => {
        lookAgain();
        keep();
      }}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onDblClick={(event) => {
        const id = cellIdAt(event);
        if (id !== undefined) props.onImage([id], 'open');
      }}
      onContextMenu={onContextMenu}
      onDragStart={onDragStart}
    >
      <div class="rows" role="rowgroup" style={{ height: `${layout.height}px` }}>
        {drawn.map((place) => {
          const row = layout.rows[place];
          return row ? (
            <div
              key={rowKey(row, place)}
              class={`row ${row.kind}`}
              role="row"
              aria-rowindex={place + 1}
              style={{ transform: `translateY(${row.top}px)`, '--columns': columns }}
            >
              {row.kind === 'heading' ? (
                <div class="heading" role="rowheader" aria-colspan={columns}>
                  {row.text}
                </div>
              ) : (
                row.cells.map((cell, column) => (
                  <Cell
                    key={cell.id}
                    cell={cell}
                    url={thumbnails.url(cell.id)}
                    hasFailed={thumbnails.hasFailed(cell.id)}
                    isSelected={selection.selected.has(cell.id)}
                    isActive={cell.id === active}
                    column={column + 1}
                    waitingText={text('waiting')}
                  />
                ))
              )}
            </div>
          ) : null;
        })}
      </div>
    </div>
  );
}

/** What the menu must know beside the image that it is opened on. */
function menuContext(selected: number): string {
  return JSON.stringify({ easelIsSeveral: selected > 1 });
}

/** Keeps what is seen in its place when images come or go above it, and takes up the place from before a reload. */
function useScrollKept(
  scroller: RefObject<HTMLDivElement | null>,
  layout: Layout,
  question: string,
  firstTop: number,
): void {
  const before = useRef<{ readonly layout: Layout; readonly question: string }>(undefined);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || layout.cells.length === 0) return;
    if (before.current === undefined) {
      element.scrollTop = firstTop;
    } else if (before.current.question !== question) {
      element.scrollTop = 0;
    } else if (element.scrollTop > 0) {
      const old = before.current.layout;
      const oldRow = old.rows.slice(rowAt(old, element.scrollTop)).find((row) => row.kind === 'cells');
      const first = oldRow?.kind === 'cells' ? oldRow.cells[0]?.id : undefined;
      const place = layout.cells.findIndex(({ id }) => id === first);
      const row = layout.rows[layout.rowOfCell[place] ?? -1];
      if (oldRow && row) element.scrollTop += row.top - oldRow.top;
    }
    before.current = { layout, question };
  }, [layout]);
}

/** Those in view, and the one with the focus wherever it is: a focus that leaves the page is lost. */
function rowsToDraw(layout: Layout, { first, last }: Window, active: number): readonly number[] {
  const places = Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => first + offset);
  const own = layout.rowOfCell[active];
  if (own === undefined || (own >= first && own <= last)) return places;
  return own < first ? [own, ...places] : [...places, own];
}

function rowKey(row: Row, place: number): string {
  return row.kind === 'cells' ? `c${row.cells[0]?.id ?? place}` : `h${place}`;
}

function cellsOf(row: Row): readonly GalleryCell[] {
  return row.kind === 'cells' ? row.cells : [];
}

function idsOf({ selected }: Selection, active: string): readonly string[] {
  return selected.size > 0 ? [...selected] : [active];
}

function cellIdAt({ target }: Event): string | undefined {
  const cell = target instanceof Element ? target.closest('[role=gridcell]') : null;
  return cell instanceof HTMLElement ? cell.dataset['id'] : undefined;
}

function focusCell(within: HTMLElement | null, id: string | undefined): void {
  if (id === undefined) return;
  within?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
}
