import { linesIn, type TextRange } from './text';

export type SectionKind = 'prompt' | 'negative' | 'shots' | 'variables' | 'notes';

export interface Section {
  readonly kind: SectionKind;
  /** The heading's words; empty for what stands before the first heading. */
  readonly name: string;
  /** Of the heading's line. */
  readonly headingRange?: TextRange;
  /** Below the heading, up to the next section. */
  readonly range: TextRange;
}

export interface Heading {
  readonly level: number;
  readonly name: string;
  readonly range: TextRange;
}

/** How a file falls apart, before anything in it is understood. */
export interface FileParts {
  /** Between the two lines of dashes. */
  readonly frontMatter?: TextRange;
  /** With the lines of dashes. */
  readonly frontMatterBlock?: TextRange;
  /** False where the second line of dashes is missing: then all is front matter up to the first heading. */
  readonly isFrontMatterClosed: boolean;
  readonly body: TextRange;
  /** Words of a heading of the first level: said to readers, never sent. */
  readonly title?: Heading;
  readonly sections: readonly Section[];
  /** All headings outside of code, for the outline. */
  readonly headings: readonly Heading[];
  /** `<!-- … -->` outside of code: never sent. */
  readonly comments: readonly TextRange[];
}

const kinds: Readonly<Record<string, SectionKind>> = {
  prompt: 'prompt',
  negative: 'negative',
  'negative prompt': 'negative',
  shots: 'shots',
  variables: 'variables',
};

export const sectionNames = ['Negative', 'Shots', 'Variables'] as const;

/** Finds front matter, headings and sections. Takes any text: what cannot be told is prompt. */
export function splitFile(text: string): FileParts {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const front = frontMatterIn(text, start);
  const body = { start: front?.block.end ?? start, end: text.length };
  const comments: TextRange[] = [];
  const headings = headingsIn(text, body, comments);
  const title = headings.find(({ level }) => level === 1);
  const breaks = headings.filter(({ level }) => level <= 2);
  const sections: Section[] = [];
  const first = breaks[0]?.range.start ?? body.end;
  if (first > body.start)
    sections.push({ kind: 'prompt', name: '', range: { start: body.start, end: first } });
  for (const [index, { level, name, range }] of breaks.entries()) {
    const end = breaks[index + 1]?.range.start ?? body.end;
    const kind = level === 1 ? 'prompt' : (kinds[name.toLowerCase()] ?? 'notes');
    sections.push({
      kind,
      name,
      headingRange: range,
      range: { start: afterLine(text, range.end, body.end), end },
    });
  }
  return {
    ...(front ? { frontMatter: front.inner, frontMatterBlock: front.block } : {}),
    isFrontMatterClosed: front?.isClosed ?? true,
    body,
    ...(title ? { title } : {}),
    sections,
    headings,
    comments,
  };
}

interface FrontMatter {
  readonly inner: TextRange;
  readonly block: TextRange;
  readonly isClosed: boolean;
}

function frontMatterIn(text: string, start: number): FrontMatter | undefined {
  let inner: number | undefined;
  for (const line of linesIn(text, { start, end: text.length })) {
    const isDashes = /^---[ \t]*$/.test(text.slice(line.start, Math.min(line.end, line.start + 100)));
    if (inner === undefined) {
      if (!isDashes) return undefined;
      inner = line.next;
    } else if (isDashes) {
      return {
        inner: { start: inner, end: line.start },
        block: { start, end: line.next },
        isClosed: true,
      };
    }
  }
  if (inner === undefined) return undefined;
  const end = firstHeading(text, inner) ?? text.length;
  return { inner: { start: inner, end }, block: { start, end }, isClosed: false };
}

function firstHeading(text: string, from: number): number | undefined {
  for (const line of linesIn(text, { start: from, end: text.length })) {
    if (headingAt(text, line.start, line.end)) return line.start;
  }
  return undefined;
}

/** @param comments gets the comments that are met on the way */
function headingsIn(text: string, body: TextRange, comments: TextRange[]): readonly Heading[] {
  const headings: Heading[] = [];
  let fence: string | undefined;
  let commentEnd = body.start;
  const lastComment = text.lastIndexOf('-->') + 3;
  for (const line of linesIn(text, body)) {
    if (line.start < commentEnd) continue;
    const opening = fenceAt(text, line.start, line.end);
    if (fence !== undefined) {
      if (opening?.startsWith(fence) === true) fence = undefined;
      continue;
    }
    if (opening !== undefined) {
      fence = opening;
      continue;
    }
    if (line.start < lastComment) {
      commentEnd = Math.max(commentEnd, commentsFrom(text, line.start, line.end, lastComment, comments));
    }
    const heading = headingAt(text, line.start, line.end);
    if (heading) headings.push(heading);
  }
  return headings;
}

/** Finds the comments that begin in a line. @returns where the last of them ends */
function commentsFrom(
  text: string,
  start: number,
  end: number,
  lastEnd: number,
  comments: TextRange[],
): number {
  let at = start;
  for (;;) {
    const opening = text.slice(at, end).indexOf('<!--');
    if (opening < 0) return at;
    const from = at + opening;
    // Without an end it is what it looks like: a few signs.
    if (from + 4 > lastEnd - 3) return from + 4;
    const closing = text.indexOf('-->', from + 4);
    comments.push({ start: from, end: closing + 3 });
    at = closing + 3;
    if (at >= end) return at;
  }
}

function headingAt(text: string, start: number, end: number): Heading | undefined {
  let at = start;
  while (at < start + 3 && text[at] === ' ') at++;
  let level = 0;
  while (text[at + level] === '#' && level < 7) level++;
  const after = text[at + level];
  if (level === 0 || level > 6 || at + level >= end || (after !== ' ' && after !== '\t')) return undefined;
  const words = text.slice(at + level, end).trim();
  const name = words.replace(/(?:^|[ \t])#{1,200}$/, '').trim();
  return { level, name, range: { start, end } };
}

/** @returns the signs of a fence, such as three backticks */
function fenceAt(text: string, start: number, end: number): string | undefined {
  return /^ {0,3}(`{3,}|~{3,})/.exec(text.slice(start, Math.min(end, start + 100)))?.[1];
}

function afterLine(text: string, end: number, most: number): number {
  if (text[end] === '\r' && text[end + 1] === '\n') return Math.min(end + 2, most);
  return Math.min(end + 1, most);
}

/** The text with its comments blanked, so that every place in it stays the same. */
export function withoutComments(text: string, { comments }: Pick<FileParts, 'comments'>): string {
  let kept = '';
  let at = 0;
  for (const { start, end } of comments) {
    kept += text.slice(at, start) + ' '.repeat(end - start);
    at = end;
  }
  return kept + text.slice(at);
}
