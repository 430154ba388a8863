import { edgesOf } from '../pictures/edges';
import { boundsOf } from '../pictures/mask';
import { lightOf, type Picture, type Plane } from '../pictures/picture';
import { resized, withinPixels } from '../pictures/resize';
import { subjectIfAny } from '../pictures/subject';
import { colorNameOf, type ColorName } from './colorNames';
import { hasDrawingMark } from './drawingMark';
import type { DrawingMemory } from './memory';
import type { Degree, Seen, Shape, Sight, Subject } from './sight';

/** A color of less than this is not worth naming. */
const LEAST_SHARE = 0.06;
const MOST_COLORS = 4;

/** Colors and places need no more pixels than this. */
const MEASURED_PIXELS = 90_000;

/** Measures a picture that shows nothing through. */
export function sightOf(seen: Seen, isTransparent: boolean, memory: DrawingMemory): Sight {
  const { width, height, format } = seen;
  const picture = resized(seen.picture, withinPixels(seen.picture, MEASURED_PIXELS));
  const { values } = lightOf(picture);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  const edges = edgesOf(picture).values.reduce((sum, value) => sum + value, 0) / (255 * values.length);
  const subject = subjectIn(picture);
  const remembered = memory.find(seen.picture);
  return {
    width,
    height,
    format,
    shape: shapeOf(width, height),
    colors: colorsOf(picture),
    light: mean < 85 ? 'dark' : mean > 170 ? 'bright' : 'medium',
    contrast: degreeOf(spread, 28, 62),
    detail: degreeOf(edges, 0.04, 0.16),
    isTransparent,
    isMarked: hasDrawingMark(seen.picture),
    ...(subject ? { subject } : {}),
    ...(remembered ? { remembered } : {}),
  };
}

function shapeOf(width: number, height: number): Shape {
  const ratio = width / height;
  return ratio > 1.05 ? 'landscape' : ratio < 0.95 ? 'portrait' : 'square';
}

function degreeOf(value: number, low: number, high: number): Degree {
  return value < low ? 'low' : value > high ? 'high' : 'medium';
}

function colorsOf(picture: Picture): Sight['colors'] {
  const total = picture.width * picture.height;
  const counts = [...countColors(picture, () => true)].toSorted(([, a], [, b]) => b - a);
  const shares = counts.map(([name, count]) => ({ name, share: count / total }));
  const named = shares.filter(({ share }) => share >= LEAST_SHARE).slice(0, MOST_COLORS);
  return named.length > 0 ? named : shares.slice(0, 1);
}

function subjectIn(picture: Picture): Subject | undefined {
  const plane = subjectIfAny(picture);
  const bounds = plane && boundsOf(plane);
  if (!plane || !bounds) return undefined;
  const isSubject = (at: number): boolean => (plane.values[at] ?? 0) >= 128;
  const [top] = [...countColors(picture, isSubject)].toSorted(([, a], [, b]) => b - a);
  if (!top) return undefined;
  const { x, y, share } = middleOf(plane);
  return {
    color: top[0],
    column: x < 0.4 ? 'left' : x > 0.6 ? 'right' : 'center',
    row: y < 0.4 ? 'top' : y > 0.6 ? 'bottom' : 'middle',
    share,
    x,
    y,
  };
}

function middleOf({ width, height, values }: Plane): Pick<Subject, 'x' | 'y' | 'share'> {
  let [count, across, down] = [0, 0, 0];
  for (const [at, value] of values.entries()) {
    if (value < 128) continue;
    count++;
    across += at % width;
    down += Math.floor(at / width);
  }
  return {
    x: (across / count + 0.5) / width,
    y: (down / count + 0.5) / height,
    share: count / values.length,
  };
}

function countColors({ rgb }: Picture, isCounted: (at: number) => boolean): Map<ColorName, number> {
  const counts = new Map<ColorName, number>();
  for (let at = 0; at * 3 < rgb.length; at++) {
    if (!isCounted(at)) continue;
    const name = colorNameOf(rgb[at * 3] ?? 0, rgb[at * 3 + 1] ?? 0, rgb[at * 3 + 2] ?? 0);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
