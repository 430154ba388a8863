import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { until } from '../host/until';
import { themes, type Workbench } from '../host/workbench';
import { openOnSimulator, preview, studioOf } from './describeSteps';
import { lamp } from './studioSteps';

const BOX = /Ask about th(?:is|ese) images?/;

async function send(studio: FrameLocator, { page }: Workbench, question: string): Promise<void> {
  await studio.getByRole('textbox', { name: BOX }).fill(question);
  await page.keyboard.press('Enter');
}

/** The text of the newest answer. */
async function lastAnswer(studio: FrameLocator): Promise<string> {
  return (await studio.locator('.askMessage.assistant').last().innerText()).trim();
}

async function answers(studio: FrameLocator): Promise<number> {
  return studio.locator('.askMessage.assistant').count();
}

describe('conversations about images in the workbench', () => {
  it('keep what came before Stop and before a cut, are edited, survive a reload, and become Markdown', async () => {
    const { installed, simulator, close } = await openOnSimulator({
      files: { 'lamp.png': await lamp(640, 480) },
      settings: { 'workbench.colorTheme': themes.light },
    });
    try {
      const { workbench, workspace } = installed;
      const { page } = workbench;
      await preview(installed, 'lamp.png');
      await workbench.runCommand('Easel: Ask About Images');
      let studio = studioOf(installed);
      const box = studio.getByRole('textbox', { name: BOX });
      await box.waitFor();

      const stall = {
        kind: 'streamStall',
        operation: 'ConverseStream',
        afterFrames: 9,
        delayMs: 60_000,
      } as const;
      simulator.faults.add(stall);
      await send(studio, workbench, 'Describe everything that can be seen.');
      await studio.locator('.askMessage.assistant .askText').waitFor();
      await workbench.screenshot('ask-streaming-light');
      await studio.getByRole('button', { name: 'Stop' }).click();
      await studio.getByText('Stopped. What arrived is kept.').first().waitFor();
      await workbench.screenshot('ask-stopped');
      assert.match(
        await lastAnswer(studio),
        /Sent 640 x 480, no EXIF · \$0\.0\d at most/,
        'what was sent and its cost',
      );

      await studio.getByRole('button', { name: 'Edit and Send Again' }).click();
      assert.equal(await box.inputValue(), 'Describe everything that can be seen.');
      await workbench.screenshot('ask-editing');
      await send(studio, workbench, 'Which colors are there?');
      await studio.getByText(/Sent 640 x 480, no EXIF · [\d,]+ \+ [\d,]+ tokens/).waitFor();
      assert.equal(await answers(studio), 1, 'what was edited is gone with its answer');
      assert.equal(await studio.locator('.askMessage.user').count(), 1);

      simulator.faults.add({ kind: 'streamCut', operation: 'ConverseStream', afterFrames: 9 });
      await send(studio, workbench, 'And the background?');
      await studio
        .getByText(/The connection was lost\. What arrived is kept\. It may be charged/)
        .first()
        .waitFor();
      await workbench.screenshot('ask-cut');
      assert.equal(await answers(studio), 2);
      assert.ok((await studio.locator('.askMessage.assistant .askText').last().innerText()).trim() !== '');
      await studio.getByRole('button', { name: 'Retry' }).click();
      await until('the whole answer', async () => /\d tokens/.test(await lastAnswer(studio)));
      assert.equal(await answers(studio), 2);
      assert.doesNotMatch(await lastAnswer(studio), /The connection was lost/);
      const second = await studio.locator('.askMessage.assistant .askText').last().innerText();

      await page.reload();
      studio = studioOf(installed);
      // Whether the panel comes back is VS Code's to say; the conversation is kept either way.
      await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
      await workbench.runCommand('View: Close All Editors');
      await page.locator('.tabs-container .tab').first().waitFor({ state: 'detached' });
      await preview(installed, 'lamp.png');
      await workbench.runCommand('Easel: Ask About Images');
      await studio.getByRole('textbox', { name: BOX }).waitFor();
      if ((await answers(studio)) === 0) {
        await studio.getByRole('button', { name: 'Conversation' }).click();
        await studio.getByRole('menuitem', { name: 'Earlier Conversations…' }).click();
        await workbench.pick('Which colors');
      }
      await until('both answers again', async () => (await answers(studio)) === 2);
      assert.equal(await studio.locator('.askMessage.assistant .askText').last().innerText(), second);
      await workbench.screenshot('ask-reloaded');

      await studio.getByRole('button', { name: 'Conversation' }).click();
      await studio.getByRole('menuitem', { name: 'Save as Markdown…' }).click();
      await workbench.input.waitFor();
      await workbench.screenshot('ask-save');
      await workbench.answer(join(workspace, 'talk.md'));
      await studio.getByText('Saved talk.md.').first().waitFor();
      const saved = await readFile(join(workspace, 'talk.md'), 'utf8');
      assert.match(saved, /!\[[^\]]*\]\(lamp\.png\)/);
      assert.ok(saved.includes('Which colors are there?') && saved.includes('And the background?'), saved);

      await studio.getByRole('button', { name: 'Conversation' }).click();
      await studio.getByRole('menuitem', { name: 'New Conversation' }).click();
      await until('an empty conversation', async () => (await answers(studio)) === 0);
      await studio.getByRole('button', { name: 'Conversation' }).click();
      await studio.getByRole('menuitem', { name: 'Earlier Conversations…' }).click();
      await workbench.expectTitle('Earlier Conversations');
      await workbench.screenshot('ask-earlier');
      await workbench.pick('Which colors are there?');
      await until('the earlier conversation', async () => (await answers(studio)) === 2);
    } finally {
      await close();
    }
  });

  it('keep what came when the window is closed in the middle of an answer', async () => {
    const { installed, simulator, close } = await openOnSimulator({
      files: { 'lamp.png': await lamp(640, 480) },
    });
    try {
      const { workbench } = installed;
      await preview(installed, 'lamp.png');
      await workbench.runCommand('Easel: Ask About Images');
      let studio = studioOf(installed);
      await studio.getByRole('textbox', { name: BOX }).waitFor();
      simulator.faults.add({
        kind: 'streamStall',
        operation: 'ConverseStream',
        afterFrames: 9,
        delayMs: 60_000,
      });
      await send(studio, workbench, 'Describe everything that can be seen.');
      const text = studio.locator('.askMessage.assistant .askText');
      await text.waitFor();
      await workbench.page.reload();
      studio = studioOf(installed);
      // Whether the panel comes back is VS Code's to say; the conversation is kept either way.
      await workbench.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
      await workbench.runCommand('View: Close All Editors');
      await workbench.page.locator('.tabs-container .tab').first().waitFor({ state: 'detached' });
      await preview(installed, 'lamp.png');
      await workbench.runCommand('Easel: Ask About Images');
      await studio.getByRole('textbox', { name: BOX }).waitFor();
      if ((await answers(studio)) === 0) {
        await studio.getByRole('button', { name: 'Conversation' }).click();
        await studio.getByRole('menuitem', { name: 'Earlier Conversations…' }).click();
        await workbench.pick('Describe everything');
      }
      await studio.locator('.askMessage.assistant .askText').waitFor();
      await workbench.screenshot('ask-closed-in-the-middle');
      assert.match(await lastAnswer(studio), /Stopped\. What arrived is kept\./);
    } finally {
      await close();
    }
  });

  it('make up no price of a model whose price nobody knows', async () => {
    const { installed, close } = await openOnSimulator({
      files: { 'lamp.png': await lamp(640, 480) },
      settings: { 'easel.describe.model': 'us.anthropic.claude-haiku-5-5' },
    });
    try {
      const { workbench } = installed;
      await preview(installed, 'lamp.png');
      await workbench.runCommand('Easel: Ask About Images');
      const studio = studioOf(installed);
      await studio.getByRole('textbox', { name: BOX }).waitFor();
      await studio.locator('.askPrice', { hasText: /^price not known$/ }).waitFor();
      await send(studio, workbench, 'Which colors are there?');
      await studio.getByText(/Sent 640 x 480, no EXIF · [\d,]+ \+ [\d,]+ tokens · price not known/).waitFor();
      assert.equal(await studio.locator('.askPrice').innerText(), 'price not known');
      assert.doesNotMatch(await studio.locator('.ask').innerText(), /\$|free/);
      await workbench.screenshot('ask-price-not-known');
    } finally {
      await close();
    }
  });

  for (const theme of ['dark', 'highContrast'] as const) {
    it(`show an answer that comes at 200 % in the theme ${theme}, with Stop in reach`, async () => {
      const { installed, simulator, close } = await openOnSimulator({
        files: { 'lamp.png': await lamp(640, 480) },
        settings: { 'workbench.colorTheme': themes[theme], 'workbench.sideBar.location': 'right' },
      });
      try {
        const { workbench } = installed;
        const { page } = workbench;
        await preview(installed, 'lamp.png');
        await workbench.runCommand('Easel: Ask About Images');
        const studio = studioOf(installed);
        await studio.getByRole('textbox', { name: BOX }).waitFor();
        await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
        // Half the pixels for the same window are what 200 % leaves.
        await page.setViewportSize({ width: 640, height: 400 });
        simulator.faults.add({
          kind: 'streamStall',
          operation: 'ConverseStream',
          afterFrames: 30,
          delayMs: 60_000,
        });
        await send(studio, workbench, 'Describe everything that can be seen, in detail.');
        await studio.locator('.askMessage.assistant .askText').waitFor();
        const stop = studio.getByRole('button', { name: 'Stop' });
        const before = await stop.boundingBox();
        await workbench.screenshot(`ask-200-${theme}`);
        assert.ok(
          before && before.y + before.height <= 400 && before.x + before.width <= 640,
          'Stop is seen',
        );
        assert.deepEqual(await stop.boundingBox(), before, 'nothing jumps');
        await stop.click();
        await studio.getByText('Stopped. What arrived is kept.').first().waitFor();
      } finally {
        await close();
      }
    });
  }
});
