import { openGrid, tableOf } from '../webview/gridHost';
import { closeBrowser, type Webview } from '../webview/harness';
import { framesDuring, onTime } from './frames';
import { type Bench, summarize } from './measure';

const runs = 5;
const turnsPerRun = 120;
const turnPx = 120;
const side = 20;

/** Frames that come on time while the 400 cells of a prompt file scroll by, and beside those of the same page at rest. */
export const gridScroll: Bench = {
  names: ['prompt_grid_scroll_400_frames_on_time_pct', 'prompt_grid_scroll_400_ratio_pct'],
  run: async () => {
    const grid = await openGrid({
      width: 1000,
      height: 900,
      differentPictures: 120,
      snapshot: { ...tableOf(side, side), ratio: 16 / 9 },
    });
    const { view } = grid;
    try {
      await grid.picturesInView();
      const shares: number[] = [];
      const ratios: number[] = [];
      let longestMs = 0;
      for (let run = 0; run < runs; run++) {
        const idle = await framesDuring(view, async () => await turn(view, 20, run));
        const scrolling = await framesDuring(view, async () => await turn(view, 500, run));
        shares.push(100 * onTime(scrolling));
        ratios.push((100 * onTime(scrolling)) / onTime(idle));
        longestMs = Math.max(longestMs, ...scrolling);
      }
      const [top, left] = await view.page.evaluate<readonly [number, number]>(
        "(({ scrollTop, scrollLeft }) => [scrollTop, scrollLeft])(document.querySelector('[role=grid]'))",
      );
      if (top + left === 0) throw new Error('Nothing scrolled');
      return {
        prompt_grid_scroll_400_frames_on_time_pct: {
          ...summarize(shares, '%'),
          longestMs: Math.round(longestMs),
        },
        prompt_grid_scroll_400_ratio_pct: summarize(ratios, '%'),
      };
    } finally {
      await view.close();
      await closeBrowser();
    }
  },
};

/**
 * Turns the wheel at this height of the page, down and right, then up and left: over the head nothing scrolls, and all
 * else is the same.
 */
async function turn(view: Webview, y: number, run: number): Promise<void> {
  await view.page.mouse.move(500, y);
  for (let each = 0; each < turnsPerRun; each++) {
    const isBack = (Math.floor((each * turnPx) / (side * 90)) + run) % 2 === 1;
    await view.page.mouse.wheel((isBack ? -1 : 1) * (turnPx / 2), (isBack ? -1 : 1) * turnPx);
  }
}
