import assert from 'node:assert/strict';
import { heatColor, inkOn, rangeOf } from '../../../../src/core/search/finding/heatColor';

describe('the colors of a heatmap', () => {
  it('grow brighter from the least to the most, so that they read in gray', () => {
    const brightness = Array.from({ length: 21 }, (_, step) => {
      const [red, green, blue] = heatColor(step / 20);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    });
    for (const [step, value] of brightness.entries())
      assert.ok(step === 0 || value > (brightness[step - 1] ?? 0));
  });

  it('end where the scale ends, also for what lies outside', () => {
    assert.deepEqual(heatColor(-3), heatColor(0));
    assert.deepEqual(heatColor(7), heatColor(1));
    assert.deepEqual(heatColor(Number.NaN), heatColor(0));
  });

  it('have numbers on them that can be read', () => {
    assert.equal(inkOn(heatColor(0)), 'white');
    assert.equal(inkOn(heatColor(1)), 'black');
  });

  it('are not taken up by what is equal to itself', () => {
    assert.deepEqual(rangeOf([1, 0.2, 0.2, 1], 2), { low: 0.19, high: 0.21000000000000002 });
    assert.deepEqual(rangeOf([1, 0.2, 0.6, 0.2, 1, 0.3, 0.6, 0.3, 1], 3), { low: 0.2, high: 0.6 });
    assert.deepEqual(rangeOf([1], 1), { low: 0, high: 1 });
  });
});
