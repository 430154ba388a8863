import { asciiAt } from './ascii';
import type { SniffedImage } from './sniff';

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;

/** @see https://www.w3.org/Graphics/GIF/spec-gif89a.txt */
export function sniffGif(view: DataView): SniffedImage | undefined {
  if (view.byteLength < 13 || !/^GIF8[79]a$/.test(asciiAt(view, 0, 6))) return undefined;
  return {
    type: 'gif',
    width: view.getUint16(6, true),
    height: view.getUint16(8, true),
    isComplete: reachesTrailer(view),
  };
}

function reachesTrailer(view: DataView): boolean {
  let hasImage = false;
  let at = 13 + colorTableBytes(view.getUint8(10));
  while (at < view.byteLength) {
    const kind = view.getUint8(at);
    if (kind === TRAILER) return hasImage;
    if (kind === EXTENSION) {
      at = endOfBlocks(view, at + 2);
    } else if (kind === IMAGE && at + 10 <= view.byteLength) {
      hasImage = true;
      // The descriptor, its own colors, one byte of code size, then the pixels.
      at = endOfBlocks(view, at + 10 + colorTableBytes(view.getUint8(at + 9)) + 1);
    } else {
      return false;
    }
  }
  return false;
}

/** Blocks of up to 255 bytes, each behind its length, until one of length 0. */
function endOfBlocks(view: DataView, start: number): number {
  let at = start;
  while (at < view.byteLength && view.getUint8(at) !== 0) at += 1 + view.getUint8(at);
  return at + 1;
}

function colorTableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 0x07) + 1) : 0;
}
