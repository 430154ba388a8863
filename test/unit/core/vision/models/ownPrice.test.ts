import assert from 'node:assert/strict';
import { withOwnPrice } from '../../../../../src/core/vision/models/ownPrice';
import { ratesOf } from '../../../../../src/core/vision/models/price';
import type { AvailableVisionModel } from '../../../../../src/core/vision/models/availability';
import { visionModels } from '../../../../../src/core/vision/models/catalogue';
import type { TokenRates } from '../../../../../src/core/vision/models/descriptor';

const unpriced = 'anthropic.claude-haiku-5-5';
const priced = 'anthropic.claude-haiku-4-5-20251001-v1:0';

function rates(id: string, invokeAs: string, own: Readonly<Record<string, number>>): TokenRates | undefined {
  const model = visionModels.find((each) => each.id === id);
  assert.ok(model);
  const available: AvailableVisionModel = {
    model,
    state: { kind: 'ready' },
    invokeAs,
    isGlobal: false,
    isGuessed: false,
  };
  return ratesOf(withOwnPrice(available, own).model, invokeAs);
}

describe('own prices of tokens', () => {
  it('give a price to a model that has none in the table', () => {
    const own = { [`${unpriced}@input`]: 1.3, [`${unpriced}@output`]: 6 };
    assert.deepEqual(rates(unpriced, `us.${unpriced}`, own), { inputUsd: 1.3, outputUsd: 6 });
    assert.deepEqual(rates(unpriced, `global.${unpriced}`, own), { inputUsd: 1.3, outputUsd: 6 });
  });

  it('are none where only half of it is known', () => {
    assert.equal(rates(unpriced, `us.${unpriced}`, { [`${unpriced}@input`]: 1.3 }), undefined);
  });

  it('leave the other half as the table has it', () => {
    assert.deepEqual(rates(priced, `us.${priced}`, { [`${priced}@output`]: 0 }), {
      inputUsd: 1.1,
      outputUsd: 0,
    });
    assert.deepEqual(rates(priced, `global.${priced}`, { [`${priced}@output`]: 0 }), {
      inputUsd: 1,
      outputUsd: 0,
    });
  });

  it('count for a profile before the model, and for no other profile', () => {
    const own = { [`${priced}@input`]: 3, [`eu.${priced}@input`]: 4, [`eu.${priced}@output`]: 9 };
    assert.deepEqual(rates(priced, `eu.${priced}`, own), { inputUsd: 4, outputUsd: 9 });
    assert.deepEqual(rates(priced, `us.${priced}`, own), { inputUsd: 3, outputUsd: 5.5 });
    const onlyEu = { [`eu.${unpriced}@input`]: 1, [`eu.${unpriced}@output`]: 2 };
    assert.deepEqual(rates(unpriced, `eu.${unpriced}`, onlyEu), { inputUsd: 1, outputUsd: 2 });
    assert.equal(rates(unpriced, `us.${unpriced}`, onlyEu), undefined);
  });

  it('are not what an image or a second costs', () => {
    assert.deepEqual(rates(priced, `us.${priced}`, { [priced]: 7, [`${priced}@720p`]: 7 }), {
      inputUsd: 1.1,
      outputUsd: 5.5,
    });
  });
});
