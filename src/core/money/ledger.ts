import type { Result } from '../result';

export interface BudgetLimits {
  /** USD of one local day; null for none. */
  readonly perDayUsd: number | null;
}

export interface Booking {
  readonly provider: 'bedrock' | 'offline';
  readonly modelId: string;
  readonly region: string;
  /** URI of the workspace, or empty. */
  readonly workspace: string;
  readonly task: string;
  /** Estimated price of all images asked for. */
  readonly amountUsd: number;
}

export interface SpendingTotals {
  readonly todayUsd: number;
  readonly monthUsd: number;
  readonly workspaceUsd: number;
}

export interface LedgerRow {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly booking: Booking;
  readonly state: 'reserved' | 'settled';
  readonly amountUsd: number;
  readonly outcome?: SpendOutcome;
}

/** How a call ended, for the books. `unknown`: the request was sent and nobody can say whether it was billed. */
export type SpendOutcome = 'succeeded' | 'partlyFiltered' | 'filtered' | 'unknown';

/**
 * Counts money in the database that all windows share. Offline calls are booked apart, with amount 0, and never count.
 * Every method throws only for bugs; a missing database is `noDatabase`.
 */
export interface Ledger {
  /** Takes the amount out of today's budget before the call, atomically across windows. */
  reserve(booking: Booking, limits: BudgetLimits): Result<ReservationId>;
  /** The call was sent: what it is believed to have cost. */
  settle(id: ReservationId, amountUsd: number, outcome: SpendOutcome): void;
  /** The call was not sent, or certainly not charged. */
  release(id: ReservationId): void;
  totals(workspace: string): Result<SpendingTotals>;
  /** Newest first. */
  rows(since: number): Result<readonly LedgerRow[]>;
  /** Fires in this window after each change made in any window. */
  onDidChange(listener: () => void): { dispose(): void };
}

export type ReservationId = number;
