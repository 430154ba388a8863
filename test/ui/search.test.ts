import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import sharp from 'sharp';
import { type Installed, openInstalled } from '../host/installed';
import { until } from '../host/until';
import { themes } from '../host/workbench';

/** Names say nothing of what is to be seen. */
const colors = {
  'pictures/one.png': { r: 210, g: 40, b: 40 },
  'pictures/two.png': { r: 40, g: 80, b: 210 },
  'pictures/three.png': { r: 40, g: 160, b: 60 },
  'pictures/four.webp': { r: 240, g: 210, b: 50 },
  'art/five.jpg': { r: 20, g: 20, b: 24 },
};

const sentence = 'A plain red area, nothing else in it.';
const story = `# A story\n\n![the cover](pictures/one.png)\n\nHere: \n\n${sentence}\n`;

async function pictures(): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (const [path, background] of Object.entries(colors)) {
    const image = sharp({ create: { width: 320, height: 200, channels: 3, background } });
    const format = path.endsWith('.jpg') ? image.jpeg() : path.endsWith('.webp') ? image.webp() : image.png();
    files[path] = new Uint8Array(await format.toBuffer());
  }
  return files;
}

describe('search for those who never leave the keyboard', () => {
  let installed: Installed;

  before(async () => {
    installed = await openInstalled({
      settings: { 'workbench.colorTheme': themes.dark },
      files: {
        ...(await pictures()),
        'node_modules/tool/logo.png': new Uint8Array([1, 2, 3]),
        'old.bmp': 'BM and more',
        'story.md': story,
      },
    });
  });
  after(() => installed.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await installed.workbench.screenshot(`search-failed-${this.currentTest.title.slice(0, 20)}`);
  });

  /** Requests for vectors that the books know of. */
  function embedded(): number {
    const database = new DatabaseSync(join(installed.storage, 'easel.db'), { readOnly: true });
    try {
      const row = database.prepare("SELECT COUNT(*) AS count FROM spending WHERE task = 'searchIndex'").get();
      return Number(row?.['count']);
    } finally {
      database.close();
    }
  }

  async function findRows(words: string, best: RegExp): Promise<readonly string[]> {
    const { workbench } = installed;
    await workbench.input.fill(words);
    let rows: readonly string[] = [];
    await until(`${String(best)} to be the best for ${words}`, async () => {
      rows = await workbench.quickPickRows();
      return best.test(rows[0] ?? '');
    });
    return rows;
  }

  async function useTheme(name: string): Promise<void> {
    const { workbench } = installed;
    await workbench.runCommand('Preferences: Color Theme');
    await workbench.answer(name);
    await workbench.input.waitFor({ state: 'hidden' });
  }

  it('finds by names without an index, and says so', async () => {
    const { workbench } = installed;
    await workbench.openFile('story.md');
    await workbench.goTo(5, 7);
    await workbench.runCommand('Easel: Find and Insert Image');
    await workbench.expectTitle('Find and Insert Image');
    const rows = await findRows('three', /three\.png.*pictures.*by name or prompt/);
    await until('the note', async () => {
      const shown = await workbench.quickPickRows();
      return /Searching by meaning needs an index/.test(shown.at(-1) ?? '');
    });
    assert.equal(rows.filter((row) => row.includes('.png')).length, 1);
    await workbench.screenshot('find-by-name-dark');
    await workbench.page.keyboard.press('Escape');
    await workbench.page.locator('.tab', { hasText: 'three.png' }).waitFor({ state: 'detached' });
  });

  it('asks for the consent with number, model, price and what is left out', async () => {
    const { workbench } = installed;
    await workbench.runCommand('Easel: Manage Search Index');
    await workbench.expectTitle(/^Index 5 images · free$/);
    const rows = await workbench.quickPickRows();
    assert.match(rows[0] ?? '', /Index Images.*Titan Multimodal Embeddings · offline.*nothing leaves/s);
    assert.match(rows.at(-1) ?? '', /Folders Left Out.*node_modules/);
    await workbench.screenshot('search-consent-dark');
    await workbench.pick('Index Images');
  });

  it('finds by meaning, shows the active row, and inserts the link with Enter', async () => {
    const { workbench } = installed;
    await workbench.goTo(5, 7);
    await workbench.runCommand('Easel: Find and Insert Image');
    await workbench.expectTitle('Find and Insert Image');
    const rows = await findRows('blue', /two\.png.*(very close|close)/);
    assert.doesNotMatch(rows.join('\n'), /\d\.\d\d/);
    await workbench.page.locator('.tab', { hasText: 'two.png' }).waitFor();
    await workbench.screenshot('find-by-meaning-dark');
    const cover = await findRows('red', /one\.png.*close.*used in story\.md/);
    assert.ok(cover.length > 0);
    await workbench.page.locator('.tab', { hasText: 'one.png' }).waitFor();
    await workbench.page.keyboard.press('Enter');
    // Below the cursor's paragraph, as after generating.
    const linked = /Here: ?\n\n!\[\]\(pictures\/one\.png\)\n/;
    await until('the link', async () => linked.test(await workbench.visibleText()));
    await workbench.page.locator('.tab', { hasText: 'one.png' }).waitFor({ state: 'detached' });
  });

  it('offers what was looked for lately', async () => {
    const { workbench } = installed;
    await workbench.runCommand('Easel: Find and Insert Image');
    await workbench.expectTitle('Find and Insert Image');
    await until('recent searches', async () => {
      const [first = ''] = await workbench.quickPickRows();
      return /\bred\b/.test(first) && !first.includes('.png');
    });
    await workbench.screenshot('find-recent-dark');
    await workbench.page.keyboard.press('Escape');
  });

  it('tells of similar images before one is generated', async () => {
    const { workbench } = installed;
    await workbench.openFile('story.md');
    await workbench.selectLine(9);
    await workbench.page.keyboard.press('Control+K');
    await workbench.page.keyboard.press('Control+G');
    await workbench.expectTitle(/^Generate 1 image/);
    await until('the row', async () =>
      (await workbench.quickPickRows()).some((row) => /similar image.*already here.*one\.png/.test(row)),
    );
    await workbench.screenshot('generate-similar-dark');
    await workbench.page.keyboard.press('Escape');
  });

  it('lists what can be done with the index', async () => {
    const { workbench } = installed;
    await workbench.runCommand('Easel: Manage Search Index');
    await workbench.expectTitle('Search Index');
    const rows = (await workbench.quickPickRows()).join('\n');
    assert.match(rows, /Up to date.*5 images/);
    assert.match(rows, /1 file could not be read/);
    await workbench.screenshot('manage-index-dark');
    await workbench.page.keyboard.press('Escape');
  });

  it('sends nothing again after a reload, and finds at once', async () => {
    const { workbench } = installed;
    await workbench.runCommand('File: Save');
    const before = embedded();
    assert.ok(before > 0);
    await workbench.page.reload();
    await workbench.page.locator('.monaco-workbench .part.statusbar').waitFor();
    await workbench.openFile('story.md');
    await workbench.runCommand('Easel: Find and Insert Image');
    await workbench.expectTitle('Find and Insert Image');
    await findRows('green', /three\.png.*close/);
    await workbench.page.keyboard.press('Escape');
    await workbench.runCommand('Easel: Manage Search Index');
    await until('the workspace to be looked at', async () =>
      /Up to date/.test((await workbench.quickPickRows())[0] ?? ''),
    );
    await workbench.page.keyboard.press('Escape');
    assert.equal(embedded(), before);
  });

  for (const [theme, name] of [
    ['light', 'Light Modern'],
    ['highContrast', 'Dark High Contrast'],
  ] as const) {
    it(`can be read in the theme ${theme}`, async () => {
      const { workbench } = installed;
      await useTheme(name);
      await workbench.openFile('story.md');
      await workbench.runCommand('Easel: Find and Insert Image');
      await workbench.expectTitle('Find and Insert Image');
      await findRows('yellow', /four\.webp.*close/);
      await workbench.page.locator('.tab', { hasText: 'four.webp' }).waitFor();
      await workbench.screenshot(`find-by-meaning-${theme}`);
      await workbench.page.keyboard.press('Escape');
      await workbench.page.locator('.tab', { hasText: 'four.webp' }).waitFor({ state: 'detached' });
      await workbench.runCommand('Easel: Manage Search Index');
      await workbench.expectTitle('Search Index');
      await workbench.screenshot(`manage-index-${theme}`);
      await workbench.page.keyboard.press('Escape');
    });
  }

  it('deletes the index when the user takes the word back', async () => {
    const { workbench } = installed;
    await workbench.runCommand('Easel: Manage Search Index');
    await workbench.expectTitle('Search Index');
    await workbench.pick('Delete Index…');
    await workbench.expectTitle('Delete the Index of This Workspace');
    await workbench.pick('Delete Index');
    await workbench.notification('The index of this workspace was deleted. No image is sent any more.');
    await workbench.runCommand('Easel: Manage Search Index');
    await workbench.expectTitle(/^Index 5 images/);
    await workbench.page.keyboard.press('Escape');
  });
});

