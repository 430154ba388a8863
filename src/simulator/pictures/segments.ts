import { dominantColors } from './palette';
import { mixed, type Picture } from './picture';

const MOST_SEGMENTS = 8;

/**
 * A drawing divided as another picture is: where that has one color, the drawing has one.
 *
 * @param strength 0 leaves the drawing, 1 leaves nothing but its colors in the other's areas
 */
export function dividedLike(drawing: Picture, source: Picture, strength: number): Picture {
  const { width, height } = drawing;
  const colors = dominantColors(source, MOST_SEGMENTS);
  const segments = new Uint8Array(width * height);
  const sums = colors.map(() => ({ count: 0, red: 0, green: 0, blue: 0 }));
  for (let at = 0; at < segments.length; at++) {
    const [red, green, blue] = pixelAt(source, at);
    let [nearest, gap] = [0, Infinity];
    for (const [index, color] of colors.entries()) {
      const square = (red - color[0]) ** 2 + (green - color[1]) ** 2 + (blue - color[2]) ** 2;
      if (square < gap) [nearest, gap] = [index, square];
    }
    segments[at] = nearest;
    const sum = sums[nearest];
    if (!sum) continue;
    const drawnPixel = pixelAt(drawing, at);
    sum.count += 1;
    sum.red += drawnPixel[0];
    sum.green += drawnPixel[1];
    sum.blue += drawnPixel[2];
  }
  const rgb = new Uint8Array(segments.length * 3);
  for (const [at, segment] of segments.entries()) {
    const sum = sums[segment];
    if (!sum) continue;
    rgb[at * 3] = sum.red / sum.count;
    rgb[at * 3 + 1] = sum.green / sum.count;
    rgb[at * 3 + 2] = sum.blue / sum.count;
  }
  return mixed(drawing, { width, height, rgb }, strength);
}

function pixelAt({ rgb }: Picture, at: number): readonly [number, number, number] {
  return [rgb[at * 3] ?? 0, rgb[at * 3 + 1] ?? 0, rgb[at * 3 + 2] ?? 0];
}
