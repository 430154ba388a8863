import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { GridSnapshot } from '../../src/protocol/grid';
import { Cell } from './cell';
import { ColumnHeads, RowHead } from './heads';
import { commandOf } from './keys';
import { GAP_PX, layOut, moved, scrolledTo, windowOf, type Layout, type Window } from './layout';
import { usePage } from './page';
import { leadImage, placeName } from './state';

/** Thumbnails are not asked for while cells fly by. */
const REST_MS = 60;

/** All variants, of which only those in view are drawn. One tab stop; the keys of a grid. */
export function Table({ snapshot }: { readonly snapshot: GridSnapshot }): JSX.Element {
  const { state, intents, thumbnails, text, number } = usePage();
  const { active, chosen, tab } = state;
  const { columns: across, rows: down } = snapshot;
  const scroller = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const layout = useMemo(
    () => layOut(snapshot, tab, size.width),
    [across, down, snapshot.cells, snapshot.ranking, snapshot.ratio, tab, size.width],
  );
  const [shown, setShown] = useState<Window>({ firstRow: 0, lastRow: -1, firstColumn: 0, lastColumn: -1 });
  const activePlace = layout.cells.findIndex((cell) => cell !== undefined && cell.id === active);
  const hasFocus = useRef(false);

  const lookAgain = (): void => {
    const element = scroller.current;
    if (!element) return;
    const next = windowOf(layout, element);
    setShown((now) => (isSameWindow(now, next) ? now : next));
  };
  const scrollTo = (place: number): void => {
    const element = scroller.current;
    if (!element || place < 0) return;
    const { top, left } = scrolledTo(layout, place, element);
    if (top !== element.scrollTop) element.scrollTop = top;
    if (left !== element.scrollLeft) element.scrollLeft = left;
  };

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((now) => (now.width === width && now.height === height ? now : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(lookAgain, [layout, size.height]);
  // What had the focus before is in view when the page is opened again, or shown in another order.
  useLayoutEffect(() => scrollTo(activePlace), [layout.kind, size.width === 0]);
  // Nor does it go out of view when something takes a part of the table's room.
  useLayoutEffect(() => {
    if (hasFocus.current) scrollTo(activePlace);
  }, [layout.rowHeight, size.height]);

  useEffect(() => {
    const seen = placesOf(layout, shown, -1).flatMap((place) => {
      const cell = layout.cells[place];
      return (cell && leadImage(cell)?.id) ?? [];
    });
    const timer = setTimeout(() => thumbnails.want(seen), REST_MS);
    return () => clearTimeout(timer);
  }, [layout, shown, thumbnails]);

  // The focus follows the active cell, which may be drawn later than it is chosen, or stand in for one that is gone.
  useLayoutEffect(() => {
    const focused = document.activeElement;
    const isLost = focused === document.body || scroller.current?.contains(focused) === true;
    const stop = scroller.current?.querySelector<HTMLElement>('[role=gridcell][tabindex="0"]');
    if (!stop || !hasFocus.current || !isLost || stop === focused) return;
    stop.focus({ preventScroll: true });
    // In a low editor the page around the table scrolls, too.
    stop.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });

  const goTo = (place: number): void => {
    const cell = layout.cells[place];
    if (!cell) return;
    scrollTo(place);
    lookAgain();
    intents.activate(cell.id);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const cell = layout.cells[activePlace];
    if (!cell) return;
    const command = commandOf(event);
    const isCommand = event.ctrlKey || event.metaKey;
    if (command === undefined) {
      if (event.altKey || event.shiftKey || (isCommand && !/^(Home|End)$/.test(event.key))) return;
      const page = size.height - layout.headHeight;
      const place = moved(layout, activePlace, event.key, isCommand, page);
      if (place === undefined) return;
      goTo(place);
    } else {
      switch (command) {
        case 'enter':
          intents.enlarge(cell.id);
          break;
        case 'note':
          intents.enlarge(cell.id, { startsAtNote: true });
          break;
        case 'select':
          intents.toggle(cell);
          break;
        case 'escape':
          intents.unselect();
          break;
        case 'compare':
          intents.compare();
          break;
        case 'keys':
          intents.showKeys(true);
          break;
        case 'earlier':
        case 'later':
          intents.cell(cell, command === 'earlier' ? 'makeEarlier' : 'makeLater');
          break;
        case 'previous':
        case 'next':
          intents.showTab(tab + (command === 'next' ? 1 : -1));
          break;
        case 'mode':
          return;
        default:
          intents.cell(cell, command);
      }
    }
    event.preventDefault();
  };

  const onClick = (event: MouseEvent): void => {
    const place = placeAt(layout, event);
    const cell = layout.cells[place];
    if (!cell) return;
    if (event.ctrlKey || event.metaKey) intents.toggle(cell);
    intents.activate(cell.id);
    // A button that was pressed is gone with what it does: the cell keeps the keyboard.
    (event.target as Element).closest<HTMLElement>('[role=gridcell]')?.focus({ preventScroll: true });
  };
  const onContextMenu = (event: MouseEvent): void => {
    const cell = layout.cells[placeAt(layout, event)];
    if (cell) intents.activate(cell.id);
  };

  const heads = { row: across ? 1 : 0, column: down ? 1 : 0 };
  return (
    <div
      ref={scroller}
      class={`scroller ${layout.kind}`}
      role="grid"
      aria-label={text(layout.kind === 'ranking' ? 'variantsByScore' : 'variants')}
      aria-rowcount={layout.rows + (layout.kind === 'table' ? heads.row : 0)}
      aria-colcount={layout.columns + (layout.kind === 'table' ? heads.column : 0)}
      aria-multiselectable
      style={{
        '--picture-height': `${layout.pictureHeight}px`,
        '--state-lines': Math.max(2, Math.floor((layout.pictureHeight - 10) / STATE_LINE_PX)),
        '--row-height': `${layout.rowHeight}px`,
        '--head-width': `${layout.headWidth}px`,
        '--head-height': `${layout.headHeight}px`,
      }}
      onScroll={lookAgain}
      onFocusIn={() => {
        hasFocus.current = true;
      }}
      onFocusOut={({ relatedTarget }) => {
        // Without a next element the focused one was removed, or the window lost the focus.
        if (relatedTarget !== null)
          hasFocus.current = scroller.current?.contains(relatedTarget as Node) === true;
      }}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onDblClick={(event) => {
        const cell = layout.cells[placeAt(layout, event)];
        if (cell) intents.enlarge(cell.id);
      }}
      onContextMenu={onContextMenu}
    >
      <div
        class="rows"
        role="presentation"
        style={{ width: `${layout.width}px`, height: `${layout.height}px` }}
      >
        {layout.kind === 'table' && across && (
          <ColumnHeads
            layout={layout}
            across={across}
            down={down}
            first={shown.firstColumn}
            last={shown.lastColumn}
          />
        )}
        {rowsOf(layout, shown, activePlace).map(({ row, places }) => (
          <div
            key={row}
            class="row"
            role="row"
            aria-rowindex={row + 1 + (layout.kind === 'table' ? heads.row : 0)}
            style={{ transform: `translateY(${row * layout.rowHeight}px)` }}
          >
            {layout.kind === 'table' && down && (
              <RowHead axis={down} index={row} hasCorner={across !== undefined} />
            )}
            {places.map((place) => {
              const cell = layout.cells[place];
              const column = place % layout.columns;
              const left = layout.headWidth + column * layout.columnWidth;
              const columnIndex = column + 1 + (layout.kind === 'table' ? heads.column : 0);
              if (!cell) {
                return <div key={`p${place}`} class="noCell" role="gridcell" aria-colindex={columnIndex} />;
              }
              const image = leadImage(cell)?.id;
              const chosenAs = chosen.findIndex((each) => each.cell === cell.id) + 1;
              return (
                <Cell
                  key={cell.id}
                  cell={cell}
                  url={image === undefined ? undefined : thumbnails.url(image)}
                  hasNoThumbnail={image !== undefined && thumbnails.hasFailed(image)}
                  chosenAs={chosenAs === 0 ? undefined : chosenAs}
                  isActive={place === activePlace}
                  columnIndex={columnIndex}
                  left={left + GAP_PX}
                  width={layout.columnWidth - GAP_PX}
                  caption={layout.kind === 'ranking' ? placeName(snapshot, cell) : undefined}
                  onAct={intents.act}
                  text={text}
                  number={number}
                />
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}

/** Of the words in a place without an image. */
const STATE_LINE_PX = 16;

interface DrawnRow {
  readonly row: number;
  readonly places: readonly number[];
}

/** Those in view, and the one with the focus wherever it is: a focus that leaves the page is lost. */
function rowsOf(layout: Layout, shown: Window, active: number): readonly DrawnRow[] {
  const rows = new Map<number, number[]>();
  for (const place of placesOf(layout, shown, active)) {
    const row = Math.floor(place / layout.columns);
    rows.set(row, [...(rows.get(row) ?? []), place]);
  }
  return [...rows].sort(([one], [other]) => one - other).map(([row, places]) => ({ row, places }));
}

function placesOf({ columns, cells }: Layout, shown: Window, active: number): readonly number[] {
  const places: number[] = [];
  for (let row = shown.firstRow; row <= shown.lastRow; row++) {
    for (let column = shown.firstColumn; column <= shown.lastColumn; column++) {
      const place = row * columns + column;
      if (place < cells.length) places.push(place);
    }
  }
  return active < 0 || places.includes(active)
    ? places
    : [...places, active].sort((one, other) => one - other);
}

function isSameWindow(one: Window, other: Window): boolean {
  return (
    one.firstRow === other.firstRow &&
    one.lastRow === other.lastRow &&
    one.firstColumn === other.firstColumn &&
    one.lastColumn === other.lastColumn
  );
}

function placeAt({ cells }: Layout, { target }: Event): number {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[role=gridcell]') : null;
  const id = cell?.dataset['id'];
  return id === undefined ? -1 : cells.findIndex((each) => each?.id === id);
}
