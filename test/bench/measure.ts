/** One measured figure, as `npm run bench -- --json` prints it. */
export interface Measure {
  readonly value: number;
  readonly unit: string;
  /** How many samples stand behind the value. */
  readonly runs: number;
  readonly p95: number;
}

/** In words, why a figure could not be measured here. */
export interface Missing {
  readonly missing: string;
}

export type Finding = Measure | Missing;

/** What one file of this folder measures. */
export interface Bench {
  /** The figures it yields, by the names under which they can be asked for. */
  readonly names: readonly string[];
  /** Takes long: left out where nothing is named. */
  readonly isOnRequest?: boolean;
  readonly run: () => Promise<Readonly<Record<string, Finding>>>;
  /** Shows its findings in another way than one line for each. */
  readonly table?: (findings: Readonly<Record<string, Finding>>) => string;
}

/** @returns the median of the samples with their 95th percentile; throws RangeError without samples */
export function summarize(samples: readonly number[], unit: string): Measure {
  return { value: quantile(samples, 0.5), unit, runs: samples.length, p95: quantile(samples, 0.95) };
}

/** A figure that is the same at every run, such as a size. */
export function exactly(value: number, unit: string): Measure {
  return { value: rounded(value), unit, runs: 1, p95: rounded(value) };
}

/** Linear interpolation between the two nearest samples. */
function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
  if (low === undefined || high === undefined) {
    throw new RangeError('No samples');
  }
  return rounded(low + (high - low) * (position - Math.floor(position)));
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
