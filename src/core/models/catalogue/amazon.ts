import type { PixelSize, TaskKind } from '../../tasks/task';
import type { InputLimits, ModelDescriptor, OptionDescriptor } from '../descriptor';
import { lifecyclePage, readOn } from './lifecyclePages';
import { successorIds, successorsFor } from './successorIds';

const canvasPage = 'https://docs.aws.amazon.com/nova/latest/userguide/image-gen-req-resp-structure.html';
const titanPage = 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-image.html';

/**
 * What takes the place of every ended image model of Amazon; AWS's own samples went the same way. Nothing on Bedrock
 * follows a palette, tries on a garment or replaces a background as they did.
 */
const { textToImage: successorId } = successorIds;

const titanV1Tasks = [
  'textToImage',
  'imageVariation',
  'inpaint',
  'removeObject',
  'replaceBackground',
  'outpaint',
] as const satisfies readonly TaskKind[];

const titanV2Tasks = [
  ...titanV1Tasks,
  'removeBackground',
  'followStructure',
  'followPalette',
] as const satisfies readonly TaskKind[];

const canvasTasks = [...titanV2Tasks, 'tryOn'] as const satisfies readonly TaskKind[];

/** In the others the result has the size of the input, and background removal has no configuration at all. */
const sizedTasks: readonly TaskKind[] = ['textToImage', 'imageVariation', 'followStructure', 'followPalette'];

const bareTasks = { oneImageTasks: ['removeBackground'], seedlessTasks: ['removeBackground'] } as const;

const editAreas = {
  inpaint: ['mask', 'words'],
  removeObject: ['mask', 'words'],
  replaceBackground: ['mask', 'words'],
} as const;

function quality(tasks: readonly TaskKind[]): OptionDescriptor {
  return { name: 'quality', kind: 'choice', values: ['standard', 'premium'], default: 'standard', tasks };
}

function guidanceScale(usual: number, tasks: readonly TaskKind[]): OptionDescriptor {
  return { name: 'guidanceScale', kind: 'number', min: 1.1, max: 10, step: 0.1, default: usual, tasks };
}

/** No default is documented for Nova Canvas; 0.7 is Titan's. */
const similarity: OptionDescriptor = {
  name: 'similarity',
  kind: 'number',
  min: 0.2,
  max: 1,
  step: 0.05,
  default: 0.7,
  tasks: ['imageVariation'],
};

const controlStrength: OptionDescriptor = {
  name: 'controlStrength',
  kind: 'number',
  min: 0,
  max: 1,
  step: 0.05,
  default: 0.7,
  tasks: ['followStructure'],
};

const outpaintMode: OptionDescriptor = {
  name: 'outpaintMode',
  kind: 'choice',
  values: ['default', 'precise'],
  default: 'default',
  tasks: ['replaceBackground', 'outpaint'],
};

