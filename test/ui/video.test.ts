import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { type Installed, openInstalled } from '../host/installed';
import { until } from '../host/until';
import { themes } from '../host/workbench';

const sentence = 'A red kite rises over a green hill at dawn.';
const story = `# A story\n\n${sentence}\n\nThe end.\n`;

/** The page of the film editor, beside which the Gallery is another page. */
function filmPage({ workbench }: Installed): FrameLocator {
  return workbench.page
    .locator('iframe.webview.ready')
    .last()
    .contentFrame()
    .frameLocator('iframe#active-frame');
}

function jobRows({ workbench }: Installed): Locator {
  return workbench.page.locator('.pane', { hasText: 'Jobs' }).locator('.monaco-list-row');
}

async function start(installed: Installed): Promise<void> {
  const { workbench } = installed;
  await workbench.openFile('story.md');
  await workbench.selectLine(3);
  await workbench.runCommand('Easel: Make Video from Selection');
  await workbench.expectTitle(/^Make 1 video · free$/);
}

describe('from a selected sentence to a film, as a person does it', () => {
  for (const [theme, colorTheme] of Object.entries(themes)) {
    it(`makes, shows and links it in the theme ${theme}`, async () => {
      const installed = await openInstalled({
        files: { 'story.md': story },
        settings: { 'workbench.colorTheme': colorTheme },
      });
      try {
        const { workbench, workspace } = installed;
        await start(installed);
        const rows = await workbench.quickPickRows();
        assert.match(rows[0] ?? '', /Make Video.*Ray 2 · 5 s · 540p · offline/);
        await workbench.screenshot(`video-pick-${theme}`);
        await workbench.pick('Make Video');
        const entry = await workbench.statusBarEntry(/1 job/);
        await entry.click();
        await jobRows(installed).filter({ hasText: 'a-red-kite' }).first().waitFor();
        await workbench.screenshot(`video-running-${theme}`);
        await workbench.notification(/a-red-kite.*\.mp4 is ready \(free\)\./);
        await workbench.screenshot(`video-ready-${theme}`);
        const films = await readdir(join(workspace, 'generated-videos'));
        assert.deepEqual(films, ['a-red-kite-rises-over-a-green-hill-at-dawn.mp4']);
        await workbench.pressInNotification(/is ready/, 'Insert Snippet');
        await until('the snippet', async () => {
          const text = await workbench.visibleText();
          return text.includes(`${sentence}\n\n<video src="generated-videos/a-red-kite`);
        });
        await workbench.runCommand('File: Save');
        await until('the file', async () =>
          (await readFile(join(workspace, 'story.md'), 'utf8')).includes('controls playsinline></video>'),
        );
        await jobRows(installed).filter({ hasText: '.mp4' }).first().dblclick();
        await workbench.page.locator('.tab.active', { hasText: '.mp4' }).waitFor();
        const film = filmPage(installed);
        await film.getByText('540p · 5 s · Ray 2 · free · 960 × 540').waitFor();
        await until('the poster', async () =>
          (await readdir(join(workspace, 'generated-videos'))).some((name) => name.endsWith('.poster.jpg')),
        );
        await film.getByRole('button', { name: 'Play' }).click();
        await film.getByRole('button', { name: 'Pause' }).waitFor();
        await film.getByRole('button', { name: 'Next Frame' }).click();
        await film.getByRole('button', { name: 'Play' }).waitFor();
        await workbench.screenshot(`video-film-${theme}`);
      } finally {
        await installed.close();
      }
    });
  }
});
