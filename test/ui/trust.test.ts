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
        'hero.imgprompt.md': 'A {red|blue} kite.\n',
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

  it('runs and expands no prompt file, opens no grid, and shows no lens', async () => {
    const { workbench, workspace } = installed;
    await workbench.openFile('hero.imgprompt.md');
    await workbench.page.locator('.view-line', { hasText: 'A {red|blue} kite.' }).waitFor();
    await workbench.page.keyboard.press('F1');
    await workbench.input.waitFor();
    await workbench.input.fill('>Easel: Prompt');
    // What may be done here is offered, so the list was looked at.
    await until('the commands for prompt files', async () =>
      (await workbench.quickPickRows()).some((row) => row.includes('New Prompt File')),
    );
    const rows = (await workbench.quickPickRows()).join('\n');
    for (const command of ['Run Prompt File', 'Open Prompt Grid', 'Expand Prompt with Claude'])
      assert.ok(!rows.includes(command), rows);
    await workbench.page.keyboard.press('Escape');
    assert.equal(await workbench.page.locator('.codelens-decoration').count(), 0);
    await workbench.screenshot('untrusted-prompt-file');
    assert.deepEqual((await readdir(workspace)).sort(), ['.vscode', 'hero.imgprompt.md', 'story.md']);
  });

  it('does not let the folder choose the provider', async () => {
    await installed.workbench.statusBarEntry('Easel offline');
  });
});
