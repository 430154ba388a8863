import type { ColorName } from '../seeing/colorNames';
import type { Sight, Subject } from '../seeing/sight';
import { nouns } from '../drawing/nouns';
import type { Words } from './words';

/** The colors as a list: `blue, green and white`. */
export function colorList({ colors }: Sight, words: Words): string {
  const names = colors.map(({ name }) => words.colors[name]);
  const last = names.pop();
  return names.length === 0 ? (last ?? '') : `${names.join(', ')} ${words.and} ${last ?? ''}`;
}

export function placeOf({ row, column }: Subject, words: Words): string {
  return words.place(words.rows[row], words.columns[column]);
}

export function areaOf({ subject }: Sight, words: Words): string {
  return subject ? words.area(words.colors[subject.color], placeOf(subject, words)) : words.noArea;
}

/** In one short sentence without an end: from which words it was drawn, or its shape, colors and main area. */
export function shortOf(sight: Sight, words: Words): string {
  return (
    drawnOf(sight, words) ??
    `${words.shapes[sight.shape]}, ${words.mainly(colorList(sight, words))}; ${areaOf(sight, words)}`
  );
}

/** Everything that is known of a picture. */
export function fullOf(sight: Sight, words: Words): string {
  const { subject } = sight;
  const drawn = drawnOf(sight, words);
  return [
    ...(drawn === undefined ? [] : [`${capitalized(drawn)}.`]),
    `${capitalized(words.shapes[sight.shape])}, ${words.mainly(colorList(sight, words))}.`,
    `${capitalized(areaOf(sight, words))}.`,
    ...(subject ? [words.shareOfArea(Math.max(1, Math.round(subject.share * 100)))] : []),
    words.light(words.lights[sight.light]),
    words.contrast(words.degrees[sight.contrast]),
    words.detail(words.degrees[sight.detail]),
    words.size(sight.width, sight.height, sight.format.toUpperCase()),
    ...(sight.isTransparent ? [words.transparent] : []),
    ...(sight.isMarked ? [words.mark] : []),
  ].join(' ');
}

export function drawnOf({ remembered }: Sight, words: Words): string | undefined {
  if (!remembered) return undefined;
  return remembered.kind === 'drawn' ? words.drawn(remembered.prompt) : words.edited(remembered.prompt);
}

/** The color behind the main area: the most frequent one that is not its own. */
export function backgroundOf({ colors, subject }: Sight): ColorName | undefined {
  return (colors.find(({ name }) => name !== subject?.color) ?? colors[0])?.name;
}

/** Things that can be named: those the simulator drew, else nothing but areas of color. */
export function thingsIn(sight: Sight, words: Words): readonly string[] {
  const drawn = drawnThings(sight);
  if (drawn.length > 0) return drawn;
  const background = backgroundOf(sight);
  return [
    ...(sight.subject ? [areaOf(sight, words)] : []),
    ...(background ? [words.background(words.colors[background])] : []),
  ];
}

/** The nouns of the prompt that it knows how to draw, as the prompt has them. */
export function drawnThings({ remembered }: Sight): readonly string[] {
  const said = remembered?.prompt.toLowerCase().match(/\p{L}+/gu) ?? [];
  return [...new Set(said.filter((word) => nouns.some((noun) => noun.words.includes(word))))];
}

export function capitalized(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** Cut at a word, for texts that may not be longer. */
export function within(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, Math.max(0, length - 1));
  const space = cut.lastIndexOf(' ');
  return `${cut.slice(0, space > length / 2 ? space : undefined).replace(/[\s,;:.]+$/u, '')}…`;
}
