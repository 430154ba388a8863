import assert from 'node:assert/strict';
import type { StudioSnapshot } from '../../src/protocol/studio';
import { until } from '../host/until';
import { axeViolations, fileUrl } from './harness';
import { themeNames } from './pageHtml';
import { openStudio, type OpenStudio, type StudioOptions } from './studioHost';

const camera = ['dolly in', 'pan left', 'static shot'].map((value) => ({ value, label: value }));

const film: Partial<StudioSnapshot> = {
  task: { kind: 'animate', label: 'Animate' },
  canvas: { isMaskUsed: false, isExtendUsed: false },
  prompt: { text: 'The lamp swings', label: 'Prompt', placeholder: 'What moves', maxLength: 5000 },
  model: { label: 'Ray 2' },
  extra: [],
  more: [],
  generate: { label: 'Animate Image · $3.75', state: 'ready' },
  sends: '640 x 400 · sends 960 x 540 · PNG · 5 s',
  camera,
};

/** The picture has 640 x 400 pixels; a frame of 16:9 on it has 640 x 360. */
const crop = {
  left: 0,
  top: 20,
  width: 640,
  height: 360,
  room: { across: 0, down: 40 },
  background: '#000000',
};

const storyboard = {
  shots: [
    { id: 'a', text: 'The lamp stands in the dark.' },
    { id: 'b', text: 'It lights up.', image: { url: fileUrl('lamp.png'), name: 'lamp.png' } },
    { id: 'c', text: '' },
  ],
  maxShots: 4,
  maxLength: 512,
  placeholder: 'What happens in this shot',
  seconds: '6 s',
  total: '3 shots, 18 s',
};

async function openFilm(change: Partial<StudioSnapshot>, options: StudioOptions = {}): Promise<OpenStudio> {
  return openStudio({ width: 1280, height: 800, isFilm: true, ...options, snapshot: { ...film, ...change } });
}

async function openShots(options: StudioOptions = {}): Promise<OpenStudio> {
  return openFilm(
    { task: { kind: 'storyboard', label: 'Storyboard' }, storyboard },
    {
      ...options,
      onAsk: ({ method, params }, snapshot) => {
        const board = snapshot.storyboard;
        if (!board || (method !== 'shot' && method !== 'storyboard')) return undefined;
        const from = board.shots.findIndex(({ id }) => id === params['id']);
        const moved = board.shots[from];
        switch (params['action']) {
          case 'add':
            return { storyboard: { ...board, shots: [...board.shots, { id: 'new', text: '' }] } };
          case 'remove':
            return { storyboard: { ...board, shots: board.shots.toSpliced(from, 1) } };
          case 'up':
          case 'down': {
            const to = from + (params['action'] === 'up' ? -1 : 1);
            const shots = moved ? board.shots.toSpliced(from, 1).toSpliced(to, 0, moved) : board.shots;
            return { storyboard: { ...board, shots } };
          }
          default:
            return undefined;
        }
      },
    },
  );
}

async function focusedId(studio: OpenStudio): Promise<string> {
  return await studio.page.evaluate<string>('document.activeElement.id');
}

async function texts(studio: OpenStudio): Promise<readonly string[]> {
  return await studio.page
    .locator('.shot textarea')
    .evaluateAll((all) => all.map((each) => (each as unknown as { value: string }).value));
}

describe('the frame of a film in the Studio', () => {
  it('is moved by arrow keys, within the picture', async () => {
    const studio = await openFilm({ frame: crop });
    const frame = studio.page.getByRole('slider', { name: 'Frame of the video' });
    await frame.focus();
    assert.equal(await frame.getAttribute('aria-valuetext'), '20 of 40 pixels from the top');
    await studio.page.keyboard.press('ArrowUp');
    assert.equal(await frame.getAttribute('aria-valuenow'), '19');
    await studio.page.keyboard.press('Shift+ArrowDown');
    assert.equal(await frame.getAttribute('aria-valuenow'), '23');
    await studio.page.keyboard.press('End');
    await studio.page.keyboard.press('ArrowDown');
    await until('the host to know', async () =>
      Promise.resolve(studio.asked('change').at(-1)?.params['value'] === 40),
    );
    assert.equal(studio.asked('change').at(-1)?.params['id'], 'frame');
    assert.deepEqual(studio.problems, []);
    await studio.close();
  });

  it('is moved by the pointer', async () => {
    const studio = await openFilm({ frame: crop });
    const frame = studio.page.getByRole('slider', { name: 'Frame of the video' });
    const before = await frame.boundingBox();
    assert.ok(before);
    const { mouse } = studio.page;
    await mouse.move(before.x + before.width / 2, before.y + before.height / 2);
    await mouse.down();
    await mouse.move(before.x + before.width / 2, before.y + before.height / 2 - 300, { steps: 4 });
    await mouse.up();
    assert.equal(await frame.getAttribute('aria-valuenow'), '0');
    const after = await frame.boundingBox();
    assert.ok(after && after.y < before.y - 5);
    await studio.close();
  });

  it('cannot be moved where the picture is padded, and shows the bars', async () => {
    const studio = await openFilm({
      frame: {
        left: -36,
        top: 0,
        width: 712,
        height: 400,
        room: { across: 0, down: 0 },
        background: '#ffffff',
      },
    });
    assert.equal(await studio.page.getByRole('slider', { name: 'Frame of the video' }).count(), 0);
    const bars = await studio.page.locator('.frameBars').boundingBox();
    const picture = await studio.page.locator('.framePicture').boundingBox();
    assert.ok(bars && picture && bars.width > picture.width + 10);
    // A drawing stands on white.
    const color = await studio.page
      .locator('.frameBars')
      .evaluate((bar) => getComputedStyle(bar).backgroundColor);
    assert.equal(color, 'rgb(255, 255, 255)');
    assert.ok(Math.abs(picture.width / picture.height - 1.6) < 0.02, 'the picture keeps its shape');
    await studio.screenshot('studio-film-padded');
    await studio.close();
  });

  it('puts words of the camera in where the cursor stands', async () => {
    const studio = await openFilm({ frame: crop });
    const { page } = studio;
    await page.focus('#prompt');
    await page.keyboard.press('Home');
    for (let press = 0; press < 'The lamp'.length; press++) await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: 'Camera: Prompt' }).click();
    await page.getByRole('menuitem', { name: 'dolly in' }).click();
    await until('the words', async () => (await page.inputValue('#prompt')) === 'The lamp, dolly in, swings');
    await until('the focus', async () => (await focusedId(studio)) === 'prompt');
    await studio.close();
  });
});

