import type { SizeChoice } from '../tasks/task';
import type { ModelDescriptor, SizeLimits } from './descriptor';

export interface NamedSize {
  readonly size: SizeChoice;
  /** The ratio of a size in pixels, such as `16:9`, where it is a plain one. */
  readonly name?: string;
}

/** The sizes worth offering, the default first. */
export function sizeChoices(limits: SizeLimits): readonly NamedSize[] {
  if (limits.kind === 'aspectRatios') {
    return limits.ratios.map((ratio) => ({ size: { kind: 'aspectRatio', ratio } }));
  }
  const sizes = limits.kind === 'list' ? limits.sizes : limits.suggested;
  return sizes.map(({ width, height }) => {
    const name = plainRatio(width, height);
    return { size: { kind: 'pixels', width, height }, ...(name === undefined ? {} : { name }) };
  });
}

function plainRatio(width: number, height: number): string | undefined {
  let [a, b] = [width, height];
  while (b > 0) [a, b] = [b, a % b];
  return width / a <= 21 ? `${width / a}:${height / a}` : undefined;
}

/** AWS's samples keep seeds at or below this, an older limit of its models; the newer range includes it. */
const COMMON_SEED_LIMIT = 858_993_459;

/**
 * A seed of Easel's choosing. Never 0: Stability's models take 0 for "choose one yourself".
 *
 * @param random a number in [0, 1)
 */
export function chooseSeed(random: () => number, { seed }: ModelDescriptor): number {
  const max = Math.min(seed.max, COMMON_SEED_LIMIT);
  return Math.max(1, Math.min(max, 1 + Math.floor(random() * max)));
}

/**
 * A seed for each of several requests, so that they do not return the same image.
 *
 * @param first the user's seed or a chosen one
 * @returns distinct seeds within the model's range, counting up from the first and around its end
 */
export function seedsFrom(first: number, count: number, { seed }: ModelDescriptor): readonly number[] {
  const span = seed.max - seed.min + 1;
  return Array.from({ length: count }, (_, index) => {
    const next = seed.min + ((first - seed.min + index) % span);
    // 0 asks some models for a random seed: only a user's own 0, first in line, is sent.
    return index > 0 && next === 0 ? Math.min(seed.max, count) : next;
  });
}

/** Images for each request, as few requests as the model allows: 7 of 5 are 5 and 2. */
export function planRequests(count: number, { maxImagesPerRequest }: ModelDescriptor): readonly number[] {
  const plan: number[] = [];
  for (let left = count; left > 0; left -= maxImagesPerRequest)
    plan.push(Math.min(left, maxImagesPerRequest));
  return plan;
}
