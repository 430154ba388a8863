import type { FileFormat } from '../pictures/decode';
import { drawImage } from '../drawing/draw';
import type { Size } from '../pictures/picture';
import { varied } from '../pictures/variation';
import { validation } from '../errors';
import { Fields, malformed } from './fields';
import type { ImageOrder, ModelHandler } from './imageModels';
import { readImage } from './inputImages';
import {
  anyImage,
  brushOf,
  ratioSizes,
  readFormat,
  readRequiredText,
  readSeed,
  readText,
  stabilityAnswer,
} from './stabilityFields';

interface Variant {
  readonly formats: readonly FileFormat[];
  readonly maxSeed: number;
  /** `mode`, which only Ultra and SD 3.5 document. */
  readonly modes: readonly string[];
  /** How an image may come along: never, beside the other fields, or in a mode of its own. */
  readonly image: 'never' | 'beside' | 'ownMode';
}

export const stableImageCore = handler({
  formats: ['jpeg', 'png'],
  maxSeed: 4_294_967_295,
  modes: [],
  image: 'never',
});
export const stableImageUltra = handler({
  formats: ['jpeg', 'png'],
  maxSeed: 4_294_967_295,
  modes: ['text-to-image'],
  image: 'beside',
});
export const stableDiffusion35 = handler({
  formats: ['jpeg', 'png', 'webp'],
  maxSeed: 4_294_967_294,
  modes: ['text-to-image', 'image-to-image'],
  image: 'ownMode',
});

/** @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-diffusion-3-5-large.html */
const MIN_INPUT_SIDE_PX = 64;
const ULTRA_DEFAULT_STRENGTH = 0.35;

function handler(variant: Variant): ModelHandler {
  return { read: (body) => read(body, variant), answer: stabilityAnswer };
}

async function read(body: unknown, variant: Variant): Promise<ImageOrder> {
  const fields = new Fields(body);
  const prompt = readRequiredText(fields, 'prompt');
  const negativePrompt = readText(fields, 'negative_prompt');
  const seed = readSeed(fields, variant.maxSeed);
  const format = readFormat(fields, variant.formats);
  const mode = variant.modes.length > 0 ? fields.choice('mode', variant.modes) : undefined;
  const brush = brushOf(prompt, negativePrompt, '');
  const isFromImage =
    variant.image === 'beside'
      ? fields.has('image')
      : // The page's own sample leaves the mode out and sends an image.
        variant.image === 'ownMode' &&
        (mode === 'image-to-image' || (mode === undefined && fields.has('image')));
  if (!isFromImage) {
    const size = readSize(fields);
    // Ultra documents the strength without saying that it needs an image.
    if (variant.image === 'beside') fields.number('strength', { min: 0, max: 1 });
    closeWithoutImage(fields, variant);
    return {
      make: (chosen, modelName) => drawImage({ ...brush(chosen, modelName), ...size }),
      count: 1,
      seed,
      format,
    };
  }
  const text = fields.requiredEncoded('image');
  const strength =
    variant.image === 'beside'
      ? (fields.number('strength', { min: 0, max: 1 }) ?? ULTRA_DEFAULT_STRENGTH)
      : fields.requiredNumber('strength', { min: 0, max: 1 });
  const asked = variant.image === 'beside' ? readSize(fields) : undefined;
  fields.close();
  const rules = variant.image === 'ownMode' ? { ...anyImage, minSidePx: MIN_INPUT_SIDE_PX } : anyImage;
  const picture = await readImage(text, 'image', rules);
  const size = asked ?? megapixelLike(picture);
  return {
    make: (chosen, modelName) => varied([picture], size, 1 - strength, brush(chosen, modelName), chosen),
    count: 1,
    seed,
    format,
  };
}

/** In SD 3.5, an image belongs to its mode; elsewhere it is a field like any unknown one. */
function closeWithoutImage(fields: Fields, { image }: Variant): void {
  if (image === 'ownMode' && fields.has('image')) {
    throw validation('The image is only accepted in the mode image-to-image.');
  }
  fields.close();
}

function readSize(fields: Fields): Size {
  const ratio = fields.choice('aspect_ratio', Object.keys(ratioSizes)) ?? '1:1';
  const size = ratioSizes[ratio];
  if (!size) throw malformed(`#/aspect_ratio: ${ratio} is not a valid enum value`);
  return { width: size[0], height: size[1] };
}

/** SD 3.5 answers with about one megapixel; its ratio is the image's, in steps of 64. */
function megapixelLike({ width, height }: Size): Size {
  const scale = Math.sqrt(1_048_576 / (width * height));
  const side = (value: number): number => Math.max(64, Math.round((value * scale) / 64) * 64);
  return { width: side(width), height: side(height) };
}
