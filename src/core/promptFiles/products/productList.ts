import { columnIndex, readDataTable, type DataTable } from '../dataTable';
import { descriptionColumns } from './columns';

/** One thing to be described. */
export interface Product {
  readonly name: string;
  /** What the list says of it beside its name, in one line; empty where it says nothing. */
  readonly facts: string;
}

/** Of one line of a list; what is longer tells a model nothing more. */
const MAX_NAME = 200;
const MAX_FACTS = 600;

/** Columns that usually hold the name, the likeliest first. */
const nameColumns = ['product', 'name', 'title', 'item', 'product name', 'label', 'prompt'];

/** The rows of a file. @param column that holds the names; the likeliest one where it is not said */
export function productsOfTable(table: DataTable, column?: string): readonly Product[] {
  // What was written here before: its products are described anew, not its descriptions.
  if (descriptionColumns.every((name) => table.columns.includes(name))) {
    const at = table.columns.indexOf(descriptionColumns[0]);
    return productsOfTexts(table.rows.map((row) => row[at] ?? ''));
  }
  const wanted = column === undefined ? nameColumns : [column, ...nameColumns];
  const named = wanted.map((name) => columnIndex(table, name)).find((index) => index >= 0) ?? 0;
  return distinct(
    table.rows.map((row) => ({
      name: row[named] ?? '',
      facts: table.columns
        .flatMap((name, index) => {
          const value = plain(row[index] ?? '');
          return index === named || value === '' ? [] : [`${plain(name)}: ${value}`];
        })
        .join('; '),
    })),
  );
}

/** What somebody has selected: JSON, a Markdown table, or one product in each line, with or without bullets. */
export function productsIn(text: string): readonly Product[] {
  const trimmed = text.trim();
  if (/^[[{]/.test(trimmed)) {
    const table = readDataTable('selection.json', trimmed);
    if (table.ok) return productsOfTable(table.value);
  }
  const lines = trimmed.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  const table = markdownTable(lines);
  if (table) return productsOfTable(table);
  return distinct(lines.map((line) => ({ name: withoutBullet(line), facts: '' })));
}

/** Values as they are written. */
export function productsOfTexts(texts: readonly string[]): readonly Product[] {
  return distinct(texts.map((name) => ({ name, facts: '' })));
}

function markdownTable(lines: readonly string[]): DataTable | undefined {
  const [header, rule, ...rows] = lines;
  if (header === undefined || rule === undefined || !/^\s*\|?[\s:|-]+$/.test(rule) || !rule.includes('-')) {
    return undefined;
  }
  if (!header.includes('|')) return undefined;
  const columns = cellsOf(header);
  return { columns, rows: rows.map((row) => columns.map((_, index) => cellsOf(row)[index] ?? '')) };
}

function cellsOf(line: string): readonly string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());
}

function withoutBullet(line: string): string {
  return line.replace(/^\s*(?:[-*+•]\s+(?:\[[ xX]\]\s+)?|\d{1,4}[.)]\s+|>\s?)/, '');
}

function distinct(products: readonly Product[]): readonly Product[] {
  const seen = new Set<string>();
  return products.flatMap(({ name, facts }) => {
    const product = { name: plain(name).slice(0, MAX_NAME), facts: facts.slice(0, MAX_FACTS) };
    const key = `${product.name}\n${product.facts}`;
    if (product.name === '' || seen.has(key)) return [];
    seen.add(key);
    return [product];
  });
}

/** In one line, without signs that nobody sees. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ').trim();
}
