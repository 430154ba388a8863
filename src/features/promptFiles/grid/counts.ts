import { sumUsd } from '../../../core/generate/plan';
import type { ItemState, RunItem } from '../../../core/promptFiles/runs/queue';

/** A number of images, and what making them costs in USD; undefined where nobody knows. */
export interface Count {
  readonly cells: number;
  readonly images: number;
  readonly priceUsd: number | undefined;
}

/** Images of a grid by where they stand. */
export interface GridCounts {
  readonly all: number;
  readonly made: number;
  /** Cells that an earlier run has paid for. */
  readonly madeBefore: number;
  /** Waiting, or being made. */
  readonly toGo: Count;
  /** Waiting alone: what the next press would send. */
  readonly waiting: Count;
  readonly failed: Count;
  readonly cancelled: Count;
  readonly inDoubt: Count;
}

export function countsOf(items: readonly RunItem[]): GridCounts {
  const of = (...kinds: readonly ItemState['kind'][]): Count => {
    const own = items.filter(({ state }) => kinds.includes(state.kind));
    const prices = own.map(({ cell }) => cell.priceUsd);
    return {
      cells: own.length,
      images: own.reduce((sum, { cell }) => sum + cell.images, 0),
      priceUsd: prices.every((price) => price !== undefined) ? sumUsd(prices) : undefined,
    };
  };
  return {
    all: items.reduce((sum, { cell }) => sum + cell.images, 0),
    made: of('made').images,
    madeBefore: items.filter(({ state }) => state.kind === 'made' && state.wasMadeBefore).length,
    toGo: of('waiting', 'making'),
    waiting: of('waiting'),
    failed: of('failed'),
    cancelled: of('cancelled'),
    inDoubt: of('inDoubt'),
  };
}
