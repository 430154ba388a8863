import assert from 'node:assert/strict';
import { createMask } from '../../../../src/core/mask/mask';
import { coverage } from '../../../../src/core/mask/measure';
import { scaleMask } from '../../../../src/core/mask/scale';
import { at, drawn, each, forSeeds, show } from './random';

/** How much of source pixel `source` lies in target pixel `target`. */
function overlap(source: number, target: number, scale: number): number {
  return Math.max(0, Math.min(source + 1, (target + 1) * scale) - Math.max(source, target * scale));
}

describe('scaleMask', () => {
  it('averages areas when it shrinks', () => {
    forSeeds(200, (random) => {
      const mask = random.mask(true);
      const [width, height] = [random.whole(1, mask.width), random.whole(1, mask.height)];
      const scaleX = mask.width / width;
      const scaleY = mask.height / height;
      const scaled = scaleMask(mask, width, height);
      each(scaled, (x, y) => {
        let sum = 0;
        each(mask, (column, row) => {
          sum += at(mask, column, row) * overlap(column, x, scaleX) * overlap(row, y, scaleY);
          return 0;
        });
        const mean = sum / (scaleX * scaleY);
        assert.ok(
          Math.abs(at(scaled, x, y) - mean) <= (mean < 0.5 ? 1 : 0.501),
          `${at(scaled, x, y)} for ${mean}`,
        );
        return 0;
      });
    });
  });

  it('interpolates between centers when it grows', () => {
    forSeeds(200, (random) => {
      const mask = random.mask(true, 12);
      const [width, height] = [random.whole(mask.width, 40), random.whole(mask.height, 40)];
      const scaled = scaleMask(mask, width, height);
      const near = (center: number, pixel: number) => Math.max(0, 1 - Math.abs(center - pixel));
      each(scaled, (x, y) => {
        const clamp = (value: number, size: number) => Math.max(0, Math.min(size - 1, value));
        const centerX = clamp(((x + 0.5) * mask.width) / width - 0.5, mask.width);
        const centerY = clamp(((y + 0.5) * mask.height) / height - 0.5, mask.height);
        let sum = 0;
        each(mask, (column, row) => {
          sum += at(mask, column, row) * near(centerX, column) * near(centerY, row);
          return 0;
        });
        assert.ok(
          Math.abs(at(scaled, x, y) - sum) <= (sum < 0.5 ? 1 : 0.501),
          `${at(scaled, x, y)} for ${sum}`,
        );
        return 0;
      });
    });
  });

  it('keeps a whole mask whole and an empty one empty at every size', () => {
    forSeeds(100, (random) => {
      const mask = createMask(random.whole(1, 40), random.whole(1, 40));
      const [width, height] = [random.whole(1, 60), random.whole(1, 60)];
      assert.deepEqual(scaleMask(mask, width, height), createMask(width, height));
      mask.data.fill(255);
      assert.ok(scaleMask(mask, width, height).data.every((value) => value === 255));
    });
  });

  it('never loses an edited pixel', () => {
    forSeeds(200, (random) => {
      const mask = createMask(random.whole(1, 60), random.whole(1, 60));
      mask.data[random.whole(0, mask.data.length - 1)] = random.pick(1, 2, 255);
      const scaled = scaleMask(mask, random.whole(1, 70), random.whole(1, 70));
      assert.ok(coverage(scaled).edited > 0);
    });
  });

  it('keeps every area when it shrinks', () => {
    const mask = createMask(100, 100);
    mask.data[505] = 255;
    mask.data[9595] = 255;
    const scaled = scaleMask(mask, 4, 4);
    assert.deepEqual(show(scaled), ['+...', '....', '....', '...+']);
  });

  it('copies at the same size, in memory of its own', () => {
    const mask = drawn('#+.', '.+#');
    const scaled = scaleMask(mask, 3, 2);
    assert.deepEqual(scaled, mask);
    assert.notEqual(scaled.data, mask.data);
  });

  it('refuses a size that is none', () => {
    assert.throws(() => scaleMask(createMask(2, 2), 0, 5), RangeError);
  });
});
