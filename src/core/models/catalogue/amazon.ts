import type { PixelSize } from '../../tasks/task';
import type { ModelDescriptor, OptionDescriptor } from '../descriptor';
import { lifecyclePage, readOn } from './lifecyclePages';

const canvasPage = 'https://docs.aws.amazon.com/nova/latest/userguide/image-gen-req-resp-structure.html';
const titanPage = 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-image.html';

/** What takes the place of every ended image model of Amazon; AWS's own samples went the same way. */
const successorId = 'stability.stable-image-core-v1:1';

const quality: OptionDescriptor = {
  name: 'quality',
  kind: 'choice',
  values: ['standard', 'premium'],
  default: 'standard',
};

function guidanceScale(usual: number): OptionDescriptor {
  return { name: 'guidanceScale', kind: 'number', min: 1.1, max: 10, step: 0.1, default: usual };
}

function size(width: number, height: number): PixelSize {
  return { width, height };
}

/**
 * The pages give 0 to 2147483646; AWS's own samples stay at or below 858993459, an older limit.
 * What the user enters may use the whole range; seeds of Easel's choosing stay below the older limit.
 */
const seed = { min: 0, max: 2_147_483_646 };

const novaCanvas: ModelDescriptor = {
  id: 'amazon.nova-canvas-v1:0',
  name: 'Nova Canvas',
  provider: 'Amazon',
  family: 'amazonImage',
  profileIds: [],
  tasks: ['textToImage'],
  prompt: { minLength: 1, maxLength: 1024 },
  negativePrompt: { minLength: 1, maxLength: 1024 },
  sizes: {
    kind: 'range',
    minSidePx: 320,
    maxSidePx: 4096,
    multipleOf: 16,
    pixelCountBelow: 4_194_304,
    maxAspectRatio: 4,
    suggested: [
      size(1024, 1024),
      size(1280, 720),
      size(720, 1280),
      size(1152, 768),
      size(768, 1152),
      size(1408, 640),
      size(512, 512),
      size(2032, 2032),
    ],
    default: size(1024, 1024),
  },
  maxImagesPerRequest: 5,
  seed,
  options: [
    {
      name: 'stylePreset',
      kind: 'choice',
      values: [
        '3D_ANIMATED_FAMILY_FILM',
        'DESIGN_SKETCH',
        'FLAT_VECTOR_ILLUSTRATION',
        'GRAPHIC_NOVEL_ILLUSTRATION',
        'MAXIMALISM',
        'MIDCENTURY_RETRO',
        'PHOTOREALISM',
        'SOFT_DIGITAL_PAINTING',
      ],
    },
    quality,
    guidanceScale(6.5),
  ],
  requestsPerMinute: 100,
  usualSeconds: 12,
  price: {
    // The tier goes by the longer side, not by the number of pixels: 1008 x 1040 is billed as the dearer one.
    rules: [
      { usdPerImage: 0.04, when: { maxSidePx: 1024, quality: 'standard' } },
      { usdPerImage: 0.06, when: { quality: 'standard' } },
      { usdPerImage: 0.06, when: { maxSidePx: 1024, quality: 'premium' } },
      { usdPerImage: 0.08, when: { quality: 'premium' } },
    ],
    source:
      'standard: a bill quoted in https://github.com/pollinations/pollinations/pull/13831 (2026-08-24); premium: an older https://aws.amazon.com/bedrock/pricing/',
    readOn,
  },
  regions: ['us-east-1', 'eu-west-1', 'ap-northeast-1'],
  lifecycle: {
    status: 'legacy',
    legacyFrom: '2026-03-30',
    endsOn: '2026-09-30',
    source: lifecyclePage,
    readOn,
  },
  successorId,
  source: canvasPage,
};

const titanSizes: readonly PixelSize[] = [
  [1024, 1024],
  [768, 768],
  [512, 512],
  [768, 1152],
  [384, 576],
  [1152, 768],
  [576, 384],
  [768, 1280],
  [384, 640],
  [1280, 768],
  [640, 384],
  [896, 1152],
  [448, 576],
  [1152, 896],
  [576, 448],
  [768, 1408],
  [384, 704],
  [1408, 768],
  [704, 384],
  [640, 1408],
  [320, 704],
  [1408, 640],
  [704, 320],
  [1152, 640],
  [1173, 640],
].map(([width = 0, height = 0]) => size(width, height));

const titanV2: ModelDescriptor = {
  id: 'amazon.titan-image-generator-v2:0',
  name: 'Titan Image Generator v2',
  provider: 'Amazon',
  family: 'amazonImage',
  profileIds: [],
  tasks: ['textToImage'],
  prompt: { minLength: 1, maxLength: 512 },
  negativePrompt: { minLength: 1, maxLength: 512 },
  // The page names 1408 x 1408 as the default and leaves it out of its own list, so a size is always sent.
  sizes: { kind: 'list', sizes: titanSizes, default: size(1024, 1024) },
  maxImagesPerRequest: 5,
  seed,
  options: [quality, guidanceScale(8)],
  requestsPerMinute: 60,
  usualSeconds: 8,
  price: {
    // Only the price of 512 x 512 in standard quality is known; for every other choice the price counts as not known.
    rules: [{ usdPerImage: 0.008, when: { maxSidePx: 512, quality: 'standard' } }],
    source: 'https://github.com/BerriAI/litellm model_prices_and_context_window.json (2026)',
    readOn,
  },
  regions: ['us-east-1', 'us-west-2'],
  lifecycle: {
    status: 'legacy',
    legacyFrom: '2025-12-30',
    endsOn: '2026-06-30',
    source: lifecyclePage,
    readOn,
  },
  successorId,
  source: titanPage,
};

const { price: _priceOfV2, ...titanV2WithoutPrice } = titanV2;

const titanV1: ModelDescriptor = {
  ...titanV2WithoutPrice,
  id: 'amazon.titan-image-generator-v1',
  name: 'Titan Image Generator v1',
  lifecycle: { status: 'legacy', hasEnded: true, source: lifecyclePage, readOn },
};

export const amazonModels: readonly ModelDescriptor[] = [novaCanvas, titanV2, titanV1];
