import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openInstalled } from '../host/installed';
import { until } from '../host/until';
import { themes } from '../host/workbench';

const hero = `---
model: Stable Image Core
variables:
  product: [a mug, a lamp]
output: { path: "made/\${slug}", formats: [webp], widths: [400] }
---

A photo of {{product}} for a shop.
`;

describe('more of a prompt file in the workbench', () => {
  for (const [theme, name] of [
    ['dark', themes.dark],
    ['light', themes.light],
    ['high-contrast', themes.highContrast],
  ] as const) {
    it(`expands its list with Claude by the keyboard alone (${theme})`, async () => {
      const installed = await openInstalled({
        files: {
          'hero.imgprompt.md': hero,
          'products.csv': 'name,color\nMug,red\nLamp,blue\nVase,green\n',
        },
        settings: { 'workbench.colorTheme': name },
      });
      try {
        const { workbench, workspace } = installed;
        await workbench.openFile('hero.imgprompt.md');
        await workbench.runCommand('Easel: Expand Prompt with Claude');
        await workbench.expectTitle('Expand hero.imgprompt.md with Claude');
        await workbench.screenshot(`expand-offer-${theme}`);
        await workbench.pick('2 from {{product}}');
        await workbench.expectTitle('Which products does Claude describe?');
        await workbench.screenshot(`expand-lists-${theme}`);
        await workbench.pick('products.csv');
        await workbench.expectTitle('Expand hero.imgprompt.md with Claude');
        await workbench.pick('2 of each description');
        await workbench.expectTitle('Variants of Each Description');
        await workbench.pick('1');
        await workbench.expectTitle('Expand hero.imgprompt.md with Claude');
        assert.ok(
          !(await readdir(workspace)).includes('hero.prompts.csv'),
          'nothing is written before Enter',
        );
        await workbench.pick('Write 9 Prompts · free');
        const said = await workbench.notification('Wrote 9 prompts into hero.prompts.csv');
        assert.match(await said.innerText(), /Put \{\{description\}\} into the prompt where they belong\./);
        await workbench.screenshot(`expand-written-${theme}`);
        const csv = await readFile(join(workspace, 'hero.prompts.csv'), 'utf8');
        assert.equal(csv.trimEnd().split('\n').length, 10);
        assert.match(csv, /^Vase,/m);
      } finally {
        await installed.close();
      }
    });
  }

  it('writes copies, and says what a video costs before it is started', async () => {
    const installed = await openInstalled({
      files: {
        'hero.imgprompt.md': hero,
        'kite.imgprompt.md':
          '---\ntask: textToVideo\nmodel: Ray 2\nduration: 5\nvariables: { thing: [kite, boat] }\n---\n\nA red {{thing}} in the wind\n',
      },
      settings: { 'workbench.colorTheme': themes.dark },
    });
    try {
      const { workbench, workspace } = installed;
      await workbench.openFile('hero.imgprompt.md');
      await workbench.runCommand('Easel: Run Prompt File');
      await workbench.pick('Make 2 Images · free');
      await workbench.notification('saved 2 images');
      const made = (await readdir(join(workspace, 'made'))).toSorted();
      assert.equal(made.length, 6, made.join(', '));
      await workbench.openFile('kite.imgprompt.md');
      await workbench.page.getByText('Run · 2 videos, 10 s, free').waitFor();
      await workbench.runCommand('Easel: Run Prompt File');
      await workbench.expectTitle('Run kite.imgprompt.md');
      await workbench.screenshot('prompt-videos-offer');
      await workbench.pick('Make 2 Videos · free');
      await workbench.notification('2 videos are being made');
      await workbench.screenshot('prompt-videos-started');
      await workbench.runCommand('Easel: Run Prompt File');
      await workbench.expectTitle('Run kite.imgprompt.md · everything is already made');
      await workbench.screenshot('prompt-videos-again');
      await until(
        'the runs to be kept',
        async () => (await readdir(join(workspace, '.easel/runs'))).length === 2,
      );
    } finally {
      await installed.close();
    }
  });
});
