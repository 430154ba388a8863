import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import sharp from 'sharp';
import { type Installed, openInstalled } from '../host/installed';
import { until } from '../host/until';
import { themes } from '../host/workbench';

/** A picture with something in it to paint over. */
async function lamp(width: number, height: number): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 400 300">
    <rect width="400" height="300" fill="#cfd8dc"/><rect y="220" width="400" height="80" fill="#8d6e63"/>
    <path d="M180 90h60l20 60h-100z" fill="#f9a825"/><rect x="205" y="150" width="10" height="70" fill="#5d4037"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** Opens the image's menu in the Explorer, as a person does, and chooses. */
async function chooseInExplorer({ workbench }: Installed, file: string, item: string): Promise<void> {
  const { page } = workbench;
  // Menus know of the extension's commands once it was scanned.
  await workbench.statusBarEntry(/Easel offline/);
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: file }).click({ button: 'right' });
  await page.locator('.monaco-menu .action-label', { hasText: item }).first().click();
}

async function paint(studio: FrameLocator, { workbench }: Installed): Promise<void> {
  const canvas = studio.getByRole('application');
  const box = await canvas.boundingBox();
  assert.ok(box);
  const { mouse } = workbench.page;
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  await mouse.move(x - 20, y - 30);
  await mouse.down();
  await mouse.move(x + 20, y - 10, { steps: 5 });
  await mouse.move(x, y + 20, { steps: 5 });
  await mouse.up();
}

describe('the Studio in the workbench', () => {
  for (const [theme, colorTheme] of Object.entries(themes)) {
    it(`opens an image, fills its mask and accepts a candidate in the theme ${theme}`, async () => {
      const installed = await openInstalled({
        files: { 'README.md': '# Lamp\n', 'lamp.png': await lamp(1200, 900) },
        settings: { 'workbench.colorTheme': colorTheme },
      });
      try {
        const { workbench, workspace } = installed;
        await workbench.openFile('README.md');
        await chooseInExplorer(installed, 'lamp.png', 'Edit in Easel Studio');
        const studio = workbench.webview();
        await studio.getByRole('application').waitFor();
        await paint(studio, installed);
        await studio.getByRole('textbox', { name: 'Prompt' }).fill('a tall fern');
        await studio.getByRole('button', { name: /Fill the Mask · free/ }).waitFor();
        await workbench.screenshot(`studio-painted-${theme}`);
        await studio.getByRole('button', { name: /Fill the Mask/ }).click();
        await studio.getByRole('button', { name: 'Accept', exact: true }).waitFor();
        await workbench.screenshot(`studio-candidate-${theme}`);
        assert.deepEqual(await readdir(workspace), ['README.md', 'lamp.png'], 'nothing before Accept');
        await studio.getByRole('button', { name: 'Accept', exact: true }).click();
        await studio
          .getByText(/All [\d,]+ pixels outside the mask equal the original\./)
          .first()
          .waitFor();
        await workbench.screenshot(`studio-accepted-${theme}`);
        assert.deepEqual(await readdir(join(workspace, 'updated-images')), ['lamp-tall-fern.png']);
      } finally {
        await installed.close();
      }
    });
  }

  it('is there again after a reload, with its mask and its candidates', async () => {
    const installed = await openInstalled({ files: { 'lamp.png': await lamp(800, 600) } });
    try {
      const { workbench, workspace } = installed;
      await chooseInExplorer(installed, 'lamp.png', 'Edit in Easel Studio');
      let studio = workbench.webview();
      await studio.getByRole('application').waitFor();
      await paint(studio, installed);
      await studio.getByRole('textbox', { name: 'Prompt' }).fill('a tall fern');
      await studio.getByRole('button', { name: /Fill the Mask · free/ }).click();
      await studio.getByRole('button', { name: 'Accept', exact: true }).waitFor();
      await workbench.page.reload();
      studio = workbench.webview();
      await studio
        .getByText(/Restored your mask and 1 candidate\./)
        .first()
        .waitFor();
      await studio.getByRole('button', { name: /Fill the Mask · free/ }).waitFor();
      await workbench.screenshot('studio-restored');
      await studio.getByRole('button', { name: 'Accept', exact: true }).click();
      await until('the accepted image', async () => (await readdir(workspace)).includes('updated-images'));
    } finally {
      await installed.close();
    }
  });
});
