import type { Log } from '../core/log';
import { SharedDatabase, type DatabaseSurroundings } from './database';

/** As in `migrations.ts`: a released entry is never changed, and a new one only adds. */
const migrations: readonly string[] = [
  `CREATE TABLE workspaces (
     id INTEGER PRIMARY KEY,
     uri TEXT NOT NULL UNIQUE,
     record TEXT NOT NULL
   ) STRICT;
   CREATE TABLE files (
     workspace INTEGER NOT NULL,
     folder TEXT NOT NULL,
     path TEXT NOT NULL,
     bytes INTEGER NOT NULL,
     time_ms REAL NOT NULL,
     sha256 TEXT,
     problem TEXT,
     type TEXT,
     width INTEGER,
     height INTEGER,
     PRIMARY KEY (workspace, folder, path)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX files_sha256 ON files (workspace, sha256);
   CREATE TABLE vanished (
     workspace INTEGER NOT NULL,
     sha256 TEXT NOT NULL,
     at INTEGER NOT NULL,
     PRIMARY KEY (workspace, sha256)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE probes (
     model TEXT NOT NULL,
     dimensions INTEGER NOT NULL,
     kind TEXT NOT NULL,
     probe_set INTEGER NOT NULL,
     vectors BLOB NOT NULL,
     PRIMARY KEY (model, dimensions, kind)
   ) STRICT;
   CREATE TABLE leases (
     name TEXT PRIMARY KEY,
     owner TEXT NOT NULL,
     expires_at INTEGER NOT NULL
   ) STRICT;`,
];

/**
 * What is known of workspaces' pictures, in a file of its own beside the books: it can be made again, is written in
 * larger pieces, and must not hold up or damage what counts money.
 */
export function searchDatabase(
  folder: string,
  log: Log,
  surroundings: Omit<DatabaseSurroundings, 'file'> = {},
): SharedDatabase {
  return new SharedDatabase(folder, log, { ...surroundings, file: { name: 'search.db', migrations } });
}
