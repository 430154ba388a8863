import type { BackgroundSimilarity } from '../vectorIndex';

/** How well a picture fits, in words; numbers of different models and collections cannot be compared. */
export type Closeness = 'veryClose' | 'close' | 'loose' | 'none';

export const closenessOrder: readonly Closeness[] = ['veryClose', 'close', 'loose', 'none'];

/** How alike unrelated things are here: the middle, and what a usual step away from it is. */
export interface Calibration {
  readonly middle: number;
  readonly step: number;
}

/** Of a normal distribution: how many steps the upper tenth begins above the middle. */
const STEPS_TO_P90 = 1.2816;

/** Of cosines; below it nothing but rounding tells things apart. */
const LEAST_STEP = 0.005;

/** With fewer pairs chance says more than the collection: a broad guess counts as so many pairs. */
const GUESS_PAIRS = 20;
const GUESS: Calibration = { middle: 0.3, step: 0.12 };

/**
 * From the middle and the upper tenth, not from the extremes: what belongs together stands in those, and must not raise
 * the bar for itself.
 */
export function calibrationOf({ pairs, median, p90 }: BackgroundSimilarity): Calibration {
  const share = pairs / (pairs + GUESS_PAIRS);
  const step = Math.max(LEAST_STEP, (p90 - median) / STEPS_TO_P90);
  return {
    middle: share * median + (1 - share) * GUESS.middle,
    step: share * step + (1 - share) * GUESS.step,
  };
}

const LOOSE_STEPS = 2.5;
const LEAST_CLOSE_STEPS = 3.5;
const VERY_CLOSE_STEPS = 1.5;

/** Equal but for encoding, whatever the collection. */
const SAME = 0.98;

/**
 * Where pictures that fit begin. Among many pictures some unrelated one comes far by chance alone, so that the bar for
 * "close" rises with their number, as the largest of so many normal numbers does.
 *
 * @param steps how far above the background a picture is
 */
export function closenessOfSteps(steps: number, pictures: number): Closeness {
  const close = Math.max(LEAST_CLOSE_STEPS, Math.sqrt(2 * Math.log(Math.max(2, pictures))));
  if (steps >= close + VERY_CLOSE_STEPS) return 'veryClose';
  if (steps >= close) return 'close';
  return steps >= LOOSE_STEPS ? 'loose' : 'none';
}

/**
 * How close two pictures are. Unlike for words, 1 is known to be the same picture, so that the way from the background to
 * it can be divided; in a collection of one kind of pictures the steps alone would call everything far.
 */
export function closenessOfPictures(score: number, { middle, step }: Calibration): Closeness {
  if (score >= SAME) return 'veryClose';
  const way = (score - middle) / Math.max(LEAST_STEP, 1 - middle);
  const steps = (score - middle) / step;
  if (way >= 0.75 && steps >= 3) return 'veryClose';
  if (way >= 0.5 && steps >= 2.5) return 'close';
  return way >= 0.25 && steps >= 2 ? 'loose' : 'none';
}

/** From here on two pictures are one for whoever looks: scaled, cropped a little, or written in another format. */
export function nearDuplicateScore({ middle }: Calibration): number {
  return Math.max(0.95, middle + 0.93 * (1 - middle));
}
