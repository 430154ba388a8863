import type { InputLimits, ModelDescriptor, OptionDescriptor, OptionName } from '../descriptor';
import { readOn } from './lifecyclePages';
import { aspectRatios, stabilitySeed } from './stabilityShared';

const userGuide = 'https://docs.aws.amazon.com/bedrock/latest/userguide';
const source = `${userGuide}/stable-image-services.html`;
const pricesSource =
  'a table of July 2026 in https://github.com/stdapi-ai/stdapi.ai that quotes https://aws.amazon.com/bedrock/pricing/';

/** Alpha stays behind: beside a mask it does nothing, and without one it would be taken for the mask. */
const inputs: InputLimits = {
  formats: ['png', 'jpeg', 'webp'],
  minSidePx: 64,
  maxPixels: 9_437_184,
  maxAspectRatio: 2.5,
  takesAlpha: false,
  maxImages: 1,
};

const stylePreset: OptionDescriptor = {
  name: 'stylePreset',
  kind: 'choice',
  values: [
    '3d-model',
    'analog-film',
    'anime',
    'cinematic',
    'comic-book',
    'digital-art',
    'enhance',
    'fantasy-art',
    'isometric',
    'line-art',
    'low-poly',
    'modeling-compound',
    'neon-punk',
    'origami',
    'photographic',
    'pixel-art',
    'tile-texture',
  ],
};

const outputFormat: OptionDescriptor = {
  name: 'outputFormat',
  kind: 'choice',
  values: ['png', 'jpeg', 'webp'],
  default: 'png',
};

function fraction(name: OptionName, usual: number, min = 0, max = 1): OptionDescriptor {
  return { name, kind: 'number', min, max, step: 0.05, default: usual };
}

function growMask(usual: number): OptionDescriptor {
  return { name: 'growMask', kind: 'number', min: 0, max: 20, step: 1, default: usual };
}

type Differences = Pick<
  ModelDescriptor,
  | 'name'
  | 'tasks'
  | 'promptUse'
  | 'sizes'
  | 'inputs'
  | 'areas'
  | 'structures'
  | 'extendBy'
  | 'maxMarginPx'
  | 'styleInput'
  | 'upscale'
  | 'seedlessTasks'
  | 'options'
  | 'requestsPerMinute'
  | 'usualSeconds'
> & {
  readonly stem: string;
  readonly usdPerImage: number;
  readonly takesNegativePrompt: boolean;
};

type Optional = 'sizes' | 'inputs' | 'requestsPerMinute';

/**
 * All services share regions, profile and answers. The bare id is no id to invoke: their cards say that they are reached
 * through the profile of the geography alone.
 */
function service(
  given: Omit<Differences, Optional> & { readonly [K in Optional]?: Differences[K] },
): ModelDescriptor {
  const { stem, usdPerImage, takesNegativePrompt, ...own } = given;
  const id = `stability.${stem}-v1:0`;
  return {
    provider: 'Stability AI',
    family: 'stabilityService',
    prompt: { minLength: 1, maxLength: 10_000 },
    ...(takesNegativePrompt ? { negativePrompt: { minLength: 1, maxLength: 10_000 } } : {}),
    sizes: { kind: 'ofInput' },
    inputs,
    maxImagesPerRequest: 1,
    seed: stabilitySeed,
    requestsPerMinute: 10,
    regions: ['us-east-1', 'us-east-2', 'us-west-2'],
    ...own,
    id,
    profileIds: [`us.${id}`],
    price: { rules: [{ usdPerImage }], source: pricesSource, readOn },
    lifecycle: { status: 'active', source: `${userGuide}/model-card-stability-ai-${stem}.html`, readOn },
    source,
  };
}

