import { fitOptions } from '../models/abilities';
import { fitSize } from '../models/choices';
import type { ModelDescriptor } from '../models/descriptor';
import type { OptionValues, SizeChoice } from '../tasks/task';

/** What the user may change before Enter spends; remembered from one use to the next, except prompts. */
export interface GenerateDraft {
  readonly prompts: readonly string[];
  readonly modelId: string;
  readonly size?: SizeChoice;
  /** Images for each prompt. */
  readonly count: number;
  readonly negativePrompt?: string;
  /** Undefined: chosen at random and recorded. */
  readonly seed?: number;
  readonly options: OptionValues;
}

/** What is kept between uses. A seed is not: a fixed seed would quietly make the same image for ever. */
export type RememberedChoices = Pick<GenerateDraft, 'modelId' | 'size' | 'count' | 'options'>;

/**
 * The draft with only what this model has: another model's size and options fall back to the model's own defaults.
 */
export function fitDraft(draft: GenerateDraft, model: ModelDescriptor): GenerateDraft {
  const { size: wanted, negativePrompt, seed, ...rest } = draft;
  const size = fitSize(wanted, model);
  return {
    ...rest,
    modelId: model.id,
    ...(size ? { size } : {}),
    options: fitOptions(draft.options, model, 'textToImage'),
    ...(negativePrompt !== undefined && model.negativePrompt ? { negativePrompt } : {}),
    ...(seed !== undefined && isSeed(seed, model) ? { seed } : {}),
  };
}

function isSeed(value: number, { seed }: ModelDescriptor): boolean {
  return Number.isInteger(value) && value >= seed.min && value <= seed.max;
}
