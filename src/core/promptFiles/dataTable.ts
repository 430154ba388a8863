import type { DataReason } from './problems';
import { err, ok, type Result } from '../result';
import { readYaml, type YamlNode } from './yamlNodes';

/** Rows of a file of values, all as text. */
export interface DataTable {
  readonly columns: readonly string[];
  /** Each as long as `columns`. */
  readonly rows: readonly (readonly string[])[];
}

export interface DataFailure {
  readonly reason: DataReason;
  /** From 1. */
  readonly line?: number;
}

export const MAX_DATA_BYTES = 4_000_000;
const MAX_ROWS = 20_000;
const MAX_COLUMNS = 200;

/** Of a list without names. */
const ONLY_COLUMN = 'value';

/** @param path decides how the text is read, by its ending */
export function readDataTable(path: string, text: string): Result<DataTable, DataFailure> {
  const plain = text.replace(/^\uFEFF/, '');
  const table = readByType(path, plain);
  if (!table.ok) return table;
  const { columns, rows } = table.value;
  if (rows.length === 0 || columns.length === 0) return err({ reason: 'empty' });
  return rows.length > MAX_ROWS ? err({ reason: 'tooManyRows' }) : table;
}

function readByType(path: string, text: string): Result<DataTable, DataFailure> {
  switch (/\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase()) {
    case 'csv':
    case 'tsv':
      return readCsv(text);
    case 'json':
      return readJson(text);
    case 'yaml':
    case 'yml':
      return readYamlRows(text);
    case 'txt':
      return ok({
        columns: [ONLY_COLUMN],
        rows: text.split(/\r\n|\n|\r/).flatMap((line) => (line.trim() === '' ? [] : [[line.trim()]])),
      });
    default:
      return err({ reason: 'unknownType' });
  }
}

/**
 * Comma, semicolon or tab, whichever the first line has most of; quotes as in RFC 4180.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
function readCsv(text: string): Result<DataTable, DataFailure> {
  const firstLine = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const separator =
    [',', ';', '\t'].toSorted((a, b) => firstLine.split(b).length - firstLine.split(a).length)[0] ?? ',';
  const records: string[][] = [];
  let record: string[] = [];
  let cell = '';
  let line = 1;
  let at = 0;
  // Kept apart: looking at the whole cell at each quote would take quadratic time.
  let isBlank = true;
  const endCell = (): void => {
    record.push(cell.trim());
    cell = '';
    isBlank = true;
  };
  const endRecord = (): void => {
    endCell();
    if (record.some((each) => each !== '')) records.push(record);
    record = [];
  };
  while (at < text.length) {
    const character = text[at] ?? '';
    if (character === '"' && isBlank) {
      const openedOn = line;
      const quoted = quotedAt(text, at);
      if (!quoted) return err({ reason: 'syntax', line: openedOn });
      cell = quoted.value;
      isBlank = false;
      line += quoted.lines;
      at = quoted.end;
    } else if (character === separator) {
      endCell();
      at++;
    } else if (character === '\n' || character === '\r') {
      endRecord();
      line++;
      at += character === '\r' && text[at + 1] === '\n' ? 2 : 1;
    } else {
      cell += character;
      isBlank &&= character === ' ' || character === '\t';
      at++;
    }
    if (records.length > MAX_ROWS + 1) return err({ reason: 'tooManyRows' });
  }
  endRecord();
  const [columns = [], ...rows] = records;
  if (columns.length > MAX_COLUMNS) return err({ reason: 'notRows' });
  return ok({ columns, rows: rows.map((row) => columns.map((_, index) => row[index] ?? '')) });
}

function quotedAt(
  text: string,
  start: number,
): { readonly value: string; readonly end: number; readonly lines: number } | undefined {
  let value = '';
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      return { value, end: quote + 1, lines: value.split('\n').length - 1 };
    }
    value += '"';
    at = quote + 2;
  }
}

function readJson(text: string): Result<DataTable, DataFailure> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err({ reason: 'syntax' });
  }
  return tableOf(value);
}

function readYamlRows(text: string): Result<DataTable, DataFailure> {
  const { root, problems } = readYaml(text, 0);
  const [first] = problems;
  if (first) {
    const line = text.slice(0, first.range.start).split('\n').length;
    return err({ reason: first.kind === 'yamlTooLong' ? 'tooLong' : 'syntax', line });
  }
  return root ? tableOf(plainOf(root)) : err({ reason: 'empty' });
}

function plainOf(node: YamlNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainOf);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainOf(value)]));
}

/** A list of texts or of objects; also below one name, as many exports have it. */
function tableOf(value: unknown): Result<DataTable, DataFailure> {
  if (Array.isArray(value)) return tableOfList(value);
  if (typeof value !== 'object' || value === null) return err({ reason: 'notRows' });
  const lists = Object.values(value).filter((each): each is readonly unknown[] => Array.isArray(each));
  const [only] = lists;
  return only && lists.length === 1 ? tableOfList(only) : err({ reason: 'notRows' });
}

function tableOfList(list: readonly unknown[]): Result<DataTable, DataFailure> {
  if (list.length > MAX_ROWS) return err({ reason: 'tooManyRows' });
  if (list.every((each) => !isObject(each))) {
    return ok({ columns: [ONLY_COLUMN], rows: list.map((each) => [cellOf(each)]) });
  }
  const columns: string[] = [];
  const known = new Set<string>();
  for (const row of list) {
    if (!isObject(row)) return err({ reason: 'notRows' });
    for (const name of Object.keys(row)) {
      if (known.has(name)) continue;
      known.add(name);
      columns.push(name);
    }
    if (columns.length > MAX_COLUMNS) return err({ reason: 'notRows' });
  }
  return ok({
    columns,
    rows: list.map((row) =>
      columns.map((name) => (isObject(row) && Object.hasOwn(row, name) ? cellOf(row[name]) : '')),
    ),
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}

/** The column that is meant: `short name`, `short-name` and `Short_Name` are one. */
export function columnIndex({ columns }: DataTable, name: string): number {
  const exact = columns.indexOf(name);
  if (exact >= 0) return exact;
  const wanted = foldName(name);
  return columns.findIndex((column) => foldName(column) === wanted);
}

function foldName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '_');
}