/** Where two services do one task, the one that gives more control stands first. */
export const stabilityServices: readonly ModelDescriptor[] = [
  service({
    stem: 'stable-image-inpaint',
    name: 'Stable Image Inpaint',
    // A background is an area like any other, when it is painted.
    tasks: ['inpaint', 'replaceBackground'],
    areas: { inpaint: ['mask'], replaceBackground: ['mask'] },
    takesNegativePrompt: true,
    options: [stylePreset, growMask(0), outputFormat],
    usualSeconds: 9,
    usdPerImage: 0.07,
  }),
  service({
    stem: 'stable-image-search-replace',
    name: 'Stable Image Search and Replace',
    tasks: ['inpaint'],
    areas: { inpaint: ['words'] },
    takesNegativePrompt: true,
    options: [stylePreset, growMask(5), outputFormat],
    usualSeconds: 10,
    usdPerImage: 0.07,
  }),
  service({
    stem: 'stable-image-erase-object',
    name: 'Stable Image Erase Object',
    tasks: ['removeObject'],
    promptUse: { removeObject: 'none' },
    areas: { removeObject: ['mask'] },
    takesNegativePrompt: false,
    options: [growMask(0), outputFormat],
    usualSeconds: 6,
    usdPerImage: 0.07,
  }),
  service({
    stem: 'stable-image-search-recolor',
    name: 'Stable Image Search and Recolor',
    tasks: ['recolor'],
    areas: { recolor: ['words'] },
    takesNegativePrompt: true,
    options: [stylePreset, growMask(5), outputFormat],
    usualSeconds: 10,
    usdPerImage: 0.07,
  }),
  service({
    stem: 'stable-image-remove-background',
    name: 'Stable Image Remove Background',
    tasks: ['removeBackground'],
    promptUse: { removeBackground: 'none' },
    takesNegativePrompt: false,
    seedlessTasks: ['removeBackground'],
    // The service writes JPEG too, which has no transparency to show for the money.
    options: [{ name: 'outputFormat', kind: 'choice', values: ['png', 'webp'], default: 'png' }],
    usualSeconds: 4,
    usdPerImage: 0.07,
  }),
  service({
    stem: 'stable-outpaint',
    name: 'Stable Image Outpaint',
    tasks: ['outpaint'],
    promptUse: { outpaint: 'optional' },
    extendBy: 'sides',
    maxMarginPx: 2000,
    takesNegativePrompt: false,
    options: [fraction('creativity', 0.5, 0.1), stylePreset, outputFormat],
    requestsPerMinute: 2,
    usualSeconds: 12,
    usdPerImage: 0.06,
  }),
  service({
    stem: 'stable-image-style-guide',
    name: 'Stable Image Style Guide',
    tasks: ['followStyle'],
    styleInput: 'words',
    sizes: { kind: 'aspectRatios', ratios: aspectRatios, default: '1:1' },
    takesNegativePrompt: true,
    options: [fraction('fidelity', 0.5), stylePreset, outputFormat],
    usualSeconds: 9,
    usdPerImage: 0.07,
  }),
  service({
    stem: 'stable-style-transfer',
    name: 'Stable Style Transfer',
    tasks: ['followStyle'],
    promptUse: { followStyle: 'optional' },
    styleInput: 'image',
    takesNegativePrompt: true,
    options: [
      fraction('styleStrength', 1),
      fraction('compositionFidelity', 0.9),
      fraction('changeStrength', 0.9, 0.1),
      outputFormat,
    ],
    usualSeconds: 15,
    usdPerImage: 0.08,
  }),
  service({
    stem: 'stable-image-control-structure',
    name: 'Stable Image Control Structure',
    tasks: ['followStructure'],
    structures: ['edges'],
    takesNegativePrompt: true,
    options: [fraction('controlStrength', 0.7), stylePreset, outputFormat],
    usualSeconds: 9,
    usdPerImage: 0.07,
  }),
  service({
    stem: 'stable-image-control-sketch',
    name: 'Stable Image Control Sketch',
    tasks: ['followStructure'],
    structures: ['sketch'],
    takesNegativePrompt: true,
    options: [fraction('controlStrength', 0.7), stylePreset, outputFormat],
    usualSeconds: 9,
    usdPerImage: 0.07,
  }),
  service({
    stem: 'stable-fast-upscale',
    name: 'Stable Image Fast Upscale',
    tasks: ['upscale'],
    promptUse: { upscale: 'none' },
    upscale: 'fast',
    takesNegativePrompt: false,
    seedlessTasks: ['upscale'],
    // No ratio is documented; sides of 32 to 1536 pixels cannot have a larger one.
    inputs: {
      ...inputs,
      minSidePx: 32,
      maxSidePx: 1536,
      minPixels: 1024,
      maxPixels: 1_048_576,
      maxAspectRatio: 48,
    },
    options: [outputFormat],
    usualSeconds: 3,
    usdPerImage: 0.03,
  }),
  service({
    stem: 'stable-conservative-upscale',
    name: 'Stable Image Conservative Upscale',
    tasks: ['upscale'],
    upscale: 'conservative',
    takesNegativePrompt: true,
    // The page's introduction says one megapixel, the field itself nine.
    inputs: { ...inputs, surePixels: 1_048_576 },
    options: [fraction('creativity', 0.35, 0.1, 0.5), outputFormat],
    requestsPerMinute: 2,
    usualSeconds: 25,
    usdPerImage: 0.4,
  }),
  service({
    stem: 'stable-creative-upscale',
    name: 'Stable Image Creative Upscale',
    tasks: ['upscale'],
    upscale: 'creative',
    takesNegativePrompt: true,
    // No ratio is documented; with these limits there cannot be a larger one.
    inputs: { ...inputs, minPixels: 4096, maxPixels: 1_048_576, maxAspectRatio: 256 },
    options: [fraction('creativity', 0.3, 0.1, 0.5), stylePreset, outputFormat],
    requestsPerMinute: 2,
    usualSeconds: 40,
    usdPerImage: 0.6,
  }),
];
