/**
 * Each entry moves the schema of the database on by one version. A released entry is never changed, and a new one only
 * adds: a window with an older Easel may have the same file open.
 */
export const migrations: readonly string[] = [
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
   CREATE INDEX spending_workspace ON spending (workspace);
   CREATE INDEX spending_at ON spending (at);
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
  `CREATE TABLE video_jobs (
     id TEXT PRIMARY KEY,
     created_at INTEGER NOT NULL,
     record TEXT NOT NULL
   ) STRICT;
   CREATE TABLE leases (
     name TEXT PRIMARY KEY,
     owner TEXT NOT NULL,
     expires_at INTEGER NOT NULL
   ) STRICT;`,
  `CREATE TABLE uploads (
     uri TEXT PRIMARY KEY,
     sha256 TEXT NOT NULL,
     bytes INTEGER NOT NULL,
     etag TEXT NOT NULL,
     at INTEGER NOT NULL,
     place TEXT NOT NULL
   ) STRICT;
   CREATE INDEX uploads_sha256 ON uploads (sha256);`,
  `CREATE TABLE cells (
     scope TEXT NOT NULL,
     provider TEXT NOT NULL,
     key TEXT NOT NULL,
     state TEXT NOT NULL,
     owner TEXT NOT NULL,
     at INTEGER NOT NULL,
     made TEXT,
     PRIMARY KEY (scope, provider, key)
   ) STRICT;`,
];
