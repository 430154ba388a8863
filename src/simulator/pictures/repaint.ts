import { drifted } from './drift';
import { filledFromAround } from './fill';
import { drawn, type Brush } from './generate';
import { blurred, boundsOf, partOf, softenedInside, widened } from './mask';
import { blendInto, type Picture, type Plane } from './picture';

/** How the border of a changed area looks: blended within it, on both sides of it, or cut. */
export type Border = 'inside' | 'across' | 'hard';

/**
 * A picture with an area drawn anew, or filled from its surroundings; the rest drifts a little, as with real models.
 *
 * @param mask 255 is changed wholly, a grey partly, 0 not at all
 * @param brush undefined removes what is there
 */
export function repainted(
  picture: Picture,
  mask: Plane,
  brush: Brush | undefined,
  seed: number,
  border: Border = 'inside',
): Picture {
  const result = drifted(picture, seed);
  const bounds = boundsOf(mask);
  if (!bounds) return result;
  const radius = Math.max(1, Math.min(12, Math.round(Math.min(picture.width, picture.height) / 128)));
  const box = border === 'across' ? widened(bounds, radius * 2, picture) : bounds;
  const content = brush ? drawn(brush, box) : drifted(filledFromAround(result, mask, box), seed + 1);
  blendInto(result, content, partOf(softened(mask, border, radius), box), box.left, box.top);
  return result;
}

function softened(mask: Plane, border: Border, radius: number): Plane {
  if (border === 'hard') return mask;
  return border === 'inside' ? softenedInside(mask, radius) : blurred(mask, radius);
}
