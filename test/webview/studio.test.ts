import assert from 'node:assert/strict';
import { until } from '../host/until';
import { fileUrl } from './harness';
import {
  failedCandidate,
  notice,
  openStudio,
  readyCandidate,
  waitingCandidate,
  type OpenStudio,
} from './studioHost';

/** Where the focus is: an id, or a name for what has none. */
async function focused(studio: OpenStudio): Promise<string> {
  return await studio.page.evaluate<string>(
    "document.activeElement.id || document.activeElement.dataset.focus || document.activeElement.getAttribute('role') || document.activeElement.tagName",
  );
}

async function asks(studio: OpenStudio, method: string, count = 1): Promise<void> {
  await until(method, async () => await Promise.resolve(studio.asked(method).length >= count));
}

describe('the Studio', () => {
  it('goes by keyboard alone from opening to an accepted candidate', async () => {
    const studio = await openStudio({ width: 1400, height: 900, snapshot: { prompt: emptyPrompt } });
    const { page } = studio;
    assert.equal(await focused(studio), 'prompt');
    await page.keyboard.type('a tall fern');
    await page.keyboard.press('Tab');
    assert.equal(await focused(studio), 'model');
    // Minus, number, plus, Mask, More, Generate.
    for (let press = 0; press < 6; press++) await page.keyboard.press('Tab');
    assert.equal(await focused(studio), 'generate');
    await page.keyboard.press('Enter');
    await asks(studio, 'generate');
    const order = studio.requests.map(({ method }) => method);
    assert.ok(order.lastIndexOf('change') < order.indexOf('generate'), 'the prompt comes first');
    assert.deepEqual(studio.asked('change').at(-1)?.params, { id: 'prompt', value: 'a tall fern' });

    await studio.show({
      generate: { label: 'Fill the Mask · $0.21', state: 'sending' },
      candidates: [waitingCandidate(1, Date.now()), waitingCandidate(2, Date.now())],
    });
    await studio.show({
      generate: { label: 'Fill the Mask · $0.21', state: 'ready' },
      candidates: [readyCandidate(1), readyCandidate(2)],
      chosen: 'candidate:1',
    });
    assert.equal(await focused(studio), 'generate', 'a result never moves the focus');
    await page.locator('#candidate-1').waitFor();
    for (let press = 0; press < 40 && !(await focused(studio)).startsWith('candidate-'); press++) {
      await page.keyboard.press('Tab');
    }
    assert.equal(await focused(studio), 'candidate-1');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(studio), 'candidate-2');
    await asks(studio, 'candidate');
    await page.keyboard.press('Enter');
    await asks(studio, 'candidate', 2);
    assert.deepEqual(
      studio.asked('candidate').map(({ params }) => params),
      [
        { id: 'candidate:2', action: 'choose' },
        { id: 'candidate:2', action: 'accept' },
      ],
    );
    await page.getByText('Accepted', { exact: true }).waitFor();
    assert.deepEqual(studio.problems, []);
    await studio.close();
  });

  it('sends what was typed before a key of VS Code can generate', async () => {
    const studio = await openStudio();
    await studio.page.focus('#prompt');
    await studio.page.keyboard.type('!');
    await studio.page.keyboard.down('Control');
    await asks(studio, 'change');
    assert.deepEqual(studio.asked('change')[0]?.params, { id: 'prompt', value: 'a tall fern!' });
    await studio.close();
  });

  it('does nothing with a disabled button but says why, and offers what helps', async () => {
    const studio = await openStudio({
      snapshot: {
        generate: {
          label: 'Fill the Mask · $0.21',
          state: 'disabled',
          notice: notice('warning', "Today's budget would be passed: $9.98 of $10.00.", 'Change Budget'),
        },
      },
    });
    const button = studio.page.locator('#generate');
    assert.equal(await button.getAttribute('aria-disabled'), 'true');
    await button.focus();
    await studio.page.keyboard.press('Enter');
    await studio.page.getByRole('button', { name: 'Change Budget' }).click();
    await asks(studio, 'act');
    assert.deepEqual(studio.asked('act')[0]?.params, {
      notice: "notice:Today's budg",
      action: 'do:Change Budget',
    });
    assert.equal(studio.asked('generate').length, 0);
    await studio.close();
  });

  it('has Cancel in the same place and size while sending', async () => {
    const studio = await openStudio({ width: 1400 });
    const before = await studio.page.locator('#generate').boundingBox();
    await studio.show({ generate: { label: 'Fill the Mask · $0.21', state: 'sending' } });
    await studio.page.locator('#generate', { hasText: 'Cancel' }).click();
    await asks(studio, 'cancel');
    assert.deepEqual(await studio.page.locator('#generate').boundingBox(), before);
    await studio.close();
  });

  it('discards by key, goes on to the next card, and takes it back', async () => {
    const studio = await openStudio({
      width: 1400,
      snapshot: {
        candidates: [readyCandidate(1), readyCandidate(2), failedCandidate(3)],
        chosen: 'candidate:1',
      },
    });
    await studio.page.focus('#candidate-1');
    await studio.page.keyboard.press('2');
    assert.equal(await focused(studio), 'candidate-2');
    await studio.page.keyboard.press('Delete');
    await studio.page.getByText('Discarded candidate 2.').waitFor();
    await until('the focus on the next card', async () => (await focused(studio)) === 'candidate-3');
    await studio.page.getByRole('button', { name: 'Undo' }).last().click();
    await asks(studio, 'candidate', 3);
    assert.deepEqual(studio.asked('candidate').at(-1)?.params, {
      id: 'candidate:2',
      action: 'undoDiscard',
    });
    await studio.close();
  });

  it('opens the menus of card and strip by keyboard', async () => {
    const studio = await openStudio({
      width: 1400,
      snapshot: { candidates: [readyCandidate(1)], chosen: 'candidate:1' },
    });
    const { page } = studio;
    await page.getByRole('button', { name: 'More for candidate 1' }).focus();
    await page.keyboard.press('Enter');
    assert.deepEqual(await page.getByRole('menuitem').allInnerTexts(), [
      'Use as Input',
      'Next Seed',
      'Judge',
      'Insert Link',
      'Show Recipe',
      'Copy Image',
    ]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await asks(studio, 'candidate');
    assert.deepEqual(studio.asked('candidate')[0]?.params, { id: 'candidate:1', action: 'nextSeed' });
    await page.getByRole('button', { name: 'All candidates' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await asks(studio, 'allCandidates');
    assert.deepEqual(studio.asked('allCandidates')[0]?.params, { action: 'accept' });
    await studio.close();
  });

  it('keeps mask, canvas and focus when the layout changes, and its order is the one that is seen', async () => {
    const studio = await openStudio({ width: 1400, height: 900 });
    const { page } = studio;
    await page.evaluate("document.querySelector('[data-easel-canvas]').marked = true");
    await page.focus('#prompt');
    const order = async (): Promise<readonly string[]> =>
      await page.evaluate("[...document.querySelectorAll('.regions > *')].map((each) => each.className)");
    assert.deepEqual(await order(), ['form', 'canvasRegion', 'candidates']);
    await page.setViewportSize({ width: 360, height: 740 });
    await until('the narrow layout', async () => (await order()).at(-1) === 'form');
    assert.deepEqual(await order(), ['canvasRegion', 'candidates', 'form']);
    assert.equal(await page.evaluate("document.querySelector('[data-easel-canvas]').marked"), true);
    assert.equal(await focused(studio), 'prompt');
    await studio.close();
  });

  it('tells which region has the focus, and takes the focus up again after a pick of VS Code', async () => {
    const studio = await openStudio({ snapshot: { candidates: [readyCandidate(1)] } });
    const regions = (): readonly unknown[] => studio.asked('focus').map(({ params }) => params['region']);
    await studio.page.focus('#task');
    await studio.page.focus('[data-easel-canvas]');
    await studio.page.focus('#candidate-1');
    await asks(studio, 'focus', 3);
    await studio.page.focus('#model');
    await studio.page.evaluate(
      "document.activeElement.blur(); window.dispatchEvent(new Event('blur')); window.dispatchEvent(new Event('focus'))",
    );
    await until('the focus on Model', async () => (await focused(studio)) === 'model');
    await asks(studio, 'focus', 6);
    assert.deepEqual(regions(), ['form', 'canvas', 'candidates', 'form', '', 'form']);
    await studio.close();
  });

  it('sends a mask after a stroke, its pixels before it generates, and loads one from the host', async () => {
    const studio = await openStudio({ width: 1400, height: 900 });
    const { page } = studio;
    const box = await page.locator('[data-easel-canvas]').boundingBox();
    assert.ok(box);
    assert.equal(studio.asked('maskChanged').length, 0, 'an empty canvas says nothing');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 60, box.y + box.height / 2, { steps: 5 });
    await page.mouse.up();
    await asks(studio, 'maskChanged');
    await page.click('#generate');
    await asks(studio, 'generate');
    const order = studio.requests.filter(({ method }) => ['maskChanged', 'generate'].includes(method));
    const packed = studio.asked('maskChanged').at(-1)?.params['packed'];
    assert.ok(packed instanceof Uint8Array);
    assert.equal(order.at(-1)?.method, 'generate');
    await studio.tell('mask', {});
    await asks(studio, 'maskChanged', 3);
    assert.equal(isEmpty(studio), true);
    await studio.tell('mask', { packed });
    await until('the mask of the host', async () => await Promise.resolve(!isEmpty(studio)));
    await studio.close();
  });

  it('restores mask and draft after a reload', async () => {
    let packed: unknown;
    const studio = await openStudio({
      width: 1400,
      height: 900,
      onAsk: ({ method, params }) => {
        if (method === 'maskChanged') packed = params['packed'] ?? packed;
        // A host that was too slow to keep the last keys.
        return method === 'change' ? {} : undefined;
      },
      mask: () => (packed instanceof Uint8Array ? packed : undefined),
    });
    const { page } = studio;
    await page.focus('[data-easel-canvas]');
    for (const key of ['ArrowRight', 'Space']) await page.keyboard.press(key);
    await until('the mask', async () => await Promise.resolve(packed !== undefined));
    await page.focus('#prompt');
    await page.keyboard.press('End');
    await page.keyboard.type(' in a pot');
    const told = studio.asked('maskChanged').length;
    await studio.reload();
    await page.locator('#generate').waitFor();
    assert.equal(await page.inputValue('#prompt'), 'a tall fern in a pot');
    await asks(studio, 'maskChanged', told + 1);
    assert.equal(isEmpty(studio), false);
    assert.deepEqual(studio.problems, []);
    await studio.close();
  });

  it('shows the same part of the picture after a reload', async () => {
    const studio = await openStudio({ width: 1400, height: 900 });
    const { page } = studio;
    const percent = page.locator('[data-toolbar-item=actualSize]');
    await page.focus('[data-easel-canvas]');
    for (let press = 0; press < 4; press++) await page.keyboard.press('=');
    const before = await percent.innerText();
    assert.notEqual(before, '100%');
    await studio.reload();
    await page.locator('#generate').waitFor();
    await until('the zoom', async () => (await percent.innerText()) === before);
    await page.focus('[data-easel-canvas]');
    await page.keyboard.press('f');
    await studio.reload();
    await until('the whole picture', async () => (await percent.innerText()) === '100%');
    await studio.close();
  });

  it('says when an image could not be copied', async () => {
    const studio = await openStudio({
      width: 1400,
      snapshot: { candidates: [readyCandidate(1)], chosen: 'candidate:1' },
    });
    const { page } = studio;
    await page.getByRole('button', { name: 'More for candidate 1' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    // The policy of this page, unlike that of the real one, lets it fetch nothing.
    await page.keyboard.press('Enter');
    await page.locator('.copied', { hasText: 'Candidate 1 could not be copied.' }).waitFor();
    assert.equal(studio.asked('candidate').length, 0);
    await studio.close();
  });

  it('takes a pasted image as the picture, and asks when there is one already', async () => {
    for (const isWithoutPicture of [true, false]) {
      const studio = await openStudio({ isWithoutPicture });
      await studio.page.evaluate(`
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array([137, 80, 78, 71])], 'mask.png', { type: 'image/png' }));
        document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));`);
      if (!isWithoutPicture)
        await studio.page.getByRole('button', { name: 'Mask', exact: true }).last().waitFor();
      if (!isWithoutPicture) await studio.page.locator('.bars').getByText('Mask', { exact: true }).click();
      await asks(studio, 'pasteImage');
      assert.deepEqual(studio.asked('pasteImage')[0]?.params, {
        bytes: new Uint8Array([137, 80, 78, 71]),
        as: isWithoutPicture ? 'picture' : 'mask',
      });
      await studio.close();
    }
  });

  it('lists all keys without getting in the way, and gives the focus back', async () => {
    const studio = await openStudio({ width: 700, height: 600 });
    await studio.page.focus('[data-easel-canvas]');
    await studio.page.keyboard.press('?');
    await studio.page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await studio.screenshot('studio-keys');
    await studio.page.keyboard.press('Escape');
    assert.equal(await studio.page.locator('.keyList').count(), 0);
    assert.equal(await focused(studio), 'application');
    await studio.close();
  });

  it('compares by key, and shows the original while C is held', async () => {
    const studio = await openStudio({
      width: 1400,
      snapshot: { candidates: [readyCandidate(1), readyCandidate(2)], chosen: 'candidate:1' },
    });
    await studio.page.focus('#candidate-1');
    await studio.page.keyboard.press('v');
    assert.equal(await studio.page.getByRole('radio', { name: 'Swipe' }).isChecked(), true);
    await studio.page.locator('.swipeHandle').waitFor();
    await studio.screenshot('studio-swipe');
    await studio.page.keyboard.down('c');
    await studio.page.locator('.swipeHandle').waitFor({ state: 'detached' });
    await studio.page.keyboard.up('c');
    await studio.page.locator('.swipeHandle').waitFor();
    await studio.page.getByText('Difference', { exact: true }).click();
    await studio.page.getByText('×16', { exact: true }).click();
    await studio.screenshot('studio-difference');
    assert.deepEqual(studio.problems, []);
    await studio.close();
  });

  it('shows the picture that it is told of before its first question is answered', async () => {
    let answer = (): void => undefined;
    const studio = await openStudio({
      mayAnswer: new Promise((resolve) => (answer = resolve)),
    });
    const canvas = studio.page.getByRole('application', { name: 'Mask canvas for lamp.png' });
    assert.equal(await canvas.count(), 0);
    await studio.show({});
    await canvas.waitFor();
    answer();
    await until('the focus', async () => (await focused(studio)) === 'prompt');
    assert.deepEqual(studio.problems, []);
    await studio.close();
  });

  it('says which comparison a key has chosen', async () => {
    const studio = await openStudio({
      width: 1400,
      snapshot: { candidates: [readyCandidate(1)], chosen: 'candidate:1' },
    });
    await studio.page.getByRole('application').focus();
    await studio.page.keyboard.press('v');
    await studio.page.getByRole('status').filter({ hasText: 'Swipe' }).waitFor();
    await studio.close();
  });

  it('shows the mask over a result when asked, and keeps it shown with a new color', async () => {
    const studio = await openStudio({
      width: 1400,
      snapshot: { candidates: [readyCandidate(1)], chosen: 'candidate:1' },
    });
    const { page } = studio;
    const showMask = page.getByRole('button', { name: 'Show Mask' });
    const isShown = async (): Promise<boolean> => (await showMask.getAttribute('aria-pressed')) === 'true';
    await page.locator('#candidate-1').waitFor();
    await until('a result without its tint', async () => !(await isShown()));
    await page.getByRole('button', { name: 'Color and Strength of the Mask' }).click();
    await page.getByText('Green', { exact: true }).click();
    assert.equal(await isShown(), false, 'a color alone shows no mask');
    await page.getByRole('application').focus();
    await page.keyboard.press('m');
    await until('the mask', isShown);
    await page.keyboard.press('m');
    await until('no mask', async () => !(await isShown()));
    await studio.close();
  });

  it('says nothing of opening for a moment, then shows a bar and words', async () => {
    const studio = await openStudio({
      isWithoutPicture: true,
      snapshot: { opening: 'Opening lamp.png, 24 megapixels…' },
    });
    await studio.page.getByText('Opening lamp.png, 24 megapixels…').waitFor();
    await studio.screenshot('studio-opening');
    await studio.close();
  });

  it('names what VS Code needs for its context menus', async () => {
    const studio = await openStudio({ snapshot: { candidates: [readyCandidate(1)] } });
    assert.deepEqual(
      JSON.parse((await studio.page.locator('.card').getAttribute('data-vscode-context')) ?? ''),
      { webviewSection: 'candidate', candidate: 'candidate:1', preventDefaultContextMenuItems: true },
    );
    assert.ok((await studio.page.locator('.thumbnail').getAttribute('src'))?.startsWith(fileUrl('fern')));
    await studio.close();
  });
});

const emptyPrompt = { text: '', label: 'Prompt', placeholder: 'A tall fern', maxLength: 10_000 };

function isEmpty(studio: OpenStudio): boolean {
  const summary = studio.asked('maskChanged').at(-1)?.params['summary'] as { readonly isEmpty: boolean };
  return summary.isEmpty;
}
