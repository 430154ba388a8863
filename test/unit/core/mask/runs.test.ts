import assert from 'node:assert/strict';
import { createMask } from '../../../../src/core/mask/mask';
import { packMask, packRuns, unpackMask, unpackRuns } from '../../../../src/core/mask/runs';
import { forSeeds } from './random';

describe('packMask and unpackMask', () => {
  it('bring back every mask', () => {
    forSeeds(300, (random) => {
      const mask = random.mask(true, random.pick(3, 24, 150));
      assert.deepEqual(unpackMask(packMask(mask)), mask);
    });
  });

  it('need few bytes for large areas, and hardly more than the pixels for noise', () => {
    assert.ok(packMask(createMask(1000, 1000)).length < 20);
    forSeeds(5, (random) => {
      const noise = createMask(100, 100);
      for (let at = 0; at < noise.data.length; at++) noise.data[at] = random.whole(0, 255);
      assert.ok(packMask(noise).length < 10_100);
    });
  });

  it('read a part of a larger buffer', () => {
    const mask = createMask(5, 5);
    mask.data[7] = 9;
    const packed = packMask(mask);
    const larger = new Uint8Array(packed.length + 20);
    larger.set(packed, 7);
    assert.deepEqual(unpackMask(larger.subarray(7, 7 + packed.length)), mask);
  });

  it('refuse what was cut off or made longer', () => {
    forSeeds(30, (random) => {
      const packed = packMask(random.mask(true, 12));
      for (let length = 0; length < packed.length; length++) {
        assert.equal(unpackMask(packed.subarray(0, length)), undefined);
      }
      assert.equal(unpackMask(Uint8Array.from([...packed, 0])), undefined);
      assert.equal(unpackMask(Uint8Array.from([...packed, 2, 255])), undefined);
    });
  });

  it('survive any changed byte', () => {
    forSeeds(100, (random) => {
      const packed = packMask(random.mask(true, 12));
      packed[random.whole(0, packed.length - 1)] = random.whole(0, 255);
      const mask = unpackMask(packed);
      if (mask !== undefined) assert.equal(mask.data.length, mask.width * mask.height);
    });
  });

  it('refuse more pixels than allowed, whatever the header says', () => {
    assert.ok(unpackMask(packMask(createMask(10, 10)), 100));
    assert.equal(unpackMask(packMask(createMask(10, 11)), 100), undefined);
    const packed = packMask(createMask(4, 4));
    for (const [width, height] of [
      [0xffffffff, 0xffffffff],
      [0xffffffff, 1],
      [4097, 4096],
      [0, 16],
      [16, 0],
    ] as const) {
      const hostile = packed.slice();
      new DataView(hostile.buffer).setUint32(3, width, true);
      new DataView(hostile.buffer).setUint32(7, height, true);
      assert.equal(unpackMask(hostile), undefined);
    }
  });

  it('refuse a number that never ends', () => {
    const header = packMask(createMask(4, 4)).subarray(0, 11);
    assert.equal(unpackMask(Uint8Array.from([...header, ...Array<number>(50).fill(0xff)])), undefined);
    assert.equal(unpackMask(Uint8Array.from([...header, 0x80, 0x80, 0x80, 0x80, 0x80, 0, 7])), undefined);
  });
});

describe('packRuns and unpackRuns', () => {
  it('bring back every sequence, the empty one too', () => {
    forSeeds(300, (random) => {
      const bytes = new Uint8Array(random.whole(0, 400));
      for (let at = 0; at < bytes.length;) {
        const end = at + random.pick(1, 2, 3, 4, 5, random.whole(1, 200));
        bytes.fill(random.pick(0, 255, random.whole(0, 255)), at, end);
        at = end;
      }
      const back = new Uint8Array(bytes.length);
      unpackRuns(packRuns(bytes), back);
      assert.deepEqual(back, bytes);
    });
  });
});
