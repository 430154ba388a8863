import { colorNames } from '../seeing/colorNames';

/** What is known of a text or a picture, by name, and how much each counts. */
export type Features = ReadonlyMap<string, number>;

export interface Meaning {
  readonly modality: 'text' | 'image' | 'video' | 'audio';
  readonly features: Features;
}

export interface SpaceOptions {
  /** Vectors of one model say nothing about those of another. */
  readonly model: string;
  readonly length: number;
  /** A direction that a purpose leans to; what leans to the same is a little nearer. */
  readonly lean?: string;
}

/**
 * The parts of each vector: one that all have in common, one of all texts or all pictures, and what is really said. As
 * with real models, two pictures of nothing in common are nearer than a text and its own picture may be, and no two
 * vectors are at right angles. Squares add up to 1.
 */
const COMMON = 0.45;
const MODALITY = 0.5;
const SAID = 0.74;
const LEAN = 0.2;

/** All lengths of these models are multiples of this. */
const BLOCK = 128;

/**
 * What is measured, not read, has directions at exact right angles to all others, also in short vectors: there are few
 * of them, and every vector has some. Words share what is left of the space and get in each other's way a little.
 */
const exact: readonly string[] = [
  'common',
  ...['text', 'image', 'video', 'audio'].map((name) => `modality/${name}`),
  ...colorNames.map((name) => `feature/color/${name}`),
  ...['light/dark', 'light/bright', 'place/left', 'place/right', 'place/top', 'place/bottom'].map(
    (name) => `feature/${name}`,
  ),
  ...['landscape', 'portrait', 'square'].map((name) => `feature/shape/${name}`),
];

/**
 * One vector of unit length; of several meanings, their middle. Its first components are those of a shorter vector of
 * the same, but for the length that makes it a unit.
 *
 * @param options with a length that 128 divides
 */
export function vectorOf(meanings: readonly Meaning[], options: SpaceOptions): Float64Array {
  const { model, length, lean } = options;
  const vector = new Float64Array(length);
  const weights = new Float64Array(exact.length);
  const add = (axis: string, weight: number): void => {
    const at = exact.indexOf(axis);
    if (at < 0) addAxis(vector, `${model}/${axis}`, weight);
    else weights[at] = (weights[at] ?? 0) + weight;
  };
  for (const { modality, features } of meanings) {
    add('common', COMMON);
    add(`modality/${modality}`, MODALITY);
    if (lean !== undefined) add(`lean/${lean}`, LEAN);
    const size = lengthOf(features.values());
    if (size === 0) continue;
    for (const [name, weight] of features) add(`feature/${name}`, (SAID * weight) / size);
  }
  setExact(vector, weights, signsOf(model, length));
  return unit(vector);
}

/** Clears the exact directions of what words left in them, and writes what they are to have. */
function setExact(vector: Float64Array, weights: Float64Array, signs: Float64Array): void {
  const change = new Float64Array(BLOCK);
  for (let start = 0; start < vector.length; start += BLOCK) {
    change.fill(0);
    for (const [row, weight] of weights.entries()) {
      let found = 0;
      for (let at = 0; at < BLOCK; at++)
        found += (vector[start + at] ?? 0) * (signs[start + at] ?? 0) * walsh(row, at);
      const missing = weight - found / BLOCK;
      for (let at = 0; at < BLOCK; at++) change[at] = (change[at] ?? 0) + missing * walsh(row, at);
    }
    for (let at = 0; at < BLOCK; at++) {
      vector[start + at] = (vector[start + at] ?? 0) + (change[at] ?? 0) * (signs[start + at] ?? 0);
    }
  }
}

/** Turns the exact directions of each model another way, so that no component is special. */
function signsOf(model: string, length: number): Float64Array {
  const signs = new Float64Array(length);
  addAxis(signs, `${model}/signs`, 1);
  return signs.map((value) => (value < 0 ? -1 : 1));
}

/** Rows of a Hadamard matrix: any two are at right angles. */
function walsh(row: number, at: number): 1 | -1 {
  let bits = row & at;
  bits ^= bits >> 4;
  bits ^= bits >> 2;
  bits ^= bits >> 1;
  return (bits & 1) === 0 ? 1 : -1;
}

export function unit(vector: Float64Array): Float64Array {
  const size = lengthOf(vector);
  return size === 0 ? vector : vector.map((value) => value / size);
}

function lengthOf(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}

/** A name's own direction: numbers from a generator that the name starts, so that any two names are nearly at right angles. */
function addAxis(vector: Float64Array, name: string, weight: number): void {
  let state = hashOf(name);
  // Evenly spread from -1 to 1, their squares have a mean of a third.
  const scale = weight * Math.sqrt(3);
  for (let at = 0; at < vector.length; at++) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    vector[at] = (vector[at] ?? 0) + scale * (((mixed ^ (mixed >>> 14)) >>> 0) / 0x80000000 - 1);
  }
}

/** FNV-1a, stirred once more: names that differ in one letter start far apart. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** As it stands in an answer: no more digits than a 32-bit float has. */
export function listed(vector: Float64Array): readonly number[] {
  return Array.from(vector, (value) => Math.round(value * 1e8) / 1e8);
}
