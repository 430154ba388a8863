import { colorNames, type ColorName } from '../seeing/colorNames';
import type { Sight } from '../seeing/sight';
import { wordsIn } from './words';

/** What of a text can be held against a picture. */
export interface Match {
  readonly found: readonly string[];
  readonly missing: readonly string[];
}

/** Words that say how light a picture is. */
const lights: readonly (readonly [RegExp, Sight['light']])[] = [
  [/^(?:dark|night|nights?|midnight|dunkel|nacht|oscuro|oscura|noche|sombre|nuit)$/u, 'dark'],
  [/^(?:bright|sunny|light|snow|snowy|hell|sonnig|claro|clara|clair|claire)$/u, 'bright'],
];

/** Other names for the colors that a picture is measured in. */
const shades: Readonly<Record<string, ColorName>> = {
  grey: 'gray',
  silver: 'gray',
  crimson: 'red',
  scarlet: 'red',
  golden: 'yellow',
  gold: 'yellow',
  teal: 'turquoise',
  cyan: 'turquoise',
  violet: 'purple',
  navy: 'blue',
  cream: 'beige',
};

const stopWords = new Set(
  'the and with from over under into onto this that there here some picture image photo drawing illustration style very und mit der die das con los las una les des une dans avec'.split(
    ' ',
  ),
);

/**
 * Holds a text against what is measured in a picture, and against the words it was drawn from. What cannot be measured
 * counts for neither side.
 */
export function matchOf(text: string, sight: Sight): Match {
  const found = new Set<string>();
  const missing = new Set<string>();
  const drawnFrom = sight.remembered && wordSet(sight.remembered.prompt);
  const measured = new Set<ColorName>(sight.colors.map(({ name }) => name));
  if (sight.subject) measured.add(sight.subject.color);
  for (const word of wordSet(text)) {
    const color = colorOf(word);
    const light = lights.find(([pattern]) => pattern.test(word))?.[1];
    if (color && !drawnFrom?.has(word)) (measured.has(color) ? found : missing).add(word);
    else if (light && !drawnFrom?.has(word)) (sight.light === light ? found : missing).add(word);
    else if (drawnFrom && word.length > 2 && !stopWords.has(word))
      (drawnFrom.has(word) ? found : missing).add(word);
  }
  return { found: [...found], missing: [...missing] };
}

/** @returns 0 to 1, or undefined where nothing of the text can be measured */
export function shareFound({ found, missing }: Match): number | undefined {
  const count = found.length + missing.length;
  return count === 0 ? undefined : found.length / count;
}

/** The color that a word of any of the languages names. */
export function colorOf(word: string): ColorName | undefined {
  const lower = word.toLowerCase();
  if (Object.hasOwn(shades, lower)) return shades[lower];
  return colorNames.find((name) =>
    (['en', 'de', 'es', 'fr'] as const).some(
      (language) => wordsIn(language).colors[name].toLowerCase() === lower,
    ),
  );
}

function wordSet(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/\p{L}+/gu) ?? []);
}
