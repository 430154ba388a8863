import type { Pixels } from '../../../src/core/mask/wand';
import type { Size } from './view';

/** A decoded picture; with smaller copies, drawing never shrinks one by more than half, which is fast and smooth. */
export interface LoadedPicture extends Size {
  /** From large to small. */
  readonly levels: readonly ImageBitmap[];
  /** Frees the memory; it must not be drawn any more. */
  close(): void;
}

/** What is shown has at most so many pixels on a side, as the proxy of a mask. */
const largestSide = 4096;
/** A side below which no smaller copy is made. */
const smallestSide = 256;

/**
 * Loads a picture that the host offers, without its smaller copies.
 *
 * @returns the caller owns it; throws when it cannot be loaded or decoded
 */
export async function loadPicture(url: string): Promise<LoadedPicture> {
  const image = new Image();
  // The files come from another origin than the page; without this their pixels could be shown but not read.
  image.crossOrigin = 'anonymous';
  image.src = url;
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const scale = Math.min(1, largestSide / Math.max(width, height));
  const options: ImageBitmapOptions =
    scale === 1
      ? {}
      : {
          resizeWidth: Math.round(width * scale),
          resizeHeight: Math.round(height * scale),
          resizeQuality: 'high',
        };
  return pictureOf({ width, height }, [await createImageBitmap(image, options)]);
}

/** @returns the picture with its smaller copies, to be used and closed in its place */
export async function withSmaller(picture: LoadedPicture): Promise<LoadedPicture> {
  const levels = [...picture.levels];
  for (let last = levels[0]; last !== undefined && Math.max(last.width, last.height) > smallestSide * 2;) {
    last = await createImageBitmap(last, {
      resizeWidth: Math.max(1, Math.round(last.width / 2)),
      resizeHeight: Math.max(1, Math.round(last.height / 2)),
      resizeQuality: 'medium',
    });
    levels.push(last);
  }
  return pictureOf(picture, levels);
}

function pictureOf({ width, height }: Size, levels: readonly ImageBitmap[]): LoadedPicture {
  return {
    width,
    height,
    levels,
    close: () => {
      for (const level of levels) level.close();
    },
  };
}

/** @returns the smallest level that still has a pixel for each of the screen */
export function levelFor({ levels }: LoadedPicture, screenWidth: number): ImageBitmap | undefined {
  return levels.findLast((level) => level.width >= screenWidth) ?? levels[0];
}

/** @returns the pixels at the size of the proxy; undefined when the browser keeps them from the page */
export function readPixels({ levels }: LoadedPicture, size: Size): Pixels | undefined {
  const [bitmap] = levels;
  const context = new OffscreenCanvas(size.width, size.height).getContext('2d', { willReadFrequently: true });
  if (bitmap === undefined || context === null) return undefined;
  context.drawImage(bitmap, 0, 0, size.width, size.height);
  return context.getImageData(0, 0, size.width, size.height);
}
