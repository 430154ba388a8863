import assert from 'node:assert/strict';
import { amazonImage } from '../../../../src/core/models/amazonImage';
import type { TextToImageTask } from '../../../../src/core/tasks/task';
import guardrail from '../../../fixtures/models/answers/guardrail.json';
import allBlocked from '../../../fixtures/models/answers/amazonAllBlocked.json';
import someBlocked from '../../../fixtures/models/answers/amazonSomeBlocked.json';
import twoImages from '../../../fixtures/models/answers/amazonTwoImages.json';
import novaCanvas from '../../../fixtures/models/requests/novaCanvas.json';
import novaCanvasEverything from '../../../fixtures/models/requests/novaCanvasEverything.json';
import titanV1 from '../../../fixtures/models/requests/titanV1.json';
import titanV1Everything from '../../../fixtures/models/requests/titanV1Everything.json';
import titanV2 from '../../../fixtures/models/requests/titanV2.json';
import titanV2Everything from '../../../fixtures/models/requests/titanV2Everything.json';
import { distort } from './distort';
import { errorOf, model, pixels, ratio, sequence, task, valueOf } from './samples';

const negativePrompt = 'people, text';
const titanEverything: Partial<TextToImageTask> = {
  negativePrompt,
  size: pixels(1173, 640),
  seed: 2_147_483_646,
  count: 5,
  options: { quality: 'premium', guidanceScale: 10 },
};

describe('amazonImage.encode', () => {
  const plain = { novaCanvas, titanV1, titanV2 };
  for (const [name, body] of Object.entries(plain) as [keyof typeof plain, object][]) {
    it(`writes the least that ${name} needs, its size included`, () => {
      assert.deepEqual(valueOf(amazonImage.encode(task(), model(name))), { body, warnings: [] });
    });
  }

  it('writes everything that Nova Canvas takes, also the seed 0', () => {
    const everything = task({
      negativePrompt,
      size: pixels(1280, 720),
      seed: 0,
      count: 5,
      options: { stylePreset: 'FLAT_VECTOR_ILLUSTRATION', quality: 'premium', guidanceScale: 1.1 },
    });
    assert.deepEqual(valueOf(amazonImage.encode(everything, model('novaCanvas'))), {
      body: novaCanvasEverything,
      warnings: [],
    });
  });

  for (const [name, body] of [
    ['titanV1', titanV1Everything],
    ['titanV2', titanV2Everything],
  ] as const) {
    it(`writes everything that ${name} takes`, () => {
      assert.deepEqual(valueOf(amazonImage.encode(task(titanEverything), model(name))), {
        body,
        warnings: [],
      });
    });
  }

  it('leaves out an empty negative prompt, which the service refuses', () => {
    const { body } = valueOf(amazonImage.encode(task({ negativePrompt: '' }), model('novaCanvas')));
    assert.deepEqual(body, novaCanvas);
  });

  it('names an option that the model does not have, and sends the rest', () => {
    const options = { stylePreset: 'MAXIMALISM', outputFormat: 'jpeg' };
    assert.deepEqual(valueOf(amazonImage.encode(task({ options }), model('titanV2'))), {
      body: titanV2,
      warnings: [
        { kind: 'optionNotSent', option: 'stylePreset' },
        { kind: 'optionNotSent', option: 'outputFormat' },
      ],
    });
  });

  it('takes prompts up to the limit of each model and cuts none', () => {
    for (const [name, maxLength] of [
      ['novaCanvas', 1024],
      ['titanV1', 512],
      ['titanV2', 512],
    ] as const) {
      const { body } = valueOf(amazonImage.encode(task({ prompt: 'x'.repeat(maxLength) }), model(name)));
      assert.deepEqual(body['textToImageParams'], { text: 'x'.repeat(maxLength) });
      assert.deepEqual(
        errorOf(amazonImage.encode(task({ prompt: 'x'.repeat(maxLength + 1) }), model(name))),
        {
          kind: 'promptTooLong',
          length: maxLength + 1,
          maxLength,
          modelId: model(name).id,
        },
      );
    }
  });

  const refusals: readonly (readonly [string, string, Partial<TextToImageTask>])[] = [
    ['an empty prompt', 'prompt', { prompt: '' }],
    ['a negative prompt that is too long', 'negativePrompt', { negativePrompt: 'x'.repeat(1025) }],
    ['a seed below the range', 'seed', { seed: -1 }],
    ['a seed above the range', 'seed', { seed: 2_147_483_647 }],
    ['a seed that is no whole number', 'seed', { seed: 1.5 }],
    ['no number for a seed', 'seed', { seed: Number.NaN }],
    ['no image', 'count', { count: 0 }],
    ['more images than one request takes', 'count', { count: 6 }],
    ['half an image', 'count', { count: 1.5 }],
    ['an aspect ratio', 'size', { size: ratio('1:1') }],
    ['a size that is no multiple of 16', 'size', { size: pixels(1000, 1000) }],
    ['a size beyond the number of pixels', 'size', { size: pixels(2048, 2048) }],
    ['a style that does not exist', 'stylePreset', { options: { stylePreset: 'CUBISM' } }],
    ['a guidance scale below the range', 'guidanceScale', { options: { guidanceScale: 1 } }],
    ['a guidance scale above the range', 'guidanceScale', { options: { guidanceScale: 10.1 } }],
    ['a guidance scale in words', 'guidanceScale', { options: { guidanceScale: '5' } }],
    ['no number for a guidance scale', 'guidanceScale', { options: { guidanceScale: Number.NaN } }],
    ['a quality that is no text', 'quality', { options: { quality: true } }],
  ];
  for (const [what, field, changes] of refusals) {
    it(`refuses ${what} and names the field`, () => {
      const error = errorOf(amazonImage.encode(task(changes), model('novaCanvas')));
      assert.equal(error.kind, 'badRequest');
      assert.equal(error.kind === 'badRequest' && error.field, field);
    });
  }

  it('refuses a size of Nova Canvas for Titan, which has a list', () => {
    const error = errorOf(amazonImage.encode(task({ size: pixels(1280, 720) }), model('titanV2')));
    assert.deepEqual(error, { kind: 'badRequest', field: 'size', reason: 'the model has no such size' });
  });
});

