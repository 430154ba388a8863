import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { startSimulator, type RunningSimulator } from '../../src/simulator/server';
import { type Installed, openInstalled } from '../host/installed';
import { until } from '../host/until';
import { screenshotFolder, themes } from '../host/workbench';
import { callsOf } from './searchSteps';

const hero = `---
model: Stable Image Core
seed: [1, 2]
variables:
  style: [flat, line, photo]
grid: { columns: style, rows: seed }
output: { path: "made/\${slug}-\${seed}" }
---

A red kite over a hill, {{style}}
`;

async function gridPage({ workbench }: Installed): Promise<FrameLocator> {
  const page = workbench.page
    .frameLocator('iframe.webview.ready[src*="extensionId=easel"]:not([src*="purpose=webviewView"])')
    .frameLocator('iframe#active-frame');
  await page.getByRole('grid').waitFor();
  return page;
}

async function openGrid(installed: Installed): Promise<FrameLocator> {
  await installed.workbench.openFile('hero.imgprompt.md');
  await installed.workbench.runCommand('Easel: Open Prompt Grid');
  return gridPage(installed);
}

async function pictures({ workspace }: Installed): Promise<readonly string[]> {
  const names = await readdir(join(workspace, 'made')).catch((): string[] => []);
  return names.toSorted();
}

async function textOf({ workspace }: Installed, path: string): Promise<string> {
  return readFile(join(workspace, path), 'utf8').catch(() => '');
}

/** Puts the keyboard into the table, as a person would who comes by Tab. */
async function enterTable(page: FrameLocator): Promise<void> {
  await page.locator('[role=gridcell][tabindex="0"]').focus();
}

async function isDrawn(image: Locator): Promise<boolean> {
  return image.evaluate((element) => {
    const { complete, naturalWidth } = element as unknown as {
      readonly complete: boolean;
      readonly naturalWidth: number;
    };
    return complete && naturalWidth > 0;
  });
}

