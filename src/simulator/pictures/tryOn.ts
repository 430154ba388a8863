import { drifted } from './drift';
import { filledFromAround } from './fill';
import { blurred, boundsOf, softenedInside } from './mask';
import { blankPlane, blendInto, cropped, croppedPlane, type Picture, type Plane } from './picture';
import { resized, resizedPlane } from './resize';
import { subjectOf } from './subject';

/** A part of the body, as shares of the person's height from the top. */
export type BodyPart = readonly [from: number, to: number];

/**
 * The garment of one picture, pasted where another is to be changed; the rest drifts.
 *
 * @param mask 255 is changed
 * @param edge how the garment meets the person
 */
export function triedOn(
  person: Picture,
  garment: Picture,
  mask: Plane,
  edge: 'soft' | 'usual' | 'sharp',
  seed: number,
): Picture {
  const result = drifted(person, seed);
  const box = boundsOf(mask);
  if (!box) return result;
  const edged = edge === 'sharp' ? mask : edge === 'usual' ? softenedInside(mask, 2) : blurred(mask, 3);
  const part = croppedPlane(edged, box);
  blendInto(result, filledFromAround(result, mask, box), part, box.left, box.top);
  const matte = subjectOf(garment);
  const bounds = boundsOf(matte) ?? { left: 0, top: 0, width: garment.width, height: garment.height };
  const cloth = resized(cropped(garment, bounds), box);
  const cover = resizedPlane(croppedPlane(matte, bounds), box);
  const values = part.values.map((value, at) => (value * (cover.values[at] ?? 0)) / 255);
  blendInto(result, cloth, { ...part, values }, box.left, box.top);
  return result;
}

/** The area of a part of the body: a band of whatever stands out in the picture. */
export function bodyPartOf(person: Picture, [from, to]: BodyPart): Plane {
  const matte = subjectOf(person);
  const bounds = boundsOf(matte);
  const result = blankPlane(person.width, person.height);
  if (!bounds) return result;
  const top = bounds.top + Math.floor(bounds.height * from);
  const bottom = bounds.top + Math.ceil(bounds.height * to);
  for (let at = top * person.width; at < bottom * person.width; at++) {
    result.values[at] = (matte.values[at] ?? 0) < 128 ? 0 : 255;
  }
  return result;
}
