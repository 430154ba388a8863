import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Counts } from './mocha';
import { outFolder } from './paths';

const folder = join(outFolder, 'results');

/** Keeps what a stage counted, for the program that started it: its exit code alone cannot say how many. */
export async function writeCounts(stage: string, counts: Counts): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${stage}.json`), JSON.stringify(counts));
}

/** @returns what the stage counted; undefined when it ended before it could say */
export async function readCounts(stage: string): Promise<Counts | undefined> {
  const text = await readFile(join(folder, `${stage}.json`), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Counts);
}

/** Forgets an earlier run of the stage, so that a stage that crashes cannot pass with old figures. */
export async function clearCounts(stage: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await rm(join(folder, `${stage}.json`), { force: true });
  await rm(reportFile(stage), { force: true });
}

/** @returns where a stage that has no terminal of its own writes what its reporter prints */
export function reportFile(stage: string): string {
  return join(folder, `${stage}.txt`);
}
