/** Longer texts belong into the document, not into an alt attribute. */
const maxAltLength = 125;

const leadIn =
  /^(?:please\s+)?(?:(?:generate|create|make|draw|paint|render|show)\s+(?:me\s+)?)?(?:(?:an?|the)\s+)?(?:image|picture|photo|photograph|graphic)s?\s+(?:of|showing|depicting|that\s+shows)\s+/i;

/**
 * Alt text for an image made from a prompt: one line, at most 125 characters and cut between words, without the
 * "image of" that screen readers say themselves.
 */
export function altFromPrompt(prompt: string): string {
  const line = prompt
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, (match) => (/^\p{Cf}+$/u.test(match) ? match : ' '))
    .trim();
  const lead = leadIn.exec(line);
  const rest = lead ? line.slice(lead[0].length) : line;
  const start = rest.codePointAt(0);
  if (start === undefined) return '';
  const first = String.fromCodePoint(start);
  const alt = lead ? first.toUpperCase() + rest.slice(first.length) : rest;
  return shorten(alt, maxAltLength);
}

function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const room = text.slice(0, maxLength);
  const lastBlank = room.lastIndexOf(' ');
  // A text without blanks (Japanese, Chinese, one long word) is cut where it is full, but never inside a character.
  const cut =
    lastBlank > maxLength / 2 ? room.slice(0, lastBlank) : room.slice(0, -1).replace(/[\uD800-\uDBFF]$/, '');
  return `${cut.replace(/[\s,;:.–—-]+$/u, '')}…`;
}
