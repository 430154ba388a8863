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
    const row = this.#shared.query((prepare) =>
      prepare('SELECT value FROM kept WHERE key = ? AND expires_at > ?').get(key, this.#clock.now()),
    );
    const text = row.ok ? row.value?.['value'] : undefined;
    if (typeof text !== 'string') return undefined;
    try {
      return JSON.parse(text);
    } catch {
      // Written by nobody of us; as good as nothing.
      return undefined;
    }
  }

  set(key: string, value: unknown, ttlMs: number): void {
    const text = JSON.stringify(value) as string | undefined;
    const now = this.#clock.now();
    this.#shared.transaction((prepare) => {
      prepare('DELETE FROM kept WHERE expires_at <= ? OR key = ?').run(now, key);
      // JSON has no word for undefined: then the key is only forgotten.
      if (text === undefined) return;
      prepare('INSERT INTO kept (key, value, expires_at) VALUES (?, ?, ?)').run(key, text, now + ttlMs);
    });
  }
}
