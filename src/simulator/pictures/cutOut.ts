import { flattened, type Picture } from './picture';
import { drifted } from './drift';
import { subjectOf } from './subject';

/** The subject alone, with alpha; what was transparent stays so. */
export function withoutBackground(picture: Picture, seed: number): Picture {
  const matte = subjectOf(flattened(picture));
  const before = picture.alpha;
  const alpha = before
    ? matte.values.map((value, at) => Math.round((value * (before[at] ?? 0)) / 255))
    : matte.values;
  return { ...drifted(picture, seed), alpha };
}
