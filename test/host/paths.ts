import { dirname, join, parse } from 'node:path';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The repository's folder, found from wherever the bundle of this module lies. */
export const repositoryFolder = findRepository(dirname(fileURLToPath(import.meta.url)));

/** Downloads that survive a rebuild: VS Code, Node. Ignored by git. */
export const cacheFolder = join(repositoryFolder, '.cache');

/** What builds and test runs leave behind. Ignored by git. */
export const outFolder = join(repositoryFolder, 'out');

function findRepository(start: string): string {
  const { root } = parse(start);
  for (let folder = start; folder !== root; folder = dirname(folder)) {
    if (existsSync(join(folder, 'esbuild.mjs'))) {
      return folder;
    }
  }
  throw new Error(`No repository above ${start}`);
}
