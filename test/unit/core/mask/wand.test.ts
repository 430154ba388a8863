import assert from 'node:assert/strict';
import { createMask, type Mask } from '../../../../src/core/mask/mask';
import { fromTransparency, selectColor, selectSimilar, type Pixels } from '../../../../src/core/mask/wand';
import { each, forSeeds, show, type Random } from './random';

function picture(random: Random): Pixels {
  const width = random.whole(1, 20);
  const height = random.whole(1, 20);
  const data = new Uint8ClampedArray(width * height * 4);
  const levels = random.whole(2, 4);
  for (let at = 0; at < data.length; at++) {
    const isAlpha = at % 4 === 3;
    data[at] = isAlpha ? random.pick(255, 255, 255, 255, 0, 200) : random.whole(0, levels) * 20;
  }
  return { data, width, height };
}

function pixel(pixels: Pixels, x: number, y: number): readonly number[] {
  const at = (y * pixels.width + x) * 4;
  return [...pixels.data.subarray(at, at + 4)];
}

function areAlike(a: readonly number[], b: readonly number[], tolerance: number): boolean {
  const differences = a.map((value, channel) => Math.abs(value - b[channel]!));
  if (a[3] === 0 || b[3] === 0) return differences[3]! <= tolerance;
  return differences.every((difference) => difference <= tolerance);
}

/** Spreads from pixel to pixel until nothing is added. */
function slowFlood(alike: Mask, x: number, y: number): Mask {
  const mask = createMask(alike.width, alike.height);
  mask.data[y * mask.width + x] = 255;
  for (let isGrowing = true; isGrowing;) {
    isGrowing = false;
    for (let at = 0; at < mask.data.length; at++) {
      const column = at % mask.width;
      const isBeside =
        (column > 0 && mask.data[at - 1] === 255) ||
        (column < mask.width - 1 && mask.data[at + 1] === 255) ||
        mask.data[at - mask.width] === 255 ||
        mask.data[at + mask.width] === 255;
      if (isBeside && alike.data[at] === 255 && mask.data[at] === 0) {
        mask.data[at] = 255;
        isGrowing = true;
      }
    }
  }
  return mask;
}

function grey(width: number, ...values: readonly number[]): Pixels {
  const data = Uint8Array.from(values.flatMap((value) => [value, value, value, 255]));
  return { data, width, height: values.length / width };
}

describe('selectSimilar', () => {
  it('selects what is alike everywhere, or what is connected with the seed', () => {
    forSeeds(400, (random) => {
      const pixels = picture(random);
      const seed = { x: random.between(0, pixels.width), y: random.between(0, pixels.height) };
      const [x, y] = [Math.floor(seed.x), Math.floor(seed.y)];
      const tolerance = random.pick(0, 19, 20, 40, 60, 255);
      const blank = createMask(pixels.width, pixels.height);
      const expected = each(blank, (column, row) =>
        areAlike(pixel(pixels, column, row), pixel(pixels, x, y), tolerance) ? 255 : 0,
      );
      assert.deepEqual(selectSimilar(pixels, seed, { tolerance, touching: false }), expected);
      assert.deepEqual(selectSimilar(pixels, seed, { tolerance, touching: true }), slowFlood(expected, x, y));
    });
  });

  it('compares with the seed, so a slow gradient ends', () => {
    const pixels = grey(6, 0, 10, 20, 30, 40, 50);
    const selected = selectSimilar(pixels, { x: 0.5, y: 0.5 }, { tolerance: 20, touching: true });
    assert.deepEqual(show(selected), ['###...']);
  });

  it('does not pass over a corner', () => {
    const pixels = grey(2, 0, 200, 200, 0);
    const selected = selectSimilar(pixels, { x: 0, y: 0 }, { tolerance: 0, touching: true });
    assert.deepEqual(show(selected), ['#.', '..']);
  });

  it('follows a spiral to its end', () => {
    const rows = ['#######', '......#', '#####.#', '#...#.#', '#.###.#', '#.....#', '#######'];
    const pixels = grey(7, ...Array.from(rows.join(''), (letter) => (letter === '#' ? 0 : 200)));
    const path = selectSimilar(pixels, { x: 0, y: 0 }, { tolerance: 10, touching: true });
    assert.deepEqual(show(path), rows);
  });

  it('takes all that is transparent as one, whatever color hides there', () => {
    const data = Uint8Array.from([255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 255]);
    const selected = selectSimilar(
      { data, width: 3, height: 1 },
      { x: 0, y: 0 },
      { tolerance: 0, touching: true },
    );
    assert.deepEqual(show(selected), ['##.']);
  });

  it('selects nothing from a seed outside, or one that is not a number', () => {
    const pixels = grey(2, 0, 0, 0, 0);
    const outside = [
      { x: -0.1, y: 0 },
      { x: 2, y: 0 },
      { x: 0, y: 2 },
      { x: NaN, y: 0 },
      { x: 0, y: -Infinity },
    ];
    for (const seed of outside) {
      for (const touching of [true, false]) {
        assert.deepEqual(selectSimilar(pixels, seed, { tolerance: 9, touching }), createMask(2, 2));
      }
    }
  });

  it('takes a tolerance that is not a number as none', () => {
    const selected = selectSimilar(grey(3, 7, 7, 8), { x: 0, y: 0 }, { tolerance: NaN, touching: true });
    assert.deepEqual(show(selected), ['##.']);
  });

  it('refuses data that is too short for its size', () => {
    const pixels = { data: new Uint8Array(15), width: 2, height: 2 };
    assert.throws(() => selectSimilar(pixels, { x: 0, y: 0 }, { tolerance: 0, touching: true }), RangeError);
  });
});

describe('selectColor', () => {
  it('selects each pixel near the color that is not wholly transparent', () => {
    forSeeds(200, (random) => {
      const pixels = picture(random);
      const color = [random.whole(0, 80), random.whole(0, 80), random.whole(0, 80)] as const;
      const tolerance = random.pick(0, 10, 25, 80, 255);
      const expected = each(createMask(pixels.width, pixels.height), (x, y) => {
        const [red, green, blue, alpha] = pixel(pixels, x, y);
        const differences = [red! - color[0], green! - color[1], blue! - color[2]];
        return alpha !== 0 && differences.every((value) => Math.abs(value) <= tolerance) ? 255 : 0;
      });
      assert.deepEqual(selectColor(pixels, color, tolerance), expected);
    });
  });
});

describe('fromTransparency', () => {
  it('edits what is transparent, and half of what is half transparent', () => {
    const data = Uint8Array.from([0, 0, 0, 0, 9, 9, 9, 255, 1, 2, 3, 100]);
    assert.deepEqual(fromTransparency({ data, width: 3, height: 1 }).data, Uint8Array.from([255, 0, 155]));
  });
});
