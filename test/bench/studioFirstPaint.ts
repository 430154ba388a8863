import { build } from 'esbuild';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { drawImage } from '../../src/simulator/drawing/draw';
import { encodeImage } from '../../src/simulator/drawing/encode';
import { newestHost } from '../host/cache';
import { runInExtensionHost } from '../host/hostSuite';
import { outFolder, repositoryFolder } from '../host/paths';
import { removeFolder, temporaryFolder } from '../host/temporary';
import { type Bench, summarize } from './measure';
import type { PaintTimes } from './studioFirstPaintHost';

/**
 * Time from the command *Edit in Easel Studio* until the picture stands in the page, less the time that an empty webview
 * panel takes from its creation until something stands in it. Both are measured in turns in one VS Code, by the clock of
 * this machine, which the extension host and the page share; the first turn fills caches and is told apart.
 */
export const studioFirstPaint: Bench = {
  names: ['studio_first_paint_ms'],
  run: async () => {
    const folder = await temporaryFolder('bench');
    try {
      const moduleFolder = join(outFolder, 'bench');
      await mkdir(moduleFolder, { recursive: true });
      // By itself, and in the extension's folder, as the host asks for it.
      const testsModule = join(moduleFolder, 'studioFirstPaintHost.js');
      await build({
        entryPoints: [join(repositoryFolder, 'test', 'bench', 'studioFirstPaintHost.ts')],
        outfile: testsModule,
        bundle: true,
        platform: 'node',
        format: 'esm',
        external: ['vscode'],
        logLevel: 'warning',
      });
      const picture = drawImage({
        prompt: 'a brass lamp on a table',
        seed: 1,
        modelName: 'bench',
        width: 1024,
        height: 1024,
      });
      const answer = join(folder, 'answer.json');
      const painted = join(folder, 'painted.txt');
      const ended = await runInExtensionHost({
        version: newestHost,
        testsModule,
        limitMs: 120_000,
        files: { 'lamp.png': await encodeImage(picture, 'png') },
        env: { EASEL_BENCH_ANSWER: answer, EASEL_BENCH_PAINTED: painted },
        onPage: async (page) => await tellPaints(page, painted),
      });
      if (ended.code !== 0) {
        throw new Error(`The extension host ended with ${ended.code}\n${ended.console.slice(-4000)}`);
      }
      const [cold, ...times] = JSON.parse(await readFile(answer, 'utf8')) as readonly PaintTimes[];
      if (cold === undefined) throw new Error('Nothing was measured');
      const beyond = times.map(({ studioMs, emptyMs }) => studioMs - emptyMs);
      return {
        studio_first_paint_ms: {
          ...summarize(beyond, 'ms'),
          firstMs: cold.studioMs - cold.emptyMs,
          wholeMs: summarize(
            times.map(({ studioMs }) => studioMs),
            'ms',
          ).value,
        },
      };
    } finally {
      await removeFolder(folder);
    }
  },
};

const mark = 'EASEL_PAINTED';

/** Writes the time of every first paint into a file, for the extension host to read. */
async function tellPaints(page: Page, path: string): Promise<void> {
  page.on('console', (message) => {
    const text = message.text();
    if (text.startsWith(mark)) void writeFile(path, text.slice(mark.length + 1));
  });
  // In every frame, the webview's two frames deep among them.
  await page.addInitScript(`(() => {
    const isPainted = () => {
      if (document.getElementById('easelEmptyPanel')) return true;
      const layer = document.querySelector('canvas.canvasLayer');
      if (!layer || layer.width === 0 || layer.height === 0) return false;
      return layer.getContext('2d').getImageData(layer.width >> 1, layer.height >> 1, 1, 1).data[3] === 255;
    };
    // VS Code writes the document anew, with which requests for frames are gone, but not timers.
    const timer = window === window.top ? undefined : setInterval(() => {
      if (!document.body || !isPainted()) return;
      clearInterval(timer);
      // What was drawn before this frame is on the screen after it.
      requestAnimationFrame(() => setTimeout(() => console.log('${mark} ' + Date.now())));
    }, 4);
  })();`);
}
