import type { ImageError } from '../../errors';
import { err, ok, type Result } from '../../result';
import { compareFiles, type FileChanges } from '../files/compare';
import { scanFolder, type LeftOutFolder } from '../files/scan';
import type { IndexerPorts, SearchFolder } from './ports';

/** Paths to look at, by the URI of their workspace folder; everything where it is not given. */
export type LookOnly = ReadonlyMap<string, readonly string[]>;

export interface Look {
  readonly folders: readonly { readonly folder: SearchFolder; readonly changes: FileChanges }[];
  readonly leftOut: readonly (LeftOutFolder & { readonly folder: string })[];
}

const cancelled: ImageError = { kind: 'cancelled' };

/** What has changed in the workspace since the last run. Reads no picture and writes nothing. */
export async function lookAtFolders(
  { tree, files, records, folders }: Pick<IndexerPorts, 'tree' | 'files' | 'records' | 'folders'>,
  modelId: string,
  only: LookOnly | undefined,
  signal: AbortSignal,
): Promise<Result<Look>> {
  const record = records.read();
  if (!record.ok) return record;
  const all = folders();
  const looked: { folder: SearchFolder; changes: FileChanges }[] = [];
  const leftOut: (LeftOutFolder & { folder: string })[] = [];
  for (const folder of all) {
    const paths = only?.get(folder.uri);
    if (only && !paths) continue;
    const scan = await scanFolder(
      tree,
      {
        folder: folder.uri,
        rules: { ...folder.rules, include: record.value.include?.[folder.uri] ?? [] },
        nested: nestedIn(folder.uri, all),
        ...(paths ? { only: paths } : {}),
      },
      signal,
    );
    if (!scan) return err(cancelled);
    const rows = await files.rows(folder.uri, signal);
    if (!rows.ok) return rows;
    const { maxFileBytes } = folder;
    const changes = compareFiles(scan.files, rows.value, {
      folder: folder.uri,
      maxFileBytes,
      modelId,
      ...(paths ? { only: paths } : {}),
    });
    looked.push({ folder, changes });
    leftOut.push(...scan.leftOut.map((each) => ({ ...each, folder: folder.uri })));
  }
  return ok({ folders: looked, leftOut });
}

/** Writes down what a look alone has found out. */
export function writeLook(files: IndexerPorts['files'], { folders }: Look): Result<void> {
  const removed = files.remove(folders.flatMap(({ changes }) => changes.gone));
  return removed.ok ? files.put(folders.flatMap(({ changes }) => changes.problems)) : removed;
}

/** Paths of the workspace folders that lie in another one. */
function nestedIn(uri: string, all: readonly SearchFolder[]): readonly string[] {
  const start = uri.endsWith('/') ? uri : `${uri}/`;
  return all.flatMap(({ uri: other }) =>
    other.startsWith(start) ? [decodeURIComponent(other.slice(start.length).replace(/\/$/, ''))] : [],
  );
}
