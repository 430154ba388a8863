import { estimate } from '../../../core/models/price';
import { wishOf } from '../../../core/promptFiles/cellRequest';
import { isVideoTask } from '../../../core/promptFiles/fields';
import type { Analysis } from '../analysis';

/** What a run of the whole file would make and cost, if nothing of it was made before. */
export interface RunEstimate {
  readonly images: number;
  /** In USD; undefined where the price of one of them is not known. */
  readonly priceUsd: number | undefined;
}

/** A lens appears while somebody types; more is counted when it is run. */
const MOST_COUNTED = 2000;

/** @returns undefined for what cannot be run as it stands, and for videos */
export function estimateRun(
  { file, expansion, models, problems, place }: Analysis,
  facts: { readonly prices: Readonly<Record<string, number>>; readonly isOffline: boolean },
): RunEstimate | undefined {
  const isReady = problems.every(({ severity }) => severity !== 'error');
  if (!isReady || !place || isVideoTask(file.task) || expansion.count > MOST_COUNTED) return undefined;
  let images = 0;
  let priceUsd: number | undefined = 0;
  for (const combination of expansion.first(MOST_COUNTED)) {
    const wish = wishOf(file, combination, place.path, models);
    if (!wish.ok || wish.value.kind !== 'image') return undefined;
    const { model, count, options, size } = wish.value;
    images += count;
    const price = estimate(model, { count, options, ...(size ? { size } : {}) }, facts.prices);
    priceUsd = priceUsd === undefined || price === undefined ? undefined : priceUsd + price;
  }
  return { images, priceUsd: facts.isOffline ? 0 : priceUsd };
}
