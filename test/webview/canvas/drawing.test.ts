import assert from 'node:assert/strict';
import { createMask, type Mask } from '../../../src/core/mask/mask';
import { KeyReader } from '../../../webview-ui/studio/canvas/keys';
import { MaskPyramid } from '../../../webview-ui/studio/canvas/pyramid';
import { MaskTiles } from '../../../webview-ui/studio/canvas/tiles';
import { drawTint } from '../../../webview-ui/studio/canvas/tint';
import { fitView, keepInSight, toProxy, toScreen, zoomAt } from '../../../webview-ui/studio/canvas/view';

const red = { color: [255, 0, 0], strength: 0.45, density: 1 } as const;
const white = 0xffffffff;
const black = 0xff000000;

describe('what is drawn of a mask', () => {
  it('shows a mask of one pixel at every zoom, in white beside black', () => {
    for (const scale of [0.03, 0.1, 0.26, 1, 5]) {
      const mask = createMask(1000, 700);
      mask.data[333 * 1000 + 777] = 255;
      const part = { left: 0, top: 0, width: Math.ceil(1000 * scale), height: Math.ceil(700 * scale) };
      const into = new Uint32Array(part.width * part.height);
      drawTint(new MaskPyramid(mask), { scale, x: 0, y: 0 }, part, red, into);
      assert.ok(into.includes(white) && into.includes(black), `scale ${scale}`);
    }
  });

  it('draws a part exactly as it stands in the whole', () => {
    const mask = createMask(200, 160);
    for (let at = 0; at < mask.data.length; at++) mask.data[at] = (at * 7919) % 256;
    const pyramid = new MaskPyramid(mask);
    const view = { scale: 0.7, x: 13.4, y: -7.6 };
    const whole = { left: 0, top: 0, width: 150, height: 120 };
    const all = new Uint32Array(whole.width * whole.height);
    drawTint(pyramid, view, whole, red, all);
    const part = { left: 31, top: 17, width: 40, height: 22 };
    const some = new Uint32Array(part.width * part.height);
    drawTint(pyramid, view, part, red, some);
    for (let row = 0; row < part.height; row++) {
      const from = (part.top + row) * whole.width + part.left;
      assert.deepEqual(
        some.slice(row * part.width, (row + 1) * part.width),
        all.slice(from, from + part.width),
      );
    }
  });

  it('draws nothing for an empty mask', () => {
    const into = new Uint32Array(50 * 50);
    const part = { left: 0, top: 0, width: 50, height: 50 };
    drawTint(new MaskPyramid(createMask(40, 40)), { scale: 1, x: 5, y: 5 }, part, red, into);
    assert.ok(into.every((color) => color === 0));
  });

  it('keeps smaller levels equal to those of a new pyramid after changes of parts', () => {
    const mask = createMask(301, 199);
    const pyramid = new MaskPyramid(mask);
    for (const [left, top, width, height] of [
      [0, 0, 1, 1],
      [300, 198, 1, 1],
      [57, 33, 100, 61],
    ] as const) {
      fill(mask, left, top, width, height, 200);
      pyramid.update({ left, top, width, height });
    }
    fill(mask, 60, 40, 20, 20, 0);
    pyramid.update({ left: 60, top: 40, width: 20, height: 20 });
    assert.deepEqual(pyramid.levels, new MaskPyramid(mask).levels);
  });
});

describe('measuring a mask by tiles', () => {
  it('finds share and bounds after painting and erasing parts', () => {
    const mask = createMask(400, 300);
    const tiles = new MaskTiles(mask);
    assert.deepEqual(tiles.measure(), { share: 0, bounds: undefined });
    fill(mask, 100, 50, 200, 100, 255);
    tiles.mark({ left: 100, top: 50, width: 200, height: 100 });
    assert.deepEqual(tiles.measure(), {
      share: 20_000 / 120_000,
      bounds: { left: 100, top: 50, width: 200, height: 100 },
    });
    fill(mask, 100, 50, 150, 100, 0);
    tiles.mark({ left: 100, top: 50, width: 150, height: 100 });
    assert.deepEqual(tiles.measure().bounds, { left: 250, top: 50, width: 50, height: 100 });
  });
});

describe('the view of the canvas', () => {
  const box = { left: 0, top: 0, width: 4000, height: 3000 };
  const viewport = { width: 800, height: 600 };

  it('fits all of a large picture and enlarges no small one', () => {
    const view = fitView(box, viewport, 1);
    assert.ok(view.x >= 0 && view.y >= 0 && 4000 * view.scale <= 800 && 3000 * view.scale <= 600);
    assert.equal(fitView({ ...box, width: 40, height: 30 }, viewport, 1).scale, 1);
  });

  it('keeps the point in place at which it zooms', () => {
    const view = fitView(box, viewport, 1);
    const at = { x: 123, y: 456 };
    const moved = toScreen(zoomAt(view, at, view.scale * 3), toProxy(view, at));
    assert.ok(Math.abs(moved.x - at.x) < 1e-9 && Math.abs(moved.y - at.y) < 1e-9);
  });

  it('never lets the picture out of sight', () => {
    const view = keepInSight({ scale: 0.1, x: 9999, y: -9999 }, box, viewport);
    assert.deepEqual(view, { scale: 0.1, x: 760, y: -260 });
  });
});

describe('keys of the canvas', () => {
  const press = (
    reader: KeyReader,
    key: string,
    more: Partial<Parameters<KeyReader['read']>[0]> = {},
  ): string | undefined =>
    reader.read({ key, code: '', isShift: false, isCommand: false, isRepeat: false, timeMs: 0, ...more })
      ?.kind;

  it('are found by their place where the layout has no Latin letters', () => {
    assert.equal(press(new KeyReader(), 'ㅋ', { code: 'KeyZ' }), 'undo');
  });

  it('are VS Code’s for five seconds after the first half of a chord, and once', () => {
    const reader = new KeyReader();
    press(reader, 'k', { isCommand: true });
    assert.equal(press(reader, 'z', { timeMs: 1000 }), undefined);
    assert.equal(press(reader, 'z', { timeMs: 1001 }), 'undo');
    press(reader, 'k', { isCommand: true, timeMs: 2000 });
    assert.equal(press(reader, 'z', { timeMs: 7001 }), 'undo');
  });
});

function fill(mask: Mask, left: number, top: number, width: number, height: number, value: number): void {
  for (let row = top; row < top + height; row++) {
    mask.data.fill(value, row * mask.width + left, row * mask.width + left + width);
  }
}