function without(tasks: readonly TaskKind[], ...left: readonly TaskKind[]): readonly TaskKind[] {
  return tasks.filter((task) => !left.includes(task));
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
  tasks: canvasTasks,
  prompt: { minLength: 1, maxLength: 1024 },
  negativePrompt: { minLength: 1, maxLength: 1024 },
  // The page lists `text` as required in these tasks and tells a few lines on what happens without it.
  promptUse: {
    imageVariation: 'optional',
    replaceBackground: 'optional',
    outpaint: 'optional',
    removeObject: 'none',
    removeBackground: 'none',
    tryOn: 'none',
  },
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
  sizedTasks,
  inputs: {
    formats: ['png', 'jpeg'],
    minSidePx: 320,
    maxSidePx: 4096,
    maxPixels: 4_194_303,
    maxAspectRatio: 4,
    // Transparency is refused unless every pixel is opaque.
    takesAlpha: false,
    maxImages: 5,
  },
  areas: { ...editAreas, tryOn: ['garment', 'mask', 'words'] },
  structures: ['edges', 'segments'],
  garmentClasses: [
    'UPPER_BODY',
    'LOWER_BODY',
    'FULL_BODY',
    'FOOTWEAR',
    'LONG_SLEEVE_SHIRT',
    'SHORT_SLEEVE_SHIRT',
    'NO_SLEEVE_SHIRT',
    'OTHER_UPPER_BODY',
    'LONG_PANTS',
    'SHORT_PANTS',
    'OTHER_LOWER_BODY',
    'LONG_DRESS',
    'SHORT_DRESS',
    'FULL_BODY_OUTFIT',
    'OTHER_FULL_BODY',
    'SHOES',
    'BOOTS',
    'OTHER_FOOTWEAR',
  ],
  extendBy: 'padding',
  maxImagesPerRequest: 5,
  ...bareTasks,
  seed,
  options: [
    {
      name: 'stylePreset',
      kind: 'choice',
      tasks: ['textToImage', 'followStructure'],
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
    // Variations are documented without it.
    quality(without(canvasTasks, 'imageVariation', 'removeBackground')),
    guidanceScale(6.5, without(canvasTasks, 'removeBackground')),
    similarity,
    controlStrength,
    outpaintMode,
    {
      name: 'maskShape',
      kind: 'choice',
      values: ['default', 'contour', 'boundingBox'],
      default: 'default',
      tasks: ['tryOn'],
    },
    {
      name: 'mergeStyle',
      kind: 'choice',
      values: ['balanced', 'seamless', 'detailed'],
      default: 'balanced',
      tasks: ['tryOn'],
    },
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
  successors: successorsFor(canvasTasks),
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

/**
 * Only the longer side is documented. The shortest side is that of Titan's own sizes, the ratio that of Nova Canvas.
 */
const titanInputs: InputLimits = {
  formats: ['png', 'jpeg'],
  minSidePx: 320,
  maxSidePx: 1408,
  maxPixels: 1408 * 1408,
  maxAspectRatio: 4,
  takesAlpha: false,
  maxImages: 5,
};

const titanV2: ModelDescriptor = {
  id: 'amazon.titan-image-generator-v2:0',
  name: 'Titan Image Generator v2',
  provider: 'Amazon',
  family: 'amazonImage',
  profileIds: [],
  tasks: titanV2Tasks,
  prompt: { minLength: 1, maxLength: 512 },
  negativePrompt: { minLength: 1, maxLength: 512 },
  // Outpainting needs words here, unlike that of Nova Canvas.
  promptUse: { imageVariation: 'optional', removeObject: 'none', removeBackground: 'none' },
  // The page names 1408 x 1408 as the default and leaves it out of its own list, so a size is always sent.
  sizes: { kind: 'list', sizes: titanSizes, default: size(1024, 1024) },
  sizedTasks,
  inputs: titanInputs,
  areas: editAreas,
  structures: ['edges', 'segments'],
  extendBy: 'padding',
  maxImagesPerRequest: 5,
  ...bareTasks,
  seed,
  options: [
    quality(without(titanV2Tasks, 'removeBackground')),
    guidanceScale(8, without(titanV2Tasks, 'removeBackground')),
    similarity,
    controlStrength,
    outpaintMode,
  ],
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
  successors: successorsFor(titanV2Tasks),
  source: titanPage,
};

const {
  price: _priceOfV2,
  structures: _structuresOfV2,
  oneImageTasks: _oneImageTasksOfV2,
  seedlessTasks: _seedlessTasksOfV2,
  ...sharedByTitans
} = titanV2;

const titanV1: ModelDescriptor = {
  ...sharedByTitans,
  id: 'amazon.titan-image-generator-v1',
  name: 'Titan Image Generator v1',
  tasks: titanV1Tasks,
  sizedTasks: ['textToImage', 'imageVariation'],
  promptUse: { imageVariation: 'optional', removeObject: 'none' },
  options: [quality(titanV1Tasks), guidanceScale(8, titanV1Tasks), similarity, outpaintMode],
  successors: successorsFor(titanV1Tasks),
  lifecycle: { status: 'legacy', hasEnded: true, source: lifecyclePage, readOn },
};

export const amazonModels: readonly ModelDescriptor[] = [novaCanvas, titanV2, titanV1];
