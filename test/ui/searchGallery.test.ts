import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { startSimulator, type RunningSimulator } from '../../src/simulator/server';
import { type Installed, openInstalled } from '../host/installed';
import { until } from '../host/until';
import { themes } from '../host/workbench';
import { callsOf, drawn, openGallery, paste, plain, shownGroups, untilFirst } from './searchSteps';

const prompts = {
  'docs/img/kite.png': 'A red kite above a green hill',
  'docs/img/pot.png': 'A blue pot with a fern on a table',
  'art/lamp.png': 'A yellow lamp on a desk at night',
  'art/sneaker.png': 'An orange suede sneaker, photo',
  'art/boat.png': 'A sailboat on the sea at dawn',
};

describe('search by meaning in the Gallery of the workbench', () => {
  let simulator: RunningSimulator;
  let pictures: Record<string, Uint8Array>;
  before(async () => {
    simulator = await startSimulator({ lifecycle: 'active' });
    pictures = await drawn(simulator, prompts);
  });
  after(() => simulator.close());

  describe('from the question to the link', () => {
    let installed: Installed;
    let page: FrameLocator;

    before(async () => {
      const { settings, env } = callsOf(simulator);
      installed = await openInstalled({
        files: {
          ...pictures,
          ...(await plain('art/plain', 40)),
          'node_modules/pkg/logo.png': pictures['art/lamp.png'] ?? '',
          'art/broken.png': 'no picture at all',
          'story.md': '# A story\n\nFirst paragraph.\n\nLast paragraph.\n',
        },
        settings: { ...settings, 'workbench.colorTheme': themes.dark },
        env,
      });
      await installed.workbench.openFile('story.md');
      page = await openGallery(installed);
    });
    after(() => installed.close());

    it('asks once, with price, model and what is left out, before anything is sent', async () => {
      const { workbench } = installed;
      await page.getByText('Images you make appear here.').waitFor();
      assert.equal(await page.getByText('Search by meaning needs an index').count(), 0);
      await page.getByPlaceholder('Search names, paths and prompts').fill('suede sneaker');
      await page
        .getByText(
          /^Search by meaning needs an index\. 46 images would be sent once to Titan Multimodal Embeddings in your account \(us-west-2\), without EXIF or location\. Under \$0\.01\. Left out: node_modules\.$/,
        )
        .waitFor();
      await workbench.screenshot('search-consent');
      await page.getByRole('button', { name: 'Index Images · under $0.01' }).click();
      await page.getByPlaceholder('Search by words or image').waitFor();
    });

    it('shows what fits as soon as it is indexed, by closeness', async () => {
      const { workbench } = installed;
      await until('the sneaker', async () =>
        Object.values(await shownGroups(page)).some((names) => names.includes('sneaker.png')),
      );
      const groups = await shownGroups(page);
      const [first] = Object.keys(groups);
      assert.match(first ?? '', /^(very close|close)$/);
      assert.equal(groups[first ?? '']?.[0], 'sneaker.png');
      await page.getByText('1 file could not be read.').waitFor();
      await workbench.screenshot('search-results');
    });

    it('inserts the link with Enter', async () => {
      const { workbench } = installed;
      await workbench.goTo(3, 3);
      await page.getByRole('gridcell').first().click();
      await workbench.page.keyboard.press('Enter');
      await until('the link', async () =>
        (await workbench.visibleText()).includes('First paragraph.\n\n![](art/sneaker.png)\n\nLast'),
      );
    });

    it('searches while somebody types, and the old answer stays meanwhile', async () => {
      const { workbench } = installed;
      await page.getByRole('searchbox').fill('');
      await page.getByRole('searchbox').pressSequentially('red kite above a hill', { delay: 40 });
      await until('the kite', async () => (await page.locator('.name').first().innerText()) === 'kite.png');
      await page.getByRole('searchbox').fill('a boat on the sea');
      await until('the boat', async () => (await page.locator('.name').first().innerText()) === 'boat.png');
      assert.equal(await page.getByRole('searchbox').inputValue(), 'a boat on the sea');
      await workbench.screenshot('search-typed');
    });

    it('looks with a pasted picture, and takes it out again', async () => {
      const { workbench } = installed;
      await page.getByRole('searchbox').fill('');
      await paste(page, pictures['docs/img/kite.png'] ?? new Uint8Array(), 'image.png');
      const chip = page.getByRole('button', { name: 'Remove image Pasted image' });
      await chip.waitFor();
      await untilFirst(page, 'very close', 'kite.png');
      await workbench.screenshot('search-pasted');
      await chip.click();
      await page.getByText('Images you make appear here.').waitFor();
    });

    it('finds more like one from its menu', async () => {
      const { workbench } = installed;
      await page.getByRole('searchbox').fill('sneaker');
      await until(
        'the sneaker',
        async () => (await page.locator('.name').first().innerText()) === 'sneaker.png',
      );
      await page.getByRole('gridcell').first().click({ button: 'right' });
      const item = workbench.page.locator('.monaco-menu .action-label', { hasText: 'More Like This' });
      await item.waitFor();
      await until('the menu to take the choice', async () => {
        // A menu that has just opened ignores the mouse, so that letting go of the button chooses nothing.
        if (await item.isVisible()) await item.click({ timeout: 1000 }).catch(() => undefined);
        return !(await item.isVisible());
      });
      await page.getByRole('button', { name: 'Remove image sneaker.png' }).waitFor();
      await until('another than itself', async () => {
        const names = await page.locator('.name').allInnerTexts();
        const isEmpty = (await page.locator('.empty').count()) > 0;
        return isEmpty || (names.length > 0 && !names.includes('sneaker.png'));
      });
      await workbench.screenshot('search-more-like-this');
      await page.getByRole('button', { name: 'Remove image sneaker.png' }).click();
    });

    it('says that nothing is close, and offers to make it at its price', async () => {
      const { workbench } = installed;
      await page.getByRole('searchbox').fill('a submarine under the ice');
      await page
        .getByText(/^Nothing close\./)
        .first()
        .waitFor();
      const make = page.getByRole('button', { name: 'Generate This Image · $0.04' });
      await make.waitFor();
      await workbench.screenshot('search-nothing-close');
      await make.click();
      await workbench.expectTitle('Generate 1 image · about $0.04');
      const rows = await workbench.quickPickRows();
      assert.match(rows[0] ?? '', /a submarine under the ice/);
      await workbench.page.keyboard.press('Escape');
    });

    it('tells of similar images while a prompt is typed in the Studio, and shows them', async () => {
      const { workbench } = installed;
      await page.getByRole('searchbox').fill('');
      await workbench.runCommand('Easel: Open Studio');
      const studio = studioOf(installed);
      await studio.getByRole('textbox', { name: 'Prompt' }).fill('an orange suede sneaker');
      const line = studio.getByRole('button', { name: /similar images? (is|are) here/ });
      await line.waitFor();
      await workbench.screenshot('search-studio');
      await line.click();
      await until(
        'the search',
        async () => (await page.getByRole('searchbox').inputValue()) === 'an orange suede sneaker',
      );
      await until(
        'the sneaker',
        async () => (await page.locator('.name').first().innerText()) === 'sneaker.png',
      );
    });
  });

  it('pauses and goes on', async () => {
    const { settings, env } = callsOf(simulator);
    const installed = await openInstalled({
      files: { ...pictures, ...(await plain('many', 400)) },
      settings: { ...settings, 'workbench.colorTheme': themes.highContrast },
      env,
    });
    try {
      const { workbench } = installed;
      const page = await openGallery(installed);
      await page.getByText('All 405').click();
      await page.getByRole('button', { name: 'Index Images · $0.02' }).waitFor();
      await workbench.screenshot('search-consent-high-contrast');
      await page.getByRole('button', { name: 'Index Images · $0.02' }).click();
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByText(/^Paused at \d+ of 405\.$/).waitFor();
      await workbench.screenshot('search-paused-high-contrast');
      await page.getByRole('button', { name: 'Resume' }).click();
      await page.getByText(/^Indexing \d+ of 405/).waitFor();
      await workbench.screenshot('search-indexing-high-contrast');
      await page.getByText(/^Indexing \d+ of 405/).waitFor({ state: 'detached', timeout: 90_000 });
      await page.getByRole('searchbox').fill('kite above a hill');
      await until('the kite', async () => (await page.locator('.name').first().innerText()) === 'kite.png');
    } finally {
      await installed.close();
    }
  });

  it('lets folders be chosen before, and does not ask again after Not Now', async () => {
    const { settings, env } = callsOf(simulator);
    const installed = await openInstalled({
      files: pictures,
      settings: { ...settings, 'workbench.colorTheme': themes.highContrastLight },
      env,
    });
    try {
      const { workbench } = installed;
      const page = await openGallery(installed);
      await page.getByRole('searchbox').fill('kite');
      await page.getByText('5 images would be sent once').waitFor();
      await workbench.screenshot('search-consent-high-contrast-light');
      await page.getByRole('button', { name: 'Choose Folders…' }).click();
      await workbench.expectTitle('Choose Folders to Index');
      const folders = workbench.page.locator('.quick-input-widget .monaco-list-row');
      await folders.filter({ hasText: 'art' }).click();
      await workbench.screenshot('search-folders');
      await workbench.page.keyboard.press('Enter');
      await page.getByText('2 images would be sent once').waitFor();
      await page.getByRole('button', { name: 'Choose Folders…' }).click();
      await workbench.expectTitle('Choose Folders to Index');
      assert.equal(await folders.filter({ hasText: 'art' }).count(), 1);
      await folders.filter({ hasText: 'art' }).click();
      await workbench.page.keyboard.press('Enter');
      await page.getByText('5 images would be sent once').waitFor();
      await page.getByRole('button', { name: 'Not Now' }).click();
      await page.getByText('Search by meaning needs an index').waitFor({ state: 'detached' });
      await page.getByRole('searchbox').fill('lamp');
      await page.getByText('All 5').click();
      await page.locator('.name', { hasText: 'lamp.png' }).waitFor();
      assert.equal(await page.getByText('Search by meaning needs an index').count(), 0);
    } finally {
      await installed.close();
    }
  });
});

/** The page of the Studio; that of the Gallery is a view's. */
function studioOf({ workbench }: Installed): FrameLocator {
  return workbench.page
    .frameLocator('iframe.webview.ready[src*="extensionId=easel"]:not([src*="purpose=webviewView"])')
    .frameLocator('iframe#active-frame');
}
