import type { OptionValues, SizeChoice } from '../tasks/task';
import type { ModelDescriptor } from './descriptor';

/** The choices that a price can depend on. */
export interface PricedChoices {
  readonly size?: SizeChoice;
  readonly options?: OptionValues;
}

/**
 * The estimated price of one image.
 *
 * @param overrides the user's own prices, by model id
 * @returns USD, or undefined where no price is known
 */
export function priceOf(
  model: ModelDescriptor,
  overrides: Readonly<Record<string, number>>,
  choices: PricedChoices = {},
): number | undefined {
  const own = overrides[model.id];
  if (own !== undefined) return own;
  const { size, options } = choices;
  const sidePx = longerSidePx(size, model);
  const quality = options?.['quality'];
  const rule = model.price?.rules.find(
    ({ when }) =>
      (when?.maxSidePx === undefined || sidePx <= when.maxSidePx) &&
      (when?.quality === undefined || when.quality === (quality ?? 'standard')),
  );
  return rule?.usdPerImage;
}

/** Without a choice, the model's default size is what would be sent. */
function longerSidePx(size: SizeChoice | undefined, { sizes }: ModelDescriptor): number {
  if (size?.kind === 'pixels') return Math.max(size.width, size.height);
  return sizes.kind === 'aspectRatios' || sizes.kind === 'ofInput'
    ? 0
    : Math.max(sizes.default.width, sizes.default.height);
}

/** The estimated price of several images of one prompt, in USD; undefined where no price is known. */
export function estimate(
  model: ModelDescriptor,
  request: PricedChoices & { readonly count: number },
  overrides: Readonly<Record<string, number>>,
): number | undefined {
  const each = priceOf(model, overrides, request);
  // Millionths of a dollar, so that three times $0.07 does not show as $0.21000000000000002.
  return each === undefined ? undefined : Math.round(each * request.count * 1e6) / 1e6;
}
