import { randomFrom } from '../drawing/random';
import { drifted } from './drift';
import { drawn, type Brush } from './generate';
import { blankPicture, mixed, recolored, type Picture, type Size } from './picture';
import { covering } from './resize';

/**
 * Something between pictures and a drawing of a prompt.
 *
 * @param similarity 1 keeps the pictures, 0 keeps nothing of them
 * @param brush without one, the other end is the pictures' own: turned around and in shifted colors
 */
export function varied(
  pictures: readonly Picture[],
  size: Size,
  similarity: number,
  brush: Brush | undefined,
  seed: number,
): Picture {
  const base = averageOf(pictures.map((picture) => covering(picture, size)));
  const other = brush ? drawn(brush, size) : transposed(base, seed);
  return drifted(mixed(other, base, similarity), seed);
}

function averageOf(pictures: readonly Picture[]): Picture {
  const [first = blankPicture(1, 1), ...rest] = pictures;
  return rest.reduce((sum, picture, index) => mixed(sum, picture, 1 / (index + 2)), first);
}

/** The same things elsewhere: mirrored or shifted sideways, with the light and the warmth of another hour. */
function transposed(picture: Picture, seed: number): Picture {
  const random = randomFrom(`variation ${seed}`);
  const { width, height, rgb } = picture;
  const isMirrored = random() < 0.5;
  const shift = Math.floor((0.04 + random() * 0.2) * width);
  const moved = blankPicture(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const reflected = shift + x < width ? shift + x : 2 * width - 1 - (shift + x);
      const from = (y * width + (isMirrored ? width - 1 - reflected : reflected)) * 3;
      const to = (y * width + x) * 3;
      moved.rgb[to] = rgb[from] ?? 0;
      moved.rgb[to + 1] = rgb[from + 1] ?? 0;
      moved.rgb[to + 2] = rgb[from + 2] ?? 0;
    }
  }
  const [warmth, light] = [(random() - 0.5) * 50, (random() - 0.5) * 30];
  return recolored(moved, (red, green, blue) => [red + light + warmth, green + light, blue + light - warmth]);
}
