import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import sharp from 'sharp';
import { serializeRecipe } from '../../src/core/recipes/merge';
import { sha256Hex } from '../../src/core/sha256';
import { type Installed, openInstalled } from '../host/installed';
import { until } from '../host/until';
import { sampleRecipe, sampleRun } from '../unit/core/recipes/sampleRecipe';

const names = ['kite', 'lamp', 'hill'];

/** Images with their recipes, as Easel leaves them in a project; the last is the newest. */
async function madeFiles(): Promise<Record<string, string | Uint8Array>> {
  const files: Record<string, string | Uint8Array> = {};
  for (const [index, name] of names.entries()) {
    const background = { r: 200 - 60 * index, g: 60 + 60 * index, b: 120 };
    const bytes = new Uint8Array(
      await sharp({ create: { width: 320, height: 200, channels: 3, background } })
        .png()
        .toBuffer(),
    );
    const sha256 = await sha256Hex(bytes);
    const path = `generated-images/${name}.png`;
    files[path] = bytes;
    files[`.easel/recipes/${sha256.slice(0, 2)}/${sha256}.json`] = serializeRecipe({
      ...sampleRecipe,
      sha256,
      prompt: `A ${name} at dawn`,
      image: { type: 'png', width: 320, height: 200, bytes: bytes.length },
      runs: [{ ...sampleRun, madeAt: `2026-11-20T09:3${index}:00.000Z`, path }],
    });
  }
  return files;
}

describe('the Gallery in the workbench', () => {
  let installed: Installed;
  let page: FrameLocator;

  before(async () => {
    installed = await openInstalled({
      files: { ...(await madeFiles()), 'story.md': '# A story\n\nFirst paragraph.\n\nLast paragraph.\n' },
    });
    const { workbench } = installed;
    await workbench.openFile('story.md');
    await workbench.runCommand('View: Show Easel');
    page = workbench.page
      .frameLocator('iframe.webview.ready[src*="extensionId=easel"]')
      .frameLocator('iframe#active-frame');
    await page.getByRole('gridcell').first().waitFor();
  });

  after(async () => {
    await installed.close();
  });

  async function story(): Promise<string> {
    return await installed.workbench.visibleText();
  }

  it('shows what was made here, the newest first, with thumbnails', async () => {
    await until('the thumbnails', async () => {
      const images = await page.getByRole('gridcell').locator('img').all();
      const widths = await Promise.all(
        images.map(
          async (image) => await image.evaluate((element: { naturalWidth?: number }) => element.naturalWidth),
        ),
      );
      return widths.length === 3 && widths.every((width) => width === 264);
    });
    assert.deepEqual(await page.locator('.name').allInnerTexts(), ['hill.png', 'lamp.png', 'kite.png']);
    await page.getByText('Made here 3').waitFor();
    await page.getByText('All 3').waitFor();
    await installed.workbench.screenshot('gallery-workbench');
  });

  it('finds by words of the prompt', async () => {
    const { workbench } = installed;
    await page.getByRole('gridcell').first().click();
    await workbench.page.keyboard.type('lamp');
    await until('one image', async () => (await page.getByRole('gridcell').count()) === 1);
    await workbench.page.keyboard.press('Escape');
    await until('all images', async () => (await page.getByRole('gridcell').count()) === 3);
  });

  it('inserts a link with Enter by the same code as generating', async () => {
    const { workbench } = installed;
    await workbench.goTo(3, 3);
    await page.getByRole('gridcell').nth(2).click();
    await workbench.page.keyboard.press('Enter');
    await until('the link', async () =>
      (await story()).includes('First paragraph.\n\n![A kite at dawn](generated-images/kite.png)\n\nLast'),
    );
  });

  it('previews with Space and keeps the keyboard, opens with Ctrl+Enter', async () => {
    const { workbench } = installed;
    await page.getByRole('gridcell').nth(1).click();
    await workbench.page.keyboard.press(' ');
    await workbench.page.locator('.tab.active', { hasText: 'lamp.png' }).waitFor();
    await workbench.page.keyboard.press('ArrowRight');
    await workbench.page.keyboard.press('Control+Enter');
    await workbench.page.locator('.tab.active', { hasText: 'kite.png' }).waitFor();
    await workbench.page.locator('.tab', { hasText: 'story.md' }).click();
  });

  it('goes to the box with Ctrl+F', async () => {
    const { workbench } = installed;
    await page.getByRole('gridcell').first().click();
    // VS Code learns of the focus a moment after the click: a person's hand is slower than that.
    await page.locator('[role=gridcell]:focus', { hasText: 'hill.png' }).waitFor();
    await workbench.page.keyboard.press('ArrowRight');
    await page.locator('[role=gridcell]:focus', { hasText: 'lamp.png' }).waitFor();
    await workbench.page.keyboard.press('ArrowRight');
    await page.locator('[role=gridcell]:focus', { hasText: 'kite.png' }).waitFor();
    await workbench.page.keyboard.press('Control+f');
    await page.locator('input[role=searchbox]:focus').waitFor();
  });

  it('has a native context menu for images', async () => {
    const { workbench } = installed;
    await page.getByRole('gridcell').first().click({ button: 'right' });
    const menu = workbench.page.locator('.context-view .monaco-menu');
    await menu.waitFor();
    const items = await menu.locator('.action-label:not(.separator)').allInnerTexts();
    await workbench.screenshot('gallery-menu');
    assert.deepEqual(
      items.map((item) => item.trim()).filter((item) => item !== ''),
      [
        'Open',
        'Edit in Easel Studio',
        'Insert Link',
        'Copy Path',
        'Copy Presigned URL',
        'Generate Again',
        'Vary Image',
        'Edit Image…',
        'Animate Image',
        'Describe Image',
        'Ask About Images',
        'Judge Images',
        'More Like This',
        'Show Recipe',
        'Reveal in Explorer',
      ],
    );
    await workbench.page.keyboard.press('Escape');
  });

  it('inserts a link where an image is dropped into a document', async () => {
    const { workbench } = installed;
    const from = await page.getByRole('gridcell').first().boundingBox();
    const line = workbench.page.locator('.view-line', { hasText: 'Last paragraph.' });
    const to = await line.boundingBox();
    assert.ok(from && to);
    const { mouse } = workbench.page;
    await mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await mouse.down();
    await mouse.move(from.x + from.width / 2 + 20, from.y + from.height / 2 + 10, { steps: 5 });
    await mouse.move(to.x + 40, to.y + 8, { steps: 20 });
    await mouse.move(to.x + 42, to.y + 9, { steps: 5 });
    await workbench.screenshot('gallery-drag');
    await mouse.up();
    await until('the link', async () =>
      (await story()).includes('Last paragraph.\n\n![A hill at dawn](generated-images/hill.png)'),
    );
    await workbench.screenshot('gallery-dropped');
  });
});
