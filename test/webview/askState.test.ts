import assert from 'node:assert/strict';
import type { AskMessageView, AskSnapshot } from '../../src/protocol/ask';
import { reduceAsk, type AskState } from '../../webview-ui/studio/ask/askState';

const answer: AskMessageView = {
  id: 'a1',
  role: 'assistant',
  name: 'Claude',
  text: 'A br',
  isWriting: true,
  canEdit: false,
};

function snapshot(change: Partial<AskSnapshot> = {}): AskSnapshot {
  return {
    revision: 1,
    conversation: 'c1',
    images: [],
    purposes: [],
    messages: [answer],
    model: 'Claude',
    isBusy: true,
    price: 'free',
    notices: [],
    ...change,
  };
}

const shown: AskState = { draft: '', snapshot: snapshot() };

describe("the state of the tab 'Ask'", () => {
  it('shows a message anew while it is being written', () => {
    const message = { ...answer, text: 'A brass lamp' };
    const state = reduceAsk(shown, { kind: 'askMessage', message });
    assert.equal(state.snapshot?.messages[0]?.text, 'A brass lamp');
  });

  it('takes no piece of an answer that has ended, or that is gone', () => {
    const ended: AskState = {
      draft: '',
      snapshot: snapshot({ messages: [{ ...answer, text: 'A brass lamp.', isWriting: false }] }),
    };
    assert.equal(reduceAsk(ended, { kind: 'askMessage', message: answer }), ended);
    assert.equal(reduceAsk(shown, { kind: 'askMessage', message: { ...answer, id: 'other' } }), shown);
  });

  it('keeps the newer of two snapshots', () => {
    const state = reduceAsk(
      { draft: '', snapshot: snapshot({ revision: 5 }) },
      { kind: 'askSnapshot', snapshot: snapshot({ revision: 4, price: 'late' }) },
    );
    assert.equal(state.snapshot?.price, 'free');
  });

  it('edits a message in the box, and forgets it when it is sent or given up', () => {
    const question = { ...answer, id: 'q1', role: 'user' as const, text: 'What?', canEdit: true };
    const editing = reduceAsk(shown, { kind: 'askEditing', message: question });
    assert.deepEqual([editing.draft, editing.replaces], ['What?', 'q1']);
    for (const action of [{ kind: 'askSent' }, { kind: 'askEditing', message: undefined }] as const) {
      const after = reduceAsk(editing, action);
      assert.deepEqual([after.draft, after.replaces], ['', undefined]);
    }
  });
});
