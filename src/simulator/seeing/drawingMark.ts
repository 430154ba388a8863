import { markInset, markMargin, markRows } from '../drawing/mark';
import { lightOf, type Picture, type Plane } from '../pictures/picture';

/** A dot of the mark beside the shorter side: what rounding to whole pixels makes of it, from small to large drawings. */
const LEAST_DOT = 1 / 640;
const MOST_DOT = 1 / 195;
/** The first letter is some sixty dots from the edge: a coarser step would miss it. */
const STEP = 1.004;

/** Letters and paper agree with the mark at least so well, from -1 to 1. Chance does not come near. */
const LEAST_AGREEMENT = 0.62;

const columns = markRows[0]?.length ?? 0;

/** Whether a picture has the mark of the simulator's drawings in its corner, also after it was resized. */
export function hasDrawingMark(picture: Picture): boolean {
  const light = lightOf(picture);
  const side = Math.min(picture.width, picture.height);
  for (let dot = side * LEAST_DOT; dot <= side * MOST_DOT; dot *= STEP) {
    if (agreement(light, dot) >= LEAST_AGREEMENT) return true;
  }
  return false;
}

/** How well dark follows the letters, where dots have this size. */
function agreement(light: Plane, dot: number): number {
  const left = light.width - (columns + markMargin + markInset) * dot;
  const top = light.height - (markRows.length + markMargin + markInset) * dot;
  if (left < 0 || top < 0) return 0;
  let [count, letters, sum, squares, product] = [0, 0, 0, 0, 0];
  for (const [row, bits] of markRows.entries()) {
    for (let column = 0; column < columns; column++) {
      const value = 255 - valueAt(light, left + (column + 0.5) * dot, top + (row + 0.5) * dot);
      const isLetter = bits[column] === '1';
      count++;
      sum += value;
      squares += value * value;
      if (!isLetter) continue;
      letters++;
      product += value;
    }
  }
  const variance = (squares - (sum * sum) / count) * (letters - (letters * letters) / count);
  return variance <= 0 ? 0 : (product - (letters * sum) / count) / Math.sqrt(variance);
}

/** Between pixels, by linear interpolation; a pixel's value is that of its middle. */
function valueAt({ width, height, values }: Plane, x: number, y: number): number {
  const [column, row] = [x - 0.5, y - 0.5];
  const [left, top] = [Math.floor(column), Math.floor(row)];
  const at = (atX: number, atY: number): number =>
    values[Math.max(0, Math.min(height - 1, atY)) * width + Math.max(0, Math.min(width - 1, atX))] ?? 0;
  const [across, down] = [column - left, row - top];
  const upper = at(left, top) * (1 - across) + at(left + 1, top) * across;
  const lower = at(left, top + 1) * (1 - across) + at(left + 1, top + 1) * across;
  return upper * (1 - down) + lower * down;
}
