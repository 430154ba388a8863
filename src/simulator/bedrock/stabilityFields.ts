import type { FileFormat } from '../pictures/decode';
import type { Brush } from '../pictures/generate';
import type { Fields } from './fields';
import type { ImageOrder } from './imageModels';
import type { ImageRules } from './inputImages';

/** @see https://docs.aws.amazon.com/bedrock/latest/userguide/stable-image-services.html */
const stylePresets = [
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
] as const;

const anyFormat: readonly FileFormat[] = ['jpeg', 'png', 'webp'];
const MAX_TEXT_LENGTH = 10_000;
const MAX_SEED = 4_294_967_294;

/** What most of the services take in. */
export const usualImages: ImageRules = {
  formats: anyFormat,
  minSidePx: 64,
  maxPixels: 9_437_184,
  maxRatio: 2.5,
};

/** A mask is scaled to its image. */
export const anyImage: ImageRules = { formats: anyFormat };

/**
 * Ratios with pixels of about one megapixel, sides in steps of 64 and within 640 to 1536.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-diffusion-stable-image-core-text-image-request-response.html
 */
export const ratioSizes: Readonly<Record<string, readonly [number, number]>> = {
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

/** 0 to 10,000 characters are documented; an empty prompt gives the model nothing to draw and still answers. */
export function readText(fields: Fields, key: string): string | undefined {
  return fields.text(key, { min: 0, max: MAX_TEXT_LENGTH });
}

export function readRequiredText(fields: Fields, key: string): string {
  return fields.requiredText(key, { min: 0, max: MAX_TEXT_LENGTH });
}

/** 0 asks the model to choose; what it chose stands in the answer. */
export function readSeed(fields: Fields, maxSeed = MAX_SEED): number {
  const seed = fields.number('seed', { min: 0, max: maxSeed, isWhole: true }) ?? 0;
  return seed === 0 ? 1 + Math.floor(Math.random() * 4_294_967_293) : seed;
}

/** For a service that takes no seed: the same image has the same answer. */
export function seedOf(text: string): number {
  return 1 + (Math.imul(text.length, 2_654_435_761) >>> 1);
}

export function readFormat(fields: Fields, formats = anyFormat): FileFormat {
  return fields.choice('output_format', formats) ?? 'png';
}

export function readStylePreset(fields: Fields): string {
  return fields.choice('style_preset', stylePresets) ?? '';
}

export function brushOf(
  prompt: string,
  negativePrompt: string | undefined,
  style: string,
): (seed: number, modelName: string) => Brush {
  return (seed, modelName) => ({
    prompt,
    ...(negativePrompt === undefined ? {} : { negativePrompt }),
    style,
    seed,
    modelName,
  });
}

export function stabilityAnswer(images: readonly string[], { seed }: ImageOrder, heldBack: number): unknown {
  return heldBack > 0
    ? { finish_reasons: ['Filter reason: output image'] }
    : { seeds: [seed], finish_reasons: [null], images };
}
