import { indentOf, isBlank, lineText } from './lines';
import type { Line } from './lines';

/** A block of a Markdown document: what stands around a line and belongs together. */
export interface MarkdownBlock {
  readonly kind: 'frontMatter' | 'fence' | 'comment' | 'table' | 'heading' | 'paragraph' | 'blank';
  /** Indexes of its lines, both included. */
  readonly first: number;
  readonly last: number;
  /** What a further line in the same list item or quote starts with. */
  readonly prefix: string;
  /** False for a fence or front matter that the document never closes. */
  readonly isClosed: boolean;
}

interface Container {
  /** Characters of the line that are markers. */
  readonly length: number;
  readonly prefix: string;
  readonly startsItem: boolean;
  readonly quoteDepth: number;
}

const thematicBreak = /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/;
const atxHeading = /^ {0,3}#{1,6}(?:[ \t]|$)/;
const fenceOpen = /^[ \t]*(`{3,}(?=[^`]*$)|~{3,})/;
const tableDelimiter = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const setextUnderline = /^ {0,3}(?:=+|-+)[ \t]*$/;

/** The quote and list markers a line starts with. */
export function containerOf(text: string): Container {
  let length = 0;
  let prefix = '';
  let startsItem = false;
  let quoteDepth = 0;
  for (;;) {
    const rest = text.slice(length);
    // Deeper than three blanks only inside list items, which `prefixAt` looks for.
    const quote = /^[ \t]*>[ \t]?/.exec(rest);
    if (quote) {
      length += quote[0].length;
      prefix += `${quote[0].trimEnd()} `;
      quoteDepth++;
      continue;
    }
    const item = thematicBreak.test(rest) ? null : /^([ \t]*)([-*+]|\d{1,9}[.)])([ \t]+|$)/.exec(rest);
    if (item) {
      const [whole, indent = '', marker = '', gap = ''] = item;
      const width = gap === '' || gap.length > 4 || gap.includes('\t') ? 1 : gap.length;
      length += whole.length;
      prefix += indent + ' '.repeat(marker.length + width);
      startsItem = true;
      const box = /^\[[ xX]\][ \t]+/.exec(text.slice(length));
      if (box) length += box[0].length;
      continue;
    }
    const indent = indentOf(rest);
    return { length: length + indent.length, prefix: prefix + indent, startsItem, quoteDepth };
  }
}

/** True for a line without words, also inside a quote. */
export function isBlankInMarkdown(text: string): boolean {
  return /^[\s>]*$/.test(text);
}

/** Lines of the front matter at the document's start; undefined without one. */
export function frontMatterOf(lines: readonly Line[]): { last: number; isClosed: boolean } | undefined {
  const opening = lineText(lines, 0).trimEnd();
  if (opening !== '---' && opening !== '+++') return undefined;
  for (let index = 1; index < lines.length; index++) {
    const text = lineText(lines, index).trimEnd();
    if (text === opening || (opening === '---' && text === '...')) return { last: index, isClosed: true };
  }
  // A lone rule on the first line is a thematic break, not a front matter without an end.
  return undefined;
}

interface Fence {
  readonly first: number;
  readonly last: number;
  readonly prefix: string;
  readonly isClosed: boolean;
}

/** The fenced code block that holds the line. */
function fenceAt(lines: readonly Line[], from: number, wanted: number): Fence | undefined {
  let index = from;
  while (index <= wanted) {
    const text = lineText(lines, index);
    const container = containerOf(text);
    const opening = fenceOpen.exec(text.slice(container.length))?.[1];
    if (opening === undefined) {
      index++;
      continue;
    }
    const fence = readFence(lines, index, opening, container);
    if (wanted <= fence.last) return fence;
    index = fence.last + 1;
  }
  return undefined;
}

function readFence(lines: readonly Line[], first: number, opening: string, container: Container): Fence {
  const contentIndent = container.startsItem ? indentOf(container.prefix.replaceAll('>', ' ')).length : 0;
  const close = new RegExp(`^[\\s>]*\\${opening.charAt(0)}{${String(opening.length)},}[ \\t]*$`);
  for (let index = first + 1; index < lines.length; index++) {
    const text = lineText(lines, index);
    if (close.test(text)) return { first, last: index, prefix: container.prefix, isClosed: true };
    const leavesQuote = container.quoteDepth > 0 && !/^[ \t]*>/.test(text);
    const leavesItem =
      !isBlank(text) &&
      contentIndent > 0 &&
      container.quoteDepth === 0 &&
      indentOf(text).length < contentIndent &&
      !text.startsWith('\t');
    if (leavesQuote || leavesItem)
      return { first, last: index - 1, prefix: container.prefix, isClosed: true };
  }
  return { first, last: lines.length - 1, prefix: container.prefix, isClosed: false };
}

