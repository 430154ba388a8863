import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';

/** No file takes this long to be written; what is older belongs to a process that has died. */
const STRAY_MS = 3_600_000;

/** A name beside the target that nobody else has; the dot keeps it out of most lists. */
export function temporaryIn(folder: string): string {
  return path.join(folder, `.easel-${randomUUID()}.tmp`);
}

/** Removes what crashes left under temporary names: in each folder once, because reading a big one takes a while. */
export class StrayRemover {
  readonly #visited = new Set<string>();

  async visit(folder: string): Promise<void> {
    if (this.#visited.has(folder)) return;
    this.#visited.add(folder);
    const names = await fs.readdir(folder).catch((): string[] => []);
    for (const name of names.filter((each) => /^\.easel-[0-9a-f-]{36}\.tmp$/.test(each))) {
      const file = path.join(folder, name);
      const info = await fs.lstat(file).catch(() => undefined);
      if (info && Date.now() - info.mtimeMs > STRAY_MS)
        await fs.rm(file, { force: true }).catch(() => undefined);
    }
  }
}
