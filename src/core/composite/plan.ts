import { clip, createMask, type Mask, type Rectangle } from '../mask/mask';
import { featherWeights } from '../mask/outside';
import { scaleMask } from '../mask/scale';
import type { CanvasGrowth, CompositeOrder } from '../pixels/port';
import type { Offset, Weights } from './weights';

/** Where everything goes, in pixels of the result's canvas. */
export interface CompositePlan {
  readonly width: number;
  readonly height: number;
  /** Where the original lies. */
  readonly at: Offset;
  readonly weights: Weights;
  /** The part of the answer that falls on the region, in pixels of the answer scaled to the order's area. */
  readonly answerPart: Rectangle;
}

const NO_GROWTH: CanvasGrowth = { left: 0, top: 0, right: 0, bottom: 0 };

/**
 * Works out the canvas and the weights. Only the area that the answer shows is ever edited: mask beyond it has nothing
 * to be filled with, and stays as it is.
 *
 * @throws RangeError for an area that misses the canvas, or numbers that are not whole
 */
export function planComposite(
  picture: { readonly width: number; readonly height: number },
  order: Pick<CompositeOrder, 'mask' | 'area' | 'featherPx' | 'extend'>,
): CompositePlan {
  const { area, extend = NO_GROWTH } = order;
  const growth = [extend.left, extend.top, extend.right, extend.bottom];
  const numbers = [area.left, area.top, area.width, area.height, ...growth];
  if (!numbers.every((value) => Number.isSafeInteger(value)) || Math.min(...growth) < 0) {
    throw new RangeError('An area of whole pixels is needed');
  }
  const at = { left: extend.left, top: extend.top };
  const width = extend.left + picture.width + extend.right;
  const height = extend.top + picture.height + extend.bottom;
  const placed = { ...area, left: area.left + at.left, top: area.top + at.top };
  const region = clip(placed, width, height);
  if (!region) throw new RangeError('The area misses the picture');
  const scaled =
    order.mask.width === picture.width && order.mask.height === picture.height
      ? order.mask
      : scaleMask(order.mask, picture.width, picture.height);
  return {
    width,
    height,
    at,
    weights: { region, data: featherWeights(cutMask(scaled, at, region), order.featherPx).data },
    answerPart: { ...region, left: region.left - placed.left, top: region.top - placed.top },
  };
}

/** The mask over the region; what lies beyond the picture is new, and mask. */
function cutMask(mask: Mask, at: Offset, region: Rectangle): Mask {
  const cut = createMask(region.width, region.height);
  for (let y = 0; y < region.height; y++) {
    const row = cut.data.subarray(y * region.width, (y + 1) * region.width);
    row.fill(255);
    const maskY = region.top + y - at.top;
    if (maskY < 0 || maskY >= mask.height) continue;
    const first = Math.max(0, region.left - at.left);
    const end = Math.min(mask.width, region.left - at.left + region.width);
    if (end <= first) continue;
    const from = maskY * mask.width;
    row.set(mask.data.subarray(from + first, from + end), first + at.left - region.left);
  }
  return cut;
}
