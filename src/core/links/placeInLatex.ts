import { indentOf, isBlank, lineIndexAt, lineText } from '../prompts/lines';
import { below, onBlankLine } from './below';
import type { PlaceContext, PlaceEdit } from './below';

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
