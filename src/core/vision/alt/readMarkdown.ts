import { decodePath, escapeAttribute } from '../../links/encode';
import { frontMatterOf } from '../../prompts/markdownBlocks';
import { indentOf, isBlank, lineText, linesOf, type Line } from '../../prompts/lines';
import { decodeEntities } from '../../prompts/markup';
import { isIn, type DocumentImage, type Range } from './image';
import { imagesInTags } from './tags';

const fenceOpen = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`]*$)|~{3,})/;
const listItem = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;

/** `![alt](target "title")`, `![alt][label]`, `![alt][]`, `![label]`. */
const image =
  /!\[(?<alt>(?:\\[\s\S]|[^[\]\\]|\[(?:\\[\s\S]|[^[\]\\])*\])*)\](?:\((?<inner>[ \t]*(?:\n[ \t]*)?(?:<(?<angled>(?:\\.|[^<>\n\\])*)>|(?<bare>(?:\\.|\((?:\\.|[^()\s\\])*\)|[^\s()\\<])(?:\\.|\((?:\\.|[^()\s\\])*\)|[^\s()\\])*))?(?:\s+(?:"(?<title>(?:\\.|[^"\\])*)"|'(?:\\.|[^'\\])*'|\((?:\\.|[^()\\])*\)))?\s*)\)|\[(?<label>(?:\\.|[^[\]\\])*)\])?/dg;

const definition = /^ {0,3}\[((?:\\.|[^[\]\\])+)\]:[ \t]*\n?[ \t]*(?:<([^<>\n]*)>|(\S+))/gm;

export function readMarkdown(text: string, isMdx: boolean): readonly DocumentImage[] {
  const unread = unreadInMarkdown(text, isMdx);
  const definitions = new Map<string, string>();
  for (const [, label = '', angled, bare] of text.matchAll(definition)) {
    if (!definitions.has(labelOf(label))) definitions.set(labelOf(label), angled ?? bare ?? '');
  }
  const found: DocumentImage[] = [];
  for (const match of text.matchAll(image)) {
    const start = match.index;
    const isEscaped = /(?:^|[^\\])(?:\\\\)*\\$/.test(text.slice(Math.max(0, start - 20), start));
    if (isEscaped || isIn(start, unread)) continue;
    const { alt = '', inner, angled, bare, label } = match.groups ?? {};
    const written = inner === undefined ? definitions.get(labelOf(label || alt)) : (angled ?? bare);
    if (written === undefined || written === '') continue;
    // The text of `![label]` and `![label][]` is what finds the image: writing another would lose it.
    const isLabel = inner === undefined && (label === undefined || label === '');
    const [altStart, altEnd] = match.indices?.groups?.['alt'] ?? [start + 2, start + 2];
    const end = start + match[0].length;
    const link = linkAround(text, start, end);
    const isTitled = inner !== undefined && /^\s*(?:<[^<>]*>|[^\s<]\S*)\s+\S/.test(inner);
    const asDecoration =
      isTitled || isLineOfItsOwn(text, start, end) ? undefined : decoration(unescapeMarkdown(written), isMdx);
    found.push({
      target: decodePath(unescapeMarkdown(written)),
      start,
      end,
      alt:
        alt.trim() === ''
          ? { kind: 'none' }
          : isLabel
            ? { kind: 'dynamic' }
            : { kind: 'text', text: unescapeMarkdown(alt) },
      slot: { form: isMdx ? 'mdx' : 'markdown', start: altStart, end: altEnd, before: '', after: '' },
      ...(asDecoration === undefined ? {} : { asDecoration }),
      ...(link === undefined ? {} : { link }),
    });
  }
  found.push(...imagesInTags(text, isMdx ? 'jsx' : 'html', unread));
  return found.sort((one, other) => one.start - other.start);
}

function labelOf(label: string): string {
  return unescapeMarkdown(label).replace(/\s+/g, ' ').trim().toLowerCase();
}

function unescapeMarkdown(text: string): string {
  return decodeEntities(text.replace(/\\([!-/:-@[-`{-~])/g, '$1'));
}

