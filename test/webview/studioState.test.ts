import assert from 'node:assert/strict';
import type { StudioSnapshot } from '../../src/protocol/studio';
import {
  activeCandidate,
  candidateToShow,
  draftOr,
  initialState,
  keptOf,
  layoutFor,
  reduce,
  type StudioAction,
  type StudioState,
} from '../../webview-ui/studio/state';
import { readyCandidate, studioSnapshot, waitingCandidate } from './studioHost';

function after(...actions: readonly StudioAction[]): StudioState {
  return actions.reduce(reduce, initialState('wide', {}));
}

function shown(change: Partial<StudioSnapshot> = {}): StudioAction {
  return { kind: 'snapshot', snapshot: studioSnapshot(change) };
}

describe("the Studio's state", () => {
  it('knows a snapshot that comes late, and keeps the newer one', () => {
    const state = after(shown({ revision: 5, spent: 'new' }), shown({ revision: 4, spent: 'old' }));
    assert.equal(state.snapshot?.spent, 'new');
  });

  it('keeps what is being typed while snapshots with the older text arrive', () => {
    const state = after(
      shown(),
      { kind: 'edited', id: 'prompt', value: 'a tall fern in' },
      shown({ revision: 2 }),
    );
    assert.equal(draftOr(state, 'prompt', 'a tall fern'), 'a tall fern in');
  });

  it('shows what was looked at again, else the newest result that waits', () => {
    const candidates = [
      readyCandidate(1),
      readyCandidate(2),
      readyCandidate(3, true),
      waitingCandidate(4, 0),
    ];
    const { active } = reduce(initialState('wide', { active: 'candidate:1' }), shown({ candidates }));
    assert.equal(active, 'candidate:1');
    assert.equal(candidateToShow(studioSnapshot({ candidates }), active)?.number, 1);
    assert.equal(candidateToShow(studioSnapshot({ candidates }), undefined)?.number, 2);
    const chosen = 'candidate:3';
    assert.equal(candidateToShow(studioSnapshot({ candidates, chosen }), active), undefined);
  });

  it('lets the host decide once it has answered', () => {
    const state = after(
      shown(),
      { kind: 'edited', id: 'count', value: 9 },
      { kind: 'answered', id: 'count', value: 9 },
      shown({ revision: 2, count: { value: 5, max: 5 } }),
    );
    assert.equal(draftOr(state, 'count', 5), 5);
  });

  it('takes an answer to an older text for no answer to the newer one', () => {
    const state = after(
      shown(),
      { kind: 'edited', id: 'prompt', value: 'a' },
      { kind: 'edited', id: 'prompt', value: 'ab' },
      { kind: 'answered', id: 'prompt', value: 'a' },
      shown({ revision: 2 }),
    );
    assert.equal(draftOr(state, 'prompt', 'a tall fern'), 'ab');
  });

  it('makes the candidate active that the host has chosen, and keeps the one the user went to', () => {
    const candidates = [readyCandidate(1), readyCandidate(2), waitingCandidate(3, 0)];
    const chosen = after(shown({ candidates, chosen: 'candidate:2' }));
    assert.equal(activeCandidate(chosen)?.number, 2);
    const moved = [
      { kind: 'activated', id: 'candidate:3' } as const,
      shown({ revision: 2, candidates, chosen: 'candidate:2' }),
    ].reduce(reduce, chosen);
    assert.equal(activeCandidate(moved)?.number, 3);
  });

  it('goes to the next candidate when one is discarded, and back at the end of the strip', () => {
    const candidates = [readyCandidate(1), readyCandidate(2), readyCandidate(3)];
    const start = after(shown({ candidates, chosen: 'candidate:2' }));
    const discarded = reduce(start, { kind: 'discarded', ids: ['candidate:2'] });
    assert.equal(discarded.active, 'candidate:3');
    assert.deepEqual(discarded.discarded, { ids: ['candidate:2'], number: 2 });
    const last = reduce({ ...start, active: 'candidate:3' }, { kind: 'discarded', ids: ['candidate:3'] });
    assert.equal(last.active, 'candidate:2');
  });

  it('is not called back by an answer to an earlier step through the strip', () => {
    const candidates = [readyCandidate(1), readyCandidate(2), readyCandidate(3)];
    const state = after(
      shown({ candidates, chosen: 'candidate:1' }),
      { kind: 'activated', id: 'candidate:2' },
      { kind: 'activated', id: 'candidate:3' },
      shown({ revision: 2, candidates, chosen: 'candidate:2' }),
    );
    assert.equal(activeCandidate(state)?.number, 3);
    const settled = reduce(state, shown({ revision: 3, candidates, chosen: 'candidate:3' }));
    const byHost = reduce(settled, shown({ revision: 4, candidates, chosen: 'candidate:1' }));
    assert.equal(activeCandidate(byHost)?.number, 1);
  });

  it('stays at the next candidate when the host then shows none', () => {
    const candidates = [readyCandidate(1), readyCandidate(2), readyCandidate(3)];
    const state = after(
      shown({ candidates, chosen: 'candidate:2' }),
      { kind: 'discarded', ids: ['candidate:2'] },
      shown({ revision: 2, candidates: [readyCandidate(1), readyCandidate(3)] }),
    );
    assert.equal(activeCandidate(state)?.number, 3);
  });

  it('keeps for a reload what was arranged and typed, and no data', () => {
    const state = after(
      shown(),
      { kind: 'edited', id: 'prompt', value: 'typing' },
      { kind: 'edited', id: 'count', value: 2 },
      { kind: 'canvasArranged', settings: { tool: 'wand' } },
    );
    const kept = keptOf(state);
    assert.deepEqual(kept.drafts, { prompt: 'typing' });
    assert.equal(kept.canvasSettings?.tool, 'wand');
    assert.deepEqual(Object.keys(kept).sort(), [
      'active',
      'canvasSettings',
      'compare',
      'drafts',
      'isMoreOpen',
      'place',
    ]);
    const again = reduce(initialState('wide', kept), shown());
    assert.equal(draftOr(again, 'prompt', 'a tall fern'), 'typing');
  });

  it('has three columns from 900 px, two from 600 px, one below', () => {
    assert.deepEqual([1400, 900, 899, 600, 599, 360].map(layoutFor), [
      'wide',
      'wide',
      'medium',
      'medium',
      'narrow',
      'narrow',
    ]);
  });
});
