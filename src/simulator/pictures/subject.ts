import { namedColors, type Rgb } from '../drawing/color';
import { boundsOf, grown, inverted } from './mask';
import { blankPlane, type Picture, type Plane } from './picture';
import { resized, resizedPlane, withinPixels } from './resize';

/** Nearer to a color of the border than the first is background; farther than the second is subject. */
const BACKGROUND_DISTANCE = 26;
const SUBJECT_DISTANCE = 58;

/** Searching an area needs no more pixels than this. */
const SEARCH_PIXELS = 160_000;

/** The thing in front, or the ellipse in the middle where nothing stands out; 255 is subject, with soft edges. */
export function subjectOf(picture: Picture): Plane {
  return subjectIfAny(picture) ?? ellipseInTheMiddle(picture.width, picture.height);
}

/**
 * The thing in front: all that the colors of the border do not reach from the border.
 *
 * @returns 255 is subject, with soft edges; undefined where nothing stands out
 */
export function subjectIfAny(picture: Picture): Plane | undefined {
  const { width, height } = picture;
  const distance = distanceTo(picture, borderColors(picture));
  const reached = floodFromBorder(distance);
  const matte = blankPlane(width, height, 255);
  let subject = 0;
  for (let at = 0; at < matte.values.length; at++) {
    if (reached[at] === 1) {
      const share =
        ((distance.values[at] ?? 0) - BACKGROUND_DISTANCE) / (SUBJECT_DISTANCE - BACKGROUND_DISTANCE);
      matte.values[at] = Math.round(255 * Math.max(0, Math.min(1, share)));
    }
    if ((matte.values[at] ?? 0) >= 128) subject++;
  }
  const share = subject / matte.values.length;
  return share < 0.004 || share > 0.95 ? undefined : matte;
}

/**
 * The area that words name: of a color where they name one that is there, all but the subject for a background, else
 * the subject.
 *
 * @returns 255 is the area
 */
export function areaNamed(picture: Picture, words: string): Plane {
  const small = resized(picture, withinPixels(picture, SEARCH_PIXELS));
  const names: readonly string[] = words.toLowerCase().match(/\p{L}+/gu) ?? [];
  const color = names.map((name) => namedColors[name]).find((each) => each !== undefined);
  const isBehind = names.some((name) => ['background', 'backdrop', 'sky', 'surroundings'].includes(name));
  const area =
    (color && areaOfColor(small, color)) ?? (isBehind ? subjectOf(small) : mainPartOf(subjectOf(small)));
  const soft = resizedPlane(isBehind ? inverted(area) : area, picture);
  return { ...soft, values: soft.values.map((value) => (value < 128 ? 0 : 255)) };
}

function ellipseInTheMiddle(width: number, height: number): Plane {
  const plane = blankPlane(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [((x + 0.5) / width - 0.5) / 0.28, ((y + 0.5) / height - 0.5) / 0.32];
      if (dx * dx + dy * dy <= 1) plane.values[y * width + x] = 255;
    }
  }
  return plane;
}

function areaOfColor(picture: Picture, color: Rgb): Plane | undefined {
  const distance = distanceTo(picture, [color]);
  const values = distance.values.map((value) => (value < 72 ? 255 : 0));
  const area = { ...distance, values };
  const count = values.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0);
  return boundsOf(area) && count > values.length * 0.003 ? area : undefined;
}

/** Of several things, the one that is large and near the middle, with a little around it. */
function mainPartOf({ width, height, values }: Plane): Plane {
  const part = new Int32Array(values.length);
  let best = { part: 0, weight: 0 };
  let parts = 0;
  const open: number[] = [];
  for (let start = 0; start < values.length; start++) {
    if (part[start] !== 0 || (values[start] ?? 0) < 128) continue;
    parts++;
    let weight = 0;
    open.push(start);
    part[start] = parts;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const x = at % width;
      const y = (at - x) / width;
      weight += Math.max(0, 1.2 - Math.hypot((2 * x) / width - 1, (2 * y) / height - 1)) ** 3;
      for (const [next, isWithin] of [
        [at - 1, x > 0],
        [at + 1, x < width - 1],
        [at - width, y > 0],
        [at + width, y < height - 1],
      ] as const) {
        if (!isWithin || part[next] !== 0 || (values[next] ?? 0) < 128) continue;
        part[next] = parts;
        open.push(next);
      }
    }
    if (weight > best.weight) best = { part: parts, weight };
  }
  const main = values.map((_, at) => (best.part > 0 && part[at] === best.part ? 255 : 0));
  return grown({ width, height, values: main }, Math.max(1, Math.round(Math.min(width, height) / 50)));
}

/** The few colors that most of the border has. */
function borderColors({ width, height, rgb }: Picture): readonly Rgb[] {
  const bins = new Map<number, { count: number; red: number; green: number; blue: number }>();
  const note = (x: number, y: number): void => {
    const at = (y * width + x) * 3;
    const [red, green, blue] = [rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0];
    const key = ((red >> 5) << 6) | ((green >> 5) << 3) | (blue >> 5);
    const bin = bins.get(key) ?? { count: 0, red: 0, green: 0, blue: 0 };
    bins.set(key, {
      count: bin.count + 1,
      red: bin.red + red,
      green: bin.green + green,
      blue: bin.blue + blue,
    });
  };
  for (let x = 0; x < width; x++) {
    note(x, 0);
    note(x, height - 1);
  }
  for (let y = 0; y < height; y++) {
    note(0, y);
    note(width - 1, y);
  }
  const total = 2 * (width + height);
  return [...bins.values()]
    .toSorted((a, b) => b.count - a.count)
    .filter(({ count }, index) => index === 0 || (index < 8 && count > total * 0.03))
    .map(({ count, red, green, blue }): Rgb => [red / count, green / count, blue / count]);
}

function distanceTo({ width, height, rgb }: Picture, colors: readonly Rgb[]): Plane {
  const distance = blankPlane(width, height);
  for (let at = 0; at < distance.values.length; at++) {
    let nearest = 255 * 255;
    for (const [red, green, blue] of colors) {
      const [dr, dg, db] = [
        (rgb[at * 3] ?? 0) - red,
        (rgb[at * 3 + 1] ?? 0) - green,
        (rgb[at * 3 + 2] ?? 0) - blue,
      ];
      const square = dr * dr + dg * dg + db * db;
      if (square < nearest) nearest = square;
    }
    distance.values[at] = Math.sqrt(nearest);
  }
  return distance;
}

/** @returns 1 for each pixel that is reached from the border over near colors */
function floodFromBorder({ width, height, values }: Plane): Uint8Array {
  const reached = new Uint8Array(values.length);
  const open = new Int32Array(values.length);
  let count = 0;
  const reach = (at: number): void => {
    if (reached[at] === 1 || (values[at] ?? 0) >= SUBJECT_DISTANCE) return;
    reached[at] = 1;
    open[count++] = at;
  };
  for (let x = 0; x < width; x++) {
    reach(x);
    reach((height - 1) * width + x);
  }
  for (let y = 0; y < height; y++) {
    reach(y * width);
    reach(y * width + width - 1);
  }
  while (count > 0) {
    const at = open[--count] ?? 0;
    const x = at % width;
    if (x > 0) reach(at - 1);
    if (x < width - 1) reach(at + 1);
    if (at >= width) reach(at - width);
    if (at + width < values.length) reach(at + width);
  }
  return reached;
}
