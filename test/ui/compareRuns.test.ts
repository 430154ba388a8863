import assert from 'node:assert/strict';
import { serializeRun, type RunRecord } from '../../src/core/promptFiles/runs/record';
import { openInstalled } from '../host/installed';
import { until } from '../host/until';
import { themes } from '../host/workbench';

const textWith = (color: string): string =>
  `---\nmodel: Stable Image Core\nseed: 1\n---\n\nA ${color} kite over a hill\n`;

function runOf(day: string, color: string): RunRecord {
  return {
    schemaVersion: '1.0',
    id: `${day}T09-00-00-000Z-abcd`,
    file: 'hero.imgprompt.md',
    kind: 'run',
    provider: 'offline',
    startedAt: `${day}T09:00:00.000Z`,
    status: 'finished',
    source: textWith(color),
    cells: [
      {
        key: color.length.toString(16).repeat(64).slice(0, 64),
        state: 'made',
        values: {},
        prompt: `A ${color} kite over a hill`,
        model: 'stability.stable-image-core-v1:1',
        seed: 1,
        made: { images: [], madeAt: `${day}T09:00:01.000Z`, priceUsd: 0 },
      },
    ],
  };
}

describe('runs of a prompt file', () => {
  it('are compared by twos, also older ones, text beside text', async () => {
    const runs = [runOf('2026-11-17', 'red'), runOf('2026-11-18', 'blue'), runOf('2026-11-19', 'yellow')];
    const installed = await openInstalled({
      files: {
        'hero.imgprompt.md': textWith('green'),
        ...Object.fromEntries(runs.map((run) => [`.easel/runs/${run.id}.json`, serializeRun(run)])),
      },
      settings: { 'workbench.colorTheme': themes.highContrast },
    });
    try {
      const { workbench } = installed;
      await workbench.openFile('hero.imgprompt.md');
      await workbench.runCommand('Easel: Compare with Last Run');
      await workbench.expectTitle(/^hero\.imgprompt\.md since November 19, 2026/);
      await workbench.screenshot('runs-last');
      await workbench.pick('Compare Other Runs…');
      await workbench.expectTitle('Compare Which Run?');
      await workbench.pick('November 17, 2026');
      await workbench.expectTitle(/^November 17, 2026.*, Beside Which\?$/);
      await workbench.screenshot('runs-beside');
      await workbench.pick('November 18, 2026');
      await workbench.expectTitle(/^hero\.imgprompt\.md since November 17, 2026/);
      const rows = (await workbench.quickPickRows()).join('\n');
      assert.ok(rows.includes('what changed'), rows);
      await workbench.screenshot('runs-two');
      await workbench.pick('Show Both Texts');
      await workbench.page.locator('.tab.active', { hasText: 'hero.imgprompt.md (two runs)' }).waitFor();
      const sides = workbench.page.locator('.editor-group-container.active .monaco-diff-editor');
      await until('both texts', async () => {
        const text = (await sides.innerText()).replaceAll('\u00a0', ' ');
        return text.includes('A red kite over a hill') && text.includes('A blue kite over a hill');
      });
      await workbench.screenshot('runs-texts');
    } finally {
      await installed.close();
    }
  });
});
