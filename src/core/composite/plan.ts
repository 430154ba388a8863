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

interface Size {
  readonly width: number;
  readonly height: number;
}

const NO_GROWTH: CanvasGrowth = { left: 0, top: 0, right: 0, bottom: 0 };

/**
 * Works out the canvas and the weights. Only the area that the answer shows is ever edited: mask beyond it has nothing
 * to be filled with, and stays as it is.
 *
 * @throws RangeError for an area that misses the canvas, or numbers that are not whole
 */
export function planComposite(
  picture: Size,
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
  return {
    width,
    height,
    at,
    weights: {
      region,
      data: featherWeights(maskOver(region, at, picture, order.mask), order.featherPx).data,
    },
    answerPart: { ...region, left: region.left - placed.left, top: region.top - placed.top },
  };
}

/** The mask over the region, in pixels of the picture; what lies beyond the picture is new, and mask. */
function maskOver(region: Rectangle, at: Offset, picture: Size, mask: Mask): Mask {
  const cut = createMask(region.width, region.height);
  const part = clip(
    { ...region, left: region.left - at.left, top: region.top - at.top },
    picture.width,
    picture.height,
  );
  if (!part) {
    cut.data.fill(255);
    return cut;
  }
  const known = scaledPart(mask, picture, part);
  const left = part.left + at.left - region.left;
  const top = part.top + at.top - region.top;
  for (let y = 0; y < region.height; y++) {
    const row = cut.data.subarray(y * region.width, (y + 1) * region.width);
    const isKnown = y >= top && y < top + part.height;
    if (!isKnown || part.width < region.width) row.fill(255);
    if (isKnown) row.set(known.data.subarray((y - top) * part.width, (y - top + 1) * part.width), left);
  }
  return cut;
}

/** One part of the mask scaled to the picture. A large picture's whole mask would take longer than all the rest. */
function scaledPart(mask: Mask, picture: Size, part: Rectangle): Mask {
  const cut = createMask(part.width, part.height);
  if (mask.width > picture.width || mask.height > picture.height) {
    copyPart(scaleMask(mask, picture.width, picture.height), part, cut);
  } else if (mask.width === picture.width && mask.height === picture.height) {
    copyPart(mask, part, cut);
  } else {
    interpolatePart(mask, picture, part, cut);
  }
  return cut;
}

function copyPart(mask: Mask, part: Rectangle, into: Mask): void {
  for (let y = 0; y < part.height; y++) {
    const from = (part.top + y) * mask.width + part.left;
    into.data.set(mask.data.subarray(from, from + part.width), y * part.width);
  }
}

/** Linear between the centers of the mask's pixels, as the whole mask is scaled elsewhere. */
function interpolatePart(mask: Mask, picture: Size, part: Rectangle, into: Mask): void {
  const columns = stopsOf(part.left, part.width, picture.width, mask.width);
  const rows = stopsOf(part.top, part.height, picture.height, mask.height);
  for (let y = 0, at = 0; y < part.height; y++) {
    const upper = (rows.first[y] ?? 0) * mask.width;
    const lower = (rows.second[y] ?? 0) * mask.width;
    const shareY = rows.share[y] ?? 0;
    for (let x = 0; x < part.width; x++, at++) {
      const left = columns.first[x] ?? 0;
      const right = columns.second[x] ?? 0;
      const shareX = columns.share[x] ?? 0;
      const topLeft = mask.data[upper + left] ?? 0;
      const topRight = mask.data[upper + right] ?? 0;
      const bottomLeft = mask.data[lower + left] ?? 0;
      const bottomRight = mask.data[lower + right] ?? 0;
      // Most of a mask is even.
      if (topLeft === topRight && topLeft === bottomLeft && topLeft === bottomRight) {
        into.data[at] = topLeft;
        continue;
      }
      const above = topLeft + (topRight - topLeft) * shareX;
      const below = bottomLeft + (bottomRight - bottomLeft) * shareX;
      into.data[at] = Math.round(above + (below - above) * shareY);
    }
  }
}

/** For each pixel of one side, the two of the mask between whose centers it lies, and how far it is along. */
function stopsOf(
  start: number,
  length: number,
  pictureSide: number,
  maskSide: number,
): { readonly first: Uint32Array; readonly second: Uint32Array; readonly share: Float64Array } {
  const first = new Uint32Array(length);
  const second = new Uint32Array(length);
  const share = new Float64Array(length);
  for (let pixel = 0; pixel < length; pixel++) {
    const center = ((start + pixel + 0.5) * maskSide) / pictureSide - 0.5;
    const position = Math.max(0, Math.min(maskSide - 1, center));
    first[pixel] = Math.floor(position);
    second[pixel] = Math.min(maskSide - 1, Math.floor(position) + 1);
    share[pixel] = position - Math.floor(position);
  }
  return { first, second, share };
}
