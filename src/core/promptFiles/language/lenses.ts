import { sumUsd } from '../../generate/plan';
import { priceOf } from '../../models/price';
import { videoPrice } from '../../video/price';
import { wishOf } from '../cellRequest';
import type { Expansion } from '../expand';
import type { ModelFacts } from '../modelFacts';
import type { PromptFile } from '../promptFile';
import type { TextRange } from '../text';

/** "Run · 4 images, about $0.16", "Run Storyboard · 12 s, about $0.96", as numbers. */
export interface RunLens {
  readonly range: TextRange;
  readonly kind: 'images' | 'video';
  readonly combinations: number;
  /** False where there are more than can be counted. */
  readonly isExact: boolean;
  /** Images or videos in all; undefined where the combinations pass the limit. */
  readonly results?: number;
  /** Seconds of all videos. */
  readonly seconds?: number;
  /** In USD; undefined where nobody knows it. 0 offline. */
  readonly priceUsd?: number;
  /** True where the file shows more than one thing side by side. */
  readonly hasGrid: boolean;
}

/**
 * What a run would make, without looking at what is made already and without reading any input.
 *
 * @param most combinations that are looked at
 */
export function runLens(
  file: PromptFile,
  expansion: Expansion,
  facts: {
    readonly models: ModelFacts;
    readonly document: string;
    readonly provider: 'bedrock' | 'offline';
    readonly prices: Readonly<Record<string, number>>;
    readonly maxCombinations: number;
  },
): RunLens {
  const { models, document, provider, prices, maxCombinations } = facts;
  const isVideo = file.task.endsWith('Video') || file.task.startsWith('multiShot');
  const base = {
    // Above all that is said, where the editor shows it first.
    range: { start: 0, end: 0 },
    kind: isVideo ? 'video' : 'images',
    combinations: expansion.count,
    isExact: expansion.isExact,
    hasGrid: expansion.count > 1 || Object.keys(file.grid).length > 0,
  } as const;
  if (expansion.count > maxCombinations) return base;
  let results = 0;
  let seconds = 0;
  const costs: (number | undefined)[] = [];
  for (const combination of expansion.first(maxCombinations)) {
    const wish = wishOf(file, combination, document, models);
    if (!wish.ok) continue;
    if (wish.value.kind === 'video') {
      results++;
      seconds += wish.value.durationSeconds;
      costs.push(videoPrice(wish.value.model, wish.value, prices));
      continue;
    }
    const { count, model, size, options } = wish.value;
    results += count;
    const each = priceOf(model, prices, { ...(size ? { size } : {}), options });
    costs.push(each === undefined ? undefined : each * count);
  }
  const isKnown = costs.every((cost) => cost !== undefined);
  const priceUsd = provider === 'offline' ? 0 : isKnown ? sumUsd(costs) : undefined;
  return {
    ...base,
    results,
    ...(isVideo ? { seconds } : {}),
    ...(priceUsd === undefined ? {} : { priceUsd }),
  };
}
