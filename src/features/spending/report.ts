import type { LedgerRow } from '../../core/money/ledger';

/** What one model cost, over some time. */
export interface ModelSpending {
  readonly modelId: string;
  readonly usd: number;
  readonly requests: number;
}

/** By model, dearest first; without offline requests, which are free. */
export function spendingByModel(rows: readonly LedgerRow[]): readonly ModelSpending[] {
  const sums = new Map<string, { microUsd: number; requests: number }>();
  for (const { booking, amountUsd } of rows) {
    if (booking.provider !== 'bedrock') continue;
    const sum = sums.get(booking.modelId) ?? { microUsd: 0, requests: 0 };
    // Whole millionths, so that a sum of cents stays a number of cents.
    sum.microUsd += Math.round(amountUsd * 1e6);
    sum.requests += 1;
    sums.set(booking.modelId, sum);
  }
  return [...sums]
    .map(([modelId, { microUsd, requests }]) => ({ modelId, usd: microUsd / 1e6, requests }))
    .sort((a, b) => b.usd - a.usd || b.requests - a.requests || a.modelId.localeCompare(b.modelId));
}

export function offlineRequests(rows: readonly LedgerRow[]): number {
  return rows.filter(({ booking }) => booking.provider === 'offline').length;
}

/** Midnight of the first of this month, here. */
export function startOfMonth(now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), 1).getTime();
}

const columns = [
  'time',
  'provider',
  'model',
  'region',
  'task',
  'workspace',
  'state',
  'outcome',
  'usd',
] as const;

/** The books as CSV after RFC 4180, oldest first. Times are UTC, amounts are estimates in USD with a point. */
export function spendingCsv(rows: readonly LedgerRow[]): string {
  const lines = rows
    .toReversed()
    .map(({ at, booking, state, outcome, amountUsd }) =>
      [
        new Date(at).toISOString(),
        booking.provider,
        booking.modelId,
        booking.region,
        booking.task,
        booking.workspace,
        state,
        outcome ?? '',
        String(amountUsd),
      ].map(cell),
    );
  return [[...columns], ...lines].map((line) => `${line.join(',')}\r\n`).join('');
}

/** A spreadsheet would run a cell that starts like a formula; a quote before it makes it text. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
