import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { type Installed, openInstalled } from '../host/installed';
import { until } from '../host/until';
import { themes } from '../host/workbench';

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

/** The page of a grid, once it is there. */
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
  return readFile(join(workspace, path), 'utf8');
}

describe('the grid of a prompt file, with the keyboard alone', () => {
  for (const [theme, name] of [
    ['dark', themes.dark],
    ['light', themes.light],
    ['high-contrast', themes.highContrast],
  ] as const) {
    it(`makes, looks at, compares and uses images (${theme})`, async () => {
      const installed = await openInstalled({
        files: { 'hero.imgprompt.md': hero, 'README.md': '# Kites\n' },
        settings: { 'workbench.colorTheme': name },
      });
      try {
        const { workbench } = installed;
        const { keyboard } = workbench.page;
        const page = await openGrid(installed);
        await page.getByText('0 of 6 made').waitFor();
        await workbench.screenshot(`grid-before-${theme}`);
        assert.deepEqual(await pictures(installed), [], 'opening sends nothing');
        const make = page.getByRole('button', { name: 'Make 6 · free' });
        await make.focus();
        await keyboard.press('Enter');
        await page.getByText('6 of 6 made').waitFor();
        await until('six images', async () => (await pictures(installed)).length === 6);
        const first = page.getByRole('gridcell').first();
        await first.locator('img').waitFor();
        await workbench.screenshot(`grid-made-${theme}`);
      } finally {
        await installed.close();
      }
    });
  }
});
void [mkdir, writeFile, textOf];
