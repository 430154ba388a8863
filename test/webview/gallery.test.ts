import assert from 'node:assert/strict';
import { axeViolations } from './harness';
import { openGallery, until, type OpenGallery } from './galleryHost';
import { themeNames } from './pageHtml';

describe('the Gallery', () => {
  let gallery: OpenGallery;

  afterEach(async () => {
    assert.deepEqual(gallery.view.problems, []);
    await gallery.view.close();
  });

  for (const [width, columns] of [
    [300, 2],
    [700, 4],
  ] as const) {
    it(`fills ${columns} columns at ${width} px and draws only what is in view of 5,000 images`, async () => {
      gallery = await openGallery({ width, height: 800 });
      const { page } = gallery.view;
      assert.equal(await page.getByRole('grid').getAttribute('aria-colcount'), String(columns));
      const drawn = await page.getByRole('gridcell').count();
      assert.ok(drawn >= columns * 4 && drawn <= columns * 16, `${drawn} cells are drawn`);
      await gallery.allThumbnailsInView();
      const [first, second] = await Promise.all(
        [0, 1].map(async (place) => page.getByRole('gridcell').nth(place).boundingBox()),
      );
      assert.equal(first?.y, second?.y);
      const sideways = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
      assert.equal(sideways, false);
    });

    it(`shows images wherever one scrolls to at ${width} px`, async () => {
      gallery = await openGallery({ width, height: 800 });
      const { page } = gallery.view;
      for (const share of [0.3, 0.7, 1]) {
        await page.evaluate(
          `{ const grid = document.querySelector('[role=grid]'); grid.scrollTop = ${share} * grid.scrollHeight; }`,
        );
        await gallery.allThumbnailsInView();
      }
      assert.equal(await page.getByRole('gridcell').last().getAttribute('data-id'), 'id4999');
    });
  }

  describe('with the keyboard', () => {
    beforeEach(async () => {
      gallery = await openGallery({ width: 700, height: 800 });
    });

    it('has one tab stop in the grid', async () => {
      assert.equal(await gallery.view.page.locator('[role=gridcell][tabindex="0"]').count(), 1);
    });

    it('moves by cell, row, page, to the first and the last', async () => {
      const { page } = gallery.view;
      await gallery.focusFirst();
      for (const [key, id] of [
        ['ArrowRight', 'id1'],
        ['ArrowDown', 'id5'],
        ['ArrowLeft', 'id4'],
        ['ArrowUp', 'id0'],
        ['ArrowUp', 'id0'],
        ['PageDown', 'id14'],
        ['PageUp', 'id0'],
        ['End', 'id4999'],
        ['Home', 'id0'],
      ] as const) {
        await page.keyboard.press(key);
        assert.equal(await gallery.focusedId(), id, key);
      }
    });

    it('keeps its column over a heading and a shorter row', async () => {
      const { page } = gallery.view;
      await gallery.focusFirst();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      // The first day has ten images: its third row has two of them.
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      assert.equal(await gallery.focusedId(), 'id9');
      await page.keyboard.press('ArrowDown');
      assert.equal(await gallery.focusedId(), 'id11');
    });

    it('selects several with Shift and tells the host', async () => {
      const { page } = gallery.view;
      await gallery.focusFirst();
      await page.keyboard.press('Shift+ArrowRight');
      await page.keyboard.press('Shift+ArrowRight');
      await page.keyboard.press('Shift+ArrowLeft');
      await gallery.sent('select', { ids: ['id0', 'id1'] });
      assert.equal(await page.locator('[aria-selected=true]').count(), 2);
    });

    it('inserts with Enter, previews with Space, and keeps the focus', async () => {
      const { page } = gallery.view;
      await gallery.focusFirst();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await gallery.sent('image', { ids: ['id1'], action: 'insertLink' });
      await page.keyboard.press(' ');
      await gallery.sent('image', { ids: ['id1'], action: 'preview' });
      assert.equal(await gallery.focusedId(), 'id1');
    });

    it('leaves Ctrl+Enter and Ctrl+F to the keybindings of VS Code', async () => {
      const { page } = gallery.view;
      await gallery.focusFirst();
      await page.keyboard.press('Control+Enter');
      await page.keyboard.press('Enter');
      await gallery.sent('image', { ids: ['id0'], action: 'insertLink' });
      assert.equal(gallery.requests('image').length, 1);
    });

    it('types into the box, searches after a moment, and clears with Esc', async () => {
      const { page } = gallery.view;
      await gallery.focusFirst();
      await page.keyboard.type('kite');
      assert.equal(await page.getByRole('searchbox').inputValue(), 'kite');
      await gallery.sent('search', { query: 'kite' });
      assert.deepEqual(gallery.requests('search'), [{ query: 'kite' }]);
      await page.keyboard.press('ArrowDown');
      assert.equal(await gallery.focusedId(), 'id0');
      await page.keyboard.press('Escape');
      await gallery.sent('search', { query: '' });
      assert.equal(await page.getByRole('searchbox').inputValue(), '');
      assert.equal(await gallery.focusedId(), 'id0');
    });

    it('keeps the focus when the cell with it is scrolled out of view', async () => {
      const { page } = gallery.view;
      await gallery.focusFirst();
      await page.evaluate("document.querySelector('[role=grid]').scrollTop = 50000");
      await until(page, "document.querySelectorAll('[role=gridcell]')[8].dataset.id !== 'id8'");
      assert.equal(await gallery.focusedId(), 'id0');
      await page.keyboard.press('ArrowRight');
      assert.equal(await gallery.focusedId(), 'id1');
      assert.equal(await page.evaluate("document.querySelector('[role=grid]').scrollTop < 200"), true);
    });

    it('goes to the box when the host says so', async () => {
      const { page } = gallery.view;
      await gallery.focusFirst();
      await gallery.view.post({ kind: 'event', name: 'command', payload: { name: 'focusSearch' } });
      await page.locator('input[role=searchbox]:focus').waitFor();
    });
  });

  it('selects with Ctrl and Shift held, and the menu is about what it was opened on', async () => {
    gallery = await openGallery({ width: 700, height: 800 });
    const { page } = gallery.view;
    const cell = (id: string) => page.locator(`[data-id=${id}]`);
    await cell('id1').click();
    await cell('id3').click({ modifiers: ['Control'] });
    await gallery.sent('select', { ids: ['id1', 'id3'] });
    await cell('id5').click({ modifiers: ['Shift'] });
    await gallery.sent('select', { ids: ['id3', 'id4', 'id5'] });
    await cell('id4').click({ button: 'right' });
    assert.equal(await page.locator('[aria-selected=true]').count(), 3);
    await cell('id8').click({ button: 'right' });
    await gallery.sent('select', { ids: ['id8'] });
    const context: unknown = JSON.parse((await cell('id8').getAttribute('data-vscode-context')) ?? '');
    assert.deepEqual(context, {
      webviewSection: 'image',
      easelImage: 'id8',
      easelIsWaiting: false,
      preventDefaultContextMenuItems: true,
    });
  });

  it('puts what is selected into a drag', async () => {
    gallery = await openGallery({ width: 700, height: 800 });
    const { page } = gallery.view;
    await page.locator('[data-id=id1]').click();
    await page.locator('[data-id=id2]').click({ modifiers: ['Control'] });
    const dragged = await page.evaluate(`(() => {
      const data = new DataTransfer();
      const event = new DragEvent('dragstart', { bubbles: true, cancelable: true, dataTransfer: data });
      document.querySelector('[data-id=id2]').dispatchEvent(event);
      return data.getData('application/vnd.easel.images');
    })()`);
    assert.equal(dragged, '{"ids":["id1","id2"]}');
  });

  it('asks for thumbnails of what is in view, each once, and marks what has none', async () => {
    gallery = await openGallery({ width: 300, height: 600, withoutThumbnail: ['id1'] });
    const { page } = gallery.view;
    await page.locator('[data-id=id1] .codicon-file-media').waitFor();
    await gallery.allThumbnailsInView();
    const asked = gallery.requests('thumbnails').flatMap((params) => (params as { ids: string[] }).ids);
    assert.equal(asked.length, new Set(asked).size);
    assert.ok(asked.length < 40, `${asked.length} were asked for`);
    await gallery.sendSnapshot({});
    await gallery.allThumbnailsInView();
    const again = gallery.requests('thumbnails').flatMap((params) => (params as { ids: string[] }).ids);
    assert.equal(again.length, new Set(again).size);
  });

  it('keeps what is seen in its place when an image comes', async () => {
    gallery = await openGallery({ width: 700, height: 800 });
    const { page } = gallery.view;
    await page.evaluate("document.querySelector('[role=grid]').scrollTop = 3000");
    await gallery.allThumbnailsInView();
    const top = async (): Promise<number | undefined> =>
      (await page.locator('[data-id=id80]').boundingBox())?.y;
    const before = await top();
    await gallery.sendSnapshot({ extraAtStart: 40 });
    await page.locator('[aria-rowcount]:not([aria-rowcount="1751"])').waitFor({ state: 'attached' });
    assert.equal(await top(), before);
  });

  it('begins at the top when something else is asked for', async () => {
    gallery = await openGallery({ width: 700, height: 800 });
    const { page } = gallery.view;
    await page.evaluate("document.querySelector('[role=grid]').scrollTop = 3000");
    await gallery.allThumbnailsInView();
    await gallery.sendSnapshot({ extraAtStart: 40, query: 'kite' });
    await until(page, "document.querySelector('[role=grid]').scrollTop === 0");
  });

  it('takes up its place after a reload', async () => {
    gallery = await openGallery({ width: 700, height: 800 });
    const { page } = gallery.view;
    await page.evaluate("document.querySelector('[role=grid]').scrollTop = 3000");
    await until(page, "JSON.parse(sessionStorage.getItem('easelTestState'))?.scrollTop === 3000");
    await gallery.view.reload();
    await until(page, "document.querySelector('[role=grid]')?.scrollTop === 3000");
  });

  it('shows filters as chips that take them back, and scopes with their numbers', async () => {
    gallery = await openGallery({ width: 300, height: 600 });
    const { page } = gallery.view;
    await gallery.sendSnapshot({ chips: [{ id: 'task:inpaint', label: 'Fill the mask' }] });
    await page.getByRole('button', { name: 'Remove Fill the mask' }).click();
    await gallery.sent('removeChip', { id: 'task:inpaint' });
    await page.getByText('Waiting 3').click();
    await gallery.sent('scope', { scope: 'waiting' });
  });

  it('says what to do where there is nothing yet', async () => {
    gallery = await openGallery({ width: 300, height: 600, count: 0 });
    const { page } = gallery.view;
    await page.getByText('Images you make appear here.').waitFor();
    await page.getByRole('button', { name: 'Generate Image' }).click();
    await gallery.sent('act', { notice: 'empty', action: 'generate' });
    await gallery.view.screenshot('gallery-empty');
    assert.deepEqual(await axeViolations(page), []);
  });

  it('tells the host whether it has the keyboard', async () => {
    gallery = await openGallery({ width: 300, height: 600 });
    await gallery.focusFirst();
    await gallery.sent('focus', { hasFocus: true });
    await gallery.view.page.evaluate("window.dispatchEvent(new Event('blur'))");
    await gallery.sent('focus', { hasFocus: false });
  });

  for (const theme of themeNames) {
    it(`has no violation that axe finds in ${theme}`, async () => {
      gallery = await openGallery({ width: 300, height: 800, theme });
      await gallery.sendSnapshot({
        chips: [
          { id: 'task:inpaint', label: 'Fill the mask' },
          { id: 'folder:docs', label: 'docs/img' },
        ],
      });
      await gallery.allThumbnailsInView();
      await gallery.focusFirst();
      await gallery.view.page.keyboard.press('Shift+ArrowRight');
      assert.deepEqual(await axeViolations(gallery.view.page), []);
      await gallery.view.screenshot(`gallery-300-${theme}`);
    });
  }

  for (const theme of ['darkModern', 'lightModern'] as const) {
    it(`is looked at with 5,000 images at 700 px in ${theme}`, async () => {
      gallery = await openGallery({ width: 700, height: 900, theme });
      await gallery.view.page.evaluate("document.querySelector('[role=grid]').scrollTop = 40000");
      await gallery.allThumbnailsInView();
      await gallery.view.screenshot(`gallery-700-${theme}`);
    });
  }

  it('is usable at 200 %', async () => {
    gallery = await openGallery({ width: 600, height: 1200, zoom: 2 });
    await gallery.allThumbnailsInView();
    assert.equal(
      await gallery.view.page.evaluate('document.documentElement.scrollWidth > innerWidth'),
      false,
    );
    await gallery.view.screenshot('gallery-200-percent');
  });
});
