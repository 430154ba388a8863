import { fourTimes, upscaled } from '../pictures/enlarge';
import { flattened } from '../pictures/picture';
import type { Fields } from './fields';
import type { ImageOrder } from './imageModels';
import { readImage, type ImageRules } from './inputImages';
import {
  brushOf,
  readFormat,
  readRequiredText,
  readSeed,
  readStylePreset,
  readText,
  seedOf,
  usualImages,
} from './stabilityFields';
import type { ServiceReader } from './stabilityServices';

/** @see https://docs.aws.amazon.com/bedrock/latest/userguide/stable-image-services.html */
const creativeImages: ImageRules = {
  formats: usualImages.formats,
  minSidePx: 64,
  minPixels: 4096,
  maxPixels: 1_048_576,
};
const fastImages: ImageRules = {
  formats: usualImages.formats,
  minSidePx: 32,
  maxSidePx: 1536,
  minPixels: 1024,
  maxPixels: 1_048_576,
};

export const conservativeUpscale: ServiceReader = (fields) =>
  readUpscale(fields, { images: usualImages, hasStyle: false, creativity: 0.35, invention: 0.08 });

export const creativeUpscale: ServiceReader = (fields) =>
  readUpscale(fields, { images: creativeImages, hasStyle: true, creativity: 0.3, invention: 0.4 });

export const fastUpscale: ServiceReader = async (fields) => {
  const text = fields.requiredEncoded('image');
  const format = readFormat(fields);
  fields.close();
  const picture = flattened(await readImage(text, 'image', fastImages));
  return { make: (seed) => fourTimes(picture, seed), count: 1, seed: seedOf(text), format };
};

async function readUpscale(
  fields: Fields,
  service: {
    readonly images: ImageRules;
    readonly hasStyle: boolean;
    /** Unless the request says another. */
    readonly creativity: number;
    /** How much of the drawing shows through at a creativity of 1. */
    readonly invention: number;
  },
): Promise<ImageOrder> {
  const prompt = readRequiredText(fields, 'prompt');
  const negativePrompt = readText(fields, 'negative_prompt');
  const style = service.hasStyle ? readStylePreset(fields) : '';
  const text = fields.requiredEncoded('image');
  const creativity = fields.number('creativity', { min: 0.1, max: 0.5 }) ?? service.creativity;
  const [seed, format] = [readSeed(fields), readFormat(fields)];
  fields.close();
  const picture = flattened(await readImage(text, 'image', service.images));
  const brush = brushOf(prompt, negativePrompt, style);
  return {
    make: (chosen, modelName) => upscaled(picture, brush(chosen, modelName), creativity * service.invention),
    count: 1,
    seed,
    format,
  };
}
