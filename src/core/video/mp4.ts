/** What an MP4 says of itself. */
export interface Mp4Facts {
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
}

/** @returns fewer bytes where the file ends; undefined where it cannot be read */
export type ReadAt = (position: number, length: number) => Promise<Uint8Array | undefined>;

/** The index of a film of two minutes is far below this; what claims more is broken. */
const MAX_INDEX_BYTES = 32 * 1024 * 1024;

/** Boxes of a film's first level; many more are a fragmented stream or nonsense. */
const MAX_BOXES = 10_000;

/**
 * Reads an MP4 from box to box: begins with `ftyp`, every box ends within the file, and there is an index with a picture
 * track. The index may lie before or after the pictures. Only it is read whole.
 *
 * @param bytes how long the file is
 * @returns undefined for what is no whole MP4
 * @see https://developer.apple.com/documentation/quicktime-file-format
 */
export async function readMp4(readAt: ReadAt, bytes: number): Promise<Mp4Facts | undefined> {
  let facts: Mp4Facts | undefined;
  let hasPictures = false;
  let position = 0;
  for (let count = 0; position < bytes; count++) {
    const header = await readAt(position, 16);
    const box = header && boxAt(header, 0, bytes - position);
    if (!header || !box || count > MAX_BOXES) return undefined;
    if ((box.type === 'ftyp') !== (position === 0)) return undefined;
    if (box.type === 'mdat') hasPictures = true;
    if (box.type === 'moov') {
      if (box.size > MAX_INDEX_BYTES) return undefined;
      const index = await readAt(position, box.size);
      facts = index?.length === box.size ? factsIn(index, box.headerBytes) : undefined;
      if (!facts) return undefined;
    }
    position += box.size;
  }
  return hasPictures ? facts : undefined;
}

/** True when the first bytes are those of an MP4; 12 are enough. */
export function looksLikeMp4(head: Uint8Array): boolean {
  return head.length >= 8 && typeAt(head, 4) === 'ftyp';
}

interface Box {
  readonly type: string;
  readonly headerBytes: number;
  readonly size: number;
}

/** @param room bytes from the box's begin to the end of what holds it */
function boxAt(bytes: Uint8Array, offset: number, room: number): Box | undefined {
  if (bytes.length - offset < 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = typeAt(bytes, offset + 4);
  const short = view.getUint32(offset);
  // 1: the length follows in 8 bytes; 0: to the end.
  const isLong = short === 1;
  if (isLong && bytes.length - offset < 16) return undefined;
  const size = isLong ? Number(view.getBigUint64(offset + 8)) : short === 0 ? room : short;
  const headerBytes = isLong ? 16 : 8;
  return size < headerBytes || size > room ? undefined : { type, headerBytes, size };
}

function typeAt(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}

/** The boxes directly in one, as their contents. */
function* boxesIn(bytes: Uint8Array): Generator<{ readonly type: string; readonly content: Uint8Array }> {
  for (let offset = 0; offset < bytes.length;) {
    const box = boxAt(bytes, offset, bytes.length - offset);
    if (!box) return;
    yield { type: box.type, content: bytes.subarray(offset + box.headerBytes, offset + box.size) };
    offset += box.size;
  }
}

function factsIn(index: Uint8Array, headerBytes: number): Mp4Facts | undefined {
  let seconds: number | undefined;
  let size: { readonly width: number; readonly height: number } | undefined;
  for (const { type, content } of boxesIn(index.subarray(headerBytes))) {
    if (type === 'mvhd') seconds = secondsIn(content);
    if (type !== 'trak') continue;
    for (const inner of boxesIn(content)) {
      if (inner.type === 'tkhd') size ??= sizeIn(inner.content);
    }
  }
  return seconds === undefined || !size ? undefined : { ...size, seconds };
}

function secondsIn(content: Uint8Array): number | undefined {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const isLong = content[0] === 1;
  if (content.length < (isLong ? 32 : 20)) return undefined;
  const scale = view.getUint32(isLong ? 20 : 12);
  const length = isLong ? Number(view.getBigUint64(24)) : view.getUint32(16);
  return scale === 0 ? undefined : length / scale;
}

/** In 16.16 fixed point at the end of the box; a sound track has none. */
function sizeIn(content: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  const end = content[0] === 1 ? 96 : 84;
  if (content.length < end) return undefined;
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const width = view.getUint32(end - 8) >>> 16;
  const height = view.getUint32(end - 4) >>> 16;
  return width === 0 || height === 0 ? undefined : { width, height };
}
