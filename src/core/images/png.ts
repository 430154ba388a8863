import { asciiAt } from './ascii';
import type { SniffedImage } from './sniff';

const SIGNATURE = '\x89PNG\r\n\x1a\n';
const HEADER_BYTES = 33;

/** Length, type and checksum around each chunk's data. */
const CHUNK_OVERHEAD = 12;

/** @see https://www.w3.org/TR/png-3/#5DataRep */
export function sniffPng(view: DataView, bytes: Uint8Array): SniffedImage | undefined {
  if (asciiAt(view, 0, 8) !== SIGNATURE) return undefined;
  if (view.byteLength < HEADER_BYTES || view.getUint32(8) !== 13 || asciiAt(view, 12, 4) !== 'IHDR') {
    return undefined;
  }
  const isHeaderWhole = crc32(bytes.subarray(12, 29)) === view.getUint32(29);
  const isComplete = isHeaderWhole && reachesEnd(view);
  return { type: 'png', width: view.getUint32(16), height: view.getUint32(20), isComplete };
}

/** Only the header's checksum is computed: over megabytes of pixels it would cost more than it tells. */
function reachesEnd(view: DataView): boolean {
  let hasPixels = false;
  for (let at = HEADER_BYTES; at + CHUNK_OVERHEAD <= view.byteLength;) {
    const length = view.getUint32(at);
    const type = asciiAt(view, at + 4, 4);
    if (!/^[A-Za-z]{4}$/.test(type)) return false;
    if (type === 'IEND') return hasPixels && length === 0;
    hasPixels ||= type === 'IDAT';
    at += CHUNK_OVERHEAD + length;
  }
  return false;
}

/** @see https://www.w3.org/TR/png-3/#D-CRCAppendix */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
