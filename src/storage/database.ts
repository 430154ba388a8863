import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../core/result';
import type { Log } from '../core/log';
import { migrations } from './migrations';

/** Long enough for another window's transaction, short enough not to be felt. */
const BUSY_TIMEOUT_MS = 5000;

/** @see https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;
const MOST_JOURNAL_ATTEMPTS = 50;
const JOURNAL_PAUSE_MS = 10;

/** After a failure to open; a folder that cannot be written is not tried again with every look at the spending. */
const RETRY_MS = 10_000;

/** https://www.sqlite.org/rescode.html: SQLITE_CORRUPT and SQLITE_NOTADB; the low byte is the primary code. */
const damageCodes = new Set([11, 26]);

/** Statements of one transaction or query; prepared once and kept. */
export type Prepare = (sql: string) => StatementSync;

type Sqlite = typeof import('node:sqlite');

/** Facts about the process, which a test replaces. */
export interface DatabaseSurroundings {
  readonly findSqlite?: () => Sqlite | undefined;
  /** Another file of the same folder, with a schema of its own; the books of all windows where it is not given. */
  readonly file?: { readonly name: string; readonly migrations: readonly string[] };
  /** A damaged file has been set aside and an empty one begun: what it counted is forgotten. */
  readonly onSetAside?: (path: string) => void;
}

/**
 * A SQLite file that all windows share; each window has one connection. Opened at first use. Synchronous, because
 * each statement takes microseconds, and each transaction one flush to the disk.
 */
export class SharedDatabase {
  readonly #folder: string;
  readonly #path: string;
  readonly #log: Log;
  readonly #findSqlite: () => Sqlite | undefined;
  readonly #onSetAside: (path: string) => void;
  readonly #migrations: readonly string[];
  #opened: DatabaseSync | undefined;
  /** Which file is open, whatever its name is by now. */
  #openedNumber: bigint | undefined;
  #openings = 0;
  #undone: Undone = { isWanted: false };
  #failed: { readonly at: number; readonly reason: string } | undefined;
  readonly #statements = new Map<string, StatementSync>();

  constructor(folder: string, log: Log, surroundings: DatabaseSurroundings = {}) {
    this.#folder = folder;
    this.#path = join(folder, surroundings.file?.name ?? 'easel.db');
    this.#migrations = surroundings.file?.migrations ?? migrations;
    this.#log = log;
    // Asked for rather than imported: a Node without SQLite must not keep the extension from loading.
    this.#findSqlite = surroundings.findSqlite ?? (() => process.getBuiltinModule('node:sqlite'));
    this.#onSetAside = surroundings.onSetAside ?? (() => undefined);
  }

  /** @returns what `work` returns; `noDatabase` where there is none, or it refuses (disk full, busy for too long) */
  query<T>(work: (prepare: Prepare) => T): Result<T> {
    const opened = this.#open();
    return opened.ok ? this.#guard(() => work(this.#prepareIn(opened.value))) : opened;
  }

  /** True while `transaction` is at work: what is written now may still come to nothing. */
  get isInTransaction(): boolean {
    return this.#opened?.isTransaction ?? false;
  }

  /** Counts how often the file was opened; after another opening, nothing that was read before holds. */
  get opening(): number {
    return this.#openings;
  }

