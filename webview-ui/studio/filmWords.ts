/**
 * A text with words put in, parted from what stands around them.
 *
 * @returns the text, and where the cursor stands after the words
 */
export function withWords(
  text: string,
  at: number,
  words: string,
): { readonly text: string; readonly cursor: number } {
  const before = text.slice(0, at).trimEnd();
  const after = text.slice(at).trimStart();
  const start = before === '' ? '' : /[.,;:!?]$/.test(before) ? `${before} ` : `${before}, `;
  const end = after === '' ? '' : /^[.,;:!?]/.test(after) ? after : `, ${after}`;
  return { text: `${start}${words}${end}`, cursor: start.length + words.length };
}
