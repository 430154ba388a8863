import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @returns a new folder of the caller's own, by its real path: editors compare paths as they are spelled */
export async function temporaryFolder(name: string): Promise<string> {
  return await mkdtemp(join(await realpath(tmpdir()), `easel-${name}-`));
}

/** Removes a folder and all in it; processes that are just ending may still write there. */
export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
