import type { VideoSize } from '../core/video/task';
import type { Words } from './words';

/** `540p` where the ratio is the usual one, else `9:16 540p`; pixels where a model has one size. */
export function sizeText(size: VideoSize): string {
  if (size.kind === 'pixels') return `${size.width} × ${size.height}`;
  return size.ratio === '16:9' ? size.resolution : `${size.ratio} ${size.resolution}`;
}

export function lengthText(seconds: number, { t, format }: Words): string {
  return t('{0} s', format.number(seconds));
}

export function tooManyShotsText(
  { shots, maxShots }: { readonly shots: number; readonly maxShots: number },
  { t, format }: Pick<Words, 't' | 'format'>,
): string {
  return t('There are {0} shots; the model takes {1}.', format.number(shots), format.number(maxShots));
}

/** `about $0.96` for a sentence or a title. */
export function aboutText(priceUsd: number | undefined, { t, format }: Words): string {
  return priceUsd === undefined ? t('price not known') : format.about(priceUsd);
}

/** `$0.96` for a row or a button. */
export function priceText(priceUsd: number | undefined, { t, format }: Words): string {
  return priceUsd === undefined ? t('price not known') : format.price(priceUsd);
}
