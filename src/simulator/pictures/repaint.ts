import { drifted } from './drift';
import { filledFromAround } from './fill';
import { drawn, drawnInto, type Brush } from './generate';
import { blurred, boundsOf, softenedInside, widened } from './mask';
import { blendInto, croppedPlane, type Box, type Picture, type Plane } from './picture';

/** How the border of a changed area looks: blended within it, on both sides of it, or cut. */
type Border = 'inside' | 'across' | 'hard';

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
  const content = contentFor(result, mask, box, brush, border, seed);
  // Softened with what lies around it, for the border of the box is not one of the mask.
  const wide = widened(box, radius + 1, picture);
  const soft = softened(croppedPlane(mask, wide), border, radius);
  const inner = { ...box, left: box.left - wide.left, top: box.top - wide.top };
  blendInto(result, content, croppedPlane(soft, inner), box.left, box.top);
  return result;
}

/** Within a border, a thing stands before its surroundings; around a subject, a whole picture does. */
function contentFor(
  picture: Picture,
  mask: Plane,
  box: Box,
  brush: Brush | undefined,
  border: Border,
  seed: number,
): Picture {
  if (brush && border !== 'inside') return drawn(brush, box);
  const filled = filledFromAround(picture, mask, box);
  return brush ? drawnInto(brush, filled) : drifted(filled, seed + 1);
}

function softened(mask: Plane, border: Border, radius: number): Plane {
  if (border === 'hard') return mask;
  return border === 'inside' ? softenedInside(mask, radius) : blurred(mask, radius);
}
