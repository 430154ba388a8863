import type { Picture } from './picture';

/** What is known of a picture file without its pixels. */
export interface PictureFacts {
  readonly width: number;
  readonly height: number;
  readonly bitsPerChannel: number;
  readonly isRgb: boolean;
}

export type FileFormat = 'png' | 'jpeg' | 'webp';

/** By its first bytes, as a service would, whatever it is called. */
export function formatOf(bytes: Uint8Array): FileFormat | undefined {
  const starts = (text: string, at = 0): boolean =>
    Array.from(text).every((letter, index) => bytes[at + index] === letter.charCodeAt(0));
  if (starts('\x89PNG\r\n\x1a\n')) return 'png';
  if (starts('\xff\xd8\xff')) return 'jpeg';
  return starts('RIFF') && starts('WEBP', 8) ? 'webp' : undefined;
}

/** @returns undefined when it is no readable picture */
export async function inspectPicture(bytes: Uint8Array): Promise<PictureFacts | undefined> {
  const { default: sharp } = await import('sharp');
  try {
    const { width, height, depth, space } = await sharp(bytes).metadata();
    return {
      width,
      height,
      bitsPerChannel: depth === 'uchar' ? 8 : 16,
      isRgb: space === 'srgb' || space === 'rgb',
    };
  } catch {
    return undefined;
  }
}

/**
 * The pixels as they lie in the file: no rotation by EXIF, for the services are not known to apply it.
 *
 * @returns undefined when the file is damaged; `alpha` only where a pixel is not opaque
 */
export async function decodePicture(bytes: Uint8Array): Promise<Picture | undefined> {
  const { default: sharp } = await import('sharp');
  try {
    const { data, info } = await sharp(bytes)
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return separated(data, info);
  } catch {
    return undefined;
  }
}

function separated(
  data: Uint8Array,
  { width, height, channels }: { readonly width: number; readonly height: number; readonly channels: number },
): Picture {
  if (channels === 3) return { width, height, rgb: data };
  const count = width * height;
  const rgb = new Uint8Array(count * 3);
  const alpha = new Uint8Array(count);
  const colors = channels < 3 ? 1 : 3;
  let isOpaque = true;
  for (let at = 0; at < count; at++) {
    for (let channel = 0; channel < 3; channel++) {
      rgb[at * 3 + channel] = data[at * channels + Math.min(channel, colors - 1)] ?? 0;
    }
    const opacity = channels === colors ? 255 : (data[at * channels + colors] ?? 255);
    alpha[at] = opacity;
    if (opacity !== 255) isOpaque = false;
  }
  return isOpaque ? { width, height, rgb } : { width, height, rgb, alpha };
}
