import type { Sight } from '../seeing/sight';
import type { Asked, AskedPicture } from './asked';
import { brandNames, checkedNames, givenCategories, givenText, labelledText, promptNames } from './given';
import { fits, scoresOf, suggestionsFor, type Criterion } from './judging';
import { matchOf, type Match } from './matching';
import {
  areaOf,
  backgroundOf,
  capitalized,
  colorList,
  drawnThings,
  fullOf,
  shortOf,
  thingsIn,
  within,
} from './phrases';
import type { Words } from './words';

/** The answer in words, to whatever was asked. */
export function say(asked: Asked): string {
  const { pictures, words, opening } = asked;
  const [first] = pictures;
  if (!first) return textWithoutPicture(asked);
  if (asked.purpose === 'compare' && pictures.length > 1)
    return `${opening}. ${listed(asked, ({ sight }) => shortOf(sight, words))}\n${comparison(asked)}`;
  if (asked.purpose === 'judge') return listed(asked, ({ sight }) => judgement(asked, sight));
  if (pictures.length === 1) return sayOf(asked, first.sight);
  return listed(asked, ({ sight }) => sayOf(asked, sight));
}

/** The answer for one picture of several, or for the only one. */
export function sayOf(asked: Asked, sight: Sight): string {
  const { purpose, words, opening } = asked;
  switch (purpose) {
    case 'caption':
      return `${opening}: ${shortOf(sight, words)}.`;
    case 'compare':
    case 'details':
      return `${opening}. ${fullOf(sight, words)}`;
    case 'alt':
      return within(`${opening}: ${shortOf(sight, words)}`, asked.maxLength);
    case 'classify':
      return bestChoice(givenCategories(asked.text), sight)?.choice ?? `${opening}. ${words.nothingFavors}`;
    case 'objects':
      return thingsIn(sight, words)
        .map((thing) => `- ${thing}`)
        .join('\n');
    case 'subject':
      return drawnThings(sight)[0] ?? `${opening}: ${areaOf(sight, words)}.`;
    case 'story':
      return `${opening}. ${words.story(heroOf(sight, words), colorList(sight, words), words.lights[sight.light])}`;
    case 'transcribe':
      // Word for word, so nothing stands before it.
      return sight.isMarked ? 'OFFLINE PREVIEW' : `${opening}. ${words.noText}`;
    case 'translate':
      return sight.isMarked ? words.markText : `${opening}. ${words.noText}`;
    case 'recreate':
      return sight.remembered?.prompt ?? promptFor(sight, words);
    case 'judge':
      return judgement(asked, sight);
    case 'improve':
      return improvedPrompt(asked, sight);
    case 'mask':
      return maskPrompt(sight, words);
    case 'check': {
      const text = givenText(asked.text, checkedNames) ?? asked.text;
      const verdict = fits(text, sight) ? words.verdicts.fits : words.verdicts.differs;
      return `${opening}. ${capitalized(verdict)}. ${reasons(matchOf(text, sight), words)}`;
    }
    case 'answer':
      return `${opening}. ${reply(asked, sight)}`;
  }
}

/** @returns the choice that most speaks for, and whether anything does */
export function bestChoice(
  choices: readonly string[],
  sight: Sight,
): { readonly choice: string; readonly isFavored: boolean } | undefined {
  let [best, most]: [string | undefined, number] = [undefined, 0];
  for (const choice of choices) {
    const { found, missing } = matchOf(
      choice.replaceAll(/[_-]/g, ' ').replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' '),
      sight,
    );
    const shape = choice.toLowerCase().includes(sight.shape) ? 1 : 0;
    const evidence = found.length + shape - missing.length * 0.5;
    if (evidence > most) [best, most] = [choice, evidence];
  }
  if (best !== undefined) return { choice: best, isFavored: true };
  const open = choices.find((choice) =>
    /^(?:other|others|unknown|none|unsure|unclear|misc\w*|andere\w*|sonstige\w*|unbekannt|otr[oa]s?|autres?)$/iu.test(
      choice,
    ),
  );
  const choice = open ?? choices[0];
  return choice === undefined ? undefined : { choice, isFavored: false };
}

export function judgement(asked: Asked, sight: Sight): string {
  const { words, opening } = asked;
  const scores = scoresFor(asked, sight);
  const lines = (Object.keys(words.criteria) as Criterion[]).map((criterion) =>
    words.score(words.criteria[criterion], scores[criterion]),
  );
  return `${opening}.\n${lines.join('\n')}\n${explanation(asked, sight)}`;
}

