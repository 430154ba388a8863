import { familyOf } from '../../prompts/languages';
import { collapse } from '../../prompts/lines';
import { textOfMarkup } from '../../prompts/markup';
import type { DocumentImage } from './image';

/** Enough for a paragraph before and the beginning of the one after; more would say less. */
const BEFORE_LENGTH = 700;
const AFTER_LENGTH = 400;
/** How far is looked for the heading. */
const HEADING_LENGTH = 20_000;

const headings = {
  markdown: /^ {0,3}#{1,6}[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*$/gm,
  asciidoc: /^={1,6}[ \t]+(.+)$/gm,
  restructuredText: /^(\S.*)\r?\n(?:={3,}|-{3,}|~{3,}|\^{3,}|"{3,}|\*{3,}|#{3,})[ \t]*$/gm,
  markup: /<h[1-6]\b[^>]*>([\s\S]*?)<\/h[1-6]\s*>/gi,
} as const;

/** What stands around an image in its document, as far as it tells what the image is for; plain text. */
export function surroundingsOf(text: string, languageId: string, image: DocumentImage): string {
  const family = familyOf(languageId);
  const isMarkup = family === 'html' || family === 'jsx' || family === 'code';
  const clean = (part: string): string => collapse(isMarkup ? textOfMarkup(part) : readable(part));
  const before = text.slice(Math.max(0, image.start - 4 * BEFORE_LENGTH), image.start);
  const after = text.slice(image.end, image.end + 4 * AFTER_LENGTH);
  const heading = headingBefore(text.slice(Math.max(0, image.start - HEADING_LENGTH), image.start), family);
  const lines = [
    `File: ${image.target}`,
    heading === undefined ? '' : `Heading: ${clean(heading)}`,
    labelled('Text before', endOf(clean(isMarkup ? before.replace(/^[^<>]*>/, '') : before), BEFORE_LENGTH)),
    labelled('Text after', startOf(clean(isMarkup ? after.replace(/<[^<>]*$/, '') : after), AFTER_LENGTH)),
    image.caption === undefined ? '' : `Caption: ${collapse(image.caption)}`,
    image.link === undefined ? '' : linkLine(image.link),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

function labelled(label: string, text: string): string {
  return text === '' ? '' : `${label}: ${text}`;
}

function linkLine(link: string): string {
  return link === ''
    ? 'The image is inside a button or link.'
    : `The image is a link to: ${link.slice(0, 300)}`;
}

/** Other images and long addresses tell nothing of this one. */
function readable(part: string): string {
  return part.replace(/!\[[^\]]*\]\([^)]*\)/g, ' ').replace(/\]\([^)\s]{60,}\)/g, ']');
}

function headingBefore(before: string, family: string): string | undefined {
  const pattern =
    family === 'markdown' || family === 'asciidoc' || family === 'restructuredText'
      ? headings[family]
      : headings.markup;
  return Array.from(before.matchAll(pattern)).at(-1)?.[1];
}

function endOf(text: string, length: number): string {
  return text.length <= length ? text : `…${text.slice(-length).replace(/^\S*\s/, '')}`;
}

function startOf(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length).replace(/\s\S*$/, '')}…`;
}
