import * as z from 'zod/mini';
import type { UploadRecord, UploadRecords } from '../core/files/upload';
import { ok, type Result } from '../core/result';
import type { SharedDatabase } from './database';

const rowSchema = z.object({
  uri: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  etag: z.string(),
  at: z.number(),
  place: z.string(),
});

const placeSchema = z.object({
  via: z.discriminatedUnion('provider', [
    z.object({ provider: z.literal('offline') }),
    z.object({ provider: z.literal('bedrock'), profile: z.exactOptional(z.string()) }),
  ]),
  region: z.string(),
});

/** In the database that all windows share, one row for each object. */
export class SqliteUploadRecords implements UploadRecords {
  readonly #shared: SharedDatabase;

  constructor(shared: SharedDatabase) {
    this.#shared = shared;
  }

  add({ uri, sha256, bytes, etag, uploadedAt, place }: UploadRecord): Result<void> {
    return this.#shared.transaction((prepare) => {
      prepare(
        'INSERT OR REPLACE INTO uploads (uri, sha256, bytes, etag, at, place) VALUES (?, ?, ?, ?, ?, ?)',
      ).run(uri, sha256, bytes, etag, uploadedAt, JSON.stringify(place));
    });
  }

  all(): Result<readonly UploadRecord[]> {
    const rows = this.#shared.query((prepare) =>
      prepare('SELECT * FROM uploads ORDER BY at DESC, uri').all(),
    );
    return rows.ok ? ok(rows.value.flatMap(readRow)) : rows;
  }

  find(sha256: string): Result<readonly UploadRecord[]> {
    const rows = this.#shared.query((prepare) =>
      prepare('SELECT * FROM uploads WHERE sha256 = ? ORDER BY at DESC, uri').all(sha256),
    );
    return rows.ok ? ok(rows.value.flatMap(readRow)) : rows;
  }

  forget(uris: readonly string[]): Result<void> {
    return this.#shared.transaction((prepare) => {
      for (const uri of uris) prepare('DELETE FROM uploads WHERE uri = ?').run(uri);
    });
  }
}

/** @returns nothing for a row that a later Easel has written in its own way */
function readRow(row: unknown): UploadRecord[] {
  const parsed = z.safeParse(rowSchema, row);
  if (!parsed.success) return [];
  const { uri, sha256, bytes, etag, at, place } = parsed.data;
  const read = placeSchema.safeParse(jsonOf(place));
  return read.success ? [{ uri, sha256, bytes, etag, uploadedAt: at, place: read.data }] : [];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
