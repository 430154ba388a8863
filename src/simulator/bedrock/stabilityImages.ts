import { drawImage } from '../drawing/draw';
import { Fields, malformed } from './fields';
import type { ImageOrder, ModelHandler } from './imageModels';

/**
 * Ratios with pixels of about one megapixel, sides in steps of 64 and within 640 to 1536.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-diffusion-stable-image-core-text-image-request-response.html
 */
const sizes: Readonly<Record<string, readonly [number, number]>> = {
  '16:9': [1344, 768],
  '1:1': [1024, 1024],
  '21:9': [1536, 640],
  '2:3': [832, 1216],
  '3:2': [1216, 832],
  '4:5': [896, 1088],
  '5:4': [1088, 896],
  '9:16': [768, 1344],
  '9:21': [640, 1536],
};

interface Variant {
  readonly formats: readonly ('png' | 'jpeg' | 'webp')[];
  readonly maxSeed: number;
  /** `mode`, which only Ultra and SD 3.5 document. */
  readonly modes: readonly string[];
}

const stableImageCoreVariant: Variant = { formats: ['jpeg', 'png'], maxSeed: 4_294_967_295, modes: [] };
const stableImageUltraVariant: Variant = {
  formats: ['jpeg', 'png'],
  maxSeed: 4_294_967_295,
  modes: ['text-to-image'],
};
const stableDiffusion35Variant: Variant = {
  formats: ['jpeg', 'png', 'webp'],
  maxSeed: 4_294_967_294,
  modes: ['text-to-image'],
};

export const stableImageCore = handler(stableImageCoreVariant);
export const stableImageUltra = handler(stableImageUltraVariant);
export const stableDiffusion35 = handler(stableDiffusion35Variant);

function handler(variant: Variant): ModelHandler {
  return { read: (body) => Promise.resolve().then(() => read(body, variant)), answer };
}

function read(body: unknown, { formats, maxSeed, modes }: Variant): ImageOrder {
  const fields = new Fields(body);
  // 0 to 10,000 characters are documented; an empty prompt gives the model nothing to draw and still answers.
  const prompt = fields.requiredText('prompt', { min: 0, max: 10_000 });
  const negativePrompt = fields.text('negative_prompt', { min: 0, max: 10_000 });
  const ratio = fields.choice('aspect_ratio', Object.keys(sizes)) ?? '1:1';
  const seed = fields.number('seed', { min: 0, max: maxSeed, isWhole: true }) ?? 0;
  const format = fields.choice('output_format', formats) ?? 'png';
  if (modes.length > 0) fields.choice('mode', modes);
  fields.close();
  const size = sizes[ratio];
  if (!size) throw malformed(`#/aspect_ratio: ${ratio} is not a valid enum value`);
  const words = { prompt, ...(negativePrompt === undefined ? {} : { negativePrompt }), style: '' };
  return {
    make: (chosen, modelName) =>
      drawImage({ ...words, seed: chosen, modelName, width: size[0], height: size[1] }),
    count: 1,
    // 0 asks the model to choose; what it chose stands in the answer.
    seed: seed === 0 ? 1 + Math.floor(Math.random() * 4_294_967_293) : seed,
    format,
  };
}

function answer(images: readonly string[], { seed }: ImageOrder, heldBack: number): unknown {
  return heldBack > 0
    ? { finish_reasons: ['Filter reason: output image'] }
    : { seeds: [seed], finish_reasons: [null], images };
}
