import assert from 'node:assert/strict';
import { gridSnapshot } from '../../../../../src/features/promptFiles/grid/snapshot';
import { imageId, readImageId } from '../../../../../src/features/promptFiles/grid/gridState';
import type { GridState } from '../../../../../src/features/promptFiles/grid/gridState';
import type { GridSnapshot } from '../../../../../src/protocol/grid';
import { english } from '../../../platform/english';
import {
  cancelled,
  cells,
  failed,
  inDoubt,
  judgement,
  made,
  making,
  run,
  shaOf,
  stateOf,
  table,
  waiting,
} from './world';

const snapshotOf = (own: Partial<GridState>): GridSnapshot => gridSnapshot(stateOf(own), english);

const actionsOf = ({ menu }: GridSnapshot): readonly string[] => menu.flat().map(({ action }) => action);

describe('a grid in words', () => {
  it('says number, price and prompts before anything is made', () => {
    const {
      main,
      preview,
      status,
      made: count,
      toGo,
      menu,
      ratio,
    } = snapshotOf({
      run: run('paused', [made(1, true), waiting, waiting, waiting, waiting, waiting]),
      hasBegun: false,
    });
    assert.equal(status, 'notStarted');
    assert.deepEqual(main, { action: 'make', label: 'Make 5 · $0.20' });
    assert.deepEqual([count, toGo], ['1 of 6 made', '5 to go']);
    assert.equal(preview?.summary, '5 images, about $0.20');
    assert.deepEqual(preview.prompts, ['kite 1', 'kite 2', 'kite 3', 'kite 4', 'kite 5']);
    assert.equal(preview.more, undefined);
    assert.ok(!menu.flat().some(({ action }) => action === 'cancel'), 'there is nothing to cancel');
    assert.equal(ratio, undefined);
  });

  it('says what was made before, and shows no preview once it has begun', () => {
    const { lines, preview } = snapshotOf({ run: run('paused', [made(1, true), waiting]) });
    assert.deepEqual(lines, ['1 cell was made before and costs nothing.']);
    assert.equal(preview, undefined);
  });

  it('shows ten prompts at most', () => {
    const many = Array.from({ length: 14 }, (_, index) => {
      const [first] = cells;
      assert.ok(first);
      const wish = { ...first.wish, prompt: `kite ${index}` };
      return { key: `k${index}`, cell: { ...first, wish, key: `k${index}` }, state: waiting };
    });
    const { preview } = snapshotOf({ run: { ...run('paused', []), items: many }, hasBegun: false });
    assert.equal(preview?.prompts.length, 10);
    assert.equal(preview.more, 'and 4 more prompts');
  });

  it('pauses while it runs, resumes what waits, retries what failed', () => {
    const mainOf = (own: GridState['run']): GridSnapshot['main'] => snapshotOf(own ? { run: own } : {}).main;
    assert.deepEqual(mainOf(run('running', [made(1), making, waiting])), { action: 'pause', label: 'Pause' });
    assert.deepEqual(mainOf(run('stopped', [made(1), waiting, waiting, failed])), {
      action: 'resume',
      label: 'Resume · $0.08',
    });
    assert.deepEqual(mainOf(run('cancelled', [made(1), cancelled, cancelled, failed])), {
      action: 'resume',
      label: 'Resume · $0.08',
    });
    assert.deepEqual(mainOf(run('finished', [made(1), failed])), {
      action: 'retryFailed',
      label: 'Retry 1 Failed · $0.04',
    });
    assert.equal(mainOf(run('finished', [made(1), made(2)])), undefined);
  });

  it('does not count as to go what failed, was cancelled or is in doubt', () => {
    const { toGo, progress } = snapshotOf({
      run: run('running', [made(1), waiting, making, failed, cancelled, inDoubt]),
    });
    assert.equal(toGo, '2 to go, 1 failed, 1 cancelled, 1 in doubt');
    assert.equal(progress, 1 / 6);
  });

  it('says so where a price is not known', () => {
    const unpriced = run('paused', [waiting, waiting]);
    const items = unpriced.items.map((item) => ({ ...item, cell: { ...item.cell, priceUsd: undefined } }));
    const { main, preview } = snapshotOf({ run: { ...unpriced, items }, hasBegun: false });
    assert.equal(main?.label, 'Make 2 · price not known');
    assert.equal(preview?.summary, '2 images, price not known');
  });

  it('offers in its menu only what can be done now', () => {
    assert.deepEqual(actionsOf(snapshotOf({ run: run('paused', [waiting]), hasBegun: false })), ['openFile']);
    assert.deepEqual(actionsOf(snapshotOf({ run: run('running', [made(1), made(2), making, failed]) })), [
      'cancel',
      'retryFailed',
      'judgeAll',
      'heatmap',
      'exportHtml',
      'exportCsv',
      'exportJson',
      'openFile',
    ]);
    const doubtful = snapshotOf({ run: run('paused', [inDoubt, waiting]) });
    assert.deepEqual(doubtful.menu[0]?.at(-1), {
      action: 'repeatDoubtful',
      label: 'Make 1 in Doubt Again · $0.04',
    });
    assert.deepEqual(doubtful.lines, ['1 was sent before and nothing came of it; it may have been charged.']);
    const judged = { run: run('finished', [made(1)]), judgements: new Map([[shaOf(1), judgement(8)]]) };
    assert.ok(actionsOf(snapshotOf(judged)).includes('sortByScore'));
    assert.ok(actionsOf(snapshotOf({ ...judged, isSortedByScore: true })).includes('sortAsTable'));
  });

  it('orders by score, what nobody judged last', () => {
    const { ranking } = snapshotOf({
      run: run('finished', [made(1), made(2), made(3), waiting]),
      judgements: new Map([
        [shaOf(1), judgement(6)],
        [shaOf(2), judgement(9)],
      ]),
      isSortedByScore: true,
    });
    assert.deepEqual(ranking, ['0:0:1', '0:0:0', '0:1:0']);
  });
});

