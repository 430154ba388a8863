import assert from 'node:assert/strict';
import { createMask } from '../../../../src/core/mask/mask';
import { areasOf, boundsOf } from '../../../../src/core/mask/measure';
import { separateAreas } from '../../../../src/core/mask/parts';
import { drawn, forSeeds, show } from './random';

describe('separateAreas', () => {
  it('gives each area a mask of its own, from top to bottom', () => {
    const parts = separateAreas(drawn('##...+', '#....#', '......', '..##..'), 0);
    assert.deepEqual(parts.map(show), [
      ['##....', '#.....', '......', '......'],
      ['.....+', '.....#', '......', '......'],
      ['......', '......', '......', '..##..'],
    ]);
  });

  it('keeps apart what lies within the bounds of another area', () => {
    const ring = ['#######', '#.....#', '#.....#', '#..+..#', '#.....#', '#.....#', '#######'];
    const [outer, inner, ...others] = separateAreas(drawn(...ring), 0);
    assert.deepEqual(others, []);
    assert.deepEqual(outer && show(outer), ring.with(3, '#.....#'));
    assert.deepEqual(inner && show(inner).join(''), `${'.'.repeat(24)}+${'.'.repeat(24)}`);
  });

  it('keeps apart two that reach around each other', () => {
    const parts = separateAreas(drawn('###..', '#....', '#.###', '....#', '..###'), 0);
    assert.deepEqual(parts.map(show), [
      ['###..', '#....', '#....', '.....', '.....'],
      ['.....', '.....', '..###', '....#', '..###'],
    ]);
  });

  it('leaves areas together that are nearer than the distance', () => {
    const mask = drawn('##..##', '......');
    assert.equal(separateAreas(mask, 0).length, 2);
    assert.deepEqual(separateAreas(mask, 4).map(show), [show(mask)]);
  });

  it('has none for an empty mask, and the whole for a full one', () => {
    assert.deepEqual(separateAreas(createMask(5, 3), 2), []);
    const full = createMask(5, 3);
    full.data.fill(255);
    assert.deepEqual(separateAreas(full, 0), [full]);
  });

  it('gives every pixel away once, for any mask, and as many parts as are counted and priced', () => {
    forSeeds(500, (random) => {
      const mask = random.mask(true, 32);
      const joinPx = random.whole(0, 6);
      const before = mask.data.slice();
      const parts = separateAreas(mask, joinPx);
      assert.deepEqual(mask.data, before);
      assert.deepEqual(parts.map(boundsOf), areasOf(mask, joinPx));
      const sum = new Uint8Array(mask.data.length);
      for (const { data, width, height } of parts) {
        assert.deepEqual([width, height], [mask.width, mask.height]);
        for (const [at, value] of data.entries()) {
          if (value === 0) continue;
          assert.equal(sum[at], 0, 'a pixel is in two parts');
          sum[at] = value;
        }
      }
      assert.deepEqual(sum, mask.data);
    });
  });
});
