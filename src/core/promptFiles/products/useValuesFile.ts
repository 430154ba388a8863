import type { PromptFile } from '../promptFile';
import type { TextChange, TextRange } from '../text';

/** Named so where a prompt file does not say how its variable is called. */
const USUAL_NAME = 'description';

/**
 * The variable that a file of values is for: one that the prompt names and nothing defines, else a new one.
 *
 * @param source path of the file the list came from, as a prompt file would write it
 */
export function variableFor(
  { references, variables }: Pick<PromptFile, 'references' | 'variables'>,
  source?: string,
): string {
  const defined = new Set(variables.map(({ name }) => name));
  const same = source === undefined ? undefined : variables.find(({ file }) => file?.path === source);
  if (same) return same.name;
  for (const reference of references) {
    if (reference.kind === 'variable' && !defined.has(reference.name)) return reference.name;
  }
  for (let number = 1; ; number++) {
    const name = number === 1 ? USUAL_NAME : `${USUAL_NAME}${number}`;
    if (!defined.has(name)) return name;
  }
}

/**
 * Lets a variable take its values from a file, and touches nothing else: the other variables, comments and the prompt stay
 * as they are. A variable that is not there yet is put into the front matter.
 *
 * @param path relative to the prompt file
 */
export function useValuesFile(
  file: PromptFile,
  name: string,
  { path, column }: { readonly path: string; readonly column: string },
): readonly TextChange[] {
  const definition = file.variables.find((variable) => variable.name === name);
  const text = file.text;
  if (definition) {
    const { nameRange, range, fallback } = definition;
    const start = text.indexOf(':', nameRange.end) + 1;
    const written = text.slice(start, Math.max(start, range.end));
    const said = fallback && asWritten(text, fallback.range);
    const kept = said === undefined || /[\r\n]/.test(said) ? '' : `, default: ${said}`;
    return [
      {
        range: { start, end: start + written.trimEnd().length },
        text: ` { file: ${scalar(path)}, column: ${scalar(column)}${kept} }`,
      },
    ];
  }
  return [addition(file, `${name}: { file: ${scalar(path)}, column: ${scalar(column)} }`)];
}

function addition({ text, parts, fields }: PromptFile, entry: string): TextChange {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const at = (offset: number, words: string): TextChange => ({
    range: { start: offset, end: offset },
    text: words,
  });
  const field = fields.get('variables');
  const { frontMatter } = parts;
  if (!frontMatter) {
    const start = text.startsWith('\uFEFF') ? 1 : 0;
    return at(start, ['---', 'variables:', `  ${entry}`, '---', '', ''].join(lineEnd));
  }
  if (field?.node.kind === 'map') {
    const { node } = field;
    if (text[node.range.start] === '{') {
      const inside = text.slice(0, node.range.end - 1).trimEnd().length;
      return at(inside, node.entries.length === 0 ? ` ${entry} ` : `, ${entry}`);
    }
    const [first] = node.entries;
    const start = first?.keyRange.start ?? node.range.start;
    const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
    const end = text.slice(0, node.range.end).trimEnd().length;
    const lineAfter = endOfLine(text, end);
    return at(lineAfter, `${lineEnd}${indent}${entry}`);
  }
  if (field) {
    const lineAfter = endOfLine(text, field.keyRange.end);
    return at(lineAfter, `${lineEnd}  ${entry}`);
  }
  const { start, end } = frontMatter;
  const endsLine = end === start || /[\r\n]/.test(text[end - 1] ?? '');
  return at(end, `${endsLine ? '' : lineEnd}variables:${lineEnd}  ${entry}${lineEnd}`);
}

/** Before the line's end, behind its comment. */
function endOfLine(text: string, from: number): number {
  const found = /[\r\n]/.exec(text.slice(from));
  return found ? from + found.index : text.length;
}

/** YAML that reads as this very text, also in braces. */
function scalar(value: string): string {
  return /^[\p{L}_.][\p{L}\p{N}_./-]*$/u.test(value) && !/^(?:true|false|null|yes|no)$/i.test(value)
    ? value
    : JSON.stringify(value);
}

/** What is quoted stays as it is; what is not could end early between braces. */
function asWritten(text: string, { start, end }: TextRange): string {
  const quote = text[start - 1];
  if ((quote === '"' || quote === "'") && text[end] === quote) return text.slice(start - 1, end + 1);
  const written = text.slice(start, end);
  return /^["']/.test(written) ? written : scalar(written);
}
