import { areasOf, boundsOf, coverage } from '../mask/measure';
import { inImage } from '../mask/inImage';
import { unpackMask } from '../mask/runs';
import type { PixelSize } from '../tasks/task';
import type { MaskFacts } from './plan';

export const noMask: MaskFacts = { isEmpty: true, share: 0, areas: 0 };

/** Areas nearer than this, in pixels of the proxy, are edited as one. */
export const JOIN_PX = 16;

/** What there is to know of a mask, in pixels of its image. */
export function maskFacts(packed: Uint8Array | undefined, image: PixelSize | undefined): MaskFacts {
  const mask = packed && unpackMask(packed);
  const bounds = mask && boundsOf(mask);
  if (!bounds || !image) return noMask;
  return {
    isEmpty: false,
    share: coverage(mask).share,
    areas: areasOf(mask, JOIN_PX).length,
    bounds: inImage(bounds, mask, image),
  };
}
