import type { FileParts } from '../../../core/promptFiles/sections';
import type { TextRange } from '../../../core/promptFiles/text';

/** What may stand where the cursor is; `range` is what a choice replaces. */
export type CompletionPlace = { readonly range: TextRange } &
  /** A field's name; `path` names the maps around it, the outermost first. */
  (
    | { readonly kind: 'key'; readonly path: readonly string[]; readonly isColonThere: boolean }
    /** A field's value; `path` ends with the field. */
    | { readonly kind: 'value'; readonly path: readonly string[] }
    | { readonly kind: 'variable'; readonly isClosed: boolean }
    | { readonly kind: 'member'; readonly variable: string; readonly isClosed: boolean }
    | { readonly kind: 'partial'; readonly isClosed: boolean }
    | { readonly kind: 'heading' }
    /** Nothing is there yet. */
    | { readonly kind: 'emptyFile' }
  );

/** @param offset of the cursor */
export function placeAt(text: string, offset: number, parts: FileParts): CompletionPlace | undefined {
  if (text.trim() === '') return { kind: 'emptyFile', range: { start: 0, end: text.length } };
  const line = lineAt(text, offset);
  const before = text.slice(line.start, offset);
  const reference = referencePlace(text, before, offset);
  if (reference) return reference;
  const { frontMatter } = parts;
  if (frontMatter && frontMatter.start <= offset && offset <= frontMatter.end) {
    return fieldPlace(text, { ...line, before }, offset, frontMatter.start);
  }
  if (offset >= parts.body.start && /^ {0,3}#{2} ?[^#]*$/.test(before)) {
    return { kind: 'heading', range: line };
  }
  return undefined;
}

function referencePlace(text: string, before: string, offset: number): CompletionPlace | undefined {
  const partial = /\{\{>[ \t]*([^{}|\s]*)$/.exec(before);
  if (partial) return { kind: 'partial', ...named(text, partial[1] ?? '', offset, /[^{}|\s]/u) };
  const member = /\{\{[ \t]*([\p{L}_][\p{L}\p{M}\p{N}_-]*)\.([\p{L}\p{M}\p{N}_-]*)$/u.exec(before);
  const nameSign = /[\p{L}\p{M}\p{N}_-]/u;
  if (member) {
    const [, variable = '', name = ''] = member;
    return { kind: 'member', variable, ...named(text, name, offset, nameSign) };
  }
  const variable = /\{\{[ \t]*([\p{L}\p{M}\p{N}_-]*)$/u.exec(before);
  return variable ? { kind: 'variable', ...named(text, variable[1] ?? '', offset, nameSign) } : undefined;
}

function named(
  text: string,
  typed: string,
  offset: number,
  sign: RegExp,
): { readonly range: TextRange; readonly isClosed: boolean } {
  let end = offset;
  while (end < text.length && sign.test(text[end] ?? '')) end++;
  return {
    range: { start: offset - typed.length, end },
    isClosed: /^[ \t]*(?:\.[^{}\s]*)?[ \t]*(?:\|[^{}\r\n]*)?\}\}/.test(text.slice(end, end + 500)),
  };
}

interface Line extends TextRange {
  /** Up to the cursor. */
  readonly before: string;
}

function fieldPlace(
  text: string,
  { start, end, before }: Line,
  offset: number,
  from: number,
): CompletionPlace | undefined {
  // Behind a comment nothing is meant.
  if (/(?:^|\s)#/.test(before)) return undefined;
  const indent = /^[ \t]*/.exec(before)?.[0].length ?? 0;
  const rest = before.slice(indent);
  const item = /^-[ \t]+(.*)$/.exec(rest);
  if (item) {
    const path = parentsOf(text, start, from, indent, true);
    return valuePlace(text, item[1] ?? '', offset, end, path);
  }
  const path = parentsOf(text, start, from, indent, false);
  const pair = /^([^\s:#][^:#]*?)[ \t]*:(?:[ \t]+(.*))?$/.exec(rest);
  if (pair) {
    // A colon without a space behind it is a part of what is written.
    if (rest.endsWith(':')) return undefined;
    const [, key = '', value = ''] = pair;
    return valuePlace(text, value, offset, end, [...path, key]);
  }
  return /^[\w.-]*$/.test(rest) ? keyPlace(text, rest, offset, end, path) : undefined;
}

/** What is open where the value ends: the value itself, an entry of a list, a key or a value of a map in braces. */
function valuePlace(
  text: string,
  value: string,
  offset: number,
  lineEnd: number,
  path: readonly string[],
): CompletionPlace | undefined {
  const map = /^\{(?!\{)(.*)$/.exec(value);
  if (map) {
    const inner = map[1] ?? '';
    if (inner.includes('}')) return undefined;
    const entry = outsideBrackets(inner);
    const pair = /^\s*([^\s:]+)[ \t]*:[ \t]+(.*)$/.exec(entry);
    if (pair) return valuePlace(text, pair[2] ?? '', offset, lineEnd, [...path, pair[1] ?? '']);
    const key = entry.trimStart();
    return /^[\w.-]*$/.test(key) ? keyPlace(text, key, offset, lineEnd, path) : undefined;
  }
  const list = /^\[(.*)$/.exec(value);
  if (list?.[1]?.includes(']') === true) return undefined;
  const typed = (list ? (list[1] ?? '').split(',').at(-1) : value)?.trimStart() ?? '';
  const start = offset - typed.length;
  const after = /^[^,\]}#\r\n]*/.exec(text.slice(offset, lineEnd))?.[0].trimEnd() ?? '';
  return { kind: 'value', path, range: { start, end: offset + after.length } };
}

/** The entry of a map in braces that is being written; lists inside of it have commas of their own. */
function outsideBrackets(inner: string): string {
  let depth = 0;
  let start = 0;
  for (let at = 0; at < inner.length; at++) {
    const sign = inner[at];
    if (sign === '[') depth++;
    else if (sign === ']') depth--;
    else if (sign === ',' && depth <= 0) start = at + 1;
  }
  return inner.slice(start);
}

function keyPlace(
  text: string,
  typed: string,
  offset: number,
  lineEnd: number,
  path: readonly string[],
): CompletionPlace {
  const after = /^[\w.-]*/.exec(text.slice(offset, lineEnd))?.[0] ?? '';
  const end = offset + after.length;
  return {
    kind: 'key',
    path,
    range: { start: offset - typed.length, end },
    isColonThere: /^[ \t]*:/.test(text.slice(end, lineEnd)),
  };
}

/** The keys under which a line stands, by how far each is indented. */
function parentsOf(
  text: string,
  lineStart: number,
  from: number,
  indent: number,
  isItem: boolean,
): readonly string[] {
  const parents: string[] = [];
  let below = isItem ? indent + 1 : indent;
  let at = lineStart;
  while (at > from && below > 0) {
    const { start, end } = lineAt(text, at - 1);
    at = start;
    const key = /^([ \t]*)([^\s:#-][^:#]*?)[ \t]*:(?:[ \t].*)?$/.exec(text.slice(start, end));
    const [, spaces = '', name = ''] = key ?? [];
    if (!key || spaces.length >= below) continue;
    parents.unshift(name);
    below = spaces.length;
  }
  return parents;
}

function lineAt(text: string, offset: number): TextRange {
  let start = offset;
  while (start > 0 && !/[\r\n]/.test(text[start - 1] ?? '')) start--;
  let end = offset;
  while (end < text.length && !/[\r\n]/.test(text[end] ?? '')) end++;
  return { start, end };
}
