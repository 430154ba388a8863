import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openInstalled } from '../host/installed';
import { until } from '../host/until';
import { themes } from '../host/workbench';
import { chooseInExplorer, lamp, paint } from './studioSteps';

describe('the Studio in the workbench', () => {
  for (const [theme, colorTheme] of Object.entries(themes)) {
    it(`opens an image, fills its mask and accepts a candidate in the theme ${theme}`, async () => {
      const installed = await openInstalled({
        files: { 'README.md': '# Lamp\n', 'lamp.png': await lamp(1200, 900) },
        settings: { 'workbench.colorTheme': colorTheme },
      });
      try {
        const { workbench, workspace } = installed;
        await workbench.openFile('README.md');
        await chooseInExplorer(installed, 'lamp.png', 'Edit in Easel Studio');
        const studio = workbench.webview();
        await studio.getByRole('application').waitFor();
        await paint(studio, installed);
        await studio.getByRole('textbox', { name: 'Prompt' }).fill('a tall fern');
        await studio.getByRole('button', { name: /Fill the Mask · free/ }).waitFor();
        await workbench.screenshot(`studio-painted-${theme}`);
        await studio.getByRole('button', { name: /Fill the Mask/ }).click();
        await studio.getByRole('option', { name: /^Candidate 1: a tall fern/ }).waitFor();
        await workbench.screenshot(`studio-candidate-${theme}`);
        assert.deepEqual(await readdir(workspace), ['README.md', 'lamp.png'], 'nothing before Accept');
        await studio.getByRole('button', { name: 'Accept', exact: true }).click();
        await studio
          .getByText(/All [\d,]+ pixels outside the mask equal the original\./)
          .first()
          .waitFor();
        await workbench.screenshot(`studio-accepted-${theme}`);
        assert.deepEqual(await readdir(join(workspace, 'updated-images')), ['lamp-tall-fern.png']);
      } finally {
        await installed.close();
      }
    });
  }

  it('is there again after a reload, with its mask and its candidates', async () => {
    const installed = await openInstalled({ files: { 'lamp.png': await lamp(800, 600) } });
    try {
      const { workbench, workspace } = installed;
      await chooseInExplorer(installed, 'lamp.png', 'Edit in Easel Studio');
      let studio = workbench.webview();
      await studio.getByRole('application').waitFor();
      await paint(studio, installed);
      await studio.getByRole('textbox', { name: 'Prompt' }).fill('a tall fern');
      await studio.getByRole('button', { name: /Fill the Mask · free/ }).click();
      await studio.getByRole('option', { name: /^Candidate 1: a tall fern/ }).waitFor();
      await workbench.page.reload();
      studio = workbench.webview();
      await studio
        .getByText(/Restored your mask and 1 candidate\./)
        .first()
        .waitFor();
      await studio.getByRole('button', { name: /Fill the Mask · free/ }).waitFor();
      await workbench.screenshot('studio-restored');
      await studio.getByRole('button', { name: 'Accept', exact: true }).click();
      await until('the accepted image', async () => (await readdir(workspace)).includes('updated-images'));
    } finally {
      await installed.close();
    }
  });
});
