import assert from 'node:assert/strict';
import { findAgain, readOrigin } from '../../../../src/features/video/origin';

describe('the place that a film was asked for from', () => {
  it('is found again where text was added before it', () => {
    assert.equal(findAgain('New line.\nA kite.\n', { text: 'A kite.', start: 0 }), 10);
  });

  it('is the nearest where the same words stand twice', () => {
    const document = 'A kite. One. A kite. Two.';
    assert.equal(findAgain(document, { text: 'A kite.', start: 1 }), 0);
    assert.equal(findAgain(document, { text: 'A kite.', start: 12 }), 13);
  });

  it('is gone where the words are', () => {
    assert.equal(findAgain('Something else', { text: 'A kite.', start: 0 }), undefined);
  });

  it('is read only from what is one', () => {
    assert.equal(readOrigin(undefined), undefined);
    assert.equal(readOrigin({ document: 7 }), undefined);
    const origin = { document: 'file:///a.md', text: 'A kite.', start: 3 };
    assert.deepEqual(readOrigin(origin), origin);
  });
});
