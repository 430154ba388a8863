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

function latin1(bytes: Uint8Array, offset: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + length));
}
