import { build } from 'esbuild';
import { fork, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Destination } from '../../../src/core/files/store';
import type { Log } from '../../../src/core/log';
import { nodeFileSystem, type FileSystem } from '../../../src/storage/fileSystem';
import { outFolder, repositoryFolder } from '../../host/paths';

export const silentLog: Log = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Gives each test of the surrounding `describe` an empty folder, by its real path. */
export function useFolder(): () => string {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(await realpath(tmpdir()), 'easel-storage-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  return () => folder;
}

/** @returns every file below, with `/`, sorted; also those whose names begin with a dot */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

export function destinationIn(folder: string, slug = 'kite', template = 'images/${slug}'): Destination {
  return {
    folder: pathToFileURL(folder).href,
    template,
    values: { slug, task: 'textToImage', model: 'core', seed: '0', date: '2026-11-20', n: '1' },
  };
}

/** What Node throws when the system refuses. */
export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: refused on purpose`), { code });
}

/** The real file system, except for what is given. */
export function fileSystemWith(changes: Partial<FileSystem>): FileSystem {
  return { ...nodeFileSystem, ...changes };
}

/**
 * Starts functions of `childMain.ts` in processes of their own, on the Node of this one. Waits for what each says: its
 * lines are JSON messages.
 *
 * @param source another program, below `test/unit`; packages are found in the repository
 */
export async function childProgram(source = 'storage/childMain.ts'): Promise<string> {
  const outdir = join(outFolder, 'storage-child');
  await mkdir(outdir, { recursive: true });
  const outfile = join(outdir, `${process.pid}-${basename(source, '.ts')}.mjs`);
  await build({
    entryPoints: [join(repositoryFolder, 'test', 'unit', source)],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile,
    logLevel: 'silent',
  });
  return outfile;
}

export async function removeChildProgram(program: string): Promise<void> {
  if (dirname(program) === join(outFolder, 'storage-child')) await rm(program, { force: true });
}

export class Child {
  readonly process: ChildProcess;
  readonly #messages: unknown[] = [];
  readonly #waiting: ((message: unknown) => void)[] = [];

  constructor(program: string, args: readonly string[]) {
    this.process = fork(program, args, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.process.on('message', (message) => {
      const waiting = this.#waiting.shift();
      if (waiting) waiting(message);
      else this.#messages.push(message);
    });
  }

  /** The next message. */
  next(): Promise<unknown> {
    if (this.#messages.length > 0) return Promise.resolve(this.#messages.shift());
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  go(): void {
    this.process.send('go');
  }

  async ended(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    await new Promise((resolve) => this.process.once('exit', resolve));
  }
}
