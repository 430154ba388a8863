import assert from 'node:assert/strict';
import { stabilityService } from '../../../../src/core/models/stabilityService';
import type { TaskInput, TaskSettings } from '../../../../src/core/tasks/task';
import inputFiltered from '../../../fixtures/models/answers/stabilityInputFiltered.json';
import success from '../../../fixtures/models/answers/stabilityImage.json';
import {
  blackTwo,
  compareBodies,
  edit,
  image,
  mask,
  named,
  noMargins,
  painted,
  second,
  whiteAll,
  whiteTwo,
  type EditCase,
} from './editSamples';
import { errorOf, model, pixels, ratio, valueOf, type ids } from './samples';

const negativePrompt = 'people, text';
const wordless = { prompt: '' };
const stylePreset = 'line-art';
const outputFormat = 'webp';
const seed = 4_294_967_294;

const inpaint: TaskInput = { kind: 'inpaint', image: image(), area: painted(whiteAll) };
const inpaintByWords: TaskInput = { kind: 'inpaint', image: image(), area: named };
const removal: TaskInput = { kind: 'removeObject', image: image(), area: painted(whiteAll) };
const recolor: TaskInput = { kind: 'recolor', image: image(), words: 'the lamp' };
const cutOut: TaskInput = { kind: 'removeBackground', image: image() };
const extension: TaskInput = { kind: 'outpaint', image: image(), margins: { ...noMargins, right: 128 } };
const guided: TaskInput = { kind: 'followStyle', style: second };
const transfer: TaskInput = { kind: 'followStyle', style: second, image: image() };
const sketch: TaskInput = { kind: 'followStructure', image: image(), structure: 'sketch' };
const edges: TaskInput = { kind: 'followStructure', image: image(), structure: 'edges' };
const upscale: TaskInput = { kind: 'upscale', image: image() };

/** The least and the most that can be asked of one service. */
function pair(
  name: keyof typeof ids,
  input: TaskInput,
  least: Partial<TaskSettings>,
  most: Partial<TaskSettings>,
  fullInput = input,
): readonly EditCase[] {
  const { options, ...rest } = most;
  return [
    [name, model(name), edit(input, least)],
    [
      `${name}Everything`,
      model(name),
      edit(fullInput, { seed, ...rest, options: { outputFormat, ...options } }),
    ],
  ];
}

