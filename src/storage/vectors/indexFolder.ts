import type { DatabaseSync } from 'node:sqlite';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { IndexSummary, VectorSpace } from '../../core/search/vectorIndex';
import { IndexFile, OlderVersionError } from './indexFile';
import { copySoundVectors, type Rebuilt } from './rebuild';
import { closeQuietly, fileNumber, inTransaction, isDamage, type Sqlite } from './sqlite';

/** As long as another window may need to rebuild a large index. */
const LOCK_TIMEOUT_MS = 120_000;
/** For a writer in another window that has not noticed yet. */
const WRITER_TIMEOUT_MS = 10_000;

const LOCK_NAME = 'lock';
const SUFFIX = '.vectors';
/** While it is being written. */
const NEW = '.new';
/** A new file that is complete and has yet to take the place of the old one. */
const COMPLETE = '.complete';
const ASIDE = '.damaged';
const fileSuffixes = ['-wal', '-shm', ''] as const;

export interface OpenedFile {
  readonly file: IndexFile;
  readonly rebuilt: (Rebuilt & { readonly why: 'damaged' | 'olderVersion' }) | undefined;
}

/** The folder in which the indexes of one workspace lie, a file for each. Throws what SQLite and the disk throw. */
export class IndexFolder {
  readonly #sqlite: Sqlite;
  readonly #folder: string;

  constructor(sqlite: Sqlite, folder: string) {
    this.#sqlite = sqlite;
    this.#folder = folder;
  }

  /**
   * Makes it where there is none. A damaged file is set aside and a new one made of what is sound in it.
   *
   * @param damaged a file that was open, and in which damage was found
   */
  open(space: VectorSpace, damaged?: bigint): OpenedFile {
    return this.#alone(() => {
      const path = this.#pathOf(space);
      finishRebuild(path);
      // Another window may have been quicker: then the name leads to its new file already.
      if (damaged !== undefined && fileNumber(path) === damaged) return this.#rebuild(path, space, 'damaged');
      try {
        return { file: IndexFile.open(this.#sqlite, path, space), rebuilt: undefined };
      } catch (cause) {
        if (cause instanceof OlderVersionError) return this.#rebuild(path, space, 'olderVersion');
        if (isDamage(cause)) return this.#rebuild(path, space, 'damaged');
        throw cause;
      }
    });
  }

  list(): readonly IndexSummary[] {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith(SUFFIX))
      .flatMap((name) => this.#summaryOf(join(this.#folder, name)) ?? [])
      .sort((a, b) => compareSpaces(a.space, b.space));
  }

  /** Throws where the system does not let go of a file that another window has open. */
  delete(space: VectorSpace): void {
    const path = this.#pathOf(space);
    if (!existsSync(this.#folder)) return;
    this.#alone(() => {
      for (const kind of ['', NEW, COMPLETE, ASIDE]) removeFile(path + kind);
    });
  }

  /** The name tells a person what it is; the hash tells indexes apart. */
  #pathOf(space: VectorSpace): string {
    const { modelId, dimensions, kind } = space;
    const hash = createHash('sha256')
      .update(JSON.stringify([modelId, dimensions, kind]))
      .digest('hex');
    const name = `${modelId} ${dimensions} ${kind}`.replace(/[^\w.]+/g, '-').slice(-60);
    return join(this.#folder, `${name}-${hash.slice(0, 12)}${SUFFIX}`);
  }

  /** No other window opens, sets aside or removes a file meanwhile. The system lets go of the lock when this process ends. */
  #alone<T>(work: () => T): T {
    mkdirSync(this.#folder, { recursive: true });
    const lock = new this.#sqlite.DatabaseSync(join(this.#folder, LOCK_NAME));
    try {
      lock.exec(`PRAGMA busy_timeout = ${LOCK_TIMEOUT_MS}`);
      return inTransaction(lock, 'BEGIN EXCLUSIVE', work);
    } finally {
      lock.close();
    }
  }

  #rebuild(path: string, space: VectorSpace, why: 'damaged' | 'olderVersion'): OpenedFile {
    removeFile(path + NEW);
    const old = new this.#sqlite.DatabaseSync(path);
    try {
      old.exec(`PRAGMA busy_timeout = ${WRITER_TIMEOUT_MS}`);
      holdWriters(old);
      const rebuilt = copySoundVectors(this.#sqlite, old, path, path + NEW, space);
      renameSync(path + NEW, path + COMPLETE);
      finishRebuild(path);
      // What an older version has written is sound, and wholly in the new file.
      if (why === 'olderVersion') removeFile(path + ASIDE);
      return { file: IndexFile.open(this.#sqlite, path, space), rebuilt: { ...rebuilt, why } };
    } catch (cause) {
      removeFile(path + NEW);
      throw cause;
    } finally {
      closeQuietly(old);
    }
  }

  #summaryOf(path: string): IndexSummary | undefined {
    let database: DatabaseSync | undefined;
    try {
      database = new this.#sqlite.DatabaseSync(path, { readOnly: true });
      const state = database.prepare('SELECT model, dimensions, kind, count FROM state').get();
      if (!state) return undefined;
      return {
        space: {
          modelId: String(state['model']),
          dimensions: Number(state['dimensions']),
          kind: String(state['kind']),
        },
        count: Number(state['count']),
        bytes: sizeOf(path) + sizeOf(`${path}-wal`),
      };
    } catch {
      // It is looked at whole, and set aside, when it is opened.
      return undefined;
    } finally {
      if (database) closeQuietly(database);
    }
  }
}

function compareSpaces(a: VectorSpace, b: VectorSpace): number {
  return (
    a.modelId.localeCompare(b.modelId, 'en') ||
    a.dimensions - b.dimensions ||
    a.kind.localeCompare(b.kind, 'en')
  );
}

/** A window that has the old file open waits with its next batch, and then sees that the name leads elsewhere. */
function holdWriters(database: DatabaseSync): void {
  try {
    database.exec('BEGIN IMMEDIATE');
  } catch (cause) {
    // A file that is damaged at its beginning can be neither read nor written by anybody.
    if (!isDamage(cause)) throw cause;
  }
}

/**
 * Puts a complete new file in the place of the old one; goes on where a kill has come in between. The log of the old one
 * goes with it: beside another file it would be taken for that one's.
 */
function finishRebuild(path: string): void {
  if (!existsSync(path + COMPLETE)) return;
  if (existsSync(path)) removeFile(path + ASIDE);
  for (const suffix of fileSuffixes) {
    if (existsSync(path + suffix)) renameSync(path + suffix, path + ASIDE + suffix);
  }
  renameSync(path + COMPLETE, path);
}

function removeFile(path: string): void {
  for (const suffix of fileSuffixes) rmSync(path + suffix, { force: true });
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
