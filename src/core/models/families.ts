import { sizeChoices, takesSize, takesValue } from './choices';
import type { ModelDescriptor, ModelFamily, OptionDescriptor, SizeLimits } from './descriptor';

/**
 * A descriptor for a model that the table does not have: the limits that every model of its family shares, and no price.
 *
 * @param known the table, for the family's limits
 * @throws TypeError for a family without a model in the table
 */
export function guessDescriptor(
  id: string,
  family: ModelFamily,
  known: readonly ModelDescriptor[],
): ModelDescriptor {
  const relatives = known.filter((model) => model.family === family);
  const [first] = relatives;
  if (!first) throw new TypeError(`No model of the family ${family}`);
  const smallest = (limit: (model: ModelDescriptor) => number): number => Math.min(...relatives.map(limit));
  const takesNegativePrompt = relatives.every((model) => model.negativePrompt);
  return {
    id,
    name: shortName(id),
    provider: first.provider,
    family,
    profileIds: [],
    tasks: first.tasks.filter((task) => relatives.every(({ tasks }) => tasks.includes(task))),
    prompt: { minLength: 1, maxLength: smallest(({ prompt }) => prompt.maxLength) },
    ...(takesNegativePrompt
      ? {
          negativePrompt: {
            minLength: 1,
            maxLength: smallest(({ negativePrompt }) => negativePrompt?.maxLength ?? 0),
          },
        }
      : {}),
    sizes: commonSizes(relatives, first),
    maxImagesPerRequest: smallest(({ maxImagesPerRequest }) => maxImagesPerRequest),
    seed: {
      min: Math.max(...relatives.map(({ seed }) => seed.min)),
      max: smallest(({ seed }) => seed.max),
    },
    options: first.options.flatMap((option) => commonOption(option, relatives) ?? []),
    requestsPerMinute: smallest(({ requestsPerMinute }) => requestsPerMinute),
    usualSeconds: first.usualSeconds,
    // An unknown model may be anywhere; the service says so when it is not.
    regions: [],
    lifecycle: { status: 'active', source: first.lifecycle.source, readOn: first.lifecycle.readOn },
    source: first.source,
  };
}

/** Of the sizes that one relative offers, a model with a fixed list before all, those that every relative makes. */
function commonSizes(relatives: readonly ModelDescriptor[], first: ModelDescriptor): SizeLimits {
  if (relatives.length === 1) return first.sizes;
  const { sizes } = relatives.find((model) => model.sizes.kind === 'list') ?? first;
  const common = sizeChoices(sizes)
    .map(({ size }) => size)
    .filter((size) => relatives.every((model) => takesSize(size, model.sizes)));
  if (sizes.kind === 'aspectRatios') {
    const ratios = common.flatMap((size) => (size.kind === 'aspectRatio' ? [size.ratio] : []));
    return { ...sizes, ratios };
  }
  if (sizes.kind === 'ofInput') return sizes;
  const pixels = common.flatMap((size) =>
    size.kind === 'pixels' ? [{ width: size.width, height: size.height }] : [],
  );
  return { kind: 'list', sizes: pixels, default: sizes.default };
}

/** The option with the values that every relative takes; undefined where one of them lacks it. */
function commonOption(
  option: OptionDescriptor,
  relatives: readonly ModelDescriptor[],
): OptionDescriptor | undefined {
  const same = relatives.flatMap(({ options }) => options.filter(({ name }) => name === option.name));
  if (same.length < relatives.length) return undefined;
  if (option.kind === 'choice') {
    return {
      ...option,
      values: option.values.filter((value) => same.every((each) => takesValue(value, each))),
    };
  }
  const ranges = same.filter((each) => each.kind === 'number');
  return {
    ...option,
    min: Math.max(...ranges.map(({ min }) => min)),
    max: Math.min(...ranges.map(({ max }) => max)),
  };
}

/** The end of an ARN or id, without an account number. */
function shortName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
