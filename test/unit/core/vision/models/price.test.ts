import assert from 'node:assert/strict';
import { visionModels } from '../../../../../src/core/vision/models/catalogue';
import type { VisionModel } from '../../../../../src/core/vision/models/descriptor';
import { estimatePrice, ratesOf, usageUsd } from '../../../../../src/core/vision/models/price';
import { imageTokens, requestTokens, textTokens } from '../../../../../src/core/vision/models/tokens';

function named(name: string): VisionModel {
  const found = visionModels.find((model) => model.name === name);
  assert.ok(found);
  return found;
}

describe('prices of tokens', () => {
  it('depend on the way a model is called', () => {
    const haiku = named('Claude Haiku 4.5');
    assert.equal(ratesOf(haiku, `us.${haiku.id}`)?.inputUsd, 1.1);
    assert.equal(ratesOf(haiku, `global.${haiku.id}`)?.inputUsd, 1);
    assert.equal(
      ratesOf(haiku, 'arn:aws:bedrock:us-east-1:1:application-inference-profile/x')?.inputUsd,
      1.1,
    );
    const lite = named('Nova Lite');
    assert.equal(ratesOf(lite, lite.id)?.outputUsd, 0.24);
    assert.equal(ratesOf(lite, `eu.${lite.id}`)?.outputUsd, 0.312);
    assert.equal(ratesOf(named('Claude Haiku 5.5'), 'us.x'), undefined);
  });

  it('are counted to less than a token of the cheapest model', () => {
    const lite = named('Nova Lite');
    assert.equal(usageUsd(lite, lite.id, { inputTokens: 1, outputTokens: 0 }), 0.00000006);
    assert.equal(usageUsd(lite, lite.id, { inputTokens: 2500, outputTokens: 100 }), 0.000174);
  });

  it('are told for the usual and for the longest answer', () => {
    const pro = named('Nova Pro');
    assert.deepEqual(
      estimatePrice(pro, pro.id, { inputTokens: 1000, usualOutputTokens: 100, maxOutputTokens: 1000 }),
      { usualUsd: 0.00112, mostUsd: 0.004 },
    );
  });
});

describe('tokens', () => {
  it('of images lie near what the models’ pages say', () => {
    assert.equal(imageTokens('claude', { width: 1500, height: 1000 }), 2000);
    const published = [
      [900, 450, 800],
      [900, 900, 1300],
      [1400, 900, 1800],
      [1300, 1300, 2600],
    ] as const;
    for (const [width, height, tokens] of published) {
      const ours = imageTokens('nova', { width, height });
      assert.ok(Math.abs(ours - tokens) / tokens < 0.13, `${width} x ${height}: ${ours}`);
    }
  });

  it('of texts depend on the script', () => {
    assert.ok(textTokens('A brass desk lamp beside a fern.') < 14);
    assert.ok(textTokens('真鍮のランプ') >= 6);
    assert.equal(textTokens(''), 0);
  });

  it('of a request count all of it', () => {
    const text = { kind: 'text', text: 'x'.repeat(100) } as const;
    const image = {
      kind: 'image',
      image: { bytes: new Uint8Array(), format: 'png', width: 750, height: 100 },
    } as const;
    const messages = [{ role: 'user', content: [text, image] }] as const;
    const bare = requestTokens({ family: 'claude' }, { messages });
    assert.equal(bare, 29 + 100 + 6);
    const tool = { name: 'a', description: 'b', inputSchema: {}, choice: 'this' } as const;
    assert.ok(requestTokens({ family: 'claude' }, { messages, system: 'y'.repeat(100), tool }) > bare + 350);
  });
});
