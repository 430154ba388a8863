import { syntaxOf } from '../prompts/languages';
import type { LanguageSyntax } from '../prompts/languages';
import { indentOf, isBlank, lineIndexAt, lineText } from '../prompts/lines';
import { regionAt, scan } from '../prompts/scan';
import type { Region } from '../prompts/scan';
import { below } from './below';
import type { PlaceContext, PlaceEdit } from './below';

/**
 * Code: in the comment that was selected, else as a comment after the statement's line; between JSX tags as an element.
 *
 * @returns undefined in a language without comments
 */
export function placeInCode(context: PlaceContext): PlaceEdit | undefined {
  const syntax = syntaxOf(context.languageId);
  if (!syntax) return undefined;
  const { text, start, end } = context;
  const regions = scan(text, syntax);
  const anchor = end > start ? end - 1 : end;
  const region = regionAt(regions, anchor);
  if (region?.kind === 'lineComment') return inLineComments(context, region, regions);
  if (region?.kind === 'blockComment') {
    const edit = inBlockComment(context, region, syntax);
    if (edit) return edit;
  }
  const isText = region === undefined || region.kind === 'text';
  const indentLine = region?.kind === 'blockComment' ? lineIndexAt(context.lines, region.start) : undefined;
  return afterCode(context, syntax, regions, isText ? end : region.end, indentLine);
}

/** The next line of the comment, with the same marker. */
function inLineComments(context: PlaceContext, region: Region, regions: readonly Region[]): PlaceEdit {
  const { text, lines } = context;
  const marker = text.slice(region.start, region.innerStart);
  const first = lineIndexAt(lines, region.start);
  const indent = indentOf(lineText(lines, first));
  const isWholeLine = region.start === (lines[first]?.start ?? 0) + indent.length;
  let last = first;
  const isAlike = (index: number): boolean => {
    const line = lines[index];
    if (!line?.text.startsWith(indent + marker)) return false;
    const next = regionAt(regions, line.start + indent.length);
    return (
      next?.start === line.start + indent.length &&
      text.slice(next.start, next.innerStart) === marker &&
      !isBlank(text.slice(next.innerStart, next.end))
    );
  };
  while (isWholeLine && isAlike(last + 1)) last++;
  return below(context, last, { prefix: indent + marker.trimEnd() + ' ' });
}

/** Inside a comment over several lines, under its paragraph; undefined when the comment ends with the text. */
function inBlockComment(
  context: PlaceContext,
  region: Region,
  syntax: LanguageSyntax,
): PlaceEdit | undefined {
  const { text, lines, end, link } = context;
  const close = syntax.blockComments.find(([open]) => text.startsWith(open, region.start))?.[1] ?? '';
  if (link.includes(close)) return undefined;
  const opening = lineIndexAt(lines, region.start);
  const closing = lineIndexAt(lines, region.innerEnd);
  let last = Math.max(opening, lineIndexAt(lines, Math.min(end, region.innerEnd)));
  const isBreak = (index: number): boolean => /^\s*\*?\s*(?:@.*)?$/.test(lineText(lines, index));
  while (last + 1 < closing && !isBreak(last + 1)) last++;
  // With words before the closing marker, the comment ends on this line.
  if (last >= closing) return undefined;
  if (
    last + 1 === closing &&
    !isBlank(text.slice(lines[closing]?.start ?? 0, region.innerEnd).replace(/^\s*\*+/, ''))
  ) {
    return undefined;
  }
  const own = /^[ \t]*(?:\*+[ \t]+)?/.exec(lineText(lines, last))?.[0] ?? '';
  if (last > opening) return below(context, last, { prefix: own });
  const hasStars = /^[ \t]*\*/.test(lineText(lines, opening + 1));
  return below(context, last, { prefix: indentOf(lineText(lines, opening)) + (hasStars ? ' * ' : '   ') });
}

/** On the first line break from `from` on that is not inside a string, a comment or a continued line. */
function afterCode(
  context: PlaceContext,
  syntax: LanguageSyntax,
  regions: readonly Region[],
  from: number,
  indentLine: number | undefined,
): PlaceEdit | undefined {
  const { lines, link, languageId } = context;
  if (languageId === 'yaml' || languageId === 'dockercompose')
    return inYaml(context, lineIndexAt(lines, from));
  let index = lineIndexAt(lines, from);
  for (;;) {
    const line = lines[index];
    if (!line) return undefined;
    const cut = regionAt(regions, line.end);
    const isCut = cut !== undefined && cut.end > line.end;
    const last = regions.at(-1);
    const isOpen =
      last?.kind === 'string' || last?.kind === 'blockComment' ? last.innerEnd === last.end : false;
    if (isOpen && line.end === last?.end) return undefined;
    if (isCut && cut.kind === 'text') return below(context, index, { prefix: indentOf(line.text) });
    if (isCut) {
      index = Math.max(index + 1, lineIndexAt(lines, cut.end));
    } else if (line.text.endsWith('\\') && index + 1 < lines.length) {
      index++;
    } else {
      const comment = commentAround(indentOf(lineText(lines, indentLine ?? index)), link, syntax);
      return comment && below(context, index, comment);
    }
    if (index >= lines.length) return undefined;
  }
}

/** Undefined where the language has no comments, or the link would end the comment. */
function commentAround(
  indent: string,
  link: string,
  { lineComments, blockComments }: LanguageSyntax,
): { prefix: string; suffix: string } | undefined {
  const marker = lineComments[0];
  if (marker !== undefined) return { prefix: `${indent}${marker.trimEnd()} `, suffix: '' };
  const [open, close] = blockComments[0] ?? [];
  if (open === undefined || close === undefined || link.includes(close)) return undefined;
  return { prefix: `${indent}${open} `, suffix: ` ${close}` };
}

/** After the scalar: a comment inside it would be a part of it. */
function inYaml(context: PlaceContext, index: number): PlaceEdit {
  const { lines } = context;
  const blockHeader = /(?:^|[:\-?]\s+)[|>][+\-\d]*\s*(?:#.*)?$/;
  let least = indentOf(lineText(lines, index)).length;
  let header = blockHeader.test(lineText(lines, index)) ? index : undefined;
  for (let above = index - 1; above >= 0 && (least > 0 || isBlank(lineText(lines, index))); above--) {
    const text = lineText(lines, above);
    if (isBlank(text) || indentOf(text).length >= least) continue;
    least = indentOf(text).length;
    if (blockHeader.test(text)) header = above;
  }
  const owner = header ?? index;
  const indent = indentOf(lineText(lines, owner));
  let last = index;
  for (let next = index + 1; next < lines.length; next++) {
    const text = lineText(lines, next);
    if (isBlank(text)) {
      if (header === undefined) break;
      continue;
    }
    const isEntry = /^\s*(?:-(?:\s|$)|[^\s:#]+\s*:(?:\s|$)|#)/.test(text);
    if (indentOf(text).length <= indent.length || (header === undefined && isEntry)) break;
    last = next;
  }
  return below(context, last, { prefix: `${indent}# ` });
}
