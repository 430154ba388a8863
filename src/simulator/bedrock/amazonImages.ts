import { validation } from '../errors';
import { Fields, malformed } from './fields';
import type { ImageOrder, ModelHandler } from './imageModels';

/** Seeds go to 2,147,483,646; the samples' older limit lies within. */
const MAX_SEED = 2_147_483_646;

/** @see https://docs.aws.amazon.com/nova/latest/userguide/image-gen-req-resp-structure.html */
const canvasStyles = [
  '3D_ANIMATED_FAMILY_FILM',
  'DESIGN_SKETCH',
  'FLAT_VECTOR_ILLUSTRATION',
  'GRAPHIC_NOVEL_ILLUSTRATION',
  'MAXIMALISM',
  'MIDCENTURY_RETRO',
  'PHOTOREALISM',
  'SOFT_DIGITAL_PAINTING',
] as const;

/** @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-image.html */
const titanSizes = new Set(
  (
    '1024x1024 768x768 512x512 768x1152 384x576 1152x768 576x384 768x1280 384x640 1280x768 640x384 896x1152 448x576 ' +
    '1152x896 576x448 768x1408 384x704 1408x768 704x384 640x1408 320x704 1408x640 704x320 1152x640 1173x640'
  ).split(' '),
);

interface Variant {
  readonly maxTextLength: number;
  readonly hasStyle: boolean;
  readonly defaultSeed: number;
  checkSize(width: number, height: number): void;
}

const canvas: Variant = {
  maxTextLength: 1024,
  hasStyle: true,
  defaultSeed: 12,
  checkSize(width, height) {
    if (width % 16 !== 0 || height % 16 !== 0)
      throw validation('Image width and height must be divisible by 16.');
    const ratio = Math.max(width, height) / Math.min(width, height);
    if (ratio > 4) throw validation('The aspect ratio must be between 1:4 and 4:1.');
    if (width * height >= 4_194_304) throw validation('The image must have fewer than 4,194,304 pixels.');
  },
};

const titan: Variant = {
  maxTextLength: 512,
  hasStyle: false,
  defaultSeed: 42,
  checkSize(width, height) {
    // The page names 1408 x 1408 as the default, though its list leaves it out: both are accepted.
    if (width === 1408 && height === 1408) return;
    if (!titanSizes.has(`${width}x${height}`)) {
      throw validation(`Unsupported image size: ${width} x ${height}.`);
    }
  },
};

export const novaCanvas: ModelHandler = { read: (body) => read(body, canvas), answer };
export const titanImage: ModelHandler = { read: (body) => read(body, titan), answer };

function read(body: unknown, variant: Variant): ImageOrder {
  const fields = new Fields(body);
  const taskType = fields.choice('taskType', ['TEXT_IMAGE']);
  if (taskType === undefined) throw malformed('#: required key [taskType] not found');
  const parameters = fields.requiredObject('textToImageParams');
  const configuration = fields.object('imageGenerationConfig');
  fields.close();

  const limits = { min: 1, max: variant.maxTextLength };
  const prompt = parameters.requiredText('text', limits);
  const negativePrompt = parameters.text('negativeText', limits);
  const style = variant.hasStyle ? parameters.choice('style', canvasStyles) : undefined;
  parameters.close();

  const width = configuration?.number('width', { min: 320, max: 4096, isWhole: true });
  const height = configuration?.number('height', { min: 320, max: 4096, isWhole: true });
  const quality = configuration?.choice('quality', ['standard', 'premium']);
  const guidance = configuration?.number('cfgScale', { min: 1.1, max: 10 });
  const count = configuration?.number('numberOfImages', { min: 1, max: 5, isWhole: true });
  const seed = configuration?.number('seed', { min: 0, max: MAX_SEED, isWhole: true });
  configuration?.close();
  const size = { width: width ?? 1024, height: height ?? 1024 };
  variant.checkSize(size.width, size.height);
  return {
    prompt,
    ...(negativePrompt === undefined ? {} : { negativePrompt }),
    style: [style, quality, guidance].filter((part) => part !== undefined).join(' '),
    ...size,
    count: count ?? 1,
    seed: seed ?? variant.defaultSeed,
    format: 'png',
  };
}

function answer(images: readonly string[], _order: ImageOrder, heldBack: number): unknown {
  if (heldBack === 0) return { images };
  return images.length === 0
    ? { images: [], error: 'All of the generated images have been blocked by our content filters.' }
    : { images, error: 'Some of the generated images have been blocked by our content filters.' };
}
