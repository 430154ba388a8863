/** The service's own reason stands in the sentence up to this length; *Show Details* has the rest. */
const MAX_REASON_LENGTH = 200;

/** Somebody else's sentence, made to stand within ours: one line, no full stop, not endless. */
export function asPartOfSentence(text: string): string {
  const line = text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/[.!;,]+$/, '');
  return line.length > MAX_REASON_LENGTH ? `${line.slice(0, MAX_REASON_LENGTH).trimEnd()}…` : line;
}
