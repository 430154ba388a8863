import { createMask, type Mask, type Rectangle } from './mask';
import { areasOf } from './measure';

/** One mask for each separate area, from top to bottom. @param joinPx as in `areasOf` */
export function separateAreas(mask: Mask, joinPx: number): readonly Mask[] {
  return areasOf(mask, joinPx).map((area) => partOf(mask, area));
}

function partOf(mask: Mask, { left, top, width, height }: Rectangle): Mask {
  const part = createMask(mask.width, mask.height);
  for (let y = top; y < top + height; y++) {
    const from = y * mask.width + left;
    part.data.set(mask.data.subarray(from, from + width), from);
  }
  return part;
}
