import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import sharp from 'sharp';
import { startSimulator, type RunningSimulator } from '../../src/simulator/server';
import { openInstalled } from '../host/installed';
import { until } from '../host/until';
import { callsOf, embeddingsSent, indexAll, indexFacts, openGallery, plain } from './searchSteps';

describe('which images are indexed', () => {
  let simulator: RunningSimulator;
  before(async () => {
    simulator = await startSimulator({ lifecycle: 'active' });
  });
  after(() => simulator.close());

  it('are those of all folders that no rule of the editor, of Git or of Easel leaves out', async () => {
    const { settings, env } = callsOf(simulator);
    const background = { r: 200, g: 90, b: 10 };
    const flat = sharp({ create: { width: 800, height: 800, channels: 3, background } });
    const large = await flat.png({ compressionLevel: 0 }).toBuffer();
    const installed = await openInstalled({
      files: {
        ...(await plain('one/art', 3)),
        ...(await plain('one/hidden', 2)),
        ...(await plain('one/unsearched', 2)),
        ...(await plain('one/ignored', 2)),
        ...(await plain('one/drafts', 2)),
        ...(await plain('two/more', 5)),
        'one/.gitignore': 'ignored\n',
        'one/art/large.png': new Uint8Array(large),
        'one/.vscode/settings.json': JSON.stringify({
          'files.exclude': { '**/hidden': true },
          'search.exclude': { unsearched: true },
          'easel.search.exclude': { 'drafts/**': true },
          'easel.search.maxFileMB': 1,
        }),
        'two.code-workspace': JSON.stringify({ folders: [{ path: 'one' }, { path: 'two' }] }),
      },
      workspaceFile: 'two.code-workspace',
      settings,
      env,
    });
    try {
      const { workbench } = installed;
      // The first three of the second folder are those of the first one: nobody has read them yet.
      await workbench.runCommand('Easel: Manage Search Index');
      await workbench.expectTitle(/^Index 8 images · under \$0\.01$/);
      const rows = (await workbench.quickPickRows()).join('\n');
      for (const folder of ['hidden', 'unsearched', 'ignored', 'drafts'])
        assert.ok(rows.includes(folder), rows);
      await workbench.screenshot('search-two-folders-consent');
      await workbench.page.keyboard.press('Escape');
      await indexAll(installed, /^Index 8 images/);
      assert.equal(embeddingsSent(simulator), 5);
      assert.match(await indexFacts(installed), /5 images/);
      await workbench.runCommand('Easel: Manage Search Index');
      await workbench.expectTitle('Search Index');
      await workbench.pick('1 file could not be read');
      await until('the file', async () =>
        (await workbench.quickPickRows()).some((row) => /large\.png/.test(row)),
      );
      await workbench.screenshot('search-too-large');
      await workbench.page.keyboard.press('Escape');
    } finally {
      await installed.close();
    }
  });

  it('are also those of folders that were taken in before a reload, when others are taken in', async () => {
    const { settings, env } = callsOf(simulator);
    const installed = await openInstalled({
      files: {
        ...(await plain('art', 3)),
        ...(await plain('node_modules', 2)),
        ...(await plain('dist', 4)),
      },
      settings,
      env,
    });
    try {
      const before = embeddingsSent(simulator);
      const choose = async (
        page: FrameLocator,
        folder: string,
        images: number,
      ): Promise<readonly string[]> => {
        const { workbench } = installed;
        await page.getByRole('button', { name: 'Choose Folders…' }).click();
        await workbench.expectTitle('Choose Folders to Index');
        const rows = await workbench.quickPickRows();
        await workbench.pick(folder);
        await workbench.screenshot(`search-folders-${folder}-${images}`);
        await workbench.page.keyboard.press('Enter');
        await page.getByText(`${images} images would be sent once`).waitFor();
        return rows;
      };
      const open = async (): Promise<FrameLocator> => {
        const page = await openGallery(installed);
        await page.getByRole('searchbox').fill('kite');
        return page;
      };
      let page = await open();
      await page.getByText('3 images would be sent once').waitFor();
      await choose(page, 'node_modules', 5);
      await installed.workbench.page.reload();
      await installed.workbench.page.locator('.monaco-workbench .part.statusbar').waitFor();
      page = await open();
      await page.getByText('5 images would be sent once').waitFor();
      const rows = await choose(page, 'dist', 9);
      // It can be taken out again, although the Gallery shows none of its images.
      assert.ok(
        rows.some((row) => row.includes('node_modules')),
        rows.join('\n'),
      );
      assert.equal(embeddingsSent(simulator), before);
    } finally {
      await installed.close();
    }
  });

  it('are none in a workspace that is not trusted: nothing is sent', async () => {
    const { settings, env } = callsOf(simulator);
    const installed = await openInstalled({
      files: await plain('art', 3),
      settings: {
        ...settings,
        'security.workspace.trust.enabled': true,
        'security.workspace.trust.startupPrompt': 'never',
      },
      env,
    });
    try {
      const before = simulator.requests().length;
      const { workbench } = installed;
      await workbench.runCommand('Easel: Manage Search Index');
      const notification = await workbench.notification('Easel sends nothing from an untrusted workspace.');
      assert.match(await notification.innerText(), /Manage Trust/);
      const page = await openGallery(installed);
      await page.getByRole('searchbox').fill('kite');
      await page
        .getByText(/Search by meaning needs an index\. Easel sends nothing from an untrusted workspace/)
        .waitFor();
      await workbench.screenshot('search-untrusted');
      assert.equal(simulator.requests().length, before);
    } finally {
      await installed.close();
    }
  });
});
