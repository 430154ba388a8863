import assert from 'node:assert/strict';
import sharp from 'sharp';
import { MAX_DRIFT_LEVELS } from '../../../src/simulator/pictures/drift';
import {
  base64Of,
  beyond,
  colorAt,
  difference,
  imagesOf,
  mask,
  openBench,
  pixelsOf,
  scene,
  within,
  type Area,
  type Bench,
  type Pixels,
} from './editing';

const canvas = 'amazon.nova-canvas-v1:0';
const titanV1 = 'amazon.titan-image-generator-v1';
const titanV2 = 'amazon.titan-image-generator-v2:0';
const size = { width: 400, height: 360 };
const area: Area = { left: 120, top: 100, width: 160, height: 160 };

describe('the simulator: Amazon edits', () => {
  let bench: Bench;
  let image: string;
  let original: Pixels;
  /** Black in the area, white around it. */
  let blackHole: string;
  let whiteHole: string;

  before(async () => {
    bench = await openBench();
    image = await base64Of(scene(size.width, size.height));
    original = await pixelsOf(Buffer.from(image, 'base64'));
    blackHole = await base64Of(await mask(size, area, '#000000', '#ffffff'));
    whiteHole = await base64Of(await mask(size, area, '#ffffff', '#000000'));
  });
  afterEach(() => bench.simulator.faults.clear());
  after(() => bench.close());

  const inpaint = (parameters: object = {}, configuration: object = { seed: 3 }): object => ({
    taskType: 'INPAINTING',
    inPaintingParams: { image, maskImage: blackHole, text: 'a tall fern', ...parameters },
    imageGenerationConfig: configuration,
  });
  const outpaint = (parameters: object = {}, configuration: object = { seed: 3 }): object => ({
    taskType: 'OUTPAINTING',
    outPaintingParams: { image, maskImage: whiteHole, text: 'a tall fern', ...parameters },
    imageGenerationConfig: configuration,
  });
  const vary = (parameters: object = {}, configuration: object = { width: 512, height: 512 }): object => ({
    taskType: 'IMAGE_VARIATION',
    imageVariationParams: { images: [image], ...parameters },
    imageGenerationConfig: configuration,
  });

  for (const model of [canvas, titanV1, titanV2]) {
    it(`redraws the black of an inpainting mask alone, and drifts a little around it (${model})`, async () => {
      const answer = await bench.edit(model, inpaint());
      assert.deepEqual([answer.width, answer.height, answer.format], [400, 360, 'png']);
      const around = difference(original, answer, beyond(area));
      assert.ok(around.mean > 0.3 && around.max <= MAX_DRIFT_LEVELS, JSON.stringify(around));
      assert.ok(difference(original, answer, within(area)).mean > 20);
    });

    it(`redraws the white of an outpainting mask alone (${model})`, async () => {
      const answer = await bench.edit(model, outpaint({ outPaintingMode: 'PRECISE' }));
      assert.deepEqual([answer.width, answer.height], [400, 360]);
      const around = difference(original, answer, beyond(area));
      assert.ok(around.mean > 0.3 && around.max <= MAX_DRIFT_LEVELS, JSON.stringify(around));
      assert.ok(difference(original, answer, within(area)).mean > 20);
    });
  }

  it('changes everything where the whole inpainting mask is black, and only drifts where all is white', async () => {
    const flat = (color: string): Promise<string> =>
      base64Of(sharp({ create: { ...size, channels: 3, background: color } }));
    const all = await bench.edit(canvas, inpaint({ maskImage: await flat('#000000') }));
    const nothing = await bench.edit(canvas, inpaint({ maskImage: await flat('#ffffff') }));
    assert.ok(difference(original, all).mean > 20);
    assert.ok(difference(original, nothing).max <= MAX_DRIFT_LEVELS);
  });

  it('crosses the border of the mask in the default mode of outpainting, not in the precise one', async () => {
    const nearby = (x: number, y: number): boolean => beyond(area)(x, y) && !beyond(area, 2)(x, y);
    const [soft, precise] = [
      await bench.edit(canvas, outpaint()),
      await bench.edit(canvas, outpaint({ outPaintingMode: 'PRECISE' })),
    ];
    assert.ok(difference(original, soft, nearby).max > 10);
    assert.ok(difference(original, precise, nearby).max <= MAX_DRIFT_LEVELS);
  });

  it('takes the thing away where inpainting has no text', async () => {
    const answer = await bench.edit(canvas, inpaint({ text: undefined }));
    const [red = 255, green = 0] = colorAt(answer, 200, 180);
    assert.ok(Math.abs(red - 0xc8) < 16 && Math.abs(green - 0xd8) < 16, `${red} ${green}`);
  });

  it('finds the area by words, to change it or to keep it', async () => {
    const centre = within({ left: 180, top: 160, width: 40, height: 40 });
    const corner = within({ left: 0, top: 0, width: 60, height: 60 });
    const changed = await bench.edit(canvas, inpaint({ maskImage: undefined, maskPrompt: 'the disc' }));
    assert.ok(difference(original, changed, centre).mean > 20);
    assert.ok(difference(original, changed, corner).max <= MAX_DRIFT_LEVELS);
    const kept = await bench.edit(canvas, outpaint({ maskImage: undefined, maskPrompt: 'the disc' }));
    assert.ok(difference(original, kept, centre).max <= MAX_DRIFT_LEVELS);
    assert.ok(difference(original, kept, corner).mean > 10);
  });

  it('answers the same bytes for the same seed, and others for another', async () => {
    const [one] = imagesOf(await bench.send(canvas, inpaint()));
    const [same] = imagesOf(await bench.send(canvas, inpaint()));
    const [other] = imagesOf(await bench.send(canvas, inpaint({}, { seed: 4 })));
    assert.ok(one && same && other && one.equals(same) && !one.equals(other));
  });

  it('returns as many edits as were asked for, and holds back one of three', async () => {
    bench.simulator.faults.add({ kind: 'partlyFiltered' });
    const answer = await bench.send(canvas, inpaint({}, { numberOfImages: 3 }));
    const images = imagesOf(answer);
    assert.equal(images.length, 2);
    assert.ok(images[0] && images[1] && !images[0].equals(images[1]));
    assert.equal(answer['error'], 'Some of the generated images have been blocked by our content filters.');
  });

  it('blocks an input image in the words of the service', async () => {
    bench.simulator.faults.add({ kind: 'inputFiltered' });
    assert.equal(
      await bench.refused(canvas, inpaint()),
      'This request has been blocked by our content filters. Please adjust your input image to submit a new request.',
    );
  });

  it('returns the mask of a Titan edit in the colors of its task', async () => {
    const maskOf = async (body: object): Promise<Pixels> =>
      pixelsOf(Buffer.from((await bench.send(titanV2, body))['maskImage'] as string, 'base64'));
    const black = await maskOf(inpaint({ returnMask: true }));
    assert.deepEqual(colorAt(black, 200, 180).slice(0, 3), [0, 0, 0]);
    assert.deepEqual(colorAt(black, 2, 2).slice(0, 3), [255, 255, 255]);
    const white = await maskOf(outpaint({ returnMask: true }));
    assert.deepEqual(colorAt(white, 200, 180).slice(0, 3), [255, 255, 255]);
    assert.equal((await bench.send(titanV2, inpaint({ returnMask: false })))['maskImage'], undefined);
  });

  it('removes the background into alpha, at the size of the image', async () => {
    for (const model of [canvas, titanV2]) {
      const answer = await bench.edit(model, {
        taskType: 'BACKGROUND_REMOVAL',
        backgroundRemovalParams: { image },
      });
      assert.deepEqual([answer.width, answer.height, answer.channels, answer.format], [400, 360, 4, 'png']);
      assert.equal(colorAt(answer, 200, 180)[3], 255);
      assert.equal(colorAt(answer, 4, 4)[3], 0);
    }
  });

  it('varies one to five images at the size that was asked for, nearer the more similarity is wanted', async () => {
    const near = await bench.edit(
      canvas,
      vary({ similarityStrength: 1, text: 'a fern' }, { ...size, height: 368 }),
    );
    assert.deepEqual([near.width, near.height], [400, 368]);
    const fit = await pixelsOf(
      await sharp(original.data, { raw: { ...size, channels: 3 } })
        .resize(512, 512, { fit: 'cover' })
        .png()
        .toBuffer(),
    );
    const [close, far] = [
      await bench.edit(canvas, vary({ similarityStrength: 0.95, text: 'a fern' })),
      await bench.edit(canvas, vary({ similarityStrength: 0.2, text: 'a fern' })),
    ];
    assert.ok(difference(fit, close).mean + 10 < difference(fit, far).mean);
    const five = await bench.edit(titanV1, vary({ images: [image, image, image, image, image] }));
    assert.deepEqual([five.width, five.height], [512, 512]);
  });

  it('takes a JPEG image and a JPEG mask at full quality', async () => {
    const answer = await bench.edit(
      canvas,
      inpaint({
        image: await base64Of(scene(size.width, size.height), 'jpeg'),
        maskImage: await base64Of(await mask(size, area, '#000000', '#ffffff'), 'jpeg'),
      }),
    );
    assert.ok(difference(original, answer, within(area)).mean > 20);
  });

  type Refused = readonly [string, string, () => Promise<object> | object, RegExp];
  const refused: readonly Refused[] = [
    ['width for inpainting', canvas, () => inpaint({}, { width: 400 }), /extraneous key \[width\]/],
    ['height for outpainting', titanV2, () => outpaint({}, { height: 360 }), /extraneous key \[height\]/],
    [
      'a configuration for background removal',
      canvas,
      () => ({
        taskType: 'BACKGROUND_REMOVAL',
        backgroundRemovalParams: { image },
        imageGenerationConfig: {},
      }),
      /extraneous key \[imageGenerationConfig\]/,
    ],
    [
      'neither mask',
      canvas,
      () => inpaint({ maskImage: undefined }),
      /Exactly one of maskPrompt or maskImage/,
    ],
    ['both masks', canvas, () => outpaint({ maskPrompt: 'x' }), /Exactly one of maskPrompt or maskImage/],
    ['a missing image', canvas, () => inpaint({ image: undefined }), /required key \[image\] not found/],
    ['an empty text', canvas, () => inpaint({ text: '' }), /minLength: 1/],
    ['513 characters on Titan', titanV2, () => inpaint({ text: 'x'.repeat(513) }), /maxLength: 512/],
    [
      'outpainting without text on Titan',
      titanV2,
      () => outpaint({ text: undefined }),
      /required key \[text\]/,
    ],
    ['another mode', canvas, () => outpaint({ outPaintingMode: 'FAST' }), /outPaintingMode/],
    ['returnMask on Canvas', canvas, () => inpaint({ returnMask: true }), /extraneous key \[returnMask\]/],
    ['a strength below 0.2', canvas, () => vary({ similarityStrength: 0.1 }), /similarityStrength/],
    [
      'six images to vary',
      canvas,
      () => vary({ images: Array.from({ length: 6 }, () => image) }),
      /maximum item count: 5/,
    ],
    ['no image to vary', canvas, () => vary({ images: [] }), /minimum item count: 1/],
    [
      'quality for a variation on Canvas',
      canvas,
      () => vary({}, { quality: 'premium' }),
      /extraneous key \[quality\]/,
    ],
    [
      'background removal on Titan v1',
      titanV1,
      () => ({ taskType: 'BACKGROUND_REMOVAL', backgroundRemovalParams: { image } }),
      /taskType/,
    ],
    [
      'parameters of another task',
      canvas,
      () => ({ ...inpaint(), outPaintingParams: {} }),
      /extraneous key \[outPaintingParams\]/,
    ],
    [
      'a data URI',
      canvas,
      () => inpaint({ image: `data:image/png;base64,${image}` }),
      /image is not valid base64/,
    ],
    [
      'WebP',
      canvas,
      async () => inpaint({ image: await base64Of(scene(400, 360), 'webp') }),
      /unsupported format/,
    ],
    [
      'a text in place of an image',
      canvas,
      () => inpaint({ image: btoa('no picture at all') }),
      /unsupported format/,
    ],
    ['a damaged file', canvas, () => inpaint({ image: image.slice(0, 1200) }), /could not be decoded/],
    [
      'a side below 320',
      canvas,
      async () => inpaint({ image: await base64Of(scene(400, 319)) }),
      /at least 320/,
    ],
    [
      'a side above 4096',
      canvas,
      async () => vary({ images: [await base64Of(scene(4097, 1024))] }),
      /at most 4096/,
    ],
    [
      'a ratio beyond 4',
      canvas,
      async () => vary({ images: [await base64Of(scene(1300, 320))] }),
      /aspect ratio/,
    ],
    [
      '4 megapixels',
      canvas,
      async () => vary({ images: [await base64Of(scene(2048, 2048))] }),
      /at most 4194303 pixels/,
    ],
    [
      'a side above 1408 on Titan',
      titanV2,
      async () => vary({ images: [await base64Of(scene(1409, 400))] }),
      /at most 1408/,
    ],
    [
      'a translucent pixel',
      canvas,
      async () => inpaint({ image: await base64Of(scene(400, 360).ensureAlpha(0.99)) }),
      /transparent or translucent/,
    ],
    [
      'an image in greys',
      canvas,
      async () => inpaint({ image: await base64Of(scene(400, 360).greyscale().toColourspace('b-w')) }),
      /RGB image with 8 bits/,
    ],
    [
      'a mask of another size',
      canvas,
      async () =>
        inpaint({
          maskImage: await base64Of(await mask({ width: 400, height: 361 }, area, '#000000', '#ffffff')),
        }),
      /same dimensions/,
    ],
    [
      'a grey mask',
      titanV1,
      async () => inpaint({ maskImage: await base64Of(await mask(size, area, '#808080', '#ffffff')) }),
      /pure black and pure white/,
    ],
    [
      'a mask that is not quite white',
      canvas,
      async () => outpaint({ maskImage: await base64Of(await mask(size, area, '#fefefe', '#000000')) }),
      /pure black and pure white/,
    ],
  ];
  for (const [name, model, body, message] of refused) {
    it(`refuses ${name}`, async () => {
      assert.match(await bench.refused(model, await body()), message);
    });
  }

  it('takes an alpha channel in which every pixel is opaque', async () => {
    const opaque = await base64Of(scene(400, 360).ensureAlpha(1));
    assert.equal((await bench.edit(canvas, inpaint({ image: opaque }))).width, 400);
  });
});
