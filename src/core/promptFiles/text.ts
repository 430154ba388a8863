/** A stretch of a file's text, in UTF-16 units as the editor counts them; `end` is exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A value and where it stands. */
export interface Located<T> {
  readonly value: T;
  readonly range: TextRange;
}

/** A change of a file's text. */
export interface TextChange {
  readonly range: TextRange;
  readonly text: string;
}

/** From 0, both. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

/** Turns offsets into lines, for whoever cannot count in offsets. */
export class LineIndex {
  readonly #starts: readonly number[];

  /** A line ends with `\n`, `\r\n` or `\r`, as in the editor. */
  constructor(text: string) {
    const starts = [0];
    for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + end.length);
    this.#starts = starts;
  }

  get count(): number {
    return this.#starts.length;
  }

  positionAt(offset: number): TextPosition {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: offset - (this.#starts[low] ?? 0) };
  }

  offsetAt({ line, character }: TextPosition): number {
    return (this.#starts[Math.min(line, this.#starts.length - 1)] ?? 0) + character;
  }
}

export function contains({ start, end }: TextRange, offset: number): boolean {
  return start <= offset && offset <= end;
}

/** Applies changes that do not overlap, in any order. */
export function withChanges(text: string, changes: readonly TextChange[]): string {
  let changed = text;
  for (const { range, text: replacement } of changes.toSorted((a, b) => b.range.start - a.range.start)) {
    changed = changed.slice(0, range.start) + replacement + changed.slice(range.end);
  }
  return changed;
}

interface Line {
  readonly start: number;
  /** Before its line end. */
  readonly end: number;
  /** Start of the next line. */
  readonly next: number;
}

/** The lines of a stretch, without copying them. */
export function* linesIn(text: string, { start, end }: TextRange): Generator<Line> {
  let lineStart = start;
  while (lineStart < end) {
    let lineEnd = lineStart;
    while (lineEnd < end && text[lineEnd] !== '\n' && text[lineEnd] !== '\r') lineEnd++;
    let next = lineEnd;
    if (next < end) next += text[next] === '\r' && text[next + 1] === '\n' ? 2 : 1;
    yield { start: lineStart, end: lineEnd, next: Math.min(next, end) };
    lineStart = next;
  }
}
