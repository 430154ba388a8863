import { clip } from '../core/mask/mask';
import type { CropRectangle, FitOrder, FittedImage, RgbaPixels } from '../core/pixels/port';
import { isOpaque } from './decode';
import { fromPixels, scaled } from './encode';
import { ownBytes } from './transfer';

/** High, because the model's work begins from it, and with full color resolution. */
const JPEG = { quality: 95, chromaSubsampling: '4:4:4' } as const;

type Color = readonly [red: number, green: number, blue: number, alpha: number];

const TRANSPARENT: Color = [0, 0, 0, 0];

/** What a JPEG shows for transparent pixels when no color is given. */
const WHITE = '#ffffff';

/** Cuts an area out of the picture, pads, scales, flattens and encodes it. */
export async function fitPicture(picture: RgbaPixels, order: FitOrder): Promise<FittedImage> {
  const { format, width, height } = order;
  const flattenOn = order.flattenOn ?? (format === 'jpeg' ? WHITE : undefined);
  const cut = cutOut(picture, order.area, order.padWith ?? 'color', colorOf(flattenOn));
  let image = fromPixels(cut);
  if (flattenOn !== undefined) image = image.flatten({ background: flattenOn });
  else if (isOpaque(cut)) image = image.removeAlpha();
  image = scaled(image, cut, width, height);
  const encoded = await (format === 'jpeg' ? image.jpeg(JPEG) : image.png()).toBuffer();
  return { bytes: ownBytes(encoded), format, width, height };
}

/** @returns the picture itself where the area is the whole of it */
function cutOut(
  picture: RgbaPixels,
  area: CropRectangle | undefined,
  padWith: 'color' | 'edge',
  padding: Color,
): RgbaPixels {
  if (
    !area ||
    (area.left === 0 && area.top === 0 && area.width === picture.width && area.height === picture.height)
  ) {
    return picture;
  }
  const data = new Uint8Array(area.width * area.height * 4);
  const cut = { width: area.width, height: area.height, data };
  const inside = clip(area, picture.width, picture.height);
  if (padWith === 'edge') {
    copyClamped(picture, area, data);
    return cut;
  }
  if (padding !== TRANSPARENT && (inside?.width !== area.width || inside.height !== area.height)) {
    for (let at = 0; at < data.length; at += 4) data.set(padding, at);
  }
  if (!inside) return cut;
  for (let y = inside.top; y < inside.top + inside.height; y++) {
    const from = (y * picture.width + inside.left) * 4;
    const to = ((y - area.top) * area.width + inside.left - area.left) * 4;
    data.set(picture.data.subarray(from, from + inside.width * 4), to);
  }
  return cut;
}

/** Each pixel beyond the picture takes the nearest one of its border. */
function copyClamped({ width, height, data }: RgbaPixels, area: CropRectangle, into: Uint8Array): void {
  for (let y = 0; y < area.height; y++) {
    const row = clamp(area.top + y, height) * width;
    for (let x = 0; x < area.width; x++) {
      const from = (row + clamp(area.left + x, width)) * 4;
      const to = (y * area.width + x) * 4;
      into[to] = data[from] ?? 0;
      into[to + 1] = data[from + 1] ?? 0;
      into[to + 2] = data[from + 2] ?? 0;
      into[to + 3] = data[from + 3] ?? 0;
    }
  }
}

function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(length - 1, index));
}

/** @throws RangeError for anything but `#rrggbb` */
function colorOf(hex: string | undefined): Color {
  if (hex === undefined) return TRANSPARENT;
  if (!/^#[\da-f]{6}$/i.test(hex)) throw new RangeError(`Not a color: ${hex}`);
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255, 255];
}
