import { createMask, type Mask, type Rectangle } from '../../../../src/core/mask/mask';

/** Repeatable numbers; mulberry32 is enough to scatter test data. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed;
  }

  /** @returns from 0 up to, but not including, 1 */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  /** @returns a whole number, both ends possible */
  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  pick<T>(...choices: readonly [T, ...T[]]): T {
    return choices[this.whole(0, choices.length - 1)] ?? choices[0];
  }

  /** Small masks of odd sizes: blocks, speckles, everything, nothing; with greys when asked for. */
  mask(withGrey: boolean, maxSide = 24): Mask {
    const mask = createMask(this.whole(1, maxSide), this.whole(1, maxSide));
    const value = () => (withGrey && this.next() < 0.5 ? this.whole(0, 255) : this.pick(0, 255));
    switch (this.pick('blocks', 'speckles', 'blocks', 'speckles', 'everything', 'nothing', 'noise')) {
      case 'blocks':
        for (let count = this.whole(1, 4); count > 0; count--) {
          const left = this.whole(0, mask.width - 1);
          const right = this.whole(left, mask.width - 1);
          const bottom = this.whole(0, mask.height - 1);
          const level = value();
          for (let y = this.whole(0, bottom); y <= bottom; y++) {
            mask.data.fill(level, y * mask.width + left, y * mask.width + right + 1);
          }
        }
        break;
      case 'speckles':
        for (let count = this.whole(1, 8); count > 0; count--) {
          mask.data[this.whole(0, mask.data.length - 1)] = value();
        }
        break;
      case 'everything':
        mask.data.fill(255);
        break;
      case 'noise':
        for (let at = 0; at < mask.data.length; at++) mask.data[at] = value();
        break;
      case 'nothing':
        break;
    }
    return mask;
  }
}

/** Runs a property for many seeds; the seed stands in the failure. */
export function forSeeds(count: number, property: (random: Random) => void): void {
  for (let seed = 1; seed <= count; seed++) {
    try {
      property(new Random(seed));
    } catch (cause) {
      throw new Error(`seed ${seed}: ${String(cause)}`, { cause });
    }
  }
}

/** A mask drawn in text: `#` is 255, `.` is 0, `+` is 100. */
export function drawn(...rows: readonly string[]): Mask {
  const mask = createMask(rows[0]?.length ?? 0, rows.length);
  const values: Readonly<Record<string, number>> = { '#': 255, '.': 0, '+': 100 };
  mask.data.set(Array.from(rows.join(''), (letter) => values[letter] ?? NaN));
  return mask;
}

export function show(mask: Mask): readonly string[] {
  return Array.from({ length: mask.height }, (_, y) =>
    Array.from(mask.data.subarray(y * mask.width, (y + 1) * mask.width), (value) =>
      value === 0 ? '.' : value === 255 ? '#' : '+',
    ).join(''),
  );
}

export function at(mask: Mask, x: number, y: number): number {
  return mask.data[y * mask.width + x] ?? NaN;
}

export function copy(mask: Mask): Mask {
  return { ...mask, data: mask.data.slice() };
}

/** A new mask, each pixel of which is computed alone. */
export function each(mask: Mask, value: (x: number, y: number) => number): Mask {
  const result = createMask(mask.width, mask.height);
  for (let y = 0; y < mask.height; y++) {
    for (let x = 0; x < mask.width; x++) result.data[y * mask.width + x] = value(x, y);
  }
  return result;
}

/** @returns the smallest rectangle around all pixels that differ */
export function difference(a: Mask, b: Mask): Rectangle | undefined {
  const xs: number[] = [];
  const ys: number[] = [];
  for (let pixel = 0; pixel < a.data.length; pixel++) {
    if (a.data[pixel] === b.data[pixel]) continue;
    xs.push(pixel % a.width);
    ys.push(Math.floor(pixel / a.width));
  }
  if (xs.length === 0) return undefined;
  const left = Math.min(...xs);
  const top = Math.min(...ys);
  return { left, top, width: Math.max(...xs) - left + 1, height: Math.max(...ys) - top + 1 };
}

export function isInside(inner: Rectangle | undefined, outer: Rectangle | undefined): boolean {
  if (inner === undefined) return true;
  return (
    outer !== undefined &&
    inner.left >= outer.left &&
    inner.top >= outer.top &&
    inner.left + inner.width <= outer.left + outer.width &&
    inner.top + inner.height <= outer.top + outer.height
  );
}
