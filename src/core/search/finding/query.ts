/** One thing that is looked for; with a negative weight, one that results must not be like. */
export interface QueryPart {
  readonly text: string;
  readonly weight: number;
}

/** Nobody wants the opposite of leather, only less of it. */
export const MINUS_WEIGHT = -0.5;

const MOST_WEIGHT = 10;

/** A sign before a word or a phrase in quotes, and a weight behind it. */
const PART = /([+-]?)"([^"]*)"(?:\^(\d*\.?\d+))?|(\S+)/gu;
const SIGNED = /^([+-])(\p{L}.*|\p{N}.*)$/u;
const WEIGHTED = /^(.+)\^(\d*\.?\d+)$/u;

/**
 * Reads `suede sneaker +red -leather "two words"^2`: words without a sign are one description, because they say more
 * together; a sign, quotes or a weight make a part of its own.
 */
export function parseQuery(text: string): readonly QueryPart[] {
  const plain: string[] = [];
  const parts: QueryPart[] = [];
  for (const [, quotedSign = '', phrase, phraseWeight, word = ''] of text.matchAll(PART)) {
    if (phrase !== undefined) {
      add(parts, phrase, quotedSign, phraseWeight);
      continue;
    }
    const [, sign = '', unsigned = word] = SIGNED.exec(word) ?? [];
    const [, bare = unsigned, weight] = WEIGHTED.exec(unsigned) ?? [];
    if (sign === '' && weight === undefined) plain.push(word);
    else add(parts, bare, sign, weight);
  }
  const description = plain.join(' ').trim();
  return description === '' || !/[\p{L}\p{N}]/u.test(description)
    ? parts
    : [{ text: description, weight: 1 }, ...parts];
}

function add(parts: QueryPart[], text: string, sign: string, weight: string | undefined): void {
  const trimmed = text.trim();
  if (trimmed === '') return;
  const size = weight === undefined ? undefined : Math.min(MOST_WEIGHT, Number(weight));
  if (size === 0) return;
  parts.push({ text: trimmed, weight: sign === '-' ? -(size ?? -MINUS_WEIGHT) : (size ?? 1) });
}
