import { validation } from '../errors';
import type { Brush } from '../pictures/generate';
import type { Size } from '../pictures/picture';
import type { AmazonVariant } from './amazonVariants';
import type { Fields } from './fields';
import type { ImageOrder } from './imageModels';

/** What a task reads beside its own parameters. */
export interface TaskContext {
  readonly variant: AmazonVariant;
  readonly size: Size;
  /** Quality and guidance, which change the picture as words would. */
  readonly style: string;
}

/** One `taskType`: which parameters it has, and what it makes of them. */
export interface AmazonTask {
  readonly parametersKey: string;
  /** What `imageGenerationConfig` may hold; with `none`, the object itself is refused. */
  readonly configuration: 'all' | 'noQuality' | 'noSize' | 'none';
  read(parameters: Fields, context: TaskContext): Promise<Pick<ImageOrder, 'make' | 'mask'>>;
}

/** A prompt and what it should not show. */
export interface Words {
  readonly prompt: string | undefined;
  readonly negativePrompt: string | undefined;
}

export function readWords(parameters: Fields, { variant }: TaskContext, isRequired: boolean): Words {
  const limits = { min: 1, max: variant.maxTextLength };
  return {
    prompt: isRequired ? parameters.requiredText('text', limits) : parameters.text('text', limits),
    negativePrompt: parameters.text('negativeText', limits),
  };
}

/** @returns undefined without a prompt */
export function brushFor(
  { prompt, negativePrompt }: Words,
  style: string,
  seed: number,
  modelName: string,
): Brush | undefined {
  return prompt === undefined
    ? undefined
    : { prompt, ...(negativePrompt === undefined ? {} : { negativePrompt }), style, seed, modelName };
}

/** Words or a picture for the area, never both. */
export function readArea(
  parameters: Fields,
  { variant }: TaskContext,
): { readonly maskPrompt: string } | { readonly maskImage: string } {
  const maskPrompt = parameters.text('maskPrompt', { min: 1, max: variant.maxTextLength });
  const maskImage = parameters.encoded('maskImage');
  if (maskPrompt !== undefined && maskImage === undefined) return { maskPrompt };
  if (maskImage !== undefined && maskPrompt === undefined) return { maskImage };
  throw validation('Exactly one of maskPrompt or maskImage must be provided.');
}
