import type { Clock } from '../core/clock';
import type { Disposable } from '../core/disposable';
import { Emitter } from '../core/emitter';
import type {
  Booking,
  BudgetLimits,
  Ledger,
  LedgerRow,
  ReservationId,
  SpendingTotals,
  SpendOutcome,
} from '../core/money/ledger';
import { err, ok, type Result } from '../core/result';
import type { Prepare, SharedDatabase } from './database';

/** How often this window asks whether another one has written. */
const WATCH_MS = 3000;

/** Sums of binary fractions of a dollar drift; a millionth of a cent is nobody's money. */
const TOLERANCE_USD = 1e-8;

const outcomes: readonly SpendOutcome[] = ['succeeded', 'partlyFiltered', 'filtered', 'unknown'];

/**
 * The books of all windows. A reservation counts in full until it is settled or released; where its window died in
 * between, that is for good, because its call may have been paid for. A day is the user's own, by the local clock.
 */
export class SqliteLedger implements Ledger, Disposable {
  readonly #shared: SharedDatabase;
  readonly #clock: Clock;
  readonly #changed = new Emitter<void>();
  #watch: ReturnType<typeof setInterval> | undefined;
  #seen: string | undefined;

  constructor(shared: SharedDatabase, clock: Clock) {
    this.#shared = shared;
    this.#clock = clock;
  }

  reserve(booking: Booking, { perDayUsd }: BudgetLimits): Result<ReservationId> {
    const amountUsd = booking.provider === 'offline' ? 0 : booking.amountUsd;
    const reserved = this.#shared.transaction((prepare): Result<ReservationId> => {
      const now = this.#clock.now();
      const day = localDay(now);
      if (perDayUsd !== null && amountUsd > 0) {
        const spentUsd = sum(prepare, 'day = ?', day);
        // Written so that a price that is no number is refused as well.
        if (!(spentUsd + amountUsd <= perDayUsd + TOLERANCE_USD)) {
          return err({ kind: 'budgetReached', spentUsd, limitUsd: perDayUsd, priceUsd: amountUsd });
        }
      }
      const { provider, modelId, region, workspace, task } = booking;
      const { lastInsertRowid } = prepare(
        `INSERT INTO spending (at, day, provider, model, region, workspace, task, reserved_usd, amount_usd, state)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'reserved')`,
      ).run(now, day, provider, modelId, region, workspace, task, amountUsd, amountUsd);
      return ok(Number(lastInsertRowid));
    });
    const result = reserved.ok ? reserved.value : reserved;
    if (result.ok) this.#changed.fire();
    return result;
  }

  /** Where the database refuses, the whole reservation stays counted. */
  settle(id: ReservationId, amountUsd: number, outcome: SpendOutcome): void {
    this.#write(
      `UPDATE spending SET state = 'settled', outcome = ?, amount_usd = CASE provider WHEN 'offline' THEN 0 ELSE ? END
       WHERE id = ?`,
      outcome,
      amountUsd,
      id,
    );
  }

  release(id: ReservationId): void {
    this.#write(`DELETE FROM spending WHERE id = ? AND state = 'reserved'`, id);
  }

  totals(workspace: string): Result<SpendingTotals> {
    const day = localDay(this.#clock.now());
    return this.#shared.query((prepare) => ({
      todayUsd: sum(prepare, 'day = ?', day),
      monthUsd: sum(prepare, 'day >= ? AND day <= ?', `${day.slice(0, 8)}01`, day),
      workspaceUsd: sum(prepare, 'workspace = ?', workspace),
    }));
  }

  rows(since: number): Result<readonly LedgerRow[]> {
    return this.#shared.query((prepare) =>
      prepare('SELECT * FROM spending WHERE at >= ? ORDER BY at DESC, id DESC').all(since).map(toRow),
    );
  }

  onDidChange(listener: () => void): Disposable {
    if (!this.#watch) {
      this.#watch = setInterval(() => this.lookAround(), WATCH_MS);
      this.#watch.unref();
    }
    return this.#changed.event(listener);
  }

  dispose(): void {
    clearInterval(this.#watch);
    this.#watch = undefined;
  }

  #write(sql: string, ...values: readonly (string | number)[]): void {
    const written = this.#shared.transaction((prepare) => prepare(sql).run(...values));
    if (written.ok) this.#changed.fire();
  }

  /** Tells the listeners when something has changed since the last look: this is how other windows are noticed. */
  lookAround(): void {
    const version = this.#dataVersion();
    // A new day changes today's sum without anybody writing.
    const state = `${localDay(this.#clock.now())} ${version}`;
    if (version === undefined || state === this.#seen) return;
    this.#seen = state;
    this.#changed.fire();
  }

  /** Another number after each commit of another connection. https://www.sqlite.org/pragma.html#pragma_data_version */
  #dataVersion(): number | undefined {
    const row = this.#shared.query((prepare) => prepare('PRAGMA data_version').get());
    return row.ok ? Number(row.value?.['data_version']) : undefined;
  }
}

function sum(prepare: Prepare, condition: string, ...values: readonly string[]): number {
  const row = prepare(
    `SELECT TOTAL(amount_usd) AS total FROM spending WHERE provider <> 'offline' AND ${condition}`,
  ).get(...values);
  return Math.round(Number(row?.['total'] ?? 0) * 1e8) / 1e8;
}

function toRow(row: Record<string, unknown>): LedgerRow {
  const outcome = outcomes.find((each) => each === row['outcome']);
  return {
    at: Number(row['at']),
    booking: {
      provider: row['provider'] === 'offline' ? 'offline' : 'bedrock',
      modelId: String(row['model']),
      region: String(row['region']),
      workspace: String(row['workspace']),
      task: String(row['task']),
      amountUsd: Number(row['reserved_usd']),
    },
    state: row['state'] === 'settled' ? 'settled' : 'reserved',
    amountUsd: Number(row['amount_usd']),
    ...(outcome === undefined ? {} : { outcome }),
  };
}

/** `2026-11-20` where the computer stands. */
function localDay(now: number): string {
  const date = new Date(now);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
