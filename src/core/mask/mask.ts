/**
 * Which pixels of a picture are to be edited: 255 = edit, 0 = keep, between = partly. The polarity is the same
 * everywhere in Easel; only a model's adapter may turn it.
 */
export interface Mask {
  readonly width: number;
  readonly height: number;
  /** Row-major, one byte per pixel, `width * height` long. The functions of this folder change it in place. */
  readonly data: Uint8Array;
}

/** In pixels. What this folder returns has whole numbers, lies inside the mask and is at least 1 x 1. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** In pixels; pixel (0, 0) covers 0 to 1, so its center is at 0.5. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** @returns an empty mask; throws RangeError for sides that are not whole numbers from 1 */
export function createMask(width: number, height: number): Mask {
  if (!Number.isSafeInteger(width) || !Number.isSafeInteger(height) || width < 1 || height < 1) {
    throw new RangeError(`A mask cannot be ${width} x ${height} pixels.`);
  }
  return { width, height, data: new Uint8Array(width * height) };
}

/** @returns the smallest rectangle around both */
export function union(a: Rectangle | undefined, b: Rectangle | undefined): Rectangle | undefined {
  if (a === undefined) return b;
  if (b === undefined) return a;
  const left = Math.min(a.left, b.left);
  const top = Math.min(a.top, b.top);
  return {
    left,
    top,
    width: Math.max(a.left + a.width, b.left + b.width) - left,
    height: Math.max(a.top + a.height, b.top + b.height) - top,
  };
}

/** @returns every pixel that `rect` touches inside `width` x `height`; undefined when there is none */
export function clip(rect: Rectangle, width: number, height: number): Rectangle | undefined {
  const left = Math.max(0, Math.floor(rect.left));
  const top = Math.max(0, Math.floor(rect.top));
  const right = Math.min(width, Math.ceil(rect.left + rect.width));
  const bottom = Math.min(height, Math.ceil(rect.top + rect.height));
  // Written so that NaN, too, ends here.
  if (!(rect.width > 0 && rect.height > 0 && left < right && top < bottom)) return undefined;
  return { left, top, width: right - left, height: bottom - top };
}

/** Collects rows of changed pixels into the rectangle around them. */
export class Extent {
  private left = Infinity;
  private top = Infinity;
  private right = -Infinity;
  private bottom = -Infinity;

  /** @param last the last changed column, itself included */
  addRow(row: number, first: number, last: number): void {
    if (first < this.left) this.left = first;
    if (last + 1 > this.right) this.right = last + 1;
    if (row < this.top) this.top = row;
    if (row + 1 > this.bottom) this.bottom = row + 1;
  }

  rectangle(): Rectangle | undefined {
    if (this.left >= this.right) return undefined;
    return { left: this.left, top: this.top, width: this.right - this.left, height: this.bottom - this.top };
  }
}
