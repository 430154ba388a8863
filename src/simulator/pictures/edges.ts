import { blankPlane, lightOf, type Picture, type Plane } from './picture';
import { blurred } from './mask';

/** Where light changes: 255 is a clear edge (Sobel over a lightly smoothed picture). */
export function edgesOf(picture: Picture): Plane {
  const { width, height, values } = blurred(lightOf(picture), smoothingFor(picture));
  const edges = blankPlane(width, height);
  for (let y = 0; y < height; y++) {
    const above = Math.max(0, y - 1) * width;
    const here = y * width;
    const below = Math.min(height - 1, y + 1) * width;
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, x - 1);
      const right = Math.min(width - 1, x + 1);
      const value = (at: number): number => values[at] ?? 0;
      const across =
        value(above + right) +
        2 * value(here + right) +
        value(below + right) -
        value(above + left) -
        2 * value(here + left) -
        value(below + left);
      const down =
        value(below + left) +
        2 * value(below + x) +
        value(below + right) -
        value(above + left) -
        2 * value(above + x) -
        value(above + right);
      edges.values[here + x] = Math.max(0, Math.min(255, (Math.abs(across) + Math.abs(down) - 24) * 2));
    }
  }
  return edges;
}

/** The strokes of a sketch: dark on light paper, or light on dark. */
export function strokesOf(picture: Picture): Plane {
  const light = lightOf(picture);
  const { values } = light;
  let sum = 0;
  for (const value of values) sum += value;
  const paper = sum / values.length;
  const isLightPaper = paper >= 128;
  return {
    ...light,
    values: values.map((value) =>
      Math.max(0, Math.min(255, ((isLightPaper ? paper - value : value - paper) - 24) * 2.2)),
    ),
  };
}

/** Draws lines over a picture. @param strength 0 to 1 */
export function withLines({ width, height, rgb }: Picture, lines: Plane, strength: number): Picture {
  const result = rgb.slice();
  for (let at = 0; at < lines.values.length; at++) {
    const share = ((lines.values[at] ?? 0) / 255) * (0.15 + 0.8 * strength);
    if (share === 0) continue;
    for (let channel = 0; channel < 3; channel++) {
      const value = rgb[at * 3 + channel] ?? 0;
      result[at * 3 + channel] = Math.round(value + (28 - value) * share);
    }
  }
  return { width, height, rgb: result };
}

/** Larger pictures are smoothed more, or their grain would count as edges. */
function smoothingFor({ width, height }: Picture): number {
  return Math.max(1, Math.round(Math.min(width, height) / 1000));
}
