import assert from 'node:assert/strict';
import type { Mask, Rectangle } from '../../../../src/core/mask/mask';
import { createMask } from '../../../../src/core/mask/mask';
import { areasOf, boundsOf, coverage, isTwoLevel } from '../../../../src/core/mask/measure';
import { difference, drawn, forSeeds } from './random';

/** Joins pixels in pairs while any two are near enough. */
function slowAreas(mask: Mask, reachPx: number): readonly Rectangle[] {
  const points = [...mask.data.keys()]
    .filter((pixel) => mask.data[pixel] !== 0)
    .map((pixel) => ({ x: pixel % mask.width, y: Math.floor(pixel / mask.width), area: pixel }));
  for (const a of points) {
    for (const b of points) {
      if (a.area === b.area || Math.hypot(a.x - b.x, a.y - b.y) > reachPx) continue;
      const gone = b.area;
      for (const point of points) if (point.area === gone) point.area = a.area;
    }
  }
  return [...new Set(points.map((point) => point.area))]
    .map((area) => {
      const own = points.filter((point) => point.area === area);
      const left = Math.min(...own.map((point) => point.x));
      const top = Math.min(...own.map((point) => point.y));
      const width = Math.max(...own.map((point) => point.x)) - left + 1;
      return { left, top, width, height: Math.max(...own.map((point) => point.y)) - top + 1 };
    })
    .sort((a, b) => a.top - b.top || a.left - b.left);
}

function sorted(areas: readonly Rectangle[]): readonly string[] {
  return areas.map((area) => JSON.stringify(area)).sort();
}

describe('coverage', () => {
  it('counts what is edited and weighs how much', () => {
    const mask = createMask(2, 2);
    mask.data.set([255, 51, 0, 0]);
    assert.deepEqual(coverage(mask), { edited: 2, share: 0.3 });
    mask.data.fill(255);
    assert.deepEqual(coverage(mask), { edited: 4, share: 1 });
  });
});

describe('boundsOf', () => {
  it('goes around all that is not 0', () => {
    forSeeds(200, (random) => {
      const mask = random.mask(true);
      assert.deepEqual(boundsOf(mask), difference(mask, createMask(mask.width, mask.height)));
    });
  });
});

describe('isTwoLevel', () => {
  it('tells greys from black and white', () => {
    assert.ok(isTwoLevel(drawn('#.', '.#')));
    assert.ok(!isTwoLevel(drawn('#.', '.+')));
  });
});

describe('areasOf', () => {
  it('finds what touches over sides and corners', () => {
    forSeeds(200, (random) => {
      const mask = random.mask(true, 16);
      assert.deepEqual(sorted(areasOf(mask, 0)), sorted(slowAreas(mask, 1.5)));
    });
  });

  it('joins all that is nearer, and nothing that is clearly further', () => {
    forSeeds(200, (random) => {
      const mask = random.mask(false, 20);
      const joinPx = random.whole(1, 9);
      const found = areasOf(mask, joinPx).length;
      assert.ok(found <= slowAreas(mask, joinPx).length, 'joins too little');
      assert.ok(found >= slowAreas(mask, joinPx + 2).length, 'joins too much');
    });
  });

  it('counts the blank pixels between two areas', () => {
    const mask = drawn('##....#');
    assert.equal(areasOf(mask, 3).length, 2);
    assert.deepEqual(areasOf(mask, 5), [{ left: 0, top: 0, width: 7, height: 1 }]);
  });

  it('keeps a ring and what it holds apart, each with its own bounds', () => {
    const mask = drawn('#######', '#.....#', '#..#..#', '#.....#', '#######');
    assert.deepEqual(areasOf(mask, 0), [
      { left: 0, top: 0, width: 7, height: 5 },
      { left: 3, top: 2, width: 1, height: 1 },
    ]);
  });

  it('finds none in an empty mask, and takes a distance that is not a number as 0', () => {
    assert.deepEqual(areasOf(createMask(4, 4), 10), []);
    assert.equal(areasOf(drawn('#.#'), NaN).length, 2);
  });
});
