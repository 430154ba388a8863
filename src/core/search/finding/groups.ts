import { closenessOfPictures, type Calibration, type Closeness } from './closeness';
import { cosine, lengthOf } from './combine';

/** A named group, by a few pictures that belong to it. */
export interface ExampleGroup {
  readonly name: string;
  /** At least one. */
  readonly examples: readonly Float32Array[];
}

export interface Assignment {
  readonly id: string;
  /** Undefined where the picture is like none of the groups. */
  readonly group: string | undefined;
  readonly closeness: Closeness;
  /** False where another group is nearly as close: somebody should look. */
  readonly isSure: boolean;
  /** The next group, where there is one. */
  readonly second?: string;
}

/** Of the way from the background to the same picture. */
const LEAST_LEAD = 0.05;

/**
 * Sorts pictures by what they are most like: half by the middle of a group's examples, half by the nearest one, so that
 * a group of unlike examples still takes what is like one of them. Moves nothing; it is a report.
 */
export function groupByExamples(
  groups: readonly ExampleGroup[],
  pictures: ReadonlyMap<string, Float32Array>,
  calibration: Calibration,
): readonly Assignment[] {
  const known = groups.flatMap(({ name, examples }) =>
    examples.length === 0 ? [] : [{ name, examples, center: centerOf(examples) }],
  );
  return [...pictures].map(([id, vector]) => {
    const ranked = known
      .map(({ name, examples, center }) => {
        const nearest = Math.max(...examples.map((example) => cosine(example, vector)));
        return { name, nearest, score: (cosine(center, vector) + nearest) / 2 };
      })
      .sort((a, b) => b.score - a.score);
    const [best, next] = ranked;
    const closeness = best ? closenessOfPictures(best.nearest, calibration) : 'none';
    const lead = best && next ? (best.score - next.score) / Math.max(0.01, 1 - calibration.middle) : 1;
    return {
      id,
      group: closeness === 'none' ? undefined : best?.name,
      closeness,
      isSure: closeness !== 'none' && closeness !== 'loose' && lead >= LEAST_LEAD,
      ...(next ? { second: next.name } : {}),
    };
  });
}

function centerOf(vectors: readonly Float32Array[]): Float32Array {
  const center = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) {
    const length = lengthOf(vector) || 1;
    for (let at = 0; at < center.length; at++) center[at] = (center[at] ?? 0) + (vector[at] ?? 0) / length;
  }
  return center;
}