/** The comment `<!-- … -->` that holds the line, as lines. */
function commentAt(lines: readonly Line[], wanted: number): { first: number; last: number } | undefined {
  for (let index = wanted; index >= 0 && wanted - index < 2000; index--) {
    const text = lineText(lines, index);
    const opensAt = text.lastIndexOf('<!--');
    const closesAt = text.lastIndexOf('-->');
    if (opensAt < 0 && closesAt >= 0 && index < wanted) return undefined;
    if (opensAt < 0) continue;
    if (closesAt > opensAt) return index === wanted ? { first: index, last: index } : undefined;
    for (let last = index + 1; last < lines.length; last++) {
      if (lineText(lines, last).includes('-->')) return { first: index, last };
    }
    return undefined;
  }
  return undefined;
}

function startsBlock(text: string): boolean {
  const { length, startsItem } = containerOf(text);
  const content = text.slice(length);
  return startsItem || atxHeading.test(content) || fenceOpen.test(content) || thematicBreak.test(content);
}

/** The block that holds a line. */
export function markdownBlockAt(lines: readonly Line[], index: number): MarkdownBlock {
  const frontMatter = frontMatterOf(lines);
  if (frontMatter && index <= frontMatter.last)
    return { kind: 'frontMatter', first: 0, prefix: '', ...frontMatter };
  const fence = fenceAt(lines, frontMatter ? frontMatter.last + 1 : 0, index);
  if (fence) return { kind: 'fence', ...fence };

  const text = lineText(lines, index);
  const comment = commentAt(lines, index);
  const opening = comment ? lineText(lines, comment.first) : '';
  if (comment && opening.startsWith('<!--', containerOf(opening).length)) {
    return { kind: 'comment', ...comment, prefix: prefixAt(lines, comment.first), isClosed: true };
  }
  if (isBlankInMarkdown(text)) {
    const { prefix, quoteDepth } = containerOf(text);
    return { kind: 'blank', first: index, last: index, prefix: quoteDepth > 0 ? prefix : '', isClosed: true };
  }
  const container = containerOf(text);
  if (atxHeading.test(text.slice(container.length))) {
    return { kind: 'heading', first: index, last: index, prefix: container.prefix, isClosed: true };
  }

  let first = index;
  while (first > 0 && !startsBlock(lineText(lines, first)) && continues(lines, first - 1, first)) first--;
  let last = index;
  while (last + 1 < lines.length && continues(lines, last, last + 1)) last++;
  const isTable = lines
    .slice(first, last + 1)
    .some(({ text: row }) => row.includes('|') && tableDelimiter.test(row.slice(containerOf(row).length)));
  return {
    kind: isTable ? 'table' : 'paragraph',
    first,
    last,
    prefix: prefixAt(lines, first),
    isClosed: true,
  };
}

/** Whether the second line belongs to the paragraph or table of the first. */
function continues(lines: readonly Line[], first: number, second: number): boolean {
  const above = lineText(lines, first);
  const below = lineText(lines, second);
  if (isBlankInMarkdown(above) || isBlankInMarkdown(below)) return false;
  const aboveContainer = containerOf(above);
  const aboveContent = above.slice(aboveContainer.length);
  if (atxHeading.test(aboveContent) || thematicBreak.test(above)) return false;
  const belowContainer = containerOf(below);
  const belowContent = below.slice(belowContainer.length);
  // A line that leaves the list item or quote goes on with its paragraph only as plain words.
  const isLazy =
    belowContainer.quoteDepth < aboveContainer.quoteDepth ||
    (aboveContainer.startsItem && belowContainer.prefix.length < aboveContainer.prefix.length);
  if (isLazy && (setextUnderline.test(belowContent) || belowContent.startsWith('<'))) return false;
  if (setextUnderline.test(belowContent) && !belowContainer.startsItem) return true;
  if (setextUnderline.test(aboveContent) && !aboveContainer.startsItem) return false;
  return belowContainer.quoteDepth <= aboveContainer.quoteDepth && !startsBlock(below);
}

/** What a line after this one starts with to stay in its list item or quote; nothing after indented code. */
function prefixAt(lines: readonly Line[], first: number): string {
  const text = lineText(lines, first);
  const { prefix, startsItem, quoteDepth } = containerOf(text);
  const indent = indentOf(text);
  const isDeep = indent.length >= 4 || indent.includes('\t');
  if (startsItem || prefix === '' || (quoteDepth > 0 && !isDeep)) return prefix;
  for (let index = first - 1; index >= 0; index--) {
    const aboveText = lineText(lines, index);
    if (isBlankInMarkdown(aboveText)) continue;
    const above = containerOf(aboveText);
    if (above.startsItem && indentOf(aboveText).length < indent.length) return prefix;
    if (!above.startsItem && above.prefix === '') break;
  }
  return isDeep ? '' : prefix;
}
