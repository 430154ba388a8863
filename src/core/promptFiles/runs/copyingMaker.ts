import type { ImageError } from '../../errors';
import type { Cell } from '../cells';
import type { Copies } from './copies';
import type { CellMaker, CellResult } from './ports';
import type { MadeCell } from './record';

/** Makes cells with another maker, and copies of what comes. */
export class CopyingMaker implements CellMaker {
  readonly #maker: CellMaker;
  readonly #copies: Copies;
  readonly #onFailed: (error: ImageError) => void;

  /** @param onFailed told where a copy could not be written; the image itself is safe */
  constructor(maker: CellMaker, copies: Copies, onFailed: (error: ImageError) => void) {
    this.#maker = maker;
    this.#copies = copies;
    this.#onFailed = onFailed;
  }

  async make(cell: Cell, signal: AbortSignal): Promise<CellResult> {
    const result = await this.#maker.make(cell, signal);
    if (result.kind !== 'made' || cell.wish.kind !== 'image') return result;
    for (const image of result.made.images) {
      // After a cancellation too: the image is paid for, and what belongs to it costs nothing.
      const written = await this.#copies.write(image);
      if (!written.ok) this.#onFailed(written.error);
    }
    return result;
  }

  recover(keys: readonly string[]): Promise<ReadonlyMap<string, MadeCell>> {
    return this.#maker.recover(keys);
  }

  areThere(made: readonly MadeCell[]): Promise<readonly boolean[]> {
    return this.#maker.areThere(made);
  }

  current(made: MadeCell): MadeCell {
    return this.#maker.current?.(made) ?? made;
  }
}
