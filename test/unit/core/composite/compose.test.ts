import assert from 'node:assert/strict';
import { checkOutside } from '../../../../src/core/composite/checkOutside';
import { compose } from '../../../../src/core/composite/compose';
import { planComposite } from '../../../../src/core/composite/plan';
import { createMask, type Mask } from '../../../../src/core/mask/mask';
import { scaleMask } from '../../../../src/core/mask/scale';
import type { CompositeOrder, RgbaPixels } from '../../../../src/core/pixels/port';
import { Random, randomPicture } from './random';

type Order = Omit<CompositeOrder, 'answer'>;

interface Case {
  readonly original: RgbaPixels;
  readonly order: Order;
}

const masks = ['nothing', 'everything', 'onePixel', 'border', 'soft', 'rectangle'] as const;

function randomMask(random: Random, width: number, height: number): Mask {
  const mask = createMask(width, height);
  const { data } = mask;
  switch (random.pick(masks)) {
    case 'nothing':
      break;
    case 'everything':
      data.fill(255);
      break;
    case 'onePixel':
      data[random.whole(0, data.length - 1)] = 255;
      break;
    case 'border':
      data.fill(255, 0, width);
      for (let y = 0; y < height; y++) data[y * width] = 255;
      break;
    case 'soft':
      data.set(random.bytes(data.length));
      for (let at = 0; at < data.length; at++) if (random.whole(0, 3) > 0) data[at] = 0;
      break;
    case 'rectangle': {
      const left = random.whole(0, width - 1);
      const right = random.whole(left, width);
      for (let y = random.whole(0, height - 1); y < height; y++) {
        data.fill(255, y * width + left, y * width + right);
      }
      break;
    }
  }
  return mask;
}

function randomCase(seed: number): Case {
  const random = new Random(seed);
  const width = random.whole(1, 34);
  const height = random.whole(1, 27);
  const original = randomPicture(random, width, height, random.pick(['rgb', 'rgba', 'gray']));
  const scale = random.pick([1, 1, 2, 3]);
  const isWhole = random.whole(0, 1) === 0;
  const left = isWhole ? 0 : random.whole(-3, width - 1);
  const top = isWhole ? 0 : random.whole(-3, height - 1);
  return {
    original,
    order: {
      mask: randomMask(random, width * scale, height * scale),
      area: isWhole
        ? { left: 0, top: 0, width, height }
        : {
            left,
            top,
            width: random.whole(1 - Math.min(0, left), width + 4),
            height: random.whole(1 - Math.min(0, top), height + 4),
          },
      featherPx: random.pick([0, 1, 2, 5.5]),
      matchColor: random.pick([true, false]),
      ...(random.whole(0, 2) === 0 && {
        extend: {
          left: random.whole(0, 4),
          top: random.whole(0, 4),
          right: random.whole(0, 4),
          bottom: random.whole(0, 4),
        },
      }),
    },
  };
}

/** The answer over a part of the canvas: the original, drifted a little everywhere, as models do. */
function driftedAnswer(random: Random, length: number): Uint8Array {
  const answer = random.bytes(length);
  for (let at = 3; at < length; at += 4) answer[at] = random.pick([255, 255, 255, 0, 77]);
  return answer;
}

/** Looks at every pixel of the original by itself, and measures its distance from the mask the slow way. */
function outsideOf({ original, order }: Case): boolean[] {
  const mask = scaleMask(order.mask, original.width, original.height);
  const { left, top, right, bottom } = order.extend ?? { left: 0, top: 0, right: 0, bottom: 0 };
  const isMask = (x: number, y: number): boolean => {
    if (x < -left || y < -top || x >= original.width + right || y >= original.height + bottom) return false;
    const isNew = x < 0 || y < 0 || x >= original.width || y >= original.height;
    return isNew || mask.data[y * mask.width + x] !== 0;
  };
  const reach = Math.ceil(order.featherPx);
  return Array.from({ length: original.width * original.height }, (_, pixel) => {
    const x = pixel % original.width;
    const y = Math.floor(pixel / original.width);
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        const isNear = (dx === 0 && dy === 0) || Math.hypot(dx, dy) < order.featherPx;
        if (isNear && isMask(x + dx, y + dy)) return false;
      }
    }
    return true;
  });
}