describe('amazonImage.decode', () => {
  it('returns every image, its bytes untouched', () => {
    const { images, unreadable, heldBack } = valueOf(amazonImage.decode(twoImages, 2));
    assert.deepEqual(
      images.map(({ bytes }) => Buffer.from(bytes).toString('base64')),
      twoImages.images,
    );
    assert.ok(images.every((image) => !('seed' in image)));
    assert.deepEqual([unreadable, heldBack], [0, []]);
  });

  it('counts what was held back beside the images that came', () => {
    const { images, heldBack } = valueOf(amazonImage.decode(someBlocked, 5));
    assert.equal(images.length, 2);
    assert.deepEqual(heldBack, [{ stage: 'outputImage', count: 3 }]);
  });

  it('counts fewer images than asked for as held back, also without a word about it', () => {
    assert.deepEqual(valueOf(amazonImage.decode(twoImages, 3)).heldBack, [
      { stage: 'outputImage', count: 1 },
    ]);
  });

  it('keeps more images than asked for', () => {
    const { images, heldBack } = valueOf(amazonImage.decode(twoImages, 1));
    assert.deepEqual([images.length, heldBack], [2, []]);
  });

  it('takes null for an absent error', () => {
    assert.equal(valueOf(amazonImage.decode({ ...twoImages, error: null }, 2)).images.length, 2);
  });

  it('tells that all images were held back, with or without an empty list', () => {
    for (const answer of [allBlocked, { images: [], ...allBlocked }, { images: null, ...allBlocked }]) {
      assert.deepEqual(errorOf(amazonImage.decode(answer, 4)), {
        kind: 'contentFiltered',
        stage: 'outputImage',
        count: 4,
      });
    }
  });

  it('tells a guardrail from the filter', () => {
    assert.deepEqual(errorOf(amazonImage.decode(guardrail, 1)), { kind: 'guardrailIntervened' });
    const untouched = { ...twoImages, 'amazon-bedrock-guardrailAction': 'NONE' };
    assert.equal(valueOf(amazonImage.decode(untouched, 2)).images.length, 2);
  });

  it('keeps the images beside one that cannot be decoded, and counts that one', () => {
    const [first = ''] = twoImages.images;
    for (const broken of [`${first.slice(0, 40)}***`, null, 7, {}]) {
      const { images, unreadable, heldBack } = valueOf(amazonImage.decode({ images: [first, broken] }, 2));
      assert.deepEqual([images.length, unreadable, heldBack], [1, 1, []]);
    }
  });

  it('does not understand an answer without an image or a reason', () => {
    const answers = [undefined, null, 7, 'text', [], {}, { images: [] }, { images: 'x' }, { error: '' }];
    for (const answer of [...answers, { images: ['***'] }, { images: ['***'], ...allBlocked }]) {
      assert.deepEqual(errorOf(amazonImage.decode(answer, 1)), { kind: 'badAnswer' }, JSON.stringify(answer));
    }
  });

  it('neither throws nor invents an image, whatever an answer is distorted into', () => {
    const random = sequence(1);
    for (let round = 0; round < 2000; round++) {
      const answer = distort(round % 2 === 0 ? twoImages : someBlocked, random);
      const decoded = amazonImage.decode(answer, 2);
      if (!decoded.ok) {
        assert.ok(['badAnswer', 'contentFiltered', 'guardrailIntervened'].includes(decoded.error.kind));
        continue;
      }
      const { images, unreadable, heldBack } = decoded.value;
      assert.ok(images.length > 0 && images.every(({ bytes }) => bytes instanceof Uint8Array));
      assert.ok(images.length + unreadable + (heldBack[0]?.count ?? 0) >= 2);
    }
  });
});
