import assert from 'node:assert/strict';
import { blendInto } from '../../../../src/core/composite/blend';
import { measureDrift } from '../../../../src/core/composite/drift';
import type { Weights } from '../../../../src/core/composite/weights';
import type { RgbaPixels } from '../../../../src/core/pixels/port';

function blendOne(before: readonly number[], answer: readonly number[], weight: number): number[] {
  const canvas: RgbaPixels = { width: 1, height: 1, data: Uint8Array.from(before) };
  blendInto(canvas, Uint8Array.from(answer), {
    region: { left: 0, top: 0, width: 1, height: 1 },
    data: Uint8Array.of(weight),
  });
  return [...canvas.data];
}

describe('blending one pixel', () => {
  it('leaves weight 0 alone, hidden color included', () => {
    assert.deepEqual(blendOne([9, 8, 7, 0], [1, 2, 3, 255], 0), [9, 8, 7, 0]);
  });
  it('takes the answer at weight 255, transparency included', () => {
    assert.deepEqual(blendOne([9, 8, 7, 255], [1, 2, 3, 40], 255), [1, 2, 3, 40]);
  });
  it('mixes opaque pixels in proportion', () => {
    assert.deepEqual(blendOne([0, 100, 255, 255], [255, 200, 0, 255], 51), [51, 120, 204, 255]);
  });
  it('keeps the color of the opaque one of two pixels, and mixes their opacity', () => {
    assert.deepEqual(blendOne([255, 0, 0, 0], [0, 0, 200, 255], 102), [0, 0, 200, 102]);
    assert.deepEqual(blendOne([0, 90, 0, 255], [255, 0, 0, 0], 102), [0, 90, 0, 153]);
  });
});

describe('the color match at the border', () => {
  const side = 120;
  const weights: Weights = {
    region: { left: 0, top: 0, width: side, height: side },
    data: new Uint8Array(side * side),
  };
  for (let y = 40; y < 80; y++) weights.data.fill(255, y * side + 40, y * side + 80);
  const nowhere = { left: 0, top: 0 };

  function picture(color: (x: number, y: number) => readonly [number, number, number]): RgbaPixels {
    const data = new Uint8Array(side * side * 4);
    for (let pixel = 0; pixel < side * side; pixel++) {
      data.set([...color(pixel % side, Math.floor(pixel / side)), 255], pixel * 4);
    }
    return { width: side, height: side, data };
  }

  /** The largest difference from what is expected, within the mask. */
  function worst(result: RgbaPixels, expected: RgbaPixels): number {
    let found = 0;
    for (let pixel = 0; pixel < side * side; pixel++) {
      if (weights.data[pixel] === 0) continue;
      for (let channel = 0; channel < 3; channel++) {
        const at = pixel * 4 + channel;
        found = Math.max(found, Math.abs((result.data[at] ?? 0) - (expected.data[at] ?? 0)));
      }
    }
    return found;
  }

  function matched(original: RgbaPixels, answer: RgbaPixels): RgbaPixels {
    const canvas = { ...original, data: original.data.slice() };
    blendInto(canvas, answer.data, weights, measureDrift(original, nowhere, answer.data, weights));
    return canvas;
  }

  const gray = picture(() => [100, 110, 120]);

  it('takes off a drift that is the same everywhere', () => {
    const answer = picture(() => [106, 107, 131]);
    assert.equal(worst(matched(gray, answer), gray), 0);
  });

  it('follows a drift that changes over the picture', () => {
    const answer = picture((x, y) => [100 + Math.round(x / 10), 110 - Math.round(y / 12), 120]);
    assert.ok(worst(matched(gray, answer), gray) <= 2);
  });

  it('keeps what the model drew inside the mask', () => {
    const answer = picture((x, y) =>
      x >= 50 && x < 60 && y >= 50 && y < 60 ? [206, 10, 56] : [106, 110, 126],
    );
    const wanted = picture((x, y) =>
      x >= 50 && x < 60 && y >= 50 && y < 60 ? [200, 10, 50] : [100, 110, 120],
    );
    assert.equal(worst(matched(gray, answer), wanted), 0);
  });

  it('does not count a part of the border where the model drew something else', () => {
    // A dark shadow that the model let fall beyond the mask, on a quarter of its border.
    const answer = picture((x, y) => (x > 70 && y > 50 && y < 70 ? [20, 20, 20] : [105, 115, 125]));
    const wanted = picture((x, y) => (x > 70 && y > 50 && y < 70 ? [15, 15, 15] : [100, 110, 120]));
    assert.ok(worst(matched(gray, answer), wanted) <= 1);
  });

  it('is left out where nothing lies around the mask to measure on', () => {
    const all = { ...weights, data: new Uint8Array(side * side).fill(255) };
    assert.equal(measureDrift(gray, nowhere, gray.data, all), undefined);
    const none = { ...weights, data: new Uint8Array(side * side) };
    assert.equal(measureDrift(gray, nowhere, gray.data, none), undefined);
  });
});
