import type { Ledger, ReservationId, SpendOutcome } from '../money/ledger';
import { err, ok, type Result } from '../result';
import { roundUsd, sumUsd, type PlannedCall, type PromptPlan } from './plan';
import type { GenerateBudget } from './run';

/** The reservation of one call; it is closed once, and later closings change nothing. */
export class CallBooking {
  readonly #ledger: Ledger;
  /** Undefined offline where there is no database. */
  readonly #id: ReservationId | undefined;
  #isOpen = true;

  constructor(ledger: Ledger, id: ReservationId | undefined) {
    this.#ledger = ledger;
    this.#id = id;
  }

  /** @returns false when it was closed before */
  settle(amountUsd: number, outcome: SpendOutcome): boolean {
    if (!this.#close()) return false;
    if (this.#id !== undefined) this.#ledger.settle(this.#id, amountUsd, outcome);
    return true;
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
 * Takes the price of all calls out of the budget, one reservation each, in the order in which they will be sent; all or
 * nothing, because the user decided about the whole.
 *
 * @returns `callTooExpensive`, or `budgetReached` with the whole price, when nothing may be sent
 */
export function reserveAll(
  plans: readonly PromptPlan[],
  budget: GenerateBudget,
  ledger: Ledger,
): Result<ReadonlyMap<PlannedCall, CallBooking>> {
  const priceUsd = sumUsd(plans.map((plan) => plan.priceUsd));
  const { perCallRefuseUsd } = budget;
  if (perCallRefuseUsd !== null && priceUsd > perCallRefuseUsd) {
    return err({ kind: 'callTooExpensive', priceUsd, limitUsd: perCallRefuseUsd });
  }
  const bookings = new Map<PlannedCall, CallBooking>();
  let reservedUsd = 0;
  for (const call of plans.flatMap((plan) => plan.calls)) {
    const { request, task, amountUsd } = call;
    const reserved = ledger.reserve(
      {
        provider: request.provider,
        modelId: request.model.id,
        region: request.region,
        workspace: request.workspace,
        task: task.kind,
        amountUsd,
      },
      { perDayUsd: budget.perDayUsd },
    );
    if (reserved.ok) {
      bookings.set(call, new CallBooking(ledger, reserved.value));
      reservedUsd += amountUsd;
    } else if (request.provider === 'offline' && reserved.error.kind === 'noDatabase') {
      // Nothing is spent offline, so a missing database stops only what costs money.
      bookings.set(call, new CallBooking(ledger, undefined));
    } else {
      for (const booking of bookings.values()) booking.release();
      if (reserved.error.kind !== 'budgetReached') return reserved;
      const spentUsd = Math.max(0, roundUsd(reserved.error.spentUsd - reservedUsd));
      return err({ ...reserved.error, spentUsd, priceUsd });
    }
  }
  return ok(bookings);
}
