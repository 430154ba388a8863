import assert from 'node:assert/strict';
import { amazonImage } from '../../../../src/core/models/amazonImage';
import type { TaskInput, TaskSettings } from '../../../../src/core/tasks/task';
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
import { errorOf, model, pixels, valueOf } from './samples';

const negativePrompt = 'people, text';
const most: Partial<TaskSettings> = { negativePrompt, seed: 0, count: 5 };
const usual = { guidanceScale: 1.1 };
const premium = { ...usual, quality: 'premium' };
const wordless = { prompt: '' };

const variation: TaskInput = { kind: 'imageVariation', images: [image()] };
const variationOfTwo: TaskInput = { kind: 'imageVariation', images: [image(), second] };
const inpaint: TaskInput = { kind: 'inpaint', image: image(), area: painted(blackTwo) };
const inpaintByWords: TaskInput = { kind: 'inpaint', image: image(), area: named };
const removal: TaskInput = { kind: 'removeObject', image: image(), area: painted(blackTwo) };
const removalByWords: TaskInput = { kind: 'removeObject', image: image(), area: named };
const background: TaskInput = { kind: 'replaceBackground', image: image(), area: painted(whiteTwo) };
const backgroundByWords: TaskInput = { kind: 'replaceBackground', image: image(), area: named };
const margins = { ...noMargins, right: 128 };
const extension: TaskInput = { kind: 'outpaint', image: image(), mask: mask(whiteTwo), margins };
const cutOut: TaskInput = { kind: 'removeBackground', image: image() };
const edges: TaskInput = { kind: 'followStructure', image: image(), structure: 'edges' };
const segments: TaskInput = { kind: 'followStructure', image: image(), structure: 'segments' };
const palette: TaskInput = { kind: 'followPalette', colors: ['#0a7ea4'] };
const paletteOfPicture: TaskInput = {
  kind: 'followPalette',
  colors: ['#0a7ea4', '#FFFFFF'],
  image: image(),
};

function tryOn(area: Extract<TaskInput, { kind: 'tryOn' }>['area']): TaskInput {
  return { kind: 'tryOn', image: image(), garment: second, area };
}

function garment(garmentClass: string): { readonly kind: 'garment'; readonly garmentClass: string } {
  return { kind: 'garment', garmentClass };
}

function casesOf(name: 'novaCanvas' | 'titanV2' | 'titanV1'): readonly EditCase[] {
  const each = model(name);
  const isCanvas = name === 'novaCanvas';
  // Titan's outpainting needs words; that of Nova Canvas does without.
  const free = isCanvas ? wordless : {};
  const size = isCanvas ? pixels(1280, 720) : pixels(1280, 768);
  const style = isCanvas ? { stylePreset: 'DESIGN_SKETCH' } : {};
  const inAll: readonly EditCase[] = [
    [`${name}ImageVariation`, each, edit(variation, wordless)],
    [
      `${name}ImageVariationEverything`,
      each,
      edit(variationOfTwo, { ...most, size, options: { ...(isCanvas ? usual : premium), similarity: 0.2 } }),
    ],
    [`${name}Inpaint`, each, edit(inpaint)],
    [`${name}InpaintWords`, each, edit(inpaintByWords)],
    [`${name}InpaintEverything`, each, edit(inpaint, { ...most, options: premium })],
    [`${name}RemoveObject`, each, edit(removal, wordless)],
    [`${name}RemoveObjectWords`, each, edit(removalByWords, wordless)],
    [`${name}ReplaceBackground`, each, edit(background, free)],
    [`${name}ReplaceBackgroundWords`, each, edit(backgroundByWords, free)],
    [
      `${name}ReplaceBackgroundEverything`,
      each,
      edit(backgroundByWords, { ...most, options: { ...premium, outpaintMode: 'default' } }),
    ],
    [`${name}Outpaint`, each, edit(extension, free)],
    [
      `${name}OutpaintEverything`,
      each,
      edit(extension, { ...most, options: { ...premium, outpaintMode: 'precise' } }),
    ],
  ];
  if (name === 'titanV1') return inAll;
  return [
    ...inAll,
    [`${name}RemoveBackground`, each, edit(cutOut, wordless)],
    [`${name}FollowEdges`, each, edit(edges)],
    [`${name}FollowSegments`, each, edit(segments)],
    [
      `${name}FollowStructureEverything`,
      each,
      edit(segments, { ...most, size, options: { ...premium, ...style, controlStrength: 0 } }),
    ],
    [`${name}FollowPalette`, each, edit(palette)],
    [`${name}FollowPaletteEverything`, each, edit(paletteOfPicture, { ...most, size, options: premium })],
  ];
}

