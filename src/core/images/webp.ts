import { asciiAt } from './ascii';
import type { SniffedImage } from './sniff';

/** @see https://developers.google.com/speed/webp/docs/riff_container */
export function sniffWebp(view: DataView): SniffedImage | undefined {
  if (view.byteLength < 30 || asciiAt(view, 0, 4) !== 'RIFF' || asciiAt(view, 8, 4) !== 'WEBP')
    return undefined;
  const size = sizeOf(view);
  return size && { type: 'webp', ...size, isComplete: isWhole(view) };
}

function sizeOf(view: DataView): { readonly width: number; readonly height: number } | undefined {
  switch (asciiAt(view, 12, 4)) {
    case 'VP8X':
      return { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
    // https://developers.google.com/speed/webp/docs/webp_lossless_bitstream_specification#3_riff_header
    case 'VP8L': {
      if (view.getUint8(20) !== 0x2f) return undefined;
      const packed = view.getUint32(21, true);
      return { width: 1 + (packed & 0x3fff), height: 1 + ((packed >>> 14) & 0x3fff) };
    }
    // https://datatracker.ietf.org/doc/html/rfc6386#section-9.1: three bytes of tag, the start code, then the size.
    case 'VP8 ':
      if (uint24(view, 23) !== 0x2a019d) return undefined;
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    default:
      return undefined;
  }
}

/** Every chunk fits, and one of them holds pixels. */
function isWhole(view: DataView): boolean {
  const end = view.getUint32(4, true) + 8;
  if (end > view.byteLength) return false;
  let hasPixels = false;
  for (let at = 12; at + 8 <= end;) {
    const length = view.getUint32(at + 4, true);
    if (at + 8 + length > end) return false;
    hasPixels ||= ['VP8 ', 'VP8L', 'ANMF'].includes(asciiAt(view, at, 4));
    // Chunks begin at even places.
    at += 8 + length + (length % 2);
  }
  return hasPixels;
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}
