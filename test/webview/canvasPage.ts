import type { CanvasMaskSummary } from '../../webview-ui/studio/canvas/maskEditor';
import { fileUrl, openWebview, type Webview, type WebviewOptions } from './harness';
import type { CanvasPageData } from './pages/canvas';
import { drawPng, samplePictures } from './pictures';

/** A canvas that is open, with what a test asks of it. Points are in pixels of the picture. */
export interface CanvasView extends Webview {
  /** @returns where a point of the picture is on the screen */
  place(x: number, y: number): Promise<{ readonly x: number; readonly y: number }>;
  /** @returns the mask at a point, 0 to 255 */
  maskAt(x: number, y: number): Promise<number>;
  summary(): Promise<CanvasMaskSummary>;
  /** @returns every sentence that was announced */
  announced(): Promise<readonly string[]>;
  commands(): Promise<readonly string[]>;
  drag(from: readonly [number, number], to: readonly [number, number]): Promise<void>;
  click(x: number, y: number): Promise<void>;
  focusCanvas(): Promise<void>;
  press(...keys: readonly string[]): Promise<void>;
}

/** Opens the canvas alone with a sample picture of 300 x 300 pixels. */
export async function openCanvas(
  options: Omit<WebviewOptions, 'entry' | 'data' | 'files'> & {
    readonly picture?: keyof typeof samplePictures;
    readonly size?: readonly [number, number];
    readonly data?: Partial<CanvasPageData>;
  } = {},
): Promise<CanvasView> {
  const [width, height] = options.size ?? [300, 300];
  const view = await openWebview({
    width: 900,
    height: 600,
    ...options,
    entry: 'page:canvas',
    files: {
      'lamp.png': drawPng(width, height, samplePictures[options.picture ?? 'square']),
      'candidate.png': drawPng(width, height, (x, y) => {
        const [red, green, blue] = samplePictures.square(x, y);
        return x >= 120 && x < 160 ? [red, Math.min(255, green + 40), blue, 255] : [red, green, blue, 255];
      }),
    },
    data: {
      picture: {
        url: fileUrl('lamp.png'),
        name: 'lamp.png',
        width,
        height,
        proxyWidth: width,
        proxyHeight: height,
      },
      ...options.data,
    } satisfies CanvasPageData,
  });
  const { page } = view;
  const area = page.getByRole('application');
  await area.waitFor();
  // The picture has been drawn when the middle row of its layer is no longer empty.
  await page.waitForFunction(() => {
    const layer = document.querySelector('canvas');
    const context = layer?.getContext('2d');
    if (!layer || !context) return false;
    return context.getImageData(0, layer.height >> 1, layer.width, 1).data.includes(255);
  });
  const place: CanvasView['place'] = async (x, y) =>
    await page.evaluate(
      ([px, py]) => {
        const { current } = window.canvasPage.controller;
        const box = document.querySelector('[data-easel-canvas]')!.getBoundingClientRect();
        const { view: at, picture } = current!;
        const perPixel = (at.scale * picture.proxyWidth) / picture.width;
        return { x: box.left + at.x + px * perPixel, y: box.top + at.y + py * perPixel };
      },
      [x, y] as const,
    );
  return {
    ...view,
    place,
    maskAt: async (x, y) =>
      await page.evaluate(
        ([px, py]) => window.canvasPage.controller.current!.editor.valueAt({ x: px, y: py }),
        [x, y] as const,
      ),
    summary: async () => await page.evaluate(() => window.canvasPage.controller.current!.editor.summary()),
    announced: async () => await page.evaluate(() => window.canvasPage.announced),
    commands: async () => await page.evaluate(() => window.canvasPage.commands),
    drag: async (from, to) => {
      const start = await place(...from);
      const end = await place(...to);
      await page.mouse.move(start.x, start.y);
      await page.mouse.down();
      await page.mouse.move(end.x, end.y, { steps: 8 });
      await page.mouse.up();
    },
    click: async (x, y) => {
      const at = await place(x, y);
      await page.mouse.click(at.x, at.y);
    },
    focusCanvas: async () => await area.focus(),
    press: async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    },
  };
}
