import assert from 'node:assert/strict';
import { ListFoundationModelsCommand, ListInferenceProfilesCommand } from '@aws-sdk/client-bedrock';
import { startSimulator } from '../../../src/simulator/server';
import { controlClient } from './clients';
import { base64Of, difference, openBench, pixelsOf, scene, type Bench, type Pixels } from './editing';

const services = [
  'stability.stable-image-inpaint-v1:0',
  'stability.stable-image-erase-object-v1:0',
  'stability.stable-image-search-replace-v1:0',
  'stability.stable-image-search-recolor-v1:0',
  'stability.stable-image-remove-background-v1:0',
  'stability.stable-outpaint-v1:0',
  'stability.stable-image-style-guide-v1:0',
  'stability.stable-style-transfer-v1:0',
  'stability.stable-image-control-sketch-v1:0',
  'stability.stable-image-control-structure-v1:0',
  'stability.stable-conservative-upscale-v1:0',
  'stability.stable-creative-upscale-v1:0',
  'stability.stable-fast-upscale-v1:0',
];

const guide = 'us.stability.stable-image-style-guide-v1:0';
const transfer = 'us.stability.stable-style-transfer-v1:0';
const sketch = 'us.stability.stable-image-control-sketch-v1:0';
const structure = 'us.stability.stable-image-control-structure-v1:0';
const conservative = 'us.stability.stable-conservative-upscale-v1:0';
const creative = 'us.stability.stable-creative-upscale-v1:0';
const fast = 'us.stability.stable-fast-upscale-v1:0';
const sd35 = 'stability.sd3-5-large-v1:0';
const ultra = 'stability.stable-image-ultra-v1:1';
const core = 'stability.stable-image-core-v1:1';

