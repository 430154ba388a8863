import { blankPicture, cropped, croppedPlane, type Box, type Picture, type Plane } from './picture';
import { widened } from './mask';
import { resized, resizedPlane, withinPixels } from './resize';

/** As much of the surroundings as a fill looks at. */
const SURROUNDINGS_PX = 96;

const MOST_FILLED_PIXELS = 1_500_000;

/** Colors with a weight each: what is known, and how surely. */
interface Level {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, weight; the colors are multiplied by the weight. */
  readonly values: Float32Array;
}

/**
 * What might lie behind a masked area: the surroundings, averaged inwards over ever coarser copies (pull and push).
 *
 * @param mask 255 is unknown, 0 known
 * @returns the part of the picture in `box`
 */
export function filledFromAround(picture: Picture, mask: Plane, box: Box): Picture {
  const wide = widened(box, SURROUNDINGS_PX, picture);
  // A fill is smooth: of a large one, a small copy says as much.
  const size = withinPixels(wide, MOST_FILLED_PIXELS);
  const filled = completed(
    resized(cropped(picture, wide), size),
    resizedPlane(croppedPlane(mask, wide), size),
  );
  return cropped(resized(filled, wide), { ...box, left: box.left - wide.left, top: box.top - wide.top });
}

/** The whole picture, with what the mask does not know completed. */
function completed(picture: Picture, mask: Plane): Picture {
  const levels = [known(picture, mask)];
  for (let level = levels[0]; level && (level.width > 1 || level.height > 1);) {
    level = halved(level);
    levels.push(level);
  }
  for (let index = levels.length - 2; index >= 0; index--) {
    const [fine, coarse] = [levels[index], levels[index + 1]];
    if (fine && coarse) completeFrom(fine, coarse);
  }
  const [whole] = levels;
  const result = blankPicture(picture.width, picture.height);
  if (!whole) return result;
  for (let at = 0; at < picture.width * picture.height; at++) {
    const weight = whole.values[at * 4 + 3] ?? 0;
    for (let channel = 0; channel < 3; channel++) {
      // Where nothing at all is known, a calm grey.
      result.rgb[at * 3 + channel] =
        weight > 0 ? Math.round((whole.values[at * 4 + channel] ?? 0) / weight) : 128;
    }
  }
  return result;
}

function known({ width, height, rgb }: Picture, mask: Plane): Level {
  const values = new Float32Array(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    // Even a light grey of the mask is wiped out with the thing, or its rim would bleed into the fill.
    const weight = (mask.values[at] ?? 0) === 0 ? 1 : 0;
    for (let channel = 0; channel < 3; channel++) {
      values[at * 4 + channel] = (rgb[at * 3 + channel] ?? 0) * weight;
    }
    values[at * 4 + 3] = weight;
  }
  return { width, height, values };
}

function halved({ width, height, values }: Level): Level {
  const [halfWidth, halfHeight] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const half = new Float32Array(halfWidth * halfHeight * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 4;
      const to = ((y >> 1) * halfWidth + (x >> 1)) * 4;
      for (let part = 0; part < 4; part++)
        half[to + part] = (half[to + part] ?? 0) + (values[from + part] ?? 0);
    }
  }
  // A weight above 1 says no more than 1; without this, far large areas would outweigh near ones.
  for (let at = 0; at < half.length; at += 4) {
    const weight = half[at + 3] ?? 0;
    if (weight <= 1) continue;
    for (let part = 0; part < 4; part++) half[at + part] = (half[at + part] ?? 0) / weight;
  }
  return { width: halfWidth, height: halfHeight, values: half };
}

/** Gives what a level does not know from the coarser one, smoothly between its pixels, in place. */
function completeFrom({ width, height, values }: Level, coarse: Level): void {
  for (let y = 0; y < height; y++) {
    const sourceY = y / 2 - 0.25;
    const y0 = Math.max(0, Math.floor(sourceY));
    const y1 = Math.min(coarse.height - 1, y0 + 1);
    const shareY = Math.max(0, sourceY - y0);
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      const missing = 1 - (values[at + 3] ?? 0);
      if (missing <= 0) continue;
      const sourceX = x / 2 - 0.25;
      const x0 = Math.max(0, Math.floor(sourceX));
      const x1 = Math.min(coarse.width - 1, x0 + 1);
      const shareX = Math.max(0, sourceX - x0);
      for (let part = 0; part < 4; part++) {
        const value = (column: number, row: number): number =>
          coarse.values[(row * coarse.width + column) * 4 + part] ?? 0;
        const upper = value(x0, y0) * (1 - shareX) + value(x1, y0) * shareX;
        const lower = value(x0, y1) * (1 - shareX) + value(x1, y1) * shareX;
        values[at + part] = (values[at + part] ?? 0) + (upper * (1 - shareY) + lower * shareY) * missing;
      }
    }
  }
}
