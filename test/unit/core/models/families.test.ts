import assert from 'node:assert/strict';
import { sizeChoices, takesSize, takesValue } from '../../../../src/core/models/choices';
import type { ModelFamily } from '../../../../src/core/models/descriptor';
import { guessDescriptor } from '../../../../src/core/models/families';
import { adapters, model, registry, task, valueOf } from './samples';

const families: readonly ModelFamily[] = ['amazonImage', 'stabilityText'];

describe('guessDescriptor', () => {
  for (const family of families) {
    const guessed = guessDescriptor('new.model-v9:0', family, registry.models);
    const relatives = registry.models.filter((each) => each.family === family);

    it(`offers nothing that a model of ${family} would refuse`, () => {
      for (const relative of relatives) {
        assert.ok(guessed.prompt.maxLength <= relative.prompt.maxLength);
        assert.ok((guessed.negativePrompt?.maxLength ?? 0) <= (relative.negativePrompt?.maxLength ?? 0));
        assert.ok(guessed.maxImagesPerRequest <= relative.maxImagesPerRequest);
        assert.ok(guessed.seed.min >= relative.seed.min && guessed.seed.max <= relative.seed.max);
        assert.ok(guessed.requestsPerMinute <= relative.requestsPerMinute);
        for (const { size } of sizeChoices(guessed.sizes)) {
          assert.ok(takesSize(size, relative.sizes), `${relative.id} ${JSON.stringify(size)}`);
        }
        for (const option of guessed.options) {
          const same = relative.options.find(({ name }) => name === option.name);
          const values = option.kind === 'choice' ? option.values : [option.min, option.max];
          for (const value of values) assert.ok(same && takesValue(value, same), `${relative.id} ${value}`);
        }
      }
    });

    it(`can be asked for an image in the language of ${family}`, () => {
      const adapter = adapters.adapterFor(guessed);
      for (const { size } of sizeChoices(guessed.sizes)) {
        assert.deepEqual(valueOf(adapter.encode(task({ size }), guessed)).warnings, []);
      }
    });

    it(`claims no price and no end for a model of ${family}`, () => {
      assert.deepEqual(
        [guessed.price, guessed.lifecycle.endsOn, guessed.successorId],
        [undefined, undefined, undefined],
      );
    });
  }

  it('keeps most of what the family has', () => {
    const amazon = guessDescriptor('x', 'amazonImage', registry.models);
    assert.deepEqual(
      amazon.options.map(({ name }) => name),
      ['quality', 'guidanceScale', 'similarity', 'outpaintMode'],
    );
    assert.deepEqual(amazon.tasks, model('titanV1').tasks);
    assert.deepEqual(amazon.inputs, { ...model('titanV1').inputs, minPixels: 0 });
    assert.deepEqual(amazon.areas, model('titanV1').areas);
    assert.deepEqual(amazon.promptUse, model('titanV1').promptUse);
    assert.equal(amazon.extendBy, 'padding');
    assert.deepEqual(amazon.structures, []);
    assert.equal(sizeChoices(amazon.sizes).length, 24);
    const stability = guessDescriptor('x', 'stabilityText', registry.models);
    assert.deepEqual(stability.sizes, model('stableImageCore').sizes);
    assert.deepEqual(stability.options, model('stableImageCore').options);
  });

  it('does not depend on the order of the table', () => {
    const [there, back] = [registry.models, registry.models.toReversed()].map((known) =>
      guessDescriptor('x', 'stabilityText', known),
    );
    assert.deepEqual(there?.options, back?.options);
    assert.deepEqual(there?.prompt, back?.prompt);
  });

  it('is a programming error for a family without a model', () => {
    assert.throws(() => guessDescriptor('x', 'amazonImage', [model('stableImageCore')]), TypeError);
  });
});
