import { flattened, type Picture } from '../pictures/picture';

/** A picture that was drawn here, and the words it was drawn from. */
export interface Remembered {
  readonly kind: 'drawn' | 'edited';
  readonly prompt: string;
}

interface Entry extends Remembered {
  readonly ratio: number;
  readonly cells: Uint8Array;
}

/** Mean colors in a grid of so many rows and columns tell one drawing from another. */
const GRID = 16;

/** The oldest are forgotten. */
const MOST = 500;

/** Looked at in one picture. */
const ENOUGH_PIXELS = 400_000;

/** Resizing and JPEG move a cell's mean by less; another seed's drawing moves some by far more. */
const MOST_OF_A_CELL = 12;
const MOST_ON_AVERAGE = 2.5;

/**
 * The pictures drawn since the simulator was started. They are known again by their looks, since what sends them back may
 * have resized them and taken all metadata away.
 */
export class DrawingMemory {
  #entries: Entry[] = [];

  add(picture: Picture, remembered: Remembered): void {
    const { width, height } = picture;
    this.#entries = [
      ...this.#entries.slice(1 - MOST),
      { ...remembered, ratio: width / height, cells: cellsOf(flattened(picture)) },
    ];
  }

  /**
   * @param picture without transparency
   * @returns what the picture was drawn from, or undefined for one that is not known
   */
  find(picture: Picture): Remembered | undefined {
    const ratio = picture.width / picture.height;
    const cells = cellsOf(picture);
    let [best, least]: [Entry | undefined, number] = [undefined, MOST_ON_AVERAGE];
    for (const entry of this.#entries) {
      if (Math.abs(entry.ratio / ratio - 1) > 0.02) continue;
      const gap = gapBetween(entry.cells, cells);
      if (gap !== undefined && gap <= least) [best, least] = [entry, gap];
    }
    return best && { kind: best.kind, prompt: best.prompt };
  }
}

/** @returns the mean gap, or undefined where one cell alone is too far off */
function gapBetween(one: Uint8Array, other: Uint8Array): number | undefined {
  let sum = 0;
  for (const [at, value] of one.entries()) {
    const gap = Math.abs(value - (other[at] ?? 0));
    if (gap > MOST_OF_A_CELL) return undefined;
    sum += gap;
  }
  return sum / one.length;
}

function cellsOf(picture: Picture): Uint8Array {
  const { width, height, rgb } = picture;
  // A mean needs no more than some hundred pixels of each cell.
  const step = Math.max(1, Math.floor(Math.sqrt((width * height) / ENOUGH_PIXELS)));
  const sums = new Float64Array(GRID * GRID * 3);
  const counts = new Uint32Array(GRID * GRID);
  for (let y = 0; y < height; y += step) {
    const row = Math.floor((y * GRID) / height) * GRID;
    for (let x = 0; x < width; x += step) {
      const cell = row + Math.floor((x * GRID) / width);
      const at = (y * width + x) * 3;
      counts[cell] = (counts[cell] ?? 0) + 1;
      for (let channel = 0; channel < 3; channel++) {
        sums[cell * 3 + channel] = (sums[cell * 3 + channel] ?? 0) + (rgb[at + channel] ?? 0);
      }
    }
  }
  return Uint8Array.from(sums, (sum, at) => sum / Math.max(1, counts[Math.floor(at / 3)] ?? 0));
}
