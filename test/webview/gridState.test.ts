import assert from 'node:assert/strict';
import type { GridSnapshot } from '../../src/protocol/grid';
import { readKept } from '../../webview-ui/grid/kept';
import { commandOf } from '../../webview-ui/grid/keys';
import { layOut, moved, scrolledTo, windowOf } from '../../webview-ui/grid/layout';
import {
  initialState,
  keptOf,
  leadImage,
  neighborOf,
  placeName,
  reduce,
  type GridAction,
  type GridState,
} from '../../webview-ui/grid/state';
import { cellAt, image, tableOf } from './gridHost';

function snapshotOf(changes: Partial<GridSnapshot> = {}): GridSnapshot {
  return {
    revision: 1,
    title: 'hero: Grid',
    isOffline: false,
    isLoading: false,
    held: [],
    ...tableOf(3, 2),
    status: 'running',
    made: '',
    progress: 0,
    menu: [],
    notices: [],
    lines: [],
    ...changes,
  };
}

function after(...actions: readonly GridAction[]): GridState {
  const first: GridAction = { kind: 'snapshot', snapshot: snapshotOf() };
  return [first, ...actions].reduce(reduce, initialState(readKept(undefined)));
}

const choose = (cell: string): GridAction => ({ kind: 'toggled', chosen: { cell, image: `${cell}:i` } });

describe("the grid's state", () => {
  it('begins at the first cell', () => {
    assert.equal(after().active, 'c0.0.0');
  });

  it('takes two for Compare: a third takes the place of the oldest, and the same again goes out', () => {
    const chosen = (state: GridState): readonly string[] => state.chosen.map(({ cell }) => cell);
    const three = after(choose('c0.0.0'), choose('c1.0.0'), choose('c2.0.0'));
    assert.deepEqual(chosen(three), ['c1.0.0', 'c2.0.0']);
    assert.deepEqual(chosen(reduce(three, choose('c1.0.0'))), ['c2.0.0']);
  });

  it('compares two, and not one', () => {
    assert.equal(after(choose('c0.0.0'), { kind: 'compared' }).view.kind, 'all');
    const two = after(choose('c0.0.0'), choose('c1.0.0'), { kind: 'compared' });
    assert.deepEqual(two.view, { kind: 'compared', left: 'c0.0.0:i', right: 'c1.0.0:i' });
    assert.deepEqual(reduce(two, { kind: 'swapped' }).view, {
      kind: 'compared',
      left: 'c1.0.0:i',
      right: 'c0.0.0:i',
    });
  });

  it('leaves a comparison and a selection whose image is gone', () => {
    const cells = tableOf(3, 2).cells.map((cell) => (cell.id === 'c1.0.0' ? { ...cell, images: [] } : cell));
    const state = after(
      choose('c0.0.0'),
      choose('c1.0.0'),
      { kind: 'compared' },
      { kind: 'snapshot', snapshot: snapshotOf({ revision: 2, cells }) },
    );
    assert.equal(state.view.kind, 'all');
    assert.deepEqual(state.chosen, [{ cell: 'c0.0.0', image: 'c0.0.0:i' }]);
  });

  it('keeps the objects of cells that have not changed', () => {
    const before = after();
    const cells = tableOf(3, 2).cells.map((cell) =>
      cell.id === 'c1.1.0' ? { ...cell, isStarred: true } : cell,
    );
    const now = reduce(before, { kind: 'snapshot', snapshot: snapshotOf({ revision: 2, cells }) });
    const same = now.snapshot?.cells.filter((cell) => before.snapshot?.cells.includes(cell));
    assert.equal(same?.length, 5);
  });

  it('opens what a judge says anew, and not what was said before the window was opened', () => {
    const judgement = { title: 'Judge', summary: 'Good.', images: [], sent: '' };
    const kept = reduce(initialState(readKept(undefined)), {
      kind: 'snapshot',
      snapshot: snapshotOf({ judgement }),
    });
    assert.equal(kept.isJudgementOpen, false);
    const told = after({ kind: 'snapshot', snapshot: snapshotOf({ revision: 2, judgement }) });
    assert.equal(told.isJudgementOpen, true);
    const closed = reduce(told, { kind: 'judgement', isOpen: false });
    const again = reduce(closed, { kind: 'snapshot', snapshot: snapshotOf({ revision: 3, judgement }) });
    assert.equal(again.isJudgementOpen, false);
  });

  it('reads back what it keeps, and begins anew with what is none of it', () => {
    const state = after(choose('c1.1.0'), { kind: 'enlarged', id: 'c2.1.0' });
    const kept = readKept(JSON.parse(JSON.stringify(keptOf(state))));
    assert.deepEqual(kept, {
      tab: 0,
      active: 'c2.1.0',
      place: { column: 2, row: 1 },
      chosen: [{ cell: 'c1.1.0', image: 'c1.1.0:i' }],
      enlarged: 'c2.1.0',
      mode: 'sideBySide',
    });
    for (const strange of [null, 7, 'text', { tab: -1, place: 'here', chosen: [{}], mode: 3, active: 4 }]) {
      assert.deepEqual(readKept(strange), {
        tab: 0,
        place: { column: 0, row: 0 },
        chosen: [],
        mode: 'sideBySide',
      });
    }
  });

  it('lets the accepted image stand for a cell, then the best, then the first', () => {
    const images = [image('a'), image('b', { isBest: true }), image('c', { isAccepted: true })];
    assert.equal(leadImage(cellAt(0, 0, 0, { images }))?.id, 'c');
    assert.equal(leadImage(cellAt(0, 0, 0, { images: images.slice(0, 2) }))?.id, 'b');
    assert.equal(leadImage(cellAt(0, 0, 0, { images: images.slice(0, 1) }))?.id, 'a');
  });

  it('names a place by its headings, a bare number with its axis', () => {
    assert.equal(placeName(snapshotOf(), cellAt(1, 1, 0)), 'line · seed 2');
    assert.equal(placeName({}, cellAt(0, 0, 0)), '');
  });

  it('finds the neighbor in the table, and in the order of the scores', () => {
    const state = after();
    const id = (key: string, from = cellAt(1, 0, 0), of = state): string | undefined =>
      neighborOf(of, from, key)?.id;
    assert.deepEqual(
      ['ArrowLeft', 'ArrowRight', 'ArrowDown', 'ArrowUp', 'x'].map((key) => id(key)),
      ['c0.0.0', 'c2.0.0', 'c1.1.0', undefined, undefined],
    );
    const ranking = ['c2.1.0', 'c1.0.0', 'c0.1.0'];
    const ranked = after({ kind: 'snapshot', snapshot: snapshotOf({ revision: 2, ranking }) });
    assert.deepEqual(
      ['ArrowLeft', 'ArrowDown'].map((key) => id(key, cellAt(1, 0, 0), ranked)),
      ['c2.1.0', 'c0.1.0'],
    );
  });
});

