import type { FileParts, Heading } from './sections';
import { linesIn, type TextRange } from './text';
import type { PromptProblem } from './problems';
import { wordsIn, type Words } from './words';

/** One shot of a film, as its section has it. */
export interface ShotDefinition {
  /** Words of its heading; empty for an item of a list. */
  readonly name: string;
  readonly words: Words;
  /** Path of the picture that the shot begins with, relative to the prompt file. */
  readonly image?: Words;
  readonly range: TextRange;
}

/** No model takes more than twenty; what is beyond this is not looked at. */
const MOST_READ = 200;

const itemPattern = /^ {0,3}(?:[-*+]|\d{1,4}[.)])[ \t]+/;
const imagePattern =
  /!\[[^\]\r\n]{0,400}\]\([ \t]{0,20}(?:<([^>\r\n]{0,400})>|([^\s)]{1,400}))[^)\r\n]{0,400}\)/g;

/**
 * Shots are the headings below `## Shots`, or where there are none the items of its list. A picture in a shot is the one
 * it begins with.
 *
 * @param visible the whole file, its comments blanked
 */
export function readShots(
  visible: string,
  section: TextRange,
  { headings }: Pick<FileParts, 'headings'>,
  tell: (problem: PromptProblem) => void,
): readonly ShotDefinition[] {
  const own = headingsWithin(headings, section);
  const pieces =
    own.length > 0
      ? own.map(({ name, range }, index) => ({
          name,
          start: range.start,
          textStart: range.end,
          end: own[index + 1]?.range.start ?? section.end,
        }))
      : itemsIn(visible, section);
  return pieces.slice(0, MOST_READ).flatMap(({ name, start, textStart, end }) => {
    const range = { start, end };
    const image = firstImage(visible, { start: textStart, end });
    const text = image ? blank(visible, image.range) : visible;
    const words = wordsIn(text, { start: textStart, end }, tell);
    const isBlank = text.slice(textStart, end).trim() === '';
    if (isBlank && name === '') return [];
    // A heading without words below it is itself what happens.
    const heading = isBlank
      ? { start: visible.indexOf(name, start), end: visible.indexOf(name, start) + name.length }
      : undefined;
    return {
      name,
      words: heading ? wordsIn(visible, heading, tell) : words,
      ...(image ? { image: wordsIn(visible, image.path, tell) } : {}),
      range,
    };
  });
}

/** Headings stand in order, and there may be as many sections as there are headings. */
function headingsWithin(headings: readonly Heading[], { start, end }: TextRange): readonly Heading[] {
  let low = 0;
  let high = headings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((headings[middle]?.range.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  let last = low;
  while (last < headings.length && (headings[last]?.range.end ?? Infinity) <= end) last++;
  return headings.slice(low, last);
}

interface Piece {
  readonly name: string;
  readonly start: number;
  readonly textStart: number;
  readonly end: number;
}

function itemsIn(text: string, section: TextRange): readonly Piece[] {
  const starts: { readonly start: number; readonly textStart: number }[] = [];
  for (const { start, end } of linesIn(text, section)) {
    const item = itemPattern.exec(text.slice(start, Math.min(end, start + 40)));
    if (item) starts.push({ start, textStart: start + item[0].length });
  }
  return starts.map(({ start, textStart }, index) => ({
    name: '',
    start,
    textStart,
    end: starts[index + 1]?.start ?? section.end,
  }));
}

function firstImage(
  text: string,
  { start, end }: TextRange,
): { readonly range: TextRange; readonly path: TextRange } | undefined {
  const [found] = text.slice(start, end).matchAll(imagePattern);
  if (!found) return undefined;
  const [whole, bracketed, bare] = found;
  const path = bracketed ?? bare ?? '';
  const at = start + found.index;
  const pathStart = at + whole.indexOf(path, whole.indexOf('](') + 2);
  return {
    range: { start: at, end: at + whole.length },
    path: { start: pathStart, end: pathStart + path.length },
  };
}

function blank(text: string, { start, end }: TextRange): string {
  return text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
}