describe('a cell of a grid', () => {
  const viewOf = (index: number, own: Partial<GridState>): GridSnapshot['cells'][number] => {
    const cell = snapshotOf(own).cells[index];
    assert.ok(cell);
    return cell;
  };

  it('says where it stands in line', () => {
    const own = { run: run('running', [making, waiting, waiting]) };
    assert.deepEqual(viewOf(2, own).state, { kind: 'waiting', place: 2 });
    assert.equal(viewOf(2, own).label, 'flat, seed 2, waiting, number 2 in line');
    assert.equal(viewOf(2, { ...own, hasBegun: false }).label, 'flat, seed 2, not made yet');
  });

  it('says since when it is being made', () => {
    const key = cells[0]?.key ?? '';
    const { state } = viewOf(0, { run: run('running', [making]), since: new Map([[key, 1234]]) });
    assert.deepEqual(state, { kind: 'making', since: 1234 });
  });

  it('says why it failed, with the buttons that help', () => {
    const key = cells[0]?.key ?? '';
    const { state, label } = viewOf(0, {
      run: run('finished', [failed]),
      failures: new Map([[key, { text: 'The content filter held it back.', buttons: ['Edit Prompt'] }]]),
    });
    assert.deepEqual(state, {
      kind: 'failed',
      text: 'The content filter held it back.',
      actions: [{ id: `${key}:0`, label: 'Edit Prompt' }],
    });
    assert.equal(label, 'flat, seed 1, failed: The content filter held it back.');
  });

  it('tells what was paid for by an earlier run, what won, and what somebody wrote', () => {
    const key = cells[0]?.key ?? '';
    const view = viewOf(0, {
      run: run('finished', [made(1, true), made(2)]),
      accepted: [shaOf(1)],
      marks: new Map([[key, { isStarred: true, note: 'Good tail.' }]]),
      judgements: new Map([
        [shaOf(1), judgement(9)],
        [shaOf(2), judgement(7)],
      ]),
    });
    assert.deepEqual(view.state, { kind: 'made', wasMadeBefore: true });
    assert.deepEqual(view.images, [
      {
        id: `0:0:0/${shaOf(1)}`,
        name: '1.png',
        score: 9,
        scoreLabel: '9 excellent',
        isBest: true,
        isAccepted: true,
      },
    ]);
    assert.equal(
      view.label,
      'flat, seed 1, made before, score 9 excellent, best, in use, starred, has a note',
    );
  });

  it('calls none the best where only one was judged', () => {
    const { images } = viewOf(0, {
      run: run('finished', [made(1), made(2)]),
      judgements: new Map([[shaOf(1), judgement(9)]]),
    });
    assert.equal(images[0]?.isBest, false);
  });

  it('shows the images that are there while another of the same place is being made', () => {
    const [first, second] = cells;
    assert.ok(first && second);
    const both = {
      ...table,
      cells: [{ id: '0:0:0', column: 0, row: 0, tab: 0, title: '', keys: [first.key, second.key] }],
    };
    const view = viewOf(0, { table: both, run: run('running', [made(1), making]) });
    assert.equal(view.state.kind, 'making');
    assert.equal(view.images.length, 1);
    const done = viewOf(0, { table: both, run: run('finished', [made(1), made(2)]) });
    assert.equal(done.label, 'made, 2 images');
  });

  it('names an image to the page so that it is found again', () => {
    assert.deepEqual(readImageId(imageId({ id: '1:2:3' }, shaOf(4))), { cell: '1:2:3', sha256: shaOf(4) });
    assert.equal(readImageId('nothing'), undefined);
  });
});
