import assert from 'node:assert/strict';
import { createRegistry } from '../../../../src/core/models/known';
import type { Lifecycle, ModelDescriptor } from '../../../../src/core/models/descriptor';
import { modelAccessUrl, serviceQuotasUrl } from '../../../../src/features/connect/consoleLinks';
import { isRegion, regionOffers } from '../../../../src/features/connect/regions';

const now = Date.parse('2026-11-20T12:00:00Z');
const [template] = createRegistry().models;
assert.ok(template);

function model(
  name: string,
  regions: readonly string[],
  lifecycle: Partial<Lifecycle> = {},
): ModelDescriptor {
  assert.ok(template);
  return {
    ...template,
    name,
    regions,
    lifecycle: { status: 'active', source: '', readOn: '', ...lifecycle },
  };
}

describe('the regions to choose from', () => {
  it('begin with the one where most models can be used', () => {
    const offers = regionOffers(
      [
        model('Core', ['us-west-2']),
        model('Ultra', ['us-west-2', 'eu-west-1']),
        model('Else', ['ap-south-1']),
      ],
      now,
    );
    assert.deepEqual(offers, [
      { region: 'us-west-2', models: ['Core', 'Ultra'] },
      { region: 'ap-south-1', models: ['Else'] },
      { region: 'eu-west-1', models: ['Ultra'] },
    ]);
  });

  it('leave out where only ended models were', () => {
    const offers = regionOffers(
      [
        model('Dated', ['us-east-1'], { endsOn: '2026-09-30' }),
        model('Undated', ['us-east-2'], { hasEnded: true }),
        model('Ending', ['us-west-2'], { endsOn: '2026-11-30' }),
      ],
      now,
    );
    assert.deepEqual(offers, [{ region: 'us-west-2', models: ['Ending'] }]);
  });

  it('offer some for the models that Easel knows', () => {
    assert.ok(regionOffers(createRegistry().models, now).some(({ region }) => region === 'us-west-2'));
  });

  it('can be written by hand, in the shape of a region only', () => {
    for (const region of ['us-west-2', 'us-gov-east-1', 'ap-southeast-2'])
      assert.ok(isRegion(region), region);
    for (const text of ['', 'us-west', 'US-WEST-2', 'us-west-2.evil.com', 'us-west-2\n']) {
      assert.ok(!isRegion(text), text);
    }
  });
});

describe('links into the AWS console', () => {
  it('lead to the region', () => {
    assert.equal(
      modelAccessUrl('us-west-2'),
      'https://us-west-2.console.aws.amazon.com/bedrock/home?region=us-west-2#/modelaccess',
    );
    assert.equal(
      serviceQuotasUrl('eu-west-1'),
      'https://eu-west-1.console.aws.amazon.com/servicequotas/home/services/bedrock/quotas?region=eu-west-1',
    );
  });

  it('lead to the console of the region’s own partition', () => {
    assert.ok(modelAccessUrl('us-gov-west-1').startsWith('https://console.amazonaws-us-gov.com/bedrock/'));
    assert.ok(modelAccessUrl('cn-north-1').startsWith('https://console.amazonaws.cn/bedrock/'));
  });

  it('work without a region', () => {
    assert.equal(modelAccessUrl(''), 'https://console.aws.amazon.com/bedrock/home#/modelaccess');
  });
});
