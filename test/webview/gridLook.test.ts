import assert from 'node:assert/strict';
import type { GridSnapshot } from '../../src/protocol/grid';
import { gridTexts } from '../../webview-ui/grid/texts';
import { image, mixedTable, openGrid, tableOf, type OpenGrid } from './gridHost';
import { axeViolations } from './harness';
import { themeNames } from './pageHtml';

/** Nothing is cut and nothing but the table scrolls sideways. */
async function assertFits({ view }: OpenGrid): Promise<void> {
  const wide = await view.page.evaluate<readonly string[]>(`
    [document.documentElement, ...document.querySelectorAll('main, .top, .button, .notice, .cellBar, .side, .enlargedBody, .comparisonBody')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'none')
      .map((element) => element.className + ': ' + element.textContent.slice(0, 40))`);
  assert.deepEqual(wide, []);
}

/** The middle of what has the focus is on the screen, and nothing lies over it. */
const isFocusInSight = `(() => {
  const { left, top, width, height } = document.activeElement.getBoundingClientRect();
  const seen = document.elementFromPoint(left + width / 2, top + height / 2);
  return seen !== null && document.activeElement.contains(seen);
})()`;

const madeBefore = ['12 cells were made before and cost nothing.'];

const budgetStop: Partial<GridSnapshot> = {
  status: 'stopped',
  made: '27 of 48 made',
  toGo: '21 to go',
  progress: 27 / 48,
  main: { action: 'resume', label: 'Resume · $0.84' },
  notices: [
    {
      id: 'stopped',
      severity: 'warning',
      text: 'Stopped at today’s budget with 21 to go. Everything made is kept.',
      actions: [
        { id: 'resume', label: 'Resume · $0.84' },
        { id: 'changeBudget', label: 'Change Budget' },
      ],
    },
  ],
};

const preview: Partial<GridSnapshot> = {
  status: 'notStarted',
  made: '0 of 48 made',
  toGo: '48 to go',
  progress: 0,
  main: { action: 'make', label: 'Make 48 · $1.92' },
  preview: {
    summary: '48 images, about $1.92. The first 10 prompts:',
    prompts: Array.from(
      { length: 10 },
      (_, index) =>
        `A small fox sits on a mossy stone at the edge of a forest at dawn, soft light from the left, in the style of variant ${index + 1}, three colors, no text.`,
    ),
    more: 'and 38 more',
  },
};

const long =
  'A photograph of a lighthouse in a storm, seen from a small boat, with the keeper on the gallery and gulls in the spray';