export function scoresFor({ text }: Asked, sight: Sight): ReturnType<typeof scoresOf> {
  return scoresOf(sight, givenText(text, promptNames), brandIn(text));
}

/** What the scores rest on. */
export function explanation({ text, words }: Asked, sight: Sight): string {
  // Quotation marks are only a guess: instructions have examples in them.
  const prompt =
    labelledText(text, promptNames) ?? labelledText(text, checkedNames) ?? givenText(text, promptNames);
  const match: Match = prompt === undefined ? { found: [], missing: [] } : matchOf(prompt, sight);
  return `${reasons(match, words)} ${capitalized(shortOf(sight, words))}.`;
}

export function improvedPrompt({ text, words }: Asked, sight: Sight | undefined): string {
  const prompt = givenText(text, promptNames) ?? sight?.remembered?.prompt;
  const advice = sight ? suggestionsFor(sight, words) : [words.suggestions.light, words.suggestions.center];
  return [...(prompt === undefined ? [] : [prompt.replace(/[\s.,;]+$/u, '')]), ...advice].join(', ');
}

/** The area as an instruction would call it: `the red area at the left`, or the thing that was drawn. */
export function maskPrompt(sight: Sight, words: Words): string {
  return drawnThings(sight)[0] ?? (sight.subject ? areaOf(sight, words) : words.columns.center);
}

/** A prompt from measurements, where nobody remembers the real one. */
export function promptFor(sight: Sight, words: Words): string {
  const background = backgroundOf(sight);
  return [
    areaOf(sight, words),
    ...(background ? [words.background(words.colors[background])] : []),
    words.lights[sight.light],
    words.shapes[sight.shape],
  ].join(', ');
}

function brandIn(text: string): string | undefined {
  return labelledText(text, brandNames);
}

/** What a story is about: the main area, or else what lies all over the picture. */
function heroOf(sight: Sight, words: Words): string {
  const background = backgroundOf(sight);
  return sight.subject || !background ? areaOf(sight, words) : words.background(words.colors[background]);
}

function reply(asked: Asked, sight: Sight): string {
  const { text, words } = asked;
  if (/\bcolou?rs?\b|farbe|\bcolor(?:es)?\b|couleur/iu.test(text))
    return `${capitalized(words.mainly(colorList(sight, words)))}.`;
  if (/\bhow (?:large|big|wide|high)|\bsize\b|\bpixels?\b|größe|wie groß|tamaño|taille/iu.test(text))
    return words.size(sight.width, sight.height, sight.format.toUpperCase());
  if (/\bwhere\b|\bwo\b|\bdónde\b|\boù\b/iu.test(text)) return `${capitalized(areaOf(sight, words))}.`;
  if (/\bbright|\bdark|\bhell\b|\bdunkel|\bclar[oa]\b|\boscur|\bsombre/iu.test(text))
    return words.light(words.lights[sight.light]);
  return words.cannotTell(fullOf(sight, words));
}

function reasons({ found, missing }: Match, words: Words): string {
  if (found.length + missing.length === 0) return words.noEvidence;
  return [
    ...(found.length > 0 ? [words.found(found.join(', '))] : []),
    ...(missing.length > 0 ? [words.missing(missing.join(', '))] : []),
  ].join(' ');
}

function textWithoutPicture(asked: Asked): string {
  if (asked.purpose === 'improve') return improvedPrompt(asked, undefined);
  return `${asked.opening}. ${asked.words.noPicture}`;
}

function listed({ pictures, words }: Asked, line: (picture: AskedPicture) => string): string {
  if (pictures.length === 1 && pictures[0]) return line(pictures[0]);
  return pictures.map((picture, index) => `${words.picture(index + 1)}: ${line(picture)}`).join('\n');
}

function comparison({ pictures, words }: Asked): string {
  const order: Readonly<Record<Sight['light'], number>> = { dark: 0, medium: 1, bright: 2 };
  const statements = [
    only(
      pictures.map(({ sight }) => order[sight.light]),
      (number) => words.brighter(number),
    ),
    only(
      pictures.map(({ sight }) => sight.width * sight.height),
      (number) => words.larger(number),
    ),
  ].filter((text) => text !== undefined);
  return statements.length > 0 ? statements.join(' ') : words.equal;
}

/** Says which one has the most, where one alone has. */
function only(values: readonly number[], sentence: (number: number) => string): string | undefined {
  const most = Math.max(...values);
  return values.filter((value) => value === most).length === 1
    ? sentence(values.indexOf(most) + 1)
    : undefined;
}
