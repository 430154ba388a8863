import assert from 'node:assert/strict';
import sharp from 'sharp';
import { type Installed, openInstalled } from '../host/installed';
import { until } from '../host/until';
import { themes } from '../host/workbench';
import { plain } from './searchSteps';

describe('rows of large images', () => {
  let installed: Installed;

  before(async () => {
    const noise = { type: 'gaussian', mean: 150, sigma: 60 } as const;
    const large = await sharp({
      create: { width: 1600, height: 1200, channels: 3, background: '#000', noise },
    })
      .png()
      .toBuffer();
    installed = await openInstalled({
      settings: { 'workbench.colorTheme': themes.dark },
      files: { ...(await plain('art', 3)), 'art/large.png': new Uint8Array(large) },
    });
  });
  after(() => installed.close());

  it('show a thumbnail, and small ones themselves, while the keyboard stays where it is', async () => {
    const { workbench } = installed;
    await workbench.runCommand('Easel: Find and Insert Image');
    await workbench.expectTitle('Find and Insert Image');
    await workbench.input.fill('art');
    const row = (name: string) =>
      workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: name });
    const pictureOf = (name: string): Promise<string> =>
      row(name)
        .locator('.quick-input-list-icon')
        .evaluate(
          (icon) => (icon as unknown as { style: { backgroundImage: string } }).style.backgroundImage,
        );
    await row('large.png').waitFor();
    await workbench.page.keyboard.press('ArrowDown');
    const active = workbench.page.locator('.quick-input-list .monaco-list-row.focused');
    const before = await active.innerText();
    await until('the thumbnail', async () => /thumbnails/.test(await pictureOf('large.png')));
    assert.match(await pictureOf('plain-1.png'), /plain-1\.png/);
    assert.equal(await active.innerText(), before);
    await workbench.screenshot('find-thumbnails');
    await workbench.page.keyboard.press('Escape');
  });
});
