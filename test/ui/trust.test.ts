import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { type Installed, openInstalled } from '../host/installed';
import { until } from '../host/until';

describe('an untrusted workspace', () => {
  let installed: Installed;

  before(async () => {
    installed = await openInstalled({
      files: {
        'story.md': 'A red kite over a green hill.\n',
        'hero.imgprompt.md': '---\nmodel: Stable Image Core\n---\n\nA red kite\n',
        // A cloned folder would like to choose where the money goes.
        '.vscode/settings.json':
          '{ "easel.provider": "bedrock", "easel.output.images": "../outside/${slug}" }\n',
      },
      settings: {
        'security.workspace.trust.enabled': true,
        'security.workspace.trust.startupPrompt': 'never',
      },
    });
  });
  after(() => installed.close());

  it('sends nothing, makes nothing, and offers to manage trust', async () => {
    const { workbench, workspace } = installed;
    await workbench.openFile('story.md');
    await workbench.selectLine(1);
    await workbench.page.keyboard.press('Control+K');
    await workbench.page.keyboard.press('Control+G');
    const notification = await workbench.notification('Easel sends nothing from an untrusted workspace.');
    assert.match(await notification.innerText(), /Manage Trust/);
    await workbench.screenshot('untrusted');
    assert.deepEqual((await readdir(workspace)).sort(), ['.vscode', 'hero.imgprompt.md', 'story.md']);
  });

  it('runs no prompt file, opens no grid, and shows no lens above one', async () => {
    const { workbench, workspace } = installed;
    await workbench.openFile('hero.imgprompt.md');
    await workbench.page.locator('.view-line', { hasText: 'A red kite' }).waitFor();
    for (const command of ['Run Prompt File', 'Open Prompt Grid', 'Expand Prompt with Claude']) {
      await workbench.page.keyboard.press('F1');
      await workbench.input.waitFor();
      await workbench.input.fill(`>Easel: ${command}`);
      // What may be done here is offered instead: the list was looked at.
      await until('similar commands', async () =>
        (await workbench.quickPickRows()).some((row) => row.includes('New Prompt File')),
      );
      const rows = await workbench.quickPickRows();
      assert.ok(!rows.some((row) => row.includes(command)), rows.join('\n'));
      await workbench.page.keyboard.press('Escape');
    }
    assert.equal(await workbench.page.locator('.codelens-decoration').count(), 0);
    assert.equal(await workbench.page.getByText(/^Run · /).count(), 0);
    await workbench.screenshot('untrusted-prompt-file');
    assert.deepEqual((await readdir(workspace)).sort(), ['.vscode', 'hero.imgprompt.md', 'story.md']);
  });

  it('does not let the folder choose the provider', async () => {
    await installed.workbench.statusBarEntry('Easel offline');
  });
});
