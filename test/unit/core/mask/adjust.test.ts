import assert from 'node:assert/strict';
import {
  combine,
  featherMask,
  fillAll,
  fillHoles,
  growMask,
  invert,
  shrinkMask,
} from '../../../../src/core/mask/adjust';
import { createMask, type Mask, type Rectangle } from '../../../../src/core/mask/mask';
import { at, copy, difference, drawn, each, forSeeds, show } from './random';

/** The largest value of all pixels whose center is near enough. */
function slowGrow(mask: Mask, radius: number): Mask {
  return each(mask, (x, y) => {
    let largest = at(mask, x, y);
    for (let row = 0; row < mask.height; row++) {
      for (let column = 0; column < mask.width; column++) {
        if ((column - x) ** 2 + (row - y) ** 2 <= radius ** 2)
          largest = Math.max(largest, at(mask, column, row));
      }
    }
    return largest;
  });
}

function inverted(mask: Mask): Mask {
  return each(mask, (x, y) => 255 - at(mask, x, y));
}

function nearest(mask: Mask, x: number, y: number, isMeant: (value: number) => boolean): number {
  let distance = Infinity;
  mask.data.forEach((value, pixel) => {
    if (!isMeant(value)) return;
    distance = Math.min(distance, Math.hypot((pixel % mask.width) - x, Math.floor(pixel / mask.width) - y));
  });
  return distance;
}

/** @returns the mask after the change, when its rectangle is exactly what changed */
function changed(mask: Mask, change: (mask: Mask) => Rectangle | undefined): Mask {
  const after = copy(mask);
  const area = change(after);
  assert.deepEqual(area, difference(mask, after));
  return after;
}

describe('invert', () => {
  it('turns what is edited into what is kept', () => {
    forSeeds(50, (random) => {
      const mask = random.mask(true);
      assert.deepEqual(
        changed(mask, (after) => invert(after)),
        inverted(mask),
      );
    });
  });
});

describe('fillAll', () => {
  it('gives every pixel one value and tells which had another', () => {
    forSeeds(50, (random) => {
      const mask = random.mask(true);
      const value = random.pick(0, 255);
      const after = changed(mask, (target) => fillAll(target, value));
      assert.ok(after.data.every((pixel) => pixel === value));
    });
  });
});

describe('growMask', () => {
  it('is exact for black and white at any radius', () => {
    forSeeds(300, (random) => {
      const mask = random.mask(false);
      const radius = random.pick(0, 0.9, 1, 1.4, 1.5, 2, 5, random.between(0, 12), 40, 1e9, Infinity);
      assert.deepEqual(
        changed(mask, (after) => growMask(after, radius)),
        slowGrow(mask, radius),
      );
    });
  });

  it('is exact for greys up to 64 pixels', () => {
    forSeeds(300, (random) => {
      const mask = random.mask(true);
      const radius = random.pick(0, 1, 1.5, 3, random.between(0, 12), 40);
      assert.deepEqual(
        changed(mask, (after) => growMask(after, radius)),
        slowGrow(mask, radius),
      );
    });
  });

  it('keeps greys within 32 levels beyond 64 pixels', () => {
    forSeeds(40, (random) => {
      const mask = random.mask(true, 120);
      const radius = random.between(65, 90);
      const expected = slowGrow({ ...mask, height: 1, data: mask.data.subarray(0, mask.width) }, radius);
      const line = { ...expected, data: mask.data.slice(0, mask.width) };
      growMask(line, radius);
      line.data.forEach((value, x) => {
        const exact = at(expected, x, 0);
        assert.ok(
          value <= exact && exact - value < 32 && (value > 0 || exact === 0),
          `${value} for ${exact}`,
        );
        if (exact === 255) assert.equal(value, 255);
      });
    });
  });

  it('moves a soft edge outward as it is', () => {
    const mask = createMask(12, 1);
    mask.data.set([255, 255, 255, 170, 85]);
    growMask(mask, 4);
    assert.deepEqual([...mask.data], [255, 255, 255, 255, 255, 255, 255, 170, 85, 0, 0, 0]);
  });

  it('grows round', () => {
    const mask = createMask(7, 7);
    mask.data[24] = 255;
    growMask(mask, 3);
    assert.deepEqual(show(mask), [
      '...#...',
      '.#####.',
      '.#####.',
      '#######',
      '.#####.',
      '.#####.',
      '...#...',
    ]);
  });

  it('changes nothing for a radius that is not a positive number', () => {
    for (const radius of [0, -5, NaN]) {
      const mask = drawn('.#.', '...', '..+');
      assert.equal(growMask(mask, radius), undefined);
      assert.deepEqual(mask, drawn('.#.', '...', '..+'));
    }
  });
});

