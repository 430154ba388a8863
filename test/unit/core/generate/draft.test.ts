import assert from 'node:assert/strict';
import { fitDraft, type GenerateDraft } from '../../../../src/core/generate/draft';
import { adapters, model, pixels, ratio, registry, task, valueOf } from '../models/samples';

const draft: GenerateDraft = {
  prompts: ['a lighthouse', 'a harbour'],
  modelId: 'amazon.nova-canvas-v1:0',
  size: pixels(1280, 720),
  count: 7,
  negativePrompt: 'people',
  seed: 0,
  options: { stylePreset: 'MAXIMALISM', quality: 'premium', guidanceScale: 3 },
};

describe('fitDraft', () => {
  it('keeps all that the model has, also the seed 0 and more images than one request takes', () => {
    assert.deepEqual(fitDraft(draft, model('novaCanvas')), draft);
  });

  it("gives another model its own size and options, and keeps the user's words", () => {
    assert.deepEqual(fitDraft(draft, model('stableImageCore')), {
      prompts: draft.prompts,
      modelId: 'stability.stable-image-core-v1:1',
      size: ratio('1:1'),
      count: 7,
      negativePrompt: 'people',
      seed: 0,
      options: {},
    });
    assert.deepEqual(fitDraft(draft, model('titanV2')), {
      ...draft,
      modelId: 'amazon.titan-image-generator-v2:0',
      size: pixels(1024, 1024),
      options: { quality: 'premium', guidanceScale: 3 },
    });
  });

  it('leaves out a negative prompt that the model does not take', () => {
    const { negativePrompt: _none, ...without } = model('stableImageCore');
    assert.ok(!('negativePrompt' in fitDraft(draft, without)));
  });

  it('cuts no negative prompt that is too long', () => {
    const negativePrompt = 'x'.repeat(600);
    assert.equal(fitDraft({ ...draft, negativePrompt }, model('titanV2')).negativePrompt, negativePrompt);
  });

  it('leaves out a seed that the model would refuse', () => {
    for (const seed of [-1, 1.5, Number.NaN, 4_294_967_294]) {
      assert.ok(!('seed' in fitDraft({ ...draft, seed }, model('novaCanvas'))), String(seed));
    }
    assert.equal(fitDraft({ ...draft, seed: 4_294_967_294 }, model('stableImageCore')).seed, 4_294_967_294);
  });

  it('leaves out values that the option does not have', () => {
    const options = { stylePreset: 'CUBISM', quality: 7, guidanceScale: 99, outputFormat: 'png' };
    assert.deepEqual(fitDraft({ ...draft, options }, model('novaCanvas')).options, {});
  });

  it('makes a draft that the model takes, from the draft of any other', () => {
    for (const from of registry.models.filter(({ tasks }) => tasks.includes('textToImage'))) {
      for (const to of registry.models.filter(({ tasks }) => tasks.includes('textToImage'))) {
        const fitted = fitDraft(fitDraft(draft, from), to);
        const { size, options, negativePrompt } = fitted;
        const request = task({
          options,
          ...(size ? { size } : {}),
          ...(negativePrompt ? { negativePrompt } : {}),
        });
        assert.deepEqual(valueOf(adapters.adapterFor(to).encode(request, to)).warnings, [], to.id);
        assert.deepEqual(fitDraft(fitted, to), fitted);
      }
    }
  });
});
