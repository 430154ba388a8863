import { inside, planFit } from './fitPlan';
import type { FittedSource, FitWish, SourceImage } from './images';
import { MAX_IMAGES, USUAL_SIDE_PX } from './models/limits';

/** A photograph of 3:4, as most are. */
const USUAL_SIZE = { width: USUAL_SIDE_PX, height: Math.round(USUAL_SIDE_PX * 0.75) };

const NO_BYTES = new Uint8Array();

/** Images as they will be sent, without their bytes: for estimates, before anything is read. */
export function guessFitted(images: readonly SourceImage[], wish: FitWish): readonly FittedSource[] {
  const mostParts = Math.floor(MAX_IMAGES / Math.max(1, images.length));
  return images.map(({ name, width, height }) => {
    const original = width && height ? { width, height } : USUAL_SIZE;
    const parts = planFit(original, wish, mostParts).map((part) => ({
      bytes: NO_BYTES,
      format: 'jpeg' as const,
      width: part.width,
      height: part.height,
      ...(part.place ? { place: part.place } : {}),
    }));
    const whole = inside(original, USUAL_SIDE_PX);
    return {
      name,
      parts,
      sent: {
        name,
        ...whole,
        parts: parts.length,
        bytes: 0,
        originalWidth: original.width,
        originalHeight: original.height,
      },
    };
  });
}
