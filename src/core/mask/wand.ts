import { createMask, type Mask, type Point } from './mask';

/** RGBA, row-major, not premultiplied: an `ImageData`, or what sharp decodes to. */
export interface Pixels {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/**
 * The magic wand. Two pixels are alike when red, green, blue and alpha each differ by at most `tolerance`; what is
 * wholly transparent has no color, and only its alpha counts.
 *
 * @param seed in pixels; outside of the picture, or not a number, it selects nothing
 * @param options `touching` keeps to the pixels connected with the seed over their sides
 * @returns a mask of 0 and 255
 */
export function selectSimilar(
  pixels: Pixels,
  seed: Point,
  options: { readonly tolerance: number; readonly touching: boolean },
): Mask {
  const mask = emptyMaskFor(pixels);
  const { width, height } = pixels;
  const x = Math.floor(seed.x);
  const y = Math.floor(seed.y);
  if (!(x >= 0 && y >= 0 && x < width && y < height)) return mask;
  const test = new SimilarTest(pixels.data, y * width + x, toleranceOf(options.tolerance));
  if (options.touching) {
    flood(mask, test, x, y);
  } else {
    for (let at = 0; at < mask.data.length; at++) if (test.accepts(at)) mask.data[at] = 255;
  }
  return mask;
}

/** @returns the pixels whose red, green and blue each differ by at most `tolerance`; none that is wholly transparent */
export function selectColor(
  pixels: Pixels,
  color: readonly [number, number, number],
  tolerance: number,
): Mask {
  const mask = emptyMaskFor(pixels);
  const { data } = pixels;
  const [red, green, blue] = color;
  const allowed = toleranceOf(tolerance);
  for (let at = 0, byte = 0; at < mask.data.length; at++, byte += 4) {
    if (
      data[byte + 3] !== 0 &&
      Math.abs((data[byte] ?? 0) - red) <= allowed &&
      Math.abs((data[byte + 1] ?? 0) - green) <= allowed &&
      Math.abs((data[byte + 2] ?? 0) - blue) <= allowed
    ) {
      mask.data[at] = 255;
    }
  }
  return mask;
}

/** @returns what is transparent, to be edited: 255 minus alpha */
export function fromTransparency(pixels: Pixels): Mask {
  const mask = emptyMaskFor(pixels);
  for (let at = 0; at < mask.data.length; at++) mask.data[at] = 255 - (pixels.data[at * 4 + 3] ?? 0);
  return mask;
}

class SimilarTest {
  private readonly data: Pixels['data'];
  private readonly tolerance: number;
  private readonly red: number;
  private readonly green: number;
  private readonly blue: number;
  private readonly alpha: number;

  constructor(data: Pixels['data'], seed: number, tolerance: number) {
    this.data = data;
    this.tolerance = tolerance;
    this.red = data[seed * 4] ?? 0;
    this.green = data[seed * 4 + 1] ?? 0;
    this.blue = data[seed * 4 + 2] ?? 0;
    this.alpha = data[seed * 4 + 3] ?? 0;
  }

  accepts(pixel: number): boolean {
    const { data, tolerance } = this;
    const byte = pixel * 4;
    const alpha = data[byte + 3] ?? 0;
    if (Math.abs(alpha - this.alpha) > tolerance) return false;
    if (alpha === 0 || this.alpha === 0) return true;
    return (
      Math.abs((data[byte] ?? 0) - this.red) <= tolerance &&
      Math.abs((data[byte + 1] ?? 0) - this.green) <= tolerance &&
      Math.abs((data[byte + 2] ?? 0) - this.blue) <= tolerance
    );
  }
}

const REFUSED = 1;

/**
 * Fills row by row. A waiting span is a piece of a row beside one that is already filled: its first and last column, its
 * row, and the direction it was reached in.
 */
function flood(mask: Mask, test: SimilarTest, seedX: number, seedY: number): void {
  const { data, width, height } = mask;
  const waiting = new SpanStack();
  let top = seedY;
  let bottom = seedY;
  waiting.push(seedX, seedX, seedY, 1);
  waiting.push(seedX, seedX, seedY - 1, -1);
  while (waiting.pop()) {
    const { first, last, row, step } = waiting;
    if (row < 0 || row >= height) continue;
    top = Math.min(top, row);
    bottom = Math.max(bottom, row);
    const base = row * width;
    let x = first;
    let start = first;
    // To the left only from the first column: what is left of every later start was just refused.
    if (isOpen(data, test, base + start)) {
      while (start > 0 && isOpen(data, test, base + start - 1)) start--;
    }
    while (x <= last) {
      while (x < width && isOpen(data, test, base + x)) x++;
      if (x > start) {
        data.fill(255, base + start, base + x);
        waiting.push(start, x - 1, row + step, step);
        // Where it grew beyond the span it came from, it may also run back.
        if (start < first) waiting.push(start, first - 1, row - step, -step);
        if (x - 1 > last) waiting.push(last + 1, x - 1, row - step, -step);
      }
      x++;
      while (x <= last && !isOpen(data, test, base + x)) x++;
      start = x;
    }
  }
  for (let at = top * width; at < (bottom + 1) * width; at++) if (data[at] === REFUSED) data[at] = 0;
}

/** Asks about each pixel once: what is refused is marked until the end. */
function isOpen(data: Uint8Array, test: SimilarTest, pixel: number): boolean {
  if (data[pixel] !== 0) return false;
  if (test.accepts(pixel)) return true;
  data[pixel] = REFUSED;
  return false;
}

class SpanStack {
  first = 0;
  last = 0;
  row = 0;
  step = 0;
  private items = new Int32Array(4096);
  private size = 0;

  push(first: number, last: number, row: number, step: number): void {
    if (this.size + 4 > this.items.length) {
      const larger = new Int32Array(this.items.length * 2);
      larger.set(this.items);
      this.items = larger;
    }
    this.items[this.size] = first;
    this.items[this.size + 1] = last;
    this.items[this.size + 2] = row;
    this.items[this.size + 3] = step;
    this.size += 4;
  }

  /** Takes the newest span into the fields. */
  pop(): boolean {
    if (this.size === 0) return false;
    this.size -= 4;
    this.first = this.items[this.size] ?? 0;
    this.last = this.items[this.size + 1] ?? 0;
    this.row = this.items[this.size + 2] ?? 0;
    this.step = this.items[this.size + 3] ?? 0;
    return true;
  }
}

function emptyMaskFor(pixels: Pixels): Mask {
  const mask = createMask(pixels.width, pixels.height);
  if (pixels.data.length < mask.data.length * 4)
    throw new RangeError('RGBA data is shorter than its size says.');
  return mask;
}

function toleranceOf(tolerance: number): number {
  return tolerance > 0 ? tolerance : 0;
}
