import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../core/result';
import type { Log } from '../core/log';

/** Each entry moves the schema on by one version; an entry is never changed once released. */
const migrations: readonly string[] = [
  `CREATE TABLE spending (
     id INTEGER PRIMARY KEY,
     at INTEGER NOT NULL,
     day TEXT NOT NULL,
     provider TEXT NOT NULL,
     model TEXT NOT NULL,
     region TEXT NOT NULL,
     workspace TEXT NOT NULL,
     task TEXT NOT NULL,
     reserved_usd REAL NOT NULL,
     amount_usd REAL NOT NULL,
     state TEXT NOT NULL,
     outcome TEXT
   ) STRICT;
   CREATE INDEX spending_day ON spending (day);
   CREATE TABLE sent (
     bucket TEXT NOT NULL,
     at INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX sent_bucket ON sent (bucket, at);
   CREATE TABLE kept (
     key TEXT PRIMARY KEY,
     value TEXT NOT NULL,
     expires_at INTEGER NOT NULL
   ) STRICT;`,
];

/** Long enough for another window's transaction, short enough not to be felt. */
const BUSY_TIMEOUT_MS = 5000;

/** The one SQLite file that all windows share. Opened at first use; synchronous, because each statement takes microseconds. */
export class SharedDatabase {
  readonly #folder: string;
  readonly #log: Log;
  #opened: DatabaseSync | undefined;
  readonly #statements = new Map<string, StatementSync>();

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  /** @returns the open database, or `noDatabase` with the reason */
  open(): Result<DatabaseSync> {
    if (this.#opened) return ok(this.#opened);
    // Asked for rather than imported: a Node without SQLite must not keep the extension from loading.
    const module = process.getBuiltinModule('node:sqlite') as typeof import('node:sqlite') | undefined;
    if (!module) return err({ kind: 'noDatabase', reason: 'node:sqlite is missing' });
    try {
      mkdirSync(this.#folder, { recursive: true });
      this.#opened = this.#openOrReplace(module);
      return ok(this.#opened);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      this.#log.error('The database cannot be opened.', cause);
      return err({ kind: 'noDatabase', reason });
    }
  }

  /** A prepared statement of the open database, kept for its next use. */
  prepare(database: DatabaseSync, sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Runs work as one transaction that no other window's writes come between. */
  transaction<T>(database: DatabaseSync, work: () => T): T {
    database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      database.exec('COMMIT');
      return result;
    } catch (cause) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw cause;
    }
  }

  dispose(): void {
    this.#statements.clear();
    this.#opened?.close();
    this.#opened = undefined;
  }

  /** A damaged file is set aside, never deleted: somebody may want to look for what it held. */
  #openOrReplace(module: typeof import('node:sqlite')): DatabaseSync {
    const path = join(this.#folder, 'easel.db');
    try {
      return openChecked(module, path);
    } catch (cause) {
      if (!isDamaged(cause)) throw cause;
      const aside = `${path}.damaged-${Date.now()}`;
      renameSync(path, aside);
      this.#log.error(`The database was damaged and has been set aside as ${aside}.`, cause);
      return openChecked(module, path);
    }
  }
}

class DamagedError extends Error {}

function openChecked(module: typeof import('node:sqlite'), path: string): DatabaseSync {
  const database = new module.DatabaseSync(path);
  try {
    database.exec(
      `PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL`,
    );
    const check = database.prepare('PRAGMA quick_check(1)').get();
    if (check?.['quick_check'] !== 'ok') throw new DamagedError(String(check?.['quick_check']));
    migrate(database);
    return database;
  } catch (cause) {
    database.close();
    throw cause;
  }
}

function migrate(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE');
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  for (const migration of migrations.slice(version)) database.exec(migration);
  if (version < migrations.length) database.exec(`PRAGMA user_version = ${migrations.length}`);
  database.exec('COMMIT');
}

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
function isDamaged(cause: unknown): boolean {
  if (cause instanceof DamagedError) return true;
  return (
    typeof cause === 'object' &&
    cause !== null &&
    'errcode' in cause &&
    (cause.errcode === 11 || cause.errcode === 26)
  );
}
