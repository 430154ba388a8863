/** A piece of HTML or XML that is not text. */
export interface MarkupToken {
  readonly kind: 'comment' | 'open' | 'close' | 'script' | 'style' | 'other';
  /** Lower case; empty for comments and declarations. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Where the code of a `script` or `style` starts and ends. */
  readonly innerStart: number;
  readonly innerEnd: number;
}

const token =
  /<!--[\s\S]*?(?:-->|$)|(<(script|style)\b(?:"[^"]*"|'[^']*'|[^'"<>])*>)([\s\S]*?)(?:<\/\2\s*>|$)|<(\/?)([A-Za-z][^\s/<>]*)(?:"[^"]*"|'[^']*'|[^'"<>])*>|<[?!%][\s\S]*?(?:[?%]?>|$)/gi;

/** Tags, comments and declarations of a document, in order. */
export function markupTokens(text: string): readonly MarkupToken[] {
  return Array.from(text.matchAll(token), (match): MarkupToken => {
    const [whole, codeTag, codeName, code = '', slash, name = ''] = match;
    const start = match.index;
    const end = start + whole.length;
    if (codeTag !== undefined) {
      const innerStart = start + codeTag.length;
      const kind = codeName?.toLowerCase() === 'style' ? 'style' : 'script';
      return { kind, name: kind, start, end, innerStart, innerEnd: innerStart + code.length };
    }
    const kind = whole.startsWith('<!--')
      ? 'comment'
      : name === ''
        ? 'other'
        : slash === '/'
          ? 'close'
          : 'open';
    return { kind, name: name.toLowerCase(), start, end, innerStart: start, innerEnd: end };
  });
}

/** The token that holds the offset, if any. */
export function tokenAt(tokens: readonly MarkupToken[], offset: number): MarkupToken | undefined {
  return tokens.find(({ start, end }) => start <= offset && offset < end);
}

/** Elements that sit in a line of text. Everything else starts a block of its own. */
const inlineElements = new Set([
  'a',
  'abbr',
  'b',
  'bdi',
  'bdo',
  'cite',
  'code',
  'data',
  'del',
  'dfn',
  'em',
  'font',
  'i',
  'ins',
  'kbd',
  'label',
  'mark',
  'q',
  's',
  'samp',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'time',
  'tt',
  'u',
  'var',
  'wbr',
]);

/** True for a tag that may stand inside a sentence. */
export function isInline({ kind, name }: MarkupToken): boolean {
  return kind === 'comment' || ((kind === 'open' || kind === 'close') && inlineElements.has(name));
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
};

/** Text as a reader sees it: tags dropped, the common character references resolved. */
export function textOfMarkup(markup: string): string {
  return decodeEntities(markup.replace(token, (tag) => (/^<\/?(?:br|p|div|li|h\d)\b/i.test(tag) ? ' ' : '')));
}

export function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([\dA-Fa-f]{1,6})|([A-Za-z]+));/g,
    (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
      if (name !== undefined) return Object.hasOwn(entities, name) ? (entities[name] ?? whole) : whole;
      const codePoint = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return codePoint > 0 && codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : whole;
    },
  );
}