describe('the composite of random pictures, masks and answers', () => {
  for (let block = 0; block < 6; block++) {
    it(`keeps every pixel beyond the mask and its feather, and takes the answer inside (${block})`, () => {
      for (let seed = block * 100; seed < block * 100 + 100; seed++) check(seed);
    });
  }

  function check(seed: number): void {
    const each = randomCase(seed);
    const { original, order } = each;
    const before = original.data.slice();
    const plan = planComposite(original, order);
    const { region } = plan.weights;
    const answer = driftedAnswer(new Random(seed + 1), region.width * region.height * 4);
    const result = compose(original, answer, plan, order.matchColor);

    const { left, top, right, bottom } = order.extend ?? { left: 0, top: 0, right: 0, bottom: 0 };
    assert.equal(result.width, original.width + left + right, `${seed}`);
    assert.equal(result.height, original.height + top + bottom, `${seed}`);
    assert.deepEqual(original.data, before, `${seed}: the original was changed`);

    const mask = scaleMask(order.mask, original.width, original.height);
    let changed = result.width * result.height - original.width * original.height;
    for (const [pixel, isOutside] of outsideOf(each).entries()) {
      const x = (pixel % original.width) + left;
      const y = Math.floor(pixel / original.width) + top;
      const was = original.data.subarray(pixel * 4, pixel * 4 + 4);
      const is = result.data.subarray((y * result.width + x) * 4, (y * result.width + x) * 4 + 4);
      const isEqual = was.every((value, channel) => value === is[channel]);
      if (!isEqual) changed++;
      const isInRegion =
        x >= region.left &&
        y >= region.top &&
        x < region.left + region.width &&
        y < region.top + region.height;
      if (isOutside || !isInRegion) assert.ok(isEqual, `${seed}: pixel ${x}, ${y} changed outside the mask`);
      if (!isInRegion || order.matchColor || mask.data[pixel] !== 255) continue;
      const from = ((y - region.top) * region.width + x - region.left) * 4;
      assert.deepEqual(is, answer.slice(from, from + 4), `${seed}: pixel ${x}, ${y} is not the answer's`);
    }
    const found = checkOutside(original, result, plan.at, plan.weights);
    assert.equal(found.differingPixels, 0, `${seed}`);
    assert.equal(found.changedPixels, changed, `${seed}`);
  }

  it('plans the same weights for a small mask over a part as scaling the whole mask gives', () => {
    const random = new Random(7);
    const mask = createMask(20, 15);
    mask.data.set(random.bytes(300));
    const picture = { width: 64, height: 48 };
    const area = { left: 11, top: 5, width: 40, height: 30 };
    const plan = planComposite(picture, { mask, area, featherPx: 0 });
    const whole = scaleMask(mask, 64, 48);
    for (let y = 0; y < area.height; y++) {
      for (let x = 0; x < area.width; x++) {
        const expected = whole.data[(y + area.top) * 64 + x + area.left] ?? 0;
        const found = plan.weights.data[y * area.width + x] ?? 0;
        assert.ok(Math.abs(found - expected) <= 1, `${x}, ${y}: ${found} instead of ${expected}`);
      }
    }
  });

  it('refuses an area that misses the picture or is no whole pixels', () => {
    const picture = { width: 10, height: 10 };
    const mask = createMask(10, 10);
    const areas = [
      { left: 10, top: 0, width: 5, height: 5 },
      { left: -5, top: 0, width: 5, height: 5 },
      { left: 0.5, top: 0, width: 5, height: 5 },
    ];
    for (const area of areas) {
      assert.throws(() => planComposite(picture, { mask, area, featherPx: 0 }), RangeError);
    }
  });
});