/**
 * The element for an image that is decoration: an empty text between brackets is what nobody has decided yet.
 *
 * @returns undefined in MDX for a path that only its own images resolve
 */
function decoration(url: string, isMdx: boolean): string | undefined {
  const source = escapeAttribute(url.replaceAll(' ', '%20'));
  if (!isMdx) return `<img src="${source}" alt="">`;
  return /^(?:\/|[a-z][a-z\d+.-]+:)/i.test(url) ? `<img src="${source}" alt="" />` : undefined;
}

/**
 * An element alone on the first line of a paragraph begins a block of HTML, and the lines below it, its caption perhaps,
 * would no longer be Markdown.
 *
 * @see https://spec.commonmark.org/0.31.2/#html-blocks
 */
function isLineOfItsOwn(text: string, start: number, end: number): boolean {
  const isFirst = /(?:^|\n[ \t]*\r?\n)[ \t]*$/.test(text.slice(Math.max(0, start - 200), start));
  return isFirst && /^[ \t]*\r?\n[ \t]*[^\s]/.test(text.slice(end, end + 200));
}

/** `[![alt](image)](link)` */
function linkAround(text: string, start: number, end: number): string | undefined {
  if (text.charAt(start - 1) !== '[') return undefined;
  return /^\]\(\s*<?([^\s)>]*)/.exec(text.slice(end, end + 2000))?.[1];
}

/** Front matter, code and comments. */
function unreadInMarkdown(text: string, isMdx: boolean): readonly Range[] {
  const lines = linesOf(text);
  const ranges: Range[] = [];
  const frontMatter = frontMatterOf(lines);
  const first = frontMatter ? frontMatter.last + 1 : 0;
  if (frontMatter) ranges.push({ start: 0, end: lines[frontMatter.last]?.end ?? 0 });
  ranges.push(...codeBlocks(lines, first, isMdx));
  const comments = isMdx ? /<!--[\s\S]*?(?:-->|$)|\{\/\*[\s\S]*?\*\/\}/g : /<!--[\s\S]*?(?:-->|$)/g;
  for (const match of text.matchAll(comments)) {
    if (!isIn(match.index, ranges)) ranges.push({ start: match.index, end: match.index + match[0].length });
  }
  for (const match of text.matchAll(/(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n)[\s\S])*?(?<!`)\1(?!`)/g)) {
    if (!isIn(match.index, ranges)) ranges.push({ start: match.index, end: match.index + match[0].length });
  }
  return ranges;
}

/** Fences, and lines indented by four outside of lists (MDX has no such code). */
function codeBlocks(lines: readonly Line[], first: number, isMdx: boolean): readonly Range[] {
  const ranges: Range[] = [];
  let isInList = false;
  for (let index = first; index < lines.length; index++) {
    const text = lineText(lines, index);
    const fence = fenceOpen.exec(text)?.[1];
    if (fence !== undefined) {
      const close = new RegExp(`^[ \\t>]*\\${fence.charAt(0)}{${String(fence.length)},}[ \\t]*$`);
      let last = index + 1;
      while (last < lines.length && !close.test(lineText(lines, last))) last++;
      ranges.push({
        start: lines[index]?.start ?? 0,
        end: lines[Math.min(last, lines.length - 1)]?.end ?? 0,
      });
      index = last;
      continue;
    }
    if (isBlank(text)) continue;
    const indent = indentOf(text).replaceAll('\t', '    ').length;
    if (listItem.test(text)) isInList = true;
    else if (indent === 0 && isBlank(lineText(lines, index - 1))) isInList = false;
    const isCode =
      !isMdx && !isInList && indent >= 4 && (index === first || followsCode(lines, index, ranges));
    if (isCode) ranges.push({ start: lines[index]?.start ?? 0, end: lines[index]?.end ?? 0 });
  }
  return ranges;
}

/** Indented code cannot interrupt a paragraph. */
function followsCode(lines: readonly Line[], index: number, ranges: readonly Range[]): boolean {
  const above = lines[index - 1];
  return !above || isBlank(above.text) || isIn(above.start, ranges);
}
