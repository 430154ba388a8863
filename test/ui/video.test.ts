import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import sharp from 'sharp';
import { type Installed, openInstalled } from '../host/installed';
import { until } from '../host/until';
import { themes } from '../host/workbench';
import { chooseInExplorer } from './studioSteps';

const sentence = 'A red kite rises over a green hill at dawn.';
const story = `# A story\n\n${sentence}\n\nThe end.\n`;

/** The page in the editor area, beside which the Gallery is another page. */
function editorPage({ workbench }: Installed): FrameLocator {
  return workbench.page
    .locator('iframe.webview.ready')
    .last()
    .contentFrame()
    .frameLocator('iframe#active-frame');
}

/** The Studio's page, wherever it stands among the others. */
async function studioPage({ workbench }: Installed): Promise<FrameLocator> {
  const frames = workbench.page.locator('iframe.webview.ready');
  let found: FrameLocator | undefined;
  await until('the Studio', async () => {
    for (const frame of await frames.all()) {
      const name = await frame.getAttribute('name');
      const page = workbench.page.frameLocator(`iframe[name="${name}"]`).frameLocator('iframe#active-frame');
      if ((await page.locator('#generate').count()) > 0) found = page;
    }
    return found !== undefined;
  });
  if (!found) throw new Error('The Studio is not there');
  return found;
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
  // The pages are looked at in all four by their own tests, without a workbench.
  for (const theme of ['light', 'highContrast'] as const) {
    const colorTheme = themes[theme];
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
        const film = editorPage(installed);
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

const board = `# Kite

## Morning

A red kite lies in the grass, static shot.

## Noon

![](square.png)

The kite rises over the hill, slow dolly in.
`;

describe('films from pictures and storyboards', () => {
  let installed: Installed;

  before(async () => {
    const background = { r: 180, g: 60, b: 60 };
    installed = await openInstalled({
      files: {
        'board.shots.md': board,
        'square.png': await sharp({ create: { width: 900, height: 900, channels: 3, background } })
          .png()
          .toBuffer(),
      },
    });
  });
  after(() => installed.close());

  it('asks how a picture moves and how it fills the frame', async () => {
    const { workbench } = installed;
    const file = workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'square.png' });
    await workbench.statusBarEntry(/Easel offline/);
    await file.click({ button: 'right' });
    const menu = workbench.page.locator('.monaco-menu');
    await menu.getByText('Easel', { exact: true }).hover();
    // A menu takes no click in the moment in which it opens; the key it takes.
    await menu.getByText('Animate Image').hover();
    await workbench.page.keyboard.press('Enter');
    await workbench.expectTitle('Describe what moves');
    await workbench.answer('The square turns');
    await workbench.expectTitle(/^Make 1 video · free$/);
    const rows = await workbench.quickPickRows();
    assert.match(rows[0] ?? '', /Ray 2 · 5 s · 1:1 540p · offline/);
    await workbench.pick('Size');
    await workbench.expectTitle('Size');
    await workbench.screenshot('video-sizes');
    await workbench.pick('16:9 540p');
    await workbench.expectTitle(/^Make 1 video/);
    await workbench.pick('Frame');
    await workbench.expectTitle('Frame: square.png');
    await workbench.screenshot('video-framing');
    await workbench.pick('pad, keep everything');
    await workbench.expectTitle(/^Make 1 video/);
    await workbench.pick('Model');
    await workbench.expectTitle('Model');
    await workbench.screenshot('video-models');
    await workbench.page.keyboard.press('Escape');
  });

  it('animates a picture in the Studio, where its frame is moved, to a job in Jobs', async () => {
    const { workbench, workspace } = installed;
    const { page } = workbench;
    await chooseInExplorer(installed, 'square.png', 'Edit in Easel Studio');
    const studio = await studioPage(installed);
    await studio.locator('#task').click();
    await workbench.expectTitle('Task');
    await workbench.pick('Animate');
    const length = studio.getByLabel('Length', { exact: true });
    await length.waitFor();
    await studio.getByLabel('Size', { exact: true }).selectOption('16:9 540p');
    const frame = studio.getByRole('slider', { name: 'Frame of the video' });
    await frame.focus();
    await page.keyboard.press('End');
    await studio.locator('[role=slider][aria-valuenow="394"]').waitFor();
    await studio.locator('#prompt').fill('The square turns slowly');
    await workbench.screenshot('video-studio-animate');
    await studio.getByRole('button', { name: 'Animate Image · free' }).click();
    await studio.getByText('The video is being made. It is listed in Jobs.').first().waitFor();
    await studio.getByRole('button', { name: 'Show Jobs' }).click();
    await jobRows(installed).filter({ hasText: 'square' }).first().waitFor();
    await workbench.screenshot('video-studio-job');
    await page
      .locator('.notification-list-item', { hasText: 'square.mp4 is ready (free).' })
      .waitFor({ timeout: 100_000 });
    const folder = join(workspace, 'generated-videos');
    assert.ok((await readdir(folder)).includes('square.mp4'));
    // It began with a picture, so nobody has to open it first.
    await until('the poster', async () => (await readdir(folder)).includes('square.poster.jpg'));
    await studio.locator('#task').click();
    await workbench.expectTitle('Task');
    // The list draws only the rows that are in sight.
    await page.keyboard.type('Storyboard');
    await workbench.pick('Storyboard');
    await studio.getByLabel('Shot 1', { exact: true }).fill('The square lies still');
    await studio.getByRole('button', { name: 'Make Video · free' }).waitFor();
    await workbench.screenshot('video-studio-storyboard');
  });

  it('runs a storyboard from its code lens, and deletes it from S3 once asked', async () => {
    const { workbench, workspace } = installed;
    await workbench.openFile('board.shots.md');
    const lens = workbench.page.locator('.codelens-decoration a', { hasText: 'Run Storyboard · 12 s, free' });
    await lens.waitFor();
    await workbench.screenshot('video-storyboard');
    await lens.click();
    await workbench.expectTitle(/^Make 1 video · free$/);
    const rows = await workbench.quickPickRows();
    assert.match(rows[0] ?? '', /Nova Reel 1\.1 · 12 s/);
    await workbench.screenshot('video-storyboard-pick');
    await workbench.pick('Make Video');
    await (await workbench.statusBarEntry(/1 job/)).click();
    await jobRows(installed).filter({ hasText: 'kite' }).first().waitFor();
    // Two shots in the size of Nova Reel are encoded, which takes longer than a page waits for anything else.
    await workbench.page
      .locator('.notification-list-item', { hasText: 'kite.mp4 is ready (free).' })
      .waitFor({ timeout: 100_000 });
    await workbench.screenshot('video-storyboard-ready');
    assert.ok((await readdir(join(workspace, 'generated-videos'))).includes('kite.mp4'));
    await jobRows(installed).filter({ hasText: 'kite.mp4' }).first().click({ button: 'right' });
    await workbench.page.locator('.monaco-menu .action-label', { hasText: 'Next Seed' }).waitFor();
    await workbench.screenshot('video-jobs-menu');
    await workbench.page.locator('.monaco-menu .action-label', { hasText: 'Delete from S3' }).click();
    const question = workbench.page.locator('.monaco-dialog-box', {
      hasText: /Delete \d+ files of kite\.mp4 from S3\?/,
    });
    await question.waitFor();
    await workbench.screenshot('video-delete');
    await question.getByRole('button', { name: 'Delete' }).click();
    await workbench.notification('Deleted kite.mp4 from S3. Files in your project stay.');
  });
});
