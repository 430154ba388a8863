import assert from 'node:assert/strict';
import { clip, createMask, union } from '../../../../src/core/mask/mask';

const rect = (left: number, top: number, width: number, height: number) => ({ left, top, width, height });

describe('createMask', () => {
  it('starts with nothing to edit', () => {
    assert.deepEqual(createMask(3, 2), { width: 3, height: 2, data: new Uint8Array(6) });
  });

  it('refuses sides that are no whole numbers from 1', () => {
    for (const side of [0, -1, 1.5, NaN, Infinity]) {
      assert.throws(() => createMask(side, 2), RangeError);
      assert.throws(() => createMask(2, side), RangeError);
    }
  });
});

describe('union', () => {
  it('goes around both', () => {
    assert.deepEqual(union(rect(2, 3, 4, 5), rect(0, 7, 3, 6)), rect(0, 3, 6, 10));
  });

  it('takes nothing as nothing', () => {
    assert.deepEqual(union(undefined, rect(1, 2, 3, 4)), rect(1, 2, 3, 4));
    assert.deepEqual(union(rect(1, 2, 3, 4), undefined), rect(1, 2, 3, 4));
    assert.equal(union(undefined, undefined), undefined);
  });
});

describe('clip', () => {
  it('keeps every pixel that is touched', () => {
    assert.deepEqual(clip(rect(1.2, -3, 2.1, 4.5), 10, 10), rect(1, 0, 3, 2));
    assert.deepEqual(clip(rect(-5, -5, 100, 100), 4, 3), rect(0, 0, 4, 3));
  });

  it('finds nothing outside, in an empty rectangle, or in one that is not a number', () => {
    for (const outside of [rect(10, 0, 2, 2), rect(-2, 0, 2, 2), rect(0, 20, 1, 1), rect(3, 3, 0, 4)]) {
      assert.equal(clip(outside, 10, 10), undefined);
    }
    for (const at of [0, 1, 2, 3]) {
      const [left, top, width, height] = [1, 1, 2, 2].map((value, index) => (index === at ? NaN : value));
      assert.equal(clip(rect(left!, top!, width!, height!), 10, 10), undefined);
    }
    assert.equal(clip(rect(3, 3, -2, 2), 10, 10), undefined);
  });
});
