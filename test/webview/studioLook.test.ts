import assert from 'node:assert/strict';
import { axeViolations } from './harness';
import { themeNames } from './pageHtml';
import {
  failedCandidate,
  notice,
  openStudio,
  allTexts,
  readyCandidate,
  waitingCandidate,
  type OpenStudio,
} from './studioHost';

/** Nothing is cut and nothing scrolls sideways. */
async function assertFits(studio: OpenStudio): Promise<void> {
  const wide = await studio.page.evaluate<readonly string[]>(`
    [document.documentElement, ...document.querySelectorAll('main, .regions, .form, .controls, .button, .pick, .notice')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'none')
      .map((element) => element.className + ': ' + element.textContent.slice(0, 40))`);
  assert.deepEqual(wide, []);
}

const mixed = {
  candidates: [readyCandidate(1), readyCandidate(2), failedCandidate(3), waitingCandidate(4, Date.now())],
  chosen: 'candidate:2',
};

describe('the look of the Studio', () => {
  for (const theme of themeNames) {
    it(`has no violations that axe finds in ${theme}`, async () => {
      const studio = await openStudio({
        theme,
        width: 1400,
        height: 900,
        snapshot: {
          ...mixed,
          candidates: [
            readyCandidate(1),
            readyCandidate(2, true),
            failedCandidate(3),
            waitingCandidate(4, Date.now() - 8000),
          ],
          isOffline: true,
          notices: [notice('warning', 'lamp.png changed on disk.', 'Reload, Keep Mask', 'Keep This Version')],
        },
      });
      await studio.page.getByText('More', { exact: true }).first().click();
      await studio.page.locator('.cardWords .codicon-loading').waitFor();
      await studio.screenshot(`studio-1400-${theme}`);
      assert.deepEqual(await axeViolations(studio.page), []);
      await assertFits(studio);
      assert.deepEqual(studio.problems, []);
      await studio.close();
    });
  }

  for (const [width, height, zoom] of [
    [1400, 900, 1],
    [620, 740, 1],
    [700, 800, 1],
    [360, 740, 1],
    [1280, 800, 2],
    [620, 740, 2],
  ] as const) {
    it(`shows button, price and picture at ${width} x ${height}, zoom ${zoom}`, async () => {
      const studio = await openStudio({ width, height, zoom, snapshot: mixed });
      await studio.page.locator('.thumbnail').first().waitFor();
      assert.equal(await studio.page.evaluate("document.querySelector('.regions').scrollTop"), 0);
      await studio.screenshot(`studio-${width}-zoom${zoom}`);
      for (const selector of ['#generate', '.stage']) {
        assert.ok(await isInSight(studio, selector), `${selector} is in sight`);
      }
      await assertFits(studio);
      assert.deepEqual(await axeViolations(studio.page), []);
      await studio.close();
    });
  }

  it('keeps to two rows of tools and one of comparisons at 400 px, whatever the tool', async () => {
    const studio = await openStudio({ width: 400, height: 760, snapshot: mixed });
    const tops = async (selector: string): Promise<readonly number[]> =>
      await studio.page.evaluate(
        `[...new Set([...document.querySelectorAll('${selector}')].map((each) => Math.round(each.getBoundingClientRect().top)))]`,
      );
    await studio.page.locator('.thumbnail').first().waitFor();
    assert.equal((await tops('.compareBar .choice')).length, 1);
    for (const key of ['b', 'w', 'l']) {
      await studio.page.focus('[data-easel-canvas]');
      await studio.page.keyboard.press(key);
      assert.equal((await tops('[data-toolbar-item]')).length, 2, `tools after ${key}`);
      await studio.screenshot(`studio-400-${key}`);
    }
    await assertFits(studio);
    await studio.close();
  });

  it('gives all cards the same height, whatever has become of them', async () => {
    for (const width of [1400, 620, 360]) {
      const studio = await openStudio({
        width,
        height: 900,
        snapshot: {
          chosen: 'candidate:1',
          candidates: [
            readyCandidate(1),
            failedCandidate(2),
            waitingCandidate(3, Date.now() - 8000),
            waitingCandidate(4, Date.now(), 'Amazon Bedrock is busy. Next try in 6 s (2 of 5).'),
            ...[5, 6, 7, 8, 9].map((number) => readyCandidate(number, number === 6)),
          ],
        },
      });
      const heights = await studio.page.evaluate<readonly number[]>(
        "[...document.querySelectorAll('.card')].map((card) => card.getBoundingClientRect().height)",
      );
      assert.equal(heights.length, 9);
      assert.equal(new Set(heights).size, 1, `heights ${heights.join(', ')}`);
      await studio.screenshot(`studio-nine-${width}`);
      await studio.close();
    }
  });

  it('keeps the button in its place when the prompt is over its limit', async () => {
    const studio = await openStudio({ width: 1400, height: 800 });
    const before = await studio.page.locator('#generate').boundingBox();
    await studio.page.fill('#prompt', 'a tall fern in a clay pot, '.repeat(400));
    await studio.page.getByText('10,800 of 10,000, 800 too many').waitFor();
    assert.deepEqual(await studio.page.locator('#generate').boundingBox(), before);
    await studio.screenshot('studio-prompt-over');
    assert.deepEqual(await axeViolations(studio.page), []);
    await studio.close();
  });

  it('shows error, budget and offline together in the narrow layout', async () => {
    for (const theme of ['darkModern', 'highContrastLight'] as const) {
      const studio = await openStudio({
        theme,
        width: 360,
        height: 740,
        snapshot: {
          ...mixed,
          isOffline: true,
          notices: [
            notice(
              'error',
              'No answer within 300 s. It may be charged (about $0.04).',
              'Retry',
              'Show Answer',
            ),
          ],
          generate: {
            label: 'Fill the Mask · $0.21',
            state: 'disabled',
            notice: notice('warning', "Today's budget would be passed: $9.98 of $10.00.", 'Change Budget'),
          },
        },
      });
      await studio.screenshot(`studio-all-at-once-${theme}`);
      assert.ok(await isInSight(studio, '#generate'));
      await assertFits(studio);
      assert.deepEqual(await axeViolations(studio.page), []);
      await studio.page.locator('#count').scrollIntoViewIfNeeded();
      await studio.screenshot(`studio-all-at-once-${theme}-end`);
      await studio.close();
    }
  });

  it('wraps texts that are 40 % longer', async () => {
    const longer = Object.fromEntries(
      Object.entries(allTexts).map(([key, text]) => [
        key,
        `[!! ${text}${' lorem'.repeat(Math.ceil((text.length * 0.4) / 6))} !!]`,
      ]),
    );
    for (const width of [1400, 620, 360]) {
      const studio = await openStudio({ width, height: 900, texts: longer, snapshot: mixed });
      await studio.screenshot(`studio-longer-${width}`);
      await assertFits(studio);
      await studio.close();
    }
  });

  it('invites to open an image when there is none', async () => {
    for (const width of [1400, 620, 360]) {
      const studio = await openStudio({
        width,
        height: 740,
        isWithoutPicture: true,
      });
      await studio.page.getByText('Describe a new image, or open one to edit.').waitFor();
      await studio.screenshot(`studio-empty-${width}`);
      assert.deepEqual(await axeViolations(studio.page), []);
      await assertFits(studio);
      await studio.close();
    }
  });
});

async function isInSight(studio: OpenStudio, selector: string): Promise<boolean> {
  const box = await studio.page.locator(selector).boundingBox();
  const size = studio.page.viewportSize();
  if (box === null || size === null) return false;
  // At 200 % the stage may be cut below; enough of it is seen.
  const seen = Math.min(box.y + box.height, size.height) - Math.max(box.y, 0);
  return box.y >= 0 && seen >= Math.min(box.height, 120);
}
