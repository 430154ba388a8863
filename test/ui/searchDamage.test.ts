import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Installed, openInstalled } from '../host/installed';
import { until } from '../host/until';
import { themes } from '../host/workbench';
import { indexAll, openGallery, plain } from './searchSteps';

const COUNT = 6;

describe('a damaged index in the workbench', () => {
  let installed: Installed;

  before(async () => {
    installed = await openInstalled({
      settings: { 'workbench.colorTheme': themes.dark },
      files: { ...(await plain('art', COUNT)), 'story.md': '# A story\n' },
    });
  });
  after(() => installed.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await installed.workbench.screenshot(`damage-failed-${this.currentTest.title.slice(0, 20)}`);
  });

  /** One vector is no longer what was written. */
  function damageOne(): void {
    const folder = join(installed.storage, 'search');
    const [file] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.vectors'),
    );
    assert.ok(file !== undefined);
    const database = new DatabaseSync(join(folder, file));
    database.exec('UPDATE vectors SET checksum = checksum + 1 WHERE row = 2');
    database.close();
  }

  async function find(words: string): Promise<void> {
    const { workbench } = installed;
    await workbench.runCommand('Easel: Find and Insert Image');
    await workbench.expectTitle('Find and Insert Image');
    await workbench.input.fill(words);
    await until('an answer', async () =>
      (await workbench.quickPickRows()).some((row) => /close|related/i.test(row)),
    );
    await workbench.page.keyboard.press('Escape');
    await workbench.input.waitFor({ state: 'hidden' });
  }

  async function searchLineOfCheck(shot: string): Promise<string> {
    const { workbench } = installed;
    await workbench.runCommand('Easel: Check AWS Setup');
    await workbench.expectTitle('Check AWS Setup');
    await workbench.page.getByPlaceholder(/Nothing was spent/).waitFor();
    const rows = await workbench.quickPickRows();
    await workbench.screenshot(shot);
    await workbench.page.keyboard.press('Escape');
    await workbench.input.waitFor({ state: 'hidden' });
    return rows.find((row) => /search|searched/.test(row)) ?? rows.join('\n');
  }

  it('is one line of Check AWS Setup, which says too when there is none and when it is sound', async () => {
    assert.match(await searchLineOfCheck('check-search-none'), /are not indexed for search by meaning/);
    await indexAll(installed, /^Index 6 images/);
    assert.match(await searchLineOfCheck('check-search-sound'), /6 images can be searched by meaning/);
  });

  it('says what was recovered, what was set aside and what the rest costs, where the index is managed', async () => {
    const { workbench } = installed;
    damageOne();
    await find('red');
    await workbench.runCommand('Easel: Manage Search Index');
    await workbench.expectTitle('Search Index');
    const rows = await workbench.quickPickRows();
    const row = rows.find((each) => each.includes('damaged')) ?? rows.join('\n');
    assert.match(rows[0] ?? '', /Not all images are indexed/);
    assert.match(row, /The index was damaged; 5 of 6 images were recovered\./);
    assert.match(row, /The damaged file was set aside in Easel's storage\. Index the Rest · free/);
    await workbench.screenshot('search-damaged-manage');
    await workbench.page.keyboard.press('Escape');
    await workbench.input.waitFor({ state: 'hidden' });
    const line = await searchLineOfCheck('check-search-damaged');
    assert.match(line, /The search index was damaged; 5 of 6 images were recovered/);
    assert.match(line, /Enter: Manage Search Index/);
  });

  it('is said in the Gallery, which indexes the rest', async () => {
    const page = await openGallery(installed);
    await page.getByText('The index was damaged; 5 of 6 images were recovered.').waitFor();
    await installed.workbench.screenshot('search-damaged-gallery');
    await page.getByRole('button', { name: 'Index the Rest · free' }).click();
    await page.getByText('The index was damaged').waitFor({ state: 'hidden' });
    await until('the rest to be indexed', async () =>
      /^(?!.*Enter:).*The search index was damaged/.test(await searchLineOfCheck('check-search-mended')),
    );
  });
});
