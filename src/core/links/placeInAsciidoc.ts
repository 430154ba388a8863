import { isBlank, lineIndexAt, lineText } from '../prompts/lines';
import type { Line } from '../prompts/lines';
import { above, below, onBlankLine } from './below';
import type { PlaceContext, PlaceEdit } from './below';

const asciidocVerbatim = /^(?:-{4,}|\.{4,}|\+{4,}|\/{4,}|`{3,}.*|[|,:!]={3,})[ \t]*$/;
const asciidocItem = /^[ \t]*(?:\*{1,5}|-|\.{1,5}|\d+\.)[ \t]+\S|^\S.*(?:::|;;)(?:[ \t]|$)/;
const asciidocDelimiter = /^(?:={4,}|\*{4,}|_{4,}|--)[ \t]*$/;

/** After the paragraph, or attached to its list item; after blocks whose content is not read as text. */
export function placeInAsciidoc(context: PlaceContext): PlaceEdit {
  const { lines, end } = context;
  const index = lineIndexAt(lines, end);
  const verbatim = delimitedAt(lines, index);
  if (verbatim) {
    return verbatim.isClosed
      ? below(context, verbatim.last, { isApart: true })
      : above(context, verbatim.first, true);
  }
  if (isBlank(lineText(lines, index))) return onBlankLine(context, index, true);
  let first = index;
  const isEdge = (text: string): boolean =>
    isBlank(text) || asciidocDelimiter.test(text) || text.trim() === '+';
  while (first > 0 && !asciidocItem.test(lineText(lines, first)) && !isEdge(lineText(lines, first - 1)))
    first--;
  let last = index;
  const isInItem =
    (asciidocItem.test(lineText(lines, first)) && !/^\w+::\S/.test(lineText(lines, first))) ||
    lineText(lines, first - 1).trim() === '+';
  while (
    last + 1 < lines.length &&
    !isEdge(lineText(lines, last + 1)) &&
    !(isInItem && asciidocItem.test(lineText(lines, last + 1)))
  ) {
    last++;
  }
  if (!isInItem) return below(context, last, { isApart: true });
  // A line with only a plus attaches the image to the item.
  const { offset, length, text } = below(context, last);
  return { offset, length, text: `${context.eol}+${text}` };
}

interface Lines {
  readonly first: number;
  readonly last: number;
  readonly isClosed: boolean;
}

/** The listing, literal, passthrough, comment or table that holds the line. */
function delimitedAt(lines: readonly Line[], wanted: number): Lines | undefined {
  for (let first = 0; first <= wanted; first++) {
    const text = lineText(lines, first).trimEnd();
    if (!asciidocVerbatim.test(text) || isUnderline(lineText(lines, first - 1), text)) continue;
    // A fence may name a language; it closes without.
    const close = text.startsWith('```') ? '```' : text;
    let last = first + 1;
    while (last < lines.length && lineText(lines, last).trimEnd() !== close) last++;
    const isClosed = last < lines.length;
    if (wanted <= last) return { first, last: isClosed ? last : lines.length - 1, isClosed };
    first = last;
  }
  return undefined;
}

/** A title may be underlined with the same characters that open a listing. */
function isUnderline(above: string, text: string): boolean {
  return /^\p{L}/u.test(above) && /^[-+]+$/.test(text) && Math.abs(above.trimEnd().length - text.length) <= 1;
}
