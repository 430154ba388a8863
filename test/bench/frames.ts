import type { Webview } from '../webview/harness';

/** One frame and a half of a screen with 60 a second: what is later has missed the 16.7 ms of its frame. */
const onTimeMs = 25;

/** @returns the time from each frame to the next while something happens, in milliseconds */
export async function framesDuring(view: Webview, act: () => Promise<void>): Promise<readonly number[]> {
  await view.page.evaluate(`
    window.frameGaps = [];
    let last;
    const note = (now) => {
      if (last !== undefined) window.frameGaps.push(now - last);
      last = now;
      window.frameRequest = requestAnimationFrame(note);
    };
    window.frameRequest = requestAnimationFrame(note);
  `);
  await act();
  return await view.page.evaluate('cancelAnimationFrame(window.frameRequest); window.frameGaps');
}

/** @returns the share of frames that came on time, from 0 to 1 */
export function onTime(gaps: readonly number[]): number {
  if (gaps.length === 0) throw new RangeError('No frames');
  return gaps.filter((gap) => gap <= onTimeMs).length / gaps.length;
}
