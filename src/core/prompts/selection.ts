import { familyOf, syntaxOf } from './languages';
import type { LanguageSyntax } from './languages';
import { collapse, linesOf } from './lines';
import { containerOf } from './markdownBlocks';
import { textOfMarkup } from './markup';
import { scan } from './scan';
import type { Region } from './scan';

/**
 * The words of a selection as a prompt: one line, without the comment markers, list and heading marks, emphasis or tags
 * that the language puts around them.
 *
 * @param text the selected text
 * @returns empty when the selection holds no words
 */
export function promptFromSelection(text: string, languageId: string): string {
  const family = familyOf(languageId);
  switch (family) {
    case 'markdown':
      return markdownWords(text);
    case 'html':
    case 'xml':
      return collapse(textOfMarkup(text.replace(/^\s*<!--|-->\s*$/g, '')));
    case 'asciidoc':
    case 'restructuredText':
    case 'latex':
    case 'plain':
    case 'data':
      return proseWords(text, family);
    case 'jsx':
    case 'css':
    case 'code': {
      const syntax = syntaxOf(languageId);
      return syntax ? codeWords(text, syntax) : collapse(text);
    }
  }
}

/** Markdown as it reads: marks dropped, words kept. Lengths are bounded, so that hostile text takes no quadratic time. */
export function markdownWords(text: string): string {
  const words = linesOf(text)
    .map((line) => line.text.slice(containerOf(line.text).length))
    .map((line) => line.replace(/^#{1,6}[ \t]+/, '').replace(/^(?:=+|-+)[ \t]*$/, ''))
    .join('\n')
    .replace(/<!--|-->/g, ' ')
    .replace(/!?\[((?:\\.|[^\]\\]){0,1000})\](?:\((?:\\.|[^)\\]){0,1000}\)|\[[^\]]{0,1000}\])/g, '$1')
    .replace(/(?<!\\)(`+)(.{1,1000}?)\1/gs, '$2')
    .replace(/(?<![\\\p{L}\p{N}*])(\*{1,3})(?=[^\s*])(.{1,1000}?)(?<=[^\s*])\1(?!\*)/gsu, '$2')
    .replace(/(?<![\\\p{L}\p{N}_])(_{1,3})(?=[^\s_])(.{1,1000}?)(?<=[^\s_])\1(?![\p{L}\p{N}_])/gsu, '$2')
    .replace(/~~(?=\S)(.{1,1000}?)(?<=\S)~~/gs, '$1')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1');
  return collapse(textOfMarkup(words));
}

/** Marks at the start of a line, by family. */
const lineMarks = {
  asciidoc: /^[ \t]*(?:={1,6}[ \t]+|(?:\*{1,5}|-|\.{1,5}|\d+\.)[ \t]+|\/\/[ \t]*)/,
  restructuredText: /^[ \t]*(?:(?:[-*+]|\d+[.)]|#\.)[ \t]+|\.\.[ \t]+)/,
  latex: /^[ \t]*(?:%+[ \t]*|\\item(?:\[[^\]]*\])?[ \t]*)/,
  plain: /^[ \t]*(?:[-*+•][ \t]+)/,
  data: /^[ \t]*/,
} as const;

/** Other prose as it reads: marks at the start of its lines dropped. */
export function proseWords(text: string, family: keyof typeof lineMarks): string {
  const lines = linesOf(text).map((line) => line.text.replace(lineMarks[family], ''));
  const isUnderline = (line: string): boolean => /^([=\-~^"'`#*+.:_])\1{2,}\s*$/.test(line);
  const words = lines.filter((line) => !(family === 'restructuredText' && isUnderline(line))).join('\n');
  return collapse(family === 'latex' ? latexWords(words) : words);
}

function latexWords(text: string): string {
  return text
    .replace(
      /\\(?:sub)*(?:section|paragraph|chapter|part|title|caption|emph|textbf|textit|texttt|underline)\*?\{([^{}]*)\}/g,
      '$1',
    )
    .replace(/\\([%#&_$ {}])/g, '$1')
    .replace(/``|''/g, '"')
    .replace(/~/g, ' ');
}

/** A selection in code: comment markers, or the quotes around a literal, dropped. */
function codeWords(text: string, syntax: LanguageSyntax): string {
  const trimmed = text.trim();
  const [region] = scan(trimmed, syntax);
  if (region?.kind === 'string' && region.start === 0 && region.end === trimmed.length) {
    return stringWords(trimmed, region, syntax);
  }
  return commentWords(text, syntax);
}

/** The words of comment lines. */
export function commentWords(text: string, syntax: LanguageSyntax): string {
  // `{/* … */}` is how JSX writes a comment.
  let body = text.trim().replace(/^\{(?=\/\*)|(?<=\*\/)\}$/g, '');
  for (const [open, close] of syntax.blockComments) {
    if (body.startsWith(open)) body = body.slice(open.length).replace(/^[*!](?!\/)/, '');
    if (body.endsWith(close)) body = body.slice(0, -close.length);
  }
  const hasStars = syntax.blockComments.some(([open]) => open === '/*');
  const lines = linesOf(body).map((line) => {
    const start = line.text.trimStart();
    const marker = syntax.lineComments.find((candidate) => start.startsWith(candidate));
    if (marker !== undefined) {
      const repeated = marker.charAt(marker.length - 1);
      let length = marker.length;
      while (repeated !== ' ' && start.charAt(length) === repeated) length++;
      if (marker === '//' && start.charAt(length) === '!') length++;
      return start.slice(length);
    }
    return hasStars ? start.replace(/^\*+(?=\s|$)/, '') : start;
  });
  return collapse(lines.join('\n'));
}

/** The words of a string literal. */
export function stringWords(
  text: string,
  { start, innerStart, innerEnd }: Region,
  { strings }: LanguageSyntax,
): string {
  const inner = text.slice(innerStart, innerEnd);
  const open = text.slice(start, innerStart);
  const escape = strings.find((candidate) => candidate.open === open)?.escape;
  if (escape === 'doubled') return collapse(inner.replaceAll(open + open, open));
  if (escape !== 'backslash') return collapse(inner);
  return collapse(inner.replace(/\\(?:\r\n|[nrt\r\n])/g, ' ').replace(/\\(["'`\\$])/g, '$1'));
}
