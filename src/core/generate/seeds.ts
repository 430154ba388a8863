import type { ModelDescriptor } from '../models/descriptor';

/**
 * Seeds of our choosing stay below this: the pages of Amazon's image models allow more, AWS's own samples do not.
 * https://github.com/awsdocs/aws-doc-sdk-examples (Titan and Nova Canvas samples)
 */
const MAX_CHOSEN_SEED = 858_993_459;

/**
 * One seed for each request, far enough apart that no two requests share an image even where a model counts up from
 * the request's seed for the images of one request.
 *
 * @param counts images of each request
 * @param given the user's seed, for the first request as it is; undefined for random seeds
 */
export function chooseSeeds(
  counts: readonly number[],
  { seed: limits }: Pick<ModelDescriptor, 'seed'>,
  given: number | undefined,
  random: () => number,
): readonly number[] {
  // Services take 0 for "random", so it is sent only when the user asks for it.
  const lowest = Math.max(limits.min, 1);
  if (given !== undefined) {
    let next = given;
    return counts.map((count, index) => {
      const seed = index > 0 && next > limits.max ? lowest + (next - limits.max - 1) : next;
      next = seed + count;
      return seed;
    });
  }
  const highest = Math.min(limits.max, MAX_CHOSEN_SEED);
  const chosen: { readonly from: number; readonly to: number }[] = [];
  for (const count of counts) {
    let from = lowest + Math.floor(random() * (highest - lowest + 1));
    // Bounded, in case a model has fewer seeds than images are asked for.
    for (let step = 0; step <= 2 * chosen.length; step++) {
      const taken = chosen.find((each) => from < each.to && each.from < from + count);
      if (!taken) break;
      from = taken.to + count - 1 > highest ? lowest : taken.to;
    }
    chosen.push({ from, to: from + count });
  }
  return chosen.map(({ from }) => from);
}
