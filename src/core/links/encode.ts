/** Schemes and drives keep their colon; everywhere else one would make the path's first segment a scheme. */
const absolute = /^[A-Za-z][A-Za-z0-9+.-]+:\/\/(?:\/[A-Za-z]:(?=\/))?/;

/**
 * A path as the path of a URL, safe in every quoting that the link languages use. Letters of any script stay as they are:
 * HTML and CommonMark take them, and people can read them.
 *
 * @param path with `/` between segments
 */
export function encodePath(path: string): string {
  const start = absolute.exec(path)?.[0] ?? '';
  return start + Array.from(path.slice(start.length), encodeCharacter).join('');
}

function encodeCharacter(character: string): string {
  if (/^[\p{L}\p{N}\p{M}\p{So}/._~@+,=-]$/u.test(character)) return character;
  const bytes = new TextEncoder().encode(character);
  return Array.from(bytes, (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

/** The path behind an encoded one; text that is not valid percent-encoding stands for itself. */
export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** For a double-quoted attribute. Braces too: Vue, Svelte, Angular and template engines would evaluate them. */
export function escapeAttribute(text: string): string {
  const references: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    '{': '&#123;',
    '}': '&#125;',
  };
  return text.replace(/[&<>"{}]/g, (character) => references[character] ?? character);
}
