import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { openInstalled } from '../host/installed';
import { until } from '../host/until';
import { focused, lamp, openByKeys, tabTo } from './studioSteps';

const [width, height] = [800, 600];

describe('the Studio without a mouse', () => {
  it('opens an image, paints, generates two, looks through them and accepts one', async () => {
    const original = await lamp(width, height);
    const installed = await openInstalled({
      files: { 'lamp.png': original },
      size: { width: 1500, height: 850 },
    });
    try {
      const { workbench, workspace } = installed;
      const { keyboard } = workbench.page;
      await workbench.statusBarEntry(/Easel offline/);
      await openByKeys(installed, 'lamp.png');
      const studio = workbench.webview();
      await studio.getByRole('application').waitFor();
      await until('the prompt to have the focus', async () => (await focused(studio)) === 'prompt');
      await keyboard.type('a tall fern');

      await tabTo(studio, installed, 'application');
      for (const key of ['5', 'ArrowRight', 'ArrowLeft']) await keyboard.press(key);
      await keyboard.down('Space');
      for (let step = 0; step < 8; step++) await keyboard.press('ArrowDown');
      await keyboard.up('Space');
      await studio.getByText(/mask [\d.]+ %/).waitFor();
      await studio.getByRole('button', { name: /Fill the Mask · free/ }).waitFor();

      await tabTo(studio, installed, 'count', 'Shift+Tab');
      await keyboard.press('ArrowUp');
      await until('the number', async () => (await studio.locator('#count').inputValue()) === '2');
      await keyboard.press('Control+Enter');
      await studio.getByRole('option', { name: /^Candidate 2: a tall fern/ }).waitFor();
      await studio.getByRole('option', { name: /^Candidate 1: a tall fern/ }).waitFor();
      assert.equal(await focused(studio), 'count', 'a result never moves the focus');

      await until('a candidate to have the focus', async () => {
        await keyboard.press('Tab');
        return (await focused(studio)).startsWith('candidate-');
      });
      await keyboard.press('1');
      await keyboard.press('ArrowDown');
      assert.equal(await focused(studio), 'candidate-2');
      await keyboard.press('v');
      await until('Swipe', async () => await studio.getByRole('radio', { name: 'Swipe' }).isChecked());
      await workbench.screenshot('studio-keyboard');
      assert.deepEqual(await readdir(workspace), ['lamp.png'], 'nothing before Accept');
      await keyboard.press('Enter');
      await studio
        .getByText(/All [\d,]+ pixels outside the mask equal the original\./)
        .first()
        .waitFor();

      const accepted = await readFile(join(workspace, 'updated-images', 'lamp-tall-fern.png'));
      await assertEqualOutside(workspace, original, accepted);
    } finally {
      await installed.close();
    }
  });

  it('copies a candidate as an image', async () => {
    const installed = await openInstalled({ files: { 'lamp.png': await lamp(width, height) } });
    try {
      const { workbench } = installed;
      const { page } = workbench;
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await workbench.statusBarEntry(/Easel offline/);
      await openByKeys(installed, 'lamp.png');
      const studio = workbench.webview();
      await studio.getByRole('textbox', { name: 'Prompt' }).fill('a tall fern');
      await studio.getByRole('button', { name: /Vary Image · free/ }).waitFor();
      await page.keyboard.press('Control+Enter');
      await studio.getByRole('option', { name: /^Candidate 1: a tall fern/ }).waitFor();
      await tabTo(studio, installed, 'accept');
      await studio.getByRole('button', { name: 'More for candidate 1' }).focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      await studio.locator('.copied', { hasText: 'Copied candidate 1.' }).waitFor();
      await workbench.screenshot('studio-copied');
      const size = await page.evaluate<readonly [string, number, number]>(`(async () => {
        const [item] = await navigator.clipboard.read();
        const bitmap = await createImageBitmap(await item.getType('image/png'));
        return [item.types.join(' '), bitmap.width, bitmap.height];
      })()`);
      assert.equal(size[0], 'image/png');
      assert.ok(size[1] > 0 && Math.abs(size[1] / size[2] - width / height) < 0.1, size.join(' '));
    } finally {
      await installed.close();
    }
  });
});

/** Every pixel farther from the mask than its feather is the original's; within, something has changed. */
async function assertEqualOutside(workspace: string, before: Uint8Array, after: Uint8Array): Promise<void> {
  const [masks, recipes] = [join(workspace, '.easel', 'masks'), join(workspace, '.easel', 'recipes')];
  const [maskName = ''] = await readdir(masks);
  const [recipePath = ''] = (await readdir(recipes, { recursive: true })).filter((path) =>
    path.endsWith('.json'),
  );
  const recipe = JSON.parse(await readFile(join(recipes, recipePath), 'utf8')) as {
    readonly edit: { readonly featherPx: number };
  };
  const mask = await sharp(join(masks, maskName)).toColourspace('b-w').raw().toBuffer();
  const near = widened(mask, Math.ceil(recipe.edit.featherPx));
  const [first, second] = await Promise.all(
    [before, after].map(async (image) => await sharp(image).ensureAlpha().raw().toBuffer()),
  );
  assert.ok(first && second && first.length === second.length && mask.length === width * height);
  let [outsidePixels, changedOutside, changedInside] = [0, 0, 0];
  for (let pixel = 0; pixel < width * height; pixel++) {
    const isOutside = near[pixel] === 0;
    const isChanged = [0, 1, 2, 3].some(
      (channel) => first[pixel * 4 + channel] !== second[pixel * 4 + channel],
    );
    if (isOutside) outsidePixels += 1;
    if (isChanged && isOutside) changedOutside += 1;
    if (isChanged && !isOutside) changedInside += 1;
  }
  assert.equal(changedOutside, 0);
  assert.ok(
    outsidePixels > (width * height) / 2 && changedInside > 100,
    `${outsidePixels}, ${changedInside}`,
  );
}

/** Everything at most so many pixels from the mask, sideways and down. */
function widened(mask: Uint8Array, byPx: number): Uint8Array {
  const near = new Uint8Array(mask.length);
  for (const [at, value] of mask.entries()) {
    if (value === 0) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    for (let row = Math.max(0, y - byPx); row <= Math.min(height - 1, y + byPx); row++) {
      near.fill(1, row * width + Math.max(0, x - byPx), row * width + Math.min(width - 1, x + byPx) + 1);
    }
  }
  return near;
}
