import assert from 'node:assert/strict';
import sharp from 'sharp';
import { MAX_DRIFT_LEVELS } from '../../../src/simulator/pictures/drift';
import {
  base64Of,
  beyond,
  colorAt,
  difference,
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
const square = { width: 512, height: 512 };

describe('the simulator: Amazon conditioning and palettes', () => {
  let bench: Bench;
  let condition: string;

  before(async () => {
    bench = await openBench();
    condition = await base64Of(scene(512, 512));
  });
  after(() => bench.close());

  const generate = (parameters: object = {}): object => ({
    taskType: 'TEXT_IMAGE',
    textToImageParams: { text: 'quarterly synergy', conditionImage: condition, ...parameters },
    imageGenerationConfig: { ...square, seed: 5 },
  });
  const paint = (parameters: object = {}): object => ({
    taskType: 'COLOR_GUIDED_GENERATION',
    colorGuidedGenerationParams: { text: 'a fern', colors: ['#102040', '#F0C030'], ...parameters },
    imageGenerationConfig: { ...square, seed: 5 },
  });

  /** How much darker the rim of the disc (radius 112.6 about the middle) is than what lies beside it. */
  const rim = ({ width, channels, data }: Pixels): number => {
    const light = (x: number, y: number): number => data[(y * width + x) * channels + 1] ?? 0;
    let gap = 0;
    for (let y = 236; y < 276; y++) gap += (light(128, y) + light(158, y)) / 2 - light(143, y);
    return gap / 40;
  };

  /** The spread of the light within the disc, which a segment evens out. */
  const unevenness = ({ width, channels, data }: Pixels): number => {
    let [sum, squares, count] = [0, 0, 0];
    for (let y = 190; y < 322; y++) {
      for (let x = 190; x < 322; x++) {
        const value = data[(y * width + x) * channels] ?? 0;
        sum += value;
        squares += value * value;
        count++;
      }
    }
    return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
  };

  for (const model of [canvas, titanV2]) {
    it(`draws along the edges of the condition, the stronger the more (${model})`, async () => {
      const [loose, firm] = [
        await bench.edit(model, generate({ controlStrength: 0 })),
        await bench.edit(model, generate({ controlStrength: 1, controlMode: 'CANNY_EDGE' })),
      ];
      assert.deepEqual([firm.width, firm.height], [512, 512]);
      assert.ok(rim(firm) > rim(loose) + 15, `${rim(firm)} ${rim(loose)}`);
    });

    it(`divides the drawing as the condition is divided (${model})`, async () => {
      const plain = await bench.edit(model, generate({ conditionImage: undefined }));
      const divided = await bench.edit(model, generate({ controlMode: 'SEGMENTATION', controlStrength: 1 }));
      assert.ok(unevenness(divided) < unevenness(plain) * 0.3, `${unevenness(divided)} ${unevenness(plain)}`);
    });

    it(`draws in the colors of the list, and in each of them (${model})`, async () => {
      const answer = await bench.edit(model, paint());
      const seen = [0, 0];
      for (let at = 0; at < answer.data.length; at += answer.channels * 97) {
        const [red = 0, green = 0, blue = 0] = answer.data.subarray(at, at + 3);
        const gaps = [
          Math.hypot(red - 16, green - 32, blue - 64),
          Math.hypot(red - 240, green - 192, blue - 48),
        ];
        const nearest = (gaps[0] ?? 0) < (gaps[1] ?? 0) ? 0 : 1;
        assert.ok((gaps[nearest] ?? 999) < 60, `${red} ${green} ${blue}`);
        seen[nearest] = (seen[nearest] ?? 0) + 1;
      }
      assert.ok(
        seen.every((count) => count > 100),
        String(seen),
      );
    });
  }

  it('takes the colors of a reference image in', async () => {
    const [own, wider] = [
      await bench.edit(canvas, paint()),
      await bench.edit(canvas, paint({ referenceImage: condition })),
    ];
    assert.ok(difference(own, wider).mean > 5);
  });

  it('takes ten colors, and one', async () => {
    const ten = Array.from({ length: 10 }, (_, index) => `#${String(index).repeat(6)}`);
    for (const colors of [ten, ['#aabbcc']]) {
      assert.equal((await bench.edit(canvas, paint({ colors }))).width, 512);
    }
  });

  type Refused = readonly [string, string, () => object, RegExp];
  const refused: readonly Refused[] = [
    ['a control strength above 1', canvas, () => generate({ controlStrength: 1.5 }), /controlStrength/],
    ['another control mode', canvas, () => generate({ controlMode: 'DEPTH' }), /controlMode/],
    [
      'a control mode without a condition',
      titanV2,
      () => generate({ conditionImage: undefined, controlMode: 'SEGMENTATION' }),
      /require a conditionImage/,
    ],
    [
      'a control strength without a condition',
      titanV2,
      () => generate({ conditionImage: undefined, controlStrength: 0 }),
      /require a conditionImage/,
    ],
    ['a condition on Titan v1', titanV1, () => generate(), /extraneous key \[conditionImage\]/],
    ['a palette on Titan v1', titanV1, () => paint(), /taskType/],
    ['no colors', canvas, () => paint({ colors: undefined }), /required key \[colors\] not found/],
    ['an empty palette', canvas, () => paint({ colors: [] }), /minimum item count: 1/],
    [
      'eleven colors',
      canvas,
      () => paint({ colors: Array.from({ length: 11 }, () => '#000000') }),
      /maximum item count: 10/,
    ],
    ['a color by name', canvas, () => paint({ colors: ['red'] }), /does not match pattern/],
    ['a short color', canvas, () => paint({ colors: ['#fff'] }), /does not match pattern/],
    ['a number for a color', canvas, () => paint({ colors: [0] }), /expected type: String/],
    [
      'a palette without a prompt',
      canvas,
      () => paint({ text: undefined }),
      /required key \[text\] not found/,
    ],
    ['a style for a palette', canvas, () => paint({ style: 'PHOTOREALISM' }), /extraneous key \[style\]/],
  ];
  for (const [name, model, body, message] of refused) {
    it(`refuses ${name}`, async () => {
      assert.match(await bench.refused(model, body()), message);
    });
  }
});

describe('the simulator: trying a garment on', () => {
  const size = { width: 360, height: 600 };
  const chest: Area = { left: 110, top: 180, width: 140, height: 180 };
  let bench: Bench;
  let person: string;
  let garment: string;
  let original: Pixels;
  let blackChest: string;

  before(async () => {
    bench = await openBench();
    const figure = sharp(
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="360" height="600">
          <rect width="100%" height="100%" fill="#e8e8e0"/>
          <circle cx="180" cy="90" r="45" fill="#b07850"/>
          <rect x="110" y="150" width="140" height="220" fill="#405878"/>
          <rect x="120" y="370" width="120" height="200" fill="#303030"/>
        </svg>`,
      ),
    ).flatten({ background: '#ffffff' });
    person = await base64Of(figure);
    original = await pixelsOf(Buffer.from(person, 'base64'));
    garment = await base64Of(scene(360, 360));
    blackChest = await base64Of(await mask(size, chest, '#000000', '#ffffff'));
  });
  after(() => bench.close());

  const tryOn = (parameters: object = {}, more: object = {}): object => ({
    taskType: 'VIRTUAL_TRY_ON',
    virtualTryOnParams: {
      sourceImage: person,
      referenceImage: garment,
      maskType: 'IMAGE',
      imageBasedMask: { maskImage: blackChest },
      ...parameters,
    },
    ...more,
  });
  const byGarment = (mask: object, more: object = {}): object =>
    tryOn({ maskType: 'GARMENT', imageBasedMask: undefined, garmentBasedMask: mask, ...more });
  const byWords = (mask: object, more: object = {}): object =>
    tryOn({ maskType: 'PROMPT', imageBasedMask: undefined, promptBasedMask: mask, ...more });

  it('puts the garment on the black of the mask alone', async () => {
    const answer = await bench.edit(canvas, tryOn());
    assert.deepEqual([answer.width, answer.height], [360, 600]);
    const around = difference(original, answer, beyond(chest));
    assert.ok(around.mean > 0.3 && around.max <= MAX_DRIFT_LEVELS, JSON.stringify(around));
    const [red = 0, green = 255] = colorAt(answer, 180, 270);
    assert.ok(red > 150 && green < 90, `${red} ${green}`);
  });

  it('finds the part of the body that a garment covers', async () => {
    const answer = await bench.edit(
      canvas,
      byGarment({
        garmentClass: 'LONG_PANTS',
        garmentStyling: { longSleeveStyle: 'SLEEVE_UP', tuckingStyle: 'TUCKED', outerLayerStyle: 'OPEN' },
      }),
    );
    assert.ok(difference(original, answer, within({ left: 150, top: 440, width: 60, height: 60 })).mean > 20);
    assert.ok(
      difference(original, answer, within({ left: 110, top: 60, width: 140, height: 150 })).max <=
        MAX_DRIFT_LEVELS,
    );
  });

  it('returns the mask that it used, black where it changed the picture', async () => {
    const answer = await bench.send(
      canvas,
      byWords(
        { maskPrompt: 'the shirt' },
        {
          returnMask: true,
          mergeStyle: 'DETAILED',
          maskExclusions: { preserveFace: 'ON', preserveHands: 'OFF' },
        },
      ),
    );
    const used = await pixelsOf(Buffer.from(answer['maskImage'] as string, 'base64'));
    assert.deepEqual([used.width, used.height], [360, 600]);
    assert.equal(colorAt(used, 180, 270)[0], 0);
    assert.equal(colorAt(used, 3, 3)[0], 255);
    const image = await pixelsOf(Buffer.from((answer['images'] as string[])[0] ?? '', 'base64'));
    const isWhite = (x: number, y: number): boolean => colorAt(used, x, y)[0] === 255;
    assert.ok(difference(original, image, isWhite).max <= MAX_DRIFT_LEVELS);
    assert.equal((await bench.send(canvas, tryOn()))['maskImage'], undefined);
  });

  type Refused = readonly [string, string, () => Promise<object> | object, RegExp];
  const refused: readonly Refused[] = [
    ['it on Titan', titanV2, () => tryOn(), /taskType/],
    ['a text', canvas, () => tryOn({ text: 'a shirt' }), /extraneous key \[text\]/],
    [
      'a width',
      canvas,
      () => tryOn({}, { imageGenerationConfig: { width: 512 } }),
      /extraneous key \[width\]/,
    ],
    ['no garment', canvas, () => tryOn({ referenceImage: undefined }), /required key \[referenceImage\]/],
    ['no kind of mask', canvas, () => tryOn({ maskType: undefined }), /required key \[maskType\]/],
    [
      'a kind of mask without it',
      canvas,
      () => tryOn({ imageBasedMask: undefined }),
      /required key \[imageBasedMask\]/,
    ],
    [
      'two kinds of mask',
      canvas,
      () => tryOn({ promptBasedMask: { maskPrompt: 'x' } }),
      /extraneous key \[promptBasedMask\]/,
    ],
    ['no class of garment', canvas, () => byGarment({}), /required key \[garmentClass\]/],
    ['an unknown garment', canvas, () => byGarment({ garmentClass: 'HAT' }), /garmentClass/],
    ['an unknown shape', canvas, () => byWords({ maskPrompt: 'x', maskShape: 'ROUND' }), /maskShape/],
    [
      'an unknown styling',
      canvas,
      () => byGarment({ garmentClass: 'BOOTS', garmentStyling: { hem: 'UP' } }),
      /extraneous key \[hem\]/,
    ],
    [
      'an unknown exclusion',
      canvas,
      () => tryOn({ maskExclusions: { preserveFace: 'YES' } }),
      /preserveFace/,
    ],
    ['an unknown merge style', canvas, () => tryOn({ mergeStyle: 'FAST' }), /mergeStyle/],
    [
      'a grey mask',
      canvas,
      async () =>
        tryOn({
          imageBasedMask: { maskImage: await base64Of(await mask(size, chest, '#404040', '#ffffff')) },
        }),
      /pure black and pure white/,
    ],
  ];
  for (const [name, model, body, message] of refused) {
    it(`refuses ${name}`, async () => {
      assert.match(await bench.refused(model, await body()), message);
    });
  }
});
