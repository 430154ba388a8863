import assert from 'node:assert/strict';
import { openCanvas } from '../canvasPage';
import { axeViolations, fileUrl } from '../harness';
import { themeNames } from '../pageHtml';

describe('the look of the mask canvas', () => {
  for (const theme of themeNames) {
    it(`has nothing that axe-core objects to, and a mask seen on any picture, in ${theme}`, async () => {
      for (const picture of ['white', 'black', 'busy'] as const) {
        const view = await openCanvas({ theme, picture, width: 640, height: 420 });
        await view.drag([80, 150], [220, 150]);
        await view.focusCanvas();
        await view.press('o', '4');
        await view.drag([200, 30], [280, 90]);
        await view.page.mouse.move(0, 0);
        await view.screenshot(`mask-${theme}-${picture}`);
        assert.deepEqual(await axeViolations(view.page), []);
        assert.deepEqual(view.problems, []);
        await view.close();
      }
    });
  }

  it('has open menus and forms without violations', async () => {
    const view = await openCanvas({ width: 640, height: 420 });
    await view.page.getByRole('toolbar').getByRole('button', { name: 'Mask', exact: true }).click();
    await view.screenshot('mask-menu');
    assert.deepEqual(await axeViolations(view.page), []);
    await view.press('Escape');
    await view.focusCanvas();
    await view.press('r', 'n');
    await view.screenshot('mask-form');
    assert.deepEqual(await axeViolations(view.page), []);
    await view.close();
  });

  it('wraps its tools in a narrow page, at 200 %, without scrolling sideways', async () => {
    const view = await openCanvas({ width: 720, height: 900, zoom: 2 });
    await view.screenshot('mask-narrow');
    const overflow = await view.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(overflow, 0);
    await view.close();
  });

  it('compares with crisp pixels above 400 %', async () => {
    for (const mode of ['swipe', 'difference', 'sideBySide', 'onionSkin'] as const) {
      const view = await openCanvas({
        width: 640,
        height: 420,
        data: {
          candidate: { url: fileUrl('candidate.png') },
          compare: { mode, position: 0.5, opacity: 0.5, gain: 16 },
          extend: { left: 0, right: 64, up: 0, down: 0 },
          context: { left: 60, top: 40, width: 180, height: 220 },
        },
      });
      if (mode === 'swipe' || mode === 'difference') {
        await view.page.evaluate(() => window.canvasPage.controller.current!.zoomBy(4.5));
      }
      await view.page.waitForFunction(() => new Promise((done) => requestAnimationFrame(() => done(true))));
      await view.screenshot(`compare-${mode}`);
      await view.close();
    }
  });
});
