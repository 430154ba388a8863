import sharp, { type Sharp } from 'sharp';
import type { RgbaPixels } from '../core/pixels/port';
import { isOpaque } from './decode';

/** Small enough a file in little time; more effort takes twice as long for a tenth less. */
const PNG_LEVEL = 3;

/** Pixels as sharp takes them. */
export function fromPixels({ width, height, data }: RgbaPixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 4 }, limitInputPixels: false });
}

/** A PNG with exactly these pixels; without an alpha channel where all of them are opaque. */
export async function encodePng(pixels: RgbaPixels): Promise<Buffer> {
  const image = isOpaque(pixels) ? fromPixels(pixels).removeAlpha() : fromPixels(pixels);
  return image.png({ compressionLevel: PNG_LEVEL, adaptiveFiltering: true }).toBuffer();
}

/** A PNG of something to look at once: a larger file in a quarter of the time. */
export async function quickPng(pixels: RgbaPixels, maxSidePx: number): Promise<Buffer> {
  const whole = isOpaque(pixels) ? fromPixels(pixels).removeAlpha() : fromPixels(pixels);
  const isSmallEnough = Math.max(pixels.width, pixels.height) <= maxSidePx;
  const image = isSmallEnough ? whole : whole.resize(maxSidePx, maxSidePx, { fit: 'inside' });
  return image.png({ compressionLevel: 1 }).toBuffer();
}

/** Scaled to exactly this size; smoothly when it grows, sharply when it shrinks. */
export function scaled(
  image: Sharp,
  from: { readonly width: number; readonly height: number },
  width: number,
  height: number,
): Sharp {
  if (from.width === width && from.height === height) return image;
  const isGrowing = width * height > from.width * from.height;
  return image.resize(width, height, { fit: 'fill', kernel: isGrowing ? 'cubic' : 'lanczos3' });
}
