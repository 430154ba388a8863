import assert from 'node:assert/strict';
import sharp from 'sharp';
import { createMask } from '../../../src/core/mask/mask';
import { WorkerPixels } from '../../../src/pixels/workerPixels';
import { silentLog, valueOf, workerProgram } from './support';

describe('pixels in a worker', () => {
  let pixels: WorkerPixels;
  beforeEach(() => {
    pixels = new WorkerPixels(workerProgram, silentLog);
  });
  afterEach(() => {
    pixels.dispose();
  });

  const picture = (width = 40, height = 30, background = '#4080c0'): Promise<Buffer> =>
    sharp({ create: { width, height, channels: 3, background } })
      .png()
      .toBuffer();

  it('opens a picture, and says what it is', async () => {
    const bytes = await picture();
    const opened = valueOf(await pixels.open(bytes));
    assert.deepEqual(opened.facts, {
      type: 'png',
      width: 40,
      height: 30,
      hasAlpha: false,
      isLossy: false,
      bytes: bytes.length,
      notes: [],
    });
  });

  it('composes an answer into an open picture', async () => {
    const opened = valueOf(await pixels.open(await picture()));
    const mask = createMask(40, 30);
    mask.data[12 * 40 + 8] = 255;
    const composite = valueOf(
      await opened.composite({
        mask,
        area: { left: 0, top: 0, width: 40, height: 30 },
        answer: await picture(80, 60, '#ff0000'),
        featherPx: 0,
        matchColor: false,
      }),
    );
    const { data } = await sharp(composite.bytes).raw().toBuffer({ resolveWithObject: true });
    assert.equal(data.subarray((12 * 40 + 8) * 3, (12 * 40 + 9) * 3).toString('hex'), 'ff0000');
    assert.equal(data.subarray(0, 3).toString('hex'), '4080c0');
    assert.deepEqual(
      { outside: composite.outsidePixels, changed: composite.changedPixels },
      { outside: 1199, changed: 1 },
    );
  });

  it('makes previews, thumbnails, masks and raw pixels', async () => {
    const bytes = await picture(400, 300);
    const opened = valueOf(await pixels.open(bytes));
    const preview = await sharp(valueOf(await opened.preview(100))).metadata();
    assert.deepEqual([preview.format, preview.width, preview.height], ['png', 100, 75]);
    // A loss would be shown as a difference where a result equals the original.
    const asItIs = await sharp(valueOf(await opened.preview(400)))
      .raw()
      .toBuffer();
    assert.ok(asItIs.equals(await sharp(bytes).raw().toBuffer()));
    const thumbnail = await sharp(valueOf(await pixels.thumbnail(bytes, 64))).metadata();
    assert.deepEqual([thumbnail.format, thumbnail.width, thumbnail.height], ['webp', 64, 48]);
    const raw = valueOf(await opened.pixels(40));
    assert.deepEqual(
      [raw.width, raw.height, [...raw.data.subarray(0, 4)]],
      [40, 30, [0x40, 0x80, 0xc0, 255]],
    );
    const mask = createMask(5, 4);
    mask.data.set([0, 128, 255, 7, 9]);
    const read = valueOf(await pixels.readMask(valueOf(await pixels.writeMask(mask))));
    assert.deepEqual([...read.gray.data], [...mask.data]);
    assert.equal(read.alpha, undefined);
    assert.equal((await sharp(valueOf(await pixels.writeMask(mask))).metadata()).channels, 1);
  });
});
