/** What the bytes say they are, whatever a name or a header claimed. */
export interface SniffedImage {
  readonly type: 'png' | 'jpeg' | 'webp' | 'gif';
  /** In pixels, as encoded: an EXIF rotation is not applied. */
  readonly width: number;
  readonly height: number;
  /** False where the file ends before the image does. */
  readonly isComplete: boolean;
}

/**
 * Type and size of an image from its structure; no pixel is decoded.
 *
 * @returns undefined for bytes that are no PNG, JPEG, WebP or GIF
 */
export function sniffImage(bytes: Uint8Array): SniffedImage | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const image =
    sniffPng(bytes, view) ?? sniffJpeg(bytes, view) ?? sniffWebp(bytes, view) ?? sniffGif(bytes, view);
  return image && image.width > 0 && image.height > 0 ? image : undefined;
}

/** @see https://www.w3.org/TR/png-3/#5DataRep */
function sniffPng(bytes: Uint8Array, view: DataView): SniffedImage | undefined {
  if (!startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return undefined;
  if (bytes.length < 33 || text(bytes, 12, 4) !== 'IHDR') return undefined;
  let hasData = false;
  let isComplete = false;
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    const type = text(bytes, at + 4, 4);
    const end = at + 12 + length;
    if (end > bytes.length) break;
    if (type === 'IDAT') hasData = true;
    if (type === 'IEND') {
      isComplete = hasData;
      break;
    }
    at = end;
  }
  return { type: 'png', width: view.getUint32(16), height: view.getUint32(20), isComplete };
}

/** @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf annex B */
function sniffJpeg(bytes: Uint8Array, view: DataView): SniffedImage | undefined {
  if (!startsWith(bytes, [0xff, 0xd8, 0xff])) return undefined;
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isStandalone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame && at + 9 <= bytes.length) {
      return {
        type: 'jpeg',
        width: view.getUint16(at + 7),
        height: view.getUint16(at + 5),
        isComplete: endsWithMarker(bytes),
      };
    }
    at += isStandalone ? 2 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** The end-of-image marker, with whatever padding some encoders add behind it. */
function endsWithMarker(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 2; at >= 0 && at >= bytes.length - 1024; at--) {
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true;
  }
  return false;
}

/** @see https://developers.google.com/speed/webp/docs/riff_container */
function sniffWebp(bytes: Uint8Array, view: DataView): SniffedImage | undefined {
  if (bytes.length < 30 || text(bytes, 0, 4) !== 'RIFF' || text(bytes, 8, 4) !== 'WEBP') return undefined;
  const isComplete = view.getUint32(4, true) + 8 <= bytes.length;
  switch (text(bytes, 12, 4)) {
    case 'VP8X':
      return { type: 'webp', width: 1 + uint24(view, 24), height: 1 + uint24(view, 27), isComplete };
    case 'VP8L': {
      const packed = view.getUint32(21, true);
      return {
        type: 'webp',
        width: 1 + (packed & 0x3fff),
        height: 1 + ((packed >>> 14) & 0x3fff),
        isComplete,
      };
    }
    case 'VP8 ':
      return {
        type: 'webp',
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
        isComplete,
      };
    default:
      return undefined;
  }
}

/** @see https://www.w3.org/Graphics/GIF/spec-gif89a.txt */
function sniffGif(bytes: Uint8Array, view: DataView): SniffedImage | undefined {
  if (bytes.length < 13 || !/^GIF8[79]a$/.test(text(bytes, 0, 6))) return undefined;
  return {
    type: 'gif',
    width: view.getUint16(6, true),
    height: view.getUint16(8, true),
    isComplete: bytes.at(-1) === 0x3b,
  };
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

function text(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}
