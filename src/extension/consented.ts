import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { SharedDatabase } from '../storage/database';

/**
 * Whether pictures of a workspace may be sent, without loading what indexes them.
 *
 * @param database opened only where its file is there
 */
export async function hasConsented(
  storage: string,
  database: () => Promise<SharedDatabase>,
  workspace: string,
): Promise<boolean> {
  const isThere = await access(join(storage, 'search.db')).then(
    () => true,
    () => false,
  );
  if (!isThere) return false;
  const { SqliteSearchRecords } = await import('../storage/searchWorkspaces');
  const record = new SqliteSearchRecords(await database(), workspace).read();
  return record.ok && record.value.consent !== undefined;
}
