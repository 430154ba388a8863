import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunStore } from '../core/promptFiles/runs/ports';
import { mergeRuns, parseRunText, serializeRun, type RunRecord } from '../core/promptFiles/runs/record';
import { err, ok, type Result } from '../core/result';
import { storageFailure } from './failure';
import { nodeFileSystem, type FileSystem } from './fileSystem';
import { folderInside, isInside } from './folderInside';
import { StrayRemover, temporaryIn } from './strays';

const FOLDER = ['.easel', 'runs'] as const;

/** A grid of four hundred cells has a quarter of this. */
const MAX_RUN_BYTES = 4_000_000;

/** The newest are read; who has more has versions of the project. */
const MOST_RUNS = 500;

/** Runs of one workspace folder, in `.easel/runs`: one JSON each, put in place whole. */
export class LocalRuns implements RunStore {
  readonly #root: string;
  readonly #fs: FileSystem;
  readonly #strays = new StrayRemover();
  /** One write of a run after the other, so that the last one stays. */
  readonly #writing = new Map<string, Promise<unknown>>();

  /** @param folder URI of the workspace folder */
  constructor(folder: string, fileSystem: FileSystem = nodeFileSystem) {
    this.#root = fileURLToPath(folder);
    this.#fs = fileSystem;
  }

  async write(run: RunRecord): Promise<Result<void>> {
    const before = this.#writing.get(run.id) ?? Promise.resolve();
    const written = before.then(() => this.#write(run));
    this.#writing.set(run.id, written);
    const result = await written;
    if (this.#writing.get(run.id) === written) this.#writing.delete(run.id);
    return result;
  }

  async list(file?: string): Promise<readonly RunRecord[]> {
    const folder = await this.#folder();
    const names = folder === undefined ? [] : await fs.readdir(folder).catch((): string[] => []);
    const newest = names
      .filter((name) => /^[0-9A-Za-z-]{1,80}\.json$/.test(name))
      .toSorted()
      .toReversed()
      .slice(0, MOST_RUNS);
    const runs: RunRecord[] = [];
    for (const name of newest) {
      const run = await this.read(name.slice(0, -'.json'.length));
      if (run && (file === undefined || run.file === file)) runs.push(run);
    }
    return runs;
  }

  async read(id: string): Promise<RunRecord | undefined> {
    const folder = await this.#folder();
    if (folder === undefined || !/^[0-9A-Za-z-]{1,80}$/.test(id)) return undefined;
    const target = path.join(folder, `${id}.json`);
    try {
      const info = await fs.lstat(target);
      if (!info.isFile() || info.size > MAX_RUN_BYTES) return undefined;
      const run = parseRunText(await fs.readFile(target, 'utf8'));
      // A copy under another name is not that run.
      return run?.id === id ? run : undefined;
    } catch {
      // No such run, or not readable: there is none.
      return undefined;
    }
  }

  async #write(run: RunRecord): Promise<Result<void>> {
    try {
      const folder = await folderInside(this.#fs, this.#root, FOLDER);
      if (folder === undefined) return err({ kind: 'outsideWorkspace', path: FOLDER.join('/') });
      const target = path.join(folder, `${run.id}.json`);
      const kept = await this.read(run.id);
      // What a colleague has starred since stays; what this window says of its own cells is newer.
      const merged = kept ? withNotesOf(run, kept) : run;
      const temporary = temporaryIn(folder);
      await this.#fs.writeNew(temporary, new TextEncoder().encode(serializeRun(merged)));
      try {
        await this.#fs.rename(temporary, target);
      } catch (cause) {
        await this.#fs.unlink(temporary).catch(() => undefined);
        throw cause;
      }
      await this.#fs.syncFolder(folder);
      await this.#strays.visit(folder);
      return ok();
    } catch (cause) {
      return err(storageFailure(cause, FOLDER.join('/')));
    }
  }

  /** @returns the real folder; undefined where there is none, or it lies elsewhere */
  async #folder(): Promise<string | undefined> {
    try {
      const [real, root] = await Promise.all([
        this.#fs.realpath(path.join(this.#root, ...FOLDER)),
        this.#fs.realpath(this.#root),
      ]);
      return isInside(real, root) ? real : undefined;
    } catch {
      return undefined;
    }
  }
}

/** Cells that only the kept copy has, for instance of a branch that was merged, stay as well. */
function withNotesOf(run: RunRecord, kept: RunRecord): RunRecord {
  const own = new Set(run.cells.map(({ key }) => key));
  const others = kept.cells.filter(({ key }) => !own.has(key));
  return others.length === 0 ? run : mergeRuns(run, { ...kept, cells: others });
}

/** Tells two runs that begin in one millisecond apart. */
export function runSuffix(): string {
  return randomUUID().slice(0, 8);
}
