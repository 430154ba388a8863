import assert from 'node:assert/strict';
import { type CanvasView, openCanvas } from '../canvasPage';

describe('the mask canvas with the keyboard alone', () => {
  let view: CanvasView;

  beforeEach(async () => {
    view = await openCanvas();
    await view.focusCanvas();
  });

  afterEach(async () => {
    assert.deepEqual(view.problems, []);
    await view.close();
  });

  it('shows a cursor with the first arrow and says what is there', async () => {
    await view.press('ArrowRight');
    assert.equal((await view.announced()).at(-1), 'At 150, 150. Not masked.');
    await view.press('ArrowRight');
    assert.equal((await view.announced()).at(-1), 'At 166, 150. Not masked.');
    await view.press('Shift+ArrowUp');
    assert.equal((await view.announced()).at(-1), 'At 166, 86. Not masked.');
  });

  it('paints with Space, and along the way while it is held', async () => {
    await view.press('3', 'ArrowRight');
    await view.page.keyboard.down(' ');
    await view.press('Shift+ArrowRight', 'Shift+ArrowRight');
    await view.page.keyboard.up(' ');
    assert.deepEqual((await view.summary()).bounds, { left: 142, top: 142, width: 49, height: 17 });
    assert.equal((await view.announced()).at(-1), 'Painted. 0.8 percent masked.');
    await view.press('ArrowLeft');
    assert.match((await view.announced()).at(-1) ?? '', /Masked\.$/);
  });

  it('sets the corners of a rectangle with Enter', async () => {
    await view.press('r', 'ArrowRight', 'Enter', 'Shift+ArrowRight', 'Shift+ArrowDown', 'Enter');
    assert.deepEqual((await view.summary()).bounds, { left: 150, top: 150, width: 64, height: 64 });
  });

  it('makes a polygon with points by Enter, closed by Enter at the same place', async () => {
    await view.press('p', 'ArrowRight', 'Enter');
    await view.press('Shift+ArrowRight', 'Enter', 'Shift+ArrowDown', 'Enter', 'Enter');
    assert.equal(await view.maskAt(205, 160), 255);
    assert.equal(await view.maskAt(155, 205), 0);
    const said = await view.announced();
    assert.ok(said.includes('Point 2 at 214, 150.'), said.join('\n'));
  });

  it('selects with the wand at the cursor, undoes with Z and redoes with Shift+Z', async () => {
    await view.press('w', 'ArrowRight', 'Enter');
    assert.deepEqual((await view.summary()).bounds, { left: 100, top: 75, width: 100, height: 150 });
    await view.press('z');
    assert.equal((await view.summary()).isEmpty, true);
    await view.press('Shift+Z');
    assert.equal((await view.summary()).isEmpty, false);
    assert.equal((await view.announced()).at(-1), 'Redone: wand.');
  });

  it('makes a shape by numbers and gives the focus back', async () => {
    await view.press('o', 'n');
    const form = view.page.getByRole('dialog', { name: 'Ellipse by numbers' });
    for (const [name, value] of [
      ['Left', '10'],
      ['Top', '20'],
      ['Width', '100'],
      ['Height', '50'],
    ] as const) {
      await form.getByRole('spinbutton', { name }).fill(value);
    }
    await view.press('Enter');
    assert.deepEqual((await view.summary()).bounds, { left: 10, top: 20, width: 100, height: 50 });
    assert.equal(await view.maskAt(12, 22), 0);
    assert.equal(
      await view.page.getByRole('application').evaluate((e) => e === document.activeElement),
      true,
    );
  });

  it('swaps, resizes, inverts and clears by single keys', async () => {
    await view.press(']');
    assert.equal((await view.announced()).at(-1), 'Brush, 70 pixels.');
    await view.press('x');
    assert.equal((await view.announced()).at(-1), 'Takes away from the mask.');
    await view.press('i');
    assert.equal((await view.summary()).share, 1);
    await view.press('Delete');
    assert.equal((await view.summary()).isEmpty, true);
  });

  it('leaves keys with Ctrl to VS Code, and the key that ends a chord', async () => {
    await view.press('i');
    await view.press('Control+z');
    assert.equal((await view.summary()).share, 1);
    await view.press('Control+k', 'z');
    assert.equal((await view.summary()).share, 1);
    await view.press('z');
    assert.equal((await view.summary()).isEmpty, true);
  });

  it('ends the shape, then hides the cursor, then asks to leave with Escape', async () => {
    await view.press('r', 'ArrowRight', 'Enter', 'Escape');
    assert.equal((await view.announced()).at(-1), 'Shape given up.');
    await view.press('Escape');
    assert.equal((await view.announced()).at(-1), 'Cursor hidden.');
    assert.deepEqual(await view.commands(), []);
    await view.press('Escape');
    assert.deepEqual(await view.commands(), ['leave']);
  });

  it('passes on what is not the canvas’s to do', async () => {
    await view.press('v', ',', '.', '?');
    await view.page.keyboard.down('c');
    await view.page.keyboard.up('c');
    assert.deepEqual(await view.commands(), [
      'nextCompareMode',
      'previousCandidate',
      'nextCandidate',
      'showKeys',
      'holdOriginal',
      'releaseOriginal',
    ]);
  });

  it('has the toolbar as one tab stop, within which arrows move', async () => {
    const focused = async (): Promise<string | null> =>
      await view.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);
    await view.press('Shift+Tab');
    assert.equal(await focused(), 'Brush');
    await view.press('ArrowRight');
    assert.equal(await focused(), 'Eraser');
    await view.press('ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter');
    assert.equal(await focused(), 'Lasso');
    await view.press('Tab');
    assert.match((await focused()) ?? '', /^Mask canvas for lamp\.png, 300 by 300$/);
  });
});
