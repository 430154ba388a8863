import assert from 'node:assert/strict';
import { createMask, type Mask } from '../../../../src/core/mask/mask';
import { packMask } from '../../../../src/core/mask/runs';
import { maskFacts, noMask } from '../../../../src/core/studio/maskFacts';

function maskWith(width: number, height: number, ...pixels: readonly (readonly [number, number])[]): Mask {
  const mask = createMask(width, height);
  for (const [x, y] of pixels) mask.data[y * width + x] = 255;
  return mask;
}

describe('what there is to know of a mask', () => {
  const image = { width: 400, height: 300 };

  it('is nothing where there is no mask, no paint, or no image', () => {
    assert.deepEqual(maskFacts(undefined, image), noMask);
    assert.deepEqual(maskFacts(packMask(createMask(40, 30)), image), noMask);
    assert.deepEqual(maskFacts(packMask(maskWith(40, 30, [1, 1])), undefined), noMask);
  });

  it('is nothing where the bytes are no mask', () => {
    const packed = packMask(maskWith(40, 30, [1, 1]));
    for (const garbage of [
      new Uint8Array(0),
      Uint8Array.of(1, 2, 3),
      packed.subarray(0, packed.length - 1),
    ]) {
      assert.deepEqual(maskFacts(garbage, image), noMask);
    }
    const immense = packed.slice();
    new DataView(immense.buffer).setUint32(3, 0xffffffff, true);
    assert.deepEqual(maskFacts(immense, image), noMask);
  });

  it('counts in pixels of the image', () => {
    const facts = maskFacts(packMask(maskWith(40, 30, [10, 20])), image);
    assert.deepEqual(facts, {
      isEmpty: false,
      share: 1 / 1200,
      areas: 1,
      bounds: { left: 100, top: 200, width: 10, height: 10 },
    });
  });

  it('stays inside the image where the sizes do not divide', () => {
    const { bounds } = maskFacts(packMask(maskWith(3, 3, [2, 2])), { width: 100, height: 100 });
    assert.deepEqual(bounds, { left: 66, top: 66, width: 34, height: 34 });
  });

  it('tells areas that lie apart from those that nearly touch', () => {
    assert.equal(maskFacts(packMask(maskWith(200, 30, [10, 10], [14, 10])), image).areas, 1);
    assert.equal(maskFacts(packMask(maskWith(200, 30, [10, 10], [150, 10])), image).areas, 2);
  });

  it('counts the faintest paint', () => {
    const mask = createMask(10, 10);
    mask.data[55] = 1;
    assert.equal(maskFacts(packMask(mask), image).isEmpty, false);
  });
});
