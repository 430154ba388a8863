import assert from 'node:assert/strict';
import type { RunPlan } from '../../../../src/core/promptFiles/runs/plan';
import type { ItemState, RunSnapshot } from '../../../../src/core/promptFiles/runs/queue';
import {
  failuresOf,
  lensTitle,
  makeLabel,
  outcomeMessage,
  planDetail,
} from '../../../../src/features/promptFiles/run/runText';
import { english } from '../../platform/english';

const plan: RunPlan = { cells: 48, made: 12, inDoubt: 0, toGo: 36, imagesToGo: 36, priceUsd: 1.44 };

const madeState = (wasMadeBefore: boolean): ItemState => ({
  kind: 'made',
  wasMadeBefore,
  made: { images: [{ sha256: 'a' }], madeAt: '', priceUsd: 0.04 },
});

function snapshot(states: readonly ItemState[], more: Partial<RunSnapshot> = {}): RunSnapshot {
  const items = states.map((state, index) => ({ key: String(index), state }));
  return {
    status: 'finished',
    items: items as unknown as RunSnapshot['items'],
    plan,
    spentUsd: 0.08,
    mayBeCharged: false,
    ...more,
  };
}

describe('the words around running a prompt file', () => {
  it('says number and price above the file', () => {
    assert.equal(lensTitle({ results: 4, priceUsd: 0.16 }, english), 'Run · 4 images, about $0.16');
    assert.equal(lensTitle({ results: 1, priceUsd: 0 }, english), 'Run · 1 image, free');
    assert.equal(lensTitle({ results: 2 }, english), 'Run · 2 images, price not known');
    assert.equal(lensTitle(undefined, english), 'Run');
  });

  it('says what Enter makes, and what costs nothing', () => {
    assert.equal(makeLabel(plan, english), 'Make 36 Images · $1.44');
    assert.equal(planDetail(plan, english), '12 cells were made before and cost nothing.');
    assert.equal(planDetail({ ...plan, made: 0 }, english), undefined);
    assert.equal(
      planDetail({ ...plan, made: 1, inDoubt: 2 }, english),
      '1 cell was made before and costs nothing. 2 were sent before and nothing came of them; they may have been charged.',
    );
  });

  it('tells what was saved, and what had been made before', () => {
    const states = [madeState(false), madeState(false), madeState(true)];
    assert.equal(
      outcomeMessage('hero.imgprompt.md', snapshot(states), false, english)?.text,
      'hero.imgprompt.md: saved 2 images (about $0.08). 1 cell was made before and cost nothing.',
    );
  });

  it('says at the budget how much is to go, and offers to go on', () => {
    const stopped = snapshot([madeState(false), { kind: 'waiting' }], {
      status: 'stopped',
      stoppedBy: { kind: 'budgetReached', spentUsd: 10, limitUsd: 10, priceUsd: 0.04 },
      plan: { ...plan, imagesToGo: 21 },
    });
    const message = outcomeMessage('hero', stopped, false, english);
    assert.equal(message?.text, "Stopped at today's budget with 21 to go. Everything made is kept.");
    assert.deepEqual(message.actions, ['retry', 'changeBudget', 'showInGallery']);
    assert.deepEqual(failuresOf(stopped), []);
  });

  it('reports each kind of failure once, and a cancelled cell not at all', () => {
    const failed: ItemState = {
      kind: 'failed',
      error: { kind: 'contentFiltered', stage: 'prompt', count: 1 },
      mayBeCharged: true,
    };
    const cancelled: ItemState = { kind: 'failed', error: { kind: 'cancelled' }, mayBeCharged: false };
    assert.deepEqual(
      failuresOf(snapshot([failed, failed, cancelled])).map(({ kind }) => kind),
      ['contentFiltered'],
    );
  });

  it('says nothing after a cancel before anything was sent', () => {
    const none = snapshot([{ kind: 'cancelled', mayBeCharged: false }], { status: 'cancelled' });
    assert.equal(outcomeMessage('hero', none, false, english), undefined);
  });
});
