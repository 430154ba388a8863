import { french } from './french';
import { german } from './german';
import { spanish } from './spanish';

/** Things that people draw, beside the colors: enough to try a translation with. */
const things: Readonly<Record<string, string>> = {
  drachen: 'kite',
  hügel: 'hill',
  lampe: 'lamp',
  schreibtisch: 'desk',
  tisch: 'table',
  topf: 'pot',
  farn: 'fern',
  turnschuh: 'sneaker',
  schuh: 'shoe',
  segelboot: 'sailboat',
  boot: 'boat',
  meer: 'sea',
  haus: 'house',
  'cerf-volant': 'kite',
  colline: 'hill',
  bureau: 'desk',
  bateau: 'boat',
  cometa: 'kite',
  colina: 'hill',
  lámpara: 'lamp',
  barco: 'boat',
};

const small: Readonly<Record<string, string>> = {
  ein: 'a',
  eine: 'a',
  einem: 'a',
  einen: 'a',
  einer: 'a',
  der: 'the',
  die: 'the',
  das: 'the',
  mit: 'with',
  auf: 'on',
  über: 'above',
  und: 'and',
  un: 'a',
  une: 'a',
  le: 'the',
  la: 'the',
  el: 'the',
  avec: 'with',
  sur: 'on',
  sobre: 'on',
  y: 'and',
  et: 'and',
};

const languages = { de: german, fr: french, es: spanish } as const;

/** What is known of a word: what it means, and in which languages it is written so. */
interface Known {
  readonly english: string;
  readonly language: string | undefined;
}

/** Color words bend: `roter`, `rouges`, `rojas`. */
const endings = /(?:e[nrsm]?|s|as?|os?)$/u;

function lookUp(word: string): Known | undefined {
  const lower = word.toLowerCase();
  for (const [language, { colors }] of Object.entries(languages)) {
    for (const [english, written] of Object.entries(colors)) {
      const stem = written.toLowerCase().replace(endings, '');
      if (lower === written.toLowerCase() || lower.replace(endings, '') === stem)
        return { english, language };
    }
  }
  const english = things[lower] ?? small[lower];
  return english === undefined ? undefined : { english, language: undefined };
}

/** Word for word; what it does not know stays. */
export function queryInEnglish(query: string): string {
  return query.replaceAll(/[\p{L}-]+/gu, (word) => lookUp(word)?.english ?? word);
}

/** @returns ISO code; German where nothing but things is known */
export function languageOfQuery(query: string): string {
  const known = (query.match(/[\p{L}-]+/gu) ?? []).flatMap((word) => lookUp(word) ?? []);
  return known.find(({ language }) => language !== undefined)?.language ?? (known.length > 0 ? 'de' : 'en');
}
