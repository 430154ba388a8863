import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openInstalled } from '../host/installed';
import { until } from '../host/until';
import { openOnSimulator } from './describeSteps';
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

  it('leaves out and says what was changed while it wrote, and writes the rest', async () => {
    const { picture } = await sampleSite();
    const text = '# Lamps\n\n![](lamp.png)\n';
    const { installed, simulator, close } = await openOnSimulator({
      files: {
        'lamp.png': picture,
        'kept.md': text,
        'typed.md': text,
        'written.md': text,
        // Mixed line ends: VS Code opens it with those of most lines.
        'mixed.html': '<p>One</p>\r\n<p>Two</p>\n<img src="lamp.png">\r\n',
        'latin.md': Buffer.from('# T\u00fcrlampe\n\n![](lamp.png)\n', 'latin1'),
      },
    });
    try {
      const { workbench, workspace } = installed;
      const { page } = workbench;
      await workbench.openFile('typed.md');
      await workbench.runCommand('Easel: Write Missing Alt Text');
      await workbench.expectTitle(/Write alt text for 4 images\? /);
      simulator.faults.add({ kind: 'delay', operation: 'Converse', count: 4, delayMs: 6000 });
      await page.keyboard.press('Enter');
      await until('the requests', async () =>
        simulator.requests().some(({ operation }) => operation === 'Converse'),
      );
      await writeFile(join(workspace, 'written.md'), `${text}\nMore.\n`);
      await workbench.goTo(1, 8);
      await page.keyboard.type(' at night');
      const purpose = page.locator('.monaco-list-row', { hasText: 'Informative, 2 texts' }).first();
      await purpose.waitFor();
      await purpose.click();
      await page.keyboard.press('Space');
      await page.getByRole('button', { name: 'Apply' }).click();
      await workbench.notification(
        /Wrote 2 alt texts in 2 files \((?:about|under) \$[\d.]+\)\. 2 were left out because their files changed\. 1 document was not read: it is not UTF-8 text/,
      );
      await workbench.screenshot('alt-left-out');
      const read = (name: string): Promise<string> => readFile(join(workspace, name), 'utf8');
      await until('the files to be saved', async () => /lamp\.png" alt=/.test(await read('mixed.html')));
      assert.match(await read('kept.md'), /^# Lamps\n\n!\[[^\]\n]{10,160}\]\(lamp\.png\)\n$/);
      assert.match(
        await read('mixed.html'),
        /^<p>One<\/p>\r\n<p>Two<\/p>\r\n<img src="lamp\.png" alt="[^"\n]{10,160}">\r\n$/,
      );
      assert.equal(await read('written.md'), `${text}\nMore.\n`);
      await until('what was typed to be saved by itself', async () => (await read('typed.md')) !== text);
      assert.equal(await read('typed.md'), '# Lamps at night\n\n![](lamp.png)\n');
    } finally {
      await close();
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
