import type { Picture } from '../pictures/picture';
import { resized, withinPixels } from '../pictures/resize';
import { subjectOf } from '../pictures/subject';
import { colorNameOf, type ColorName } from '../seeing/colorNames';
import type { DrawingMemory } from '../seeing/memory';
import type { Reads } from './embeddingConcepts';
import type { SeenPicture } from './embeddingImages';
import type { Features } from './embeddingSpace';
import { addColor, addFeature, namedFeatures } from './embeddingWords';

/** Colors and places need no more pixels than this. */
const MEASURED_PIXELS = 6400;

/** Rows and columns of the small picture that tells layouts apart. */
const GRID = 8;

/** How much each side of a picture counts, whatever it consists of. */
const WORDS = 0.75;
const COLORS = 0.5;
const LIGHT = 0.3;
const SHAPE = 0.2;
const LAYOUT = 0.3;
const PATTERN = 0.35;

/** What a picture shows: measured, and for a drawing that is known here, the words it was drawn from. */
export function pictureFeatures(seen: SeenPicture, drawings: DrawingMemory, reads: Reads): Features {
  const picture = resized(seen.picture, withinPixels(seen.picture, MEASURED_PIXELS));
  const subject = subjectOf(picture).values;
  const features = new Map<string, number>();
  const remembered = drawings.find(seen.picture);
  if (remembered) addSide(features, namedFeatures(remembered.prompt, reads), WORDS);
  addSide(features, colorsOf(picture, subject), COLORS);
  addLight(features, picture);
  addLayout(features, seen, subject, picture.width);
  addSide(features, patternOf(picture), PATTERN);
  return features;
}

/** @param share of the side's own length in the whole */
function addSide(features: Map<string, number>, side: Features, share: number): void {
  const size = Math.hypot(...side.values());
  if (size < 1e-6) return;
  for (const [name, weight] of side) addFeature(features, name, (weight * share) / size);
}

/** The thing in front counts as much as all the rest, a vivid pixel more than a pale one, and a small area more than its share. */
function colorsOf({ rgb }: Picture, subject: Uint8Array): Features {
  const everywhere = new Map<ColorName, number>();
  const inFront = new Map<ColorName, number>();
  let [total, front] = [0, 0];
  for (let at = 0; at < subject.length; at++) {
    const [red, green, blue] = [rgb[at * 3] ?? 0, rgb[at * 3 + 1] ?? 0, rgb[at * 3 + 2] ?? 0];
    const name = colorNameOf(red, green, blue);
    const spread = (Math.max(red, green, blue) - Math.min(red, green, blue)) / 255;
    const weight = 0.06 + 8 * spread ** 3;
    everywhere.set(name, (everywhere.get(name) ?? 0) + weight);
    total += weight;
    if ((subject[at] ?? 0) < 128) continue;
    inFront.set(name, (inFront.get(name) ?? 0) + weight);
    front += weight;
  }
  const features = new Map<string, number>();
  for (const [name, weight] of everywhere) {
    const share = weight / total / 2 + (front === 0 ? 0 : (inFront.get(name) ?? 0) / front / 2);
    addColor(features, name, Math.sqrt(share));
  }
  return features;
}

function addLight(features: Map<string, number>, { rgb }: Picture): void {
  const mean = rgb.reduce((sum, value) => sum + value, 0) / rgb.length / 255;
  addFeature(features, 'light/dark', LIGHT * Math.min(1, Math.max(0, 1 - 2.2 * mean)));
  addFeature(features, 'light/bright', LIGHT * Math.min(1, Math.max(0, 2.2 * mean - 1.2)));
}

/** The picture's shape, and where in it the thing in front is. */
function addLayout(
  features: Map<string, number>,
  { width, height }: SeenPicture,
  subject: Uint8Array,
  columns: number,
): void {
  const wide = Math.max(-1, Math.min(1, Math.log(width / height) / Math.log(1.5)));
  addFeature(features, 'shape/landscape', SHAPE * Math.max(0, wide));
  addFeature(features, 'shape/portrait', SHAPE * Math.max(0, -wide));
  addFeature(features, 'shape/square', SHAPE * Math.max(0, 1 - 3 * Math.abs(wide)));
  let [count, across, down] = [0, 0, 0];
  for (const [at, value] of subject.entries()) {
    if (value < 128) continue;
    count++;
    across += at % columns;
    down += Math.floor(at / columns);
  }
  if (count === 0) return;
  const [x, y] = [across / count / columns, down / count / (subject.length / columns)];
  for (const [name, offset] of [
    ['left', 0.5 - x],
    ['right', x - 0.5],
    ['top', 0.5 - y],
    ['bottom', y - 0.5],
  ] as const) {
    addFeature(features, `place/${name}`, LAYOUT * Math.min(1, Math.max(0, 4 * offset)));
  }
}

/** The picture at 8 by 8, as differences from its own mean: near for copies that were resized or saved anew. */
function patternOf(picture: Picture): Features {
  const { rgb } = resized(picture, { width: GRID, height: GRID });
  const features = new Map<string, number>();
  for (let channel = 0; channel < 3; channel++) {
    const values = Array.from({ length: GRID * GRID }, (_, at) => rgb[at * 3 + channel] ?? 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    for (const [at, value] of values.entries()) features.set(`cell/${channel}/${at}`, value - mean);
  }
  // One even color has no pattern, and rounding makes none of it.
  return Math.hypot(...features.values()) < 24 ? new Map() : features;
}