describe('shrinkMask', () => {
  it('is the same as growing what is kept', () => {
    forSeeds(300, (random) => {
      const mask = random.mask(random.next() < 0.5);
      const radius = random.pick(0, 1, 1.5, 2, random.between(0, 12), 40);
      assert.deepEqual(
        changed(mask, (after) => shrinkMask(after, radius)),
        inverted(slowGrow(inverted(mask), radius)),
      );
    });
  });

  it('does not come away from the border of the picture', () => {
    const mask = drawn('###..', '###..', '###..');
    shrinkMask(mask, 1);
    assert.deepEqual(show(mask), ['##...', '##...', '##...']);
    fillAll(mask, 255);
    assert.equal(shrinkMask(mask, 50), undefined);
  });
});

describe('featherMask', () => {
  it('never reaches further than its radius, outward or inward', () => {
    forSeeds(200, (random) => {
      const mask = random.mask(random.next() < 0.5);
      const radius = random.pick(0, 1, 2, 3, 4.7, random.between(0, 14), 60);
      const after = changed(mask, (target) => featherMask(target, radius));
      each(mask, (x, y) => {
        if (nearest(mask, x, y, (value) => value > 0) > radius) assert.equal(at(after, x, y), 0);
        // Three boxes reach over the corners, so inside the distance counts along the rows and columns.
        const isFarInside = each(mask, (column, row) =>
          Math.max(Math.abs(column - x), Math.abs(row - y)) <= radius ? at(mask, column, row) : 255,
        ).data.every((value) => value === 255);
        if (isFarInside) assert.equal(at(after, x, y), 255);
        return 0;
      });
    });
  });

  it('makes a hard edge a slope through the middle', () => {
    const mask = createMask(60, 3);
    for (let row = 0; row < 3; row++) mask.data.fill(255, row * 60, row * 60 + 30);
    featherMask(mask, 12);
    const line = [...mask.data.subarray(60, 120)];
    line.forEach((value, x) => assert.ok(x === 0 || value <= line[x - 1]!, `rises at ${x}`));
    line.forEach((value, x) => assert.ok(Math.abs(value + line[59 - x]! - 255) <= 6, `uneven at ${x}`));
    assert.ok(new Set(line).size > 15);
    assert.deepEqual(line, [...mask.data.subarray(0, 60)]);
  });

  it('leaves a whole mask and an empty one alone', () => {
    const mask = createMask(9, 7);
    assert.equal(featherMask(mask, 3), undefined);
    fillAll(mask, 255);
    assert.equal(featherMask(mask, 3), undefined);
    assert.equal(featherMask(mask, NaN), undefined);
  });
});

describe('fillHoles', () => {
  it('fills to the level that water would stand at', () => {
    forSeeds(300, (random) => {
      const mask = random.mask(random.next() < 0.5, 16);
      // Starts full and lets the water run off, a neighbor at a time, until nothing moves.
      const level = createMask(mask.width, mask.height);
      level.data.fill(255);
      for (let isFalling = true; isFalling;) {
        isFalling = false;
        for (let y = 0; y < mask.height; y++) {
          for (let x = 0; x < mask.width; x++) {
            const isBorder = x === 0 || y === 0 || x === mask.width - 1 || y === mask.height - 1;
            const around = isBorder
              ? [0]
              : [at(level, x - 1, y), at(level, x + 1, y), at(level, x, y - 1), at(level, x, y + 1)];
            const falls = Math.max(at(mask, x, y), Math.min(...around));
            if (falls < at(level, x, y)) isFalling = true;
            level.data[y * mask.width + x] = Math.min(at(level, x, y), falls);
          }
        }
      }
      assert.deepEqual(changed(mask, fillHoles), level);
    });
  });

  it('fills a ring that is closed only over its corners', () => {
    const mask = drawn('.....', '..#..', '.#.#.', '..#..', '.....');
    assert.deepEqual(fillHoles(mask), { left: 2, top: 2, width: 1, height: 1 });
    assert.deepEqual(show(mask), ['.....', '..#..', '.###.', '..#..', '.....']);
  });

  it('leaves a bay that is open to the border', () => {
    const mask = drawn('####', '#..#', '#..#', '#.##');
    assert.equal(fillHoles(mask), undefined);
  });
});

describe('combine', () => {
  it('adds, erases and replaces pixel by pixel', () => {
    forSeeds(150, (random) => {
      const into = random.mask(true);
      const from = each(into, () => random.pick(0, 255, random.whole(0, 255)));
      const kept = copy(from);
      const by = (value: (a: number, b: number) => number) =>
        each(into, (x, y) => value(at(into, x, y), at(from, x, y)));
      assert.deepEqual(
        changed(into, (mask) => combine(mask, from, 'add')),
        by((a, b) => Math.max(a, b)),
      );
      assert.deepEqual(
        changed(into, (mask) => combine(mask, from, 'erase')),
        by((a, b) => Math.min(a, 255 - b)),
      );
      assert.deepEqual(
        changed(into, (mask) => combine(mask, from, 'replace')),
        from,
      );
      assert.deepEqual(from, kept);
    });
  });

  it('refuses another size', () => {
    assert.throws(() => combine(createMask(2, 3), createMask(3, 2), 'add'), RangeError);
  });
});
