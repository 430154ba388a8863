import type { FieldDescriptor, FieldValue } from './fields';
import { forbiddenFields } from './fields';
import { nearest } from './near';
import type { ExpectedValue, PromptProblem } from './problems';
import type { TextRange } from './text';
import { wordsOf, type Words } from './words';
import type { YamlEntry, YamlNode } from './yamlNodes';

/** A value of a field after the first look: of the right type, and within what any model takes. */
export type FieldItem = { readonly range: TextRange } & (
  | { readonly kind: 'words'; readonly words: Words }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'size'; readonly value: string }
  | { readonly kind: 'seeds'; readonly from: number; readonly to: number }
  | { readonly kind: 'randomSeed' }
);

export interface ReadField {
  readonly descriptor: FieldDescriptor;
  readonly keyRange: TextRange;
  /** Key and value. */
  readonly range: TextRange;
  readonly node: YamlNode;
  /** Empty where nothing of it can be used. */
  readonly items: readonly FieldItem[];
}

/** By the field's name; inside maps with the map's name before it: `options.quality`. */
export type ReadFields = ReadonlyMap<string, ReadField>;

type Tell = (problem: PromptProblem) => void;

/** A range of seeds longer than this is a slip; the combinations are counted elsewhere. */
const MAX_SEED = 4_294_967_295;

/** Reads the front matter by the table of fields. What is wrong is told and left out; the rest is there. */
export function readFields(
  root: Extract<YamlNode, { readonly kind: 'map' }>,
  fields: readonly FieldDescriptor[],
  source: string,
  tell: Tell,
): ReadFields {
  const read = new Map<string, ReadField>();
  readMap(root.entries, fields, '', { source, tell, read });
  return read;
}

interface Reading {
  readonly source: string;
  readonly tell: Tell;
  readonly read: Map<string, ReadField>;
}

function readMap(
  entries: readonly YamlEntry[],
  fields: readonly FieldDescriptor[],
  prefix: string,
  reading: Reading,
): void {
  const byName = new Map(fields.map((field) => [field.name, field]));
  for (const entry of entries) {
    const descriptor = byName.get(entry.key);
    if (descriptor) readEntry(entry, descriptor, prefix, reading);
    else tellUnknown(entry, prefix, byName, reading);
  }
}

function tellUnknown(
  { key, keyRange, value }: YamlEntry,
  prefix: string,
  byName: ReadonlyMap<string, FieldDescriptor>,
  { tell }: Reading,
): void {
  const field = prefix + key;
  const remove = {
    kind: 'remove',
    label: key,
    changes: [{ range: { start: keyRange.start, end: value.range.end }, text: '' }],
  } as const;
  if (prefix === '' && forbiddenFields.has(key.toLowerCase())) {
    tell({ kind: 'forbiddenField', field, severity: 'error', range: keyRange, fixes: [remove] });
    return;
  }
  const near = nearest(key, byName.keys());
  tell({
    kind: 'unknownField',
    field,
    severity: 'warning',
    range: keyRange,
    ...(near === undefined
      ? {}
      : { near, fixes: [{ kind: 'replace', label: near, changes: [{ range: keyRange, text: near }] }] }),
  });
}

function readEntry(entry: YamlEntry, descriptor: FieldDescriptor, prefix: string, reading: Reading): void {
  const { keyRange, value: node } = entry;
  const { source, tell, read } = reading;
  const name = prefix + descriptor.name;
  const base = {
    descriptor,
    keyRange,
    node,
    range: { start: keyRange.start, end: Math.max(keyRange.end, node.range.end) },
  };
  const { value } = descriptor;
  if (value.kind === 'map') {
    if (node.kind === 'map') readMap(node.entries, value.fields, `${name}.`, reading);
    else if (!isEmpty(node)) wrongType(tell, name, node, 'map');
    read.set(name, { ...base, items: [] });
    return;
  }
  if (value.kind === 'variables' || value.kind === 'axis') {
    read.set(name, { ...base, items: [] });
    return;
  }
  if (isEmpty(node)) {
    tell({ kind: 'emptyField', field: name, severity: 'warning', range: keyRange });
    read.set(name, { ...base, items: [] });
    return;
  }
  if (node.kind === 'list' && descriptor.list === 'no') {
    tell({ kind: 'listNotTaken', field: name, severity: 'error', range: node.range });
  }
  const nodes = node.kind === 'list' ? node.items : [node];
  const items = nodes.flatMap((each) => readItem(each, value, name, source, tell) ?? []);
  read.set(name, { ...base, items: descriptor.list === 'no' ? items.slice(0, 1) : items });
}

