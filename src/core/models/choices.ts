import type { SizeChoice } from '../tasks/task';
import type { ModelDescriptor, OptionDescriptor, SizeLimits } from './descriptor';

export interface NamedSize {
  readonly size: SizeChoice;
  /** The ratio of a size in pixels, such as `16:9`, where it is a plain one. */
  readonly name?: string;
}

/** Beyond it a ratio such as 127:40 tells less than the pixels do. */
const LARGEST_PLAIN_PART = 21;

/** The sizes worth offering, the default first. */
export function sizeChoices(limits: SizeLimits): readonly NamedSize[] {
  if (limits.kind === 'ofInput') return [];
  if (limits.kind === 'aspectRatios') {
    return [...new Set([limits.default, ...limits.ratios])].map((ratio) => ({
      size: { kind: 'aspectRatio', ratio },
    }));
  }
  const { width, height } = limits.default;
  const sizes = limits.kind === 'list' ? limits.sizes : limits.suggested;
  const others = sizes.filter((size) => size.width !== width || size.height !== height);
  return [limits.default, ...others].map((size) => {
    const name = plainRatio(size.width, size.height);
    return {
      size: { kind: 'pixels', width: size.width, height: size.height },
      ...(name === undefined ? {} : { name }),
    };
  });
}

function plainRatio(width: number, height: number): string | undefined {
  let [a, b] = [width, height];
  while (b > 0) [a, b] = [b, a % b];
  return Math.max(width, height) / a <= LARGEST_PLAIN_PART ? `${width / a}:${height / a}` : undefined;
}

/** True where the model makes images of exactly this size. */
export function takesSize(size: SizeChoice, limits: SizeLimits): boolean {
  if (limits.kind === 'aspectRatios') {
    return size.kind === 'aspectRatio' && limits.ratios.includes(size.ratio);
  }
  if (size.kind !== 'pixels' || limits.kind === 'ofInput') return false;
  const { width, height } = size;
  if (limits.kind === 'list') {
    return limits.sizes.some((each) => each.width === width && each.height === height);
  }
  const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
  return (
    shorter >= limits.minSidePx &&
    longer <= limits.maxSidePx &&
    width % limits.multipleOf === 0 &&
    height % limits.multipleOf === 0 &&
    width * height < limits.pixelCountBelow &&
    longer <= limits.maxAspectRatio * shorter
  );
}

/** What the model makes when nobody chooses; always sent, because the service's own defaults are not reliable. Undefined where the size follows from the input. */
export function defaultSize(limits: SizeLimits): SizeChoice | undefined {
  if (limits.kind === 'ofInput') return undefined;
  return limits.kind === 'aspectRatios'
    ? { kind: 'aspectRatio', ratio: limits.default }
    : { kind: 'pixels', width: limits.default.width, height: limits.default.height };
}

/** The wanted size where the model has it, else the model's default. */
export function fitSize(
  wanted: SizeChoice | undefined,
  { sizes }: Pick<ModelDescriptor, 'sizes'>,
): SizeChoice | undefined {
  return wanted && takesSize(wanted, sizes) ? wanted : defaultSize(sizes);
}

/** True where the option has this value, or its range includes it. */
export function takesValue(value: unknown, option: OptionDescriptor): value is string | number {
  return option.kind === 'choice'
    ? typeof value === 'string' && option.values.includes(value)
    : typeof value === 'number' && value >= option.min && value <= option.max;
}
