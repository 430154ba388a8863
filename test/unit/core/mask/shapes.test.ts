import assert from 'node:assert/strict';
import { createMask, type Mask, type Point } from '../../../../src/core/mask/mask';
import { fillEllipse, fillPolygon, fillRectangle } from '../../../../src/core/mask/shapes';
import { copy, difference, drawn, each, forSeeds, show, type Random } from './random';

const rect = (left: number, top: number, width: number, height: number) => ({ left, top, width, height });

function anyRect(random: Random) {
  return rect(
    random.between(-9, 30),
    random.between(-9, 30),
    random.between(-30, 30),
    random.between(-30, 30),
  );
}

function isIn(value: number, a: number, b: number): boolean {
  return value >= Math.min(a, b) && value < Math.max(a, b);
}

/** Counts the sides that a ray to the right crosses. */
function isInPolygon(points: readonly Point[], x: number, y: number): boolean {
  return (
    points.filter((to, index) => {
      const from = points.at(index - 1)!;
      if (from.y <= y === to.y <= y) return false;
      return from.x + ((y - from.y) * (to.x - from.x)) / (to.y - from.y) > x;
    }).length %
      2 ===
    1
  );
}

/** A shape paints `value` where `isInside` says so for a pixel's center, and reports exactly that. */
function assertPaints(
  mask: Mask,
  fill: (mask: Mask) => ReturnType<typeof fillRectangle>,
  value: number,
  isInside: (x: number, y: number) => boolean,
): void {
  const painted = copy(mask);
  const area = fill(painted);
  const expected = each(mask, (x, y) =>
    isInside(x + 0.5, y + 0.5) ? value : (mask.data[y * mask.width + x] ?? NaN),
  );
  assert.deepEqual(painted, expected);
  const shape = each(mask, (x, y) => (isInside(x + 0.5, y + 0.5) ? 255 : 0));
  assert.deepEqual(area, difference(createMask(mask.width, mask.height), shape));
}

describe('fillRectangle', () => {
  it('fills the pixels whose center it holds, dragged in any direction', () => {
    forSeeds(300, (random) => {
      const box = anyRect(random);
      const value = random.pick(0, 255, 100);
      assertPaints(
        random.mask(true),
        (mask) => fillRectangle(mask, box, value),
        value,
        (x, y) => isIn(x, box.left, box.left + box.width) && isIn(y, box.top, box.top + box.height),
      );
    });
  });

  it('leaves no seam and no overlap between neighbors', () => {
    const mask = createMask(10, 1);
    fillRectangle(mask, rect(0, 0, 4.5, 1), 255);
    fillRectangle(mask, rect(4.5, 0, 5.5, 1), 100);
    assert.deepEqual(show(mask), ['####++++++']);
  });

  it('fills nothing without a center, or when not a number', () => {
    const mask = createMask(4, 4);
    for (const box of [rect(0.6, 0, 0.8, 4), rect(NaN, 0, 4, 4), rect(0, 0, NaN, 4), rect(0, 0, 4, NaN)]) {
      assert.equal(fillRectangle(mask, box, 255), undefined);
    }
    assert.equal(fillRectangle(mask, rect(0, NaN, 4, 4), 255), undefined);
    assert.deepEqual(mask, createMask(4, 4));
  });
});

describe('fillEllipse', () => {
  it('fills the pixels whose center it holds', () => {
    forSeeds(300, (random) => {
      const box = anyRect(random);
      const centerX = box.left + box.width / 2;
      const centerY = box.top + box.height / 2;
      assertPaints(
        random.mask(true),
        (mask) => fillEllipse(mask, box, 255),
        255,
        (x, y) => ((x - centerX) / (box.width / 2)) ** 2 + ((y - centerY) / (box.height / 2)) ** 2 < 1,
      );
    });
  });

  it('is symmetrical', () => {
    const mask = createMask(9, 5);
    fillEllipse(mask, rect(0, 0, 9, 5), 255);
    assert.deepEqual(show(mask), ['..#####..', '#########', '#########', '#########', '..#####..']);
  });

  it('fills nothing without an area, or when not a number', () => {
    const mask = createMask(4, 4);
    for (const box of [rect(0, 0, 0, 4), rect(0, 0, 4, 0), rect(NaN, 0, 4, 4), rect(0, 0, 4, NaN)]) {
      assert.equal(fillEllipse(mask, box, 255), undefined);
    }
    assert.deepEqual(mask, createMask(4, 4));
  });
});

describe('fillPolygon', () => {
  it('fills by the even-odd rule, whatever the points', () => {
    forSeeds(400, (random) => {
      const points = Array.from({ length: random.whole(0, 12) }, () => ({
        x: random.between(-10, 34),
        y: random.pick(random.between(-10, 34), random.whole(-2, 26), random.whole(-2, 26) + 0.5),
      }));
      assertPaints(
        random.mask(true),
        (mask) => fillPolygon(mask, points, 255),
        255,
        (x, y) => isInPolygon(points, x, y),
      );
    });
  });

  it('leaves the middle of a star open', () => {
    const mask = createMask(11, 11);
    const star = [0, 2, 4, 1, 3].map((corner) => ({
      x: 5.5 + 5.4 * Math.sin((corner * 2 * Math.PI) / 5),
      y: 5.5 - 5.4 * Math.cos((corner * 2 * Math.PI) / 5),
    }));
    fillPolygon(mask, star, 255);
    assert.equal(mask.data[5 * 11 + 5], 0);
    assert.equal(mask.data[2 * 11 + 5], 255);
  });

  it('leaves out points that are not finite', () => {
    const square = [
      { x: 1, y: 1 },
      { x: 4, y: 1 },
      { x: NaN, y: 2 },
      { x: 4, y: 3 },
      { x: 1, y: Infinity },
      { x: 1, y: 3 },
    ];
    const mask = createMask(5, 4);
    fillPolygon(mask, square, 255);
    assert.deepEqual(mask, drawn('.....', '.###.', '.###.', '.....'));
  });

  it('fills nothing with fewer than three points', () => {
    const mask = createMask(4, 4);
    assert.equal(fillPolygon(mask, [], 255), undefined);
    assert.equal(fillPolygon(mask, [{ x: 1, y: 1 }], 255), undefined);
    const line = [
      { x: 0, y: 0 },
      { x: 4, y: 4 },
    ];
    assert.equal(fillPolygon(mask, line, 255), undefined);
    assert.deepEqual(mask, createMask(4, 4));
  });

  it('takes points far outside', () => {
    const mask = createMask(3, 3);
    const triangle = [
      { x: -1e300, y: -1e300 },
      { x: 1e300, y: -1e300 },
      { x: 1e300, y: 1e300 },
    ];
    fillPolygon(mask, triangle, 255);
    assert.equal(mask.data[2], 255);
    assert.equal(mask.data[6], 0);
  });
});
