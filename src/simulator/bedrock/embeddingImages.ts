import { Refusal, validation } from '../errors';
import type { Picture } from '../pictures/picture';

export type EmbeddingFormat = 'png' | 'jpeg' | 'gif' | 'webp';

/** A picture as a model sees it, and the size of its file's own pixels. */
export interface SeenPicture {
  /** Opaque, and smaller than the file where that is large. */
  readonly picture: Picture;
  readonly width: number;
  readonly height: number;
}

export interface EmbeddingImageRules {
  readonly formats: readonly EmbeddingFormat[];
  readonly maxSidePx?: number;
  readonly maxBytes?: number;
}

/** More than this changes nothing in what is measured. */
const SEEN_SIDE_PX = 640;

/**
 * Reads one picture of a request.
 *
 * @param name the field's, for the complaint
 * @param said the format that the request gives for it
 * @throws Refusal as the service would refuse it
 */
export async function seePicture(
  base64: string,
  name: string,
  rules: EmbeddingImageRules,
  said?: EmbeddingFormat,
): Promise<SeenPicture> {
  const bytes = bytesOf(base64, name);
  if (bytes.length > (rules.maxBytes ?? Infinity)) {
    throw validation(`The ${name} must be at most ${rules.maxBytes} bytes, found ${bytes.length}.`);
  }
  const format = formatOf(bytes);
  if (format === undefined || !rules.formats.includes(format)) {
    throw validation(
      `The ${name} has an unsupported format. Supported formats: ${rules.formats.join(', ')}.`,
    );
  }
  if (said !== undefined && said !== format) {
    throw validation(`The ${name} does not match its format: expected ${said}, found ${format}.`);
  }
  const { default: sharp } = await import('sharp');
  try {
    const { width, height } = await sharp(bytes).metadata();
    if (Math.max(width, height) > (rules.maxSidePx ?? Infinity)) {
      throw validation(
        `Each side of the ${name} must be at most ${rules.maxSidePx} pixels, found ${width} x ${height}.`,
      );
    }
    const { data, info } = await sharp(bytes)
      .resize({ width: SEEN_SIDE_PX, height: SEEN_SIDE_PX, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return {
      picture: { width: info.width, height: info.height, rgb: inColor(data, info.channels) },
      width,
      height,
    };
  } catch (cause) {
    // What is refused above goes on; anything else is what the decoder says of a damaged file.
    throw cause instanceof Refusal ? cause : validation(`The ${name} could not be decoded.`);
  }
}

/** @throws Refusal for what is not base64 */
export function bytesOf(base64: string, name: string): Buffer {
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) {
    throw validation(`The ${name} is not valid base64.`);
  }
  return Buffer.from(base64, 'base64');
}

function inColor(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return data;
  return Uint8Array.from(
    { length: (data.length / channels) * 3 },
    (_, at) => data[Math.floor(at / 3) * channels] ?? 0,
  );
}

function formatOf(bytes: Buffer): EmbeddingFormat | undefined {
  const starts = (text: string, at = 0): boolean => bytes.toString('latin1', at, at + text.length) === text;
  if (starts('\x89PNG\r\n\x1a\n')) return 'png';
  if (starts('\xff\xd8\xff')) return 'jpeg';
  if (starts('GIF87a') || starts('GIF89a')) return 'gif';
  return starts('RIFF') && starts('WEBP', 8) ? 'webp' : undefined;
}
