import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Installed, openInstalled } from '../host/installed';
import { repositoryFolder } from '../host/paths';
import { until } from '../host/until';
import { themes } from '../host/workbench';

const sentence = 'A red kite over a green hill at dawn, flat style, three colors.';

describe('from a selected sentence to an image, as a person does it', () => {
  for (const [theme, colorTheme] of Object.entries(themes)) {
    it(`generates, saves and links in the theme ${theme}`, async () => {
      const installed = await openInstalled({
        copyOf: join(repositoryFolder, 'docs', 'sample-project'),
        files: { 'story.md': `# A story\n\n${sentence}\n\nThe end.\n` },
        settings: { 'workbench.colorTheme': colorTheme },
      });
      try {
        const { workbench, workspace } = installed;
        await workbench.openFile('story.md');
        await workbench.selectLine(3);
        await workbench.page.keyboard.press('Control+K');
        await workbench.page.keyboard.press('Control+G');
        await workbench.expectTitle(/^Generate 1 image · free$/);
        const rows = await workbench.quickPickRows();
        assert.match(rows[0] ?? '', /Generate.*offline/);
        await workbench.screenshot(`generate-pick-${theme}`);
        await workbench.pick('Generate');
        await workbench.notification(/Saved .+\.png and linked it in story\.md \(free, offline preview\)\./);
        await workbench.screenshot(`generate-saved-${theme}`);

        const [image, ...others] = await readdir(join(workspace, 'generated-images'));
        assert.ok(image !== undefined);
        assert.deepEqual(others, []);
        await workbench.runCommand('File: Save');
        await until('the link to be in the file', async () => {
          const text = await readFile(join(workspace, 'story.md'), 'utf8');
          return text.includes(`](generated-images/${image})\n\nThe end.`);
        });
        await workbench.pressInNotification(/Saved/, 'Show Image');
        await workbench.page.locator('.tab.active', { hasText: '.png' }).waitFor();
        await workbench.webview().locator('img').waitFor();
        await workbench.screenshot(`generate-image-${theme}`);
      } finally {
        await installed.close();
      }
    });
  }
});

describe('changing what will be made', () => {
  let installed: Installed;

  before(async () => {
    installed = await openInstalled({
      files: { 'story.md': `${sentence}\n\n${'long words '.repeat(150)}\n` },
      // One line on screen is one line of the document, so that selecting the line selects all of it.
      settings: { 'editor.wordWrap': 'off', '[markdown]': { 'editor.wordWrap': 'off' } },
      // The narrowest window in which the Quick Pick keeps its full width.
      size: { width: 640, height: 700 },
    });
  });
  after(() => installed.close());

  it('offers models by what can be used, with price and abilities', async () => {
    const { workbench } = installed;
    await workbench.openFile('story.md');
    await workbench.selectLine(1);
    await workbench.page.keyboard.press('Control+K');
    await workbench.page.keyboard.press('Control+G');
    await workbench.expectTitle(/^Generate/);
    await workbench.screenshot('generate-pick-narrow');
    await workbench.pick('Model');
    await workbench.expectTitle('Model');
    const rows = await workbench.quickPickRows();
    assert.ok(
      rows.some((row) => row.includes('Nova Canvas')),
      rows.join('\n'),
    );
    await workbench.screenshot('generate-models');
    await workbench.pick('Nova Canvas');
    await workbench.expectTitle(/^Generate/);
    await workbench.pick('Number');
    await workbench.expectTitle('Number of Images');
    await workbench.pick('3');
    await workbench.expectTitle(/^Generate 3 images · free$/);
    await workbench.pick('More');
    await workbench.expectTitle(/^More$/);
    await workbench.screenshot('generate-more');
    await workbench.page.keyboard.press('Escape');
  });

  it('says that a prompt is too long instead of cutting it', async () => {
    const { workbench } = installed;
    await workbench.selectLine(3);
    await workbench.page.keyboard.press('Control+K');
    await workbench.page.keyboard.press('Control+G');
    await workbench.expectTitle(/^Generate/);
    const rows = await workbench.quickPickRows();
    assert.match(rows.join('\n'), /The prompt has 1,649 characters; this model takes 1,024/);
    await workbench.screenshot('generate-too-long');
    await workbench.page.keyboard.press('Escape');
  });
});

describe('money and setup', () => {
  let installed: Installed;

  before(async () => {
    installed = await openInstalled({ files: { 'a.md': `${sentence}\n` } });
  });
  after(() => installed.close());

  it('shows that Easel is offline in the status bar', async () => {
    await installed.workbench.statusBarEntry('Easel offline');
    await installed.workbench.screenshot('status-offline');
  });

  it('shows what was spent', async () => {
    const { workbench } = installed;
    await workbench.runCommand('Easel: Show Spending');
    await workbench.expectTitle('Show Spending');
    const rows = await workbench.quickPickRows();
    assert.match(rows.join('\n'), /Today/);
    await workbench.screenshot('spending');
    await workbench.page.keyboard.press('Escape');
  });

  it('changes the budget', async () => {
    const { workbench } = installed;
    await workbench.runCommand('Easel: Change Budget');
    await workbench.expectTitle('Change Budget');
    assert.match((await workbench.quickPickRows()).join('\n'), /\$10\.00/);
    await workbench.screenshot('budget');
    await workbench.page.keyboard.press('Escape');
  });

  it('checks the setup line by line', async () => {
    const { workbench } = installed;
    await workbench.runCommand('Easel: Check AWS Setup');
    await workbench.expectTitle('Check AWS Setup');
    await workbench.page
      .getByText('Nothing was spent.')
      .or(workbench.page.getByPlaceholder(/Nothing was spent/))
      .waitFor();
    const rows = await workbench.quickPickRows();
    assert.ok(rows.length >= 3, rows.join('\n'));
    await workbench.screenshot('check-setup');
    await workbench.page.keyboard.press('Escape');
  });

  it('opens the walkthrough', async () => {
    const { workbench } = installed;
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.pick('Get Started with Easel');
    await workbench.page.getByText('Make an image now, without an account').first().waitFor();
    await workbench.screenshot('walkthrough');
  });
});
