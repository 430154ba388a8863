import type { Result } from '../../result';
import { ok } from '../../result';
import { isSameSpace } from '../embedding/context';
import type { VectorIndexes, VectorSpace } from '../vectorIndex';
import type { SearchRecords } from './ports';

export interface Serving {
  readonly space: VectorSpace;
  /** It once held every picture of the workspace. */
  readonly isComplete: boolean;
}

/**
 * The index to look in: the wanted one once it is whole, until then the one before it, and without one what there is of
 * the wanted one.
 *
 * @returns undefined where there is none
 */
export async function servingSpace(
  wanted: VectorSpace,
  records: SearchRecords,
  indexes: VectorIndexes,
): Promise<Result<Serving | undefined>> {
  const record = records.read();
  if (!record.ok) return record;
  const listed = await indexes.list();
  if (!listed.ok) return listed;
  const isThere = (space: VectorSpace): boolean =>
    listed.value.some((each) => each.count > 0 && isSameSpace(each.space, space));
  const complete = record.value.complete.filter((space) => space.kind === wanted.kind && isThere(space));
  const best = complete.find((space) => isSameSpace(space, wanted)) ?? complete.at(-1);
  if (best) return ok({ space: best, isComplete: isSameSpace(best, wanted) });
  return ok(isThere(wanted) ? { space: wanted, isComplete: false } : undefined);
}
