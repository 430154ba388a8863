import type { InputLimits } from '../models/descriptor';
import type { CropRectangle } from '../pixels/port';
import type { PixelSize } from '../tasks/task';

/** How a part of an image is sent: what is cut out (it may reach beyond the image), and at which size. */
export interface Fitting {
  /** In pixels of the image. */
  readonly area: CropRectangle;
  /** Size as sent. */
  readonly width: number;
  readonly height: number;
}

/**
 * The whole image within a model's limits: scaled down, or up where it is too small; too long and thin gets room at its
 * long sides, because cutting would lose what the user sees.
 */
export function fitWhole({ width, height }: PixelSize, limits: InputLimits): Fitting {
  return scaleArea(withinAspect({ left: 0, top: 0, width, height }, limits.maxAspectRatio), limits);
}

/** A model sees enough around a mask, and draws at its best size, from about this many pixels a side. */
const COMFORTABLE_SIDE_PX = 1024;

/** What stands around a mask at least, as a share of the mask's longer side. */
const LEAST_MARGIN = 0.125;

/**
 * The context to send around a mask, so that a big image is not shrunk: the mask with a margin, grown to a comfortable
 * size where the image has the pixels.
 *
 * @param bounds of the mask, in pixels of the image, not empty
 * @param marginPx the user's own margin around the mask; undefined for the usual one
 */
export function fitContext(
  image: PixelSize,
  bounds: CropRectangle,
  limits: InputLimits,
  marginPx?: number,
): Fitting {
  const usual = Math.ceil(LEAST_MARGIN * Math.max(bounds.width, bounds.height));
  const margin = marginPx ?? Math.max(32, usual);
  const least = marginPx === undefined ? COMFORTABLE_SIDE_PX : limits.minSidePx;
  const wanted = {
    width: Math.max(bounds.width + 2 * margin, least),
    height: Math.max(bounds.height + 2 * margin, least),
  };
  const inside = placeAround(bounds, wanted, image);
  return scaleArea(growIntoAspect(inside, image, limits.maxAspectRatio), limits);
}

/** The image with its new margins, at a size the model takes. */
export function fitExtended(
  { width, height }: PixelSize,
  margins: { readonly left: number; readonly right: number; readonly up: number; readonly down: number },
  limits: InputLimits,
): Fitting {
  const area = {
    left: 0 - margins.left,
    top: 0 - margins.up,
    width: width + margins.left + margins.right,
    height: height + margins.up + margins.down,
  };
  return scaleArea(withinAspect(area, limits.maxAspectRatio), limits);
}

/** Of the size asked for, around the middle of the bounds, moved so that it lies in the image as far as that is possible. */
function placeAround(bounds: CropRectangle, wanted: PixelSize, image: PixelSize): CropRectangle {
  const width = Math.min(wanted.width, image.width);
  const height = Math.min(wanted.height, image.height);
  return {
    left: clamp(Math.round(bounds.left + bounds.width / 2 - width / 2), 0, image.width - width),
    top: clamp(Math.round(bounds.top + bounds.height / 2 - height / 2), 0, image.height - height),
    width,
    height,
  };
}

/** Prefers pixels of the image over padding. */
function growIntoAspect(area: CropRectangle, image: PixelSize, maxAspectRatio: number): CropRectangle {
  const { width, height } = area;
  const grown = placeAround(
    area,
    {
      width: Math.max(width, Math.ceil(height / maxAspectRatio)),
      height: Math.max(height, Math.ceil(width / maxAspectRatio)),
    },
    image,
  );
  return withinAspect(grown, maxAspectRatio);
}

function withinAspect(area: CropRectangle, maxAspectRatio: number): CropRectangle {
  const { left, top, width, height } = area;
  const wider = Math.max(width, Math.ceil(height / maxAspectRatio));
  const higher = Math.max(height, Math.ceil(width / maxAspectRatio));
  return {
    left: left - Math.floor((wider - width) / 2),
    top: top - Math.floor((higher - height) / 2),
    width: wider,
    height: higher,
  };
}

/** Down to the most the model takes, or up to the least; otherwise pixel for pixel. */
function scaleArea(area: CropRectangle, limits: InputLimits): Fitting {
  const { width, height } = area;
  const { minSidePx, maxSidePx = Infinity, minPixels = 0, maxPixels } = limits;
  const most = Math.min(1, maxSidePx / Math.max(width, height), Math.sqrt(maxPixels / (width * height)));
  const least = Math.max(1, minSidePx / Math.min(width, height), Math.sqrt(minPixels / (width * height)));
  const scale = most < 1 ? most : least;
  // Down rounds down and up rounds up, so that a limit is not passed by a fraction of a pixel.
  const round = scale < 1 ? Math.floor : Math.ceil;
  const sides = (side: number): number =>
    clamp(round(side * scale), Math.min(minSidePx, maxSidePx), maxSidePx);
  return { area, width: sides(width), height: sides(height) };
}

function clamp(value: number, lowest: number, highest: number): number {
  return Math.max(lowest, Math.min(value, Math.max(lowest, highest)));
}

/** True where what is sent is not the image's own pixels one by one. */
export function isScaled({ area, width, height }: Fitting): boolean {
  return area.width !== width || area.height !== height;
}

/** True where the area reaches beyond the image. */
export function isPadded({ area }: Fitting, image: PixelSize): boolean {
  return (
    area.left < 0 ||
    area.top < 0 ||
    area.left + area.width > image.width ||
    area.top + area.height > image.height
  );
}
