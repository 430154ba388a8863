import assert from 'node:assert/strict';
import { type Installed, openInstalled } from '../host/installed';

describe('the packaged extension in the workbench', () => {
  let installed: Installed;

  before(async () => {
    installed = await openInstalled({ files: { 'README.md': '# Sample\n\nA red fox in the snow.\n' } });
  });

  after(async () => {
    await installed.close();
  });

  it('offers its commands in the Command Palette', async () => {
    const { workbench } = installed;
    await workbench.findCommand('Easel: Show Log');
    await workbench.screenshot('command-palette');
    await workbench.page.keyboard.press('Escape');
  });

  it('opens a document and selects a sentence in it', async () => {
    const { workbench } = installed;
    await workbench.openFile('README.md');
    await workbench.selectLine(3);
    assert.match(await workbench.visibleText(), /A red fox in the snow\./);
    await workbench.statusBarEntry(/22 selected/);
  });
});
