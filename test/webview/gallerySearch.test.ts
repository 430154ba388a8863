import assert from 'node:assert/strict';
import type { GalleryCell, GallerySnapshot } from '../../src/protocol/gallery';
import { openGallery, until, type OpenGallery, type SnapshotChanges } from './galleryHost';
import { axeViolations, fileUrl } from './harness';
import { themeNames } from './pageHtml';

function cell(number: number, changes: Partial<GalleryCell> = {}): GalleryCell {
  return {
    id: `id${number}`,
    name: ['sneaker.png', 'suede-boot-with-a-long-name.jpg', 'shoe.webp'][number % 3] ?? '',
    alt: `A shoe, number ${number}`,
    tooltip: 'docs/img/sneaker.png',
    isWaiting: false,
    ...changes,
  };
}

const hint = 'Search by words or image';
const found: SnapshotChanges = {
  query: 'suede sneaker -red',
  queryHint: hint,
  question: 'suede sneaker',
  status: '43 images',
  pictures: [
    { id: 'picture:one', label: 'a-photo-from-the-clipboard-with-a-long-name.png', url: fileUrl('0.webp') },
    { id: 'picture:two', label: 'Pasted image' },
  ],
  lines: ['Translated (de): suede sneaker', 'Not all images are in the index yet.'],
  groups: [
    {
      heading: 'very close',
      cells: [cell(0, { badge: 'x4', badgeLabel: '4 equal or nearly equal files' }), cell(1), cell(2)],
    },
    { heading: 'close', cells: Array.from({ length: 40 }, (_, index) => cell(3 + index)) },
  ],
};

const consent: GallerySnapshot['notices'][number] = {
  id: 'consent',
  severity: 'info',
  text:
    'Search by meaning needs an index. 2,340 images would be sent once to Titan Multimodal Embeddings in your ' +
    'account (us-east-1), without EXIF or location. About $0.14. Left out: node_modules, dist, 2 more.',
  actions: [
    { id: 'index', label: 'Index Images · $0.14' },
    { id: 'chooseFolders', label: 'Choose Folders…' },
    { id: 'notNow', label: 'Not Now' },
  ],
};

const indexing: GallerySnapshot['notices'][number] = {
  id: 'indexing',
  severity: 'info',
  text: 'Indexing 812 of 2,340, 3 min left, $0.05 so far.',
  progress: 812 / 2340,
  actions: [{ id: 'pause', label: 'Pause' }],
};

const problems: GallerySnapshot['notices'][number] = {
  id: 'problems',
  severity: 'warning',
  text: '4 files could not be read.',
  actions: [{ id: 'showProblems', label: 'Show' }],
};

const stopped: GallerySnapshot['notices'][number] = {
  id: 'indexing',
  severity: 'warning',
  text: "Indexing stopped at today's budget.",
  actions: [{ id: 'changeBudget', label: 'Change Budget' }],
};

const nothingClose: SnapshotChanges = {
  query: 'a blue whale under the northern lights',
  queryHint: hint,
  question: 'a blue whale',
  groups: [],
  status: 'Nothing close. The nearest are only loosely related.',
  empty: {
    id: 'nothingClose',
    severity: 'info',
    drawing: 'nothingClose',
    text: 'Nothing close. The nearest are only loosely related.',
    actions: [
      { id: 'showLoose', label: 'Show Them' },
      { id: 'generateThis', label: 'Generate This Image · $0.04' },
    ],
  },
};

const states: readonly (readonly [string, SnapshotChanges])[] = [
  ['results', found],
  ['consent', { query: 'suede sneaker', notices: [consent] }],
  ['indexing', { ...found, notices: [indexing, problems] }],
  ['stopped', { ...found, pictures: [], lines: [], notices: [stopped] }],
  ['nothing-close', nothingClose],
  ['nothing-close-indexing', { ...nothingClose, notices: [indexing] }],
];

