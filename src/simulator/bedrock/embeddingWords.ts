import type { ColorName } from '../seeing/colorNames';
import { senseOf, type Reads, type Sense } from './embeddingConcepts';
import type { Features } from './embeddingSpace';

/** How near other colors are to one. */
const neighbors: Readonly<Record<ColorName, Partial<Record<ColorName, number>>>> = {
  red: { orange: 0.15, pink: 0.15, brown: 0.1 },
  orange: { red: 0.15, yellow: 0.15, brown: 0.1 },
  yellow: { orange: 0.15, beige: 0.1 },
  green: { turquoise: 0.15 },
  turquoise: { green: 0.15, blue: 0.15 },
  blue: { turquoise: 0.15, purple: 0.1 },
  purple: { blue: 0.1, pink: 0.15 },
  pink: { purple: 0.15, red: 0.15 },
  brown: { beige: 0.1, orange: 0.1 },
  beige: { white: 0.1, brown: 0.1, yellow: 0.1 },
  black: { gray: 0.1 },
  gray: { black: 0.1, white: 0.1 },
  white: { gray: 0.1, beige: 0.1 },
};

/** A color of a picture and, more faintly, those beside it: what one calls orange another calls red. */
export function addColor(features: Map<string, number>, color: ColorName, weight: number): void {
  addFeature(features, `color/${color}`, weight);
  for (const [name, share] of Object.entries(neighbors[color])) {
    addFeature(features, `color/${name}`, weight * share);
  }
}

export function addFeature(features: Map<string, number>, name: string, weight: number): void {
  features.set(name, (features.get(name) ?? 0) + weight);
}

/** What a text says: things, words and pairs of them, and what could be measured in a picture of it. */
export function textFeatures(text: string, reads: Reads): Features {
  const features = new Map<string, number>(namedFeatures(text, reads));
  for (const { color, measured } of sensesIn(text, reads)) {
    if (color) addFeature(features, `color/${color}`, 0.9);
    if (measured) addFeature(features, measured, 0.7);
  }
  return features;
}

/** Only what no measuring of pixels finds out: the words of a prompt, for the picture that was made from it. */
export function namedFeatures(text: string, reads: Reads): Features {
  const features = new Map<string, number>();
  const senses = sensesIn(text, reads);
  for (const sense of senses) addWord(features, sense);
  for (const [at, sense] of senses.entries()) {
    const next = senses[at + 1];
    // A red kite and a blue pot are something else than a blue kite and a red pot.
    if (next && !sense.isFaint && !next.isFaint)
      addFeature(features, `pair/${idOf(sense)} ${idOf(next)}`, 0.45);
  }
  return features;
}

/** Each word once, in the order of the text. */
function sensesIn(text: string, reads: Reads): readonly Sense[] {
  const words = text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const senses = words.map((word) => senseOf(word, reads)).filter((sense) => sense !== undefined);
  return [...new Map(senses.map((sense) => [sense.stem, sense])).values()];
}

function addWord(features: Map<string, number>, sense: Sense): void {
  const { stem, thing } = sense;
  const isKnown = thing !== undefined || sense.color !== undefined || sense.measured !== undefined;
  const weight = sense.isFaint ? 0.3 : thing !== undefined ? 1 : isKnown ? 0.5 : 0.9;
  if (thing !== undefined) addFeature(features, `thing/${thing}`, weight * 0.85);
  addFeature(features, `word/${stem}`, weight * (isKnown ? 0.4 : 0.8));
  const parts = partsOf(stem);
  const share = (weight * (isKnown ? 0.25 : 0.6)) / Math.sqrt(parts.length);
  for (const part of parts) addFeature(features, `part/${part}`, share);
}

/** Three letters each, with the word's ends: words that are written alike have most of them in common. */
function partsOf(stem: string): readonly string[] {
  const bounded = `<${stem}>`;
  return Array.from({ length: Math.max(1, bounded.length - 2) }, (_, at) => bounded.slice(at, at + 3));
}

function idOf({ thing, color, stem }: Sense): string {
  return thing ?? color ?? stem;
}
