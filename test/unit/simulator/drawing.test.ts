import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import sharp from 'sharp';
import { drawImage, type DrawRequest } from '../../../src/simulator/drawing/draw';
import { encodeImage } from '../../../src/simulator/drawing/encode';

const kite: DrawRequest = {
  prompt: 'A red kite over a green hill at dawn',
  seed: 7,
  modelName: 'Stable Image Core',
  width: 256,
  height: 192,
};

/** Pixels in which red outweighs both others by far. */
function redPixels(request: DrawRequest): number {
  const { rgb } = drawImage(request);
  let count = 0;
  for (let at = 0; at < rgb.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = rgb.subarray(at, at + 3);
    if (red > 160 && green < 100 && blue < 100) count++;
  }
  return count;
}

describe('the simulator: drawings', () => {
  it('have the exact size, also where it is odd or tiny', () => {
    for (const [width, height] of [
      [256, 192],
      [1, 1],
      [1173, 640],
      [320, 1280],
    ] as const) {
      assert.equal(drawImage({ ...kite, width, height }).rgb.length, width * height * 3);
    }
  });

  it('are the same for the same request, and another for another seed or style', () => {
    const pixels = (change: Partial<DrawRequest>): string =>
      Buffer.from(drawImage({ ...kite, ...change }).rgb).toString('latin1');
    assert.equal(pixels({}), pixels({}));
    assert.notEqual(pixels({}), pixels({ seed: 8 }));
    assert.notEqual(pixels({}), pixels({ style: 'pixel-art' }));
  });

  it('show what the prompt names, in its color', () => {
    assert.ok(redPixels(kite) > 200, String(redPixels(kite)));
    assert.equal(redPixels({ ...kite, prompt: 'A blue kite over a green hill at dawn' }), 0);
  });

  it('leave out what the negative prompt names', () => {
    assert.equal(redPixels({ ...kite, negativePrompt: 'kite' }), 0);
  });

  it('draw something for a prompt of which nothing is known', () => {
    const { rgb } = drawImage({ ...kite, prompt: 'quarterly synergy' });
    assert.ok(new Set(rgb).size > 20);
  });

  it('are written as a PNG that another decoder reads back to the same pixels', async () => {
    const drawn = drawImage(kite);
    const png = await encodeImage(drawn, 'png');
    const idat = png.indexOf('IDAT');
    const data = png.subarray(idat + 4, idat + 4 + png.readUInt32BE(idat - 4));
    assert.equal(inflateSync(data).length, (kite.width * 3 + 1) * kite.height);
    const { data: pixels, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
    assert.deepEqual([info.width, info.height, info.channels], [256, 192, 3]);
    assert.ok(pixels.equals(Buffer.from(drawn.rgb)));
  });

  for (const format of ['jpeg', 'webp'] as const) {
    it(`are written as ${format} of the same size`, async () => {
      const {
        format: found,
        width,
        height,
      } = await sharp(await encodeImage(drawImage(kite), format)).metadata();
      assert.deepEqual([found, width, height], [format, 256, 192]);
    });
  }
});
