import type { PromptFile } from '../promptFile';
import type { TextChange, TextRange } from '../text';

/**
 * Puts an image first in the list of accepted ones, and touches nothing else of the file: comments, order and spelling of
 * the other fields stay as they are.
 *
 * @param sha256 lower-case hex of the image's bytes, which names its recipe
 * @returns nothing where it stands first already
 */
export function acceptImage(file: PromptFile, sha256: string): readonly TextChange[] {
  const { accepted } = file;
  if (accepted[0]?.value === sha256) return [];
  const earlier = removeImage(file, sha256);
  const field = file.fields.get('accepted');
  const lineEnd = file.text.includes('\r\n') ? '\r\n' : '\n';
  if (!field) return addField(file, sha256, lineEnd);
  const { node } = field;
  if (node.kind !== 'list') {
    // Nothing, or one image without a list around it.
    const [only] = accepted;
    const others = only && only.value !== sha256 ? [only.value] : [];
    const text = [sha256, ...others].map((each) => `${lineEnd}  - ${each}`).join('');
    const start = file.text.indexOf(':', field.keyRange.end) + 1;
    return [{ range: { start, end: Math.max(start, node.range.end) }, text }];
  }
  const [first] = node.items;
  if (file.text[node.range.start] === '[') {
    const at = node.range.start + 1;
    const separator = first && !(node.items.length === 1 && earlier.length > 0) ? ', ' : '';
    return [{ range: { start: at, end: at }, text: sha256 + separator }, ...earlier];
  }
  // Where the first point of the list begins: its dash.
  const at = node.range.start;
  const indent = file.text.slice(file.text.lastIndexOf('\n', at - 1) + 1, at);
  return [{ range: { start: at, end: at }, text: `- ${sha256}${lineEnd}${indent}` }, ...earlier];
}

/** Takes an image off the list; a list that becomes empty stays as an empty one. */
export function removeImage(file: PromptFile, sha256: string): readonly TextChange[] {
  const field = file.fields.get('accepted');
  if (field?.node.kind !== 'list') return [];
  const { node } = field;
  const isFlow = file.text[node.range.start] === '[';
  return node.items.flatMap(({ range }, index): readonly TextChange[] => {
    const item = file.accepted.find((each) => each.range.start === range.start);
    if (item?.value !== sha256) return [];
    if (isFlow)
      return [
        {
          range: withComma(file.text, range, node.items[index + 1]?.range, node.items[index - 1]?.range),
          text: '',
        },
      ];
    if (node.items.length === 1)
      return [{ range: { start: field.keyRange.end, end: range.end }, text: ': []' }];
    return [{ range: lineOf(file.text, range), text: '' }];
  });
}

function withComma(
  text: string,
  range: TextRange,
  next: TextRange | undefined,
  before: TextRange | undefined,
): TextRange {
  if (next) return { start: range.start, end: next.start };
  return before
    ? { start: before.end, end: range.end }
    : { start: range.start, end: Math.min(range.end, text.length) };
}

/** The whole line, with its comment and its end. */
function lineOf(text: string, { start, end }: TextRange): TextRange {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  return { start: lineStart, end: lineEnd < 0 ? text.length : lineEnd + 1 };
}

function addField(file: PromptFile, sha256: string, lineEnd: string): readonly TextChange[] {
  const { frontMatter } = file.parts;
  if (!frontMatter) {
    const at = file.text.startsWith('\uFEFF') ? 1 : 0;
    const text = ['---', 'accepted:', `  - ${sha256}`, '---', ''].join(lineEnd);
    return [{ range: { start: at, end: at }, text }];
  }
  const at = frontMatter.end;
  const endsLine = at === frontMatter.start || file.text[at - 1] === '\n' || file.text[at - 1] === '\r';
  const text = `${endsLine ? '' : lineEnd}accepted:${lineEnd}  - ${sha256}${lineEnd}`;
  return [{ range: { start: at, end: at }, text }];
}
