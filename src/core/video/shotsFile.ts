import { collapse, isBlank, linesOf } from '../prompts/lines';

/** A shot as it stands in a Markdown file. */
export interface WrittenShot {
  /** Words of the heading. */
  readonly name: string;
  /** What stands below the heading, or the heading itself where nothing does. */
  readonly text: string;
  /** As written: relative to the file. */
  readonly image?: { readonly path: string; readonly line: number };
  /** Of the heading, from 1, like every line here. */
  readonly line: number;
}

export type ShotsProblem = { readonly line: number } & (
  | { readonly kind: 'noShots' }
  | { readonly kind: 'tooManyShots'; readonly shots: number; readonly maxShots: number }
  | { readonly kind: 'noText' }
  | { readonly kind: 'textTooLong'; readonly length: number; readonly maxLength: number }
  | { readonly kind: 'secondImage' }
  /** An address on the web: pictures are taken from the project. */
  | { readonly kind: 'remoteImage' }
  | { readonly kind: 'unknownImageType' }
  /** Words before the first shot, which belong to none. */
  | { readonly kind: 'looseText' }
);

export interface ShotsFile {
  readonly title?: string;
  readonly shots: readonly WrittenShot[];
  /** In the order of their lines. */
  readonly problems: readonly ShotsProblem[];
}

export interface ShotLimits {
  readonly maxShots: number;
  readonly maxTextLength: number;
}

interface Heading {
  readonly level: number;
  readonly name: string;
  readonly index: number;
}

const imagePattern = /!\[[^\]]*\]\(\s*(?:<([^>]*)>|([^\s)]+))(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)/g;
const imageTypes = /\.(?:png|jpe?g|webp|gif|avif|tiff?)$/i;

/**
 * Reads a storyboard: one heading per shot, below it what happens, and a picture that the shot begins with.
 *
 * Shots are the headings of the highest level that has several; a single heading above them is the title.
 */
export function parseShotsFile(text: string, limits: ShotLimits): ShotsFile {
  const lines = contentLines(text);
  const headings = headingsIn(lines);
  const level = shotLevel(headings);
  const starts = headings.filter((heading) => heading.level === level);
  const title = headings.find((heading) => heading.level < level);
  const problems: ShotsProblem[] = [];
  const first = starts[0]?.index ?? lines.length;
  const loose = lines
    .slice(0, first)
    .findIndex((line, index) => !isBlank(line) && !headings.some((heading) => heading.index === index));
  // A description under the title is no mistake.
  if (loose >= 0 && (!title || loose < title.index)) problems.push({ kind: 'looseText', line: loose + 1 });
  const shots = starts.map((heading, number) => {
    const end = starts[number + 1]?.index ?? lines.length;
    return readShot(lines, heading, end, limits, problems);
  });
  if (shots.length === 0) problems.push({ kind: 'noShots', line: 1 });
  const surplus = shots[limits.maxShots];
  if (surplus) {
    const { maxShots } = limits;
    problems.push({ kind: 'tooManyShots', shots: shots.length, maxShots, line: surplus.line });
  }
  return {
    ...(title ? { title: title.name } : {}),
    shots,
    problems: problems.toSorted((a, b) => a.line - b.line),
  };
}

/** The lines, with front matter and comments emptied, so that line numbers stay. */
function contentLines(text: string): readonly string[] {
  const bare = text
    .replace(/^\uFEFF/, '')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, (comment) => comment.replace(/[^\r\n]/g, ''));
  const lines = linesOf(bare).map((line) => line.text);
  if (lines[0]?.trim() !== '---') return lines;
  const end = lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line));
  return end < 0 ? lines : lines.map((line, index) => (index <= end ? '' : line));
}

function headingsIn(lines: readonly string[]): readonly Heading[] {
  const headings: Heading[] = [];
  let fence: string | undefined;
  for (const [index, line] of lines.entries()) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark !== undefined && (fence === undefined || mark.startsWith(fence))) {
      fence = fence === undefined ? mark : undefined;
      continue;
    }
    const found = fence === undefined ? /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/.exec(line) : null;
    if (!found) continue;
    const name = collapse((found[2] ?? '').replace(/(?:^|[ \t])#+[ \t]*$/, ''));
    headings.push({ level: found[1]?.length ?? 1, name, index });
  }
  return headings;
}

/** The highest level with several headings; else that of the last heading, so that a title may stand over one shot. */
function shotLevel(headings: readonly Heading[]): number {
  for (let level = 1; level <= 6; level++) {
    if (headings.filter((heading) => heading.level === level).length > 1) return level;
  }
  return headings.at(-1)?.level ?? 1;
}

function readShot(
  lines: readonly string[],
  heading: Heading,
  end: number,
  limits: ShotLimits,
  problems: ShotsProblem[],
): WrittenShot {
  const line = heading.index + 1;
  let image: WrittenShot['image'];
  const addImage = (path: string, index: number): void => {
    if (image) problems.push({ kind: 'secondImage', line: index + 1 });
    else if (/^(?:[a-z][a-z0-9+.-]+:|\/\/)/i.test(path))
      problems.push({ kind: 'remoteImage', line: index + 1 });
    else if (!imageTypes.test(path)) problems.push({ kind: 'unknownImageType', line: index + 1 });
    else image = { path, line: index + 1 };
  };
  const words: string[] = [];
  for (let index = heading.index + 1; index < end; index++) {
    const content = lines[index] ?? '';
    for (const [, inBrackets, bare] of content.matchAll(imagePattern)) {
      addImage(decoded(inBrackets ?? bare ?? ''), index);
    }
    words.push(content.replace(imagePattern, ' ').replace(/^ {0,3}(?:#{1,6}[ \t]|`{3,}.*|~{3,}.*)/, ''));
  }
  const below = collapse(words.join(' '));
  const text = below === '' ? heading.name : below;
  if (text === '') problems.push({ kind: 'noText', line });
  const { maxTextLength: maxLength } = limits;
  if (text.length > maxLength) problems.push({ kind: 'textTooLong', length: text.length, maxLength, line });
  return { name: heading.name, text, ...(image ? { image } : {}), line };
}

/** `red%20kite.png` in a link is `red kite.png` on the disk. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
