import { familyOf, syntaxOf } from './languages';
import type { LanguageSyntax } from './languages';
import { collapse, indentOf, isBlank, lineIndexAt, lineText, linesOf, trimRange } from './lines';
import type { Line } from './lines';
import { containerOf, markdownBlockAt } from './markdownBlocks';
import { decodeEntities, isInline, markupTokens, textOfMarkup, tokenAt } from './markup';
import { regionAt, scan } from './scan';
import type { Region } from './scan';
import { commentWords, markdownWords, proseWords, stringWords } from './selection';

/** A prompt and the text it was read from, as UTF-16 offsets. */
export interface FoundPrompt {
  readonly prompt: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The prompt at a cursor without a selection: the paragraph in prose, the comment or string in code, the text or attribute in
 * markup.
 *
 * @returns undefined where nothing worth drawing is written: between blocks, in code, in front matter, in a table
 */
export function promptAtCursor(text: string, offset: number, languageId: string): FoundPrompt | undefined {
  const found = findAt(text, offset, languageId);
  return found && /\p{L}/u.test(found.prompt) ? found : undefined;
}

function findAt(text: string, offset: number, languageId: string): FoundPrompt | undefined {
  const family = familyOf(languageId);
  switch (family) {
    case 'markdown':
      return inMarkdown(text, offset);
    case 'html':
    case 'xml':
      return inMarkup(text, offset, family === 'xml');
    case 'asciidoc':
    case 'restructuredText':
    case 'latex':
    case 'plain':
      return inProse(text, offset, family);
    case 'data':
      return undefined;
    case 'jsx':
    case 'css':
    case 'code': {
      const syntax = syntaxOf(languageId);
      if (!syntax) return undefined;
      return inCode(text, offset, syntax) ?? (isYaml(languageId) ? inYaml(text, offset) : undefined);
    }
  }
}

function isYaml(languageId: string): boolean {
  return languageId === 'yaml' || languageId === 'dockercompose';
}

function inMarkdown(text: string, offset: number): FoundPrompt | undefined {
  const lines = linesOf(text);
  const block = markdownBlockAt(lines, lineIndexAt(lines, offset));
  if (block.kind !== 'paragraph' && block.kind !== 'heading' && block.kind !== 'comment') return undefined;
  const first = lines[block.first];
  const last = lines[block.last];
  if (!first || !last) return undefined;
  let start = first.start + containerOf(first.text).length;
  if (block.kind === 'heading') start += /^#{1,6}[ \t]*/.exec(text.slice(start, last.end))?.[0].length ?? 0;
  const source = text.slice(start, last.end);
  // Images alone are the result of an earlier run, not a description of the next.
  if (/^\s*(?:!\[(?:\\.|[^\]\\])*\]\([^)]*\)\s*)+$/.test(source)) return undefined;
  const range = trimRange(text, start, last.end);
  return { prompt: markdownWords(source).replace(/\s#+$/, ''), ...range };
}

const proseBoundaries = {
  asciidoc:
    /^(?:={1,6}\s|(?:-{4,}|\.{4,}|={4,}|\*{4,}|_{4,}|\+{4,}|\/{4,}|`{3,}|--|\|===)\s*$|:[\w!-]+:|\[[^\]]*\]\s*$|image::)/,
  restructuredText: /^\s*\.\.\s+[\w-]+::|^\s*:[\w-]+:|^\s*$/,
  latex: /^\s*\\(?:begin|end|includegraphics|documentclass|usepackage|label|centering)\b/,
  plain: /^\s*$/,
} as const;

const itemStarts = {
  asciidoc: /^[ \t]*(?:\*{1,5}|-|\.{1,5}|\d+\.)[ \t]+\S/,
  restructuredText: /^[ \t]*(?:[-*+]|\d+[.)]|#\.)[ \t]+\S/,
  latex: /^\s*\\item\b/,
  plain: /^[ \t]*[-*+•][ \t]+\S/,
} as const;

function inProse(
  text: string,
  offset: number,
  family: keyof typeof proseBoundaries,
): FoundPrompt | undefined {
  const lines = linesOf(text);
  const index = lineIndexAt(lines, offset);
  const boundary = proseBoundaries[family];
  const isBoundary = (candidate: number): boolean =>
    isBlank(lineText(lines, candidate)) || boundary.test(lineText(lines, candidate));
  const isItem = (candidate: number): boolean => itemStarts[family].test(lineText(lines, candidate));
  const isHeading = family === 'asciidoc' && /^={1,6}\s/.test(lineText(lines, index));
  if (isBoundary(index) && !isHeading) return undefined;
  let first = index;
  let last = index;
  if (!isHeading) {
    while (first > 0 && !isItem(first) && !isBoundary(first - 1)) first--;
    while (last + 1 < lines.length && !isItem(last + 1) && !isBoundary(last + 1)) last++;
  }
  const start = lines[first]?.start ?? 0;
  const end = lines[last]?.end ?? text.length;
  const prompt = proseWords(text.slice(start, end), family);
  return { prompt, ...trimRange(text, start, end) };
}

function inCode(text: string, offset: number, syntax: LanguageSyntax): FoundPrompt | undefined {
  const regions = scan(text, syntax);
  const lines = linesOf(text);
  const lineStart = lines[lineIndexAt(lines, offset)];
  const indentEnd = lineStart ? lineStart.start + indentOf(lineStart.text).length : offset;
  // In the indentation before a comment the cursor belongs to the comment.
  const region =
    regionAt(regions, offset) ??
    (offset < indentEnd ? commentAt(regions, indentEnd) : endingAt(regions, offset));
  switch (region?.kind) {
    case undefined:
      return undefined;
    case 'string':
      return {
        prompt: stringWords(text, region, syntax),
        ...trimRange(text, region.innerStart, region.innerEnd),
      };
    case 'text':
      return {
        prompt: collapse(decodeEntities(text.slice(region.start, region.end))),
        ...trimRange(text, region.start, region.end),
      };
    case 'blockComment':
      return inBlockComment(text, offset, region, lines, syntax);
    case 'lineComment':
      return inLineComments(text, region, regions, lines, syntax);
  }
}

function commentAt(regions: readonly Region[], offset: number): Region | undefined {
  const region = regionAt(regions, offset);
  return region?.kind === 'lineComment' || region?.kind === 'blockComment' ? region : undefined;
}

/** With the cursor right behind a literal or comment, that is the one meant. */
function endingAt(regions: readonly Region[], offset: number): Region | undefined {
  const region = offset > 0 ? regionAt(regions, offset - 1) : undefined;
  return region?.end === offset && region.kind !== 'text' ? region : undefined;
}

/** The paragraph of a block comment: up to an empty line or a tag such as `@param`. */
function inBlockComment(
  text: string,
  offset: number,
  region: Region,
  lines: readonly Line[],
  syntax: LanguageSyntax,
): FoundPrompt | undefined {
  const firstLine = lineIndexAt(lines, region.innerStart);
  const lastLine = lineIndexAt(lines, Math.max(region.innerStart, region.innerEnd - 1));
  const wordsOf = (index: number): string => {
    const line = lines[index];
    if (!line) return '';
    const start = Math.max(line.start, region.innerStart);
    return text
      .slice(start, Math.min(line.end, region.innerEnd))
      .replace(index > firstLine ? /^\s*\*+(?=\s|$)/ : /^/, '')
      .trim();
  };
  const isBreak = (index: number): boolean => wordsOf(index) === '' || wordsOf(index).startsWith('@');
  let index = Math.min(Math.max(lineIndexAt(lines, offset), firstLine), lastLine);
  // On the line of the opening or closing marker alone, the nearest paragraph inside is meant.
  if (isBreak(index) && index === firstLine && index < lastLine) index++;
  else if (isBreak(index) && index === lastLine && index > firstLine) index--;
  if (isBreak(index)) return undefined;
  let first = index;
  let last = index;
  while (first > firstLine && !isBreak(first - 1)) first--;
  while (last < lastLine && !isBreak(last + 1)) last++;
  const start = Math.max(lines[first]?.start ?? 0, region.innerStart);
  const end = Math.min(lines[last]?.end ?? text.length, region.innerEnd);
  const marked = text.slice(start, end);
  const skip = first > firstLine ? (/^\s*\*+(?=\s)/.exec(marked)?.[0].length ?? 0) : 0;
  return { prompt: commentWords(marked, syntax), ...trimRange(text, start + skip, end) };
}

/** The line comment with its neighbors of the same marker and indentation, each on a line of its own. */
function inLineComments(
  text: string,
  region: Region,
  regions: readonly Region[],
  lines: readonly Line[],
  syntax: LanguageSyntax,
): FoundPrompt | undefined {
  if (region.start === 0 && text.startsWith('#!')) return undefined;
  const marker = text.slice(region.start, region.innerStart);
  const commentOf = (index: number): Region | undefined => {
    const line = lines[index];
    if (!line || isBlank(line.text)) return undefined;
    const found = regionAt(regions, line.start + indentOf(line.text).length);
    const isAlike =
      found?.kind === 'lineComment' &&
      found.start === line.start + indentOf(line.text).length &&
      text.slice(found.start, found.innerStart) === marker &&
      !isBlank(text.slice(found.innerStart, found.end)) &&
      !(found.start === 0 && text.startsWith('#!'));
    return isAlike ? found : undefined;
  };
  const index = lineIndexAt(lines, region.start);
  let first = region;
  let last = region;
  if (commentOf(index)) {
    for (let above = index - 1; ; above--) {
      const found = commentOf(above);
      if (!found) break;
      first = found;
    }
    for (let below = index + 1; ; below++) {
      const found = commentOf(below);
      if (!found) break;
      last = found;
    }
  }
  return {
    prompt: commentWords(text.slice(first.start, last.end), syntax),
    ...trimRange(text, first.innerStart, last.end),
  };
}

function inMarkup(text: string, offset: number, isXml: boolean): FoundPrompt | undefined {
  const tokens = markupTokens(text);
  const token = tokenAt(tokens, offset);
  if (token?.kind === 'comment') {
    const start = token.start + '<!--'.length;
    const end = text.startsWith('-->', token.end - '-->'.length) ? token.end - '-->'.length : token.end;
    return { prompt: collapse(text.slice(start, end)), ...trimRange(text, start, end) };
  }
  if (token?.kind === 'script' || token?.kind === 'style') {
    if (offset < token.innerStart || offset > token.innerEnd) return undefined;
    const syntax = syntaxOf(token.kind === 'style' ? 'scss' : 'typescript');
    const found =
      syntax && inCode(text.slice(token.innerStart, token.innerEnd), offset - token.innerStart, syntax);
    return (
      found && {
        prompt: found.prompt,
        start: found.start + token.innerStart,
        end: found.end + token.innerStart,
      }
    );
  }
  if (token && token.start < offset) {
    const attribute = Array.from(text.slice(token.start, token.end).matchAll(/"([^"]*)"|'([^']*)'/g)).find(
      (match) => token.start + match.index <= offset && offset <= token.start + match.index + match[0].length,
    );
    if (attribute) {
      const start = token.start + attribute.index + 1;
      const end = start + attribute[0].length - 2;
      return { prompt: collapse(decodeEntities(text.slice(start, end))), ...trimRange(text, start, end) };
    }
    if (!isInline(token)) return undefined;
  }
  const blocks = tokens.filter((candidate) => isXml || !isInline(candidate));
  const start = blocks.findLast(({ end }) => end <= offset)?.end ?? 0;
  const end = blocks.find((candidate) => candidate.start >= offset)?.start ?? text.length;
  return { prompt: collapse(textOfMarkup(text.slice(start, end))), ...trimRange(text, start, end) };
}

/** A plain or block scalar. */
function inYaml(text: string, offset: number): FoundPrompt | undefined {
  const lines = linesOf(text);
  const index = lineIndexAt(lines, offset);
  const here = lineText(lines, index);
  if (isBlank(here)) return undefined;
  const blockHeader = /(?:^|[:\-?]\s+)[|>][+\-\d]*\s*$/;
  for (let above = index - 1; above >= 0; above--) {
    const text_ = lineText(lines, above);
    if (isBlank(text_)) continue;
    if (indentOf(text_).length >= indentOf(here).length) continue;
    if (!blockHeader.test(text_)) break;
    return yamlParagraph(text, lines, above, index);
  }
  const scalar = /^(\s*(?:-\s+)*(?:[\w.-]+\s*:\s+)?)([^\s"'[{|>&*!#%@`][^#]*?)(?:\s+#.*)?$/.exec(here);
  const line = lines[index];
  if (!scalar || !line || here.trimEnd().endsWith(':')) return undefined;
  const start = line.start + (scalar[1] ?? '').length;
  const range = trimRange(text, start, start + (scalar[2] ?? '').length);
  return { prompt: collapse(scalar[2] ?? ''), ...range };
}

function yamlParagraph(text: string, lines: readonly Line[], header: number, index: number): FoundPrompt {
  let first = index;
  let last = index;
  while (first - 1 > header && !isBlank(lineText(lines, first - 1))) first--;
  const least = indentOf(lineText(lines, header)).length;
  while (!isBlank(lineText(lines, last + 1)) && indentOf(lineText(lines, last + 1)).length > least) last++;
  const start = lines[first]?.start ?? 0;
  const end = lines[last]?.end ?? text.length;
  return { prompt: collapse(text.slice(start, end)), ...trimRange(text, start, end) };
}
