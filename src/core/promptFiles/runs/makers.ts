import type { Cell } from '../cells';
import type { CellMaker, CellResult } from './ports';
import type { MadeCell } from './record';

/** Gives images to one maker and videos to another, so that one run can hold what its file asks for. */
export class CellMakers implements CellMaker {
  readonly #image: CellMaker;
  readonly #video: CellMaker;

  constructor(image: CellMaker, video: CellMaker) {
    this.#image = image;
    this.#video = video;
  }

  make(cell: Cell, signal: AbortSignal): Promise<CellResult> {
    return (cell.wish.kind === 'image' ? this.#image : this.#video).make(cell, signal);
  }

  async recover(keys: readonly string[]): Promise<ReadonlyMap<string, MadeCell>> {
    const found = await Promise.all([this.#image.recover(keys), this.#video.recover(keys)]);
    return new Map(found.flatMap((each) => [...each]));
  }

  current(made: MadeCell): MadeCell {
    return made.job === undefined ? made : (this.#video.current?.(made) ?? made);
  }

  /** A cell with a job is a video's. */
  async areThere(made: readonly MadeCell[]): Promise<readonly boolean[]> {
    return Promise.all(
      made.map(async (each) => {
        const maker = each.job === undefined ? this.#image : this.#video;
        const [isThere = false] = await maker.areThere([each]);
        return isThere;
      }),
    );
  }
}
