/** What a key asks for; what it means in a view, that view decides. */
export type KeyCommand =
  | 'use'
  | 'star'
  | 'judge'
  | 'retry'
  | 'compare'
  | 'note'
  | 'mode'
  | 'select'
  | 'enter'
  | 'escape'
  | 'previous'
  | 'next'
  | 'earlier'
  | 'later'
  | 'keys';

const letters: Readonly<Record<string, KeyCommand>> = {
  u: 'use',
  s: 'star',
  j: 'judge',
  r: 'retry',
  c: 'compare',
  n: 'note',
  v: 'mode',
};

const others: Readonly<Record<string, KeyCommand>> = {
  ' ': 'select',
  Enter: 'enter',
  Escape: 'escape',
  ',': 'previous',
  '.': 'next',
  '?': 'keys',
};

/** @returns undefined for what is a keybinding of VS Code, part of a word that is being composed, or nothing here */
export function commandOf(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'>,
): KeyCommand | undefined {
  const { key, code } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return undefined;
  if (event.shiftKey && (key === 'ArrowUp' || key === 'ArrowDown')) {
    return key === 'ArrowUp' ? 'earlier' : 'later';
  }
  const other = others[key];
  if (other !== undefined) return other;
  // On a keyboard of another script the place of the key counts.
  const isLatin = /^[a-z]$/i.test(key);
  const letter = isLatin ? key.toLowerCase() : (/^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? '');
  return letters[letter];
}
