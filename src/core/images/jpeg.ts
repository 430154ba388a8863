import type { SniffedImage } from './sniff';

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;

interface Segment {
  readonly marker: number;
  /** Of the marker's parameters, behind their length. */
  readonly at: number;
  readonly end: number;
}

/** @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf annex B */
export function sniffJpeg(view: DataView, bytes: Uint8Array): SniffedImage | undefined {
  if (view.byteLength < 3 || view.getUint16(0) !== 0xffd8 || view.getUint8(2) !== 0xff) return undefined;
  let size: { readonly width: number; readonly height: number } | undefined;
  let hasScan = false;
  for (let at = 2; ;) {
    const segment = segmentAt(view, at);
    if (segment?.marker === END_OF_IMAGE) {
      return size && { type: 'jpeg', ...size, isComplete: hasScan };
    }
    // A thumbnail's own end lies inside a segment, which is passed over whole; so this is where the file breaks off.
    if (!segment || segment.end > view.byteLength)
      return size && { type: 'jpeg', ...size, isComplete: false };
    if (isFrame(segment.marker) && segment.at + 5 <= segment.end) {
      size ??= { height: view.getUint16(segment.at + 1), width: view.getUint16(segment.at + 3) };
    }
    hasScan ||= segment.marker === START_OF_SCAN;
    at = segment.marker === START_OF_SCAN ? endOfScan(bytes, segment.end) : segment.end;
  }
}

/** @returns undefined where no marker stands, or the file ends in it */
function segmentAt(view: DataView, start: number): Segment | undefined {
  let at = start;
  if (at + 2 > view.byteLength || view.getUint8(at) !== 0xff) return undefined;
  // Any number of fill bytes may stand before the marker's code.
  while (at + 2 < view.byteLength && view.getUint8(at + 1) === 0xff) at++;
  const marker = view.getUint8(at + 1);
  if (marker === END_OF_IMAGE || isAlone(marker)) return { marker, at: at + 2, end: at + 2 };
  if (at + 4 > view.byteLength) return undefined;
  const length = view.getUint16(at + 2);
  return length < 2 ? undefined : { marker, at: at + 4, end: at + 2 + length };
}

/** TEM and the restart markers have no parameters. */
function isAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
}

/** SOF0 to SOF15, without the three codes among them that mean something else (DHT, JPG, DAC). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** The next marker behind coded pixels, in which 0xff is followed by 0 or by a restart's code. */
function endOfScan(bytes: Uint8Array, start: number): number {
  for (let at = bytes.indexOf(0xff, start); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const code = bytes[at + 1];
    if (code !== undefined && code !== 0 && code !== 0xff && !isAlone(code)) return at;
  }
  return bytes.length;
}