describe('the shots of a storyboard in the Studio', () => {
  it('change their places by Shift and arrow keys, and keep the focus', async () => {
    const studio = await openShots();
    const { page } = studio;
    const down = page.getByRole('button', { name: 'Move Shot 1 Down' });
    await down.focus();
    await page.keyboard.press('Shift+ArrowDown');
    await until('the new order', async () => (await texts(studio))[0] === 'It lights up.');
    await until('the focus', async () => (await focusedId(studio)) === 'shot:a:down');
    await page.getByText('Shot 1 is now shot 2.').first().waitFor({ state: 'attached' });
    await page.keyboard.press('Shift+ArrowUp');
    await until('the old order', async () => (await texts(studio))[0]?.startsWith('The lamp') === true);
    assert.deepEqual(
      studio.asked('shot').map(({ params }) => params),
      [
        { id: 'a', action: 'down' },
        { id: 'a', action: 'up' },
      ],
    );
    await studio.close();
  });

  it('leave Shift and arrow keys to the text', async () => {
    const studio = await openShots();
    await studio.page.getByLabel('Shot 2', { exact: true }).focus();
    await studio.page.keyboard.press('Shift+ArrowUp');
    assert.deepEqual(studio.asked('shot'), []);
    await studio.close();
  });

  it('are added up to the most the model takes, and the new one can be written at once', async () => {
    const studio = await openShots();
    const { page } = studio;
    const add = page.getByRole('button', { name: 'Add Shot' });
    await add.click();
    await until('the new shot', async () => (await focusedId(studio)) === 'shot:new');
    await page.keyboard.type('Dawn');
    await until('the text', async () =>
      Promise.resolve(studio.asked('change').at(-1)?.params['value'] === 'Dawn'),
    );
    assert.equal(studio.asked('change').at(-1)?.params['id'], 'shot:new');
    assert.equal(await add.getAttribute('aria-disabled'), 'true');
    await add.click({ force: true });
    assert.equal(studio.asked('storyboard').length, 1);
    await studio.close();
  });

  it('give the focus to the next one when removed', async () => {
    const studio = await openShots();
    await studio.page.getByRole('button', { name: 'Remove Shot 2' }).click();
    await until('one less', async () => (await texts(studio)).length === 2);
    await until('the focus', async () => (await focusedId(studio)) === 'shot:c');
    await studio.close();
  });

  for (const theme of themeNames) {
    it(`and the frame have no violation that axe finds in ${theme}`, async () => {
      const shots = await openShots({ theme, height: 760 });
      await shots.page.locator('.shotImage img').waitFor();
      await shots.screenshot(`studio-shots-${theme}`);
      assert.deepEqual(await axeViolations(shots.page), []);
      assert.deepEqual(shots.problems, []);
      await shots.close();
      const frame = await openFilm({ frame: crop }, { theme });
      await frame.page.getByRole('slider', { name: 'Frame of the video' }).focus();
      await frame.screenshot(`studio-frame-${theme}`);
      assert.deepEqual(await axeViolations(frame.page), []);
      await frame.close();
    });
  }

  it('fit into a narrow panel', async () => {
    const studio = await openShots({ width: 380, height: 800 });
    await studio.screenshot('studio-shots-380');
    const wide = await studio.page.evaluate<number>('document.documentElement.scrollWidth');
    assert.ok(wide <= 380, `${wide}`);
    await studio.close();
  });
});
