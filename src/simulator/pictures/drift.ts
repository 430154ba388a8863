import { randomFrom } from '../drawing/random';
import type { Picture } from './picture';

/** The farthest that a level drifts. */
export const MAX_DRIFT_LEVELS = 5;

/**
 * The picture as a model gives it back where it changed nothing: a little flatter, its colors a little off, with a
 * trace of noise, in every pixel. The same seed drifts the same way.
 */
export function drifted({ width, height, rgb, alpha }: Picture, seed: number): Picture {
  const random = randomFrom(`drift ${seed}`);
  const tables = [0, 1, 2].map(() => {
    const shift = (random() < 0.5 ? -1 : 1) * (0.7 + random() * 0.8);
    // Towards the middle, so that neither black nor white can stay as it was.
    return Float32Array.from({ length: 256 }, (_, level) => 128 + (level - 128) * 0.984 + shift + 0.5);
  });
  const [reds = new Float32Array(), greens = reds, blues = reds] = tables;
  const result = new Uint8ClampedArray(rgb.length);
  let state = Math.floor(random() * 4_294_967_296) | 1;
  for (let at = 0; at < rgb.length; at += 3) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const noise = (state & 15) === 0 ? 1 : (state & 15) === 1 ? -1 : 0;
    result[at] = Math.floor((reds[rgb[at] ?? 0] ?? 0) + noise);
    result[at + 1] = Math.floor((greens[rgb[at + 1] ?? 0] ?? 0) + noise);
    result[at + 2] = Math.floor((blues[rgb[at + 2] ?? 0] ?? 0) + noise);
  }
  const drift = { width, height, rgb: new Uint8Array(result.buffer) };
  return alpha ? { ...drift, alpha } : drift;
}
