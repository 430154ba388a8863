import { hex, namedColors, type Rgb } from '../drawing/color';
import { randomFrom } from '../drawing/random';
import { drifted } from './drift';
import { softenedInside } from './mask';
import { blendInto, recolored, type Picture, type Plane } from './picture';

/** The first color that a prompt names; for one that names none, any that suits the seed. */
export function colorIn(prompt: string, seed: number): Rgb {
  const named = (prompt.toLowerCase().match(/\p{L}+/gu) ?? []).map((word) => namedColors[word]).find(Boolean);
  if (named) return named;
  const all = Object.values(namedColors);
  return all[Math.floor(randomFrom(`color ${seed}`)() * all.length)] ?? hex('#3c6fc4');
}

/** An area in another color, with its light and shade; the rest drifts. */
export function areaInColor(picture: Picture, area: Plane, color: Rgb, seed: number): Picture {
  const result = drifted(picture, seed);
  const own = light(color[0], color[1], color[2]);
  const tinted = recolored(result, (red, green, blue) => {
    const shade = (light(red, green, blue) - own) * 0.55;
    return [color[0] + shade, color[1] + shade, color[2] + shade];
  });
  blendInto(result, tinted, softenedInside(area, 1), 0, 0);
  return result;
}

function light(red: number, green: number, blue: number): number {
  return 0.3 * red + 0.59 * green + 0.11 * blue;
}
