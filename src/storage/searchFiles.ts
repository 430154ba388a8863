import { setImmediate as turn } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Clock } from '../core/clock';
import type { PictureType } from '../core/pixels/port';
import { err, ok, type Result } from '../core/result';
import type { FileCounts, FileRow, PictureProblem, SearchFiles } from '../core/search/files/ports';
import type { Prepare, SharedDatabase } from './database';
import { databaseVersion, makeWorkspaceId, workspaceId } from './searchWorkspaces';

/** About ten milliseconds' worth. */
const PAGE_ROWS = 5000;

const pictureTypes: readonly PictureType[] = ['png', 'jpeg', 'webp', 'gif', 'avif', 'tiff', 'svg'];

const problemShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tooLarge'), bytes: z.number() }),
  z.object({ kind: z.literal('notReadable'), reason: z.string() }),
  z.object({ kind: z.literal('notOpened'), reason: z.string() }),
  z.object({ kind: z.literal('refused'), modelId: z.string(), reason: z.string() }),
]);

const COLUMNS = 'folder, path, bytes, time_ms, sha256, problem, type, width, height';

/**
 * The files of a workspace. A content that loses its last file is remembered with the time, so that a picture that comes
 * back, as after a change of branches, is not paid for again.
 */
export class SqliteSearchFiles implements SearchFiles {
  readonly #shared: SharedDatabase;
  readonly #clock: Clock;
  readonly #workspace: string;

  /** @param workspace its URI */
  constructor(shared: SharedDatabase, clock: Clock, workspace: string) {
    this.#shared = shared;
    this.#clock = clock;
    this.#workspace = workspace;
  }

