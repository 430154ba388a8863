import assert from 'node:assert/strict';
import type { ServiceCatalogue } from '../../../../../src/core/models/directory';
import {
  availableEmbeddingModels,
  chooseDimensions,
  chooseEmbeddingModel,
  type AvailableEmbeddingModel,
  type EmbeddingFacts,
} from '../../../../../src/core/search/models/available';
import { embeddingModels } from '../../../../../src/core/search/models/catalogue';
import { fitForEmbedding } from '../../../../../src/core/search/models/fit';
import { findEmbeddingModel } from '../../../../../src/core/search/models/find';
import { estimateIndexing, imageUsd, textUsd } from '../../../../../src/core/search/models/price';
import { cutText, textLength } from '../../../../../src/core/search/models/textLength';

const TITAN = 'amazon.titan-embed-image-v1';
const NOVA = 'amazon.nova-2-multimodal-embeddings-v1:0';
const COHERE = 'cohere.embed-v4:0';
const NOW = Date.UTC(2026, 10, 20);

function available(
  region: string,
  changes: Partial<EmbeddingFacts> = {},
): readonly AvailableEmbeddingModel[] {
  return availableEmbeddingModels(embeddingModels, {
    region,
    provider: 'bedrock',
    now: NOW,
    catalogue: undefined,
    proofs: () => undefined,
    ...changes,
  });
}

function catalogue(
  region: string,
  modelIds: readonly string[],
  profileIds: readonly string[],
): ServiceCatalogue {
  return {
    region,
    readAt: NOW,
    models: modelIds.map((id) => ({
      id,
      outputModalities: ['EMBEDDING'],
      lifecycleStatus: 'ACTIVE',
      inferenceTypes: ['ON_DEMAND'],
    })),
    profiles: profileIds.map((id) => ({ id, status: 'ACTIVE', modelIds: [COHERE] })),
  };
}

describe('choosing an embedding model', () => {
  it('begins with Titan where it is, and takes what the user names', () => {
    const models = available('us-east-1');
    assert.equal(chooseEmbeddingModel(models)?.model.id, TITAN);
    assert.equal(chooseEmbeddingModel(models, NOVA)?.model.id, NOVA);
    assert.equal(chooseEmbeddingModel(models, COHERE)?.invokeAs, 'us.cohere.embed-v4:0');
  });

  it('names the regions of a model that is not here, and does not choose it', () => {
    const models = available('eu-central-1');
    const nova = models.find(({ model }) => model.id === NOVA);
    assert.deepEqual(nova?.state, { kind: 'elsewhere', regions: ['us-east-1', 'us-gov-west-1'] });
    assert.equal(chooseEmbeddingModel(models, NOVA)?.model.id, TITAN);
  });

  it('calls Cohere by the profile of the own geography', () => {
    const cohere = available('eu-central-1').find(({ model }) => model.id === COHERE);
    assert.equal(cohere?.invokeAs, 'eu.cohere.embed-v4:0');
    assert.equal(cohere.isGlobal, false);
  });

  it('sends nothing around the world unless the user names that profile', () => {
    const models = available('ap-northeast-1', {
      catalogue: catalogue('ap-northeast-1', [COHERE], ['global.cohere.embed-v4:0']),
    });
    assert.equal(chooseEmbeddingModel(models), undefined);
    const named = chooseEmbeddingModel(models, 'global.cohere.embed-v4:0');
    assert.equal(named?.invokeAs, 'global.cohere.embed-v4:0');
    assert.equal(named.isGlobal, true);
  });

  it('passes over a model that refused this account', () => {
    const proofs = (id: string) => (id === TITAN ? 'noAccess' : undefined);
    assert.equal(chooseEmbeddingModel(available('us-east-1', { proofs }))?.model.id, NOVA);
  });

  it('passes over a model that the service has ended, and names its successor', () => {
    const listed = catalogue('us-east-1', [TITAN, NOVA], []);
    const models = available('us-east-1', {
      catalogue: {
        ...listed,
        models: listed.models.map((model) =>
          model.id === TITAN ? { ...model, endOfLifeTime: '2026-11-01T00:00:00Z' } : model,
        ),
      },
    });
    assert.deepEqual(models[0]?.state, { kind: 'ended', endsOn: '2026-11-01', successorId: NOVA });
    assert.equal(chooseEmbeddingModel(models, TITAN)?.model.id, NOVA);
  });

  it('asks for a length that the model has', () => {
    const cohere = findEmbeddingModel(COHERE);
    assert.ok(cohere);
    assert.equal(chooseDimensions(cohere, 512), 512);
    assert.equal(chooseDimensions(cohere, 384), 1024);
    assert.equal(chooseDimensions(cohere), 1024);
  });

  it('lists models whose successors it knows, with an adapter and a usual length each', () => {
    const ids = embeddingModels.map(({ id }) => id);
    for (const model of embeddingModels) {
      assert.ok(model.dimensions.includes(model.defaultDimensions), model.id);
      assert.ok(model.successorId === undefined || ids.includes(model.successorId), model.id);
    }
  });
});