describe('the similarity heatmap in the workbench', () => {
  let installed: Installed;

  before(async () => {
    installed = await openInstalled({ files: { ...(await pictures()), 'story.md': story } });
  });
  after(() => installed.close());

  it('compares an image with texts, each with each, once the images are indexed', async () => {
    const { workbench } = installed;
    await workbench.runCommand('Easel: Manage Search Index');
    await workbench.expectTitle(/^Index 5 images/);
    await workbench.pick('Index Images');
    await workbench.input.waitFor({ state: 'hidden' });
    await workbench.page.keyboard.press('ControlOrMeta+P');
    await workbench.input.waitFor();
    await workbench.input.fill('one.png');
    await until('the file', async () => /one\.png/.test((await workbench.quickPickRows())[0] ?? ''));
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.tab.active', { hasText: 'one.png' }).waitFor();
    await until('the index', async () => {
      await workbench.runCommand('Easel: Manage Search Index');
      const rows = await workbench.quickPickRows();
      await workbench.page.keyboard.press('Escape');
      return /Up to date.*5 images/.test(rows[0] ?? '');
    });
    await workbench.runCommand('Easel: Show Similarity Heatmap');
    await workbench.answer('a red area; a blue area');
    await workbench.page.locator('.tab.active', { hasText: 'Similarity Heatmap' }).waitFor();
    const table = workbench.webview().getByRole('table', { name: 'Similarity Heatmap' });
    await table.waitFor();
    await workbench.screenshot('heatmap');
    const cells = await table.getByRole('row').nth(1).getByRole('cell').allInnerTexts();
    const [own = 0, red = 0, blue = 1] = cells.map(Number);
    assert.equal(own, 1);
    assert.ok(red > blue, cells.join(' '));
  });
});
