import assert from 'node:assert/strict';
import { mixedTable, openGrid, type OpenGrid } from './gridHost';
import { themeNames } from './pageHtml';
import { axeViolations } from './harness';

describe('the look of the grid', () => {
  let grid: OpenGrid;

  afterEach(async () => {
    assert.deepEqual(grid.view.problems, []);
    await grid.view.close();
  });

  for (const theme of themeNames) {
    it(`has no violation that axe finds in ${theme}`, async () => {
      grid = await openGrid({
        width: 1100,
        height: 800,
        theme,
        snapshot: { ...mixedTable(), ratio: 16 / 9, lines: ['12 cells were made before and cost nothing.'] },
      });
      await grid.picturesInView();
      await grid.focusFirst();
      await grid.view.page.keyboard.press('ArrowRight');
      await grid.view.page.keyboard.press(' ');
      await grid.view.page.keyboard.press('ArrowRight');
      await grid.focusedId();
      await grid.view.screenshot(`grid-1100-${theme}`);
      assert.deepEqual(await axeViolations(grid.view.page), []);
    });
  }
});
