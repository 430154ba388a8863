import type { Clock } from '../core/clock';
import type { RequestLimiter } from '../core/jobs/limiter';
import { err, ok, type Result } from '../core/result';
import type { SharedDatabase } from './database';

const MINUTE_MS = 60_000;

/** Requests of the last minute, counted over all windows: the service counts them over all windows too. */
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
      const opened = this.#shared.open();
      if (!opened.ok) return opened;
      const waitMs = this.#shared.transaction(opened.value, () => {
        const now = this.#clock.now();
        const { prepare } = this.#shared;
        const run = prepare.bind(this.#shared, opened.value);
        // Entries from the future are a clock that was set back; they would block for as long as it was wrong.
        run('DELETE FROM sent WHERE at <= ? OR at > ?').run(now - MINUTE_MS, now);
        const sent = run('SELECT at FROM sent WHERE bucket = ? ORDER BY at DESC LIMIT 1 OFFSET ?').get(
          bucket,
          Math.max(0, requestsPerMinute - 1),
        );
        if (sent) return Number(sent['at']) + MINUTE_MS - now;
        run('INSERT INTO sent (bucket, at) VALUES (?, ?)').run(bucket, now);
        return 0;
      });
      if (waitMs <= 0) return ok();
      onWait(waitMs);
      await this.#clock.sleep(waitMs, signal);
    }
  }
}
