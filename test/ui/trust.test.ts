import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { type Installed, openInstalled } from '../host/installed';

describe('an untrusted workspace', () => {
  let installed: Installed;

  before(async () => {
    installed = await openInstalled({
      files: {
        'story.md': 'A red kite over a green hill.\n',
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
    assert.deepEqual((await readdir(workspace)).sort(), ['.vscode', 'story.md']);
  });

  it('does not let the folder choose the provider', async () => {
    await installed.workbench.statusBarEntry('Easel offline');
  });
});