describe('the look of the grid', () => {
  let grid: OpenGrid;

  afterEach(async () => {
    assert.deepEqual(grid.view.problems, []);
    await grid.view.close();
  });

  const check = async (name: string): Promise<void> => {
    await grid.view.screenshot(name);
    assert.deepEqual(await axeViolations(grid.view.page), []);
    await assertFits(grid);
  };

  for (const theme of themeNames) {
    it(`shows 48 cells in every state in ${theme}`, async () => {
      grid = await openGrid({
        width: 1100,
        height: 800,
        theme,
        snapshot: { ...mixedTable(), ratio: 16 / 9, lines: madeBefore },
      });
      await grid.picturesInView();
      await grid.focusFirst();
      await grid.view.page.keyboard.press('ArrowRight');
      await grid.view.page.keyboard.press(' ');
      await grid.view.page.keyboard.press('ArrowRight');
      await grid.focusedId();
      await check(`grid-1100-${theme}`);
    });

    it(`enlarges and compares in ${theme}`, async () => {
      grid = await openGrid({
        width: 1100,
        height: 800,
        theme,
        snapshot: { ...mixedTable(), ratio: 16 / 9 },
      });
      const { page } = grid.view;
      await grid.picturesInView();
      await grid.focusFirst();
      await page.keyboard.press('Enter');
      await page.locator('.side .facts').waitFor();
      await check(`grid-enlarged-${theme}`);
      await page.keyboard.press(' ');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press(' ');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press(' ');
      await page.keyboard.press('c');
      await page.locator('.differences').waitFor();
      await check(`grid-compare-${theme}`);
      await page.keyboard.press('v');
      await page.getByRole('slider').focus();
      await check(`grid-swipe-${theme}`);
    });
  }

  for (const [width, height, zoom] of [
    [600, 760, 1],
    [360, 760, 1],
    [1280, 800, 2],
    [620, 740, 2],
  ] as const) {
    it(`is usable at ${width} x ${height}, zoom ${zoom}`, async () => {
      grid = await openGrid({
        width,
        height,
        zoom,
        snapshot: { ...mixedTable(), ...budgetStop, ratio: 16 / 9, lines: madeBefore },
      });
      const { page } = grid.view;
      await grid.picturesInView();
      await check(`grid-${width}-zoom${zoom}`);
      await grid.focusFirst();
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowUp', 'Control+Home']) {
        await page.keyboard.press(key);
        await grid.focusedId();
        assert.equal(await page.evaluate(isFocusInSight), true, `${key} leads out of sight`);
      }
      await page.keyboard.press('Enter');
      await page.locator('.side .facts').waitFor();
      await check(`grid-enlarged-${width}-zoom${zoom}`);
      await page.keyboard.press(' ');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press(' ');
      await page.keyboard.press('c');
      await page.locator('.differences').waitFor();
      await check(`grid-compare-${width}-zoom${zoom}`);
    });
  }

  for (const theme of ['darkModern', 'lightModern'] as const) {
    it(`says what would be sent before anything is, in ${theme}`, async () => {
      grid = await openGrid({
        width: 900,
        height: 800,
        theme,
        snapshot: {
          ...tableOf(6, 8, () => ({ state: { kind: 'waiting' } })),
          ...preview,
          ratio: 1,
          isOffline: true,
        },
      });
      assert.equal(await grid.view.page.locator('.preview li').count(), 10);
      await check(`grid-preview-${theme}`);
    });
  }

  it('stops at the budget with a sentence, the way on, and no second main button', async () => {
    grid = await openGrid({ width: 700, height: 700, snapshot: { ...mixedTable(), ...budgetStop } });
    const { page } = grid.view;
    assert.equal(await page.locator('.button.primary').count(), 1);
    await page.getByRole('button', { name: 'Change Budget' }).click();
    await grid.sent('act', { notice: 'stopped', action: 'changeBudget' });
    await page.getByRole('button', { name: 'Resume · $0.84' }).click();
    await grid.sent('run', { action: 'resume' });
    await check('grid-budget');
  });

  it('shows long values and long prompts whole where there is room, and cuts no word elsewhere', async () => {
    const { columns, rows, cells } = tableOf(3, 3);
    grid = await openGrid({
      width: 800,
      height: 700,
      snapshot: {
        cells,
        columns: { name: 'a variable with a long name', labels: [long, `${long} at night`, 'short'] },
        rows: {
          name: 'subject',
          labels: ['Donaudampfschifffahrtsgesellschaftskapitän'.repeat(3), long, long],
        },
        tabs: { name: 'model', labels: [long, long] },
      },
      details: { prompt: `${long}. `.repeat(20), title: `${long}, ${long}` },
    });
    const { page } = grid.view;
    assert.equal(columns?.labels.length, 3);
    assert.equal(rows?.labels.length, 3);
    await grid.picturesInView();
    await check('grid-long');
    await grid.focusFirst();
    await page.keyboard.press('Enter');
    await page.locator('.side .facts').waitFor();
    await check('grid-long-enlarged');
  });

  it('shows one cell for a file without axes', async () => {
    grid = await openGrid({
      width: 700,
      height: 600,
      snapshot: {
        cells: tableOf(1, 1, () => ({ images: [image('c0.0.0:i', { score: 8, scoreLabel: '8 good' })] }))
          .cells,
        status: 'finished',
        made: '1 of 1 made',
        progress: 1,
        ratio: 16 / 9,
      },
    });
    const { page } = grid.view;
    await grid.picturesInView();
    assert.equal(await page.getByRole('columnheader').count(), 0);
    assert.equal(await page.getByRole('rowheader').count(), 0);
    await check('grid-one');
  });

  for (const only of ['columns', 'rows'] as const) {
    it(`names an axis that is alone, ${only}`, async () => {
      const { cells, ...axes } = only === 'columns' ? tableOf(4, 1) : tableOf(1, 4);
      const { rows, columns, ...rest } = { ...axes };
      grid = await openGrid({
        width: 700,
        height: 600,
        snapshot: { ...rest, cells, ...(only === 'columns' && columns ? { columns } : rows ? { rows } : {}) },
      });
      await grid.picturesInView();
      await check(`grid-only-${only}`);
    });
  }

  it('says instead of a table why there is none, with a way on', async () => {
    grid = await openGrid({
      width: 700,
      height: 500,
      snapshot: {
        cells: [],
        made: '',
        progress: 0,
        menu: [],
        empty: {
          id: 'tooMany',
          severity: 'warning',
          text: 'This file has 4,200 combinations. Easel makes 200 at most, so nothing was built.',
          actions: [
            { id: 'openFile', label: 'Open Prompt File' },
            { id: 'settings', label: 'Change the Limit' },
          ],
        },
      },
    });
    await check('grid-empty');
    await grid.view.page.getByRole('button', { name: 'Open Prompt File' }).click();
    await grid.sent('act', { notice: 'tooMany', action: 'openFile' });
  });

  it('shows what a judge said below the images, until it is closed', async () => {
    grid = await openGrid({ width: 900, height: 800, snapshot: { ...mixedTable(), ratio: 16 / 9 } });
    const { page } = grid.view;
    await grid.focusFirst();
    await page.keyboard.press('Control+End');
    await grid.focusedId();
    await grid.send({ judging: 'Claude Haiku 4.5 is looking at 4 images…' });
    await page.getByText('is looking at 4 images').waitFor();
    await grid.send({
      judgement: {
        title: 'Claude Haiku 4.5 on 2 images',
        summary: 'The first keeps to the prompt; the second has a doubled moon.',
        images: ['flat, seed 1', 'line, seed 1'].map((name, index) => ({
          name,
          isBest: index === 0,
          overall: index === 0 ? '9 excellent' : '7 good',
          scores: [
            { name: 'Prompt', value: '9 excellent' },
            { name: 'Technique', value: '8 good' },
          ],
          explanation: 'The stone and the moss are there.',
          suggestions: [],
        })),
        sent: 'Sent 2 images, 1,840 + 120 tokens, about $0.01.',
      },
    });
    await page.getByText('doubled moon').waitFor();
    await grid.focusedId();
    assert.equal(await page.evaluate(isFocusInSight), true);
    await check('grid-judgement');
    await page.getByRole('button', { name: 'Close the Judgement' }).click();
    await page.getByText('doubled moon').waitFor({ state: 'detached' });
  });

  it('keeps its form with texts that are 40 % longer', async () => {
    const texts = Object.fromEntries(
      Object.entries(gridTexts).map(([key, text]) => [
        key,
        `[!! ${text}${' longer'.repeat(Math.ceil(text.length / 16))} !!]`,
      ]),
    );
    grid = await openGrid({ width: 620, height: 740, texts, snapshot: { ...mixedTable(), ratio: 16 / 9 } });
    await grid.picturesInView();
    await check('grid-pseudo');
  });
});
