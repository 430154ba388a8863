import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';
import type { DrawnImage } from './draw';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const compress = promisify(deflate);

/** Above this, a smaller file is not worth the time. */
const FAST_ABOVE_PIXELS = 800_000;

export interface EncodableImage extends DrawnImage {
  /** One value a pixel, not multiplied into the colors. */
  readonly alpha?: Uint8Array;
}

/**
 * The file of a picture. PNG is written here, the same bytes on every machine; the others by sharp. JPEG knows no alpha
 * and shows white through.
 */
export async function encodeImage(image: EncodableImage, format: 'png' | 'jpeg' | 'webp'): Promise<Buffer> {
  const { width, height } = image;
  const channels = image.alpha ? 4 : 3;
  const pixels = interleaved(image);
  if (format === 'png') return encodePng({ width, height, channels, pixels });
  const { default: sharp } = await import('sharp');
  const source = sharp(Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength), {
    raw: { width, height, channels },
  });
  const opaque = format === 'jpeg' && channels === 4 ? source.flatten({ background: '#ffffff' }) : source;
  return opaque.toFormat(format, { quality: 90 }).toBuffer();
}

function interleaved({ rgb, alpha }: EncodableImage): Uint8Array {
  if (!alpha) return rgb;
  const rgba = new Uint8Array(alpha.length * 4);
  for (let at = 0; at < alpha.length; at++) {
    rgba[at * 4] = rgb[at * 3] ?? 0;
    rgba[at * 4 + 1] = rgb[at * 3 + 1] ?? 0;
    rgba[at * 4 + 2] = rgb[at * 3 + 2] ?? 0;
    rgba[at * 4 + 3] = alpha[at] ?? 0;
  }
  return rgba;
}

async function encodePng({
  width,
  height,
  channels,
  pixels,
}: {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly pixels: Uint8Array;
}): Promise<Buffer> {
  const stride = width * channels;
  const rows = Buffer.alloc((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    const at = y * (stride + 1);
    const row = pixels.subarray(y * stride, (y + 1) * stride);
    // Flat areas and gradients that run downwards vanish against the row above.
    if (y === 0) {
      rows.set(row, at + 1);
      continue;
    }
    rows[at] = 2;
    const above = (y - 1) * stride;
    for (let x = 0; x < stride; x++) rows[at + 1 + x] = (row[x] ?? 0) - (pixels[above + x] ?? 0);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, channels === 4 ? 6 : 2, 0, 0, 0], 8);
  const data = await compress(rows, { level: width * height > FAST_ABOVE_PIXELS ? 1 : 6 });
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const framed = Buffer.alloc(12 + data.length);
  framed.writeUInt32BE(data.length, 0);
  framed.write(type, 4, 'latin1');
  data.copy(framed, 8);
  framed.writeUInt32BE(crc32(framed.subarray(4, 8 + data.length)), 8 + data.length);
  return framed;
}
