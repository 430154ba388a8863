import sharp, { type Metadata, type Sharp } from 'sharp';
import type { PictureFacts, PictureNote, PictureType, RgbaPixels } from '../core/pixels/port';
import { err, ok, type Result } from '../core/result';
import { isLossyTiff, isLossyWebp, nameOfUnreadable } from './fileTypes';

/** As many as sharp opens by itself: https://sharp.pixelplumbing.com/api-constructor (limitInputPixels). */
export const MAX_PIXELS = 0x3fff * 0x3fff;

const MEGAPIXEL = 1_000_000;

/** Longer side of an SVG that says no size of its own. */
const SVG_SIDE_PX = 1024;
/** Dots per inch at which a unit of an SVG is a pixel, and the range that sharp takes. */
const SVG_DPI = 72;
const SVG_MAX_DPI = 100_000;

/** A damaged file is refused; one that a decoder merely warns about is not. */
const FAIL_ON = 'error';

export interface DecodedPicture extends RgbaPixels {
  readonly facts: PictureFacts;
}

/** Why a picture cannot be read, as part of a sentence. */
export interface DecodeFailure {
  readonly reason: string;
}

/** What is known before a pixel is decoded. */
export interface Header {
  readonly type: PictureType;
  readonly metadata: Metadata;
  /** Upright; of an SVG, as it will be drawn. */
  readonly width: number;
  readonly height: number;
}

/** Reads what the file says of itself, and refuses what could not be decoded anyway. */
export async function readHeader(
  bytes: Uint8Array,
  svgSidePx?: number,
): Promise<Result<Header, DecodeFailure>> {
  if (bytes.length === 0) return refuse('the file is empty');
  const unreadable = nameOfUnreadable(bytes);
  if (unreadable !== undefined) {
    return refuse(`${unreadable} is not supported; save it as PNG or JPEG first`);
  }
  let metadata: Metadata;
  try {
    // The size is checked below, where the reason can say it.
    metadata = await sharp(bytes, { limitInputPixels: false, failOn: FAIL_ON }).metadata();
  } catch {
    return refuse('it is not an image that Easel knows, or it is damaged');
  }
  const type = typeOf(metadata);
  if (!type) return refuse(`images of type ${metadata.format} are not supported`);
  const isTurned = (metadata.orientation ?? 1) >= 5;
  let width = isTurned ? metadata.height : metadata.width;
  let height = isTurned ? metadata.width : metadata.height;
  if (type === 'svg') {
    const scale = (svgSidePx ?? svgOwnSide(bytes, width, height)) / Math.max(width, height);
    width = Math.max(1, Math.round(width * scale));
    height = Math.max(1, Math.round(height * scale));
  }
  if (width * height > MAX_PIXELS) {
    const [found, most] = [width * height, MAX_PIXELS].map((pixels) => Math.floor(pixels / MEGAPIXEL));
    return refuse(`it has ${found} megapixels, and ${most} are the most`);
  }
  return ok({ type, metadata, width, height });
}

/**
 * A pipeline that yields the first frame upright in 8-bit sRGB, ready to be scaled and encoded. What an SVG refers to is
 * not read in the worker, which cannot open files; elsewhere it would be.
 */
export function upright(bytes: Uint8Array, { type, metadata, width, height }: Header): Sharp {
  if (type === 'svg') {
    const scale = Math.max(width, height) / Math.max(metadata.width, metadata.height);
    const density = Math.max(1, Math.min(SVG_MAX_DPI, SVG_DPI * scale));
    return sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: FAIL_ON, density })
      .resize(width, height, { fit: 'fill' })
      .toColourspace('srgb');
  }
  return sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: FAIL_ON, page: 0, pages: 1 })
    .autoOrient()
    .toColourspace('srgb');
}

/** @returns the whole picture; its memory may belong to sharp, and lives as long as the array */
export async function decode(
  bytes: Uint8Array,
  header: Header,
): Promise<Result<DecodedPicture, DecodeFailure>> {
  try {
    const { data, info } = await upright(bytes, header)
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 4) throw new TypeError(`Decoded to ${info.channels} channels`);
    const pixels = { width: info.width, height: info.height, data };
    return ok({ ...pixels, facts: factsOf(bytes, header, pixels) });
  } catch (cause) {
    // What WebAssembly throws is an Error of another realm's making; only its name can be asked.
    if (cause instanceof RangeError || (cause instanceof Error && cause.name === 'RuntimeError')) {
      return refuse('it is too large for the memory of this computer');
    }
    return refuse('the file is damaged or incomplete');
  }
}

function factsOf(bytes: Uint8Array, { type, metadata }: Header, pixels: RgbaPixels): PictureFacts {
  return {
    type,
    width: pixels.width,
    height: pixels.height,
    hasAlpha: metadata.hasAlpha && !isOpaque(pixels),
    isLossy: isLossy(bytes, type),
    bytes: bytes.length,
    notes: notesOf(type, metadata),
  };
}

export function isOpaque({ data }: RgbaPixels): boolean {
  for (let at = 3; at < data.length; at += 4) {
    if (data[at] !== 255) return false;
  }
  return true;
}

function notesOf(type: PictureType, metadata: Metadata): readonly PictureNote[] {
  if (type === 'svg') return ['renderedFromSvg'];
  const notes: PictureNote[] = [];
  if ((metadata.orientation ?? 1) > 1) notes.push('turnedUpright');
  if (metadata.space === 'cmyk') notes.push('fromCmyk');
  else if (metadata.icc && !namesSrgb(metadata.icc)) notes.push('convertedToSrgb');
  if (metadata.depth !== 'uchar') notes.push('reducedTo8Bit');
  if ((metadata.pages ?? 1) > 1) notes.push('firstFrameOnly');
  return notes;
}

/** The profile's description is in Latin letters or, from version 4 on, in UTF-16. */
function namesSrgb(profile: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(profile).replaceAll('\0', '');
  return /sRGB/i.test(text);
}

function isLossy(bytes: Uint8Array, type: PictureType): boolean {
  switch (type) {
    case 'jpeg':
    case 'avif':
      return true;
    case 'webp':
      return isLossyWebp(bytes);
    case 'tiff':
      return isLossyTiff(bytes);
    case 'png':
    case 'gif':
    case 'svg':
      return false;
  }
}

function typeOf({ format, compression }: Metadata): PictureType | undefined {
  switch (format as string) {
    case 'png':
    case 'jpeg':
    case 'webp':
    case 'gif':
    case 'tiff':
    case 'svg':
      return format as PictureType;
    case 'avif':
    case 'heif':
      return compression === 'av1' ? 'avif' : undefined;
    default:
      return undefined;
  }
}

/** The side at which an SVG is drawn when nobody says one. */
function svgOwnSide(bytes: Uint8Array, width: number, height: number): number {
  const [root = ''] = /<svg[^>]*>/.exec(new TextDecoder().decode(bytes.subarray(0, 65_536))) ?? [];
  return /\s(width|height)\s*=\s*["'][\d.]+(px)?["']/.test(root) ? Math.max(width, height) : SVG_SIDE_PX;
}

function refuse(reason: string): Result<never, DecodeFailure> {
  return err({ reason });
}
