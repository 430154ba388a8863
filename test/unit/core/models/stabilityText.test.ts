import assert from 'node:assert/strict';
import { stabilityText } from '../../../../src/core/models/stabilityText';
import type { TextToImageTask } from '../../../../src/core/tasks/task';
import guardrail from '../../../fixtures/models/answers/guardrail.json';
import image from '../../../fixtures/models/answers/stabilityImage.json';
import inferenceError from '../../../fixtures/models/answers/stabilityInferenceError.json';
import outputFiltered from '../../../fixtures/models/answers/stabilityOutputFiltered.json';
import promptFiltered from '../../../fixtures/models/answers/stabilityPromptFiltered.json';
import stableDiffusion35 from '../../../fixtures/models/requests/stableDiffusion35.json';
import stableDiffusion35Everything from '../../../fixtures/models/requests/stableDiffusion35Everything.json';
import stableImageCore from '../../../fixtures/models/requests/stableImageCore.json';
import stableImageCoreEverything from '../../../fixtures/models/requests/stableImageCoreEverything.json';
import stableImageUltra from '../../../fixtures/models/requests/stableImageUltra.json';
import stableImageUltraEverything from '../../../fixtures/models/requests/stableImageUltraEverything.json';
import { distort } from './distort';
import { errorOf, model, pixels, ratio, sequence, task, valueOf } from './samples';

const [png = ''] = image.images;

describe('stabilityText.encode', () => {
  for (const [name, plain, everything] of [
    ['stableImageCore', stableImageCore, stableImageCoreEverything],
    ['stableImageUltra', stableImageUltra, stableImageUltraEverything],
    ['stableDiffusion35', stableDiffusion35, stableDiffusion35Everything],
  ] as const) {
    it(`writes the least that ${name} needs, its ratio included`, () => {
      assert.deepEqual(valueOf(stabilityText.encode(task(), model(name))), { body: plain, warnings: [] });
    });

    it(`writes everything that ${name} takes`, () => {
      const full = task({
        negativePrompt: 'people, text',
        size: ratio('21:9'),
        seed: 4_294_967_294,
        options: { outputFormat: everything.output_format },
      });
      assert.deepEqual(valueOf(stabilityText.encode(full, model(name))), { body: everything, warnings: [] });
    });
  }

  it('sends the seed 0 when it is asked for', () => {
    const { body } = valueOf(stabilityText.encode(task({ seed: 0 }), model('stableImageCore')));
    assert.deepEqual(body, { ...stableImageCore, seed: 0 });
  });

  it('names the options of other models, which it does not send', () => {
    const options = { quality: 'premium', stylePreset: 'MAXIMALISM', guidanceScale: 5 };
    const { body, warnings } = valueOf(stabilityText.encode(task({ options }), model('stableImageUltra')));
    assert.deepEqual(body, stableImageUltra);
    assert.deepEqual(
      warnings,
      Object.keys(options).map((option) => ({ kind: 'optionNotSent', option })),
    );
  });

  it('names a negative prompt that a model does not take', () => {
    const { negativePrompt: _none, ...without } = model('stableImageCore');
    const { body, warnings } = valueOf(stabilityText.encode(task({ negativePrompt: 'people' }), without));
    assert.deepEqual(body, stableImageCore);
    assert.deepEqual(warnings, [{ kind: 'optionNotSent', option: 'negativePrompt' }]);
  });

  it('cuts no prompt', () => {
    assert.deepEqual(
      errorOf(stabilityText.encode(task({ prompt: 'x'.repeat(10_001) }), model('stableImageCore'))),
      {
        kind: 'promptTooLong',
        length: 10_001,
        maxLength: 10_000,
        modelId: 'stability.stable-image-core-v1:1',
      },
    );
  });

  const refusals: readonly (readonly [string, string, Partial<TextToImageTask>])[] = [
    ['a size in pixels', 'size', { size: pixels(1024, 1024) }],
    ['a ratio that is not offered', 'size', { size: ratio('4:3') }],
    ['two images in one request', 'count', { count: 2 }],
    ['the one seed that only some of the models take', 'seed', { seed: 4_294_967_295 }],
    ['a format that the model does not write', 'outputFormat', { options: { outputFormat: 'webp' } }],
    ['a negative prompt that is too long', 'negativePrompt', { negativePrompt: 'x'.repeat(10_001) }],
  ];
  for (const [what, field, changes] of refusals) {
    it(`refuses ${what} and names the field`, () => {
      const error = errorOf(stabilityText.encode(task(changes), model('stableImageCore')));
      assert.equal(error.kind, 'badRequest');
      assert.equal(error.kind === 'badRequest' && error.field, field);
    });
  }
});

