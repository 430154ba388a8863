import assert from 'node:assert/strict';
import sharp from 'sharp';
import type { FilmView } from '../../src/protocol/film';
import { filmTexts } from '../../src/features/video/film/pageTexts';
import { english } from '../unit/platform/english';
import { stepOf } from '../../webview-ui/film/steps';
import { axeViolations, fileUrl, openWebview, type Webview } from './harness';
import { themeNames } from './pageHtml';

const film: FilmView = {
  name: 'kite-flight.mp4',
  url: fileUrl('kite-flight.mp4'),
  isFile: true,
  posterUrl: fileUrl('kite-flight.poster.jpg'),
  wantsPoster: true,
  facts: '540p · 5 s · Ray 2 · $3.75',
  prompt: 'A kite flies over a hill',
  framesPerSecond: 24,
  actions: [
    { id: 'insert', label: 'Insert Snippet', isInMenu: false },
    { id: 'recipe', label: 'Show Recipe', isInMenu: false },
    { id: 'presign', label: 'Copy Presigned URL', isInMenu: true },
  ],
};

async function openFilm(options: Parameters<typeof openWebview>[0]): Promise<Webview> {
  const background = { r: 90, g: 120, b: 160 };
  const poster = await sharp({ create: { width: 320, height: 180, channels: 3, background } })
    .jpeg()
    .toBuffer();
  return openWebview({
    files: { 'kite-flight.mp4': new Uint8Array(64), 'kite-flight.poster.jpg': poster },
    onRequest: (method) => (method === 'ready' ? { film, texts: filmTexts(english) } : undefined),
    ...options,
  });
}

describe('the film editor where a film cannot be decoded', () => {
  let view: Webview;

  afterEach(async () => {
    await view.close();
  });

  it('shows the poster, says that the file is fine, and opens it outside', async () => {
    view = await openFilm({ entry: 'film' });
    const { page } = view;
    await page.getByText('This editor cannot play H.264. The file is fine.').waitFor();
    await page.getByAltText('First picture of kite-flight.mp4').waitFor();
    await page.getByRole('button', { name: 'Open Outside' }).click();
    assert.deepEqual(view.requests.at(-1), { method: 'act', params: { action: 'openOutside' } });
    assert.equal(await page.getByRole('button', { name: 'Play' }).getAttribute('aria-disabled'), 'true');
    await page.keyboard.press('Space');
    assert.ok(!view.requests.some(({ method }) => method === 'poster'));
  });

  it('still offers the snippet, the recipe and the menu', async () => {
    view = await openFilm({ entry: 'film' });
    const { page } = view;
    await page.getByRole('button', { name: 'Insert Snippet' }).click();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Copy Presigned URL' }).click();
    assert.deepEqual(
      view.requests.slice(1).map(({ params }) => params),
      [{ action: 'insert' }, { action: 'presign' }],
    );
  });

  for (const theme of themeNames) {
    it(`has no violation that axe finds in ${theme}, nor is cut at 360 px`, async () => {
      view = await openFilm({ entry: 'film', theme, width: 360, height: 700 });
      await view.page.getByText('This editor cannot play H.264. The file is fine.').waitFor();
      await view.screenshot(`film-undecodable-${theme}`);
      assert.deepEqual(await axeViolations(view.page), []);
      const sideways = await view.page.evaluate('document.documentElement.scrollWidth > innerWidth');
      assert.equal(sideways, false);
    });
  }
});

describe('a step in a film', () => {
  it('goes to the middle of the next frame and back to where it was', () => {
    const next = stepOf(0, 1, 24);
    assert.equal(next, 1.5 / 24);
    assert.equal(stepOf(next, -1, 24), 0.5 / 24);
    assert.equal(stepOf(0.01, -1, 24), 0);
  });
});
