import sharp from 'sharp';
import { createMask, type Mask } from '../core/mask/mask';
import { scaleMask } from '../core/mask/scale';
import type { CropRectangle, MaskOrder, ReadMask, RgbaPixels } from '../core/pixels/port';
import { isOpaque } from './decode';
import { ownBytes } from './transfer';

/** From here on, a gray value counts as "edit" where only black and white are taken. */
const EDIT_FROM = 128;

/** The mask as a model takes it: cut, scaled, in the model's polarity. */
export async function maskImage(
  picture: { readonly width: number; readonly height: number },
  order: MaskOrder,
): Promise<Uint8Array> {
  const area = order.area ?? { left: 0, top: 0, width: picture.width, height: picture.height };
  const outside = order.outside ?? 0;
  const sent =
    order.levels === 'two'
      ? twoLevels(order.mask, picture, area, order.width, order.height, outside)
      : scaleMask(cutMask(order.mask, picture, area, outside), order.width, order.height);
  if (order.edit === 'white') return encodeMask(sent);
  return encodeMask({ ...sent, data: sent.data.map((value) => 255 - value) });
}

/** A PNG of one channel. */
export async function encodeMask({ width, height, data }: Mask): Promise<Uint8Array> {
  const encoded = await sharp(data, { raw: { width, height, channels: 1 }, limitInputPixels: false })
    .toColourspace('b-w')
    .png()
    .toBuffer();
  return ownBytes(encoded);
}

/** Brightness and transparency of a picture that is a mask. */
export function readMaskPixels(pixels: RgbaPixels): ReadMask {
  const { width, height, data } = pixels;
  const gray = createMask(width, height);
  const alpha = isOpaque(pixels) ? undefined : createMask(width, height);
  for (let at = 0, from = 0; at < gray.data.length; at++, from += 4) {
    const opacity = data[from + 3] ?? 0;
    // Rec. 601, in whole numbers that sum up to 1000, so that a gray value stays itself.
    const brightness = (data[from] ?? 0) * 299 + (data[from + 1] ?? 0) * 587 + (data[from + 2] ?? 0) * 114;
    gray.data[at] = Math.round((brightness * opacity) / 255_000);
    if (alpha) alpha.data[at] = opacity;
  }
  return { gray, alpha };
}

/** A pixel that is sent says "edit" where any pixel under it does: a thin line must not get lost on the way. */
function twoLevels(
  mask: Mask,
  picture: { readonly width: number; readonly height: number },
  area: CropRectangle,
  width: number,
  height: number,
  outside: 0 | 255,
): Mask {
  const sent = createMask(width, height);
  const columns = spans(width, area.left, area.width, picture.width, mask.width);
  const rows = spans(height, area.top, area.height, picture.height, mask.height);
  for (const [y, row] of rows.entries()) {
    for (const [x, column] of columns.entries()) {
      const isBeyond = row.isBeyond || column.isBeyond;
      sent.data[y * width + x] = isBeyond ? outside : hasEdit(mask, row, column) ? 255 : 0;
    }
  }
  return sent;
}

interface Span {
  readonly start: number;
  readonly end: number;
  /** The middle lies beyond the picture. */
  readonly isBeyond: boolean;
}

/** For each of `count` pixels, which of the mask's lie under it. */
function spans(count: number, left: number, width: number, pictureSide: number, maskSide: number): Span[] {
  const toMask = maskSide / pictureSide;
  return Array.from({ length: count }, (_, index) => {
    const from = left + (index * width) / count;
    const to = left + ((index + 1) * width) / count;
    const middle = (from + to) / 2;
    return {
      // Rounding must not add a neighbor that is only touched.
      start: Math.max(0, Math.floor(from * toMask + 1e-6)),
      end: Math.min(maskSide, Math.ceil(to * toMask - 1e-6)),
      isBeyond: middle < 0 || middle >= pictureSide,
    };
  });
}

function hasEdit({ width, data }: Mask, row: Span, column: Span): boolean {
  for (let y = row.start; y < row.end; y++) {
    for (let x = column.start; x < column.end; x++) {
      if ((data[y * width + x] ?? 0) >= EDIT_FROM) return true;
    }
  }
  return false;
}

/** The mask of the area, in pixels of the picture. */
function cutMask(
  mask: Mask,
  picture: { readonly width: number; readonly height: number },
  area: CropRectangle,
  outside: 0 | 255,
): Mask {
  const full =
    mask.width === picture.width && mask.height === picture.height
      ? mask
      : scaleMask(mask, picture.width, picture.height);
  const cut = createMask(area.width, area.height);
  cut.data.fill(outside);
  const first = Math.max(0, area.left);
  const end = Math.min(picture.width, area.left + area.width);
  for (let y = Math.max(0, area.top); y < Math.min(picture.height, area.top + area.height); y++) {
    if (end <= first) break;
    const from = y * picture.width;
    cut.data.set(
      full.data.subarray(from + first, from + end),
      (y - area.top) * area.width + first - area.left,
    );
  }
  return cut;
}
