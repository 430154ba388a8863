import assert from 'node:assert/strict';
import { planFit } from '../../../../src/core/vision/fitPlan';
import { never, source, surroundings } from './fakes';

const plain = { fineText: false };
const fine = { fineText: true };

describe('what of a picture is sent', () => {
  it('is the whole, at most 1568 pixels long, never enlarged', () => {
    assert.deepEqual(planFit({ width: 4032, height: 3024 }, plain), [{ width: 1568, height: 1176 }]);
    assert.deepEqual(planFit({ width: 300, height: 200 }, plain), [{ width: 300, height: 200 }]);
    assert.deepEqual(planFit({ width: 20_000, height: 3 }, plain), [{ width: 1568, height: 1 }]);
  });

  it('is also its parts where small letters matter', () => {
    const [whole, ...parts] = planFit({ width: 3000, height: 1000 }, fine);
    assert.deepEqual(whole, { width: 1568, height: 523 });
    assert.deepEqual(parts, [
      {
        area: { left: 0, top: 0, width: 1532, height: 1000 },
        width: 1532,
        height: 1000,
        place: { row: 1, column: 1 },
      },
      {
        area: { left: 1468, top: 0, width: 1532, height: 1000 },
        width: 1532,
        height: 1000,
        place: { row: 1, column: 2 },
      },
    ]);
  });

  it('covers the picture with parts that overlap, within the number that is left', () => {
    for (const [width, height, most] of [
      [8000, 6000, 20],
      [1200, 12_000, 20],
      [5000, 5000, 5],
      [9000, 2000, 3],
      [1600, 1600, 20],
    ] as const) {
      const parts = planFit({ width, height }, fine, most).slice(1);
      assert.ok(parts.length + 1 <= Math.min(most, 10), `${parts.length} parts`);
      const covered = new Set<string>();
      for (const { area, width: sentWidth, height: sentHeight } of parts) {
        assert.ok(area);
        assert.ok(Math.max(sentWidth, sentHeight) <= 1568);
        assert.ok(area.left >= 0 && area.top >= 0);
        assert.ok(area.left + area.width <= width && area.top + area.height <= height);
        for (let x = 0; x < width; x += 50) {
          for (let y = 0; y < height; y += 50) {
            const isIn =
              x >= area.left && x < area.left + area.width && y >= area.top && y < area.top + area.height;
            if (isIn) covered.add(`${x} ${y}`);
          }
        }
      }
      if (parts.length > 0) assert.equal(covered.size, Math.ceil(width / 50) * Math.ceil(height / 50));
    }
  });
});

describe('ImageFitter', () => {
  it('sends photographs as JPEG and drawings as PNG', async () => {
    const { fitter, pixels } = surroundings();
    const fitted = await fitter.fit([source('4032x3024.jpg'), source('400x300.png')], plain, never);
    assert(fitted.ok);
    assert.deepEqual(pixels.orders, [
      { width: 1568, height: 1176, format: 'jpeg' },
      { width: 400, height: 300, format: 'png' },
    ]);
    assert.deepEqual(fitted.value[0]?.sent, {
      name: '4032x3024.jpg',
      width: 1568,
      height: 1176,
      parts: 1,
      bytes: 1000,
      originalWidth: 4032,
      originalHeight: 3024,
    });
    assert.deepEqual([pixels.opened, pixels.closed], [2, 2]);
  });

  it('turns to JPEG, then smaller, until 3.75 MB are kept', async () => {
    const { fitter, pixels } = surroundings();
    pixels.bytesOf = ({ width, height, format }) => width * height * (format === 'png' ? 4 : 2.5);
    const fitted = await fitter.fit([source('1568x1568.png')], plain, never);
    assert(fitted.ok);
    assert.deepEqual(
      pixels.orders.map(({ format, width }) => `${format} ${width}`),
      ['png 1568', 'jpeg 1568', 'jpeg 1285', 'jpeg 1053'],
    );
    assert.ok((fitted.value[0]?.sent.bytes ?? Infinity) <= 3_750_000);
  });

  it('keeps the request below what it may hold where many pictures share it', async () => {
    const { fitter, pixels } = surroundings();
    pixels.bytesOf = ({ width, height }) => width * height;
    const images = Array.from({ length: 20 }, () => source('1500x1500.jpg'));
    const fitted = await fitter.fit(images, plain, never);
    assert(fitted.ok);
    const bytes = fitted.value.reduce((sum, { sent }) => sum + sent.bytes, 0);
    assert.ok(bytes <= 18_000_000);
  });

  it('lays transparent pictures on light, and light ones on dark', async () => {
    for (const [light, background] of [
      [40, '#ffffff'],
      [250, '#404040'],
    ] as const) {
      const own = surroundings();
      Object.assign(own.pixels.facts, { hasAlpha: true });
      own.pixels.light = light;
      await own.fitter.fit([source('40x30.png')], plain, never);
      assert.equal(own.pixels.orders[0]?.flattenOn, background);
    }
  });

  it('remembers what it has fitted by the hash of the bytes', async () => {
    const { fitter, pixels } = surroundings();
    await fitter.fit([source('400x300.png', 'aa')], plain, never);
    const again = await fitter.fit([{ ...source('400x300.png', 'aa'), name: 'other.png' }], plain, never);
    assert(again.ok);
    assert.equal(again.value[0]?.sent.name, 'other.png');
    assert.equal(pixels.opened, 1);
    await fitter.fit([source('400x300.png', 'bb'), source('400x300.png')], plain, never);
    assert.equal(pixels.opened, 3);
  });

  it('refuses more than 20 pictures, and what is none', async () => {
    const { fitter } = surroundings();
    const many = await fitter.fit(
      Array.from({ length: 21 }, () => source('4x3.png')),
      plain,
      never,
    );
    assert.deepEqual(many, { ok: false, error: { kind: 'tooManyImages', count: 21, maxCount: 20 } });
    const broken = await fitter.fit([source('notes.txt')], plain, never);
    assert(!broken.ok && broken.error.kind === 'notReadable');
  });
});
