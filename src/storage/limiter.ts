import type { Clock } from '../core/clock';
import type { RequestLimiter } from '../core/jobs/limiter';
import { err, ok, type Result } from '../core/result';
import type { SharedDatabase } from './database';

const MINUTE_MS = 60_000;

/**
 * Counts the requests of the last minute over all windows, as the service counts them. A window of time rather than a
 * bucket of tokens: after a pause the whole quota is there at once, and never more than it in any minute.
 */
export class SqliteLimiter implements RequestLimiter {
  readonly #shared: SharedDatabase;
  readonly #clock: Clock;

  constructor(shared: SharedDatabase, clock: Clock) {
    this.#shared = shared;
    this.#clock = clock;
  }

  async acquire(
    key: { readonly region: string; readonly modelId: string },
    requestsPerMinute: number,
    onWait: (waitMs: number) => void,
    signal: AbortSignal,
  ): Promise<Result<void>> {
    const bucket = `${key.region} ${key.modelId}`;
    for (;;) {
      if (signal.aborted) return err({ kind: 'cancelled' });
      const waitMs = this.#tryNow(bucket, Math.max(1, Math.floor(requestsPerMinute)));
      if (!waitMs.ok) return waitMs;
      if (waitMs.value <= 0) return ok();
      onWait(waitMs.value);
      await this.#clock.sleep(waitMs.value, signal);
    }
  }

  /** @returns 0 when the request was counted, else how long until the next place is free */
  #tryNow(bucket: string, quota: number): Result<number> {
    // After a loss of power nobody asks in the same minute.
    return this.#shared.quickTransaction((prepare) => {
      // Read inside the transaction, so that windows count in the order of their times.
      const now = this.#clock.now();
      // What lies far in the future was counted before the clock was set back, and would block until it comes again.
      prepare('DELETE FROM sent WHERE at <= ? OR at > ?').run(now - MINUTE_MS, now + MINUTE_MS);
      const oldestOfFull = prepare(
        'SELECT at FROM sent WHERE bucket = ? ORDER BY at DESC LIMIT 1 OFFSET ?',
      ).get(bucket, quota - 1);
      if (oldestOfFull) return Number(oldestOfFull['at']) + MINUTE_MS - now;
      prepare('INSERT INTO sent (bucket, at) VALUES (?, ?)').run(bucket, now);
      return 0;
    });
  }
}
