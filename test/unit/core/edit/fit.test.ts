import assert from 'node:assert/strict';
import {
  fitContext,
  fitExtended,
  fitWhole,
  isPadded,
  isScaled,
  type Fitting,
} from '../../../../src/core/edit/fit';
import type { InputLimits } from '../../../../src/core/models/descriptor';
import type { PixelSize } from '../../../../src/core/tasks/task';
import { sequence } from '../models/samples';

const canvas: InputLimits = {
  formats: ['png', 'jpeg'],
  minSidePx: 320,
  maxSidePx: 4096,
  maxPixels: 4_194_303,
  maxAspectRatio: 4,
  takesAlpha: false,
  maxImages: 5,
};
const stability: InputLimits = {
  formats: ['png', 'jpeg', 'webp'],
  minSidePx: 64,
  maxPixels: 9_437_184,
  maxAspectRatio: 2.5,
  takesAlpha: true,
  maxImages: 1,
};
const creative: InputLimits = { ...stability, minPixels: 4096, maxPixels: 1_048_576 };

function assertWithin({ width, height }: Fitting, limits: InputLimits): void {
  const said = `${width} x ${height}`;
  assert.ok(Number.isInteger(width) && Number.isInteger(height), said);
  assert.ok(Math.min(width, height) >= limits.minSidePx, said);
  assert.ok(Math.max(width, height) <= (limits.maxSidePx ?? Infinity), said);
  assert.ok(width * height <= limits.maxPixels && width * height >= (limits.minPixels ?? 0), said);
  // A fraction of a pixel of rounding.
  assert.ok(
    Math.max(width, height) / Math.min(width, height) <=
      limits.maxAspectRatio * (1 + 1 / Math.min(width, height)),
    said,
  );
}

const sizes: readonly PixelSize[] = [
  [1, 1],
  [1, 5000],
  [40, 30],
  [1024, 1024],
  [4032, 3024],
  [8000, 6000],
  [10_000, 300],
  [12_000, 5000],
].map(([width = 0, height = 0]) => ({ width, height }));

describe('fitWhole', () => {
  for (const size of sizes) {
    it(`keeps ${size.width} x ${size.height} within every limit, with all of it inside`, () => {
      for (const limits of [canvas, stability, creative]) {
        const fitting = fitWhole(size, limits);
        assertWithin(fitting, limits);
        const { left, top, width, height } = fitting.area;
        assert.ok(left <= 0 && top <= 0 && left + width >= size.width && top + height >= size.height);
      }
    });
  }

  it('sends what fits pixel for pixel', () => {
    const fitting = fitWhole({ width: 1024, height: 768 }, canvas);
    assert.deepEqual(fitting, {
      area: { left: 0, top: 0, width: 1024, height: 768 },
      width: 1024,
      height: 768,
    });
    assert.equal(isScaled(fitting), false);
    assert.equal(isPadded(fitting, { width: 1024, height: 768 }), false);
  });

  it('gives a long and thin image room at its long sides', () => {
    const fitting = fitWhole({ width: 2000, height: 300 }, canvas);
    assert.deepEqual(fitting.area, { left: 0, top: -100, width: 2000, height: 500 });
    assert.ok(isPadded(fitting, { width: 2000, height: 300 }));
  });
});

describe('fitContext', () => {
  it('cuts a comfortable square out of a big photograph, pixel for pixel', () => {
    const fitting = fitContext(
      { width: 6000, height: 4000 },
      { left: 3000, top: 2000, width: 200, height: 300 },
      stability,
    );
    assert.deepEqual(fitting, {
      area: { left: 2588, top: 1638, width: 1024, height: 1024 },
      width: 1024,
      height: 1024,
    });
  });

  it('takes the margin the user chose', () => {
    const { area } = fitContext(
      { width: 6000, height: 4000 },
      { left: 3000, top: 2000, width: 200, height: 300 },
      stability,
      50,
    );
    assert.deepEqual(area, { left: 2950, top: 1950, width: 300, height: 400 });
  });

  it('stays in the image at its border', () => {
    const { area } = fitContext(
      { width: 6000, height: 4000 },
      { left: 0, top: 3990, width: 10, height: 10 },
      canvas,
    );
    assert.deepEqual(area, { left: 0, top: 2976, width: 1024, height: 1024 });
  });

  it('scales down where the mask alone is more than the model takes', () => {
    const fitting = fitContext(
      { width: 8000, height: 6000 },
      { left: 0, top: 0, width: 8000, height: 6000 },
      stability,
    );
    assertWithin(fitting, stability);
    assert.deepEqual(fitting.area, { left: 0, top: 0, width: 8000, height: 6000 });
    assert.ok(isScaled(fitting));
  });

  it('holds for any image, mask and model: the mask inside, the limits kept', () => {
    const random = sequence(11);
    const upTo = (most: number): number => 1 + Math.floor(random() * most);
    for (let round = 0; round < 3000; round++) {
      const image = { width: upTo(9000), height: upTo(9000) };
      const left = upTo(image.width) - 1;
      const top = upTo(image.height) - 1;
      const bounds = { left, top, width: upTo(image.width - left), height: upTo(image.height - top) };
      for (const limits of [canvas, stability]) {
        const margin = round % 3 === 0 ? upTo(400) : undefined;
        const fitting = fitContext(image, bounds, limits, margin);
        assertWithin(fitting, limits);
        const { area } = fitting;
        assert.ok(area.left <= left && area.left + area.width >= left + bounds.width);
        assert.ok(area.top <= top && area.top + area.height >= top + bounds.height);
      }
    }
  });
});

describe('fitExtended', () => {
  it('adds the margins, and scales where the whole is too large', () => {
    const margins = { left: 100, right: 0, up: 0, down: 50 };
    assert.deepEqual(fitExtended({ width: 900, height: 950 }, margins, canvas), {
      area: { left: -100, top: 0, width: 1000, height: 1000 },
      width: 1000,
      height: 1000,
    });
    const large = fitExtended({ width: 8000, height: 6000 }, margins, canvas);
    assertWithin(large, canvas);
    assert.deepEqual(large.area, { left: -100, top: 0, width: 8100, height: 6050 });
  });
});
