import assert from 'node:assert/strict';
import sharp, { type Metadata } from 'sharp';
import { WorkerPixels } from '../../../src/pixels/workerPixels';
import { silentLog, valueOf, workerProgram } from './support';

const order = { maxSidePx: 64, maxPixels: 64 * 64 };

describe('shrinking pictures for a model that looks at them', () => {
  let pixels: WorkerPixels;
  beforeEach(() => {
    pixels = new WorkerPixels(workerProgram, silentLog);
  });
  afterEach(() => {
    pixels.dispose();
  });

  async function shrink(bytes: Uint8Array): Promise<{
    readonly shrunk: Metadata;
    readonly original: unknown;
  }> {
    const result = valueOf(await pixels.shrink(bytes, order));
    const image = sharp(result.bytes);
    const shrunk = await image.metadata();
    assert.deepEqual([shrunk.width, shrunk.height], [result.width, result.height]);
    return { shrunk, original: result.original };
  }

  const solid = (width: number, height: number, background: string, channels: 3 | 4 = 3) =>
    sharp({ create: { width, height, channels, background } });

  it('reads every type that is offered, and makes a small JPEG of it', async () => {
    const picture = solid(200, 100, '#4080c0');
    const files: Readonly<Record<string, Buffer>> = {
      png: await picture.clone().png().toBuffer(),
      jpeg: await picture.clone().jpeg().toBuffer(),
      webp: await picture.clone().webp().toBuffer(),
      gif: await picture.clone().gif().toBuffer(),
      avif: await picture.clone().avif().toBuffer(),
      tiff: await picture.clone().tiff().toBuffer(),
    };
    for (const [type, bytes] of Object.entries(files)) {
      const { shrunk, original } = await shrink(bytes);
      assert.deepEqual(original, { type, width: 200, height: 100 });
      assert.deepEqual([shrunk.format, shrunk.width, shrunk.height], ['jpeg', 64, 32], type);
    }
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="9" height="9"/></svg>';
    const drawn = await shrink(new TextEncoder().encode(svg));
    assert.deepEqual([drawn.shrunk.width, drawn.shrunk.height], [64, 32]);
  });

  it('turns the picture upright and removes what it says of place and camera', async () => {
    const bytes = await solid(200, 100, '#4080c0')
      .withExif({ IFD3: { GPSLatitudeRef: 'N' }, IFD0: { Make: 'Secret' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const { shrunk, original } = await shrink(bytes);
    assert.deepEqual(original, { type: 'jpeg', width: 100, height: 200 });
    assert.deepEqual([shrunk.width, shrunk.height], [32, 64]);
    assert.equal(shrunk.exif, undefined);
    assert.equal(shrunk.orientation, undefined);
  });

  it('never enlarges', async () => {
    const { shrunk } = await shrink(await solid(20, 10, '#4080c0').png().toBuffer());
    assert.deepEqual([shrunk.width, shrunk.height], [20, 10]);
  });

  it('puts a bright icon on a dark ground, and a dark one on white', async () => {
    const icon = async (color: string): Promise<Buffer> => {
      const shape = await solid(40, 40, color, 4).png().toBuffer();
      return solid(80, 80, '#00000000', 4)
        .composite([{ input: shape }])
        .png()
        .toBuffer();
    };
    const [ofWhite, ofBlack] = [await icon('#ffffff'), await icon('#000000')];
    const ground = async (bytes: Buffer): Promise<number> => {
      const result = valueOf(await pixels.shrink(bytes, order));
      const { data, info } = await sharp(result.bytes).raw().toBuffer({ resolveWithObject: true });
      return data[(info.height * info.width - 1) * info.channels] ?? 0;
    };
    assert.ok((await ground(ofWhite)) < 60);
    assert.ok((await ground(ofBlack)) > 240);
  });

  it('says why a file cannot be read', async () => {
    const cases: readonly (readonly [bytes: Uint8Array, reason: RegExp])[] = [
      [new TextEncoder().encode('BM and the rest of it'), /BMP/],
      [new TextEncoder().encode('\0\0\0\x18ftypheic and the rest'), /HEIC/],
      [(await solid(200, 100, '#4080c0').png().toBuffer()).subarray(0, 90), /damaged/],
      [new Uint8Array(0), /empty/],
    ];
    for (const [bytes, reason] of cases) {
      const result = await pixels.shrink(bytes, order);
      assert.ok(!result.ok && result.error.kind === 'notReadable', String(reason));
      assert.match(result.error.reason, reason);
    }
  });
});
