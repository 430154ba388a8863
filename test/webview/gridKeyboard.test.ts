import assert from 'node:assert/strict';
import { axeViolations } from './harness';
import { image, mixedTable, openGrid, tableOf, type OpenGrid } from './gridHost';

describe('the grid with the keyboard', () => {
  let grid: OpenGrid;

  afterEach(async () => {
    assert.deepEqual(grid.view.problems, []);
    await grid.view.close();
  });

  it('has one tab stop, which has the keyboard when it opens', async () => {
    grid = await openGrid();
    assert.equal(await grid.view.page.locator('[role=gridcell][tabindex="0"]').count(), 1);
    assert.equal(await grid.view.page.locator('[role=gridcell] [tabindex="0"]').count(), 0);
    await grid.view.page.locator('[data-id="c0.0.0"]:focus').waitFor();
  });

  it('moves by cell, to the ends of the row and of all, and by what is seen', async () => {
    grid = await openGrid({ width: 1000, height: 700, snapshot: tableOf(6, 30) });
    const { page } = grid.view;
    await grid.focusFirst();
    for (const [key, id] of [
      ['ArrowRight', 'c1.0.0'],
      ['ArrowDown', 'c1.1.0'],
      ['ArrowLeft', 'c0.1.0'],
      ['ArrowLeft', 'c0.1.0'],
      ['ArrowUp', 'c0.0.0'],
      ['ArrowUp', 'c0.0.0'],
      ['End', 'c5.0.0'],
      ['ArrowRight', 'c5.0.0'],
      ['Home', 'c0.0.0'],
      ['Control+End', 'c5.29.0'],
      ['Control+Home', 'c0.0.0'],
      ['PageDown', 'c0.3.0'],
      ['PageUp', 'c0.0.0'],
    ] as const) {
      await page.keyboard.press(key);
      assert.equal(await grid.focusedId(), id, key);
    }
  });

  it('goes over a place that has no cell', async () => {
    const { cells, ...axes } = tableOf(4, 3);
    grid = await openGrid({ snapshot: { ...axes, cells: cells.filter(({ id }) => id !== 'c1.0.0') } });
    await grid.focusFirst();
    await grid.view.page.keyboard.press('ArrowRight');
    assert.equal(await grid.focusedId(), 'c2.0.0');
    await grid.view.page.keyboard.press('ArrowLeft');
    assert.equal(await grid.focusedId(), 'c0.0.0');
  });

  it('uses, stars, judges and retries with one key each', async () => {
    grid = await openGrid({ snapshot: mixedTable() });
    const { keyboard } = grid.view.page;
    await grid.focusFirst();
    await keyboard.press('ArrowRight');
    await keyboard.press('u');
    await grid.sent('cell', { id: 'c1.0.0', action: 'use', image: 'c1.0.0:i' });
    await keyboard.press('s');
    await grid.sent('cell', { id: 'c1.0.0', action: 'star' });
    await keyboard.press('j');
    await grid.sent('cell', { id: 'c1.0.0', action: 'judge', image: 'c1.0.0:i' });
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowRight');
    await keyboard.press('r');
    await grid.sent('cell', { id: 'c2.1.0', action: 'retry' });
    assert.equal(await grid.focusedId(), 'c2.1.0');
  });

  it('reads the keys by their place on a keyboard of another script', async () => {
    grid = await openGrid();
    await grid.focusFirst();
    await grid.view.page.evaluate(
      `document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'ㅕ', code: 'KeyU', bubbles: true, cancelable: true }))`,
    );
    await grid.sent('cell', { id: 'c0.0.0', action: 'use', image: 'c0.0.0:i' });
  });

  it('leaves what is held with Ctrl to VS Code', async () => {
    grid = await openGrid();
    const { keyboard } = grid.view.page;
    await grid.focusFirst();
    for (const key of ['Control+s', 'Control+u', 'Control+Enter', 'Alt+j']) await keyboard.press(key);
    await keyboard.press('u');
    await grid.sent('cell', { id: 'c0.0.0', action: 'use', image: 'c0.0.0:i' });
    assert.equal(grid.requests('cell').length, 1);
    assert.equal(await grid.view.page.locator('.enlarged').count(), 0);
  });

  it('says what cannot be done, and sends nothing', async () => {
    grid = await openGrid({
      snapshot: tableOf(2, 1, (column) => (column === 0 ? { state: { kind: 'waiting', place: 1 } } : {})),
    });
    const { page } = grid.view;
    const said = async (sentence: string): Promise<void> =>
      await page.locator('[role=status]', { hasText: sentence }).waitFor({ state: 'attached' });
    await grid.focusFirst();
    await page.keyboard.press('u');
    await said('There is no image here yet.');
    await page.keyboard.press('c');
    await said('Select two images with Space to compare them.');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('r');
    await said('There is nothing to retry here.');
    assert.deepEqual(grid.requests('cell'), []);
  });

  it('moves a cell that waits in the queue, and the focus stays', async () => {
    grid = await openGrid({ snapshot: mixedTable() });
    const { keyboard } = grid.view.page;
    await grid.focusFirst();
    await keyboard.press('Control+End');
    assert.equal(await grid.focusedId(), 'c5.3.0');
    await keyboard.press('Shift+ArrowUp');
    await grid.sent('cell', { id: 'c5.3.0', action: 'makeEarlier' });
    await keyboard.press('Shift+ArrowDown');
    await grid.sent('cell', { id: 'c5.3.0', action: 'makeLater' });
    assert.equal(await grid.focusedId(), 'c5.3.0');
  });

  it('goes from opening to Use This One and Compare without a pointer', async () => {
    grid = await openGrid({ width: 1000, height: 700, snapshot: { ...mixedTable(), ratio: 16 / 9 } });
    const { page } = grid.view;
    const { keyboard } = page;
    await page.locator('[data-id="c0.0.0"]:focus').waitFor();
    await keyboard.press('ArrowRight');
    await keyboard.press('Enter');
    const enlarged = page.locator('.enlarged');
    await enlarged.getByText('in the style of line').waitFor();
    assert.equal(await page.locator('.stage:focus img').count(), 1);
    await keyboard.press('ArrowRight');
    await enlarged.getByRole('heading', { name: 'photo, seed 1' }).waitFor();
    await keyboard.press('u');
    await grid.sent('cell', { id: 'c2.0.0', action: 'use', image: 'c2.0.0:i' });
    await keyboard.press(' ');
    await keyboard.press('Escape');
    assert.equal(await grid.focusedId(), 'c2.0.0', 'back where one looked last');
    await keyboard.press('ArrowRight');
    await keyboard.press(' ');
    assert.equal(await page.locator('[role=gridcell][aria-selected=true]').count(), 2);
    await keyboard.press('c');
    const comparison = page.getByRole('region', { name: 'Comparison' });
    await comparison.locator('del', { hasText: 'photo' }).waitFor();
    await comparison.locator('ins', { hasText: 'clay' }).waitFor();
    assert.deepEqual(grid.requests('compare').at(-1), { left: 'c2.0.0:i', right: 'c3.0.0:i' });
    await keyboard.press('v');
    const border = page.getByRole('slider', { name: 'Border between the two images' });
    await border.focus();
    await keyboard.press('ArrowRight');
    assert.equal(await border.getAttribute('aria-valuenow'), '51');
    await page.getByRole('button', { name: 'Use This One' }).last().focus();
    await keyboard.press('Enter');
    await grid.sent('cell', { id: 'c3.0.0', action: 'use', image: 'c3.0.0:i' });
    await keyboard.press('Escape');
    assert.equal(await grid.focusedId(), 'c3.0.0');
    await keyboard.press('Escape');
    await page.locator('[role=gridcell][aria-selected=true]').first().waitFor({ state: 'detached' });
  });

  it('takes the newest two for Compare, and judges both', async () => {
    grid = await openGrid();
    const { keyboard } = grid.view.page;
    await grid.focusFirst();
    for (const key of [' ', 'ArrowRight', ' ', 'ArrowRight', ' ']) await keyboard.press(key);
    assert.deepEqual(
      await grid.view.page
        .locator('[role=gridcell][aria-selected=true]')
        .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-id'))),
      ['c1.0.0', 'c2.0.0'],
    );
    await keyboard.press('j');
    await grid.sent('judge', { ids: ['c1.0.0', 'c2.0.0'] });
  });

  it('writes a note, which Esc leaves and keeps', async () => {
    grid = await openGrid();
    const { page } = grid.view;
    await grid.focusFirst();
    await page.keyboard.press('n');
    await page.locator('#note:focus').waitFor();
    await page.keyboard.type('Too dark, u s j');
    await page.keyboard.press('Escape');
    await grid.sent('note', { id: 'c0.0.0', text: 'Too dark, u s j' });
    await page.locator('.stage:focus').waitFor();
    assert.deepEqual(grid.requests('cell'), []);
    await page.keyboard.press('Escape');
    assert.equal(await grid.focusedId(), 'c0.0.0');
  });

  it('shows each of several images of a cell, and uses the one that is shown', async () => {
    grid = await openGrid({
      snapshot: tableOf(2, 1, () => ({
        images: [image('c0.0.0:i'), image('c0.0.0:i2'), image('c0.0.0:i3')],
      })),
    });
    const { page } = grid.view;
    await grid.focusFirst();
    await page.keyboard.press('Enter');
    await page.getByText('Image 1 of 3').waitFor();
    await page.keyboard.press('.');
    await page.getByText('Image 2 of 3').waitFor();
    await page.keyboard.press('u');
    await grid.sent('cell', { id: 'c0.0.0', action: 'use', image: 'c0.0.0:i2' });
    await page.keyboard.press(',');
    await page.keyboard.press(',');
    await page.getByText('Image 1 of 3').waitFor();
  });

  it('changes the tab of the third axis, and stays at its place', async () => {
    grid = await openGrid({ snapshot: mixedTable() });
    const { page } = grid.view;
    await grid.focusFirst();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('.');
    assert.equal(await grid.focusedId(), 'c1.1.1');
    assert.equal(
      await page.getByRole('tab', { name: 'Stable Image Ultra' }).getAttribute('aria-selected'),
      'true',
    );
    await page.getByRole('tab', { selected: true }).focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('[role=tab]:focus', { hasText: 'Stable Image Core' }).waitFor();
    assert.equal(await page.getByRole('tabpanel').getAttribute('aria-labelledby'), 'tab-0');
  });

  it('lists its keys, and gives the focus back', async () => {
    grid = await openGrid();
    const { page } = grid.view;
    await grid.focusFirst();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await grid.view.screenshot('grid-keys');
    assert.deepEqual(await axeViolations(page), []);
    await page.keyboard.press('Escape');
    assert.equal(await grid.focusedId(), 'c0.0.0');
  });

  it('makes what is to go from the button with its price, and the rest from the menu', async () => {
    grid = await openGrid();
    const { page } = grid.view;
    await page.getByRole('button', { name: 'Make 36 · $1.44' }).focus();
    await page.keyboard.press('Enter');
    await grid.sent('run', { action: 'make' });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Export as HTML…' }).waitFor();
    await page.keyboard.press('e');
    await page.keyboard.press('Enter');
    await grid.sent('run', { action: 'exportHtml' });
  });
});
