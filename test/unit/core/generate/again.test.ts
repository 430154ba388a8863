import assert from 'node:assert/strict';
import { settingsFrom } from '../../../../src/core/generate/again';
import { withoutAccount } from '../../../../src/core/generate/recipeOf';
import { Generator } from '../../../../src/core/generate/generator';
import type { Recipe } from '../../../../src/core/recipes/recipe';
import { fakePorts, fiveAtOnce, generous, requestFor } from './fakes';

async function recipeFor(changes: Parameters<typeof requestFor>[0]): Promise<Recipe> {
  const ports = fakePorts();
  await new Generator(ports).generate(
    requestFor(changes),
    generous,
    () => undefined,
    new AbortController().signal,
  );
  const recipe = ports.recipes.written.at(-1)?.recipe;
  assert.ok(recipe);
  return recipe;
}

describe('settingsFrom', () => {
  it('asks for the very request again, seed 0 included', async () => {
    const size = { kind: 'pixels', width: 512, height: 768 } as const;
    const recipe = await recipeFor({
      model: fiveAtOnce,
      count: 3,
      seed: 0,
      size,
      negativePrompt: 'rain',
      options: { quality: 'premium' },
    });
    assert.deepEqual(settingsFrom(recipe, 'same'), {
      prompts: ['a red kite'],
      modelId: 'amazon.nova-canvas-v1:0',
      count: 3,
      negativePrompt: 'rain',
      seed: 0,
      size,
      options: { quality: 'premium' },
    });
  });

  it('asks for one image of the next seed', async () => {
    const recipe = await recipeFor({ model: fiveAtOnce, count: 3, seed: 7 });
    const settings = settingsFrom(recipe, 'next');
    assert.deepEqual([settings.seed, settings.count], [8, 1]);
  });

  it('makes do with a recipe that says little', async () => {
    const { settings: _settings, seed: _seed, ...recipe } = await recipeFor({});
    assert.deepEqual(settingsFrom(recipe, 'same'), {
      prompts: ['a red kite'],
      modelId: 'stability.stable-image-core-v1:1',
      count: 1,
    });
  });
});

describe('withoutAccount', () => {
  for (const [id, expected] of [
    ['amazon.nova-canvas-v1:0', 'amazon.nova-canvas-v1:0'],
    ['arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-canvas-v1:0', 'amazon.nova-canvas-v1:0'],
    ['arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.stability.x-v1:0', 'us.stability.x-v1:0'],
    [
      'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2',
      'application-inference-profile/a1b2',
    ],
    ['arn:aws:bedrock:us-east-1:123456789012:provisioned-model/a1b2', 'provisioned-model/a1b2'],
  ] as const) {
    it(`keeps no account number of ${id}`, () => assert.equal(withoutAccount(id), expected));
  }
});
