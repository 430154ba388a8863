import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
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
  /** How often a test that fails is tried again; each time is said with its reason. 0 unless given. */
  readonly retries?: number;
  /** Takes what the reporter prints, instead of the console. */
  readonly print?: (text: string) => void;
}

/**
 * Runs every test file below a folder.
 *
 * @returns the counts; throws when there is no test file or no test ran
 */
export async function runSuite({
  folder,
  timeoutMs,
  only,
  retries = 0,
  print,
}: SuiteOptions): Promise<Counts> {
  const mocha = new Mocha({ ui: 'bdd', timeout: timeoutMs, retries, forbidOnly: true, color: false });
  if (print !== undefined) {
    Mocha.reporters.Base.consoleLog = (...args: unknown[]) => print(`${format(...args)}\n`);
  }
  if (only !== undefined) {
    mocha.fgrep(only);
  }
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.test.js'));
  if (files.length === 0) {
    throw new Error(`No test file below ${folder}`);
  }
  for (const file of files.sort()) {
    await load(mocha, join(folder, file));
  }
  const counts = await new Promise<Counts>((resolve) => {
    const runner = mocha.run(() => {
      const { passes = 0, failures = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed: failures });
    });
    runner.on(Mocha.Runner.constants.EVENT_TEST_RETRY, (test: Mocha.Test, error: unknown) => {
      process.stdout.write(
        `    Tried again: ${test.fullTitle()}\n${format(error).replaceAll(/^/gm, '      ')}\n`,
      );
    });
  });
  if (counts.passed + counts.failed === 0) {
    throw new Error(`No test ran below ${folder}`);
  }
  return counts;
}

/**
 * What `mocha.loadFilesAsync` does, with `import` alone. Mocha tries `require` first, and in the extension host of VS
 * Code 1.103 a required ES module that imports `vscode` waits for the very thread that it blocks.
 */
async function load(mocha: Mocha, file: string): Promise<void> {
  mocha.suite.emit('pre-require', globalThis, file, mocha);
  const loaded: unknown = await import(pathToFileURL(file).href);
  mocha.suite.emit('require', loaded, file, mocha);
  mocha.suite.emit('post-require', globalThis, file, mocha);
}
