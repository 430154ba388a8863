import type { PromptFile } from '../promptFile';
import { LineIndex, type TextRange } from '../text';

/** A line of the outline. */
export interface OutlineItem {
  readonly kind: 'frontMatter' | 'field' | 'variable' | 'prompt' | 'section' | 'shot';
  /** As it stands in the file; empty for the front matter and the prompt, which whoever shows it names. */
  readonly name: string;
  readonly range: TextRange;
  /** What is chosen in the editor when it is clicked: inside of `range`. */
  readonly nameRange: TextRange;
  readonly children: readonly OutlineItem[];
}

export function outlineOf(file: PromptFile): readonly OutlineItem[] {
  const { parts, fields, variables, shots } = file;
  const items: OutlineItem[] = [];
  const inside = (range: TextRange): ((item: OutlineItem) => boolean) => {
    return (item) => range.start <= item.range.start && item.range.end <= range.end;
  };
  const variableItems = variables.map(({ name, nameRange, range }): OutlineItem => ({
    kind: 'variable',
    name,
    range,
    nameRange,
    children: [],
  }));
  if (parts.frontMatterBlock) {
    const children = [...fields].flatMap(([name, { keyRange, range }]): readonly OutlineItem[] =>
      name.includes('.')
        ? []
        : [
            {
              kind: 'field',
              name,
              range,
              nameRange: keyRange,
              children: name === 'variables' ? variableItems.filter(inside(range)) : [],
            },
          ],
    );
    const range = parts.frontMatterBlock;
    items.push({ kind: 'frontMatter', name: '', range, nameRange: lineAt(file.text, range), children });
  }
  for (const { kind, name, headingRange, range } of parts.sections) {
    const whole = { start: headingRange?.start ?? range.start, end: range.end };
    if (kind === 'prompt' && !headingRange && file.text.slice(range.start, range.end).trim() === '') continue;
    const children =
      kind === 'variables'
        ? variableItems.filter(inside(range))
        : kind === 'shots'
          ? shots
              .map((shot, index): OutlineItem => ({
                kind: 'shot',
                name: shot.name === '' ? String(index + 1) : shot.name,
                range: shot.range,
                nameRange: lineAt(file.text, shot.range),
                children: [],
              }))
              .filter(inside(range))
          : [];
    items.push({
      kind: kind === 'prompt' ? 'prompt' : 'section',
      name,
      range: whole,
      nameRange: headingRange ?? lineAt(file.text, whole),
      children,
    });
  }
  return items;
}

/** The first line with something on it. */
function lineAt(text: string, { start, end }: TextRange): TextRange {
  const content = text.slice(start, end);
  const from = start + (content.length - content.trimStart().length);
  const line = /^[^\r\n]*/.exec(text.slice(Math.min(from, end), end))?.[0] ?? '';
  return { start: Math.min(from, end), end: Math.min(from, end) + line.length };
}

/** Lines that can be folded, from 0, both ends included. */
export interface Fold {
  readonly startLine: number;
  readonly endLine: number;
  readonly kind: 'frontMatter' | 'section' | 'comment';
}

export function foldsOf({ text, parts }: PromptFile, lines = new LineIndex(text)): readonly Fold[] {
  const folds: Fold[] = [];
  const add = (kind: Fold['kind'], start: number, end: number): void => {
    const startLine = lines.positionAt(start).line;
    // The last line of a section is the last one with something on it.
    const ink = start + text.slice(start, end).trimEnd().length;
    const endLine = lines.positionAt(Math.max(start, ink)).line;
    if (endLine > startLine) folds.push({ kind, startLine, endLine });
  };
  if (parts.frontMatterBlock) add('frontMatter', parts.frontMatterBlock.start, parts.frontMatterBlock.end);
  for (const { headingRange, range } of parts.sections) {
    if (headingRange) add('section', headingRange.start, range.end);
  }
  for (const { start, end } of parts.comments) add('comment', start, end);
  return folds;
}
