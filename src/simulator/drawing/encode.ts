import { crc32, deflateSync } from 'node:zlib';
import type { DrawnImage } from './draw';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The file of a drawn picture. PNG is written here, the same bytes on every machine; the others by sharp. */
export async function encodeImage(image: DrawnImage, format: 'png' | 'jpeg' | 'webp'): Promise<Buffer> {
  if (format === 'png') return encodePng(image);
  const { default: sharp } = await import('sharp');
  const { width, height, rgb } = image;
  return sharp(Buffer.from(rgb.buffer, rgb.byteOffset, rgb.byteLength), {
    raw: { width, height, channels: 3 },
  })
    .toFormat(format, { quality: 90 })
    .toBuffer();
}

function encodePng({ width, height, rgb }: DrawnImage): Buffer {
  const stride = width * 3;
  const rows = Buffer.alloc((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    const at = y * (stride + 1);
    const row = rgb.subarray(y * stride, (y + 1) * stride);
    // Flat areas and gradients that run downwards vanish against the row above.
    if (y === 0) {
      rows.set(row, at + 1);
      continue;
    }
    rows[at] = 2;
    const above = (y - 1) * stride;
    for (let x = 0; x < stride; x++) rows[at + 1 + x] = (row[x] ?? 0) - (rgb[above + x] ?? 0);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 6 })),
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
