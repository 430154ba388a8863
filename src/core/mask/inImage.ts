import type { PixelSize } from '../tasks/task';
import type { Mask, Rectangle } from './mask';

/** A rectangle of the mask in pixels of the image, never empty. */
export function inImage(
  bounds: Rectangle,
  mask: Pick<Mask, 'width' | 'height'>,
  image: PixelSize,
): Rectangle {
  const across = image.width / mask.width;
  const down = image.height / mask.height;
  const left = Math.floor(bounds.left * across);
  const top = Math.floor(bounds.top * down);
  return {
    left,
    top,
    width: Math.max(1, Math.min(image.width, Math.ceil((bounds.left + bounds.width) * across)) - left),
    height: Math.max(1, Math.min(image.height, Math.ceil((bounds.top + bounds.height) * down)) - top),
  };
}