/** Gives the page a file, as the clipboard or a drag brings it. */
function give(kind: 'paste' | 'drop', name: string, bytes: number, type = 'image/png'): string {
  const field = kind === 'paste' ? 'clipboardData' : 'dataTransfer';
  return `(() => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(${bytes})], '${name}', { type: '${type}' }));
    const event = new ${kind === 'paste' ? 'ClipboardEvent' : 'DragEvent'}('${kind}', { bubbles: true, cancelable: true, ${field}: data });
    document.querySelector('[role=searchbox]').dispatchEvent(event);
    return event.defaultPrevented;
  })()`;
}

describe('searching in the page of the Gallery', () => {
  let gallery: OpenGallery;

  afterEach(async () => {
    assert.deepEqual(gallery.view.problems, []);
    await gallery.view.close();
  });

  for (const theme of themeNames) {
    for (const width of [300, 700]) {
      it(`has no violation in any state at ${width} px in ${theme}, and nothing is cut`, async () => {
        gallery = await openGallery({ width, height: 800, theme, count: 60 });
        const { page } = gallery.view;
        for (const [name, changes] of states) {
          await gallery.sendSnapshot(changes);
          const shown = changes.notices?.[0]?.id ?? changes.empty?.id;
          if (shown === undefined) await page.locator('.line').first().waitFor();
          else await page.locator(`[data-notice=${shown}]`).waitFor();
          if (changes.empty === undefined) await gallery.allThumbnailsInView();
          await gallery.view.screenshot(`gallery-search-${name}-${width}-${theme}`);
          assert.deepEqual(await axeViolations(page), [], name);
          assert.equal(await page.evaluate('document.documentElement.scrollWidth > innerWidth'), false, name);
          assert.ok(
            (await page.locator('.button.primary').count()) <= 1,
            `${name} has one main button at most`,
          );
          const cut = await page.evaluate(
            "[...document.querySelectorAll('.button, .notice > span:not(.codicon), .line')].filter((each) => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== 'inline').length",
          );
          assert.equal(cut, 0, name);
        }
      });
    }
  }

  it('is usable at 200 % while it indexes', async () => {
    gallery = await openGallery({ width: 600, height: 1200, zoom: 2, count: 9 });
    await gallery.sendSnapshot({ ...found, notices: [consent] });
    await gallery.view.page.locator('[data-notice=consent]').waitFor();
    await gallery.view.screenshot('gallery-search-200-percent');
    assert.equal(
      await gallery.view.page.evaluate('document.documentElement.scrollWidth > innerWidth'),
      false,
    );
  });

  it('cuts no button in a low view', async () => {
    gallery = await openGallery({ width: 300, height: 315, count: 60 });
    const { page } = gallery.view;
    await gallery.sendSnapshot({ query: 'suede', notices: [consent] });
    const last = page.getByRole('button', { name: 'Not Now' });
    await last.waitFor();
    await gallery.view.screenshot('gallery-search-low');
    await last.scrollIntoViewIfNeeded();
    await last.click();
    assert.ok(((await page.getByRole('grid').boundingBox())?.height ?? 0) >= 200);
    const isCut = await page.evaluate(
      "(() => { const box = document.querySelector('.controls'); return box.scrollHeight > box.clientHeight; })()",
    );
    assert.equal(isCut, false);
  });

  it('says how it searches', async () => {
    gallery = await openGallery({ width: 300, height: 600, count: 9 });
    const box = gallery.view.page.getByRole('searchbox');
    assert.equal(await box.getAttribute('placeholder'), 'Search names, paths and prompts');
    await gallery.sendSnapshot(found);
    await gallery.view.page.getByRole('searchbox', { name: hint }).waitFor();
  });

  it('sends a pasted image once, and takes it out again by its chip, Backspace or Esc', async () => {
    gallery = await openGallery({ width: 300, height: 600, count: 9 });
    const { page } = gallery.view;
    assert.equal(await page.evaluate(give('paste', 'image.png', 12)), true);
    await until(page, 'true');
    await gallery.heard('addPicture');
    const [sent] = gallery.requests('addPicture') as { name: string; bytes: Uint8Array }[];
    assert.equal(sent?.name, 'image.png');
    assert.equal(sent.bytes.length, 12);
    await gallery.sendSnapshot({ ...found, query: '' });
    await page.getByRole('button', { name: 'Remove image Pasted image' }).click();
    await gallery.sent('removePicture', { id: 'picture:two' });
    await page.locator('input[role=searchbox]:focus').waitFor();
    await page.keyboard.press('Backspace');
    await gallery.heard('removePicture', 2);
    await page.keyboard.press('ArrowDown');
    await page.locator('[role=gridcell]:focus').waitFor();
    await page.keyboard.press('Escape');
    await gallery.heard('removePicture', 4);
    await page.getByRole('searchbox').focus();
    await page.keyboard.press('Escape');
    await gallery.heard('removePicture', 6);
  });

  it('takes a dropped image, but no text that brings a picture of itself along', async () => {
    gallery = await openGallery({ width: 300, height: 600, count: 9 });
    const { page } = gallery.view;
    assert.equal(await page.evaluate(give('drop', 'shoe.jpg', 5, 'image/jpeg')), true);
    await gallery.heard('addPicture');
    await page.evaluate(`(() => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(3)], 'x.png', { type: 'image/png' }));
      data.setData('text/plain', 'words');
      document.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data }));
    })()`);
    assert.equal(gallery.requests('addPicture').length, 1);
  });

  it('says that a file is no image, or too large, until something else is looked for', async () => {
    gallery = await openGallery({ width: 300, height: 600, count: 9, refusesPictures: true });
    const { page } = gallery.view;
    await page.evaluate(give('drop', 'broken.png', 5));
    await page.getByText('That is no image that can be searched with.').waitFor();
    await page.evaluate(give('drop', 'huge.png', 30_000_001));
    await page.getByText('The image is too large to search with.').waitFor();
    assert.equal(gallery.requests('addPicture').length, 1);
    await page.getByRole('searchbox').fill('kite');
    await gallery.sent('search', { query: 'kite' });
    await until(page, "document.querySelector('.line') === null");
  });

  it('looks with its own images that are dropped on the box', async () => {
    gallery = await openGallery({ width: 300, height: 600, count: 9 });
    await gallery.view.page.evaluate(`(() => {
      const data = new DataTransfer();
      data.setData('application/vnd.easel.images', '{"ids":["id1","id2"]}');
      const event = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data });
      document.querySelector('[role=searchbox]').dispatchEvent(event);
    })()`);
    await gallery.sent('addImages', { ids: ['id1', 'id2'] });
  });

  it('keeps old answers in their place while new ones come, then begins at the top', async () => {
    gallery = await openGallery({ width: 700, height: 800 });
    const { page } = gallery.view;
    await page.evaluate("document.querySelector('[role=grid]').scrollTop = 3000");
    await gallery.allThumbnailsInView();
    const question = JSON.stringify(['', []]);
    await gallery.sendSnapshot({ query: 'suede', isSearching: true, question });
    await page.locator('[role=grid][aria-busy=true]').waitFor();
    assert.equal(await page.evaluate("document.querySelector('[role=grid]').scrollTop"), 3000);
    await gallery.sendSnapshot(found);
    await until(page, "document.querySelector('[role=grid]').scrollTop === 0");
    await page.getByText('very close').waitFor();
  });

  it('says the count of each answer once, also where it is the same', async () => {
    gallery = await openGallery({ width: 300, height: 600, count: 9 });
    const { page } = gallery.view;
    const said = async (): Promise<string> => (await page.getByRole('status').textContent()) ?? '';
    await gallery.sendSnapshot({ ...found, question: 'one' });
    await page.getByRole('rowheader', { name: 'very close' }).waitFor();
    const first = await said();
    assert.equal(first.trim(), '43 images');
    await gallery.sendSnapshot({ ...found, question: 'one', isSearching: true, status: 'not to be said' });
    await page.locator('[aria-busy=true]').waitFor();
    assert.equal(await said(), first);
    await gallery.sendSnapshot({ ...found, question: 'two' });
    await page.locator('[aria-busy=false]').waitFor();
    assert.notEqual(await said(), first);
    assert.equal((await said()).trim(), '43 images');
  });

  it('shows progress that comes without the images, and carries out the buttons', async () => {
    gallery = await openGallery({ width: 300, height: 600, count: 9 });
    const { page } = gallery.view;
    await gallery.sendSnapshot({ ...found, notices: [indexing] });
    const bar = page.getByRole('progressbar', { name: 'Indexing' });
    await bar.waitFor();
    assert.equal(await bar.getAttribute('aria-valuenow'), '35');
    await gallery.view.tell('notices', {
      revision: gallery.revision(),
      notices: [{ ...indexing, text: 'Indexing 1,170 of 2,340.', progress: 0.5 }],
    });
    await page.getByText('Indexing 1,170 of 2,340.').waitFor();
    assert.equal(await bar.getAttribute('aria-valuenow'), '50');
    assert.ok((await page.getByRole('gridcell').count()) > 0);
    await page.getByRole('button', { name: 'Pause' }).click();
    await gallery.sent('act', { notice: 'indexing', action: 'pause' });
  });

  it('goes by keyboard from the question to its buttons', async () => {
    gallery = await openGallery({ width: 300, height: 600, count: 9 });
    const { page } = gallery.view;
    await gallery.sendSnapshot({ query: 'suede', notices: [consent] });
    await page.getByRole('button', { name: 'Index Images · $0.14' }).waitFor();
    await page.getByRole('searchbox').focus();
    for (let press = 0; press < 8; press++) {
      await page.keyboard.press('Tab');
      const text = await page.evaluate('document.activeElement.textContent');
      if (text === 'Not Now') break;
    }
    await page.keyboard.press('Enter');
    await gallery.sent('act', { notice: 'consent', action: 'notNow' });
  });

  it('tells the menu whether several are selected', async () => {
    gallery = await openGallery({ width: 300, height: 600, count: 9 });
    const { page } = gallery.view;
    const context = async (): Promise<unknown> =>
      JSON.parse((await page.getByRole('grid').getAttribute('data-vscode-context')) ?? '');
    assert.deepEqual(await context(), { easelIsSeveral: false });
    await page.locator('[data-id=id1]').click();
    await page.locator('[data-id=id2]').click({ modifiers: ['Control'] });
    await gallery.sent('select', { ids: ['id1', 'id2'] });
    assert.deepEqual(await context(), { easelIsSeveral: true });
    await page.locator('[data-id=id4]').click({ button: 'right' });
    assert.deepEqual(await context(), { easelIsSeveral: false });
  });

  it('keeps the keyboard when an answer takes away what had it', async () => {
    gallery = await openGallery({ width: 300, height: 600, count: 9 });
    const { page } = gallery.view;
    await gallery.focusFirst();
    const others = Array.from({ length: 20 }, (_, index) => cell(200 + index));
    await gallery.sendSnapshot({ ...found, groups: [{ heading: 'close', cells: others }] });
    await page.locator('[data-id=id200]:focus').waitFor();
    await gallery.sendSnapshot(nothingClose);
    await page.locator('input[role=searchbox]:focus').waitFor();
  });

  it('goes to the first image when the host has searched', async () => {
    gallery = await openGallery({ width: 300, height: 600, count: 9 });
    await gallery.view.tell('command', { name: 'focusImages' });
    await gallery.view.page.locator('[role=gridcell]:focus').waitFor();
  });
});