describe('the grid of a prompt file', () => {
  for (const [theme, name] of [
    ['dark', themes.dark],
    ['light', themes.light],
    ['high-contrast', themes.highContrast],
  ] as const) {
    it(`is made, compared, judged, used and saved with the keyboard alone (${theme})`, async () => {
      const installed = await openInstalled({
        files: {
          'hero.imgprompt.md': hero,
          'README.md': '# Kites\n\n![A kite](made/a-red-kite-over-a-hill-flat-1.png)\n',
        },
        settings: { 'workbench.colorTheme': name },
      });
      try {
        const { workbench, workspace } = installed;
        const { keyboard } = workbench.page;
        const page = await openGrid(installed);
        await page.getByText('0 of 6 made', { exact: true }).waitFor();
        await page.getByText('A red kite over a hill, photo').waitFor();
        await workbench.screenshot(`grid-before-${theme}`);
        assert.deepEqual(await pictures(installed), [], 'opening sends nothing');

        await page.getByRole('button', { name: 'Make 6 · free' }).focus();
        await keyboard.press('Enter');
        await page.getByText('6 of 6 made', { exact: true }).waitFor();
        const made = await pictures(installed);
        assert.equal(made.length, 6);

        // A star, then a note in the enlarged view.
        await enterTable(page);
        await keyboard.press('ArrowRight');
        await keyboard.press('ArrowDown');
        await keyboard.press('s');
        await page.getByRole('gridcell', { name: /line, seed 2.*starred/ }).waitFor();
        await keyboard.press('Enter');
        const enlarged = page.getByRole('img', { name: 'A red kite over a hill, line' }).first();
        await enlarged.waitFor();
        await until('the image to be drawn', () => isDrawn(enlarged));
        await keyboard.press('n');
        await keyboard.type('The tail is right.');
        await workbench.screenshot(`grid-enlarged-${theme}`);
        await keyboard.press('Escape');
        await keyboard.press('Escape');
        await page.getByRole('gridcell', { name: /line, seed 2.*has a note/ }).waitFor();

        // Two beside each other, and back.
        await keyboard.press('Space');
        await keyboard.press('ArrowRight');
        await keyboard.press('Space');
        await keyboard.press('c');
        await page.getByText('The prompts differ.').waitFor();
        await workbench.screenshot(`grid-compared-${theme}`);
        await keyboard.press('j');
        await keyboard.press('Escape');

        // A judge, and the table by score.
        await enterTable(page);
        await keyboard.press('j');
        await page.getByText(/Judged by/).waitFor();
        await workbench.screenshot(`grid-judged-${theme}`);

        // The winner takes its place in the documents.
        await enterTable(page);
        await keyboard.press('u');
        await until('the README to link the winner', async () =>
          /made\/a-red-kite-over-a-hill-photo-2\.png/.test(await textOf(installed, 'README.md')),
        );
        const accepted = await textOf(installed, 'hero.imgprompt.md');
        assert.match(accepted, /\naccepted:\n {2}- [0-9a-f]{64}\n---\n/);
        await page.getByRole('gridcell', { name: /photo, seed 2.*in use/ }).waitFor();
        await workbench.screenshot(`grid-used-${theme}`);

        // One page with all of it.
        await page.getByRole('button', { name: 'More for the Grid' }).focus();
        await keyboard.press('Enter');
        await page.getByRole('menuitem', { name: 'Export as HTML…' }).waitFor();
        await workbench.screenshot(`grid-menu-${theme}`);
        await page.getByRole('menuitem', { name: 'Export as HTML…' }).focus();
        await keyboard.press('Enter');
        await workbench.input.waitFor();
        await until('the proposed name', async () =>
          (await workbench.input.inputValue()).endsWith('hero.grid.html'),
        );
        await workbench.answer(join(workspace, 'hero.grid.html'));
        await until('the page', async () => (await textOf(installed, 'hero.grid.html')).includes('</html>'));
        const html = await textOf(installed, 'hero.grid.html');
        assert.equal(html.match(/src="data:image\/webp;base64,/g)?.length, 6);
        assert.match(html, /The tail is right\./);

        if (theme !== 'dark') return;
        // Opened without a network: all that it shows it has with it.
        const context = await workbench.page.context().browser()?.newContext({ offline: true });
        const alone = await context?.newPage();
        assert.ok(alone);
        const asked: string[] = [];
        alone.on('request', (request) => {
          if (!request.url().startsWith('data:')) asked.push(request.url());
        });
        await alone.setContent(html);
        await until('all pictures', async () =>
          alone.evaluate(() => {
            const { document } = globalThis as unknown as {
              readonly document: { readonly images: ArrayLike<{ readonly naturalWidth: number }> };
            };
            return Array.from(document.images).filter((image) => image.naturalWidth > 0).length === 6;
          }),
        );
        assert.deepEqual(asked, []);
        await alone.screenshot({ path: join(screenshotFolder, 'grid-export.png') });
        await context?.close();
      } finally {
        await installed.close();
      }
    });
  }
});

describe('a grid that costs money', () => {
  let simulator: RunningSimulator;
  before(async () => {
    simulator = await startSimulator({ lifecycle: 'active' });
  });
  after(() => simulator.close());

  it('stops at the budget, is there again after a reload, and goes on without paying twice', async () => {
    const { settings, env } = callsOf(simulator);
    const installed = await openInstalled({
      files: { 'hero.imgprompt.md': hero, 'README.md': '# Kites\n' },
      settings: { ...settings, 'easel.budget.perDay': 0.1, 'workbench.colorTheme': themes.dark },
      env,
    });
    try {
      const { workbench } = installed;
      const { keyboard } = workbench.page;
      let page = await openGrid(installed);
      await page.getByRole('button', { name: 'Make 6 · $0.24' }).focus();
      await keyboard.press('Enter');
      await page.getByText("Stopped at today's budget with 4 to go. Everything made is kept.").waitFor();
      await page.getByText('2 of 6 made', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Change Budget' }).waitFor();
      await page.locator('.picture img').nth(1).waitFor();
      await workbench.screenshot('grid-budget');
      assert.equal((await pictures(installed)).length, 2);

      // The browser's own reload leaves VS Code no time to write down which editors are open.
      const reloaded = workbench.page.waitForEvent('load');
      await workbench.runCommand('Developer: Reload Window');
      await reloaded;
      page = await gridPage(installed);
      await page.getByText('2 of 6 made', { exact: true }).waitFor();
      await page.getByText('2 cells were made before and cost nothing.').waitFor();
      await page.locator('.picture img').nth(1).waitFor();
      await workbench.screenshot('grid-reloaded');
      await workbench.runCommand('Easel: Change Budget');
      await workbench.expectTitle('Change Budget');
      await keyboard.press('Enter');
      await workbench.pick('No limit');
      await workbench.expectTitle('Change Budget');
      await keyboard.press('Escape');
      await page.getByRole('button', { name: 'Resume · $0.16' }).focus();
      await keyboard.press('Enter');
      await page.getByText('6 of 6 made', { exact: true }).waitFor();
      assert.equal((await pictures(installed)).length, 6);
      await workbench.statusBarEntry('$0.24');

      const calls = simulator.requests().filter(({ operation }) => operation === 'InvokeModel');
      assert.equal(calls.length, 6, 'each cell was paid for once');

      // Asked once more in a new panel: nothing is left to be paid for.
      await workbench.runCommand('View: Close All Editors');
      page = await openGrid(installed);
      await page.getByText('6 cells were made before and cost nothing.').waitFor();
      assert.equal(await page.getByRole('button', { name: /^(Make|Resume)/ }).count(), 0);
    } finally {
      await installed.close();
    }
  });
});
