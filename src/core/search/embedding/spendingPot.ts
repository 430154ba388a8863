import type { Ledger, ReservationId, SpendOutcome } from '../../money/ledger';
import { ok, type Result } from '../../result';
import type { EmbeddingContext } from './context';

/** One line in the books for so many pictures; after a crash they count in full, which is less than a cent. */
const SHARES = 100;

/** The price of one request, taken out of the budget before it is sent. */
export interface Share {
  /** The request ended: how it counts. Later calls change nothing. */
  close(cost: SpendOutcome | 'none'): void;
}

interface Reservation {
  readonly id: ReservationId | undefined;
  /** Shares not yet given out. */
  left: number;
  open: number;
  spentUsd: number;
  outcome: SpendOutcome;
}

/**
 * Takes money for many cheap requests out of the budget in pieces: a transaction for each would cost more time than the
 * request, and a line in the books for each would bury all others.
 */
export class SpendingPot {
  readonly #ledger: Ledger;
  readonly #context: EmbeddingContext;
  readonly #usdEach: number;
  readonly #task: string;
  #current: Reservation | undefined;
  #spentUsd = 0;

  constructor(ledger: Ledger, context: EmbeddingContext, usdEach: number, task: string) {
    this.#ledger = ledger;
    this.#context = context;
    this.#usdEach = context.provider === 'offline' ? 0 : usdEach;
    this.#task = task;
  }

  /** Of all that was closed. */
  get spentUsd(): number {
    return this.#spentUsd;
  }

  /** @returns `budgetReached` where not even one more can be paid */
  take(expected: number): Result<Share> {
    if (!this.#current || this.#current.left === 0) {
      const reserved = this.#reserve(Math.max(1, Math.min(SHARES, expected)));
      if (!reserved.ok) return reserved;
      this.#current = reserved.value;
    }
    const from = this.#current;
    from.left--;
    from.open++;
    let isOpen = true;
    return ok({
      close: (cost) => {
        if (!isOpen) return;
        isOpen = false;
        from.open--;
        if (cost !== 'none') {
          from.spentUsd += this.#usdEach;
          this.#spentUsd = roundUsd(this.#spentUsd + this.#usdEach);
          // The others of this line went well.
          if (cost !== 'succeeded') from.outcome = cost === 'filtered' ? 'partlyFiltered' : cost;
        }
        this.#settleWhenDone(from);
      },
    });
  }

  /** Gives back what was not used; shares that are still open are settled when they close. */
  close(): void {
    const current = this.#current;
    this.#current = undefined;
    if (!current) return;
    current.left = 0;
    this.#settleWhenDone(current);
  }

  #reserve(shares: number): Result<Reservation> {
    const { provider, model, region, workspace, budget } = this.#context;
    const amountUsd = shares * this.#usdEach;
    const reserved = this.#ledger.reserve(
      { provider, modelId: model.model.id, region, workspace, task: this.#task, amountUsd },
      { perDayUsd: budget.perDayUsd },
    );
    if (reserved.ok) return ok(fresh(reserved.value, shares));
    if (provider === 'offline' && reserved.error.kind === 'noDatabase') return ok(fresh(undefined, shares));
    // The last cents of a budget are spent too.
    return reserved.error.kind === 'budgetReached' && shares > 1
      ? this.#reserve(Math.floor(shares / 2))
      : reserved;
  }

  #settleWhenDone(reservation: Reservation): void {
    const { id, left, open, spentUsd, outcome } = reservation;
    if (left > 0 || open > 0) return;
    if (this.#current === reservation) this.#current = undefined;
    if (id === undefined) return;
    if (spentUsd === 0 && outcome === 'succeeded' && this.#usdEach > 0) this.#ledger.release(id);
    else this.#ledger.settle(id, roundUsd(spentUsd), outcome);
  }
}

function fresh(id: ReservationId | undefined, shares: number): Reservation {
  return { id, left: shares, open: 0, spentUsd: 0, outcome: 'succeeded' };
}

/** Sums of binary fractions drift; a picture costs thousandths of a cent. */
function roundUsd(usd: number): number {
  return Math.round(usd * 1e9) / 1e9;
}
