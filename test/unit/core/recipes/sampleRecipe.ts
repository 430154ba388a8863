import type { Recipe, RecipeRun } from '../../../../src/core/recipes/recipe';

export const sampleRun: RecipeRun = {
  madeAt: '2026-11-20T09:30:00.000Z',
  provider: 'bedrock',
  region: 'us-west-2',
  priceUsd: 0.04,
  durationMs: 4211,
  extensionVersion: '0.1.0',
  path: 'generated-images/kite.png',
};

export const sampleRecipe: Recipe = {
  schemaVersion: '1.0',
  sha256: '0f'.repeat(32),
  task: 'textToImage',
  prompt: 'A “red” kite 🪁\nover the sea',
  negativePrompt: 'people',
  model: {
    id: 'stability.stable-image-core-v1:1',
    name: 'Stable Image Core',
    invokedAs: 'stability.stable-image-core-v1:1',
  },
  seed: 0,
  image: { type: 'png', width: 24, height: 15, bytes: 293 },
  request: { prompt: 'A “red” kite 🪁\nover the sea', seed: 0, nested: { list: [1, null, true] } },
  index: 0,
  settings: {
    size: { kind: 'aspectRatio', ratio: '16:9' },
    count: 1,
    options: { stylePreset: 'photographic' },
  },
  runs: [sampleRun],
};
