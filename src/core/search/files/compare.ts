import type { FileRow } from './ports';
import { isAtOrBelow, type ScannedFile } from './scan';

export interface FileChanges {
  /** New, or not as they were: nobody knows what is in them. */
  readonly unread: readonly ScannedFile[];
  /** As they were, with their contents' hash. */
  readonly known: readonly FileRow[];
  /** Rows of what cannot be indexed and has just been found out. */
  readonly problems: readonly FileRow[];
  /** No longer there. */
  readonly gone: readonly FileRow[];
  /** Files that are not in the index for a reason, old and new. */
  readonly problemCount: number;
}

export interface CompareOptions {
  readonly folder: string;
  readonly maxFileBytes: number;
  readonly modelId: string;
  /** What was looked at; everything where it is not given. */
  readonly only?: readonly string[];
}

/** What has changed since the last look, by size and time alone: no file is opened. */
export function compareFiles(
  scanned: readonly ScannedFile[],
  rows: readonly FileRow[],
  { folder, maxFileBytes, modelId, only }: CompareOptions,
): FileChanges {
  const left = new Map(rows.map((row) => [row.path, row]));
  const unread: ScannedFile[] = [];
  const known: FileRow[] = [];
  const problems: FileRow[] = [];
  let problemCount = 0;
  for (const file of scanned) {
    const row = left.get(file.path);
    left.delete(file.path);
    const isSame = row?.bytes === file.bytes && row.timeMs === file.timeMs;
    if (file.bytes > maxFileBytes) {
      problemCount++;
      if (!isSame || row.problem?.kind !== 'tooLarge') {
        const { path, bytes, timeMs } = file;
        problems.push({ folder, path, bytes, timeMs, problem: { kind: 'tooLarge', bytes } });
      }
    } else if (!isSame) unread.push(file);
    else if (row.sha256 !== undefined) known.push(row);
    else if (isTriedAgain(row, modelId)) unread.push(file);
    else problemCount++;
  }
  const gone = [...left.values()].filter(({ path }) => !only || only.some((each) => isAtOrBelow(path, each)));
  return { unread, known, problems, gone, problemCount };
}

/** The limit was raised since then, the system may open it now, or another model looks at it. */
function isTriedAgain({ problem }: FileRow, modelId: string): boolean {
  if (problem?.kind === 'tooLarge' || problem?.kind === 'notOpened') return true;
  return problem === undefined || (problem.kind === 'refused' && problem.modelId !== modelId);
}
