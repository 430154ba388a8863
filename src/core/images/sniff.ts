import { sniffGif } from './gif';
import { sniffJpeg } from './jpeg';
import { sniffPng } from './png';
import { sniffWebp } from './webp';

/** What the bytes say they are, whatever a name or a header claimed. */
export interface SniffedImage {
  readonly type: 'png' | 'jpeg' | 'webp' | 'gif';
  /** In pixels, as encoded: an EXIF rotation is not applied. */
  readonly width: number;
  readonly height: number;
  /** False where the file ends before the image does, or its frame is damaged. */
  readonly isComplete: boolean;
}

/**
 * Type and size of an image from its structure; no pixel is decoded, and two megabytes take about a millisecond.
 * What stands behind the image's end is ignored, as viewers ignore it.
 *
 * @param bytes not changed, not kept
 * @returns undefined for bytes that are no PNG, JPEG, WebP or GIF, or too few to say the size
 */
export function sniffImage(bytes: Uint8Array): SniffedImage | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const image = sniffPng(view, bytes) ?? sniffJpeg(view, bytes) ?? sniffWebp(view) ?? sniffGif(view);
  return image && image.width > 0 && image.height > 0 ? image : undefined;
}
