import { cosine } from './combine';

/** A picture or a text, as a row and a column of a heatmap. */
export interface MatrixItem {
  readonly label: string;
  readonly vector: Float32Array;
}

export interface SimilarityMatrix {
  readonly labels: readonly string[];
  /** Row-major, symmetric; cosines, with 1 along the diagonal. */
  readonly values: Float32Array;
}

export function similarityMatrix(items: readonly MatrixItem[]): SimilarityMatrix {
  const size = items.length;
  const values = new Float32Array(size * size);
  for (const [row, one] of items.entries()) {
    values[row * size + row] = 1;
    for (let column = row + 1; column < size; column++) {
      const other = items[column];
      const value = other ? cosine(one.vector, other.vector) : 0;
      values[row * size + column] = value;
      values[column * size + row] = value;
    }
  }
  return { labels: items.map(({ label }) => label), values };
}

/** Programs that open a CSV take these for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * A table with the labels in the first row and column, as spreadsheets read it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function matrixCsv({ labels, values }: SimilarityMatrix): string {
  const quoted = (text: string): string => {
    const safe = FORMULA.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const rows = labels.map((label, row) => [
    quoted(label),
    ...labels.map((_, column) => (values[row * labels.length + column] ?? 0).toFixed(4)),
  ]);
  return [['', ...labels.map(quoted)], ...rows].map((cells) => `${cells.join(',')}\r\n`).join('');
}
