import assert from 'node:assert/strict';
import { estimate, priceOf } from '../../../../src/core/models/price';
import { ids, model, pixels, ratio, registry } from './samples';

describe('priceOf', () => {
  it('goes by the longer side and the quality of Nova Canvas', () => {
    const nova = model('novaCanvas');
    const price = (width: number, height: number, quality?: string): number | undefined =>
      priceOf(nova, {}, { size: pixels(width, height), options: quality === undefined ? {} : { quality } });
    assert.equal(price(1024, 1024), 0.04);
    assert.equal(price(512, 1024), 0.04);
    assert.equal(price(1008, 1040), 0.06);
    assert.equal(price(1040, 320), 0.06);
    assert.equal(price(1024, 1024, 'premium'), 0.06);
    assert.equal(price(1280, 720, 'premium'), 0.08);
  });

  it('takes the default size and quality for what is not chosen', () => {
    assert.equal(priceOf(model('novaCanvas'), {}), 0.04);
    assert.equal(priceOf(model('novaCanvas'), {}, { options: { quality: 'premium' } }), 0.06);
  });

  it('knows the one price of Titan v2 that is published, and claims no other', () => {
    const titan = model('titanV2');
    assert.equal(priceOf(titan, {}, { size: pixels(512, 512) }), 0.008);
    assert.equal(priceOf(titan, {}, { size: pixels(384, 576) }), undefined);
    assert.equal(priceOf(titan, {}, { size: pixels(512, 512), options: { quality: 'premium' } }), undefined);
    assert.equal(priceOf(titan, {}), undefined);
    assert.equal(priceOf(model('titanV1'), {}, { size: pixels(512, 512) }), undefined);
  });

  it('has one price for each model of Stability AI, whatever the ratio', () => {
    assert.equal(priceOf(model('stableImageCore'), {}, { size: ratio('21:9') }), 0.04);
    assert.equal(priceOf(model('stableDiffusion35'), {}), 0.08);
    assert.equal(priceOf(model('stableImageUltra'), {}, { size: ratio('1:1') }), 0.14);
  });

  it("puts the user's own price before the table, also 0", () => {
    const overrides = { [ids.novaCanvas]: 0, [ids.titanV2]: 0.01 };
    assert.equal(priceOf(model('novaCanvas'), overrides, { options: { quality: 'premium' } }), 0);
    assert.equal(priceOf(model('titanV2'), overrides), 0.01);
    assert.equal(priceOf(model('stableImageCore'), overrides), 0.04);
  });
});

describe('estimate', () => {
  it('multiplies without the binary fractions behind decimal prices', () => {
    assert.equal(estimate(model('stableImageUltra'), { count: 3 }, {}), 0.42);
    assert.equal(estimate(model('stableImageCore'), { count: 3 }, { [ids.stableImageCore]: 0.07 }), 0.21);
    for (const each of registry.models) {
      for (let count = 1; count <= 10; count++) {
        const usd = estimate(each, { count }, {});
        assert.ok(usd === undefined || String(usd).length <= 5, `${each.id} ${usd}`);
      }
    }
  });

  it('knows no sum where it knows no price', () => {
    assert.equal(estimate(model('titanV1'), { count: 2 }, {}), undefined);
  });
});
