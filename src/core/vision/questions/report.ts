import { encodePath } from '../../links/encode';

/** One line of a report. */
export interface ReportRow {
  /** Of the image, relative to the report, `/` between segments, not encoded. */
  readonly path: string;
  /** The first is the verdict; as many as there are columns after the image. */
  readonly cells: readonly string[];
}

export interface Report {
  readonly title: string;
  /** One line under the title: how many, what it cost, which model. */
  readonly summary: string;
  /** Headings: the image's, then the cells'. */
  readonly columns: readonly string[];
  readonly rows: readonly ReportRow[];
}

/** A batch's answers as a Markdown document with one table; what a model wrote stands there as plain text. */
export function reportMarkdown({ title, summary, columns, rows }: Report): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `# ${cell(title)}`,
    '',
    cell(summary),
    '',
    line(columns.map(cell)),
    line(columns.map(() => '---')),
    ...rows.map(({ path, cells }) => line([`[${cell(path)}](${encodePath(path)})`, ...cells.map(cell)])),
    '',
  ].join('\n');
}

/** Plain text for Markdown, inert also in a table: no markup, no links, no line breaks. */
export function cell(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>|~&#!]/g, '\\$&')
    .replace(/\b(https?|ftp|mailto|javascript|file|data|vscode|command):/gi, '$1\\:')
    .replace(/\bwww\./gi, (start) => `${start.slice(0, -1)}\\.`);
}
