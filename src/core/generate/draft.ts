import type { ModelDescriptor, OptionDescriptor } from '../models/descriptor';
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
  const { size: _size, negativePrompt, seed, ...rest } = draft;
  return {
    ...rest,
    modelId: model.id,
    size: fitSize(draft.size, model),
    options: fitOptions(draft.options, model.options),
    ...(negativePrompt !== undefined && model.negativePrompt ? { negativePrompt } : {}),
    ...(seed !== undefined && seed >= model.seed.min && seed <= model.seed.max ? { seed } : {}),
  };
}

/** The wanted size where the model has it, else the model's default. */
export function fitSize(wanted: SizeChoice | undefined, { sizes }: ModelDescriptor): SizeChoice {
  if (sizes.kind === 'aspectRatios') {
    const ratio = wanted?.kind === 'aspectRatio' ? wanted.ratio : undefined;
    return {
      kind: 'aspectRatio',
      ratio: ratio !== undefined && sizes.ratios.includes(ratio) ? ratio : sizes.default,
    };
  }
  if (wanted?.kind === 'pixels') {
    const { width, height } = wanted;
    const fits =
      sizes.kind === 'list'
        ? sizes.sizes.some((size) => size.width === width && size.height === height)
        : Math.min(width, height) >= sizes.minSidePx &&
          Math.max(width, height) <= sizes.maxSidePx &&
          width % sizes.multipleOf === 0 &&
          height % sizes.multipleOf === 0 &&
          width * height < sizes.pixelCountBelow &&
          Math.max(width, height) <= sizes.maxAspectRatio * Math.min(width, height);
    if (fits) return wanted;
  }
  return { kind: 'pixels', ...sizes.default };
}

function fitOptions(options: OptionValues, descriptors: readonly OptionDescriptor[]): OptionValues {
  const kept: [string, string | number | boolean][] = [];
  for (const descriptor of descriptors) {
    const value = options[descriptor.name];
    if (value !== undefined && isAllowed(value, descriptor)) kept.push([descriptor.name, value]);
  }
  return Object.fromEntries(kept);
}

function isAllowed(value: string | number | boolean, option: OptionDescriptor): boolean {
  return option.kind === 'choice'
    ? typeof value === 'string' && option.values.includes(value)
    : typeof value === 'number' && value >= option.min && value <= option.max;
}