describe('stabilityService.encode', () => {
  compareBodies('stabilityServices', [
    ...pair('inpaint', inpaint, {}, { negativePrompt, options: { growMask: 20, stylePreset } }),
    ...pair('eraseObject', removal, wordless, { ...wordless, options: { growMask: 5 } }),
    ...pair('searchReplace', inpaintByWords, {}, { negativePrompt, options: { growMask: 0, stylePreset } }),
    ...pair('searchRecolor', recolor, {}, { negativePrompt, options: { growMask: 20, stylePreset } }),
    ...pair('removeBackground', cutOut, wordless, wordless),
    ...pair(
      'outpaint',
      extension,
      wordless,
      { options: { creativity: 0.1, stylePreset } },
      { kind: 'outpaint', image: image(), margins: { left: 1, right: 2, up: 3, down: 2000 } },
    ),
    ...pair(
      'styleGuide',
      guided,
      {},
      { negativePrompt, size: ratio('9:21'), options: { fidelity: 0, stylePreset } },
    ),
    ...pair('styleTransfer', transfer, wordless, {
      negativePrompt,
      options: { compositionFidelity: 0, styleStrength: 0, changeStrength: 0.1 },
    }),
    ...pair('controlSketch', sketch, {}, { negativePrompt, options: { controlStrength: 0, stylePreset } }),
    ...pair('controlStructure', edges, {}, { negativePrompt, options: { controlStrength: 0, stylePreset } }),
    ...pair('conservativeUpscale', upscale, {}, { negativePrompt, options: { creativity: 0.5 } }),
    ...pair('creativeUpscale', upscale, {}, { negativePrompt, options: { creativity: 0.1, stylePreset } }),
    ...pair('fastUpscale', upscale, wordless, wordless),
  ]);

  const notSent = (name: keyof typeof ids, input: TaskInput, settings: Partial<TaskSettings>): unknown =>
    valueOf(stabilityService.encode(edit(input, settings), model(name))).warnings.map((warning) =>
      warning.kind === 'optionNotSent' ? warning.option : warning,
    );

  it('says what a service does not take', () => {
    assert.deepEqual(notSent('eraseObject', removal, { negativePrompt }), ['prompt', 'negativePrompt']);
    assert.deepEqual(notSent('fastUpscale', upscale, { options: { creativity: 0.3 } }), [
      'prompt',
      'creativity',
    ]);
    assert.deepEqual(notSent('outpaint', extension, { negativePrompt }), ['negativePrompt']);
    assert.deepEqual(notSent('conservativeUpscale', upscale, { options: { stylePreset } }), ['stylePreset']);
    assert.deepEqual(notSent('styleTransfer', transfer, { options: { stylePreset } }), ['stylePreset']);
    assert.deepEqual(notSent('inpaint', inpaint, { size: pixels(1024, 1024) }), ['size']);
  });

  it('never sends a mask that was painted for another rule', () => {
    for (const rule of [blackTwo, whiteTwo]) {
      const wrong = edit({ kind: 'inpaint', image: image(), area: painted(rule) });
      assert.throws(() => stabilityService.encode(wrong, model('inpaint')), TypeError);
      const removed = edit({ kind: 'removeObject', image: image(), area: painted(rule) }, wordless);
      assert.throws(() => stabilityService.encode(removed, model('eraseObject')), TypeError);
    }
  });

  it('never extends a picture that was padded for another model', () => {
    const padded = edit({
      kind: 'outpaint',
      image: image(),
      mask: mask(whiteTwo),
      margins: { ...noMargins, up: 8 },
    });
    assert.throws(() => stabilityService.encode(padded, model('outpaint')), TypeError);
  });

  it('takes a mask of another size, which the service fits itself', () => {
    const small = { kind: 'mask', mask: mask(whiteAll, { width: 512, height: 384 }) } as const;
    valueOf(
      stabilityService.encode(edit({ kind: 'inpaint', image: image(), area: small }), model('inpaint')),
    );
  });

  const square = (sidePx: number): TaskInput => ({
    kind: 'upscale',
    image: image({ width: sidePx, height: sidePx }),
  });

  it('takes pictures up to the limits of each service', () => {
    for (const [name, input] of [
      ['inpaint', { ...inpaint, image: image({ width: 3072, height: 3072 }) }],
      ['inpaint', { ...inpaint, image: image({ width: 160, height: 64, type: 'webp' }) }],
      ['conservativeUpscale', square(3072)],
      ['creativeUpscale', square(1024)],
      ['creativeUpscale', square(64)],
      ['fastUpscale', square(32)],
      ['fastUpscale', { kind: 'upscale', image: image({ width: 1536, height: 682 }) }],
    ] as readonly (readonly [keyof typeof ids, TaskInput])[]) {
      const settings = name === 'fastUpscale' ? wordless : {};
      valueOf(stabilityService.encode(edit(input, settings), model(name)));
    }
  });

  const refusals: readonly (readonly [
    string,
    string,
    keyof typeof ids,
    TaskInput,
    Partial<TaskSettings>?,
  ])[] = [
    ['too many pixels', 'image', 'controlSketch', { ...sketch, image: image({ width: 3073, height: 3072 }) }],
    [
      'a side that is too short',
      'image',
      'controlSketch',
      { ...sketch, image: image({ width: 100, height: 63 }) },
    ],
    [
      'a picture that is too thin',
      'image',
      'controlSketch',
      { ...sketch, image: image({ width: 161, height: 64 }) },
    ],
    [
      'a style that is too small',
      'image',
      'styleTransfer',
      { kind: 'followStyle', style: image({ width: 63 }), image: image() },
    ],
    ['more than a megapixel for creative upscale', 'image', 'creativeUpscale', square(1025)],
    ['more than a megapixel for fast upscale', 'image', 'fastUpscale', square(1025)],
    [
      'a long side for fast upscale',
      'image',
      'fastUpscale',
      { kind: 'upscale', image: image({ width: 1537, height: 600 }) },
    ],
    ['a tiny picture for fast upscale', 'image', 'fastUpscale', square(31)],
    ['words where a mask is needed', 'area', 'inpaint', inpaintByWords],
    ['a mask where words are needed', 'area', 'searchReplace', inpaint],
    ['words that are too many', 'words', 'searchRecolor', { ...recolor, words: 'x'.repeat(10_001) }],
    ['no words for what to recolor', 'words', 'searchRecolor', { ...recolor, words: '' }],
    ['an extension by nothing', 'margins', 'outpaint', { ...extension, margins: noMargins }],
    [
      'an extension that is too wide',
      'down',
      'outpaint',
      { ...extension, margins: { ...noMargins, down: 2001 } },
    ],
    ['half a pixel more', 'right', 'outpaint', { ...extension, margins: { ...noMargins, right: 1.5 } }],
    ['a style transfer to nothing', 'image', 'styleTransfer', guided, wordless],
    ['a picture beside the style of a guide', 'image', 'styleGuide', transfer],
    ['edges for a sketch', 'structure', 'controlSketch', edges],
    ['segments for edges', 'structure', 'controlStructure', { ...edges, structure: 'segments' }],
    ['two images in one request', 'count', 'inpaint', inpaint, { count: 2 }],
    ['a prompt that is empty', 'prompt', 'creativeUpscale', upscale, wordless],
    [
      'a cut-out without transparency',
      'outputFormat',
      'removeBackground',
      cutOut,
      { options: { outputFormat: 'jpeg' } },
    ],
    [
      'more creativity than an upscale has',
      'creativity',
      'creativeUpscale',
      upscale,
      { options: { creativity: 0.51 } },
    ],
    ['a mask grown too far', 'growMask', 'eraseObject', removal, { options: { growMask: 21 } }],
    ['another task', 'task', 'eraseObject', inpaint],
    ['a new picture', 'task', 'inpaint', { kind: 'textToImage' }],
  ];
  for (const [what, field, name, input, settings] of refusals) {
    it(`refuses ${what} and names the field`, () => {
      const error = errorOf(stabilityService.encode(edit(input, settings), model(name)));
      assert.equal(error.kind, 'badRequest');
      assert.equal(error.kind === 'badRequest' && error.field, field);
    });
  }

  it('cuts no prompt', () => {
    const long = edit(inpaint, { prompt: 'x'.repeat(10_001) });
    assert.equal(errorOf(stabilityService.encode(long, model('inpaint'))).kind, 'promptTooLong');
  });
});

describe('stabilityService.maskRule', () => {
  it('paints white what is regenerated, with all grays', () => {
    assert.deepEqual(stabilityService.maskRule('inpaint'), whiteAll);
    assert.deepEqual(stabilityService.maskRule('removeObject'), whiteAll);
    assert.deepEqual(stabilityService.maskRule('replaceBackground'), whiteAll);
    for (const kind of ['outpaint', 'recolor', 'upscale'] as const) {
      assert.equal(stabilityService.maskRule(kind), undefined);
    }
  });
});

describe('stabilityService.decode', () => {
  it('returns the image with its seed', () => {
    const { images } = valueOf(stabilityService.decode(success, 1));
    assert.deepEqual(
      images.map(({ bytes, seed: used }) => [Buffer.from(bytes).toString('base64'), used]),
      [[success.images[0], 2_130_420_379]],
    );
  });

  it('tells that the picture given was held back', () => {
    assert.deepEqual(errorOf(stabilityService.decode(inputFiltered, 1)), {
      kind: 'contentFiltered',
      stage: 'inputImage',
      count: 1,
    });
  });
});
