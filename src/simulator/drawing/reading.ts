import { namedColors, type Rgb } from './color';
import { nouns, type Noun } from './nouns';

/** A thing to draw, as the prompt speaks of it. */
export interface Wish {
  readonly noun: Noun;
  readonly color: Rgb | undefined;
  /** The color of its second part, where the prompt names one. */
  readonly accent?: Rgb;
  readonly count: number;
}

export type Mood = 'day' | 'dawn' | 'night' | 'snow' | 'storm' | 'space' | 'underwater' | 'desert' | 'room';

export type Look = 'flat' | 'line' | 'pixel' | 'lowPoly' | 'soft' | 'photo';

/** What is understood of a prompt. */
export interface Reading {
  readonly wishes: readonly Wish[];
  readonly mood: Mood;
  readonly look: Look;
  readonly hasSea: boolean;
  readonly hasCity: boolean;
  readonly hasHills: boolean;
  /** Colors that belong to no thing, for the whole picture. */
  readonly colors: readonly Rgb[];
}

const numbers: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
};

const moods: readonly (readonly [Mood, RegExp])[] = [
  ['night', /\b(night|midnight|moonlit|moonlight|dark|nachts?)\b/],
  ['dawn', /\b(dawn|sunrise|sunset|dusk|evening|golden hour|twilight)\b/],
  ['space', /\b(space|galaxy|cosmos|orbit|rocket|planets?)\b/],
  ['underwater', /\b(underwater|reef|aquarium)\b/],
  ['snow', /\b(snow|snowy|winter|ice|arctic)\b/],
  ['storm', /\b(rain|rainy|storm|fog|foggy|thunder)\b/],
  ['desert', /\b(desert|dunes?|sahara|canyon)\b/],
  ['room', /\b(room|desk|table|kitchen|office|shelf|indoors?|interior|wall|vase|cup|mug|lamp|still life)\b/],
];

const looks: readonly (readonly [Look, RegExp])[] = [
  ['line', /\b(line[- ]?art|sketch|outline|pencil|design_sketch)\b/],
  ['pixel', /\b(pixel[- ]?art|8[- ]?bit|sprite)\b/],
  ['lowPoly', /\b(low[- ]?poly|polygonal)\b/],
  ['soft', /\b(watercolou?r|pastel|painting|soft_digital_painting|impressionist)\b/],
  ['photo', /\b(photo|photograph|photographic|photorealism|photorealistic|cinematic|realistic)\b/],
];

/** Reads colors, things, numbers, mood and look out of a prompt; what it does not know it leaves out. */
export function readPrompt(prompt: string, negativePrompt: string, style: string): Reading {
  const text = prompt.toLowerCase();
  const words = text.match(/[\p{L}]+|\d+/gu) ?? [];
  const unwanted = new Set(negativePrompt.toLowerCase().match(/\p{L}+/gu) ?? []);
  const wishes: Wish[] = [];
  const colors: Rgb[] = [];
  let color: Rgb | undefined;
  let count = 1;
  for (const word of words) {
    const named = namedColors[word];
    if (named) {
      color = named;
      colors.push(named);
      continue;
    }
    const number = numbers[word] ?? (/^\d$/.test(word) ? Number(word) : undefined);
    if (number !== undefined) {
      count = Math.max(1, Math.min(7, number));
      color = undefined;
      continue;
    }
    const noun = nouns.find(({ words: names }) => names.includes(word));
    const isKnown = wishes.some((wish) => wish.noun === noun);
    if (noun && !isKnown && !noun.words.some((name) => unwanted.has(name))) {
      wishes.push({
        noun,
        color,
        count: count === 1 && word.endsWith('s') && noun.words.includes(word.slice(0, -1)) ? 3 : count,
      });
    }
    if (noun) {
      color = undefined;
      count = 1;
    }
  }
  return {
    wishes: potted(wishes),
    mood: moods.find(([, pattern]) => pattern.test(text))?.[0] ?? 'day',
    look: looks.find(([, pattern]) => pattern.test(`${text} ${style.toLowerCase()}`))?.[0] ?? 'flat',
    hasSea: /\b(sea|ocean|lake|river|water|waves?|beach|boat|ship|harbou?r|fish|coast)\b/.test(text),
    hasCity: /\b(city|skyline|skyscrapers?|street|downtown|town)\b/.test(text),
    hasHills: /\b(hills?|meadow|field|valley|landscape|mountains?|park|garden|farm)\b/.test(text),
    colors,
  };
}

/** A plant in a pot is one thing, not two. */
function potted(wishes: readonly Wish[]): readonly Wish[] {
  const plant = wishes.find(({ noun }) => noun.words.includes('fern'));
  const pot = wishes.find(({ noun }) => noun.words.includes('pot'));
  if (!plant || !pot) return wishes;
  return wishes
    .filter((wish) => wish !== pot)
    .map((wish) => (wish === plant ? { ...wish, accent: pot.color ?? pot.noun.color } : wish));
}
