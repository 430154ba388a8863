import assert from 'node:assert/strict';
import type { ServiceCatalogue } from '../../../../../src/core/models/directory';
import {
  availableVisionModels,
  chooseVisionModel,
  findVisionModel,
  type AvailableVisionModel,
  type VisionFacts,
} from '../../../../../src/core/vision/models/availability';
import { visionModels } from '../../../../../src/core/vision/models/catalogue';
import { idsOf } from '../../../../../src/core/vision/models/descriptor';
import { findKnownVisionModel, visionFacts } from '../../../../../src/core/vision/models/known';

const now = Date.UTC(2026, 10, 20);

function models(changes: Partial<VisionFacts> = {}): readonly AvailableVisionModel[] {
  return availableVisionModels(visionModels, {
    region: 'us-west-2',
    provider: 'bedrock',
    now,
    catalogue: undefined,
    proofs: () => undefined,
    ...changes,
  });
}

function listing(ids: readonly string[], profiles: readonly string[]): ServiceCatalogue {
  return {
    region: 'us-west-2',
    readAt: now,
    models: ids.map((id) => ({
      id,
      inputModalities: ['TEXT', 'IMAGE'],
      outputModalities: ['TEXT'],
      lifecycleStatus: 'ACTIVE',
      inferenceTypes: id.includes('nova-lite') ? ['ON_DEMAND', 'INFERENCE_PROFILE'] : ['INFERENCE_PROFILE'],
    })),
    profiles: profiles.map((id) => ({
      id,
      status: 'ACTIVE',
      modelIds: [id.replace(/^[\w-]+\./, '')],
    })),
  };
}

const haiku = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const byId = (list: readonly AvailableVisionModel[], id: string): AvailableVisionModel | undefined =>
  list.find(({ model }) => model.id === id);

describe('the table of vision models', () => {
  it('has each id once, a source for each fact, and prices with a day', () => {
    const ids = visionModels.flatMap((model) =>
      [model.id, ...idsOf(model)].filter((id, index, all) => all.indexOf(id) === index),
    );
    assert.equal(new Set(ids).size, ids.length);
    for (const model of visionModels) {
      assert.match(model.source, /^https:/);
      assert.match(model.lifecycle.readOn, /^2026-/);
      if (!model.price) continue;
      assert.ok(model.price.source !== '' && model.price.readOn !== '');
      const { geographic } = model.price;
      assert.ok(geographic && geographic.outputUsd > geographic.inputUsd);
    }
  });

  it('names successors that it has', () => {
    for (const { successorId } of visionModels) {
      if (successorId !== undefined) assert.ok(findKnownVisionModel(successorId), successorId);
    }
  });

  it('finds models by profile and ARN, with facts for failures', () => {
    const arn = `arn:aws:bedrock:us-east-1:123456789012:inference-profile/eu.${haiku}`;
    assert.equal(findKnownVisionModel(arn)?.name, 'Claude Haiku 4.5');
    assert.equal(visionFacts(haiku)?.profileIds[0], `us.${haiku}`);
    assert.equal(visionFacts('stability.x'), undefined);
  });
});

describe('vision models here and now', () => {
  it('are called by the profile of the region’s geography', () => {
    const wayIn = (region: string, id = haiku): string | undefined => byId(models({ region }), id)?.invokeAs;
    assert.equal(wayIn('us-east-1'), `us.${haiku}`);
    assert.equal(wayIn('eu-central-1'), `eu.${haiku}`);
    assert.equal(wayIn('ap-northeast-1'), `jp.${haiku}`);
    assert.equal(wayIn('ap-southeast-2'), `au.${haiku}`);
    assert.equal(wayIn('ap-northeast-1', 'amazon.nova-lite-v1:0'), 'apac.amazon.nova-lite-v1:0');
  });

  it('are never chosen around the world by themselves', () => {
    const list = models({ region: 'ap-south-1' });
    assert.equal(byId(list, haiku)?.invokeAs, `global.${haiku}`);
    assert.equal(byId(list, haiku)?.isGlobal, true);
    // Nova has a profile for Asia and the Pacific.
    assert.equal(chooseVisionModel(list)?.invokeAs, 'apac.amazon.nova-lite-v1:0');
    assert.equal(chooseVisionModel(models({ region: 'sa-east-1' })), undefined);
    assert.equal(chooseVisionModel(list, `global.${haiku}`)?.invokeAs, `global.${haiku}`);
    assert.equal(chooseVisionModel(list, haiku)?.invokeAs, `global.${haiku}`);
  });

  it('stay in the region where the service says that they can', () => {
    const catalogue = listing(['amazon.nova-lite-v1:0', haiku], ['us.amazon.nova-lite-v1:0', `us.${haiku}`]);
    assert.equal(byId(models({ catalogue }), 'amazon.nova-lite-v1:0')?.invokeAs, 'amazon.nova-lite-v1:0');
    assert.equal(byId(models({ catalogue }), haiku)?.invokeAs, `us.${haiku}`);
  });

  it('are elsewhere where no profile of the list reaches them', () => {
    const catalogue = listing([haiku], [`eu.${haiku}`]);
    assert.equal(byId(models({ catalogue }), haiku)?.state.kind, 'elsewhere');
    assert.equal(chooseVisionModel(models({ catalogue })), undefined);
  });

  it('begin with a small Claude whose price is known', () => {
    assert.equal(chooseVisionModel(models())?.model.name, 'Claude Haiku 4.5');
  });

  it('go on with the next where one has ended or has no access', () => {
    const proofs = (id: string) => (id.startsWith('anthropic.') ? 'noAccess' : undefined);
    assert.equal(chooseVisionModel(models({ proofs }))?.model.name, 'Nova Lite');
    const ended = (id: string) => (id === haiku ? 'ended' : undefined);
    assert.equal(chooseVisionModel(models({ proofs: ended }))?.model.name, 'Nova Lite');
    assert.equal(chooseVisionModel(models({ proofs: ended }), haiku)?.model.name, 'Nova Lite');
  });

  it('are the wanted one, by any of its ids', () => {
    const list = models();
    assert.equal(chooseVisionModel(list, 'amazon.nova-pro-v1:0')?.model.name, 'Nova Pro');
    assert.equal(findVisionModel(list, 'eu.amazon.nova-pro-v1:0')?.invokeAs, 'eu.amazon.nova-pro-v1:0');
    assert.equal(findVisionModel(list, 'gone.model'), undefined);
  });

  it('include new ones of a known family, without a price, after all others', () => {
    const id = 'anthropic.claude-haiku-6';
    const catalogue = listing([id, haiku, 'cohere.vision-v1'], [`us.${id}`, `us.${haiku}`]);
    const list = models({ catalogue });
    const guessed = byId(list, id);
    assert.deepEqual(
      [guessed?.isGuessed, guessed?.invokeAs, guessed?.model.price],
      [true, `us.${id}`, undefined],
    );
    assert.equal(byId(list, 'cohere.vision-v1'), undefined);
    assert.equal(chooseVisionModel(list)?.model.id, haiku);
    assert.equal(chooseVisionModel(list, id)?.model.id, id);
  });

  it('end at their own time', () => {
    const sonnet = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
    assert.equal(byId(models(), sonnet)?.state.kind, 'endingSoon');
    assert.equal(byId(models({ now: Date.UTC(2027, 5, 1) }), sonnet)?.state.kind, 'ended');
  });
});
