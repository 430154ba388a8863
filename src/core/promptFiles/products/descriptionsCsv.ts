import { descriptionColumns } from './columns';
import type { Description } from './form';
import type { Product } from './productList';

/** One product with what was written for it. */
export interface DescribedProduct {
  readonly product: Product;
  readonly descriptions: readonly Description[];
}

/** A CSV with a row for each wording, as RFC 4180 has it, with `\n` at the end of each line as in other files of a project. */
export function descriptionsCsv(described: readonly DescribedProduct[]): string {
  const rows = described.flatMap(({ product, descriptions }) =>
    descriptions.flatMap(({ title, variants }) =>
      variants.map((text, index) => [product.name, title, String(index + 1), text]),
    ),
  );
  return [descriptionColumns, ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');
}

/**
 * What a spreadsheet would take for a formula loses the sign that makes it one: the words go into a prompt, where an
 * apostrophe in front would be drawn.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(value: string): string {
  const safe = value.replace(/^(?:[\s\p{Cf}=+\-@\uFF1D\uFF0B\uFF0D\uFF20|])+/u, '');
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
