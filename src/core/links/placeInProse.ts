import { indentOf, isBlank, lineIndexAt, lineText } from '../prompts/lines';
import type { Line } from '../prompts/lines';
import { above, below, onBlankLine } from './below';
import type { PlaceContext, PlaceEdit } from './below';

/** On the next line after the paragraph, with its indentation. */
export function placeInPlainText(context: PlaceContext): PlaceEdit {
  const { lines, end } = context;
  const index = lineIndexAt(lines, end);
  if (isBlank(lineText(lines, index))) return onBlankLine(context, index, false);
  return below(context, paragraphEnd(lines, index), { prefix: indentOf(lineText(lines, index)) });
}

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

const rstItem = /^([ \t]*)((?:[-*+•]|\(?(?:\d+|[A-Za-z]|#)[.)])[ \t]+)\S/;
/** Directives whose content is text; everything else that is indented below markup is left alone. */
const rstTextDirective =
  /^[ \t]*\.\.[ \t]+(?:note|tip|warning|attention|caution|danger|error|hint|important|admonition|seealso|topic|sidebar|container|versionadded|versionchanged|deprecated|only|rst-class|class|epigraph|highlights|pull-quote|list-table|grid|card|tab-item|dropdown)::/;

/** After the paragraph with its indentation; after literal blocks and comments. */
export function placeInRestructuredText(context: PlaceContext): PlaceEdit {
  const { lines, end } = context;
  const index = lineIndexAt(lines, end);
  const here = lineText(lines, index);
  if (isBlank(here)) return onBlankLine(context, index, true);
  const literal = literalAt(lines, index);
  if (literal) return below(context, literal.last, { prefix: literal.indent, isApart: true });
  let first = index;
  while (first > 0 && !rstItem.test(lineText(lines, first)) && !isBlank(lineText(lines, first - 1))) first--;
  const item = rstItem.exec(lineText(lines, first));
  const isDirective = rstTextDirective.test(lineText(lines, first));
  const plain = item
    ? (item[1] ?? '') + ' '.repeat((item[2] ?? '').length)
    : indentOf(lineText(lines, first));
  let last = index;
  while (
    last + 1 < lines.length &&
    !isBlank(lineText(lines, last + 1)) &&
    !(item && rstItem.test(lineText(lines, last + 1)))
  )
    last++;
  const content = nextText(lines, last + 1);
  const contentIndent = content === undefined ? '' : indentOf(lineText(lines, content));
  const isDeeper = contentIndent.length > plain.length;
  const prefix = isDirective ? (isDeeper ? contentIndent : `${plain}   `) : plain;
  // A paragraph that ends in `::` announces literal text, which must stay next to it.
  if (!isDirective && isDeeper && content !== undefined && /::[ \t]*$/.test(lineText(lines, last))) {
    return below(context, indentedEnd(lines, content, prefix.length), { prefix, isApart: true });
  }
  return below(context, last, { prefix, isApart: true });
}

/** The literal block, code, or comment that holds the line: the outermost one decides. */
function literalAt(lines: readonly Line[], wanted: number): { last: number; indent: string } | undefined {
  let least = indentOf(lineText(lines, wanted)).length;
  let found: { last: number; indent: string } | undefined;
  const ownMarkup = /^[ \t]*\.\.(?:[ \t]|$)/;
  if (ownMarkup.test(lineText(lines, wanted)) && !rstTextDirective.test(lineText(lines, wanted))) {
    const indent = indentOf(lineText(lines, wanted));
    found = { last: indentedEnd(lines, wanted + 1, indent.length), indent };
  }
  for (let index = wanted - 1; index >= 0 && least > 0; index--) {
    const text = lineText(lines, index);
    const indent = indentOf(text);
    if (isBlank(text) || indent.length >= least) continue;
    least = indent.length;
    const holdsLiteral = ownMarkup.test(text) ? !rstTextDirective.test(text) : /::[ \t]*$/.test(text);
    if (holdsLiteral) found = { last: indentedEnd(lines, wanted, indent.length), indent };
  }
  return found;
}

/** The last line from `from` on that is indented deeper than `least`. */
function indentedEnd(lines: readonly Line[], from: number, least: number): number {
  let last = from - 1;
  for (let index = from; index < lines.length; index++) {
    const text = lineText(lines, index);
    if (isBlank(text)) continue;
    if (indentOf(text).length <= least) break;
    last = index;
  }
  return last;
}

function nextText(lines: readonly Line[], from: number): number | undefined {
  for (let index = from; index < lines.length; index++) {
    if (!isBlank(lineText(lines, index))) return index;
  }
  return undefined;
}

/** Environments that a picture between two lines would break. */
const latexClosed =
  /^(?:verbatim|Verbatim|lstlisting|minted|comment|tabular[xy*]?|longtable|array|equation|align|gather|multline|eqnarray|math|displaymath|tikzpicture)\*?$/;

/** On the next line after the paragraph; after tables, formulas and code; as a comment before the document begins. */
export function placeInLatex(context: PlaceContext): PlaceEdit {
  const { text, lines, end } = context;
  const index = lineIndexAt(lines, end);
  const closed = environmentAt(text, end);
  if (closed !== undefined) return below(context, lineIndexAt(lines, closed), { isApart: true });
  const document = text.indexOf('\\begin{document}');
  if (document >= 0 && end < document) return below(context, index, { prefix: '% ' });
  if (isBlank(lineText(lines, index))) return onBlankLine(context, index, false);
  let last = index;
  const isEdge = (line: string): boolean =>
    isBlank(line) || /^\s*\\(?:item|end|begin|section|subsection|chapter)\b/.test(line);
  const isComment = /^\s*%/.test(lineText(lines, index));
  while (
    last + 1 < lines.length &&
    !isEdge(lineText(lines, last + 1)) &&
    /^\s*%/.test(lineText(lines, last + 1)) === isComment
  ) {
    last++;
  }
  return below(context, last, { prefix: indentOf(lineText(lines, index)) });
}

/** The end of the outermost closed environment around the offset. */
function environmentAt(text: string, offset: number): number | undefined {
  const open: { name: string }[] = [];
  let outermost: number | undefined;
  let isAfter = false;
  for (const match of text.matchAll(/\\(begin|end)\{([A-Za-z*]+)\}(?:\[[^\]]*\])?/g)) {
    if (!isAfter && match.index >= offset) {
      isAfter = true;
      outermost = open.findIndex(({ name }) => latexClosed.test(name));
      if (outermost < 0) return undefined;
    }
    if (match[1] === 'begin') open.push({ name: match[2] ?? '' });
    else open.pop();
    if (isAfter && outermost !== undefined && open.length <= outermost) return match.index + match[0].length;
  }
  return undefined;
}

/** The last line of the paragraph. */
function paragraphEnd(lines: readonly Line[], index: number): number {
  let last = index;
  while (last + 1 < lines.length && !isBlank(lineText(lines, last + 1))) last++;
  return last;
}
