import { clip, type Mask, type Rectangle } from '../../../src/core/mask/mask';

/**
 * The mask at a half, a quarter and so on of its size, each pixel the largest of the four below it: a mask of one pixel
 * is seen at every zoom, and drawing never reads more mask pixels than there are pixels on the screen.
 */
export class MaskPyramid {
  /** The mask itself first. */
  readonly levels: readonly Mask[];

  constructor(mask: Mask) {
    const levels = [mask];
    for (let { width, height } = mask; width > 1 || height > 1;) {
      width = Math.max(1, Math.ceil(width / 2));
      height = Math.max(1, Math.ceil(height / 2));
      levels.push({ width, height, data: new Uint8Array(width * height) });
    }
    this.levels = levels;
    this.update({ left: 0, top: 0, width: mask.width, height: mask.height });
  }

  /** Takes over what changed in the mask. */
  update(changed: Rectangle): void {
    let { left, top } = changed;
    let right = left + changed.width;
    let bottom = top + changed.height;
    for (let index = 1; index < this.levels.length; index++) {
      const from = this.levels[index - 1];
      const into = this.levels[index];
      if (from === undefined || into === undefined) return;
      left >>= 1;
      top >>= 1;
      right = (right + 1) >> 1;
      bottom = (bottom + 1) >> 1;
      const part = clip({ left, top, width: right - left, height: bottom - top }, into.width, into.height);
      if (part !== undefined) halve(from, into, part);
    }
  }

  /** @returns the smallest level that need not be enlarged, and how many pixels of the mask one of it is wide */
  levelFor(screenPerMaskPixel: number): { readonly mask: Mask; readonly factor: number } {
    const last = this.levels.length - 1;
    const index = Math.min(last, Math.max(0, Math.floor(-Math.log2(screenPerMaskPixel))));
    const mask = this.levels[index] ?? this.levels[0];
    if (mask === undefined) throw new RangeError('A pyramid has at least one level');
    return { mask, factor: 2 ** index };
  }
}

function halve(from: Mask, into: Mask, part: Rectangle): void {
  const source = from.data;
  const lastColumn = from.width - 1;
  for (let row = part.top; row < part.top + part.height; row++) {
    const upper = row * 2 * from.width;
    const lower = Math.min(row * 2 + 1, from.height - 1) * from.width;
    let at = row * into.width + part.left;
    for (let column = part.left; column < part.left + part.width; column++) {
      const first = column * 2;
      const second = first < lastColumn ? first + 1 : first;
      const a = source[upper + first] ?? 0;
      const b = source[upper + second] ?? 0;
      const c = source[lower + first] ?? 0;
      const d = source[lower + second] ?? 0;
      const ab = a > b ? a : b;
      const cd = c > d ? c : d;
      into.data[at++] = ab > cd ? ab : cd;
    }
  }
}
