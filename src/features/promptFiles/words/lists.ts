import type { Words } from '../../../platform/words';

/** A list of forty values is a page; whoever wants them all asks for completion. */
const MAX_NAMED = 12;

/** `flat, line-art, 3 more`: names as a sentence counts them. */
export function listed(names: readonly string[], { t, format }: Words, most = MAX_NAMED): string {
  if (names.length <= most) return names.join(', ');
  const rest = names.length - most;
  return t('{0} and {1} more', names.slice(0, most).join(', '), format.number(rest));
}

/** `5, 6 or 9`, for values of which one is chosen. */
export function oneOf(names: readonly string[], words: Words, most = MAX_NAMED): string {
  const [only = ''] = names;
  if (names.length <= 1) return only;
  if (names.length > most) return listed(names, words, most);
  return words.t('{0} or {1}', names.slice(0, -1).join(', '), names.at(-1) ?? '');
}

/** The names of a cycle, in the order in which each leads to the next. */
export function chain(names: readonly string[]): string {
  return names.join(' → ');
}
