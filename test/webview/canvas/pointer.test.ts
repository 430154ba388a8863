import assert from 'node:assert/strict';
import { type CanvasView, openCanvas } from '../canvasPage';

describe('the mask canvas with a pointer', () => {
  let view: CanvasView;

  beforeEach(async () => {
    view = await openCanvas();
  });

  afterEach(async () => {
    assert.deepEqual(view.problems, []);
    await view.close();
  });

  it('paints along a stroke with the brush', async () => {
    await view.drag([80, 150], [220, 150]);
    assert.equal(await view.maskAt(80, 150), 255);
    assert.equal(await view.maskAt(150, 150), 255);
    assert.equal(await view.maskAt(150, 180), 255);
    assert.equal(await view.maskAt(150, 185), 0);
    assert.equal((await view.announced()).at(-1), 'Painted. 13.5 percent masked.');
  });

  it('erases with the eraser, and with the brush while Ctrl is held', async () => {
    await view.drag([80, 150], [220, 150]);
    await view.page.getByRole('button', { name: 'Eraser' }).click();
    await view.click(100, 150);
    assert.equal(await view.maskAt(100, 150), 0);
    assert.equal(await view.maskAt(200, 150), 255);
    await view.page.getByRole('button', { name: 'Brush', exact: true }).click();
    await view.page.keyboard.down('Control');
    await view.click(200, 150);
    await view.page.keyboard.up('Control');
    assert.equal(await view.maskAt(200, 150), 0);
  });

  it('undoes and redoes a stroke', async () => {
    await view.drag([80, 150], [220, 150]);
    await view.page.getByRole('button', { name: 'Undo' }).click();
    assert.equal(await view.maskAt(150, 150), 0);
    assert.equal((await view.summary()).isEmpty, true);
    assert.equal((await view.announced()).at(-1), 'Undone: brush.');
    await view.page.getByRole('button', { name: 'Redo' }).click();
    assert.equal(await view.maskAt(150, 150), 255);
    assert.equal((await view.announced()).at(-1), 'Redone: brush.');
  });

  it('selects what is alike with the wand, and takes it away after swapping', async () => {
    await view.page.getByRole('button', { name: 'Wand' }).click();
    await view.click(150, 150);
    const { bounds } = await view.summary();
    assert.deepEqual(bounds, { left: 100, top: 75, width: 100, height: 150 });
    await view.page.getByRole('button', { name: 'Swap Add and Erase' }).click();
    await view.click(150, 150);
    assert.equal((await view.summary()).isEmpty, true);
  });

  it('fills a rectangle, and a square while Shift is held', async () => {
    await view.focusCanvas();
    await view.press('r');
    await view.drag([50, 50], [150, 100]);
    assert.deepEqual((await view.summary()).bounds, { left: 50, top: 50, width: 100, height: 50 });
    await view.page.keyboard.down('Shift');
    await view.drag([200, 200], [240, 220]);
    await view.page.keyboard.up('Shift');
    assert.equal(await view.maskAt(220, 238), 255);
  });

  it('closes a polygon with a double click', async () => {
    await view.focusCanvas();
    await view.press('p');
    await view.click(50, 50);
    await view.click(250, 50);
    const last = await view.place(150, 250);
    await view.page.mouse.dblclick(last.x, last.y);
    assert.equal(await view.maskAt(150, 100), 255);
    assert.equal(await view.maskAt(60, 200), 0);
  });

  it('joins two points of the brush by a line while Shift is held', async () => {
    await view.click(50, 50);
    await view.page.keyboard.down('Shift');
    await view.click(250, 250);
    await view.page.keyboard.up('Shift');
    assert.equal(await view.maskAt(150, 150), 255);
  });

  it('masks a color, and what is transparent', async () => {
    const chooseFromMask = async (name: string): Promise<void> => {
      await view.page.getByRole('toolbar').getByRole('button', { name: 'Mask', exact: true }).click();
      await view.page.getByRole('menuitem', { name }).click();
    };
    await chooseFromMask('From Transparency');
    assert.deepEqual((await view.summary()).bounds, { left: 0, top: 0, width: 20, height: 20 });
    await chooseFromMask('From Color…');
    await view.click(150, 150);
    assert.equal(await view.maskAt(199, 100), 255);
    assert.equal(await view.maskAt(250, 100), 0);
  });

  it('grows the mask by a number of pixels', async () => {
    await view.focusCanvas();
    await view.press('r');
    await view.drag([100, 100], [120, 120]);
    await view.page.getByRole('toolbar').getByRole('button', { name: 'Mask', exact: true }).click();
    await view.page.getByRole('menuitem', { name: 'Grow…' }).click();
    await view.page.getByRole('spinbutton', { name: 'Pixels' }).fill('10');
    await view.press('Enter');
    assert.deepEqual((await view.summary()).bounds, { left: 90, top: 90, width: 40, height: 40 });
    assert.equal((await view.announced()).at(-1)?.startsWith('Done: grow. '), true);
  });

  it('zooms at the pointer, so that the point under it stays', async () => {
    const before = await view.place(100, 100);
    await view.page.mouse.move(before.x, before.y);
    await view.page.mouse.wheel(0, -200);
    const after = await view.place(100, 100);
    assert.ok(Math.abs(after.x - before.x) < 1 && Math.abs(after.y - before.y) < 1);
    assert.notEqual((await view.place(200, 100)).x, before.x + 100);
  });

  it('pans with the middle button and with Space held', async () => {
    const start = await view.place(150, 150);
    await view.page.mouse.move(start.x, start.y);
    await view.page.mouse.down({ button: 'middle' });
    await view.page.mouse.move(start.x + 30, start.y + 10);
    await view.page.mouse.up({ button: 'middle' });
    assert.deepEqual(await view.place(150, 150), { x: start.x + 30, y: start.y + 10 });
    await view.focusCanvas();
    await view.page.keyboard.down(' ');
    await view.page.mouse.down();
    await view.page.mouse.move(start.x, start.y);
    await view.page.mouse.up();
    await view.page.keyboard.up(' ');
    assert.deepEqual(await view.place(150, 150), start);
    assert.equal((await view.summary()).isEmpty, true);
  });

  it('takes back a mask that it has packed, and refuses one of another size', async () => {
    await view.drag([80, 150], [220, 150]);
    const found = await view.page.evaluate(() => {
      const controller = window.canvasPage.controller.current!;
      const packed = controller.packed();
      const before = controller.editor.summary().share;
      controller.load(undefined);
      const emptied = controller.editor.summary().isEmpty;
      const isTaken = controller.load(packed);
      const other = packed.slice();
      other[3] = 99;
      return {
        before,
        emptied,
        isTaken,
        after: controller.editor.summary().share,
        other: controller.load(other),
      };
    });
    assert.equal(found.emptied, true);
    assert.equal(found.isTaken, true);
    assert.equal(found.after, found.before);
    assert.equal(found.other, false);
  });
});
