import assert from 'node:assert/strict';
import { stabilityText } from '../../../../src/core/models/stabilityText';
import type { TaskInput } from '../../../../src/core/tasks/task';
import { compareBodies, edit, image, second } from './editSamples';
import { errorOf, model, ratio, valueOf } from './samples';

const variation: TaskInput = { kind: 'imageVariation', images: [image()] };
const everything = { negativePrompt: 'people, text', seed: 4_294_967_294 };
const sd35 = model('stableDiffusion35');
const ultra = model('stableImageUltra');

describe('stabilityText.encode, for variations', () => {
  compareBodies('stabilityVariations', [
    ['stableDiffusion35ImageVariation', sd35, edit(variation)],
    [
      'stableDiffusion35ImageVariationEverything',
      sd35,
      edit(variation, { ...everything, options: { strength: 0, outputFormat: 'webp' } }),
    ],
    ['stableImageUltraImageVariation', ultra, edit(variation)],
    [
      'stableImageUltraImageVariationEverything',
      ultra,
      edit(variation, {
        ...everything,
        size: ratio('16:9'),
        options: { strength: 1, outputFormat: 'jpeg' },
      }),
    ],
  ]);

  it('says that Stable Diffusion 3.5 takes the ratio from the picture', () => {
    const { body, warnings } = valueOf(stabilityText.encode(edit(variation, { size: ratio('16:9') }), sd35));
    assert.equal(body['aspect_ratio'], undefined);
    assert.deepEqual(warnings, [{ kind: 'optionNotSent', option: 'size' }]);
  });

  it('says that a new picture has no strength', () => {
    const drawn = edit({ kind: 'textToImage' }, { options: { strength: 0.5 } });
    const { body, warnings } = valueOf(stabilityText.encode(drawn, sd35));
    assert.deepEqual([body['strength'], body['mode']], [undefined, undefined]);
    assert.deepEqual(warnings, [{ kind: 'optionNotSent', option: 'strength' }]);
  });

  it('refuses what these models do not take, and names the field', () => {
    for (const [field, name, input, settings] of [
      ['images', 'stableImageUltra', { kind: 'imageVariation', images: [image(), second] }, {}],
      ['images', 'stableImageUltra', { kind: 'imageVariation', images: [] }, {}],
      ['prompt', 'stableDiffusion35', variation, { prompt: '' }],
      ['strength', 'stableDiffusion35', variation, { options: { strength: 1.01 } }],
      ['image', 'stableDiffusion35', { kind: 'imageVariation', images: [image({ width: 63 })] }, {}],
      ['task', 'stableImageCore', variation, {}],
      ['task', 'stableImageUltra', { kind: 'upscale', image: image() }, {}],
    ] as const) {
      const error = errorOf(stabilityText.encode(edit(input, settings), model(name)));
      assert.equal(error.kind === 'badRequest' && error.field, field);
    }
  });
});
