import assert from 'node:assert/strict';
import { until } from '../../host/until';
import { openCanvas, type CanvasView } from '../canvasPage';
import { fileUrl } from '../harness';
import { samplePictures } from '../pictures';

describe('the mask canvas beside a candidate, and at its edges', () => {
  it('extends an edge by dragging its handle, and by the arrow keys', async () => {
    const view = await openCanvas({ data: { extend: { left: 0, right: 0, up: 0, down: 0 } } });
    const right = view.page.getByRole('slider', { name: 'Extend right' });
    const box = (await right.boundingBox())!;
    await view.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await view.page.mouse.down();
    await view.page.mouse.move(box.x + box.width / 2 + 60, box.y + box.height / 2, { steps: 3 });
    await view.page.mouse.up();
    assert.deepEqual(await view.page.evaluate(() => window.canvasPage.extend), {
      left: 0,
      right: 60,
      up: 0,
      down: 0,
    });
    await view.page.getByRole('slider', { name: 'Extend up' }).focus();
    await view.press('ArrowUp', 'Shift+ArrowUp', 'ArrowDown');
    assert.equal((await view.page.evaluate(() => window.canvasPage.extend))?.up, 64);
    assert.deepEqual(view.problems, []);
    await view.close();
  });

  it('moves the handle of Swipe by 1 % with an arrow key', async () => {
    const view = await openCanvas({
      data: {
        candidate: { url: fileUrl('candidate.png') },
        compare: { mode: 'swipe', position: 0.5, opacity: 0.5, gain: 4 },
      },
    });
    await view.page.getByRole('slider', { name: /^Swipe/ }).focus();
    await view.press('ArrowRight', 'ArrowRight');
    assert.equal((await view.page.evaluate(() => window.canvasPage.compare)).position, 0.52);
    await view.close();
  });

  it('shows black where candidate and picture are equal, and what differs enlarged', async () => {
    const view = await openCanvas({
      data: {
        candidate: { url: fileUrl('candidate.png') },
        compare: { mode: 'difference', position: 0.5, opacity: 0.5, gain: 4 },
      },
    });
    await view.page.waitForFunction(() => {
      const layer = document.querySelector('canvas')!;
      return (
        layer.getContext('2d')!.getImageData(layer.width >> 1, (layer.height >> 1) + 5, 1, 1).data[1] === 160
      );
    });
    assert.deepEqual(await colorAt(view, 250, 150), [0, 0, 0, 255]);
    assert.deepEqual(await colorAt(view, 140, 150), [0, 160, 0, 255]);
    await view.close();
  });

  it('mixes picture and candidate in Onion Skin, and nothing of what is behind them', async () => {
    const view = await openCanvas({
      data: {
        candidate: { url: fileUrl('candidate.png') },
        compare: { mode: 'onionSkin', position: 0.5, opacity: 0.5, gain: 4 },
      },
    });
    // The mean of 30 and 70.
    await until('the candidate over the picture', async () =>
      isNear(await colorAt(view, 140, 150), [220, 50, 30, 255]),
    );
    assert.ok(isNear(await colorAt(view, 250, 150), samplePictures.square(250, 150)));
    await view.close();
  });

  it('paints nothing while two pictures are compared', async () => {
    const view = await openCanvas({
      data: {
        candidate: { url: fileUrl('candidate.png') },
        compare: { mode: 'onionSkin', position: 0.5, opacity: 0.5, gain: 4 },
      },
    });
    await view.drag([100, 100], [200, 200]);
    assert.equal((await view.summary()).isEmpty, true);
    await view.close();
  });

  it('says which picture could not be loaded', async () => {
    const view = await openCanvas();
    await view.page.evaluate(
      (url) => window.canvasPage.change({ candidate: { url } }),
      fileUrl('missing.png'),
    );
    await view.page.waitForFunction(() => window.canvasPage.failed.length > 0);
    assert.deepEqual(await view.page.evaluate(() => window.canvasPage.failed), [fileUrl('missing.png')]);
    await view.close();
  });
});

/** What the layer of the pictures shows at a point of the picture. */
async function colorAt(view: CanvasView, x: number, y: number): Promise<readonly number[]> {
  const place = await view.place(x, y);
  return await view.page.evaluate(
    ([left, top]) => {
      const layer = document.querySelector('canvas')!;
      const box = layer.getBoundingClientRect();
      return [...layer.getContext('2d')!.getImageData(left - box.left, top - box.top, 1, 1).data];
    },
    [place.x, place.y] as const,
  );
}

function isNear(color: readonly number[], wanted: readonly number[]): boolean {
  return color.every((value, index) => Math.abs(value - (wanted[index] ?? 0)) <= 1);
}
