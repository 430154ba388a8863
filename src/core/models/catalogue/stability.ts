import type { InputLimits, ModelDescriptor, OptionDescriptor } from '../descriptor';
import { readOn } from './lifecyclePages';
import { aspectRatios, stabilitySeed } from './stabilityShared';

const userGuide = 'https://docs.aws.amazon.com/bedrock/latest/userguide';
const pricesSource = 'https://github.com/BerriAI/litellm model_prices_and_context_window.json (2025-09)';

const shared = {
  provider: 'Stability AI',
  family: 'stabilityText',
  profileIds: [],
  tasks: ['textToImage'],
  prompt: { minLength: 1, maxLength: 10_000 },
  negativePrompt: { minLength: 1, maxLength: 10_000 },
  sizes: { kind: 'aspectRatios', ratios: aspectRatios, default: '1:1' },
  maxImagesPerRequest: 1,
  seed: stabilitySeed,
  regions: ['us-west-2'],
} as const satisfies Partial<ModelDescriptor>;

/**
 * Only formats and shortest side are documented. The rest is what Stability AI's editing services take, on the same
 * machinery: https://docs.aws.amazon.com/bedrock/latest/userguide/stable-image-services.html
 */
const inputs: InputLimits = {
  formats: ['png', 'jpeg', 'webp'],
  minSidePx: 64,
  maxPixels: 9_437_184,
  maxAspectRatio: 2.5,
  takesAlpha: false,
  maxImages: 1,
};

function strength(usual: number): OptionDescriptor {
  return {
    name: 'strength',
    kind: 'number',
    min: 0,
    max: 1,
    step: 0.05,
    default: usual,
    tasks: ['imageVariation'],
  };
}

const stableImageCore: ModelDescriptor = {
  ...shared,
  id: 'stability.stable-image-core-v1:1',
  name: 'Stable Image Core',
  options: [{ name: 'outputFormat', kind: 'choice', values: ['png', 'jpeg'], default: 'png' }],
  requestsPerMinute: 90,
  usualSeconds: 5,
  price: { rules: [{ usdPerImage: 0.04 }], source: pricesSource, readOn },
  lifecycle: {
    status: 'active',
    source: `${userGuide}/model-card-stability-ai-stable-image-core-1-0.html`,
    readOn,
  },
  source: `${userGuide}/model-parameters-diffusion-stable-image-core-text-image-request-response.html`,
};

const stableImageUltra: ModelDescriptor = {
  ...shared,
  id: 'stability.stable-image-ultra-v1:1',
  name: 'Stable Image Ultra',
  tasks: ['textToImage', 'imageVariation'],
  inputs,
  options: [
    { name: 'outputFormat', kind: 'choice', values: ['png', 'jpeg'], default: 'png' },
    strength(0.35),
  ],
  requestsPerMinute: 10,
  usualSeconds: 10,
  // Two tables of 2026 say 0.07 to 0.08; the dearer figure is the safer estimate.
  price: { rules: [{ usdPerImage: 0.14 }], source: pricesSource, readOn },
  lifecycle: {
    status: 'active',
    source: `${userGuide}/model-card-stability-ai-stable-image-ultra-1-0.html`,
    readOn,
  },
  source: `${userGuide}/model-parameters-diffusion-stable-ultra-text-image-request-response.html`,
};

const stableDiffusion35: ModelDescriptor = {
  ...shared,
  id: 'stability.sd3-5-large-v1:0',
  name: 'Stable Diffusion 3.5 Large',
  tasks: ['textToImage', 'imageVariation'],
  sizedTasks: ['textToImage'],
  inputs,
  namesMode: true,
  options: [
    { name: 'outputFormat', kind: 'choice', values: ['png', 'jpeg', 'webp'], default: 'png' },
    // Required, and no default is documented: half way.
    strength(0.5),
  ],
  requestsPerMinute: 15,
  usualSeconds: 9,
  price: { rules: [{ usdPerImage: 0.08 }], source: pricesSource, readOn },
  lifecycle: {
    status: 'active',
    source: `${userGuide}/model-card-stability-ai-stable-diffusion-3-5-large.html`,
    readOn,
  },
  source: `${userGuide}/model-parameters-diffusion-3-5-large.html`,
};

export const stabilityModels: readonly ModelDescriptor[] = [
  stableImageCore,
  stableDiffusion35,
  stableImageUltra,
];
