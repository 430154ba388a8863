import { MANY, type Piece, type Ways } from './counting';
import { columnIndex, type DataTable } from './dataTable';
import type { Template, TemplateNode } from './template';
import type { VariableDefinition } from './variables';

/** Something of which a combination takes one value: one factor of the number of combinations. */
export interface Dimension {
  /** Unique in its file: `variable:product`, `alternative:2`, `seed`, `option:quality`. */
  readonly id: string;
  readonly kind: 'replace' | 'alternative' | 'variable' | 'field' | 'model' | 'size' | 'option' | 'seed';
  /** As the file calls it: `product`, `alternative 2`, `seed`. */
  readonly name: string;
  /** At least 1. */
  readonly size: number;
  /** The value that stands where this is not varied. */
  readonly usual: number;
  /** A short name of a value, for headings. */
  label(index: number): string;
}

/** A dimension whose values are text with variables in it. */
export interface TextDimension extends Dimension {
  readonly kind: 'alternative' | 'variable';
  /** @param member the column of a row; undefined for the value itself */
  pieces(index: number, member: string | undefined): readonly Piece[];
}

/** A dimension whose values are settings. */
export interface SettingDimension extends Dimension {
  value(index: number): string | number | boolean;
}

const MAX_LABEL = 60;

export function shortLabel(pieces: readonly Piece[]): string {
  const text = pieces
    .map((piece) => (typeof piece === 'string' ? piece : piece.written))
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
  const letters = [...text.slice(0, 2 * MAX_LABEL)];
  return letters.length > MAX_LABEL ? `${letters.slice(0, MAX_LABEL - 1).join('')}…` : text;
}

/** An alternative or a range that stands in the prompt itself. */
export function alternativeDimension(node: TemplateNode, number: number, ways: Ways): TextDimension {
  const pieces = remembered((index) => ways.buildOf(node, index));
  return {
    id: `alternative:${number}`,
    kind: 'alternative',
    name: `alternative ${number}`,
    size: ways.countOf(node),
    usual: 0,
    pieces,
    label: (index) => shortLabel(pieces(index)),
  };
}

/** A variable with the values that the prompt file itself has. */
export function valueDimension({ name, values, fallback }: VariableDefinition, ways: Ways): TextDimension {
  const templates: readonly Template[] = values.map(({ template }) => template);
  const all = templates.length > 0 ? templates : [fallback?.template ?? []];
  // Where each value's own ways begin.
  const starts: number[] = [];
  let size = 0;
  for (const template of all) {
    starts.push(size);
    size = Math.min(MANY, size + ways.count(template));
  }
  const usual = fallback ? placeOf(fallback.template, all) : 0;
  const pieces = remembered((index) => {
    const place = lastAtMost(starts, index);
    return ways.build(all[place] ?? [], index - (starts[place] ?? 0));
  });
  return {
    id: `variable:${name}`,
    kind: 'variable',
    name,
    size,
    usual: starts[usual] ?? 0,
    pieces,
    label: (index) => shortLabel(pieces(index)),
  };
}

/** A variable whose values are the rows of a file. Cells are text as it is: nothing in them is read as a template. */
export function rowDimension(
  { name, file, fallback }: VariableDefinition,
  table: DataTable,
  ways: Ways,
): TextDimension {
  const column = file?.column === undefined ? 0 : Math.max(0, columnIndex(table, file.column));
  const columns = new Map<string, number>();
  const columnOf = (member: string): number => {
    const known = columns.get(member) ?? columnIndex(table, member);
    columns.set(member, known);
    return known;
  };
  const empty = fallback ? ways.build(fallback.template, 0) : [];
  const pieces = (index: number, member: string | undefined): readonly Piece[] => {
    const cell = table.rows[index]?.[member === undefined ? column : columnOf(member)] ?? '';
    return cell === '' ? empty : [cell];
  };
  return {
    id: `variable:${name}`,
    kind: 'variable',
    name,
    size: table.rows.length,
    usual: 0,
    pieces,
    label: (index) => shortLabel(pieces(index, undefined)),
  };
}

/** A field of the front matter with one value or several. */
export function settingDimension(
  id: string,
  kind: SettingDimension['kind'],
  name: string,
  values: readonly (string | number | boolean)[],
): SettingDimension {
  return {
    id,
    kind,
    name,
    size: values.length,
    usual: 0,
    value: (index) => values[index] ?? '',
    label: (index) => String(values[index] ?? ''),
  };
}

export type SeedItem = { readonly from: number; readonly to: number } | 'random';

/** Seeds are counted, not listed: a range may have a billion of them. */
export function seedDimension(items: readonly SeedItem[]): SettingDimension {
  const starts: number[] = [];
  let size = 0;
  for (const item of items) {
    starts.push(size);
    size = Math.min(MANY, size + (item === 'random' ? 1 : Math.abs(item.to - item.from) + 1));
  }
  const value = (index: number): number | string => {
    const place = lastAtMost(starts, index);
    const item = items[place];
    if (item === undefined || item === 'random') return 'random';
    return item.from + (index - (starts[place] ?? 0)) * (item.to < item.from ? -1 : 1);
  };
  return {
    id: 'seed',
    kind: 'seed',
    name: 'seed',
    size,
    usual: 0,
    value,
    label: (index) => String(value(index)),
  };
}

/** Place of the last number that is not above `wanted`, in numbers that rise. */
function lastAtMost(numbers: readonly number[], wanted: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((numbers[middle] ?? 0) <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Values are asked for again and again while combinations are built; beyond this many they are made anew. */
const MOST_REMEMBERED = 20_000;

function remembered(make: (index: number) => readonly Piece[]): (index: number) => readonly Piece[] {
  const known = new Map<number, readonly Piece[]>();
  return (index) => {
    const found = known.get(index);
    if (found) return found;
    const made = make(index);
    if (known.size < MOST_REMEMBERED) known.set(index, made);
    return made;
  };
}

/** Which of the values a default is; the first one where it is none of them. */
function placeOf(wanted: Template, all: readonly Template[]): number {
  const text = JSON.stringify(plainOf(wanted));
  return Math.max(
    0,
    all.findIndex((template) => JSON.stringify(plainOf(template)) === text),
  );
}

/** A template without its places in the file, to tell whether two say the same. */
function plainOf(template: Template): unknown {
  return template.map((node) => {
    switch (node.kind) {
      case 'text':
        return node.text;
      case 'variable':
        return [node.name, node.member];
      case 'partial':
        return [node.name];
      case 'choice':
        return { choice: node.branches.map(plainOf) };
      case 'range':
        return { from: node.from, to: node.to, step: node.step };
    }
  });
}
