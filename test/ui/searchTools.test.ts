import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import sharp from 'sharp';
import { startSimulator, type RunningSimulator } from '../../src/simulator/server';
import { type Installed, openInstalled } from '../host/installed';
import { until } from '../host/until';
import { themes } from '../host/workbench';
import { chooseInSubmenu } from './describeSteps';
import { callsOf, embeddingsSent, indexAll, indexFacts } from './searchSteps';

interface Color {
  readonly r: number;
  readonly g: number;
  readonly b: number;
}

/** A colored ground with a darker box on it, so that no two are nearly equal. */
async function scene(ground: Color, left: number, top: number): Promise<Uint8Array> {
  const box = sharp({
    create: { width: 120, height: 90, channels: 3, background: { r: ground.r / 3, g: ground.g / 3, b: 60 } },
  });
  const image = sharp({ create: { width: 320, height: 200, channels: 3, background: ground } });
  return new Uint8Array(
    await image
      .composite([{ input: await box.png().toBuffer(), left, top }])
      .png()
      .toBuffer(),
  );
}

const red = { r: 215, g: 40, b: 35 };
const green = { r: 40, g: 190, b: 60 };

async function scenes(): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  const places = [
    [0, 0],
    [190, 0],
    [0, 105],
    [190, 105],
  ] as const;
  for (const [index, [left, top]] of places.entries()) {
    files[`shots/r${index + 1}.png`] = await scene(red, left, top);
    files[`shots/g${index + 1}.png`] = await scene(green, left, top);
  }
  return files;
}

const notes = '# Notes\n\n![the fourth](r4.png)\n';

