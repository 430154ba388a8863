import type { RgbaPixels } from '../../../../src/core/pixels/port';

/** Numbers that look random and are the same at every run: a failure can be seen again. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** @returns a whole number from `least` to `most`, both included */
  whole(least: number, most: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return least + Math.floor((this.#state / 0x1_0000_0000) * (most - least + 1));
  }

  pick<T>(values: readonly [T, ...T[]]): T {
    return values[this.whole(0, values.length - 1)] ?? values[0];
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.whole(0, 255));
  }
}

/** Noise; of the kinds that pictures come in. */
export function randomPicture(
  random: Random,
  width: number,
  height: number,
  kind: 'rgb' | 'rgba' | 'gray',
): RgbaPixels {
  const data = random.bytes(width * height * 4);
  for (let at = 0; at < data.length; at += 4) {
    if (kind === 'gray') data.fill(data[at] ?? 0, at, at + 3);
    if (kind !== 'rgba') data[at + 3] = 255;
    else if (random.whole(0, 2) > 0) data[at + 3] = random.pick([0, 255]);
  }
  return { width, height, data };
}
