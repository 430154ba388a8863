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
import type { SharedDatabase } from './database';

/** How often this window asks whether another one has written. */
const WATCH_MS = 3000;

/** Sums of binary fractions of a dollar drift; a millionth of a cent is nobody's money. */
const TOLERANCE_USD = 1e-8;

/** The books of all windows. A reservation whose window died stays counted: its call may have been paid for. */
export class SqliteLedger implements Ledger, Disposable {
  readonly #shared: SharedDatabase;
  readonly #clock: Clock;
  readonly #changed = new Emitter<void>();
  #watch: ReturnType<typeof setInterval> | undefined;
  #dataVersion: unknown;

  constructor(shared: SharedDatabase, clock: Clock) {
    this.#shared = shared;
    this.#clock = clock;
  }

  reserve(booking: Booking, limits: BudgetLimits): Result<ReservationId> {
    const opened = this.#shared.open();
    if (!opened.ok) return opened;
    const database = opened.value;
    const now = this.#clock.now();
    const amountUsd = booking.provider === 'offline' ? 0 : booking.amountUsd;
    const result = this.#shared.transaction(database, (): Result<ReservationId> => {
      const spentUsd = this.#sum('day = ?', localDay(now));
      if (
        limits.perDayUsd !== null &&
        amountUsd > 0 &&
        spentUsd + amountUsd > limits.perDayUsd + TOLERANCE_USD
      ) {
        return err({ kind: 'budgetReached', spentUsd, limitUsd: limits.perDayUsd, priceUsd: amountUsd });
      }
      const { lastInsertRowid } = this.#shared
        .prepare(
          database,
          `INSERT INTO spending (at, day, provider, model, region, workspace, task, reserved_usd, amount_usd, state)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'reserved')`,
        )
        .run(
          now,
          localDay(now),
          booking.provider,
          booking.modelId,
          booking.region,
          booking.workspace,
          booking.task,
          amountUsd,
          amountUsd,
        );
      return ok(Number(lastInsertRowid));
    });
    this.#changed.fire();
    return result;
  }

  settle(id: ReservationId, amountUsd: number, outcome: SpendOutcome): void {
    this.#write(
      `UPDATE spending SET state = 'settled', outcome = ?, amount_usd = CASE provider WHEN 'offline' THEN 0 ELSE ? END WHERE id = ?`,
      outcome,
      amountUsd,
      id,
    );
  }

  release(id: ReservationId): void {
    this.#write(`DELETE FROM spending WHERE id = ? AND state = 'reserved'`, id);
  }

  totals(workspace: string): Result<SpendingTotals> {
    const opened = this.#shared.open();
    if (!opened.ok) return opened;
    const day = localDay(this.#clock.now());
    return ok({
      todayUsd: this.#sum('day = ?', day),
      monthUsd: this.#sum('day >= ? AND day <= ?', `${day.slice(0, 8)}01`, day),
      workspaceUsd: this.#sum('workspace = ?', workspace),
    });
  }

  rows(since: number): Result<readonly LedgerRow[]> {
    const opened = this.#shared.open();
    if (!opened.ok) return opened;
    const rows = this.#shared
      .prepare(opened.value, 'SELECT * FROM spending WHERE at >= ? ORDER BY at DESC, id DESC')
      .all(since);
    return ok(rows.map(toRow));
  }

  onDidChange(listener: () => void): Disposable {
    this.#watch ??= this.#startWatch();
    return this.#changed.event(listener);
  }

  dispose(): void {
    clearInterval(this.#watch);
    this.#watch = undefined;
  }

  #sum(condition: string, ...values: readonly string[]): number {
    const opened = this.#shared.open();
    if (!opened.ok) return 0;
    const row = this.#shared
      .prepare(
        opened.value,
        `SELECT TOTAL(amount_usd) AS total FROM spending WHERE provider <> 'offline' AND ${condition}`,
      )
      .get(...values);
    return Math.round(Number(row?.['total'] ?? 0) * 1e8) / 1e8;
  }

  #write(sql: string, ...values: readonly (string | number)[]): void {
    const opened = this.#shared.open();
    if (!opened.ok) return;
    this.#shared.prepare(opened.value, sql).run(...values);
    this.#changed.fire();
  }

  #startWatch(): ReturnType<typeof setInterval> {
    const timer = setInterval(() => {
      const opened = this.#shared.open();
      if (!opened.ok) return;
      // Changes with every commit of another connection, and costs no read of the file.
      const version = this.#shared.prepare(opened.value, 'PRAGMA data_version').get()?.['data_version'];
      if (this.#dataVersion !== undefined && version !== this.#dataVersion) this.#changed.fire();
      this.#dataVersion = version;
    }, WATCH_MS);
    timer.unref();
    return timer;
  }
}

function toRow(row: Record<string, unknown>): LedgerRow {
  const outcome = row['outcome'];
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
    ...(typeof outcome === 'string' ? { outcome: outcome as SpendOutcome } : {}),
  };
}

/** A day is the user's own: `2026-11-20` where the computer stands. */
function localDay(now: number): string {
  const date = new Date(now);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
