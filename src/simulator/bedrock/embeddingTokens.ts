/** English words are one or two of these; an own measure, for no tokenizer of these models is public. */
const pieces = /[\p{L}\p{M}\p{N}]{1,6}|[^\s\p{L}\p{M}\p{N}]/gu;

export function textTokens(text: string): number {
  return text.match(pieces)?.length ?? 0;
}

/**
 * At most so many tokens of a text.
 *
 * @param kept which end stays
 */
export function shortened(text: string, most: number, kept: 'start' | 'end'): string {
  const found = [...text.matchAll(pieces)];
  if (found.length <= most) return text;
  const first = kept === 'start' ? found[0] : found[found.length - most];
  const last = kept === 'start' ? found[most - 1] : found.at(-1);
  return first && last ? text.slice(first.index, last.index + last[0].length) : '';
}
