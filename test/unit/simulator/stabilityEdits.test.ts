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

const service = {
  inpaint: 'us.stability.stable-image-inpaint-v1:0',
  erase: 'us.stability.stable-image-erase-object-v1:0',
  replace: 'us.stability.stable-image-search-replace-v1:0',
  recolor: 'us.stability.stable-image-search-recolor-v1:0',
  cutOut: 'us.stability.stable-image-remove-background-v1:0',
  outpaint: 'us.stability.stable-outpaint-v1:0',
};
const size = { width: 240, height: 200 };
const area: Area = { left: 70, top: 50, width: 100, height: 100 };
const centre = within({ left: 105, top: 85, width: 30, height: 30 });
const corner = within({ left: 0, top: 0, width: 30, height: 30 });

describe('the simulator: Stability edits', () => {
  let bench: Bench;
  let image: string;
  let original: Pixels;
  let white: string;

  before(async () => {
    bench = await openBench();
    image = await base64Of(scene(size.width, size.height));
    original = await pixelsOf(Buffer.from(image, 'base64'));
    white = await base64Of(await mask(size, area, '#ffffff', '#000000'));
  });
  afterEach(() => bench.simulator.faults.clear());
  after(() => bench.close());

  const inpaint = (more: object = {}): object => ({
    prompt: 'a tall fern',
    image,
    mask: white,
    seed: 3,
    ...more,
  });

  it('redraws the white of a mask with what it grows by, and drifts a little around it', async () => {
    const answer = await bench.edit(service.inpaint, inpaint({ grow_mask: 4 }));
    assert.deepEqual([answer.width, answer.height, answer.format], [240, 200, 'png']);
    const around = difference(original, answer, beyond(area, 4));
    assert.ok(around.mean > 0.3 && around.max <= MAX_DRIFT_LEVELS, JSON.stringify(around));
    assert.ok(difference(original, answer, within(area)).mean > 20);
  });

  it('keeps the black of a mask, the opposite of what inpainting means to Nova Canvas', async () => {
    const black = await base64Of(await mask(size, area, '#000000', '#ffffff'));
    const answer = await bench.edit(service.inpaint, inpaint({ mask: black, grow_mask: 0 }));
    assert.ok(difference(original, answer, within(area)).max <= MAX_DRIFT_LEVELS);
    assert.ok(difference(original, answer, beyond(area, 20)).mean > 5);
  });

  it('changes a grey area partly', async () => {
    const grey = await base64Of(await mask(size, area, '#606060', '#000000'));
    const far = difference(
      original,
      await bench.edit(service.erase, { image, mask: white, seed: 3 }),
      centre,
    ).mean;
    const half = difference(
      original,
      await bench.edit(service.erase, { image, mask: grey, seed: 3 }),
      centre,
    ).mean;
    assert.ok(half > far * 0.2 && half < far * 0.6, `${half} of ${far}`);
  });

  it('grows the mask by five pixels unless told otherwise', async () => {
    const left = within({ left: 66, top: 60, width: 4, height: 80 });
    const five = await bench.edit(service.inpaint, inpaint({ prompt: 'quarterly synergy' }));
    const none = await bench.edit(service.inpaint, inpaint({ prompt: 'quarterly synergy', grow_mask: 0 }));
    assert.ok(difference(original, five, left).max > MAX_DRIFT_LEVELS);
    assert.ok(difference(original, none, left).max <= MAX_DRIFT_LEVELS);
  });

  it('scales a mask of another size', async () => {
    const half = { left: 35, top: 25, width: 50, height: 50 };
    const small = await base64Of(await mask({ width: 120, height: 100 }, half, '#ffffff', '#000000'), 'jpeg');
    const answer = await bench.edit(service.inpaint, inpaint({ mask: small }));
    assert.ok(difference(original, answer, beyond(area, 10)).max <= MAX_DRIFT_LEVELS);
    assert.ok(difference(original, answer, centre).mean > 20);
  });

  it('redraws what is transparent where there is no mask, and minds the mask where there is one', async () => {
    const holed = await base64Of(
      sharp(Buffer.from(image, 'base64')).joinChannel(
        await (
          await mask(size, area, '#000000', '#ffffff')
        )
          .greyscale()
          .toColourspace('b-w')
          .raw()
          .toBuffer(),
        { raw: { ...size, channels: 1 } },
      ),
    );
    const byAlpha = await bench.edit(service.inpaint, inpaint({ image: holed, mask: undefined }));
    assert.ok(difference(original, byAlpha, centre).mean > 20);
    assert.ok(difference(original, byAlpha, beyond(area, 6)).max <= MAX_DRIFT_LEVELS);
    const elsewhere = await base64Of(
      await mask(size, { left: 0, top: 0, width: 40, height: 40 }, '#ffffff', '#000000'),
    );
    const byMask = await bench.edit(service.inpaint, inpaint({ image: holed, mask: elsewhere }));
    assert.ok(difference(original, byMask, corner).mean > 3);
  });

  it('fills an erased thing from its surroundings', async () => {
    const answer = await bench.edit(service.erase, { image, mask: white });
    const [red = 255, green = 0] = colorAt(answer, 120, 100);
    assert.ok(Math.abs(red - 0xc8) < 16 && Math.abs(green - 0xd8) < 16, `${red} ${green}`);
  });

  it('finds the thing to replace by itself', async () => {
    const answer = await bench.edit(service.replace, {
      prompt: 'a tall fern',
      search_prompt: 'the disc',
      image,
      seed: 5,
    });
    assert.ok(difference(original, answer, centre).mean > 20);
    assert.ok(difference(original, answer, corner).max <= MAX_DRIFT_LEVELS);
  });

  it('gives what it selects the color of the prompt, and keeps the rest', async () => {
    const answer = await bench.edit(service.recolor, {
      prompt: 'blue',
      select_prompt: 'the red disc',
      image,
    });
    const [red = 255, , blue = 0] = colorAt(answer, 120, 100);
    assert.ok(blue > red + 60, `${red} ${blue}`);
    assert.ok(difference(original, answer, corner).max <= MAX_DRIFT_LEVELS);
  });

  for (const format of ['png', 'webp'] as const) {
    it(`removes the background into the alpha of a ${format}`, async () => {
      const answer = await bench.edit(service.cutOut, { image, output_format: format });
      assert.deepEqual([answer.width, answer.height, answer.channels, answer.format], [240, 200, 4, format]);
      assert.equal(colorAt(answer, 120, 100)[3], 255);
      assert.equal(colorAt(answer, 3, 3)[3], 0);
    });
  }

  it('extends the canvas by what was asked for on each side, with the picture at its own size', async () => {
    for (const prompt of ['a forest', undefined]) {
      const answer = await bench.edit(service.outpaint, {
        image,
        left: 40,
        up: 16,
        right: 8,
        down: 100,
        prompt,
      });
      assert.deepEqual([answer.width, answer.height], [288, 316]);
      const inner = await sharp(answer.data, { raw: { width: 288, height: 316, channels: 3 } })
        .extract({ left: 40, top: 16, ...size })
        .png()
        .toBuffer();
      const drift = difference(original, await pixelsOf(inner));
      assert.ok(drift.mean > 0.3 && drift.max <= MAX_DRIFT_LEVELS, JSON.stringify(drift));
    }
  });

  it('writes JPEG, PNG and WebP', async () => {
    for (const format of ['jpeg', 'png', 'webp']) {
      assert.equal((await bench.edit(service.inpaint, inpaint({ output_format: format }))).format, format);
    }
  });

  it('answers with the seed, the same bytes for the same one, and chooses one for 0', async () => {
    const answers = [
      await bench.send(service.inpaint, inpaint()),
      await bench.send(service.inpaint, inpaint()),
    ];
    assert.deepEqual(answers[0], answers[1]);
    assert.deepEqual([answers[0]?.['seeds'], answers[0]?.['finish_reasons']], [[3], [null]]);
    assert.equal(imagesOf(answers[0] ?? {}).length, 1);
    const chosen = (await bench.send(service.erase, { image, mask: white, seed: 0 }))['seeds'] as number[];
    assert.ok((chosen[0] ?? 0) > 0);
  });

  it('answers filters with status 200 and a reason', async () => {
    for (const [kind, reason] of [
      ['inputFiltered', 'Filter reason: input image'],
      ['promptFiltered', 'Filter reason: prompt'],
      ['outputFiltered', 'Filter reason: output image'],
      ['inferenceError', 'Inference error'],
    ] as const) {
      bench.simulator.faults.add({ kind });
      assert.deepEqual(await bench.send(service.inpaint, inpaint()), { finish_reasons: [reason] });
    }
  });

  it('takes an image at the limits', async () => {
    for (const [width, height] of [
      [64, 160],
      [3072, 3072],
    ] as const) {
      const answer = await bench.edit(service.cutOut, { image: await base64Of(scene(width, height)) });
      assert.deepEqual([answer.width, answer.height], [width, height]);
    }
  });

  type Refused = readonly [string, keyof typeof service, () => Promise<object> | object, RegExp];
  const refused: readonly Refused[] = [
    [
      'a missing prompt',
      'inpaint',
      () => inpaint({ prompt: undefined }),
      /required key \[prompt\] not found/,
    ],
    ['a missing image', 'erase', () => ({ mask: white }), /required key \[image\] not found/],
    ['a prompt for erasing', 'erase', () => ({ image, prompt: 'a' }), /extraneous key \[prompt\]/],
    ['growth beyond 20', 'inpaint', () => inpaint({ grow_mask: 21 }), /grow_mask/],
    ['a part of a pixel to grow by', 'inpaint', () => inpaint({ grow_mask: 2.5 }), /grow_mask/],
    ['another style preset', 'inpaint', () => inpaint({ style_preset: 'PHOTOREALISM' }), /style_preset/],
    ['a seed beyond the last', 'inpaint', () => inpaint({ seed: 4_294_967_295 }), /seed/],
    ['another output format', 'inpaint', () => inpaint({ output_format: 'gif' }), /output_format/],
    ['nothing to search for', 'replace', () => ({ prompt: 'a', image }), /required key \[search_prompt\]/],
    [
      'a search prompt too long',
      'replace',
      () => ({ prompt: 'a', image, search_prompt: 'x'.repeat(10_001) }),
      /maxLength: 10000/,
    ],
    ['nothing to select', 'recolor', () => ({ prompt: 'a', image }), /required key \[select_prompt\]/],
    ['a mask where it searches', 'replace', () => inpaint({ search_prompt: 'x' }), /extraneous key \[mask\]/],
    ['a seed for a cut-out', 'cutOut', () => ({ image, seed: 1 }), /extraneous key \[seed\]/],
    ['no side to extend', 'outpaint', () => ({ image, left: 0 }), /At least one of left, right, up or down/],
    ['a side beyond 2000', 'outpaint', () => ({ image, left: 2001 }), /left/],
    ['a creativity below 0.1', 'outpaint', () => ({ image, left: 9, creativity: 0.05 }), /creativity/],
    ['a side below 64', 'cutOut', async () => ({ image: await base64Of(scene(63, 100)) }), /at least 64/],
    [
      'too many pixels',
      'cutOut',
      async () => ({ image: await base64Of(scene(3073, 3072)) }),
      /at most 9437184/,
    ],
    ['a ratio beyond 2.5', 'cutOut', async () => ({ image: await base64Of(scene(200, 64)) }), /aspect ratio/],
    [
      'a GIF',
      'cutOut',
      async () => ({ image: await base64Of(scene(200, 100), 'gif') }),
      /unsupported format/,
    ],
    ['a data URI', 'cutOut', () => ({ image: `data:image/png;base64,${image}` }), /not valid base64/],
    [
      'a mask that is no image',
      'erase',
      () => ({ image, mask: btoa('no picture at all') }),
      /mask has an unsupported/,
    ],
  ];
  for (const [name, which, body, message] of refused) {
    it(`refuses ${name}`, async () => {
      assert.match(await bench.refused(service[which], await body()), message);
    });
  }
});
