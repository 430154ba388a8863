import assert from 'node:assert/strict';
import sharp, { type Sharp } from 'sharp';
import { createMask } from '../../../src/core/mask/mask';
import type { CompositeOrder } from '../../../src/core/pixels/port';
import { WorkerPixels } from '../../../src/pixels/workerPixels';
import { Random, randomPicture } from '../core/composite/random';
import { silentLog, valueOf, workerProgram } from './support';

async function pixelsOf(bytes: Uint8Array): Promise<{ data: Buffer; width: number; height: number }> {
  const { data, info } = await sharp(bytes)
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function raw(data: Uint8Array, width: number, height: number): Sharp {
  return sharp(data, { raw: { width, height, channels: 4 } });
}

/** A file of a kind that people have, with pixels that nobody has chosen. */
async function randomFile(random: Random, width: number, height: number): Promise<Buffer> {
  const kind = random.pick<'rgb' | 'rgba' | 'gray'>(['rgb', 'rgba', 'gray']);
  const image = raw(randomPicture(random, width, height, kind).data, width, height);
  if (kind === 'rgba') return image.png().toBuffer();
  const opaque = kind === 'gray' ? image.removeAlpha().greyscale() : image.removeAlpha();
  const format = random.pick(['png', 'jpeg', 'webp', 'tiff']);
  if (format === 'jpeg') return opaque.jpeg().toBuffer();
  if (format === 'webp') return opaque.webp().toBuffer();
  return format === 'tiff' ? opaque.tiff({ compression: 'lzw' }).toBuffer() : opaque.png().toBuffer();
}

describe('composites as files', () => {
  let pixels: WorkerPixels;
  before(() => {
    pixels = new WorkerPixels(workerProgram, silentLog);
  });
  after(() => {
    pixels.dispose();
  });

  for (let seed = 1; seed <= 24; seed++) {
    it(`keep what lies outside the mask, and change what lies inside (${seed})`, async () => {
      const random = new Random(seed);
      const width = random.pick([1, 2, 17, 33, 64]);
      const height = random.pick([1, 3, 16, 31, 50]);
      const original = await randomFile(random, width, height);
      const before = await pixelsOf(original);
      const mask = createMask(width, height);
      const kind = random.pick(['nothing', 'everything', 'onePixel', 'border', 'noise']);
      if (kind === 'everything') mask.data.fill(255);
      if (kind === 'onePixel') mask.data[random.whole(0, width * height - 1)] = 255;
      if (kind === 'border') for (let y = 0; y < height; y++) mask.data[y * width + width - 1] = 255;
      if (kind === 'noise') mask.data.set(mask.data.map(() => random.pick([0, 0, 255])));
      // The answer has the picture's inverse colors everywhere, in the size of some model.
      const scale = random.pick([1, 2, 0.5]);
      const size = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))] as const;
      const answer = await raw(
        before.data.map((value, at) => (at % 4 === 3 ? 255 : value >= 128 ? value - 128 : value + 128)),
        width,
        height,
      )
        .removeAlpha()
        .resize(...size, { fit: 'fill', kernel: 'nearest' })
        .png()
        .toBuffer();
      const picture = valueOf(await pixels.open(original));
      const composite = valueOf(
        await picture.composite({
          mask,
          area: { left: 0, top: 0, width, height },
          answer,
          featherPx: 0,
          matchColor: random.pick([true, false]),
        }),
      );
      picture.close();
      const after = await pixelsOf(composite.bytes);
      assert.deepEqual([after.width, after.height], [width, height]);
      let outside = 0;
      let changed = 0;
      for (let pixel = 0; pixel < width * height; pixel++) {
        const was = before.data.subarray(pixel * 4, pixel * 4 + 4);
        const isEqual = was.equals(after.data.subarray(pixel * 4, pixel * 4 + 4));
        if (mask.data[pixel] === 0) {
          outside++;
          assert.ok(isEqual, `pixel ${pixel} outside the mask`);
        } else if (scale === 1 && kind === 'onePixel') {
          assert.ok(!isEqual, `pixel ${pixel} inside the mask`);
        }
        if (!isEqual) changed++;
      }
      assert.deepEqual([composite.outsidePixels, composite.changedPixels], [outside, changed]);
    });
  }

  const flat = (width: number, height: number, background: string): Promise<Buffer> =>
    sharp({ create: { width, height, channels: 4, background } })
      .png()
      .toBuffer();

  const edit = (width: number, height: number): Omit<CompositeOrder, 'answer'> => ({
    mask: createMask(width, height),
    area: { left: 0, top: 0, width, height },
    featherPx: 0,
    matchColor: false,
  });

  it('lay a scaled answer over the area it was made for', async () => {
    const picture = valueOf(await pixels.open(await flat(60, 40, '#000000')));
    const order = edit(60, 40);
    order.mask.data.fill(255);
    const area = { left: 40, top: 20, width: 40, height: 40 };
    const composite = valueOf(
      await picture.composite({ ...order, area, answer: await flat(10, 10, '#ffffff') }),
    );
    picture.close();
    const { data } = await pixelsOf(composite.bytes);
    for (let pixel = 0; pixel < 2400; pixel++) {
      const isInArea = pixel % 60 >= 40 && pixel >= 20 * 60;
      assert.equal(data[pixel * 4], isInArea ? 255 : 0, `${pixel % 60}, ${Math.floor(pixel / 60)}`);
    }
  });

  it('grow the canvas, and keep the picture where it was', async () => {
    const picture = valueOf(await pixels.open(await flat(20, 10, '#101010')));
    const extend = { left: 5, top: 0, right: 0, bottom: 3 };
    const composite = valueOf(
      await picture.composite({
        ...edit(20, 10),
        area: { left: -5, top: 0, width: 25, height: 13 },
        answer: await flat(50, 26, '#f0f0f0'),
        extend,
      }),
    );
    picture.close();
    assert.deepEqual([composite.width, composite.height], [25, 13]);
    assert.deepEqual([composite.outsidePixels, composite.changedPixels], [200, 25 * 13 - 200]);
    const { data } = await pixelsOf(composite.bytes);
    for (let pixel = 0; pixel < 25 * 13; pixel++) {
      const isOld = pixel % 25 >= 5 && pixel < 250;
      assert.equal(data[pixel * 4], isOld ? 0x10 : 0xf0);
    }
  });

  it('turn an answer that is no image away', async () => {
    const picture = valueOf(await pixels.open(await flat(4, 4, '#101010')));
    const answer = new TextEncoder().encode('no image');
    const composite = await picture.composite({ ...edit(4, 4), answer });
    const cutOut = await picture.cutOut(answer);
    picture.close();
    for (const result of [composite, cutOut]) {
      assert.deepEqual(result, { ok: false, error: { kind: 'notAnImage' } });
    }
  });

  it("cut out with the answer's transparency, on the picture's own colors", async () => {
    const picture = valueOf(await pixels.open(await flat(4, 2, '#123456')));
    const alpha = [255, 255, 0, 0, 255, 128, 0, 0];
    const answer = await raw(Uint8Array.from(alpha.flatMap((value) => [9, 9, 9, value])), 4, 2)
      .png()
      .toBuffer();
    const cut = valueOf(await picture.cutOut(answer));
    picture.close();
    const { data } = await pixelsOf(cut.bytes);
    const seen = Array.from({ length: 8 }, (_, pixel) =>
      data.subarray(pixel * 4, pixel * 4 + 4).toString('hex'),
    );
    assert.deepEqual(seen, [
      '123456ff',
      '123456ff',
      '00000000',
      '00000000',
      '123456ff',
      '12345680',
      '00000000',
      '00000000',
    ]);
    assert.deepEqual([cut.outsidePixels, cut.changedPixels], [3, 5]);
  });

  it('show where two pictures differ', async () => {
    const two = await sharp(await flat(6, 1, '#101010'))
      .composite([{ input: await flat(1, 1, '#131010'), left: 2, top: 0 }])
      .png()
      .toBuffer();
    const found = valueOf(await pixels.difference(await flat(6, 1, '#101010'), two, 4));
    assert.equal(found.changedPixels, 1);
    const { data } = await pixelsOf(found.bytes);
    assert.deepEqual([...data.subarray(4, 12)], [0, 0, 0, 255, 12, 0, 0, 255]);
  });

  it('can be converted, onto white where JPEG knows no transparency', async () => {
    const jpeg = valueOf(await pixels.convert(await flat(8, 8, '#00000000'), 'jpeg', 95));
    const { data } = await pixelsOf(jpeg);
    assert.deepEqual([...data.subarray(0, 4)], [255, 255, 255, 255]);
    for (const to of ['png', 'webp'] as const) {
      const bytes = valueOf(await pixels.convert(await flat(8, 8, '#00ff0080'), to));
      const { format, hasAlpha } = await sharp(bytes).metadata();
      assert.deepEqual([format, hasAlpha], [to, true]);
    }
  });
});
