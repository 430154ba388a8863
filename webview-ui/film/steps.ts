/**
 * The middle of the next or previous frame: at its very edge, rounding decides which of two frames is shown.
 *
 * @param seconds where the film stands now
 */
export function stepOf(seconds: number, direction: 1 | -1, framesPerSecond: number): number {
  const frame = Math.floor(seconds * framesPerSecond + 1e-3) + direction;
  return Math.max(0, (frame + 0.5) / framesPerSecond);
}
