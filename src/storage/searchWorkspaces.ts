import * as z from 'zod/mini';
import { ok, type Result } from '../core/result';
import type { SearchRecord, SearchRecords } from '../core/search/workspace/ports';
import type { Prepare, SharedDatabase } from './database';

const space = z.object({ modelId: z.string(), dimensions: z.number(), kind: z.string() });

const record = z.object({
  consent: z.optional(
    z.object({
      at: z.number(),
      modelId: z.string(),
      region: z.string(),
      provider: z.enum(['bedrock', 'offline']),
    }),
  ),
  isPaused: z.optional(z.boolean()),
  include: z.optional(z.record(z.string(), z.array(z.string()))),
  complete: z.array(space),
});

const NOTHING: SearchRecord = { complete: [] };

/** @returns the workspace's number, undefined where nothing was written about it yet */
export function workspaceId(prepare: Prepare, uri: string): number | undefined {
  const row = prepare('SELECT id FROM workspaces WHERE uri = ?').get(uri);
  return row && Number(row['id']);
}

/** @returns the workspace's number, given to it now where it had none */
export function makeWorkspaceId(prepare: Prepare, uri: string): number {
  const known = workspaceId(prepare, uri);
  if (known !== undefined) return known;
  const { lastInsertRowid } = prepare('INSERT INTO workspaces (uri, record) VALUES (?, ?)').run(
    uri,
    JSON.stringify(NOTHING),
  );
  return Number(lastInsertRowid);
}

/** Another number after each commit, by this connection or another one. */
export function databaseVersion(shared: SharedDatabase): number {
  const row = shared.query((prepare) => [
    // Counts what others commit. https://www.sqlite.org/pragma.html#pragma_data_version
    Number(prepare('PRAGMA data_version').get()?.['data_version']),
    Number(prepare('SELECT total_changes() AS changes').get()?.['changes']),
  ]);
  const [others = 0, own = 0] = row.ok ? row.value : [];
  return others * 2 ** 32 + own;
}

/** What is remembered of a workspace; what an unknown hand has written counts as nothing. */
export class SqliteSearchRecords implements SearchRecords {
  readonly #shared: SharedDatabase;
  readonly #workspace: string;

  /** @param workspace its URI */
  constructor(shared: SharedDatabase, workspace: string) {
    this.#shared = shared;
    this.#workspace = workspace;
  }

  read(): Result<SearchRecord> {
    return this.#shared.query((prepare) => read(prepare, this.#workspace));
  }

  update(change: (record: SearchRecord) => SearchRecord): Result<SearchRecord> {
    return this.#shared.transaction((prepare) => {
      const id = makeWorkspaceId(prepare, this.#workspace);
      const changed = change(read(prepare, this.#workspace));
      prepare('UPDATE workspaces SET record = ? WHERE id = ?').run(JSON.stringify(changed), id);
      return changed;
    });
  }

  version(): number {
    return databaseVersion(this.#shared);
  }
}

function read(prepare: Prepare, workspace: string): SearchRecord {
  const row = prepare('SELECT record FROM workspaces WHERE uri = ?').get(workspace);
  const parsed = record.safeParse(row && parseJson(String(row['record'])));
  if (!parsed.success) return NOTHING;
  const { consent, isPaused, include, complete } = parsed.data;
  return {
    complete,
    ...(consent ? { consent } : {}),
    ...(isPaused === undefined ? {} : { isPaused }),
    ...(include ? { include } : {}),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Workspaces that have a record, for whoever cleans up. */
export function knownWorkspaces(shared: SharedDatabase): Result<readonly string[]> {
  const rows = shared.query((prepare) => prepare('SELECT uri FROM workspaces ORDER BY uri').all());
  return rows.ok ? ok(rows.value.map((row) => String(row['uri']))) : rows;
}
