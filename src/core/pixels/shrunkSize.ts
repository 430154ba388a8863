import type { PixelSize } from '../tasks/task';
import type { ShrinkOrder } from './port';

/** @returns the size that a picture has after `shrink`: in proportion, never enlarged, at least a pixel a side */
export function shrunkSize({ width, height }: PixelSize, { maxSidePx, maxPixels }: ShrinkOrder): PixelSize {
  const scale = Math.min(1, maxSidePx / Math.max(width, height), Math.sqrt(maxPixels / (width * height)));
  const shrunk = (length: number): number => Math.max(1, Math.floor(length * scale));
  return { width: shrunk(width), height: shrunk(height) };
}