describe('stabilityText.decode', () => {
  it('returns the image, its bytes untouched, with the seed that the service used', () => {
    assert.deepEqual(valueOf(stabilityText.decode(image, 1)), {
      images: [{ bytes: new Uint8Array(Buffer.from(png, 'base64')), seed: 2_130_420_379 }],
      unreadable: 0,
      heldBack: [],
    });
  });

  it('takes an answer without reasons for a success', () => {
    assert.equal(valueOf(stabilityText.decode({ images: [png] }, 1)).images.length, 1);
    assert.equal(valueOf(stabilityText.decode({ images: [png], finish_reasons: null }, 1)).images.length, 1);
  });

  it('takes the seed 0, and no seed that a recipe could not hold', () => {
    const seedIn = (seeds: unknown): number | undefined =>
      valueOf(stabilityText.decode({ ...image, seeds }, 1)).images[0]?.seed;
    assert.equal(seedIn([0]), 0);
    for (const seeds of [undefined, null, [], [null], ['7'], [1.5], [-1], [1e300], 7, {}]) {
      assert.equal(seedIn(seeds), undefined, JSON.stringify(seeds));
    }
  });

  it('tells which side was filtered', () => {
    assert.deepEqual(errorOf(stabilityText.decode(promptFiltered, 1)), {
      kind: 'contentFiltered',
      stage: 'prompt',
      count: 1,
    });
    assert.deepEqual(errorOf(stabilityText.decode(outputFiltered, 1)), {
      kind: 'contentFiltered',
      stage: 'outputImage',
      count: 1,
    });
    assert.deepEqual(errorOf(stabilityText.decode({ finish_reasons: ['Filter reason: input image'] }, 1)), {
      kind: 'contentFiltered',
      stage: 'inputImage',
      count: 1,
    });
  });

  it('keeps the images beside one that was filtered', () => {
    const answer = { images: [png, '', png], finish_reasons: [null, 'Filter reason: output image', null] };
    const { images, unreadable, heldBack } = valueOf(stabilityText.decode(answer, 3));
    assert.deepEqual([images.length, unreadable], [2, 0]);
    assert.deepEqual(heldBack, [{ stage: 'outputImage', count: 1 }]);
  });

  it('gives each image its own seed', () => {
    const answer = {
      images: ['', png],
      seeds: [1, 2],
      finish_reasons: ['Filter reason: output image', null],
    };
    assert.deepEqual(
      valueOf(stabilityText.decode(answer, 2)).images.map(({ seed }) => seed),
      [2],
    );
  });

  it('keeps the images beside one that cannot be decoded', () => {
    const { images, unreadable } = valueOf(stabilityText.decode({ images: [png, '***', null] }, 3));
    assert.deepEqual([images.length, unreadable], [1, 2]);
  });

  it('calls a failed inference no filter', () => {
    assert.deepEqual(errorOf(stabilityText.decode(inferenceError, 1)), { kind: 'badAnswer' });
  });

  it('keeps an answer whole where one part was filtered and the other is not understood', () => {
    const answer = { finish_reasons: ['Filter reason: output image', 'Inference error'] };
    assert.deepEqual(errorOf(stabilityText.decode(answer, 2)), { kind: 'badAnswer' });
  });

  it('does not save what stands beside a reason that it does not know', () => {
    for (const reason of ['Filter reason: mood', 'constructor', '__proto__', '', 7]) {
      const answer = { ...image, finish_reasons: [reason] };
      assert.deepEqual(errorOf(stabilityText.decode(answer, 1)), { kind: 'badAnswer' }, String(reason));
    }
  });

  it('tells a guardrail from the filter', () => {
    assert.deepEqual(errorOf(stabilityText.decode(guardrail, 1)), { kind: 'guardrailIntervened' });
  });

  it('does not understand an answer without an image or a reason', () => {
    const answers = [undefined, null, 7, 'text', [], {}, { images: [] }, { images: png }, { images: [null] }];
    for (const answer of [...answers, { finish_reasons: [null] }, { images: [png.slice(0, -1)] }]) {
      assert.deepEqual(
        errorOf(stabilityText.decode(answer, 1)),
        { kind: 'badAnswer' },
        JSON.stringify(answer),
      );
    }
  });

  it('neither throws nor invents an image, whatever an answer is distorted into', () => {
    const random = sequence(2);
    const answers = [image, promptFiltered, outputFiltered, inferenceError];
    for (let round = 0; round < 2000; round++) {
      const decoded = stabilityText.decode(distort(answers[round % answers.length], random), 1);
      if (!decoded.ok) {
        assert.ok(['badAnswer', 'contentFiltered', 'guardrailIntervened'].includes(decoded.error.kind));
        continue;
      }
      const { images } = decoded.value;
      assert.ok(images.length > 0);
      for (const { bytes, seed } of images) {
        assert.ok(bytes instanceof Uint8Array);
        assert.ok(seed === undefined || Number.isSafeInteger(seed));
      }
    }
  });
});