  /**
   * The same as one transaction that no other window's writes come between; it is on the disk afterwards. Within another
   * one it is a part of that: both happen or neither does.
   *
   * @param work may call `undo`, and then nothing has happened, whatever it returns
   */
  transaction<T>(work: (prepare: Prepare, undo: () => void) => T): Result<T> {
    const joined = this.#opened?.isTransaction === true ? this.#opened : undefined;
    if (joined) return this.#join(joined, work);
    const opened = this.#open();
    if (!opened.ok) return opened;
    const database = opened.value;
    const undone: Undone = { isWanted: false };
    this.#undone = undone;
    const done = this.#guard(() => {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work(this.#prepareIn(database), () => {
          undone.isWanted = true;
        });
        if (!undone.isWanted) database.exec('COMMIT');
        return result;
      } finally {
        if (database.isTransaction) database.exec('ROLLBACK');
      }
    });
    return undone.failure ?? done;
  }

  /**
   * The same for what may be forgotten when the computer loses power, though not when a program ends: nobody waits for the disk.
   *
   * @see https://www.sqlite.org/pragma.html#pragma_synchronous
   */
  quickTransaction<T>(work: (prepare: Prepare) => T): Result<T> {
    const opened = this.#open();
    if (!opened.ok) return opened;
    if (opened.value.isTransaction) return this.transaction(work);
    const eased = this.#guard(() => opened.value.exec('PRAGMA synchronous = NORMAL'));
    if (!eased.ok) return eased;
    try {
      return this.transaction(work);
    } finally {
      // It may have been closed meanwhile, because it is damaged.
      this.#guard(() => this.#opened?.exec('PRAGMA synchronous = FULL'));
    }
  }

  /** What fails inside undoes the whole, also where nobody asked whether it failed. */
  #join<T>(database: DatabaseSync, work: (prepare: Prepare, undo: () => void) => T): Result<T> {
    const undone = this.#undone;
    const undo = (): void => {
      undone.isWanted = true;
    };
    try {
      return ok(work(this.#prepareIn(database), undo));
    } catch (cause) {
      undo();
      if (sqliteCodeOf(cause) === undefined) throw cause;
      this.#log.error('The database refuses.', cause);
      undone.failure = err({ kind: 'noDatabase', reason: reasonOf(cause) });
      return undone.failure;
    }
  }

  dispose(): void {
    this.#statements.clear();
    try {
      this.#opened?.close();
    } catch (cause) {
      this.#log.warn('The database cannot be closed.', cause);
    }
    this.#opened = undefined;
  }

  #prepareIn(database: DatabaseSync): Prepare {
    return (sql) => {
      let statement = this.#statements.get(sql);
      if (!statement) {
        statement = database.prepare(sql);
        this.#statements.set(sql, statement);
      }
      return statement;
    };
  }

  #guard<T>(work: () => T): Result<T> {
    try {
      return ok(work());
    } catch (cause) {
      if (sqliteCodeOf(cause) === undefined) throw cause;
      this.#log.error('The database refuses.', cause);
      // The next use opens it anew, looks at it whole and sets it aside.
      if (isDamaged(cause)) this.dispose();
      return err({ kind: 'noDatabase', reason: reasonOf(cause) });
    }
  }

  #open(): Result<DatabaseSync> {
    if (this.#opened) {
      if (fileNumber(this.#path) === this.#openedNumber) return ok(this.#opened);
      // Another window has set the file aside, or somebody has removed it: books must not go on where nobody looks.
      this.dispose();
    }
    const { reason } = this.#failed && Date.now() - this.#failed.at < RETRY_MS ? this.#failed : {};
    if (reason !== undefined) return err({ kind: 'noDatabase', reason });
    try {
      const sqlite = this.#findSqlite();
      if (!sqlite) throw new Error('node:sqlite is missing');
      mkdirSync(this.#folder, { recursive: true });
      this.#opened = this.#openOrReplace(sqlite);
      this.#openedNumber = fileNumber(this.#path);
      this.#openings++;
      this.#failed = undefined;
      return ok(this.#opened);
    } catch (cause) {
      if (this.#failed?.reason !== reasonOf(cause)) this.#log.error('The database cannot be opened.', cause);
      this.#failed = { at: Date.now(), reason: reasonOf(cause) };
      return err({ kind: 'noDatabase', reason: this.#failed.reason });
    }
  }

  /** A damaged file is set aside, never deleted: somebody may want to look for what it held. */
  #openOrReplace(sqlite: Sqlite): DatabaseSync {
    const path = this.#path;
    const before = fileNumber(path);
    try {
      return openChecked(sqlite, path, this.#migrations);
    } catch (cause) {
      if (!isDamaged(cause)) throw cause;
      // Another window may have seen the same and be quicker: then the path names its new file already.
      if (fileNumber(path) === before) {
        const aside = `${path}.damaged-${Date.now()}`;
        this.#log.error(`The database is damaged and is set aside as ${aside}.`, cause);
        setAside(path, aside);
        this.#onSetAside(aside);
      }
      return openChecked(sqlite, path, this.#migrations);
    }
  }
}

/** Whether the transaction that is at work must come to nothing. */
interface Undone {
  isWanted: boolean;
  failure?: Result<never>;
}

class DamagedError extends Error {}

/** What was written last may still be in the log beside it, which SQLite would remove when it begins the new file. */
function setAside(path: string, aside: string): void {
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
}

function openChecked(sqlite: Sqlite, path: string, steps: readonly string[]): DatabaseSync {
  const database = new sqlite.DatabaseSync(path);
  try {
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}; PRAGMA synchronous = FULL`);
    writeAhead(database);
    const check = database.prepare('PRAGMA quick_check(1)').get();
    if (check?.['quick_check'] !== 'ok') throw new DamagedError(String(check?.['quick_check']));
    migrate(database, steps);
    return database;
  } catch (cause) {
    database.close();
    throw cause;
  }
}

/**
 * Two windows that make the file at the same moment both want to change its journal. SQLite answers one of them "busy" at once,
 * whatever the timeout, because waiting for each other would never end; a moment later there is nothing left to change.
 */
function writeAhead(database: DatabaseSync): void {
  for (let attempt = 1; ; attempt++) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (cause) {
      const isBusy = ((sqliteCodeOf(cause) ?? 0) & 0xff) === SQLITE_BUSY;
      if (!isBusy || attempt >= MOST_JOURNAL_ATTEMPTS) throw cause;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, JOURNAL_PAUSE_MS);
    }
  }
}

/** Windows that open it at the same moment wait for each other; the last to come finds nothing to do. */
function migrate(database: DatabaseSync, steps: readonly string[]): void {
  database.exec('BEGIN IMMEDIATE');
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  for (const step of steps.slice(version)) database.exec(step);
  if (version < steps.length) database.exec(`PRAGMA user_version = ${steps.length}`);
  database.exec('COMMIT');
}

function fileNumber(path: string): bigint | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino;
}

function isDamaged(cause: unknown): boolean {
  return cause instanceof DamagedError || damageCodes.has((sqliteCodeOf(cause) ?? 0) & 0xff);
}

/** SQLite's own number; undefined for what is not its failure. */
function sqliteCodeOf(cause: unknown): number | undefined {
  return cause instanceof Error && 'errcode' in cause && typeof cause.errcode === 'number'
    ? cause.errcode
    : undefined;
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
