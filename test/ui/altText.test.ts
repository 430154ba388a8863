import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openInstalled } from '../host/installed';
import { until } from '../host/until';
import { sampleSite, sitePatterns } from './sampleSite';

describe('alt texts in the workbench', () => {
  it('writes what is missing in 60 documents after a review, and nothing else', async () => {
    const site = await sampleSite();
    const installed = await openInstalled({ files: site.files });
    try {
      const { workbench, workspace } = installed;
      const { page } = workbench;
      await workbench.statusBarEntry(/Easel offline/);
      await workbench.runCommand('Easel: Write Missing Alt Text');
      await workbench.expectTitle('Write alt text for 60 images? Free.');
      await workbench.screenshot('alt-price');
      await page.keyboard.press('Enter');
      const panel = page.locator('.refactor-preview, [id="refactorPreview"]').first();
      await panel.waitFor();
      await workbench.screenshot('alt-review');
      const purpose = page.locator('.monaco-list-row', { hasText: /Informative, \d+ texts?/ }).first();
      await purpose.waitFor();
      await workbench.screenshot('alt-review-grouped');
      // One tick on the purpose takes all of it.
      await purpose.click();
      await page.keyboard.press('Space');
      await workbench.screenshot('alt-review-ticked');
      await page.getByRole('button', { name: 'Apply' }).click();
      await workbench.notification(/Wrote 60 alt texts in 60 files \(free\)\./);
      await workbench.screenshot('alt-written');
      for (const [path, pattern] of sitePatterns(site)) {
        await until(`${path} to be saved`, async () =>
          pattern.test(await readFile(join(workspace, path), 'utf8')),
        );
      }
      const names = (await readdir(join(workspace, 'site'))).sort();
      assert.deepEqual(names, site.names.toSorted());
    } finally {
      await installed.close();
    }
  });

  it('writes one alt text by the light bulb, and marks decoration', async () => {
    const site = await sampleSite();
    const installed = await openInstalled({
      files: { 'docs/page.md': '# Lamps\n\n![](lamp.png)\n', 'docs/lamp.png': site.picture },
    });
    try {
      const { workbench, workspace } = installed;
      const { page } = workbench;
      await workbench.statusBarEntry(/Easel offline/);
      await workbench.openFile('docs/page.md');
      await workbench.goTo(3, 3);
      await workbench.runCommand('Quick Fix...');
      await workbench.screenshot('alt-action-opened');
      const action = page.locator('.action-widget .action-item, .action-widget .monaco-list-row', {
        hasText: 'Write Alt Text with Easel',
      });
      await action.first().waitFor();
      await workbench.screenshot('alt-action');
      await action.first().click();
      await workbench.notification(/Wrote the alt text as informative \(free\)\./);
      await workbench.screenshot('alt-one');
      await page.keyboard.press('Control+s');
      await until('the saved document', async () =>
        /!\[[^\]]{10,}\]\(lamp\.png\)/.test(await readFile(join(workspace, 'docs/page.md'), 'utf8')),
      );
    } finally {
      await installed.close();
    }
  });
});
