import assert from 'node:assert/strict';
import { stampSegment } from '../../../../src/core/mask/brush';
import { createMask } from '../../../../src/core/mask/mask';
import { at, copy, difference, each, forSeeds, isInside, type Random } from './random';

interface Dab {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** The capsule is the union of all discs between the ends; its depth at a point is found by trying many of them. */
function slowDistance(from: Dab, to: Dab, x: number, y: number): number {
  const steps = 4000;
  let nearest = Infinity;
  for (let step = 0; step <= steps; step++) {
    const part = step / steps;
    const centerX = from.x + (to.x - from.x) * part;
    const centerY = from.y + (to.y - from.y) * part;
    const radius = from.radius + (to.radius - from.radius) * part;
    nearest = Math.min(nearest, Math.hypot(x - centerX, y - centerY) - radius);
  }
  return nearest;
}

function dab(random: Random): Dab {
  return { x: random.between(-8, 24), y: random.between(-8, 24), radius: random.between(0, 9) };
}

describe('stampSegment', () => {
  it('covers what the brush passes over, with an edge of one pixel', () => {
    forSeeds(60, (random) => {
      const mask = createMask(random.whole(1, 16), random.whole(1, 16));
      const from = dab(random);
      const to = random.next() < 0.2 ? from : dab(random);
      const expected = each(mask, (x, y) => {
        const covered = 0.5 - slowDistance(from, to, x + 0.5, y + 0.5);
        return Math.round(255 * Math.max(0, Math.min(1, covered)));
      });
      stampSegment(mask, from, to, 255);
      mask.data.forEach((value, pixel) => {
        assert.ok(Math.abs(value - (expected.data[pixel] ?? NaN)) <= 1, `pixel ${pixel}: ${value}`);
      });
    });
  });

  it('covers the same from either end', () => {
    forSeeds(200, (random) => {
      const mask = createMask(20, 17);
      const other = copy(mask);
      const [from, to] = [dab(random), dab(random)];
      stampSegment(mask, from, to, 255);
      stampSegment(other, to, from, 255);
      mask.data.forEach((value, pixel) => {
        assert.ok(Math.abs(value - (other.data[pixel] ?? NaN)) <= 1);
      });
    });
  });

  it('moves pixels only towards the value, erasing what painting would cover', () => {
    forSeeds(200, (random) => {
      const before = random.mask(true);
      const [from, to] = [dab(random), dab(random)];
      const blank = createMask(before.width, before.height);
      stampSegment(blank, from, to, 255);
      const covered = (x: number, y: number) => blank.data[y * blank.width + x] ?? NaN;
      const old = (x: number, y: number) => before.data[y * before.width + x] ?? NaN;

      const painted = copy(before);
      const paintedArea = stampSegment(painted, from, to, 255);
      assert.deepEqual(
        painted,
        each(before, (x, y) => Math.max(old(x, y), covered(x, y))),
      );
      assert.ok(isInside(difference(before, painted), paintedArea));

      const erased = copy(before);
      const erasedArea = stampSegment(erased, from, to, 0);
      assert.deepEqual(
        erased,
        each(before, (x, y) => Math.min(old(x, y), 255 - covered(x, y))),
      );
      assert.ok(isInside(difference(before, erased), erasedArea));
    });
  });

  it('changes nothing when repeated', () => {
    const mask = createMask(30, 30);
    const stroke = () => stampSegment(mask, { x: 4.3, y: 9, radius: 3 }, { x: 22, y: 20.7, radius: 6 }, 255);
    stroke();
    const once = copy(mask);
    stroke();
    assert.deepEqual(mask, once);
  });

  it('fills the mask when it is larger than the mask', () => {
    const mask = createMask(5, 4);
    const huge = { x: 3, y: -7, radius: 1e6 };
    assert.deepEqual(stampSegment(mask, huge, { ...huge, x: 40 }, 255), {
      left: 0,
      top: 0,
      width: 5,
      height: 4,
    });
    assert.ok(mask.data.every((value) => value === 255));
  });

  it('ends in a point where the radius is 0 or less', () => {
    const [pointed, negative] = [createMask(30, 12), createMask(30, 12)];
    stampSegment(pointed, { x: 6, y: 6, radius: 5 }, { x: 27, y: 6, radius: 0 }, 255);
    stampSegment(negative, { x: 6, y: 6, radius: 5 }, { x: 27, y: 6, radius: -4 }, 255);
    assert.deepEqual(negative, pointed);
    assert.ok(at(pointed, 20, 6) > 0);
    assert.equal(at(pointed, 28, 6), 0);
  });

  it('paints a mask of one pixel', () => {
    const mask = createMask(1, 1);
    const dot = { x: 0.5, y: 0.5, radius: 0.5 };
    assert.deepEqual(stampSegment(mask, dot, dot, 255), { left: 0, top: 0, width: 1, height: 1 });
    assert.equal(mask.data[0], 255);
  });

  it('paints nothing outside, without a size, or at what is not a number', () => {
    const mask = createMask(8, 8);
    const center = { x: 4, y: 4, radius: 2 };
    const far = { x: 100, y: 100, radius: 2 };
    assert.equal(stampSegment(mask, far, far, 255), undefined);
    assert.equal(stampSegment(mask, { ...center, radius: 0 }, { ...center, radius: 0 }, 255), undefined);
    assert.equal(stampSegment(mask, { ...center, radius: -3 }, { ...center, radius: -3 }, 255), undefined);
    for (const key of ['x', 'y', 'radius']) {
      for (const value of [NaN, Infinity]) {
        assert.equal(stampSegment(mask, { ...center, [key]: value }, center, 255), undefined);
        assert.equal(stampSegment(mask, center, { ...center, [key]: value }, 255), undefined);
      }
    }
    assert.ok(mask.data.every((value) => value === 0));
  });
});
