/** A stretch of two texts: in both, only in the old one, or only in the new one. */
export interface DiffPart {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Longer texts are compared as a whole: the table would be large, and nobody reads such a difference. */
const MAX_WORDS = 2000;

/** What a new prompt changes, by words with the blanks that follow them; the parts together are both texts. */
export function promptDiff(old: string, improved: string): readonly DiffPart[] {
  const before = wordsOf(old);
  const after = wordsOf(improved);
  if (before.length > MAX_WORDS || after.length > MAX_WORDS) {
    return merged([
      { kind: 'removed', text: old },
      { kind: 'added', text: improved },
    ]);
  }
  const lengths = commonLengths(before, after);
  const width = after.length + 1;
  const parts: DiffPart[] = [];
  let row = 0;
  let column = 0;
  while (row < before.length || column < after.length) {
    const [one = '', other = ''] = [before[row], after[column]];
    if (row < before.length && column < after.length && isSame(one, other)) {
      parts.push({ kind: 'same', text: other });
      row++;
      column++;
    } else if (
      column >= after.length ||
      (row < before.length &&
        (lengths[(row + 1) * width + column] ?? 0) >= (lengths[row * width + column + 1] ?? 0))
    ) {
      parts.push({ kind: 'removed', text: one });
      row++;
    } else {
      parts.push({ kind: 'added', text: other });
      column++;
    }
  }
  return merged(parts);
}

/** Scripts without blanks are compared sign by sign. */
function wordsOf(text: string): readonly string[] {
  return (
    text.match(
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]\s*|[\p{L}\p{N}\p{M}'’-]+\s*|[^\p{L}\p{N}\s]\s*|\s+/gu,
    ) ?? []
  );
}

function isSame(one: string, other: string): boolean {
  return one.trimEnd() === other.trimEnd();
}

/** Lengths of the longest common sequences of all ends of both, row-major `[before + 1, after + 1]`. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint16Array {
  const width = after.length + 1;
  const lengths = new Uint16Array((before.length + 1) * width);
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      lengths[row * width + column] = isSame(before[row] ?? '', after[column] ?? '')
        ? (lengths[(row + 1) * width + column + 1] ?? 0) + 1
        : Math.max(lengths[(row + 1) * width + column] ?? 0, lengths[row * width + column + 1] ?? 0);
    }
  }
  return lengths;
}

function merged(parts: readonly DiffPart[]): readonly DiffPart[] {
  const joined: DiffPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.text === '') continue;
    if (last?.kind === part.kind) joined[joined.length - 1] = { ...last, text: last.text + part.text };
    else joined.push(part);
  }
  return joined;
}
