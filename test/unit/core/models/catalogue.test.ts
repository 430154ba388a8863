import assert from 'node:assert/strict';
import { ids, model, registry } from './samples';

const day = /^\d{4}-\d\d-\d\d$/;

describe('the catalogue', () => {
  it('has the models that Easel promises', () => {
    assert.deepEqual(registry.models.map(({ id }) => id).toSorted(), Object.values(ids).toSorted());
  });

  it('names a page and a day for its facts', () => {
    for (const { id, source, lifecycle, price } of registry.models) {
      assert.match(source, /^https:\/\/docs\.aws\.amazon\.com\//, id);
      assert.match(lifecycle.source, /^https:\/\/docs\.aws\.amazon\.com\//, id);
      assert.match(lifecycle.readOn, day, id);
      for (const date of [lifecycle.legacyFrom, lifecycle.endsOn])
        assert.match(date ?? '2026-01-01', day, id);
      assert.ok(!price || (/https:\/\//.test(price.source) && day.test(price.readOn)), id);
    }
  });

  it('has a callable successor for each model that ends', () => {
    for (const { id, lifecycle, successorId } of registry.models) {
      if (lifecycle.status === 'active') continue;
      const successor = successorId === undefined ? undefined : registry.find(successorId);
      assert.equal(successor?.lifecycle.status, 'active', id);
    }
  });

  it('has limits that hold together', () => {
    for (const { id, seed, prompt, options, requestsPerMinute, regions } of registry.models) {
      assert.ok(Number.isSafeInteger(seed.max) && seed.min === 0 && seed.max >= 858_993_459, id);
      assert.ok(prompt.minLength >= 1 && prompt.maxLength > prompt.minLength, id);
      assert.ok(requestsPerMinute > 0 && regions.length > 0, id);
      for (const option of options) {
        if (option.kind === 'choice') {
          assert.ok(option.default === undefined || option.values.includes(option.default), id);
        } else {
          assert.ok(option.min <= option.default && option.default <= option.max, id);
        }
      }
    }
  });

  it('says what the pages say about the ends of models', () => {
    assert.equal(model('novaCanvas').lifecycle.endsOn, '2026-09-30');
    assert.equal(model('titanV2').lifecycle.endsOn, '2026-06-30');
    assert.equal(model('titanV1').lifecycle.hasEnded, true);
  });

  it('says what the quotas page says', () => {
    assert.deepEqual(
      registry.models.map(({ id, requestsPerMinute }) => [id, requestsPerMinute]),
      [
        [ids.stableImageCore, 90],
        [ids.stableDiffusion35, 15],
        [ids.stableImageUltra, 10],
        [ids.novaCanvas, 100],
        [ids.titanV2, 60],
        [ids.titanV1, 60],
      ],
    );
  });
});
