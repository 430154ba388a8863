import assert from 'node:assert/strict';
import { blendInto } from '../../../../src/core/composite/blend';
import { checkOutside } from '../../../../src/core/composite/checkOutside';
import type { Weights } from '../../../../src/core/composite/weights';
import type { RgbaPixels } from '../../../../src/core/pixels/port';
import { Random, randomPicture } from './random';

const original = randomPicture(new Random(3), 9, 7, 'rgba');
const weights: Weights = {
  region: { left: 2, top: 1, width: 4, height: 3 },
  data: Uint8Array.of(0, 9, 0, 0, 255, 255, 128, 0, 0, 0, 0, 0),
};
const answer = new Random(4).bytes(4 * 3 * 4);

function copyOf({ width, height, data }: RgbaPixels): RgbaPixels {
  return { width, height, data: data.slice() };
}

function blended(): RgbaPixels {
  const canvas = copyOf(original);
  blendInto(canvas, answer, weights);
  return canvas;
}

const nowhere = { left: 0, top: 0 };

describe('the check of what lies outside the mask', () => {
  it('finds nothing after a sound blend', () => {
    assert.deepEqual(checkOutside(original, blended(), nowhere, weights), {
      outsidePixels: 9 * 7 - 4,
      differingPixels: 0,
      changedPixels: 4,
    });
  });

  it('catches a blend that goes one column too far', () => {
    const moved = { ...weights, region: { ...weights.region, left: 3 } };
    const canvas = copyOf(original);
    blendInto(canvas, answer, moved);
    assert.ok(checkOutside(original, canvas, nowhere, weights).differingPixels > 0);
  });

  it('catches a blend that takes a little of the answer everywhere', () => {
    const canvas = copyOf(original);
    blendInto(canvas, answer, { ...weights, data: weights.data.map((weight) => Math.max(weight, 3)) });
    assert.ok(checkOutside(original, canvas, nowhere, weights).differingPixels > 0);
  });

  for (const channel of [0, 1, 2, 3]) {
    it(`catches one bit of channel ${channel}, at every pixel outside`, () => {
      for (let pixel = 0; pixel < 9 * 7; pixel++) {
        const canvas = blended();
        canvas.data[pixel * 4 + channel] = (canvas.data[pixel * 4 + channel] ?? 0) ^ 1;
        const x = (pixel % 9) - 2;
        const y = Math.floor(pixel / 9) - 1;
        const isInside = x >= 0 && y >= 0 && x < 4 && y < 3 && (weights.data[y * 4 + x] ?? 0) > 0;
        assert.equal(
          checkOutside(original, canvas, nowhere, weights).differingPixels,
          isInside ? 0 : 1,
          `pixel ${pixel}`,
        );
      }
    });
  }

  it('knows the hidden color of a transparent pixel', () => {
    const clear: RgbaPixels = { width: 1, height: 1, data: Uint8Array.of(1, 2, 3, 0) };
    const other: RgbaPixels = { width: 1, height: 1, data: Uint8Array.of(0, 0, 0, 0) };
    const none = { region: { left: 0, top: 0, width: 1, height: 1 }, data: Uint8Array.of(0) };
    assert.equal(checkOutside(clear, other, nowhere, none).differingPixels, 1);
  });

  it('reads pixels that begin anywhere in their memory', () => {
    const memory = new Uint8Array(original.data.length + 1);
    memory.set(original.data, 1);
    const shifted = { ...original, data: memory.subarray(1) };
    assert.equal(checkOutside(shifted, blended(), nowhere, weights).differingPixels, 0);
  });

  it('finds the original on a larger canvas, and catches it one pixel off', () => {
    const canvas: RgbaPixels = { width: 11, height: 9, data: new Uint8Array(11 * 9 * 4) };
    for (let y = 0; y < 7; y++) {
      canvas.data.set(original.data.subarray(y * 36, y * 36 + 36), ((y + 1) * 11 + 2) * 4);
    }
    const none = { region: { left: 0, top: 0, width: 1, height: 1 }, data: Uint8Array.of(255) };
    assert.deepEqual(checkOutside(original, canvas, { left: 2, top: 1 }, none), {
      outsidePixels: 63,
      differingPixels: 0,
      changedPixels: 11 * 9 - 63,
    });
    assert.ok(checkOutside(original, canvas, { left: 1, top: 1 }, none).differingPixels > 0);
  });

  it('refuses pictures whose sizes cannot be', () => {
    const small = randomPicture(new Random(1), 8, 7, 'rgb');
    assert.throws(() => checkOutside(original, small, nowhere, weights), RangeError);
    const short = { ...original, data: original.data.subarray(4) };
    assert.throws(() => checkOutside(original, short, nowhere, weights), RangeError);
  });
});
