import type { PixelSize } from '../../tasks/task';
import type { ShrinkOrder } from '../../pixels/port';
import { shrunkSize } from '../../pixels/shrunkSize';
import type { EmbeddingImageLimits } from './descriptor';

/** What is asked of a picture that a model is to look at: within its limits, and no larger than is of use. */
export function shrinkFor({ maxSidePx, usefulSidePx, maxPixels }: EmbeddingImageLimits): ShrinkOrder {
  return { maxSidePx: Math.min(maxSidePx, usefulSidePx), maxPixels };
}

/** The size at which an image is sent. */
export function fitForEmbedding(size: PixelSize, limits: EmbeddingImageLimits): PixelSize {
  return shrunkSize(size, shrinkFor(limits));
}
