/** Types that people have and sharp's WebAssembly build does not read, by how their files begin. */
const UNREADABLE: readonly (readonly [name: string, offset: number, ...starts: string[]])[] = [
  ['BMP', 0, 'BM'],
  // https://nokiatech.github.io/heif/technical.html: the brand at byte 8 says how the image is compressed.
  ['HEIC', 4, 'ftypheic', 'ftypheix', 'ftyphevc', 'ftyphevx', 'ftypheim', 'ftypheis'],
  ['JPEG XL', 0, '\xff\x0a', '\x00\x00\x00\x0cJXL '],
  ['PDF', 0, '%PDF'],
  ['A Photoshop document', 0, '8BPS'],
  ['An icon file', 0, '\x00\x00\x01\x00'],
];

/** @returns the type's name where the bytes are of one that cannot be read */
export function nameOfUnreadable(bytes: Uint8Array): string | undefined {
  const found = UNREADABLE.find(([, offset, ...starts]) =>
    starts.some((start) => latin1(bytes, offset, start.length) === start),
  );
  return found?.[0];
}

/**
 * True where a frame is compressed with loss: a chunk `VP8 `, also inside an animation's frame.
 *
 * @see https://developers.google.com/speed/webp/docs/riff_container
 */
export function isLossyWebp(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 12;
  while (at + 8 <= bytes.length) {
    const name = latin1(bytes, at, 4);
    if (name === 'VP8 ') return true;
    if (name === 'VP8L') return false;
    // A frame holds chunks of its own after 16 bytes.
    if (name === 'ANMF') {
      at += 8 + 16;
      continue;
    }
    const length = view.getUint32(at + 4, true);
    at += 8 + length + (length % 2);
  }
  return true;
}

/** Compressions with loss: JPEG of either kind, JPEG 2000, WebP. */
const TIFF_LOSSY: ReadonlySet<number> = new Set([6, 7, 34_712, 50_001]);
const TIFF_COMPRESSION_TAG = 259;

/**
 * True where the first picture of a TIFF is compressed with loss. BigTIFF is taken for lossy: it is rare, and to say so
 * is the safe side.
 *
 * @see https://www.loc.gov/preservation/digital/formats/content/tiff_tags.shtml
 */
export function isLossyTiff(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLittle = latin1(bytes, 0, 2) === 'II';
  try {
    if (view.getUint16(2, isLittle) !== 42) return true;
    const directory = view.getUint32(4, isLittle);
    const count = view.getUint16(directory, isLittle);
    for (let entry = directory + 2; entry < directory + 2 + count * 12; entry += 12) {
      if (view.getUint16(entry, isLittle) !== TIFF_COMPRESSION_TAG) continue;
      return TIFF_LOSSY.has(view.getUint16(entry + 8, isLittle));
    }
    return false;
  } catch {
    // A directory that points beyond the file; sharp has read the picture all the same.
    return true;
  }
}

function latin1(bytes: Uint8Array, offset: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + length));
}
