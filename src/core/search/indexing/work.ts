import type { FileChanges } from '../files/compare';
import { isUnreadableName } from '../files/names';
import type { FileRow } from '../files/ports';
import type { SearchFolder } from './ports';

/** A file whose picture is to be in the index. */
export interface WorkItem {
  readonly folder: SearchFolder;
  readonly path: string;
  readonly bytes: number;
  readonly timeMs: number;
  /** What it held when it was read last; a picture that another index has is missing in this one. */
  readonly row?: FileRow;
  /** How many files are done with it. */
  readonly copies: number;
}

/**
 * What has to be read: files that nobody knows, and one file of each picture that is known but not in this index.
 *
 * @param has contents that are in the index
 */
export function workFor(
  changes: readonly { readonly folder: SearchFolder; readonly changes: FileChanges }[],
  has: ReadonlySet<string>,
): readonly WorkItem[] {
  const items: WorkItem[] = [];
  const missing = new Map<string, { readonly item: Omit<WorkItem, 'copies'>; copies: number }>();
  for (const { folder, changes: found } of changes) {
    for (const { path, bytes, timeMs } of found.unread) {
      items.push({ folder, path, bytes, timeMs, copies: 1 });
    }
    for (const row of found.known) {
      const { sha256 = '', path, bytes, timeMs } = row;
      if (has.has(sha256)) continue;
      const first = missing.get(sha256);
      if (first) first.copies++;
      else missing.set(sha256, { item: { folder, path, bytes, timeMs, row }, copies: 1 });
    }
  }
  for (const { item, copies } of missing.values()) items.push({ ...item, copies });
  return items;
}

/** How many of them are likely to be sent, as far as names tell. */
export function sentOf(work: readonly WorkItem[]): number {
  return work.filter(({ path }) => !isUnreadableName(path)).length;
}
