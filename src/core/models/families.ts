import type { ModelDescriptor, ModelFamily } from './descriptor';

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
  const commonOptions = first.options.filter((option) =>
    relatives.every((model) => model.options.some(({ name }) => name === option.name)),
  );
  return {
    id,
    name: shortName(id),
    provider: first.provider,
    family,
    profileIds: [],
    tasks: ['textToImage'],
    prompt: { minLength: 1, maxLength: smallest((model) => model.prompt.maxLength) },
    ...(relatives.every((model) => model.negativePrompt)
      ? {
          negativePrompt: {
            minLength: 1,
            maxLength: smallest((model) => model.negativePrompt?.maxLength ?? 0),
          },
        }
      : {}),
    sizes: first.sizes,
    maxImagesPerRequest: smallest((model) => model.maxImagesPerRequest),
    seed: { min: 0, max: smallest((model) => model.seed.max) },
    options: commonOptions,
    requestsPerMinute: smallest((model) => model.requestsPerMinute),
    usualSeconds: first.usualSeconds,
    // An unknown model may be anywhere; the service says so when it is not.
    regions: [],
    lifecycle: { status: 'active', source: first.lifecycle.source, readOn: first.lifecycle.readOn },
    source: first.source,
  };
}

/** The end of an ARN or id, without an account number. */
function shortName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
