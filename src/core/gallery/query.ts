import { baseName, type GalleryImage } from './image';

/** What stands in the search box, taken apart; words are folded for comparing. */
export interface Query {
  /** Each must be found: words, `+words`, and phrases in double quotes. */
  readonly wanted: readonly string[];
  /** None may be found: `-words`. */
  readonly unwanted: readonly string[];
}

/** A sign before a word or a quoted phrase; a closing quote may be missing while somebody types. */
const term = /([+-]?)(?:"([^"]*)"?|(\S+))/g;

/** Reads the box. A sign alone, as while somebody types, asks for nothing. */
export function parseQuery(text: string): Query {
  const wanted: string[] = [];
  const unwanted: string[] = [];
  for (const [, sign, phrase, word] of text.matchAll(term)) {
    const value = fold(phrase ?? word ?? '').trim();
    if (value === '' || ((value === '+' || value === '-') && phrase === undefined)) continue;
    (sign === '-' ? unwanted : wanted).push(value);
  }
  return { wanted, unwanted };
}

export function isEmptyQuery({ wanted, unwanted }: Query): boolean {
  return wanted.length === 0 && unwanted.length === 0;
}

/** What of an image a query is compared with; folding 5,000 prompts at each key would be felt. */
export interface SearchText {
  readonly name: string;
  readonly path: string;
  readonly prompt: string;
}

export function searchTextOf({ files, making }: Pick<GalleryImage, 'files' | 'making'>): SearchText {
  return {
    name: fold(baseName(files[0].path)),
    path: fold(files.map(({ path }) => path).join('\n')),
    prompt: fold(making?.prompt ?? ''),
  };
}

/**
 * How well an image answers a query.
 *
 * @returns 0 when it does not; else higher is closer: a word in the name says more than one in the prompt or the path
 */
export function matchScore({ wanted, unwanted }: Query, { name, path, prompt }: SearchText): number {
  if (unwanted.some((word) => path.includes(word) || prompt.includes(word))) return 0;
  let score = 1;
  for (const word of wanted) {
    const found =
      (name.includes(word) ? 4 : 0) + (prompt.includes(word) ? 2 : 0) + (path.includes(word) ? 1 : 0);
    if (found === 0) return 0;
    score += found;
  }
  return score;
}

/** Lower case without accents, so that `cafe` finds `Café`. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase();
}
