import { indentOf, isBlank, lineIndexAt, lineText } from '../prompts/lines';
import type { Line } from '../prompts/lines';
import { below, onBlankLine } from './below';
import type { PlaceContext, PlaceEdit } from './below';

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
