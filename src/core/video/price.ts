import type { VideoModelDescriptor } from './descriptor';
import type { VideoSize } from './task';

export interface PricedVideo {
  readonly durationSeconds: number;
  readonly size: VideoSize;
}

/**
 * The estimated price of one film.
 *
 * @param overrides the user's own prices per second, by model id; by `<model id>@720p` for one resolution
 * @returns USD, or undefined where no price is known
 */
export function videoPrice(
  model: VideoModelDescriptor,
  { durationSeconds, size }: PricedVideo,
  overrides: Readonly<Record<string, number>>,
): number | undefined {
  const resolution = size.kind === 'ratio' ? size.resolution : undefined;
  const perSecond =
    (resolution === undefined ? undefined : overrides[`${model.id}@${resolution}`]) ??
    overrides[model.id] ??
    model.price?.usdPerSecond.find((rule) => rule.resolution === undefined || rule.resolution === resolution)
      ?.usd;
  // Millionths of a dollar, so that six times $0.08 does not show the binary fractions behind it.
  return perSecond === undefined ? undefined : Math.round(perSecond * durationSeconds * 1e6) / 1e6;
}
