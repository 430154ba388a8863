import type { Result } from '../../result';
import { isSameSpace } from '../embedding/context';
import type { IndexSummary, VectorIndex, VectorIndexes, VectorSpace } from '../vectorIndex';

/** What was saved of a damaged index. */
export interface RecoveredIndex {
  readonly kept: number;
  /** How many there were; undefined where that cannot be read any more. */
  readonly of: number | undefined;
}

/** Indexes that are asked whether one of them was damaged: a damage may be found at any time while they are used. */
export class WatchedIndexes implements VectorIndexes {
  readonly #indexes: VectorIndexes;
  readonly #opened = new Set<VectorIndex>();

  constructor(indexes: VectorIndexes) {
    this.#indexes = indexes;
  }

  /** Of those that were opened; undefined where all were sound. */
  get recovered(): RecoveredIndex | undefined {
    for (const { state } of this.#opened) {
      if (state.kind === 'rebuilt' && state.why === 'damaged') return { kept: state.kept, of: state.of };
    }
    return undefined;
  }

  async open(space: VectorSpace): Promise<Result<VectorIndex>> {
    const opened = await this.#indexes.open(space);
    if (opened.ok) this.#opened.add(opened.value);
    return opened;
  }

  list(): Promise<Result<readonly IndexSummary[]>> {
    return this.#indexes.list();
  }

  async delete(space: VectorSpace): Promise<Result<void>> {
    const deleted = await this.#indexes.delete(space);
    if (deleted.ok) {
      for (const index of this.#opened) if (isSameSpace(index.space, space)) this.#opened.delete(index);
    }
    return deleted;
  }

  dispose(): void {
    this.#opened.clear();
    this.#indexes.dispose();
  }
}
