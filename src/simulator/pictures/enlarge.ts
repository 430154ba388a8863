import { drifted } from './drift';
import { drawn, type Brush } from './generate';
import { filledFromAround } from './fill';
import { blankPicture, blankPlane, blendInto, mixed, paste, type Picture, type Size } from './picture';
import { inverted, blurred } from './mask';
import { resized } from './resize';

/**
 * The service's page speaks of images "up to 4K" and gives no number, so this is the one chosen here: about four
 * megapixels, and an image that has as many already keeps its size.
 */
const UPSCALED_PIXELS = 4_194_304;

/** Exactly four times as wide and as high. */
export function fourTimes(picture: Picture, seed: number): Picture {
  const { width, height } = picture;
  return resized(drifted(picture, seed), { width: width * 4, height: height * 4 });
}

/**
 * Larger, with details from the prompt.
 *
 * @param invention 0 adds nothing, 1 draws the prompt alone
 */
export function upscaled(picture: Picture, brush: Brush, invention: number): Picture {
  const size = upscaledSize(picture);
  const large = resized(drifted(picture, brush.seed), size);
  return mixed(large, drawn(brush, size), invention);
}

function upscaledSize({ width, height }: Size): Size {
  const scale = Math.max(1, Math.sqrt(UPSCALED_PIXELS / (width * height)));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

interface Margins {
  readonly left: number;
  readonly right: number;
  readonly up: number;
  readonly down: number;
}

/**
 * The picture at its own size with more around it.
 *
 * @param creativity 0 continues its border alone, 1 draws the prompt alone; without a prompt there is nothing to draw
 */
export function extended(
  picture: Picture,
  { left, right, up, down }: Margins,
  brush: Brush | undefined,
  creativity: number,
  seed: number,
): Picture {
  const [width, height] = [left + picture.width + right, up + picture.height + down];
  const inner = drifted(picture, seed);
  const result = blankPicture(width, height);
  paste(result, inner, left, up);
  const unknown = blankPlane(width, height, 255);
  for (let y = 0; y < picture.height; y++) {
    const from = (up + y) * width + left;
    unknown.values.fill(0, from, from + picture.width);
  }
  const around = filledFromAround(result, unknown, { left: 0, top: 0, width, height });
  const content = brush
    ? mixed(around, drawn(brush, { width, height }), creativity)
    : drifted(around, seed + 1);
  // The seam lies outside of the picture: next to it, its continued border still outweighs what is drawn.
  const seam = inverted(blurred(inverted(unknown), Math.min(24, Math.round(Math.min(width, height) / 40))));
  const outside = {
    ...unknown,
    values: unknown.values.map((value, at) => (value === 0 ? 0 : (seam.values[at] ?? 0))),
  };
  paste(around, inner, left, up);
  blendInto(around, content, outside, 0, 0);
  return around;
}
