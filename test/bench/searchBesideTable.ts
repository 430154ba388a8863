import type { Finding } from './measure';

/** Engines that were measured with the same vectors. */
export interface BesideGroup {
  readonly title: string;
  readonly rows: readonly { readonly name: string; readonly prefix: string }[];
}

const columns = [
  { title: 'build s', figure: 'build_s' },
  { title: 'open ms', figure: 'open_ms' },
  { title: 'query p50 ms', figure: 'p50_ms' },
  { title: 'p95 ms', figure: 'p50_ms', isP95: true },
  { title: 'over reading', figure: 'over_reading' },
  { title: 'recall@10', figure: 'recall10' },
  { title: 'one add ms', figure: 'add_ms' },
  { title: 'memory MB', figure: 'memory_mb' },
  { title: 'disk MB', figure: 'disk_mb' },
] as const;

/** As a document has it: a row for each engine, and in words why one was not measured. */
export function besideTable(
  { title, rows }: BesideGroup,
  findings: Readonly<Record<string, Finding>>,
): string {
  const lines = rows.flatMap(({ name, prefix }) => {
    const found = columns.map((column) => ({ column, finding: findings[`${prefix}_${column.figure}`] }));
    if (found.every(({ finding }) => finding === undefined)) return [];
    const missing = found.find(({ finding }) => finding && 'missing' in finding)?.finding;
    if (missing && 'missing' in missing) return [rowOf([name, missing.missing])];
    return [
      rowOf([
        name,
        ...found.map(({ column, finding }) => {
          if (!finding || 'missing' in finding) return '';
          return short('isP95' in column ? finding.p95 : finding.value);
        }),
      ]),
    ];
  });
  if (lines.length === 0) return '';
  const head = rowOf([title, ...columns.map((column) => column.title)]);
  return `\n${head}${rowOf(['---', ...columns.map(() => '---')])}${lines.join('')}`;
}

function rowOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

/** Three digits tell enough of what differs from run to run. */
function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
