import { BLOCK_ROWS } from './blocks';
import type { BlockIds } from './indexFile';

/** Which id is in which row. */
export class RowIds {
  readonly #rows = new Map<string, number>();
  readonly #ids: (string | undefined)[] = [];

  get ids(): readonly string[] {
    return [...this.#rows.keys()];
  }

  rowOf(id: string): number | undefined {
    return this.#rows.get(id);
  }

  /** The ids of a block, as it is stored. */
  ofBlock(block: number): (string | null)[] {
    return Array.from({ length: BLOCK_ROWS }, (_, place) => this.#ids[block * BLOCK_ROWS + place] ?? null);
  }

  /** In place of what was in these rows. */
  setBlock(block: number, ids: BlockIds): void {
    for (let place = 0; place < BLOCK_ROWS; place++) this.#set(block * BLOCK_ROWS + place, ids[place]);
  }

  #set(row: number, id: string | null | undefined): void {
    const before = this.#ids[row];
    if (before === id) return;
    // It may have moved to another row, of which we have heard already.
    if (before !== undefined && this.#rows.get(before) === row) this.#rows.delete(before);
    this.#ids[row] = id ?? undefined;
    if (typeof id === 'string') this.#rows.set(id, row);
  }
}
