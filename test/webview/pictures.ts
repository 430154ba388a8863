import { deflateSync } from 'node:zlib';

type Rgba = readonly [number, number, number, number];

/** @returns a PNG drawn by a function of the place */
export function drawPng(width: number, height: number, colorAt: (x: number, y: number) => Rgba): Uint8Array {
  const rows = Buffer.alloc(height * (1 + width * 4));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows.set(colorAt(x, y), y * (1 + width * 4) + 1 + x * 4);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits for each of red, green, blue and alpha.
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return new Uint8Array(
    Buffer.concat([
      signature,
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(rows, { level: 1 })),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  );
}

/** White, black and a busy picture: a mask has to show on each. */
export const samplePictures = {
  white: (): Rgba => [255, 255, 255, 255],
  black: (): Rgba => [0, 0, 0, 255],
  busy: (x: number, y: number): Rgba => [
    (x * 7 + y * 13) % 256,
    ((x >> 3) ^ (y >> 3)) % 2 === 0 ? 230 : 40,
    (x * y) % 256,
    255,
  ],
  /** A red square in the middle of blue, its left upper corner transparent. */
  square: (x: number, y: number): Rgba => {
    if (x < 20 && y < 20) return [0, 0, 0, 0];
    return x >= 100 && x < 200 && y >= 75 && y < 225 ? [220, 30, 30, 255] : [40, 60, 200, 255];
  },
} as const;

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ -1) >>> 0;
}
