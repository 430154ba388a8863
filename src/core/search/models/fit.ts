import type { PixelSize } from '../../tasks/task';
import type { EmbeddingImageLimits } from './descriptor';

/** The size at which an image is sent: never enlarged, within the model's limits and no larger than is of use. */
export function fitForEmbedding({ width, height }: PixelSize, limits: EmbeddingImageLimits): PixelSize {
  const side = Math.min(limits.maxSidePx, limits.usefulSidePx);
  const scale = Math.min(1, side / Math.max(width, height), Math.sqrt(limits.maxPixels / (width * height)));
  const fitted = (length: number): number => Math.max(1, Math.floor(length * scale));
  return { width: fitted(width), height: fitted(height) };
}
