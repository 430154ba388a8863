import assert from 'node:assert/strict';
import { cellAt, mixedTable, openGrid, retry, tableOf, type OpenGrid } from './gridHost';

describe('the grid while it changes', () => {
  let grid: OpenGrid;

  afterEach(async () => {
    assert.deepEqual(grid.view.problems, []);
    await grid.view.close();
  });

  it('draws only what is in view of 400 cells, and headings stay at their side', async () => {
    grid = await openGrid({ width: 1000, height: 700, snapshot: tableOf(20, 20) });
    const { page } = grid.view;
    const table = page.getByRole('grid');
    assert.equal(await table.getAttribute('aria-rowcount'), '21');
    assert.equal(await table.getAttribute('aria-colcount'), '21');
    await page.evaluate("document.querySelector('[role=grid]').scrollTo(1200, 1500)");
    await grid.picturesInView();
    const drawn = await page.getByRole('gridcell').count();
    assert.ok(drawn > 20 && drawn < 120, `${drawn} cells are drawn`);
    const box = await table.boundingBox();
    const heads = await Promise.all(
      [page.getByRole('columnheader').nth(2), page.getByRole('rowheader').nth(1)].map((head) =>
        head.boundingBox(),
      ),
    );
    assert.equal(heads[0]?.y, box?.y, 'headings of columns are at the top');
    assert.equal(heads[1]?.x, box?.x, 'headings of rows are at the left');
    const row = page.locator('[aria-rowindex="12"]');
    assert.equal(await row.getByRole('rowheader').textContent(), '11');
    const columns = await row
      .getByRole('gridcell')
      .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('aria-colindex'))));
    assert.deepEqual(
      columns,
      [...columns].sort((one, other) => one - other),
    );
    await grid.view.screenshot('grid-400-scrolled');
  });

  it('shows the focused cell whole, and never below the headings', async () => {
    grid = await openGrid({ width: 700, height: 600, snapshot: tableOf(20, 20) });
    const { page } = grid.view;
    await grid.focusFirst();
    const keys = [
      ...Array.from({ length: 12 }, () => 'ArrowDown'),
      ...Array.from({ length: 12 }, () => 'ArrowRight'),
      ...Array.from({ length: 8 }, () => 'ArrowUp'),
      ...Array.from({ length: 8 }, () => 'ArrowLeft'),
      'Control+End',
      'Control+Home',
    ];
    for (const key of keys) {
      await page.keyboard.press(key);
      await grid.focusedId();
      const isWhole = await page.evaluate(`(() => {
        const { top, left, bottom, right } = document.activeElement.getBoundingClientRect();
        const box = document.querySelector('[role=grid]').getBoundingClientRect();
        const corner = document.querySelector('.corner').getBoundingClientRect();
        return top >= corner.bottom && left >= corner.right && bottom <= box.bottom && right <= box.right;
      })()`);
      assert.equal(isWhole, true, key);
    }
  });

  it('keeps the focus when its cell is scrolled out of view', async () => {
    grid = await openGrid({ snapshot: tableOf(20, 20) });
    const { page } = grid.view;
    await grid.focusFirst();
    await page.evaluate("document.querySelector('[role=grid]').scrollTo(2000, 2500)");
    await page.locator('[data-id="c19.19.0"]').waitFor();
    assert.equal(await grid.focusedId(), 'c0.0.0');
    await page.keyboard.press('ArrowRight');
    assert.equal(await grid.focusedId(), 'c1.0.0');
    assert.equal(await page.evaluate("document.querySelector('[role=grid]').scrollTop"), 0);
  });

  it('keeps focus and place while images arrive, and asks for each thumbnail once', async () => {
    const waiting = { kind: 'waiting' } as const;
    grid = await openGrid({ snapshot: tableOf(4, 4, () => ({ state: waiting })) });
    await grid.focusFirst();
    await grid.view.page.keyboard.press('ArrowDown');
    for (let made = 1; made <= 16; made++) {
      await grid.send(tableOf(4, 4, (column, row) => (row * 4 + column < made ? {} : { state: waiting })));
    }
    assert.equal(await grid.focusedId(), 'c0.1.0');
    await grid.picturesInView();
    const asked = grid.requests('thumbnails').flatMap((params) => (params as { ids: string[] }).ids);
    assert.equal(asked.length, new Set(asked).size);
  });

  it('takes no older snapshot after a newer one', async () => {
    grid = await openGrid({ snapshot: { made: '2 of 48 made' } });
    await grid.send({ made: '3 of 48 made' });
    await grid.view.tell('snapshot', {
      revision: 1,
      title: 'hero: Grid',
      isOffline: false,
      isLoading: false,
      held: [],
      ...tableOf(1, 1),
      status: 'running',
      made: '1 of 48 made',
      progress: 0,
      menu: [],
      notices: [],
      lines: [],
    });
    assert.equal(await grid.focusedId(), 'c0.0.0');
    await grid.view.page.getByText('3 of 48 made').waitFor();
  });

  it('gives the focus to what stands there when the file has changed', async () => {
    grid = await openGrid({ snapshot: tableOf(6, 4) });
    await grid.focusFirst();
    await grid.view.page.keyboard.press('Control+End');
    assert.equal(await grid.focusedId(), 'c5.3.0');
    await grid.send({ ...tableOf(3, 4) });
    await grid.view.page.locator('[data-id="c2.3.0"][tabindex="0"]').waitFor();
    assert.equal(await grid.focusedId(), 'c2.3.0');
  });

  it('takes up the focus of a button that is gone with what it did', async () => {
    grid = await openGrid();
    const { page } = grid.view;
    await page.getByRole('button', { name: 'Make 36 · $1.44' }).focus();
    await grid.send({ main: { action: 'pause', label: 'Pause' } });
    await page.locator('button:focus', { hasText: 'Pause' }).waitFor();
    await grid.send({ status: 'finished' }, ['main', 'toGo']);
    await page.locator('[data-id="c0.0.0"]:focus').waitFor();
    const failed = { kind: 'failed', text: 'No answer within 300 s.', actions: [retry] } as const;
    await grid.send(tableOf(2, 1, (column) => (column === 0 ? { state: failed } : {})));
    await page.keyboard.press('Enter');
    await page.locator('.side').getByRole('button', { name: 'Retry' }).focus();
    await grid.send(tableOf(2, 1, () => ({ state: { kind: 'making', since: Date.now() } })));
    await page.locator('.stage:focus').waitFor();
  });

  it('shows in the enlarged view what has arrived meanwhile', async () => {
    const { cells, ...axes } = tableOf(2, 1, () => ({ state: { kind: 'making', since: Date.now() } }));
    grid = await openGrid({ snapshot: { ...axes, cells } });
    const { page } = grid.view;
    await grid.focusFirst();
    await page.keyboard.press('Enter');
    await page.locator('.stage .state').waitFor();
    await grid.send({ ...axes, cells: [cellAt(0, 0, 0), ...cells.slice(1)] });
    await page.locator('.stage img').waitFor();
    assert.equal(await page.locator('.stage:focus').count(), 1);
  });

  it('finds tab, focus and selection again after a reload', async () => {
    grid = await openGrid({ snapshot: mixedTable() });
    const { page } = grid.view;
    await grid.focusFirst();
    await page.keyboard.press(' ');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press(' ');
    await page.keyboard.press('.');
    assert.equal(await grid.focusedId(), 'c1.0.1');
    await grid.view.reload();
    await page.locator('[data-id="c1.0.1"]:focus').waitFor();
    await page.getByRole('tab', { selected: true, name: 'Stable Image Ultra' }).waitFor();
    await page.keyboard.press(',');
    assert.equal(await page.locator('[aria-selected=true][role=gridcell]').count(), 2);
    const kept = await page.evaluate<{ file: string }>(
      "JSON.parse(sessionStorage.getItem('easelTestState'))",
    );
    assert.equal(kept.file, 'prompts/hero.imgprompt.md');
  });

  it('lists all tabs by score, and the focus follows its image', async () => {
    grid = await openGrid({ width: 800, height: 700, snapshot: mixedTable() });
    const { page } = grid.view;
    await grid.focusFirst();
    await page.keyboard.press('ArrowRight');
    const ranking = ['c2.0.0', 'c0.0.0', 'c3.0.0', 'c1.0.0', 'c4.0.0', 'c5.0.0', 'c0.1.0'];
    await grid.send({ ranking });
    await page.getByRole('grid', { name: 'Variants by score' }).waitFor();
    assert.equal(await grid.focusedId(), 'c1.0.0');
    assert.equal(await page.getByRole('tab').count(), 0);
    for (const [key, id] of [
      ['ArrowLeft', 'c3.0.0'],
      ['ArrowLeft', 'c0.0.0'],
      ['Control+Home', 'c2.0.0'],
      ['Control+End', 'c0.1.0'],
    ] as const) {
      await page.keyboard.press(key);
      assert.equal(await grid.focusedId(), id, key);
    }
    await grid.picturesInView();
    await grid.view.screenshot('grid-by-score');
  });

  it('retries a failed cell with the pointer, too, and the cell keeps the keyboard', async () => {
    grid = await openGrid({
      snapshot: tableOf(2, 2, (column, row) =>
        column === 1 && row === 1
          ? { state: { kind: 'failed', text: 'No answer within 300 s.', actions: [retry] } }
          : {},
      ),
    });
    await grid.view.page.getByRole('button', { name: 'Retry' }).click();
    await grid.sent('act', { notice: 'c1.1.0', action: 'retry' });
    assert.equal(await grid.focusedId(), 'c1.1.0');
  });
});