function isEmpty(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

function readItem(
  node: YamlNode,
  value: FieldValue,
  name: string,
  source: string,
  tell: Tell,
): FieldItem | undefined {
  const { range } = node;
  switch (value.kind) {
    case 'words':
    case 'path': {
      const words = wordsOf(node, source, tell);
      return words ? { kind: 'words', words, range } : wrongType(tell, name, node, value.kind);
    }
    case 'choice': {
      const text = textOf(node, source);
      if (text === undefined) return wrongType(tell, name, node, 'words');
      if (value.values.includes(text)) return { kind: 'text', value: text, range };
      tell({
        kind: 'notAChoice',
        field: name,
        value: text,
        values: value.values,
        severity: 'error',
        range,
        ...replaceWith(nearest(text, value.values), range),
      });
      return undefined;
    }
    case 'model':
    case 'sha256': {
      const text = textOf(node, source)?.trim();
      if (text === undefined) return wrongType(tell, name, node, 'words');
      if (value.kind === 'sha256' && !/^[0-9a-f]{64}$/i.test(text))
        return wrongType(tell, name, node, 'sha256');
      return { kind: 'text', value: value.kind === 'sha256' ? text.toLowerCase() : text, range };
    }
    case 'color': {
      const text = textOf(node, source) ?? '';
      return /^#[0-9a-f]{6}$/i.test(text)
        ? { kind: 'text', value: text.toLowerCase(), range }
        : wrongType(tell, name, node, 'color');
    }
    case 'number':
      return readNumber(node, value, name, tell);
    case 'boolean':
      return node.kind === 'scalar' && typeof node.value === 'boolean'
        ? { kind: 'boolean', value: node.value, range }
        : wrongType(tell, name, node, 'boolean');
    case 'size': {
      const size = /^\s*(\d{1,5})\s*([x×:])\s*(\d{1,5})\s*$/i.exec(textOf(node, source) ?? '');
      if (!size) return wrongType(tell, name, node, 'size');
      const [, width = '', sign, height = ''] = size;
      return {
        kind: 'size',
        value: `${Number(width)}${sign === ':' ? ':' : 'x'}${Number(height)}`,
        range,
      };
    }
    case 'seed':
      return readSeed(node, name, source, tell);
    case 'map':
    case 'variables':
    case 'axis':
      return undefined;
  }
}

function readNumber(
  node: YamlNode,
  { min, max, isWhole = false }: Extract<FieldValue, { readonly kind: 'number' }>,
  field: string,
  tell: Tell,
): FieldItem | undefined {
  const { range } = node;
  const value = node.kind === 'scalar' ? node.value : undefined;
  if (typeof value !== 'number' || !Number.isFinite(value) || (isWhole && !Number.isInteger(value))) {
    return wrongType(tell, field, node, isWhole ? 'wholeNumber' : 'number');
  }
  if (value >= min && value <= max) return { kind: 'number', value, range };
  const label = String(value < min ? min : max);
  tell({
    kind: 'outOfRange',
    field,
    min,
    max,
    severity: 'error',
    range,
    fixes: [{ kind: 'replace', label, changes: [{ range, text: label }] }],
  });
  return undefined;
}

function readSeed(node: YamlNode, field: string, source: string, tell: Tell): FieldItem | undefined {
  const { range } = node;
  const text = (textOf(node, source) ?? bracesOf(node, source) ?? '').trim();
  if (text.toLowerCase() === 'random') return { kind: 'randomSeed', range };
  const found = /^\{?\s*(\d{1,10})(?:\s*\.\.\s*(\d{1,10}))?\s*\}?$/.exec(text);
  if (!found) return wrongType(tell, field, node, 'seed');
  const [, first = '', last = first] = found;
  const [from, to] = [Number(first), Number(last)];
  if (Math.max(from, to) <= MAX_SEED) return { kind: 'seeds', from, to, range };
  tell({ kind: 'outOfRange', field, min: 0, max: MAX_SEED, severity: 'error', range });
  return undefined;
}

function bracesOf(node: YamlNode, source: string): string | undefined {
  return node.kind === 'map' ? source.slice(node.range.start, node.range.end) : undefined;
}

/** A scalar as its writer wrote it: `1:1` and `007` stay what they are. */
export function textOf(node: YamlNode, source: string): string | undefined {
  if (node.kind !== 'scalar' || node.value === null) return undefined;
  return typeof node.value === 'string' ? node.value : source.slice(node.range.start, node.range.end);
}

function wrongType(
  tell: Tell,
  field: string,
  { range }: YamlNode,
  expected: ExpectedValue,
): FieldItem | undefined {
  tell({ kind: 'wrongType', field, expected, severity: 'error', range });
  return undefined;
}

export function replaceWith(text: string | undefined, range: TextRange): Pick<PromptProblem, 'fixes'> {
  return text === undefined ? {} : { fixes: [{ kind: 'replace', label: text, changes: [{ range, text }] }] };
}
