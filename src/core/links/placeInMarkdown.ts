import { lineIndexAt } from '../prompts/lines';
import { isBlankInMarkdown, markdownBlockAt } from '../prompts/markdownBlocks';
import { above, below, onBlankLine } from './below';
import type { PlaceContext, PlaceEdit } from './below';

/** Under the paragraph, in the same list item or quote; after a table, a code fence, a comment or the front matter. */
export function placeInMarkdown(context: PlaceContext): PlaceEdit {
  const { lines, end } = context;
  const index = lineIndexAt(lines, end);
  const block = markdownBlockAt(lines, index);
  if (block.kind === 'blank' && block.prefix === '') return onBlankLine(context, index, true);
  // What comes after an open fence is code to the end of the document.
  if (!block.isClosed) return above(context, block.first, true);
  return below(context, block.last, {
    prefix: block.kind === 'frontMatter' ? '' : block.prefix,
    isApart: true,
    isBlankLine: isBlankInMarkdown,
  });
}
