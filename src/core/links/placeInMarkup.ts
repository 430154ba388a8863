import { familyOf } from '../prompts/languages';
import { indentOf, isBlank, lineIndexAt, lineText, linesOf, trimRange } from '../prompts/lines';
import { isInline, markupTokens, tokenAt } from '../prompts/markup';
import type { MarkupToken } from '../prompts/markup';
import { below, onBlankLine } from './below';
import type { PlaceContext, PlaceEdit } from './below';
import { placeInCode } from './placeInCode';

/** Elements whose neighbors may not be images, so that the link goes inside them. */
const holders = new Set(['li', 'td', 'th', 'dd', 'dt', 'caption', 'summary']);

/**
 * HTML: after the element that holds the text, or inside it for a list item or cell; in a script or a style as a comment.
 * XML: as a comment with the path.
 */
export function placeInMarkup(context: PlaceContext): PlaceEdit | undefined {
  const { text, lines, start, end, link } = context;
  const tokens = markupTokens(text);
  const anchor = end > start ? end - 1 : end;
  const holding = tokenAt(tokens, anchor);
  if (holding?.kind === 'script' || holding?.kind === 'style') return inEmbeddedCode(context, holding);
  const isXml = familyOf(context.languageId) === 'xml';
  if (isXml && link.includes('--')) return undefined;
  if (!isXml && isInside('head', tokens, anchor)) return undefined;
  const comment = isXml ? { before: '<!-- ', suffix: ' -->' } : { before: '', suffix: '' };

  const index = lineIndexAt(lines, end);
  if (!holding && isBlank(lineText(lines, index))) {
    return onBlankLine({ ...context, link: comment.before + link + comment.suffix }, index, false);
  }
  const selected = lineText(lines, lineIndexAt(lines, start));
  const isInSentence = !holding || (isInline(holding) && holding.kind !== 'comment');
  const from = holding ? holding.end : end;
  const next = isInSentence
    ? tokens.find((token) => token.start >= from && (isXml || !isInline(token)))
    : undefined;
  const close = holding?.kind === 'close' && !isInSentence ? holding : next;
  if (!isXml && close?.kind === 'close') {
    return holders.has(close.name) ? insideHolder(context, close) : afterElement(context, close, selected);
  }
  let last = lineIndexAt(lines, from);
  if (isInSentence) {
    const limit = next ? lineIndexAt(lines, next.start) : lines.length;
    while (last + 1 < limit && !isBlank(lineText(lines, last + 1))) last++;
  }
  last = outsideTags(context, tokens, last);
  return below(context, last, { prefix: indentOf(selected) + comment.before, suffix: comment.suffix });
}

function isInside(name: string, tokens: readonly MarkupToken[], offset: number): boolean {
  const last = tokens.findLast((token) => token.end <= offset && token.name === name);
  return last?.kind === 'open';
}

/** The first line from `index` on whose end is not inside a tag, comment or script. */
function outsideTags({ lines }: PlaceContext, tokens: readonly MarkupToken[], index: number): number {
  let last = index;
  for (;;) {
    const end = lines[last]?.end ?? 0;
    const cut = tokens.find((token) => token.start < end && end < token.end);
    if (!cut) return last;
    last = lineIndexAt(lines, cut.end);
  }
}

function afterElement(
  { lines, text, eol, link }: PlaceContext,
  close: MarkupToken,
  selected: string,
): PlaceEdit {
  const line = lines[lineIndexAt(lines, close.end)];
  const own = indentOf(line?.text ?? '');
  const indent = own.length < indentOf(selected).length ? own : indentOf(selected);
  // What follows on the line may close the list item or cell that the element is in.
  const rest = text.slice(close.end, line?.end ?? close.end);
  return { offset: close.end, length: 0, text: eol + indent + link + (isBlank(rest) ? '' : eol + indent) };
}

/** Before the closing tag, on a line of its own. */
function insideHolder(context: PlaceContext, close: MarkupToken): PlaceEdit {
  const { text, lines, eol, link } = context;
  const closing = lineIndexAt(lines, close.start);
  const line = lines[closing];
  const before = text.slice(line?.start ?? 0, close.start);
  if (isBlank(before) && closing > 0) {
    const above = lineText(lines, closing - 1);
    return below(context, closing - 1, { prefix: indentOf(isBlank(above) ? before : above) });
  }
  const indent = indentOf(before);
  const step = indent.startsWith('\t') ? '\t' : '  ';
  return { offset: close.start, length: 0, text: eol + indent + step + link + eol + indent };
}

function inEmbeddedCode(context: PlaceContext, token: MarkupToken): PlaceEdit | undefined {
  const code = context.text.slice(token.innerStart, token.innerEnd);
  const start = Math.max(0, context.start - token.innerStart);
  const end = Math.min(code.length, Math.max(start, context.end - token.innerStart));
  const edit = placeInCode({
    ...context,
    text: code,
    lines: linesOf(code),
    languageId: token.kind === 'style' ? 'css' : 'typescript',
    ...trimRange(code, start, end),
  });
  // A comment at the end of a script on one line would swallow its closing tag.
  if (!edit || edit.offset >= code.length) return undefined;
  return { ...edit, offset: edit.offset + token.innerStart };
}
