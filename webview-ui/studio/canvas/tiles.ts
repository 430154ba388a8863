import { clip, type Mask, type Rectangle, union } from '../../../src/core/mask/mask';

const tilePx = 128;

interface Tile {
  /** Of all values. */
  readonly sum: number;
  readonly bounds: Rectangle | undefined;
}

/** Measures a mask in tiles, of which a stroke changes few: the whole is not read again after each. */
export class MaskTiles {
  private readonly mask: Mask;
  private readonly columns: number;
  private readonly tiles = new Map<number, Tile>();
  private readonly stale = new Set<number>();

  /** @param mask empty so far */
  constructor(mask: Mask) {
    this.mask = mask;
    this.columns = Math.ceil(mask.width / tilePx);
  }

  /** Has a part measured anew at the next `measure`. */
  mark(changed: Rectangle): void {
    const area = clip(changed, this.mask.width, this.mask.height);
    if (area === undefined) return;
    const lastRow = Math.floor((area.top + area.height - 1) / tilePx);
    const lastColumn = Math.floor((area.left + area.width - 1) / tilePx);
    for (let row = Math.floor(area.top / tilePx); row <= lastRow; row++) {
      for (let column = Math.floor(area.left / tilePx); column <= lastColumn; column++) {
        this.stale.add(row * this.columns + column);
      }
    }
  }

  /** @returns how much of the mask is edited, 0 to 1, and the rectangle around all that is not 0 */
  measure(): { readonly share: number; readonly bounds: Rectangle | undefined } {
    for (const index of this.stale) {
      const tile = this.read(index);
      if (tile.bounds === undefined) this.tiles.delete(index);
      else this.tiles.set(index, tile);
    }
    this.stale.clear();
    let sum = 0;
    let bounds: Rectangle | undefined;
    for (const tile of this.tiles.values()) {
      sum += tile.sum;
      bounds = union(bounds, tile.bounds);
    }
    return { share: sum / (255 * this.mask.data.length), bounds };
  }

  private read(index: number): Tile {
    const { data, width, height } = this.mask;
    const left = (index % this.columns) * tilePx;
    const top = Math.floor(index / this.columns) * tilePx;
    const right = Math.min(left + tilePx, width);
    const bottom = Math.min(top + tilePx, height);
    let sum = 0;
    let [first, last, upper, lower] = [right, -1, bottom, -1];
    for (let row = top; row < bottom; row++) {
      for (let column = left, at = row * width + left; column < right; column++, at++) {
        const value = data[at] ?? 0;
        if (value === 0) continue;
        sum += value;
        if (column < first) first = column;
        if (column > last) last = column;
        if (row < upper) upper = row;
        lower = row;
      }
    }
    const isEmpty = last === -1;
    return {
      sum,
      bounds: isEmpty
        ? undefined
        : { left: first, top: upper, width: last + 1 - first, height: lower + 1 - upper },
    };
  }
}