const canvas = model('novaCanvas');

describe('amazonImage.encode, for edits', () => {
  compareBodies('amazonEdits', [
    ...casesOf('novaCanvas'),
    ...casesOf('titanV2'),
    ...casesOf('titanV1'),
    ['novaCanvasTryOn', canvas, edit(tryOn(garment('UPPER_BODY')), wordless)],
    ['novaCanvasTryOnMask', canvas, edit(tryOn(painted(blackTwo)), wordless)],
    ['novaCanvasTryOnWords', canvas, edit(tryOn(named), wordless)],
    [
      'novaCanvasTryOnEverything',
      canvas,
      edit(tryOn(garment('SHOES')), {
        ...wordless,
        seed: 0,
        count: 5,
        options: { ...premium, maskShape: 'boundingBox', mergeStyle: 'seamless' },
      }),
    ],
  ]);

  it('takes an edit without words for an oversight where only a removal has none', () => {
    assert.deepEqual(errorOf(amazonImage.encode(edit(inpaint, wordless), canvas)), {
      kind: 'badRequest',
      field: 'prompt',
      reason: 'it must not be empty',
    });
    assert.equal(
      errorOf(amazonImage.encode(edit(background, wordless), model('titanV2'))).kind,
      'badRequest',
    );
  });

  it('says that words are not sent where the task takes none', () => {
    for (const input of [removal, cutOut, tryOn(garment('BOOTS'))]) {
      const { body, warnings } = valueOf(amazonImage.encode(edit(input, { negativePrompt }), canvas));
      assert.doesNotMatch(JSON.stringify(body), /lighthouse|people/);
      assert.deepEqual(warnings, [
        { kind: 'optionNotSent', option: 'prompt' },
        { kind: 'optionNotSent', option: 'negativePrompt' },
      ]);
    }
  });

  it('says that a size is not sent where it follows from the input', () => {
    const { body, warnings } = valueOf(amazonImage.encode(edit(inpaint, { size: pixels(512, 512) }), canvas));
    assert.deepEqual(body['imageGenerationConfig'], { numberOfImages: 1, seed: 7 });
    assert.deepEqual(warnings, [{ kind: 'optionNotSent', option: 'size' }]);
  });

  it('says which options another task of the model has', () => {
    const optionsNotSent = (input: TaskInput, options: TaskSettings['options']): readonly unknown[] =>
      valueOf(amazonImage.encode(edit(input, { options }), canvas)).warnings;
    assert.deepEqual(optionsNotSent(variation, { quality: 'premium', stylePreset: 'MAXIMALISM' }), [
      { kind: 'optionNotSent', option: 'quality' },
      { kind: 'optionNotSent', option: 'stylePreset' },
    ]);
    assert.deepEqual(optionsNotSent(inpaint, { outpaintMode: 'precise', similarity: 0.5 }), [
      { kind: 'optionNotSent', option: 'outpaintMode' },
      { kind: 'optionNotSent', option: 'similarity' },
    ]);
  });

  it('says that a painted try-on has its own shape', () => {
    const worn = edit(tryOn(painted(blackTwo)), { ...wordless, options: { maskShape: 'contour' } });
    const { body, warnings } = valueOf(amazonImage.encode(worn, canvas));
    assert.doesNotMatch(JSON.stringify(body), /maskShape/);
    assert.deepEqual(warnings, [{ kind: 'optionNotSent', option: 'maskShape' }]);
  });

  it('never sends a mask that was painted for another rule', () => {
    for (const [input, rule] of [
      [inpaint, 'inpaint'],
      [background, 'replaceBackground'],
    ] as const) {
      for (const wrong of [blackTwo, whiteTwo, whiteAll, { edit: 'black', levels: 'all' } as const]) {
        const wanted = amazonImage.maskRule(rule);
        if (wrong.edit === wanted?.edit && wrong.levels === wanted.levels) continue;
        const bad = edit({ ...input, area: painted(wrong) });
        assert.throws(() => amazonImage.encode(bad, canvas), TypeError);
      }
    }
    const extended = edit({ kind: 'outpaint', image: image(), mask: mask(blackTwo), margins });
    assert.throws(() => amazonImage.encode(extended, canvas), TypeError);
    assert.throws(() => amazonImage.encode(edit(tryOn(painted(whiteTwo))), canvas), TypeError);
  });

  const limits = { width: 320, height: 320 };
  const fitting: readonly (readonly [string, TaskInput])[] = [
    ['the smallest picture', { kind: 'removeBackground', image: image(limits) }],
    // A ratio of 1:4 and fewer than 4,194,304 pixels leave no picture with a side of 4096.
    ['the longest side', { kind: 'removeBackground', image: image({ width: 4092, height: 1024 }) }],
    ['the thinnest picture', { kind: 'removeBackground', image: image({ width: 1280, height: 320 }) }],
    ['a JPEG', { kind: 'removeBackground', image: image({ type: 'jpeg' }) }],
    ['five pictures', { kind: 'imageVariation', images: Array.from({ length: 5 }, () => image()) }],
    ['ten colors', { kind: 'followPalette', colors: Array.from({ length: 10 }, () => '#000000') }],
    ['words up to the limit of a prompt', { ...removal, area: { kind: 'words', words: 'x'.repeat(1024) } }],
  ] as readonly (readonly [string, TaskInput])[];
  for (const [what, input] of fitting) {
    it(`takes ${what}`, () => {
      valueOf(amazonImage.encode(edit(input), canvas));
    });
  }

  const small = { kind: 'removeBackground' } as const;
  const refusals: readonly (readonly [string, string, TaskInput, Partial<TaskSettings>?])[] = [
    ['a side that is too short', 'image', { ...small, image: image({ width: 319, height: 320 }) }],
    ['a side that is too long', 'image', { ...small, image: image({ width: 4097, height: 1025 }) }],
    ['too many pixels', 'image', { ...small, image: image({ width: 2048, height: 2048 }) }],
    ['a picture that is too thin', 'image', { ...small, image: image({ width: 1281, height: 320 }) }],
    ['a format that it does not read', 'image', { ...small, image: image({ type: 'webp' }) }],
    [
      'more bytes than a request takes',
      'image',
      { ...small, image: image({ base64: 'A'.repeat(24_900_000) }) },
    ],
    [
      'a garment that is too small',
      'image',
      {
        ...tryOn(garment('SHOES')),
        garment: image({ width: 100, height: 100 }),
      } as TaskInput,
    ],
    ['a variation of nothing', 'images', { kind: 'imageVariation', images: [] }],
    [
      'a variation of six',
      'images',
      {
        kind: 'imageVariation',
        images: Array.from({ length: 6 }, () => image()),
      },
    ],
    [
      'a mask of another size',
      'mask',
      {
        kind: 'inpaint',
        image: image(),
        area: { kind: 'mask', mask: mask(blackTwo, { width: 1023 }) },
      },
    ],
    [
      'a try-on mask of another size',
      'mask',
      tryOn({
        kind: 'mask',
        mask: mask(blackTwo, { height: 767 }),
      }),
    ],
    ['an extension without a mask', 'mask', { kind: 'outpaint', image: image(), margins }],
    [
      'an extension by nothing',
      'margins',
      {
        kind: 'outpaint',
        image: image(),
        mask: mask(whiteTwo),
        margins: noMargins,
      },
    ],
    [
      'an extension by half a pixel',
      'left',
      {
        kind: 'outpaint',
        image: image(),
        mask: mask(whiteTwo),
        margins: { ...margins, left: 0.5 },
      },
    ],
    [
      'an extension inwards',
      'up',
      {
        kind: 'outpaint',
        image: image(),
        mask: mask(whiteTwo),
        margins: { ...margins, up: -1 },
      },
    ],
    [
      'an area without words',
      'words',
      { kind: 'inpaint', image: image(), area: { kind: 'words', words: '' } },
    ],
    [
      'an area in too many words',
      'words',
      {
        kind: 'inpaint',
        image: image(),
        area: { kind: 'words', words: 'x'.repeat(1025) },
      },
    ],
    ['a sketch to follow', 'structure', { kind: 'followStructure', image: image(), structure: 'sketch' }],
    ['an empty palette', 'colors', { kind: 'followPalette', colors: [] }],
    [
      'eleven colors',
      'colors',
      {
        kind: 'followPalette',
        colors: Array.from({ length: 11 }, () => '#000000'),
      },
    ],
    ['a short color', 'colors', { kind: 'followPalette', colors: ['#000000', '#fff'] }],
    ['a color by its name', 'colors', { kind: 'followPalette', colors: ['orange'] }],
    ['a color with transparency', 'colors', { kind: 'followPalette', colors: ['#00000080'] }],
    ['a garment of no known class', 'garmentClass', tryOn(garment('HAT'))],
    ['two cut-outs of one picture', 'count', cutOut, { count: 2 }],
    ['a recoloring', 'task', { kind: 'recolor', image: image(), words: 'the lamp' }],
    ['an enlargement', 'task', { kind: 'upscale', image: image() }],
    ['a similarity below the range', 'similarity', variation, { options: { similarity: 0.1 } }],
    ['an edge that does not exist', 'outpaintMode', background, { options: { outpaintMode: 'PRECISE' } }],
  ];
  for (const [what, field, input, settings] of refusals) {
    it(`refuses ${what} and names the field`, () => {
      const error = errorOf(amazonImage.encode(edit(input, settings), canvas));
      assert.equal(error.kind, 'badRequest');
      assert.equal(error.kind === 'badRequest' && error.field, field);
    });
  }

  it('refuses for Titan what only Nova Canvas does, and for the first Titan what only the second does', () => {
    for (const [input, name] of [
      [tryOn(garment('SHOES')), 'titanV2'],
      [cutOut, 'titanV1'],
      [edges, 'titanV1'],
      [palette, 'titanV1'],
    ] as const) {
      const error = errorOf(amazonImage.encode(edit(input), model(name)));
      assert.equal(error.kind === 'badRequest' && error.field, 'task');
    }
  });

  it('keeps to the longer side that Titan takes', () => {
    const wide = (width: number): TaskInput => ({ ...small, image: image({ width, height: 1408 }) });
    valueOf(amazonImage.encode(edit(wide(1408), wordless), model('titanV2')));
    const error = errorOf(amazonImage.encode(edit(wide(1409), wordless), model('titanV2')));
    assert.equal(error.kind === 'badRequest' && error.field, 'image');
  });
});

describe('amazonImage.maskRule', () => {
  it('paints black what inpainting and try-on change, white what outpainting changes', () => {
    for (const kind of ['inpaint', 'removeObject', 'tryOn'] as const) {
      assert.deepEqual(amazonImage.maskRule(kind), blackTwo);
    }
    for (const kind of ['replaceBackground', 'outpaint'] as const) {
      assert.deepEqual(amazonImage.maskRule(kind), whiteTwo);
    }
    for (const kind of ['textToImage', 'removeBackground', 'recolor', 'imageVariation'] as const) {
      assert.equal(amazonImage.maskRule(kind), undefined);
    }
  });
});

describe('amazonImage.decode, for edits', () => {
  it('takes the mask beside the images for no image', () => {
    const { images, heldBack } = valueOf(
      amazonImage.decode({ images: [image().base64], maskImage: mask(blackTwo).base64 }, 1),
    );
    assert.deepEqual(
      images.map(({ bytes }) => Buffer.from(bytes).toString('base64')),
      [image().base64],
    );
    assert.deepEqual(heldBack, []);
    assert.deepEqual(errorOf(amazonImage.decode({ maskImage: mask(blackTwo).base64 }, 1)), {
      kind: 'badAnswer',
    });
  });
});
