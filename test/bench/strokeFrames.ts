import { until } from '../host/until';
import { closeBrowser, fileUrl, openWebview, type Webview } from '../webview/harness';
import { drawPng, samplePictures } from '../webview/pictures';
import { type Bench, summarize } from './measure';

const sidePx = 4096;
const runs = 5;
const movesPerRun = 150;
/** Asks whether the middle of the picture's layer is no longer empty. */
const isDrawn = `(() => {
  const layer = document.querySelector('canvas');
  return layer.getContext('2d').getImageData(layer.width >> 1, layer.height >> 1, 1, 1).data[3] === 255;
})()`;
/** One frame and a half of a screen with 60 a second. */
const onTimeMs = 25;

/** Frames that come on time during a brush stroke over a large mask, beside those of the same page at rest. */
export const strokeFrames: Bench = {
  names: ['stroke_frames_on_time_pct'],
  run: async () => {
    const view = await openWebview({
      entry: 'page:canvas',
      width: 1280,
      height: 800,
      files: { 'large.png': drawPng(sidePx, sidePx, samplePictures.busy) },
      data: {
        picture: {
          url: fileUrl('large.png'),
          name: 'large.png',
          width: sidePx,
          height: sidePx,
          proxyWidth: sidePx,
          proxyHeight: sidePx,
        },
      },
    });
    try {
      await view.page.getByRole('application').waitFor();
      // The page's policy refuses the predicates of `waitForFunction` when they are text.
      await until('the picture to be drawn', async () => await view.page.evaluate(isDrawn));
      const shares: number[] = [];
      let longestMs = 0;
      for (let run = 0; run < runs; run++) {
        const idle = await framesDuring(view, async () => await pause(view));
        const painting = await framesDuring(view, async () => await paint(view, run));
        shares.push((100 * onTime(painting)) / onTime(idle));
        longestMs = Math.max(longestMs, ...painting);
      }
      return { stroke_frames_on_time_pct: { ...summarize(shares, '%'), longestMs: Math.round(longestMs) } };
    } finally {
      await view.close();
      await closeBrowser();
    }
  },
};

/** @returns the time from each frame to the next while something happens, in milliseconds */
async function framesDuring(view: Webview, act: () => Promise<void>): Promise<readonly number[]> {
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

/** As long as a stroke takes, with the pointer as busy, but not over the canvas. */
async function pause(view: Webview): Promise<void> {
  for (let move = 0; move < movesPerRun; move++) await view.page.mouse.move(2 + (move % 5), 2);
}

/** A spiral over most of the picture, with brushes of several sizes. */
async function paint(view: Webview, run: number): Promise<void> {
  await view.page.getByRole('application').focus();
  await view.page.keyboard.press(String(4 + run));
  const turn = (share: number): readonly [number, number] => [
    640 + Math.cos(share * 20) * share * 330,
    420 + Math.sin(share * 20) * share * 330,
  ];
  await view.page.mouse.move(...turn(0));
  await view.page.mouse.down();
  for (let move = 1; move <= movesPerRun; move++) await view.page.mouse.move(...turn(move / movesPerRun));
  await view.page.mouse.up();
}

function onTime(gaps: readonly number[]): number {
  if (gaps.length === 0) throw new RangeError('No frames');
  return gaps.filter((gap) => gap <= onTimeMs).length / gaps.length;
}
