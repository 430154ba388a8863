import assert from 'node:assert/strict';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import sharp, { type Sharp } from 'sharp';
import { outFolder, repositoryFolder } from '../../host/paths';
import { run } from '../../host/run';

describe('sharp in our bundles', () => {
  const picture = (): Sharp =>
    sharp({ create: { width: 96, height: 64, channels: 3, background: { r: 200, g: 40, b: 20 } } });

  it('is the WebAssembly build, and no native build is loaded beside it', () => {
    assert.ok('emscripten' in sharp.versions, JSON.stringify(sharp.versions));
    const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: readonly string[] };
    assert.deepEqual(
      sharedObjects.filter((path) => /libvips|sharp/.test(path)),
      [],
    );
  });

  for (const format of ['png', 'jpeg', 'webp'] as const) {
    it(`encodes, decodes and resizes ${format}`, async () => {
      const encoded = await picture().toFormat(format).toBuffer();
      const small = await sharp(encoded).resize(48, 32).toBuffer();
      const { width, height, format: found } = await sharp(small).metadata();
      assert.deepEqual({ width, height, found }, { width: 48, height: 32, found: format });
    });
  }

  it('works in a worker, and lets it end', async () => {
    const glue = pathToFileURL(join(outFolder, 'sharp', 'sharp-wasm32.cjs')).href;
    const script = `
      import { parentPort } from 'node:worker_threads';
      const { default: binding } = await import(${JSON.stringify(glue)});
      parentPort.postMessage(binding.libvipsVersion());`;
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(script)}`));
    const ended = once(worker, 'exit');
    const [version] = (await once(worker, 'message')) as [{ isWasm: boolean }];
    assert.equal(version.isWasm, true);
    assert.deepEqual(await ended, [0]);
  });

  // The native build fails here as it does in Electron, which brings a GLib of its own: lovell/sharp#4522.
  it('works in a process that has loaded another GLib', async function () {
    if (process.platform !== 'linux') {
      this.skip();
    }
    const { code, output } = await run(
      process.execPath,
      [
        join(repositoryFolder, 'node_modules', 'mocha', 'bin', 'mocha.js'),
        ...['--fgrep', 'encodes, decodes and resizes'],
        join(outFolder, 'test', 'unit', 'tooling', 'sharp.test.js'),
      ],
      { cwd: repositoryFolder, env: { ...process.env, LD_PRELOAD: 'libgobject-2.0.so.0' } },
    );
    if (output.includes('cannot be preloaded')) {
      this.skip();
    }
    assert.equal(code, 0, output);
    assert.match(output, /3 passing/);
  });
});
