import { createMask, type Mask } from './mask';

// One token after another: a number, least significant 7 bits first, whose lowest bit tells a run (0: `number >> 1` times
// the byte that follows) from bytes as they are (1: `number >> 1` of them follow).

/** "EM" and a version, then width and height as 32-bit numbers, least significant byte first. */
const HEADER = [0x45, 0x4d, 1] as const;
const HEADER_BYTES = 11;

/** A shorter run costs more than it saves. */
const SHORTEST_RUN = 4;

/** The largest mask of the editor. */
const MAX_PIXELS = 4096 * 4096;

/** @returns a compact form of the mask in memory of its own */
export function packMask(mask: Mask): Uint8Array {
  const header = new Uint8Array(HEADER_BYTES);
  header.set(HEADER);
  const view = new DataView(header.buffer);
  view.setUint32(3, mask.width, true);
  view.setUint32(7, mask.height, true);
  const runs = packRuns(mask.data);
  const bytes = new Uint8Array(HEADER_BYTES + runs.length);
  bytes.set(header);
  bytes.set(runs, HEADER_BYTES);
  return bytes;
}

/**
 * @param maxPixels a mask with more is refused before memory is taken for it
 * @returns undefined for bytes that `packMask` does not make
 */
export function unpackMask(bytes: Uint8Array, maxPixels = MAX_PIXELS): Mask | undefined {
  if (bytes.length < HEADER_BYTES || HEADER.some((byte, at) => bytes[at] !== byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = view.getUint32(3, true);
  const height = view.getUint32(7, true);
  const runs = bytes.subarray(HEADER_BYTES);
  if (width === 0 || height === 0 || width * height > maxPixels) return undefined;
  if (unpackedLength(runs, width * height) !== width * height) return undefined;
  const mask = createMask(width, height);
  unpackRuns(runs, mask.data);
  return mask;
}

/** @returns the bytes as runs, in memory of their own */
export function packRuns(bytes: Uint8Array): Uint8Array {
  const into = new Growing();
  let literal = 0;
  let at = 0;
  while (at < bytes.length) {
    const value = bytes[at] ?? 0;
    let end = at + 1;
    while (end < bytes.length && bytes[end] === value) end++;
    if (end - at >= SHORTEST_RUN) {
      into.addLiteral(bytes, literal, at);
      into.addRun(end - at, value);
      literal = end;
    }
    at = end;
  }
  into.addLiteral(bytes, literal, bytes.length);
  return into.bytes();
}

/** @param runs from `packRuns`; `into` has the length they were packed from */
export function unpackRuns(runs: Uint8Array, into: Uint8Array): void {
  let written = 0;
  readRuns(runs, (isRun, length, at) => {
    if (isRun) into.fill(runs[at] ?? 0, written, written + length);
    else into.set(runs.subarray(at, at + length), written);
    written += length;
    return true;
  });
}

/** @returns how many bytes the runs stand for, or undefined when they are damaged or stand for more than `max` */
function unpackedLength(runs: Uint8Array, max: number): number | undefined {
  let total = 0;
  const isWhole = readRuns(runs, (isRun, length, at) => {
    total += length;
    return total <= max && at + (isRun ? 1 : length) <= runs.length;
  });
  return isWhole ? total : undefined;
}

/**
 * @param take is told where a token's bytes begin, and whether to go on
 * @returns whether every token was read
 */
function readRuns(runs: Uint8Array, take: (isRun: boolean, length: number, at: number) => boolean): boolean {
  let at = 0;
  while (at < runs.length) {
    let token = 0;
    let scale = 1;
    let byte = 0x80;
    while (byte >= 0x80) {
      // Five bytes hold any number that is packed; more come from elsewhere.
      if (at >= runs.length || scale > 2 ** 28) return false;
      byte = runs[at++] ?? 0;
      token += (byte & 0x7f) * scale;
      scale *= 128;
    }
    const isRun = token % 2 === 0;
    const length = Math.floor(token / 2);
    if (length === 0 || !take(isRun, length, at)) return false;
    at += isRun ? 1 : length;
  }
  return true;
}

/** Bytes in an array that doubles when it is full. */
class Growing {
  private items = new Uint8Array(256);
  private size = 0;

  addRun(length: number, value: number): void {
    this.addNumber(length * 2);
    this.reserve(1);
    this.items[this.size++] = value;
  }

  addLiteral(bytes: Uint8Array, start: number, end: number): void {
    if (start === end) return;
    this.addNumber((end - start) * 2 + 1);
    this.reserve(end - start);
    this.items.set(bytes.subarray(start, end), this.size);
    this.size += end - start;
  }

  bytes(): Uint8Array {
    return this.items.slice(0, this.size);
  }

  private addNumber(value: number): void {
    this.reserve(5);
    let rest = value;
    while (rest >= 0x80) {
      this.items[this.size++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.items[this.size++] = rest;
  }

  private reserve(more: number): void {
    if (this.size + more <= this.items.length) return;
    const larger = new Uint8Array(Math.max(this.size + more, this.items.length * 2));
    larger.set(this.items);
    this.items = larger;
  }
}