describe('the simulator: where the Stability services are', () => {
  it('lists the thirteen services with their profiles, in all three regions', async () => {
    const simulator = await startSimulator({ lifecycle: 'real' });
    const client = controlClient(simulator);
    const { inferenceProfileSummaries = [] } = await client.send(new ListInferenceProfilesCommand({}));
    const profiles = inferenceProfileSummaries.filter(({ inferenceProfileId }) =>
      inferenceProfileId?.startsWith('us.stability.'),
    );
    assert.deepEqual(
      profiles.map(({ inferenceProfileId }) => inferenceProfileId).toSorted(),
      services.map((id) => `us.${id}`).toSorted(),
    );
    assert.equal(profiles[0]?.models?.length, 3);
    const { modelSummaries = [] } = await client.send(new ListFoundationModelsCommand({}));
    for (const id of services) {
      const found = modelSummaries.find(({ modelId }) => modelId === id);
      assert.deepEqual(found?.inferenceTypesSupported, ['INFERENCE_PROFILE']);
    }
    client.destroy();
    await simulator.close();
  });

  it('answers no bare id of a service', async () => {
    const bench = await openBench();
    for (const id of services) {
      assert.equal(
        await bench.refused(id, {}),
        `Invocation of model ID ${id} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
      );
    }
    await bench.close();
  });
});

describe('the simulator: Stability control, style and upscale', () => {
  let bench: Bench;
  let image: string;
  let original: Pixels;
  let warm: string;

  before(async () => {
    bench = await openBench();
    image = await base64Of(scene(320, 200));
    original = await pixelsOf(Buffer.from(image, 'base64'));
    warm = await base64Of(scene(200, 200).tint({ r: 240, g: 120, b: 40 }));
  });
  after(() => bench.close());

  /** How much darker the rim of the disc is than what lies beside it. */
  const rim = ({ width, channels, data }: Pixels): number => {
    const light = (x: number, y: number): number => data[(y * width + x) * channels + 1] ?? 0;
    let gap = 0;
    for (let y = 80; y < 120; y++) gap += (light(104, y) + light(130, y)) / 2 - light(116, y);
    return gap / 40;
  };

  for (const model of [structure, sketch]) {
    it(`draws the prompt along the lines of the image, the stronger the more (${model})`, async () => {
      const drawing = await base64Of(
        model === sketch
          ? scene(320, 200)
              .convolve({ width: 3, height: 3, kernel: [-1, -1, -1, -1, 8, -1, -1, -1, -1] })
              .negate()
          : scene(320, 200),
      );
      const body = { prompt: 'quarterly synergy', image: drawing, seed: 6 };
      const loose = await bench.edit(model, { ...body, control_strength: 0 });
      const firm = await bench.edit(model, { ...body, control_strength: 1 });
      assert.deepEqual([firm.width, firm.height], [320, 200]);
      assert.ok(rim(firm) > rim(loose) + 15, `${rim(firm)} ${rim(loose)}`);
    });
  }

  it('draws in the colors of the style image, at the ratio that was asked for', async () => {
    const warmth = ({ data, channels }: Pixels): number => {
      let sum = 0;
      for (let at = 0; at < data.length; at += channels) sum += (data[at] ?? 0) - (data[at + 2] ?? 0);
      return sum / (data.length / channels);
    };
    const body = { prompt: 'a fern', image: warm, seed: 2, aspect_ratio: '3:2' };
    const [bound, free] = [
      await bench.edit(guide, { ...body, fidelity: 1 }),
      await bench.edit(guide, { ...body, fidelity: 0 }),
    ];
    assert.deepEqual([bound.width, bound.height], [1216, 832]);
    assert.ok(warmth(bound) > warmth(free) + 20, `${warmth(bound)} ${warmth(free)}`);
    const moved = await bench.edit(transfer, { init_image: image, style_image: warm });
    assert.deepEqual([moved.width, moved.height], [320, 200]);
    assert.ok(warmth(moved) > warmth(original) + 30);
  });

  it('keeps more of the first image the less the style may change', async () => {
    const body = { init_image: image, style_image: warm, seed: 4 };
    const [faint, full] = [
      await bench.edit(transfer, { ...body, change_strength: 0.1 }),
      await bench.edit(transfer, { ...body, change_strength: 1 }),
    ];
    assert.ok(difference(original, faint).mean * 3 < difference(original, full).mean);
  });

  it('enlarges to exactly four times the sides, fast', async () => {
    const answer = await bench.edit(fast, { image });
    assert.deepEqual([answer.width, answer.height], [1280, 800]);
  });

  it('enlarges to about four megapixels of the same shape, and never makes smaller', async () => {
    for (const model of [conservative, creative]) {
      const answer = await bench.edit(model, { prompt: 'a fern', image });
      assert.deepEqual([answer.width, answer.height], [2591, 1619]);
    }
    const large = await bench.edit(conservative, {
      prompt: 'a',
      image: await base64Of(scene(2400, 2000)),
      output_format: 'jpeg',
    });
    assert.deepEqual([large.width, large.height], [2400, 2000]);
  });

  it('changes an image of SD 3.5 by its strength, at about one megapixel of its shape', async () => {
    const body = { prompt: 'quarterly synergy', mode: 'image-to-image', image, seed: 9 };
    const [kept, changed] = [
      await bench.edit(sd35, { ...body, strength: 0 }),
      await bench.edit(sd35, { ...body, strength: 1 }),
    ];
    assert.deepEqual([kept.width, kept.height], [1280, 832]);
    const fit = await pixelsOf(Buffer.from(await base64Of(scene(1280, 832)), 'base64'));
    assert.ok(difference(fit, kept).mean + 15 < difference(fit, changed).mean);
  });

  it('takes an image beside the prompt of Ultra', async () => {
    const answer = await bench.edit(ultra, { prompt: 'a fern', image, aspect_ratio: '16:9', seed: 4 });
    assert.deepEqual([answer.width, answer.height], [1344, 768]);
    const plain = await bench.edit(ultra, { prompt: 'a fern', aspect_ratio: '16:9', seed: 4 });
    assert.ok(difference(answer, plain).mean > 5);
  });

  type Refused = readonly [string, string, () => Promise<object> | object, RegExp];
  const control = (more: object = {}): object => ({ prompt: 'a', image, ...more });
  const refused: readonly Refused[] = [
    ['a control strength above 1', structure, () => control({ control_strength: 1.1 }), /control_strength/],
    ['a sketch without a prompt', sketch, () => ({ image }), /required key \[prompt\]/],
    ['a fidelity below 0', guide, () => control({ fidelity: -0.1 }), /fidelity/],
    ['another ratio', guide, () => control({ aspect_ratio: '4:3' }), /aspect_ratio/],
    [
      'a ratio for a structure',
      structure,
      () => control({ aspect_ratio: '1:1' }),
      /extraneous key \[aspect_ratio\]/,
    ],
    ['one image for a transfer', transfer, () => ({ init_image: image }), /required key \[style_image\]/],
    [
      'a change below 0.1',
      transfer,
      () => ({ init_image: image, style_image: warm, change_strength: 0 }),
      /change_strength/,
    ],
    [
      'a style preset for a transfer',
      transfer,
      () => ({ init_image: image, style_image: warm, style_preset: 'anime' }),
      /extraneous key \[style_preset\]/,
    ],
    ['a creativity above 0.5', conservative, () => control({ creativity: 0.6 }), /creativity/],
    [
      'a style preset for a conservative upscale',
      conservative,
      () => control({ style_preset: 'anime' }),
      /extraneous key \[style_preset\]/,
    ],
    ['a prompt for a fast upscale', fast, () => control(), /extraneous key \[prompt\]/],
    ['an upscale without a prompt', creative, () => ({ image }), /required key \[prompt\]/],
    [
      'more than a megapixel to invent details for',
      creative,
      async () => control({ image: await base64Of(scene(1025, 1024)) }),
      /at most 1048576/,
    ],
    [
      'more than a megapixel to enlarge fast',
      fast,
      async () => ({ image: await base64Of(scene(1025, 1024)) }),
      /at most 1048576/,
    ],
    [
      'a side beyond 1536 to enlarge fast',
      fast,
      async () => ({ image: await base64Of(scene(1537, 100)) }),
      /at most 1536/,
    ],
    [
      'a side below 32 to enlarge fast',
      fast,
      async () => ({ image: await base64Of(scene(31, 100)) }),
      /at least 32/,
    ],
    [
      'image-to-image without a strength',
      sd35,
      () => control({ mode: 'image-to-image' }),
      /required key \[strength\]/,
    ],
    [
      'image-to-image without an image',
      sd35,
      () => ({ prompt: 'a', mode: 'image-to-image', strength: 0.5 }),
      /required key \[image\]/,
    ],
    [
      'a ratio for image-to-image',
      sd35,
      () => control({ mode: 'image-to-image', strength: 0.5, aspect_ratio: '1:1' }),
      /extraneous key \[aspect_ratio\]/,
    ],
    [
      'an image in the mode text-to-image',
      sd35,
      () => control({ mode: 'text-to-image' }),
      /only accepted in the mode image-to-image/,
    ],
    [
      'a small image for SD 3.5',
      sd35,
      async () => control({ mode: 'image-to-image', strength: 0.5, image: await base64Of(scene(63, 80)) }),
      /at least 64/,
    ],
    ['the mode image-to-image on Ultra', ultra, () => control({ mode: 'image-to-image' }), /mode/],
    ['an image on Core', core, () => control(), /extraneous key \[image\]/],
  ];
  for (const [name, model, body, message] of refused) {
    it(`refuses ${name}`, async () => {
      assert.match(await bench.refused(model, await body()), message);
    });
  }
});
