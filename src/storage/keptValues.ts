import type { Clock } from '../core/clock';
import type { KeptValues } from '../core/kept';
import type { SharedDatabase } from './database';

/** Values that are cheap to ask again, in the shared database; without one, nothing is kept. */
export class SqliteKeptValues implements KeptValues {
  readonly #shared: SharedDatabase;
  readonly #clock: Clock;

  constructor(shared: SharedDatabase, clock: Clock) {
    this.#shared = shared;
    this.#clock = clock;
  }

  get(key: string): unknown {
    const opened = this.#shared.open();
    if (!opened.ok) return undefined;
    const row = this.#shared
      .prepare(opened.value, 'SELECT value FROM kept WHERE key = ? AND expires_at > ?')
      .get(key, this.#clock.now());
    if (typeof row?.['value'] !== 'string') return undefined;
    try {
      return JSON.parse(row['value']);
    } catch {
      // Written by nobody of us; as good as nothing.
      return undefined;
    }
  }

  set(key: string, value: unknown, ttlMs: number): void {
    const opened = this.#shared.open();
    if (!opened.ok) return;
    const now = this.#clock.now();
    const prepare = (sql: string): ReturnType<SharedDatabase['prepare']> =>
      this.#shared.prepare(opened.value, sql);
    prepare('DELETE FROM kept WHERE expires_at <= ?').run(now);
    prepare(
      'INSERT INTO kept (key, value, expires_at) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at',
    ).run(key, JSON.stringify(value), now + ttlMs);
  }
}
