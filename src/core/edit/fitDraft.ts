import { inImage } from '../mask/inImage';
import { boundsOf } from '../mask/measure';
import type { Mask } from '../mask/mask';
import type { CropRectangle } from '../pixels/port';
import type { PixelSize } from '../tasks/task';
import { isMasked, type EditDraft } from './draft';
import { fitContext, fitExtended, fitWhole, type Fitting } from './fit';

/**
 * What of the image would be sent, and at which size. Cheap enough to follow every stroke.
 *
 * @param image upright, in pixels
 * @returns undefined where the model takes no image
 */
export function fittingOf(
  draft: Omit<EditDraft, 'mask'>,
  image: PixelSize,
  maskBounds: CropRectangle | undefined,
): Fitting | undefined {
  const { task, model, margins, contextPx } = draft;
  const limits = model.inputs;
  if (!limits) return undefined;
  if (task === 'outpaint') {
    if (model.extendBy !== 'sides') return fitExtended(image, margins, limits);
    // The service grows the image itself, so the image alone is within its limits.
    return fitWhole(image, limits);
  }
  // What is kept around a replaced background must be seen whole.
  if (task !== 'replaceBackground' && isMasked(draft) && maskBounds) {
    return fitContext(image, withFeather(maskBounds, draft.featherPx, image), limits, contextPx);
  }
  return fitWhole(image, limits);
}

/** The blend reaches beyond the mask, and only what the answer shows can be blended. */
function withFeather(bounds: CropRectangle, featherPx: number, image: PixelSize): CropRectangle {
  const left = Math.max(0, bounds.left - featherPx);
  const top = Math.max(0, bounds.top - featherPx);
  return {
    left,
    top,
    width: Math.min(image.width, bounds.left + bounds.width + featherPx) - left,
    height: Math.min(image.height, bounds.top + bounds.height + featherPx) - top,
  };
}

/** The mask's bounds in pixels of the image, whatever size the mask was painted at; undefined for an empty one. */
export function maskBoundsIn(mask: Mask | undefined, image: PixelSize): CropRectangle | undefined {
  const bounds = mask && boundsOf(mask);
  if (!mask || !bounds) return undefined;
  return inImage(bounds, mask, image);
}
