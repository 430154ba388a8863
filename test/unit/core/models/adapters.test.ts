import assert from 'node:assert/strict';
import { ModelAdapters } from '../../../../src/core/models/adapters';
import { amazonImage } from '../../../../src/core/models/amazonImage';
import { stabilityService } from '../../../../src/core/models/stabilityService';
import { stabilityText } from '../../../../src/core/models/stabilityText';
import { adapters, model, registry } from './samples';

describe('ModelAdapters', () => {
  it('are a programming error with two of one family', () => {
    assert.throws(() => new ModelAdapters([stabilityText, stabilityText]), TypeError);
  });

  it('are a programming error without the one that is asked for', () => {
    assert.throws(() => new ModelAdapters([amazonImage]).adapterFor(model('stableImageCore')), TypeError);
  });

  it('have the adapter of each model of the table', () => {
    for (const each of registry.models) assert.equal(adapters.adapterFor(each).family, each.family);
    assert.equal(adapters.adapterFor(model('titanV1')), amazonImage);
    assert.equal(adapters.adapterFor(model('stableImageCore')), stabilityText);
    assert.equal(adapters.adapterFor(model('fastUpscale')), stabilityService);
  });
});
