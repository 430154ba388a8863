import type { Disposable } from '../core/disposable';
import { Emitter } from '../core/emitter';
import type { Log } from '../core/log';
import { ok, type Result } from '../core/result';
import type { VideoJob } from '../core/video/jobs/job';
import { parseVideoJob } from '../core/video/jobs/parse';
import type { VideoJobStore } from '../core/video/jobs/ports';
import type { SharedDatabase } from './database';

/** How often this window looks whether another one has written. */
const WATCH_MS = 2000;

/** The records of all windows, one row each. What is read is kept until somebody writes. */
export class SqliteVideoJobs implements VideoJobStore, Disposable {
  readonly #shared: SharedDatabase;
  readonly #log: Log;
  readonly #changed = new Emitter<void>();
  #watch: ReturnType<typeof setInterval> | undefined;
  #listeners = 0;
  #writes = 0;
  #seen: string | undefined;
  #kept: { readonly version: string; readonly jobs: readonly VideoJob[] } | undefined;

  constructor(shared: SharedDatabase, log: Log) {
    this.#shared = shared;
    this.#log = log;
  }

  together<T>(work: () => Result<T>): Result<T> {
    const before = this.#writes;
    const done = this.#shared.transaction((_prepare, undo) => {
      const result = work();
      if (!result.ok) undo();
      return result;
    });
    this.#tell(before);
    return done.ok ? done.value : done;
  }

  add(job: VideoJob): Result<void> {
    return this.#write((prepare) => {
      prepare('INSERT INTO video_jobs (id, created_at, record) VALUES (?, ?, ?)').run(
        job.id,
        job.createdAt,
        JSON.stringify(job),
      );
    });
  }

  all(): Result<readonly VideoJob[]> {
    const version = this.#version();
    if (version !== undefined && this.#kept?.version === version) return ok(this.#kept.jobs);
    const rows = this.#shared.query((prepare) =>
      prepare('SELECT record FROM video_jobs ORDER BY created_at DESC, rowid DESC').all(),
    );
    if (!rows.ok) return rows;
    const jobs = rows.value.flatMap((row) => this.#read(row['record']) ?? []);
    this.#kept = version === undefined ? undefined : { version, jobs };
    return ok(jobs);
  }

  find(id: string): Result<VideoJob | undefined> {
    const row = this.#shared.query((prepare) =>
      prepare('SELECT record FROM video_jobs WHERE id = ?').get(id),
    );
    return row.ok ? ok(this.#read(row.value?.['record'])) : row;
  }

  change(id: string, work: (job: VideoJob) => VideoJob): Result<VideoJob | undefined> {
    const before = this.#writes;
    const changed = this.#shared.transaction((prepare) => {
      const job = this.#read(prepare('SELECT record FROM video_jobs WHERE id = ?').get(id)?.['record']);
      if (!job) return undefined;
      const next = work(job);
      if (next !== job) {
        prepare('UPDATE video_jobs SET record = ? WHERE id = ?').run(JSON.stringify(next), id);
        this.#writes++;
      }
      return next;
    });
    this.#tell(before);
    return changed;
  }

  remove(id: string): Result<void> {
    return this.#write((prepare) => {
      prepare('DELETE FROM video_jobs WHERE id = ?').run(id);
    });
  }

  onDidChange(listener: () => void): Disposable {
    this.#listeners++;
    this.#seen ??= this.#version();
    this.#watch ??= setInterval(() => this.lookAround(), WATCH_MS).unref();
    const registered = this.#changed.event(listener);
    let isListening = true;
    return {
      dispose: () => {
        registered.dispose();
        if (isListening && --this.#listeners === 0) this.dispose();
        isListening = false;
      },
    };
  }

  /** Tells the listeners when another window has written since the last look. */
  lookAround(): void {
    const version = this.#version();
    if (version === undefined || version === this.#seen) return;
    this.#seen = version;
    this.#changed.fire();
  }

  dispose(): void {
    clearInterval(this.#watch);
    this.#watch = undefined;
  }

  #write(work: (prepare: Parameters<Parameters<SharedDatabase['transaction']>[0]>[0]) => void): Result<void> {
    const before = this.#writes;
    const written = this.#shared.transaction((prepare) => {
      work(prepare);
      this.#writes++;
    });
    this.#tell(before);
    return written;
  }

  /** Within a larger transaction nothing is told before its end: it may come to nothing. */
  #tell(before: number): void {
    if (this.#writes === before || this.#shared.isInTransaction) return;
    this.#seen = this.#version();
    this.#changed.fire();
  }

  /** Another one after each commit of any connection. https://www.sqlite.org/pragma.html#pragma_data_version */
  #version(): string | undefined {
    const row = this.#shared.query((prepare) => prepare('PRAGMA data_version').get());
    return row.ok
      ? `${String(row.value?.['data_version'])} ${this.#writes} ${this.#shared.opening}`
      : undefined;
  }

  #read(record: unknown): VideoJob | undefined {
    if (record === undefined) return undefined;
    const job = typeof record === 'string' ? parseVideoJob(record) : undefined;
    if (!job) this.#log.warn('a record of a video job cannot be read');
    return job;
  }
}
