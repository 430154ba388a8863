import assert from 'node:assert/strict';
import { stampSegment } from '../../../../src/core/mask/brush';
import { MaskHistory } from '../../../../src/core/mask/history';
import { createMask, type Mask, type Rectangle } from '../../../../src/core/mask/mask';
import { fillRectangle } from '../../../../src/core/mask/shapes';
import { copy, difference, forSeeds, isInside, type Random } from './random';

function anyRect(random: Random): Rectangle {
  return {
    left: random.whole(-40, 320),
    top: random.whole(-40, 320),
    width: random.whole(1, 200),
    height: random.whole(1, 200),
  };
}

function paint(history: MaskHistory, mask: Mask, label: string, rect: Rectangle, value: number): void {
  history.begin(label);
  history.touch(rect);
  fillRectangle(mask, rect, value);
  history.commit();
}

function noise(mask: Mask, seed: number): void {
  for (let at = 0; at < mask.data.length; at++)
    mask.data[at] = (Math.imul(at + seed, 0x9e3779b1) >>> 24) & 255;
}

const everything = { left: 0, top: 0, width: 1e6, height: 1e6 };

describe('MaskHistory', () => {
  it('goes back and forth through any changes', () => {
    forSeeds(40, (random) => {
      const mask = createMask(random.whole(1, 300), random.whole(1, 300));
      const history = new MaskHistory(mask);
      const states = [copy(mask)];
      let now = 0;
      for (let move = 0; move < 30; move++) {
        const before = copy(mask);
        const action = random.pick('paint', 'paint', 'undo', 'redo', 'cancel');
        if (action === 'undo' || action === 'redo') {
          const target = now + (action === 'undo' ? -1 : 1);
          const done = action === 'undo' ? history.undo() : history.redo();
          if (states[target] === undefined) {
            assert.equal(done, undefined);
          } else {
            now = target;
            assert.ok(isInside(difference(before, mask), done?.rectangle));
          }
        } else {
          const rect = anyRect(random);
          history.begin(action);
          for (let piece = random.whole(1, 3); piece > 0; piece--) {
            history.touch(rect);
            fillRectangle(mask, rect, random.whole(0, 255));
          }
          if (action === 'paint') {
            if (history.commit()) states.splice(++now, Infinity, copy(mask));
          } else {
            assert.ok(isInside(difference(before, mask), history.cancel()));
          }
        }
        assert.deepEqual(mask, states[now]);
        assert.equal(history.canUndo, now > 0);
        assert.equal(history.canRedo, now < states.length - 1);
      }
    });
  });

  it('names what it undid and redid, and where', () => {
    const mask = createMask(300, 300);
    const history = new MaskHistory(mask);
    paint(history, mask, 'rectangle', { left: 10, top: 140, width: 5, height: 5 }, 255);
    const expected = { label: 'rectangle', rectangle: { left: 0, top: 128, width: 128, height: 128 } };
    assert.deepEqual(history.undo(), expected);
    assert.equal(history.undo(), undefined);
    assert.deepEqual(history.redo(), expected);
    assert.equal(history.redo(), undefined);
  });

  it('makes one step of a stroke of many pieces', () => {
    const mask = createMask(400, 100);
    const history = new MaskHistory(mask);
    history.begin('brush');
    for (let x = 0; x < 400; x += 10) {
      history.touch({ left: x - 10, top: 0, width: 40, height: 100 });
      stampSegment(mask, { x, y: 50, radius: 9 }, { x: x + 10, y: 50, radius: 9 }, 255);
    }
    history.commit();
    assert.equal(history.undo()?.label, 'brush');
    assert.ok(mask.data.every((value) => value === 0));
    assert.ok(!history.canUndo);
  });

  it('leaves no step, and keeps what can be redone, when nothing changed', () => {
    const mask = createMask(50, 50);
    const history = new MaskHistory(mask);
    paint(history, mask, 'first', everything, 255);
    history.undo();
    paint(history, mask, 'nothing', everything, 0);
    assert.ok(!history.canUndo);
    assert.equal(history.redo()?.label, 'first');
  });

  it('forgets what was undone after another change', () => {
    const mask = createMask(50, 50);
    const history = new MaskHistory(mask);
    paint(history, mask, 'first', everything, 255);
    history.undo();
    paint(history, mask, 'second', everything, 100);
    assert.ok(!history.canRedo);
    assert.equal(history.undo()?.label, 'second');
  });

  it('commits an open change before it begins, undoes or redoes another', () => {
    const mask = createMask(50, 50);
    const history = new MaskHistory(mask);
    history.begin('first');
    history.touch(everything);
    mask.data.fill(10);
    history.begin('second');
    history.touch(everything);
    mask.data.fill(20);
    assert.ok(history.canUndo);
    assert.equal(history.undo()?.label, 'second');
    assert.equal(mask.data[0], 10);
    assert.equal(history.undo()?.label, 'first');
    assert.equal(mask.data[0], 0);
  });

  it('keeps at most so many steps, the newest', () => {
    const mask = createMask(20, 20);
    const history = new MaskHistory(mask, { maxSteps: 3 });
    for (let value = 1; value <= 7; value++) paint(history, mask, `step ${value}`, everything, value);
    assert.deepEqual(
      [history.undo()?.label, history.undo()?.label, history.undo()?.label],
      ['step 7', 'step 6', 'step 5'],
    );
    assert.equal(history.undo(), undefined);
    assert.equal(mask.data[0], 4);
  });

  it('keeps 100 steps when not told otherwise', () => {
    const mask = createMask(20, 20);
    const history = new MaskHistory(mask);
    for (let value = 1; value <= 150; value++) paint(history, mask, 'step', everything, value);
    let steps = 0;
    while (history.undo() !== undefined) steps++;
    assert.equal(steps, 100);
  });

  it('drops the oldest steps when memory is full', () => {
    const mask = createMask(256, 256);
    const history = new MaskHistory(mask, { maxBytes: 200_000 });
    for (let step = 0; step < 10; step++) {
      history.begin(`step ${step}`);
      history.touch(everything);
      noise(mask, step * 777);
      history.commit();
      assert.ok(history.usedBytes <= 200_000);
    }
    // Noise does not pack: each step takes its 65,536 pixels and a little more.
    const labels = Array.from({ length: 4 }, () => history.undo()?.label);
    assert.deepEqual(labels, ['step 9', 'step 8', 'step 7', undefined]);
    assert.ok(history.usedBytes <= 200_000);
    assert.equal(history.redo()?.label, 'step 7');
  });

  it('keeps no step that alone is too large', () => {
    const mask = createMask(256, 256);
    noise(mask, 1);
    const history = new MaskHistory(mask, { maxBytes: 10_000 });
    paint(history, mask, 'all', everything, 255);
    assert.ok(!history.canUndo);
    assert.equal(history.usedBytes, 0);
    assert.ok(mask.data.every((value) => value === 255));
  });

  it('takes rectangles outside the mask, and nothing, but no change outside of a step', () => {
    const mask = createMask(5, 5);
    const history = new MaskHistory(mask);
    assert.throws(() => history.touch(everything));
    history.begin('outside');
    history.touch(undefined);
    history.touch({ left: 90, top: 90, width: 9, height: 9 });
    history.touch({ left: NaN, top: 0, width: 9, height: 9 });
    assert.equal(history.commit(), false);
    assert.equal(history.cancel(), undefined);
  });
});
