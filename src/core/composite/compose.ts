import type { RgbaPixels } from '../pixels/port';
import { blendInto } from './blend';
import { measureDrift } from './drift';
import type { CompositePlan } from './plan';

/**
 * Brings the answer into the picture. Neither picture is changed.
 *
 * @param answer RGBA of `plan.answerPart`
 * @param matchColor take off what the answer's colors are off by at the mask's border
 * @param canvas what `placeOnCanvas` returns, for a caller who wants it elsewhere in memory; becomes the result
 */
export function compose(
  original: RgbaPixels,
  answer: Uint8Array,
  plan: CompositePlan,
  matchColor: boolean,
  canvas: RgbaPixels = placeOnCanvas(original, plan),
): RgbaPixels {
  const drift = matchColor ? measureDrift(original, plan.at, answer, plan.weights) : undefined;
  blendInto(canvas, answer, plan.weights, drift);
  return canvas;
}

/** A copy of the picture on its canvas; what has grown is transparent. */
export function placeOnCanvas(original: RgbaPixels, { width, height, at }: CompositePlan): RgbaPixels {
  if (width === original.width && height === original.height) {
    return { width, height, data: new Uint8Array(original.data) };
  }
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < original.height; y++) {
    const from = y * original.width * 4;
    data.set(original.data.subarray(from, from + original.width * 4), ((y + at.top) * width + at.left) * 4);
  }
  return { width, height, data };
}
