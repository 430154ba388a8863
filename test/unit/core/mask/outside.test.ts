import assert from 'node:assert/strict';
import { createMask, type Mask } from '../../../../src/core/mask/mask';
import { featherWeights } from '../../../../src/core/mask/outside';
import { at, copy, each, forSeeds } from './random';

function distanceTo(mask: Mask, x: number, y: number, atLeast: number): number {
  let squared = Infinity;
  mask.data.forEach((value, pixel) => {
    if (value < atLeast) return;
    squared = Math.min(squared, ((pixel % mask.width) - x) ** 2 + (Math.floor(pixel / mask.width) - y) ** 2);
  });
  return Math.sqrt(squared);
}

function slope(distance: number, featherPx: number): number {
  if (!(distance < featherPx)) return 0;
  const part = distance / featherPx;
  return Math.round(255 * (1 - (3 * part ** 2 - 2 * part ** 3)));
}

describe('featherWeights', () => {
  it('falls from white to 0 by the exact distance', () => {
    forSeeds(300, (random) => {
      const mask = random.mask(false);
      const feather = random.pick(0, 0.5, 1, 2, 3.3, random.between(1, 20), 80);
      const expected = each(mask, (x, y) =>
        Math.max(at(mask, x, y), slope(distanceTo(mask, x, y, 255), feather)),
      );
      assert.deepEqual(featherWeights(mask, feather), expected);
    });
  });

  it('keeps its promises for greys', () => {
    forSeeds(300, (random) => {
      const mask = random.mask(true);
      const before = copy(mask);
      const feather = random.pick(0, 1, 2, random.between(1, 20), 80);
      const weights = featherWeights(mask, feather);
      each(mask, (x, y) => {
        const [value, weight] = [at(mask, x, y), at(weights, x, y)];
        assert.ok(weight >= value);
        if (value === 255) assert.equal(weight, 255);
        if (distanceTo(mask, x, y, 1) >= feather && value === 0) assert.equal(weight, 0);
        assert.ok(weight >= slope(distanceTo(mask, x, y, 255), feather));
        return 0;
      });
      assert.deepEqual(mask, before);
    });
  });

  it('returns a copy without a feather', () => {
    const mask = createMask(3, 3);
    mask.data[4] = 255;
    for (const feather of [0, -3, NaN]) {
      const weights = featherWeights(mask, feather);
      assert.deepEqual(weights, mask);
      assert.notEqual(weights.data, mask.data);
    }
  });

  it('reaches every pixel when the feather is huge', () => {
    const mask = createMask(40, 1);
    mask.data[0] = 255;
    assert.ok(featherWeights(mask, 1e9).data.every((weight) => weight === 255));
  });
});
