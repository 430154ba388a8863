import { openGallery } from '../webview/galleryHost';
import { closeBrowser, type Webview } from '../webview/harness';
import { framesDuring, onTime } from './frames';
import { type Bench, summarize } from './measure';

const runs = 5;
const turnsPerRun = 150;
const turnPx = 400;

/** Frames that come on time while 5,000 images scroll by, beside those of the same page at rest. */
export const galleryScroll: Bench = {
  names: ['gallery_5000_frames_on_time_pct'],
  run: async () => {
    const gallery = await openGallery({
      width: 700,
      height: 900,
      differentThumbnails: 400,
    });
    const { view } = gallery;
    try {
      await gallery.allThumbnailsInView();
      const shares: number[] = [];
      let longestMs = 0;
      for (let run = 0; run < runs; run++) {
        const idle = await framesDuring(view, async () => await turn(view, 20));
        const scrolling = await framesDuring(view, async () => await turn(view, 450));
        shares.push((100 * onTime(scrolling)) / onTime(idle));
        longestMs = Math.max(longestMs, ...scrolling);
      }
      const scrolledPx = await view.page.evaluate<number>("document.querySelector('[role=grid]').scrollTop");
      if (scrolledPx < (runs * turnsPerRun * turnPx) / 3) throw new Error(`Scrolled only ${scrolledPx} px`);
      return {
        gallery_5000_frames_on_time_pct: { ...summarize(shares, '%'), longestMs: Math.round(longestMs) },
      };
    } finally {
      await view.close();
      await closeBrowser();
    }
  },
};

/** Turns the wheel at this height of the page: over the box nothing scrolls, and all else is the same. */
async function turn(view: Webview, y: number): Promise<void> {
  await view.page.mouse.move(350, y);
  for (let each = 0; each < turnsPerRun; each++) await view.page.mouse.wheel(0, turnPx);
}
