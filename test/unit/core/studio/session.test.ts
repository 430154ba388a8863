import assert from 'node:assert/strict';
import { newSession, proxySize, taskOf, usualFeatherPx } from '../../../../src/core/studio/session';
import { emptySession, sessionWith } from './samples';

const margins = { left: 0, right: 64, up: 0, down: 0 };

describe('the task of a session', () => {
  for (const [says, session, hasMask, task] of [
    ['makes a new image where there is none', emptySession(), false, 'textToImage'],
    [
      'makes a new image also with a mask and margins left over',
      emptySession({ margins }),
      true,
      'textToImage',
    ],
    ['varies an image', sessionWith(), false, 'imageVariation'],
    ['varies an image also with words', sessionWith({ prompt: 'a fern' }), false, 'imageVariation'],
    ['fills a mask when there are words', sessionWith({ prompt: 'a fern' }), true, 'inpaint'],
    ['removes what is masked when there are none', sessionWith(), true, 'removeObject'],
    ['takes spaces for no words', sessionWith({ prompt: ' \n\t' }), true, 'removeObject'],
    ['extends when an edge was dragged out', sessionWith({ margins }), false, 'outpaint'],
    ['extends also when something is masked', sessionWith({ margins, prompt: 'x' }), true, 'outpaint'],
  ] as const) {
    it(says, () => {
      assert.equal(taskOf(session, hasMask), task);
    });
  }

  for (const taskChoice of ['textToImage', 'inpaint', 'upscale', 'tryOn'] as const) {
    it(`is ${taskChoice} when the user said so, whatever there is`, () => {
      for (const session of [
        emptySession({ taskChoice }),
        sessionWith({ taskChoice, margins, prompt: 'x' }),
      ]) {
        for (const hasMask of [true, false]) assert.equal(taskOf(session, hasMask), taskChoice);
      }
    });
  }
});

describe('a new session', () => {
  it('costs little and knows nothing', () => {
    const session = newSession('x');
    assert.deepEqual(
      [session.count, session.taskChoice, session.spentUsd, session.nextNumber, session.candidates],
      [1, 'automatic', 0, 1, []],
    );
    assert.ok(!('seed' in session) && !('image' in session));
  });
});

describe('sizes that follow the image', () => {
  it('blend over a little, within bounds', () => {
    assert.equal(usualFeatherPx({ width: 1, height: 1 }), 2);
    assert.equal(usualFeatherPx({ width: 4000, height: 3000 }), 16);
    assert.equal(usualFeatherPx({ width: 100, height: 2500 }), 10);
    assert.equal(usualFeatherPx({ width: 60_000, height: 10 }), 32);
  });

  it('paint on the image itself, or on a proxy of its shape where it is large', () => {
    assert.deepEqual(proxySize({ width: 4096, height: 4096 }), { width: 4096, height: 4096 });
    assert.deepEqual(proxySize({ width: 1, height: 1 }), { width: 1, height: 1 });
    assert.deepEqual(proxySize({ width: 8000, height: 6000 }), { width: 4096, height: 3072 });
    assert.deepEqual(proxySize({ width: 3, height: 60_000 }), { width: 1, height: 4096 });
  });
});
