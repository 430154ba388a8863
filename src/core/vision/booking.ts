import type { Ledger, ReservationId, SpendOutcome } from '../money/ledger';
import { err, ok, type Result } from '../result';
import type { VisionContext } from './caller';
import type { VisionPurpose } from './errors';
import type { PriceEstimate } from './models/price';

/** What several things cost together; undefined where the price of one of them is not known. */
export function sumKnown(prices: readonly (number | undefined)[]): number | undefined {
  return prices.includes(undefined) ? undefined : sum(prices.map((usd) => usd ?? 0));
}

/** The reservation of one question; it is closed once, and later closings change nothing. */
export class VisionBooking {
  /** What was reserved, in USD. */
  readonly amountUsd: number;
  readonly #ledger: Ledger;
  /** Undefined offline where there is no database. */
  readonly #id: ReservationId | undefined;
  #isOpen = true;

  constructor(ledger: Ledger, id: ReservationId | undefined, amountUsd: number) {
    this.#ledger = ledger;
    this.#id = id;
    this.amountUsd = amountUsd;
  }

  settle(amountUsd: number, outcome: SpendOutcome): void {
    if (this.#close() && this.#id !== undefined) this.#ledger.settle(this.#id, amountUsd, outcome);
  }

  release(): void {
    if (this.#close() && this.#id !== undefined) this.#ledger.release(this.#id);
  }

  #close(): boolean {
    const wasOpen = this.#isOpen;
    this.#isOpen = false;
    return wasOpen;
  }
}

/**
 * One reservation for each question, all or nothing. What is taken out of the budget is the most that each may cost; what
 * is compared with the limit of one request is what the user was shown.
 *
 * @returns `callTooExpensive`, or `budgetReached` with the whole price, when nothing may be sent
 */
export function reserve(
  purpose: VisionPurpose,
  estimates: readonly (PriceEstimate | undefined)[],
  { model, region, provider, workspace, budget }: VisionContext,
  ledger: Ledger,
): Result<readonly VisionBooking[]> {
  const priceUsd = sum(estimates.map((estimate) => estimate?.usualUsd ?? 0));
  const { perCallRefuseUsd, perDayUsd } = budget;
  if (perCallRefuseUsd !== null && priceUsd > perCallRefuseUsd) {
    return err({ kind: 'callTooExpensive', priceUsd, limitUsd: perCallRefuseUsd });
  }
  const bookings: VisionBooking[] = [];
  for (const estimate of estimates) {
    const amountUsd = estimate?.mostUsd ?? 0;
    const booking = { provider, modelId: model.model.id, region, workspace, task: purpose, amountUsd };
    const reserved = ledger.reserve(booking, { perDayUsd });
    if (reserved.ok) {
      bookings.push(new VisionBooking(ledger, reserved.value, amountUsd));
    } else if (provider === 'offline' && reserved.error.kind === 'noDatabase') {
      // Nothing is spent offline, so a missing database stops only what costs money.
      bookings.push(new VisionBooking(ledger, undefined, amountUsd));
    } else {
      const heldUsd = sum(bookings.map((each) => each.amountUsd));
      for (const each of bookings) each.release();
      if (reserved.error.kind !== 'budgetReached') return reserved;
      const spentUsd = Math.max(0, sum([reserved.error.spentUsd, -heldUsd]));
      return err({ ...reserved.error, spentUsd, priceUsd });
    }
  }
  return ok(bookings);
}

/** Hundred-millionths of a dollar, so that sums do not show the binary fractions behind them. */
export function sum(amounts: readonly number[]): number {
  return Math.round(amounts.reduce((total, amount) => total + amount, 0) * 1e8) / 1e8;
}
