import type { DatabaseSync } from 'node:sqlite';
import { statSync } from 'node:fs';

export type Sqlite = typeof import('node:sqlite');

/** https://www.sqlite.org/rescode.html; the low byte is the primary code. */
const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_NOTADB = 26;

const MOST_JOURNAL_ATTEMPTS = 50;
const JOURNAL_PAUSE_MS = 10;

/** The file is not what was written. */
export class DamagedError extends Error {}

/** Asked for rather than imported: a Node without SQLite must not keep the extension from loading. */
export function findSqlite(): Sqlite | undefined {
  return process.getBuiltinModule('node:sqlite');
}

/** SQLite's own number; undefined for what is not its failure. */
export function sqliteCodeOf(cause: unknown): number | undefined {
  return cause instanceof Error && 'errcode' in cause && typeof cause.errcode === 'number'
    ? cause.errcode & 0xff
    : undefined;
}

export function isDamage(cause: unknown): boolean {
  const code = sqliteCodeOf(cause);
  return cause instanceof DamagedError || code === SQLITE_CORRUPT || code === SQLITE_NOTADB;
}

export function isFull(cause: unknown): boolean {
  return sqliteCodeOf(cause) === SQLITE_FULL;
}

/** Which file it is, whatever its name is by now. */
export function fileNumber(path: string): bigint | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino;
}

/**
 * Two windows that make the file at the same moment both want to change its journal. SQLite answers one of them "busy"
 * at once, whatever the timeout, because waiting for each other would never end.
 */
export function writeAhead(database: DatabaseSync): void {
  for (let attempt = 1; ; attempt++) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (cause) {
      if (sqliteCodeOf(cause) !== SQLITE_BUSY || attempt >= MOST_JOURNAL_ATTEMPTS) throw cause;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, JOURNAL_PAUSE_MS);
    }
  }
}

/** Runs `work` between the two; what it throws undoes it. */
export function inTransaction<T>(
  database: DatabaseSync,
  begin: 'BEGIN' | 'BEGIN IMMEDIATE' | 'BEGIN EXCLUSIVE',
  work: () => T,
): T {
  database.exec(begin);
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (cause) {
    if (database.isTransaction) rollBack(database);
    throw cause;
  }
}

function rollBack(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // A damaged or full file may refuse this too; the log is not committed, and what was thrown first says why.
  }
}

/** A damaged file may refuse even this; nothing of it is used any more. */
export function closeQuietly(database: DatabaseSync): void {
  try {
    database.close();
  } catch (cause) {
    if (sqliteCodeOf(cause) === undefined) throw cause;
  }
}