describe('prices of embeddings', () => {
  it('says what the product page promises of 2,340 images', () => {
    const titan = findEmbeddingModel(TITAN);
    assert.ok(titan);
    const { usd, leastMs } = estimateIndexing(titan, 2340, 'bedrock');
    assert.equal(usd.toFixed(2), '0.14');
    assert.equal(Math.round(leastMs / 1000), 70);
    assert.equal(estimateIndexing(titan, 2340, 'offline').usd, 0);
  });

  it('counts tokens of images where the model does, and no fewer than it works on', () => {
    const cohere = findEmbeddingModel(COHERE);
    assert.ok(cohere);
    assert.equal(imageUsd(cohere, { width: 560, height: 560 }), (1600 * 0.47) / 1_000_000);
    assert.equal(imageUsd(cohere, { width: 1, height: 1 }), (16 * 0.47) / 1_000_000);
    assert.ok(imageUsd(cohere) >= imageUsd(cohere, { width: 640, height: 480 }));
  });

  it('takes the count of tokens from the service where it gives one', () => {
    const titan = findEmbeddingModel(TITAN);
    assert.ok(titan);
    assert.equal(textUsd(titan, 'suede sneaker', 1000), 0.0008);
    assert.ok(textUsd(titan, 'suede sneaker') > 0);
  });
});

describe('fitting for an embedding model', () => {
  it('makes large images smaller and never enlarges', () => {
    for (const { image } of embeddingModels) {
      assert.deepEqual(fitForEmbedding({ width: 20, height: 10 }, image), { width: 20, height: 10 });
      for (const size of [
        { width: 6000, height: 4000 },
        { width: 30_000, height: 2 },
        { width: 2048, height: 2048 },
      ]) {
        const { width, height } = fitForEmbedding(size, image);
        assert.ok(Math.max(width, height) <= image.maxSidePx && width * height <= image.maxPixels);
        assert.ok(width >= 1 && height >= 1);
      }
    }
  });
});

describe('cutting a text to what a model takes', () => {
  const tokens = { maxLength: 5, unit: 'tokens', languages: 'english' } as const;
  const characters = { maxLength: 10, unit: 'characters', languages: 'many' } as const;

  it('leaves a text that fits as it is', () => {
    assert.deepEqual(cutText(' red kite ', tokens), { text: 'red kite', isCut: false });
  });

  it('cuts between words', () => {
    assert.deepEqual(cutText('red kite over the old harbor', tokens), {
      text: 'red kite over the old',
      isCut: true,
    });
    assert.deepEqual(cutText('red kite over', characters), { text: 'red kite', isCut: true });
  });

  it('cuts within a text that has no spaces, but not within a character', () => {
    assert.deepEqual(cutText('赤い凧が港の上', tokens), { text: '赤い凧が港', isCut: true });
    const { text } = cutText('🪁'.repeat(9), { ...characters, maxLength: 5 });
    assert.equal(text, '🪁🪁');
  });

  it('always gives what fits', () => {
    for (const text of [
      'a'.repeat(500),
      'ab, '.repeat(90),
      '1234567890',
      '凧'.repeat(40),
      'naïve café '.repeat(9),
    ]) {
      for (const limits of [tokens, characters]) {
        const cut = cutText(text, limits);
        assert.ok(textLength(cut.text, limits.unit) <= limits.maxLength, cut.text);
        assert.ok(cut.text.length > 0);
      }
    }
  });
});