  async rows(folder: string, signal: AbortSignal): Promise<Result<readonly FileRow[]>> {
    const rows: FileRow[] = [];
    for (let after = ''; ;) {
      if (signal.aborted) return err({ kind: 'cancelled' });
      const page = this.#read((prepare, id) =>
        prepare(
          `SELECT ${COLUMNS} FROM files WHERE workspace = ? AND folder = ? AND path > ?
           ORDER BY path LIMIT ${PAGE_ROWS}`,
        ).all(id, folder, after),
      );
      if (!page.ok) return page;
      for (const row of page.value ?? []) rows.push(toRow(row));
      if ((page.value?.length ?? 0) < PAGE_ROWS) return ok(rows);
      after = rows.at(-1)?.path ?? '';
      await turn();
    }
  }

  put(rows: readonly FileRow[]): Result<void> {
    if (rows.length === 0) return ok();
    return this.#write((prepare, id) => {
      for (const row of rows) {
        const { folder, path, bytes, timeMs, sha256, problem, picture } = row;
        const before = prepare(
          'SELECT sha256 FROM files WHERE workspace = ? AND folder = ? AND path = ?',
        ).get(id, folder, path)?.['sha256'];
        prepare(
          `INSERT OR REPLACE INTO files (workspace, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ).run(
          id,
          folder,
          path,
          bytes,
          timeMs,
          sha256 ?? null,
          problem ? JSON.stringify(problem) : null,
          picture?.type ?? null,
          picture?.width ?? null,
          picture?.height ?? null,
        );
        if (sha256 !== undefined) {
          prepare('DELETE FROM vanished WHERE workspace = ? AND sha256 = ?').run(id, sha256);
        }
        if (typeof before === 'string' && before !== sha256) this.#noteVanished(prepare, id, before);
      }
    });
  }

  remove(files: readonly Pick<FileRow, 'folder' | 'path'>[]): Result<void> {
    if (files.length === 0) return ok();
    return this.#write((prepare, id) => {
      for (const { folder, path } of files) {
        const gone = prepare(
          'DELETE FROM files WHERE workspace = ? AND folder = ? AND path = ? RETURNING sha256',
        ).get(id, folder, path)?.['sha256'];
        if (typeof gone === 'string') this.#noteVanished(prepare, id, gone);
      }
    });
  }

  keepFolders(folders: readonly string[]): Result<void> {
    const known = this.#read((prepare, id) =>
      prepare('SELECT DISTINCT folder FROM files WHERE workspace = ?').all(id),
    );
    if (!known.ok) return known;
    const left = (known.value ?? []).map((row) => String(row['folder']));
    const gone = left.filter((folder) => !folders.includes(folder));
    if (gone.length === 0) return ok();
    return this.#write((prepare, id) => {
      for (const folder of gone) {
        const rows = prepare('DELETE FROM files WHERE workspace = ? AND folder = ? RETURNING sha256').all(
          id,
          folder,
        );
        for (const { sha256 } of rows) {
          if (typeof sha256 === 'string') this.#noteVanished(prepare, id, sha256);
        }
      }
    });
  }

  filesOf(ids: readonly string[]): Result<ReadonlyMap<string, readonly FileRow[]>> {
    const found = new Map<string, FileRow[]>();
    const read = this.#read((prepare, workspace) => {
      const find = prepare(
        `SELECT ${COLUMNS} FROM files WHERE workspace = ? AND sha256 = ? ORDER BY folder, path`,
      );
      for (const id of ids) {
        const rows = find.all(workspace, id).map(toRow);
        if (rows.length > 0) found.set(id, rows);
      }
    });
    return read.ok ? ok(found) : read;
  }

  ids(): Result<ReadonlySet<string>> {
    const read = this.#read((prepare, id) =>
      prepare('SELECT DISTINCT sha256 FROM files WHERE workspace = ? AND sha256 IS NOT NULL').all(id),
    );
    return read.ok ? ok(new Set((read.value ?? []).map((row) => String(row['sha256'])))) : read;
  }

  problems(): Result<readonly FileRow[]> {
    const read = this.#read((prepare, id) =>
      prepare(
        `SELECT ${COLUMNS} FROM files WHERE workspace = ? AND problem IS NOT NULL ORDER BY folder, path`,
      ).all(id),
    );
    return read.ok ? ok((read.value ?? []).map(toRow)) : read;
  }

  counts(): Result<FileCounts> {
    const read = this.#read((prepare, id) =>
      prepare(
        `SELECT COUNT(*) AS files, COUNT(DISTINCT sha256) AS pictures, COUNT(problem) AS problems
         FROM files WHERE workspace = ?`,
      ).get(id),
    );
    if (!read.ok) return read;
    const number = (name: string): number => Number(read.value?.[name] ?? 0);
    return ok({ files: number('files'), pictures: number('pictures'), problems: number('problems') });
  }

  takeVanished(before: number): Result<readonly string[]> {
    const gone = this.#read((prepare, id) =>
      prepare('SELECT sha256 FROM vanished WHERE workspace = ? AND at < ?').all(id, before),
    );
    if (!gone.ok) return gone;
    if (!gone.value || gone.value.length === 0) return ok([]);
    const taken: string[] = [];
    const written = this.#write((prepare, id) => {
      const rows = prepare('DELETE FROM vanished WHERE workspace = ? AND at < ? RETURNING sha256');
      for (const { sha256 } of rows.all(id, before)) {
        if (!hasFile(prepare, id, String(sha256))) taken.push(String(sha256));
      }
    });
    return written.ok ? ok(taken) : written;
  }

  version(): number {
    return databaseVersion(this.#shared);
  }

  clear(): Result<void> {
    const cleared = this.#read((_prepare, id) => id);
    if (!cleared.ok) return cleared;
    if (cleared.value === undefined) return ok();
    return this.#write((prepare, id) => {
      prepare('DELETE FROM files WHERE workspace = ?').run(id);
      prepare('DELETE FROM vanished WHERE workspace = ?').run(id);
    });
  }

  #noteVanished(prepare: Prepare, id: number, sha256: string): void {
    if (hasFile(prepare, id, sha256)) return;
    prepare('INSERT OR IGNORE INTO vanished (workspace, sha256, at) VALUES (?, ?, ?)').run(
      id,
      sha256,
      this.#clock.now(),
    );
  }

  /** @returns undefined where nothing was ever written of the workspace */
  #read<T>(work: (prepare: Prepare, id: number) => T): Result<T | undefined> {
    return this.#shared.query((prepare) => {
      const id = workspaceId(prepare, this.#workspace);
      return id === undefined ? undefined : work(prepare, id);
    });
  }

  #write(work: (prepare: Prepare, id: number) => void): Result<void> {
    return this.#shared.transaction((prepare) => {
      work(prepare, makeWorkspaceId(prepare, this.#workspace));
    });
  }
}

function hasFile(prepare: Prepare, id: number, sha256: string): boolean {
  return (
    prepare('SELECT 1 FROM files WHERE workspace = ? AND sha256 = ? LIMIT 1').get(id, sha256) !== undefined
  );
}

function toRow(row: Record<string, unknown>): FileRow {
  const sha256 = row['sha256'];
  const problem = row['problem'] === null ? undefined : problemOf(row['problem']);
  const type = pictureTypes.find((each) => each === row['type']);
  return {
    folder: String(row['folder']),
    path: String(row['path']),
    bytes: Number(row['bytes']),
    timeMs: Number(row['time_ms']),
    ...(typeof sha256 === 'string' ? { sha256 } : {}),
    ...(problem ? { problem } : {}),
    ...(type ? { picture: { type, width: Number(row['width']), height: Number(row['height']) } } : {}),
  };
}

function problemOf(text: unknown): PictureProblem {
  try {
    const parsed = problemShape.safeParse(JSON.parse(String(text)));
    if (parsed.success) return parsed.data;
  } catch {
    // Written by nobody of us; the picture is looked at again when it changes.
  }
  return { kind: 'notReadable', reason: 'it could not be read' };
}
