import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { askCheckers, answerActions, askMenuActions } from '../../../src/protocol/ask';

const takes = (method: keyof typeof askCheckers, params: unknown): boolean =>
  z.safeParse(askCheckers[method], params).success;

describe("the checkers of the tab 'Ask'", () => {
  it('refuse for every method what is no object', () => {
    for (const method of Object.keys(askCheckers) as (keyof typeof askCheckers)[]) {
      for (const params of [undefined, null, 0, '', 'x', true]) {
        assert.equal(takes(method, params), false, `${method} ${String(params)}`);
      }
    }
  });

  it('take only ids of conversations that the host makes', () => {
    assert.ok(takes('ask.ready', {}));
    assert.ok(takes('ask.ready', { conversation: '0123abcd-0123-0123-0123-0123456789ab' }));
    assert.equal(takes('ask.ready', { conversation: '../../secrets' }), false);
  });

  it('take questions up to a limit', () => {
    assert.ok(takes('ask.send', { text: 'What is this?', replaces: 'm1' }));
    assert.equal(takes('ask.send', { text: 'x'.repeat(200_001) }), false);
  });

  it('know every action, and no other', () => {
    for (const action of answerActions) assert.ok(takes('ask.answer', { message: 'm', action }));
    for (const action of askMenuActions) assert.ok(takes('ask.menu', { action }));
    assert.equal(takes('ask.answer', { message: 'm', action: 'run' }), false);
    assert.equal(takes('ask.menu', { action: 'run' }), false);
  });
});