describe("the grid's layout", () => {
  it('gives every cell a place, whatever the host sends', () => {
    const strange = [...tableOf(3, 2).cells, cellAt(9, 0, 0), cellAt(0, 9, 0), cellAt(0, 0, 1)];
    const layout = layOut(snapshotOf({ cells: strange }), 0, 800);
    assert.equal(layout.cells.length, 6);
    assert.ok(layout.cells.every((cell) => cell !== undefined));
  });

  it('keeps a column wide enough for a thumbnail, and no wider than it can fill', () => {
    for (const width of [0, 200, 360, 800, 3000]) {
      const { columnWidth } = layOut(snapshotOf(), 0, width);
      assert.ok(columnWidth >= 148 && columnWidth <= 256, `${columnWidth} at ${width}`);
    }
  });

  it('keeps room for wide, square and high images', () => {
    const heights = [3, 16 / 9, 1, 0.4].map((ratio) => layOut(snapshotOf({ ratio }), 0, 800).pictureHeight);
    assert.deepEqual(
      heights,
      [...heights].sort((one, other) => one - other),
    );
    assert.ok((heights[0] ?? 0) >= 88 && (heights[3] ?? 0) <= 244);
  });

  it('draws what is seen with a little around it, at each end of a large table', () => {
    const layout = layOut({ ...tableOf(20, 20) }, 0, 800);
    const view = { clientWidth: 800, clientHeight: 600, scrollTop: 0, scrollLeft: 0 };
    const start = windowOf(layout, view);
    assert.deepEqual([start.firstRow, start.firstColumn], [0, 0]);
    assert.ok(start.lastRow < 8 && start.lastColumn < 9);
    const end = windowOf(layout, { ...view, scrollTop: layout.height, scrollLeft: layout.width });
    assert.deepEqual([end.lastRow, end.lastColumn], [19, 19]);
  });

  it('scrolls no further than it must', () => {
    const layout = layOut({ ...tableOf(20, 20) }, 0, 800);
    const view = { clientWidth: 800, clientHeight: 600, scrollTop: 0, scrollLeft: 0 };
    assert.deepEqual(scrolledTo(layout, 0, view), { top: 0, left: 0 });
    const far = scrolledTo(layout, 399, view);
    assert.ok(far.top > 0 && far.left > 0);
    assert.deepEqual(scrolledTo(layout, 399, { ...view, scrollTop: far.top, scrollLeft: far.left }), far);
  });

  it('leads from a list to its shorter last row', () => {
    const cells = tableOf(3, 2).cells;
    const layout = layOut({ cells, ranking: cells.map(({ id }) => id).slice(0, 5) }, 0, 3 * 156 + 8);
    assert.equal(layout.columns, 3);
    assert.equal(moved(layout, 2, 'ArrowDown', false, 400), 4);
    assert.equal(moved(layout, 2, 'ArrowRight', false, 400), 3);
    assert.equal(moved(layout, 4, 'ArrowRight', false, 400), 4);
    assert.equal(moved(layout, 0, 'Escape', false, 400), undefined);
  });
});

describe("the grid's keys", () => {
  const press = (key: string, changes: Partial<KeyboardEvent> = {}): string | undefined =>
    commandOf({
      key,
      code: '',
      ctrlKey: false,
      metaKey: false,
      altKey: false,
      shiftKey: false,
      isComposing: false,
      ...changes,
    });

  it('reads letters in either case, and by their place in other scripts', () => {
    assert.deepEqual([press('u'), press('U'), press('г', { code: 'KeyU' })], ['use', 'use', 'use']);
    // On a French keyboard the key at the place of Q is an A.
    assert.equal(press('a', { code: 'KeyU' }), undefined);
  });

  it('leaves to others what is held with Ctrl, Cmd or Alt, and what is being composed', () => {
    for (const held of ['ctrlKey', 'metaKey', 'altKey', 'isComposing'] as const) {
      assert.equal(press('u', { [held]: true }), undefined, held);
    }
  });
});
