import { familyOf } from '../prompts/languages';
import { isBlank, lineIndexAt, linesOf, trimRange } from '../prompts/lines';
import { inlineAsciidocLink } from './asciidoc';
import type { PlaceContext, PlaceEdit, PlaceRequest } from './below';
import { placeInAsciidoc } from './placeInAsciidoc';
import { placeInCode } from './placeInCode';
import { placeInLatex } from './placeInLatex';
import { placeInMarkdown } from './placeInMarkdown';
import { placeInMarkup } from './placeInMarkup';
import { placeInPlainText } from './placeInPlainText';
import { placeInRestructuredText } from './placeInRestructuredText';

/**
 * The edit that writes a link under the selected text, or in its place, without breaking the document around it.
 *
 * @returns undefined where no link is wanted, or where any line more would break the document (JSON, CSV): then the link
 *   belongs on the clipboard
 */
export function placeLink(request: PlaceRequest): PlaceEdit | undefined {
  if (request.placement === 'none') return undefined;
  const context = contextOf(request);
  if (request.placement === 'replace') {
    const edit = replace(context, context.start, context.end);
    if (edit) return edit;
  }
  switch (familyOf(request.languageId)) {
    case 'markdown':
      return placeInMarkdown(context);
    case 'html':
    case 'xml':
      return placeInMarkup(context);
    case 'asciidoc':
      return placeInAsciidoc(context);
    case 'restructuredText':
      return placeInRestructuredText(context);
    case 'latex':
      return placeInLatex(context);
    case 'plain':
      return placeInPlainText(context);
    case 'jsx':
    case 'css':
    case 'code':
      return placeInCode(context);
    case 'data':
      return undefined;
  }
}

function contextOf({ text, start, end, link, languageId, eol }: PlaceRequest): PlaceContext {
  const from = Math.max(0, Math.min(start, end, text.length));
  const to = Math.min(text.length, Math.max(start, end, 0));
  return { text, lines: linesOf(text), link, languageId, eol, ...trimRange(text, from, to) };
}

/** Undefined where the link cannot stand inside a line, and the selection is only a part of one. */
function replace(
  { lines, link, languageId, eol }: PlaceContext,
  start: number,
  end: number,
): PlaceEdit | undefined {
  const first = lineIndexAt(lines, start);
  const last = lineIndexAt(lines, end);
  const firstLine = lines[first];
  const lastLine = lines[last];
  const before = firstLine ? firstLine.text.slice(0, start - firstLine.start) : '';
  const after = lastLine ? lastLine.text.slice(end - lastLine.start) : '';
  const isAlone =
    isBlank(before + after) && isBlank(lines[first - 1]?.text ?? '') && isBlank(lines[last + 1]?.text ?? '');
  const length = end - start;
  switch (familyOf(languageId)) {
    case 'asciidoc':
      // A block macro is one only on lines of its own; inside a line there is a form for that.
      return { offset: start, length, text: isAlone ? link : inlineAsciidocLink(link) };
    case 'restructuredText':
      return isAlone ? { offset: start, length, text: link.split('\n').join(eol + before) } : undefined;
    default:
      return { offset: start, length, text: link.split('\n').join(eol) };
  }
}
