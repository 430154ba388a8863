import assert from 'node:assert/strict';
import { invert } from '../../../../src/core/mask/adjust';
import { createMask } from '../../../../src/core/mask/mask';
import { guessPolarity, threshold } from '../../../../src/core/mask/polarity';
import { fillEllipse, fillRectangle } from '../../../../src/core/mask/shapes';
import { copy, difference, each, forSeeds } from './random';

describe('guessPolarity', () => {
  it('takes a small white area away from the border for the edit, and so with black', () => {
    const mask = createMask(40, 30);
    fillEllipse(mask, { left: 8, top: 6, width: 14, height: 12 }, 255);
    assert.equal(guessPolarity(mask), 'whiteEdits');
    invert(mask);
    assert.equal(guessPolarity(mask), 'blackEdits');
  });

  it('allows the area to run a little over the border', () => {
    const mask = createMask(40, 30);
    fillRectangle(mask, { left: 10, top: 0, width: 8, height: 12 }, 255);
    assert.equal(guessPolarity(mask), 'whiteEdits');
  });

  it('is unsure about one color', () => {
    for (const value of [0, 90, 200, 255]) {
      const mask = createMask(9, 9);
      mask.data.fill(value);
      assert.equal(guessPolarity(mask), 'unclear');
    }
  });

  it('is unsure about a border of both, and about a large area with a border', () => {
    const mask = createMask(40, 30);
    fillRectangle(mask, { left: 0, top: 0, width: 20, height: 30 }, 255);
    assert.equal(guessPolarity(mask), 'unclear');
    fillRectangle(mask, { left: 0, top: 0, width: 40, height: 30 }, 0);
    fillRectangle(mask, { left: 2, top: 2, width: 36, height: 26 }, 255);
    assert.equal(guessPolarity(mask), 'unclear');
  });

  it('is unsure about a picture that is no mask', () => {
    const picture = each(createMask(40, 30), (x, y) => 60 + x * 3 + y);
    assert.equal(guessPolarity(picture), 'unclear');
  });

  it('takes masks of a single row, column or pixel', () => {
    for (const [width, height] of [
      [1, 1],
      [7, 1],
      [1, 7],
    ] as const) {
      assert.equal(guessPolarity(createMask(width, height)), 'unclear');
    }
  });
});

describe('threshold', () => {
  it('makes pure black and white and tells what changed', () => {
    forSeeds(100, (random) => {
      const mask = random.mask(true);
      const before = copy(mask);
      const level = random.pick(undefined, 1, 128, 255);
      const area = threshold(mask, level);
      assert.deepEqual(
        mask.data,
        before.data.map((value) => (value >= (level ?? 128) ? 255 : 0)),
      );
      assert.deepEqual(area, difference(before, mask));
    });
  });
});
