/** One line of a document; offsets are UTF-16, `end` stands before the line break. */
export interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** All lines, at least one; `\n`, `\r\n` and `\r` end a line. */
export function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const lineBreak of text.matchAll(/\r\n|\n|\r/g)) {
    lines.push({ text: text.slice(start, lineBreak.index), start, end: lineBreak.index });
    start = lineBreak.index + lineBreak[0].length;
  }
  lines.push({ text: text.slice(start), start, end: text.length });
  return lines;
}

/** Index of the line that holds the offset; an offset inside a line break belongs to the line before it. */
export function lineIndexAt(lines: readonly Line[], offset: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The line's text, empty beyond the ends. */
export function lineText(lines: readonly Line[], index: number): string {
  return lines[index]?.text ?? '';
}

export function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** Blanks and tabs at the start of a line. */
export function indentOf(text: string): string {
  return /^[ \t]*/.exec(text)?.[0] ?? '';
}

/** The range without white space at its ends; an empty range at `start` when it holds nothing else. */
export function trimRange(text: string, start: number, end: number): { start: number; end: number } {
  const part = text.slice(start, end);
  const trimmed = part.trim();
  if (trimmed === '') return { start, end: start };
  const from = start + part.indexOf(trimmed);
  return { start: from, end: from + trimmed.length };
}

/** One line of words: white space of any kind becomes one blank. */
export function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
