import { createMask, type Mask } from './mask';
import { areaRuns, type AreaRun } from './measure';

/**
 * One mask for each separate area, from top to bottom: together they are the mask, and no pixel is in two of them, also
 * where one area lies around another.
 *
 * @param joinPx as in `areasOf`
 */
export function separateAreas(mask: Mask, joinPx: number): readonly Mask[] {
  return areaRuns(mask, joinPx).map((runs) => partOf(mask, runs));
}

function partOf({ data, width, height }: Mask, runs: readonly AreaRun[]): Mask {
  const part = createMask(width, height);
  for (const { y, start, end } of runs) {
    part.data.set(data.subarray(y * width + start, y * width + end), y * width + start);
  }
  return part;
}
