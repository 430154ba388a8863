import { isBlank, lineText } from '../prompts/lines';
import type { Line } from '../prompts/lines';

/** Where a link goes and what surrounds it. */
export interface PlaceRequest {
  readonly text: string;
  /** The selection, in UTF-16 offsets; equal for a cursor. */
  readonly start: number;
  readonly end: number;
  /** As `linkFor` writes it. */
  readonly link: string;
  readonly placement: 'below' | 'replace' | 'none';
  readonly languageId: string;
  readonly eol: '\n' | '\r\n';
}

/** One replacement in the document; `length` is 0 where nothing is taken out. */
export interface PlaceEdit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** A request with the document read into lines. */
export interface PlaceContext {
  readonly text: string;
  readonly lines: readonly Line[];
  /** The selection without white space at its ends. */
  readonly start: number;
  readonly end: number;
  readonly link: string;
  readonly languageId: string;
  readonly eol: string;
}

export interface BelowOptions {
  /** Each new line starts with it: indentation, quote marks, comment markers. */
  readonly prefix?: string;
  /** Ends each new line (`*` and `/` of a block comment). */
  readonly suffix?: string;
  /** A blank line before and after. */
  readonly isApart?: boolean;
  readonly isBlankLine?: (text: string) => boolean;
}

/** The link on lines of its own after line `index`; existing blank lines are used rather than doubled. */
export function below(context: PlaceContext, index: number, options: BelowOptions = {}): PlaceEdit {
  const { lines, eol } = context;
  const { prefix = '', suffix = '', isApart = false, isBlankLine = isBlank } = options;
  const line = lines[index];
  const offset = line?.end ?? context.text.length;
  const blank = prefix.trimEnd();
  const body = linkLines(context, prefix, suffix);
  const hasNext = index + 1 < lines.length && !isBlankLine(lineText(lines, index + 1));
  if (isApart) {
    const before = isBlankLine(line?.text ?? '') ? eol : eol + blank + eol;
    return { offset, length: 0, text: before + body + (hasNext ? eol + blank : '') };
  }
  return { offset, length: 0, text: eol + body };
}

/** The link on a blank line, where the cursor stands. */
export function onBlankLine(context: PlaceContext, index: number, isApart: boolean): PlaceEdit {
  const { lines, eol } = context;
  const before = isApart && index > 0 && !isBlank(lineText(lines, index - 1)) ? eol : '';
  const after = isApart && index + 1 < lines.length && !isBlank(lineText(lines, index + 1)) ? eol : '';
  return { offset: lines[index]?.start ?? 0, length: 0, text: before + linkLines(context, '', '') + after };
}

/** The link above line `index`, followed by a blank line where it must stand apart. */
export function above(context: PlaceContext, index: number, isApart: boolean): PlaceEdit {
  const { lines, eol } = context;
  const before = isApart && index > 0 && !isBlank(lineText(lines, index - 1)) ? eol : '';
  const text = before + linkLines(context, '', '') + eol + (isApart ? eol : '');
  return { offset: lines[index]?.start ?? 0, length: 0, text };
}

function linkLines({ link, eol }: PlaceContext, prefix: string, suffix: string): string {
  return link
    .split('\n')
    .map((line) => prefix + line + suffix)
    .join(eol);
}
