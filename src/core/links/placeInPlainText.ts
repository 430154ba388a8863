import { indentOf, isBlank, lineIndexAt, lineText } from '../prompts/lines';
import type { Line } from '../prompts/lines';
import { below, onBlankLine } from './below';
import type { PlaceContext, PlaceEdit } from './below';

/** On the next line after the paragraph, with its indentation. */
export function placeInPlainText(context: PlaceContext): PlaceEdit {
  const { lines, end } = context;
  const index = lineIndexAt(lines, end);
  if (isBlank(lineText(lines, index))) return onBlankLine(context, index, false);
  return below(context, paragraphEnd(lines, index), { prefix: indentOf(lineText(lines, index)) });
}

/** The last line of the paragraph. */
function paragraphEnd(lines: readonly Line[], index: number): number {
  let last = index;
  while (last + 1 < lines.length && !isBlank(lineText(lines, last + 1))) last++;
  return last;
}
