import type { LanguageSyntax, StringSyntax } from './languages';

/** A stretch that is not code. `inner*` leave out markers and quotes; `text` is text between JSX tags. */
export interface Region {
  readonly kind: 'lineComment' | 'blockComment' | 'string' | 'text';
  readonly start: number;
  readonly end: number;
  readonly innerStart: number;
  readonly innerEnd: number;
}

/** Deeper JSX is left unread: recursion must not exhaust the stack on a hostile file. */
const maxDepth = 200;

/** Words after which `/` starts a regular expression and `<` a JSX element. */
const expressionWords = new Set([
  'return',
  'case',
  'default',
  'typeof',
  'do',
  'else',
  'yield',
  'await',
  'in',
  'of',
  'void',
  'throw',
]);

/**
 * Comments, strings and JSX text of a document, in order and without overlap. One pass, no grammar: text that does not
 * parse yields regions that end at the line's or document's end.
 */
export function scan(text: string, syntax: LanguageSyntax): readonly Region[] {
  return new Scanner(text, syntax).run();
}

/** The region that holds the offset; a line comment also holds the offset at its end. */
export function regionAt(regions: readonly Region[], offset: number): Region | undefined {
  let low = 0;
  let high = regions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((regions[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const region = regions[low - 1];
  if (!region) return undefined;
  const holdsEnd = region.kind === 'lineComment';
  return offset < region.end || (holdsEnd && offset === region.end) ? region : undefined;
}

class Scanner {
  private readonly text: string;
  private readonly syntax: LanguageSyntax;
  private readonly regions: Region[] = [];
  private position = 0;
  private depth = 0;

  constructor(text: string, syntax: LanguageSyntax) {
    this.text = text;
    this.syntax = syntax;
  }

  run(): readonly Region[] {
    this.code(false);
    return this.regions;
  }

  /** Reads code to the end, or past the brace that closes it. */
  private code(endsAtBrace: boolean): void {
    let braces = 0;
    let canStartExpression = true;
    while (this.position < this.text.length) {
      if (this.comment() || this.string()) {
        const last = this.regions.at(-1);
        if (last?.kind === 'string') canStartExpression = false;
        continue;
      }
      const character = this.text.charAt(this.position);
      if (/\s/.test(character)) {
        this.position++;
        continue;
      }
      if (character === '{') braces++;
      if (character === '}' && endsAtBrace && braces-- === 0) {
        this.position++;
        return;
      }
      if (canStartExpression && character === '<' && this.syntax.hasJsx && this.startsElement()) {
        this.element();
        canStartExpression = false;
        continue;
      }
      if (canStartExpression && character === '/' && this.syntax.hasRegex) {
        this.regex();
        canStartExpression = false;
        continue;
      }
      if (/[\p{L}\p{N}_$]/u.test(character)) {
        const word = this.word();
        canStartExpression = expressionWords.has(word);
        continue;
      }
      canStartExpression = !/[)\]}]/.test(character);
      this.position++;
    }
  }

  private word(): string {
    const start = this.position;
    while (this.position < this.text.length && /[\p{L}\p{N}_$]/u.test(this.text.charAt(this.position)))
      this.position++;
    return this.text.slice(start, this.position);
  }

  private comment(): boolean {
    const start = this.position;
    for (const [open, close] of this.syntax.blockComments) {
      if (!this.text.startsWith(open, start)) continue;
      let innerStart = start + open.length;
      // `/**` and `/*!` are one marker, but `/**/` is an empty comment.
      if (
        open === '/*' &&
        /[*!]/.test(this.text.charAt(innerStart)) &&
        this.text.charAt(innerStart + 1) !== '/'
      )
        innerStart++;
      const closeAt = this.text.indexOf(close, start + open.length);
      const innerEnd = closeAt < 0 ? this.text.length : closeAt;
      const end = closeAt < 0 ? this.text.length : closeAt + close.length;
      this.add('blockComment', start, end, Math.min(innerStart, innerEnd), innerEnd);
      return true;
    }
    for (const marker of this.syntax.lineComments) {
      if (!this.text.startsWith(marker, start)) continue;
      if (this.syntax.commentNeedsSpace && start > 0 && !/\s/.test(this.text.charAt(start - 1))) continue;
      const end = this.lineEnd(start);
      let innerStart = start + marker.length;
      const repeated = marker.charAt(marker.length - 1);
      while (innerStart < end && repeated !== ' ' && this.text.charAt(innerStart) === repeated) innerStart++;
      if (marker === '//' && this.text.charAt(innerStart) === '!') innerStart++;
      this.add('lineComment', start, end, innerStart, end);
      return true;
    }
    return false;
  }

  private string(): boolean {
    const syntax = this.syntax.strings.find(({ open }) => this.text.startsWith(open, this.position));
    if (!syntax) return false;
    const start = this.position;
    const innerStart = start + syntax.open.length;
    const innerEnd = this.stringEnd(innerStart, syntax);
    const isClosed = this.text.startsWith(syntax.close, innerEnd);
    this.add('string', start, isClosed ? innerEnd + syntax.close.length : innerEnd, innerStart, innerEnd);
    return true;
  }

  private stringEnd(from: number, { close, escape, isMultiline, hasExpressions }: StringSyntax): number {
    let at = from;
    while (at < this.text.length) {
      const character = this.text.charAt(at);
      if (escape === 'backslash' && character === '\\') {
        at += this.text.startsWith('\r\n', at + 1) ? 3 : 2;
      } else if (hasExpressions && this.text.startsWith('${', at)) {
        at = this.expressionEnd(at + 2);
      } else if (this.text.startsWith(close, at)) {
        if (escape === 'doubled' && this.text.startsWith(close, at + close.length)) at += 2 * close.length;
        else return at;
      } else if (!isMultiline && (character === '\n' || character === '\r')) {
        return at;
      } else {
        at++;
      }
    }
    return this.text.length;
  }

  /** The end of `${…}`; what it holds belongs to the string around it. */
  private expressionEnd(from: number): number {
    if (this.depth >= maxDepth) return this.text.length;
    const inner = new Scanner(this.text, this.syntax);
    inner.position = from;
    inner.depth = this.depth + 1;
    inner.code(true);
    return inner.position;
  }

  private regex(): void {
    const end = this.lineEnd(this.position);
    let isInClass = false;
    for (let at = this.position + 1; at < end; at++) {
      const character = this.text.charAt(at);
      if (character === '\\') at++;
      else if (character === '[') isInClass = true;
      else if (character === ']') isInClass = false;
      else if (character === '/' && !isInClass) {
        this.position = at + 1;
        return;
      }
    }
    this.position++;
  }

  private startsElement(): boolean {
    // `<T,>` and `<T extends U>` are type parameters of an arrow function.
    return /^<(?:>|[A-Za-z_$][\w$.:-]*(?!\s*,|\s+extends\b)(?=[\s/>]))/.test(
      this.text.slice(this.position, this.position + 200),
    );
  }

  private element(): void {
    if (++this.depth > maxDepth) {
      this.position = this.text.length;
      return;
    }
    if (this.tag()) this.children();
    this.depth--;
  }

  /** Reads `<name …>`. @returns whether children follow */
  private tag(): boolean {
    this.position++;
    while (this.position < this.text.length) {
      const character = this.text.charAt(this.position);
      if (character === '"' || character === "'") {
        const closeAt = this.text.indexOf(character, this.position + 1);
        const innerEnd = closeAt < 0 ? this.text.length : closeAt;
        this.add(
          'string',
          this.position,
          Math.min(innerEnd + 1, this.text.length),
          this.position + 1,
          innerEnd,
        );
      } else if (character === '{') {
        this.position++;
        this.code(true);
      } else if (this.text.startsWith('/>', this.position)) {
        this.position += 2;
        return false;
      } else if (character === '>') {
        this.position++;
        return true;
      } else if (!this.comment()) {
        this.position++;
      }
    }
    return false;
  }

  private children(): void {
    while (this.position < this.text.length) {
      const start = this.position;
      const next = /[<{]/g;
      next.lastIndex = start;
      const end = next.exec(this.text)?.index ?? this.text.length;
      if (end > start) this.add('text', start, end, start, end);
      if (this.text.startsWith('</', end)) {
        const closeAt = this.text.indexOf('>', end);
        this.position = closeAt < 0 ? this.text.length : closeAt + 1;
        return;
      }
      if (this.text.charAt(end) === '{') {
        this.position = end + 1;
        this.code(true);
      } else if (end < this.text.length) {
        this.element();
      }
    }
  }

  private lineEnd(from: number): number {
    const lineBreak = /[\r\n]/g;
    lineBreak.lastIndex = from;
    return lineBreak.exec(this.text)?.index ?? this.text.length;
  }

  private add(kind: Region['kind'], start: number, end: number, innerStart: number, innerEnd: number): void {
    this.regions.push({ kind, start, end, innerStart, innerEnd });
    this.position = end;
  }
}