describe('what is done with an index', () => {
  let simulator: RunningSimulator;
  let installed: Installed;

  before(async () => {
    simulator = await startSimulator({ lifecycle: 'active' });
    const pictures = await scenes();
    const { settings, env } = callsOf(simulator);
    installed = await openInstalled({
      files: {
        ...pictures,
        'art/copy.png': pictures['shots/r1.png'] ?? '',
        'art/small.png': new Uint8Array(await sharp(pictures['shots/g1.png']).resize(280).png().toBuffer()),
        'shots/notes.md': notes,
      },
      settings: { ...settings, 'workbench.colorTheme': themes.dark },
      env,
    });
  });
  after(async () => {
    await installed.close();
    await simulator.close();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await installed.workbench.screenshot(`search-tools-failed-${this.currentTest.title.slice(0, 24)}`);
  });

  /** Paths below the folder, sorted. */
  async function filesThere(): Promise<readonly string[]> {
    const entries = await readdir(installed.workspace, { recursive: true, withFileTypes: true });
    const start = installed.workspace.length + 1;
    return entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(start))
      .filter((path) => !path.startsWith('.'))
      .sort();
  }

  async function addGroup(name: string, examples: readonly string[]): Promise<void> {
    const { workbench } = installed;
    await workbench.pick('Add Group…');
    await workbench.expectTitle('Name of the Group');
    await workbench.answer(name);
    await workbench.expectTitle(`Examples of ${name}`);
    for (const example of examples) await workbench.pick(example);
    await workbench.page.keyboard.press('Enter');
    await workbench.expectTitle('Sort shots into Groups');
  }

  it('asks for one with the price, and makes it', async () => {
    await indexAll(installed, /^Index 10 images · under \$0\.01$/);
    assert.match(await indexFacts(installed), /9 images/);
  });

  it('lists duplicates and what no document shows, and deletes nothing', async () => {
    const { workbench } = installed;
    const before = await filesThere();
    await workbench.runCommand('Easel: Show Duplicates and Unused Images');
    await workbench.page.locator('.tab.active', { hasText: 'duplicates.md' }).waitFor();
    // Lines are drawn one after the other: what is judged is one text that has all of its parts.
    let parts: readonly string[] = [];
    await until('the report', async () => {
      parts = (await workbench.visibleText()).split(/^## .*$/m);
      return parts.length === 4;
    });
    await workbench.screenshot('duplicates-report-dark');
    const [, equal = '', near = '', unused = ''] = parts;
    assert.match(equal, /art\/copy\.png[^]*shots\/r1\.png/);
    assert.doesNotMatch(equal, /g\d\.png/);
    assert.match(near, /g1\.png/);
    assert.match(near, /art\/small\.png/);
    assert.match(unused, /art\/copy\.png[^]*art\/small\.png[^]*shots\/g1\.png/);
    assert.doesNotMatch(unused, /r4\.png/);
    assert.deepEqual(await filesThere(), before);
    await workbench.runCommand('View: Revert and Close Editor');
  });

  it('sorts a folder into groups by examples: a report, and moves that are applied one group at a time', async () => {
    const { workbench, workspace } = installed;
    const { page } = workbench;
    const sent = embeddingsSent(simulator);
    const before = await filesThere();
    await chooseInSubmenu(installed, ['shots'], 'Easel', 'Sort Folder into Groups…');
    await workbench.expectTitle('Sort shots into Groups');
    await addGroup('reds', ['r1.png', 'r2.png']);
    await addGroup('greens', ['g1.png', 'g2.png']);
    await workbench.screenshot('groups-chosen-dark');
    await workbench.pick('Sort 8 Images');
    await workbench.expectTitle(/^(reds 4 · greens 4|greens 4 · reds 4)$/);
    await workbench.screenshot('groups-sorted-dark');
    await workbench.pick('Show Report');
    await page.locator('.tab.active', { hasText: 'groups.md' }).waitFor();
    await until('the report', async () => /r4\.png.*reds/.test(await workbench.visibleText()));
    assert.match(await workbench.visibleText(), /g3\.png.*greens/);
    await workbench.screenshot('groups-report-dark');
    assert.deepEqual(await filesThere(), before);
    await workbench.pressInNotification('Nothing was moved.', 'Review Moves…');
    const rowOf = (text: string | RegExp) => page.locator('.monaco-list-row', { hasText: text }).first();
    await rowOf('greens, 3 images').waitFor();
    await rowOf('greens, 1 image: not sure').waitFor();
    await rowOf('reds, 1 image: shown by documents whose links would break').waitFor();
    await workbench.screenshot('groups-review-dark');
    assert.deepEqual(await filesThere(), before);
    await rowOf('greens, 3 images').click();
    await page.keyboard.press('Space');
    await workbench.screenshot('groups-review-ticked-dark');
    await page.getByRole('button', { name: 'Apply' }).click();
    const after = before.map((path) => path.replace(/^shots\/(g[123])/, 'shots/greens/$1')).sort();
    await until('the moves', async () => (await filesThere()).join() === after.join());
    assert.equal(await readFile(join(workspace, 'shots/notes.md'), 'utf8'), notes);
    assert.equal(embeddingsSent(simulator), sent);
    await page.locator('.tab', { hasText: 'groups.md' }).click();
    await workbench.runCommand('View: Revert and Close Editor');
  });

  it('finds more like a file of the Explorer', async () => {
    const { workbench } = installed;
    await chooseInSubmenu(installed, ['r2.png'], 'Easel', 'More Like This');
    const page = workbench.page
      .frameLocator('iframe.webview.ready[src*="purpose=webviewView"]')
      .frameLocator('iframe#active-frame');
    await page.getByRole('button', { name: 'Remove image r2.png' }).waitFor();
    // So few are no collection that anything could be close in.
    await page.getByRole('button', { name: 'Show Them' }).click();
    await until('others of its kind', async () => {
      const names = await page.locator('.name').allInnerTexts();
      return names.length > 0 && /^(r\d|copy)\.png$/.test(names[0] ?? '') && !names.includes('r2.png');
    });
    await workbench.screenshot('explorer-more-like-this-dark');
    await workbench.runCommand('View: Show Explorer');
  });

  describe('the heatmap', () => {
    let page: FrameLocator;

    async function save(button: string, name: string): Promise<Buffer> {
      const { workbench, workspace } = installed;
      await page.getByRole('button', { name: button }).click();
      await workbench.input.waitFor();
      await until('the proposed name', async () =>
        /heatmap\.(csv|png)$/.test(await workbench.input.inputValue()),
      );
      await workbench.screenshot(`heatmap-save-${name}`);
      await workbench.answer(join(workspace, name));
      await workbench.input.waitFor({ state: 'hidden' });
      let bytes = Buffer.alloc(0);
      await until(`${name} to be written`, async () => {
        bytes = await readFile(join(workspace, name)).catch(() => bytes);
        return bytes.length > 0;
      });
      return bytes;
    }

    it('compares what is chosen in the Explorer', async () => {
      const { workbench } = installed;
      await workbench.runCommand('View: Show Explorer');
      await chooseInSubmenu(installed, ['r2.png', 'r3.png', 'r4.png'], 'Easel', 'Show Similarity Heatmap');
      await workbench.answer('red; green');
      await workbench.page.locator('.tab.active', { hasText: 'Similarity Heatmap' }).waitFor();
      page = workbench.page
        .frameLocator('iframe.webview.ready:not([src*="purpose=webviewView"])')
        .frameLocator('iframe#active-frame');
      await page.getByRole('table', { name: 'Similarity Heatmap' }).waitFor();
      await workbench.screenshot('heatmap-chosen-dark');
    });

    it('is saved as CSV, with names and numbers', async () => {
      const lines = (await save('Save as CSV', 'similar.csv')).toString('utf8').trim().split(/\r?\n/);
      assert.deepEqual(lines[0]?.split(','), ['', 'r2.png', 'r3.png', 'r4.png', 'red', 'green']);
      assert.equal(lines.length, 6);
      const [, ...ofRed] = lines[1]?.split(',') ?? [];
      const [own = 0, , , word = 0, otherWord = 1] = ofRed.map(Number);
      assert.ok(Math.abs(own - 1) < 0.001);
      assert.ok(word > otherWord, lines[1]);
    });

    it('is saved as PNG that can be read', async () => {
      const bytes = await save('Save as PNG', 'similar.png');
      const { format, width, height } = await sharp(bytes).metadata();
      assert.equal(format, 'png');
      assert.ok(width > 300 && height > 200, `${width} x ${height}`);
      await installed.workbench.runCommand('View: Close All Editors');
    });
  });

  describe('managing it', () => {
    async function manage(row: string): Promise<void> {
      const { workbench } = installed;
      await workbench.runCommand('Easel: Manage Search Index');
      await workbench.expectTitle('Search Index');
      await workbench.pick(row);
    }

    it('pauses: what comes waits, and is indexed after it is resumed', async () => {
      const { workbench, workspace } = installed;
      // The saved heatmap is a picture too.
      await until('the index to be at rest', async () =>
        /Up to date.*10 images/.test(await indexFacts(installed)),
      );
      const sent = embeddingsSent(simulator);
      await manage('Pause Indexing');
      await until('the pause', async () => /Paused/.test(await indexFacts(installed)));
      await writeFile(join(workspace, 'art/new.png'), await scene({ r: 40, g: 60, b: 220 }, 60, 60));
      await workbench.runCommand('Easel: Manage Search Index');
      await workbench.expectTitle('Search Index');
      await workbench.screenshot('index-paused-dark');
      await workbench.page.keyboard.press('Escape');
      assert.equal(embeddingsSent(simulator), sent);
      await manage('Resume Indexing');
      await until('the new picture', async () => embeddingsSent(simulator) === sent + 1);
      await until('the index to be at rest', async () => /Up to date/.test(await indexFacts(installed)));
    });

    it('makes an index of another model beside the old one, with the price first', async () => {
      const { workbench } = installed;
      const sent = embeddingsSent(simulator);
      const count = /(\d+) images/.exec(await indexFacts(installed))?.[1] ?? '';
      await manage('Model and Length…');
      await workbench.expectTitle('Model That Compares Images');
      await workbench.screenshot('index-models-dark');
      await workbench.pick('Nova Multimodal Embeddings');
      await workbench.expectTitle('Numbers That Stand for an Image');
      await workbench.screenshot('index-lengths-dark');
      await workbench.pick('384');
      await workbench.expectTitle(new RegExp(`^This sends ${count} images again · (about|under) \\$`));
      await workbench.screenshot('index-model-price-dark');
      assert.equal(embeddingsSent(simulator), sent);
      simulator.faults.add({ kind: 'delay', operation: 'InvokeModel', count: 4, delayMs: 8000 });
      await workbench.pick('Index with Nova Multimodal Embeddings');
      await until('both of them', async () => {
        const facts = await indexFacts(installed);
        return /Titan/.test(facts) && /Nova/.test(facts);
      });
      await workbench.runCommand('Easel: Manage Search Index');
      await workbench.expectTitle('Search Index');
      await workbench.screenshot('index-beside-dark');
      await workbench.page.keyboard.press('Escape');
      await until('the new one alone', async () => {
        const facts = await indexFacts(installed);
        return /Up to date/.test(facts) && /Nova/.test(facts) && !/Titan/.test(facts);
      });
      assert.equal(embeddingsSent(simulator), sent + Number(count));
    });

    it('rebuilds after it was said what that costs', async () => {
      const { workbench } = installed;
      const sent = embeddingsSent(simulator);
      const count = Number(/(\d+) images/.exec(await indexFacts(installed))?.[1]);
      await manage('Rebuild Index…');
      await workbench.expectTitle(/^This sends every image again · (about|under) \$/);
      await workbench.screenshot('index-rebuild-dark');
      assert.equal(embeddingsSent(simulator), sent);
      await workbench.pick('Rebuild Index · ');
      await until('all of them', async () => embeddingsSent(simulator) === sent + count);
      await until('the index to be at rest', async () => /Up to date/.test(await indexFacts(installed)));
    });
  });
});
