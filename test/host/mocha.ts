import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import Mocha from 'mocha';

/** How many tests of a suite passed and failed; skipped ones count as neither. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** How a mocha suite is to be run. */
export interface SuiteOptions {
  /** Folder that is searched, with all below it, for `*.test.js`. */
  readonly folder: string;
  readonly timeoutMs: number;
  /** Run only tests with this in their full name. */
  readonly only?: string | undefined;
}

/**
 * Runs every test file below a folder.
 *
 * @returns the counts; throws when there is no test file or no test ran
 */
export async function runSuite({ folder, timeoutMs, only }: SuiteOptions): Promise<Counts> {
  const mocha = new Mocha({ ui: 'bdd', timeout: timeoutMs, forbidOnly: true, color: false });
  if (only !== undefined) {
    mocha.fgrep(only);
  }
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.test.js'));
  if (files.length === 0) {
    throw new Error(`No test file below ${folder}`);
  }
  for (const file of files.sort()) {
    mocha.addFile(join(folder, file));
  }
  await mocha.loadFilesAsync();
  const counts = await new Promise<Counts>((resolve) => {
    const runner = mocha.run(() => {
      const { passes = 0, failures = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed: failures });
    });
  });
  if (counts.passed + counts.failed === 0) {
    throw new Error(`No test ran below ${folder}`);
  }
  return counts;
}
