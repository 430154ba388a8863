import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { createMask } from '../../../src/core/mask/mask';
import { WorkerPixels } from '../../../src/pixels/workerPixels';
import { run } from '../../host/run';
import { removeFolder, temporaryFolder } from '../../host/temporary';
import { silentLog, valueOf, workerProgram } from './support';

const picture = (width = 40, height = 30): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#4080c0' } })
    .jpeg()
    .toBuffer();

describe('the life of the pixel worker', () => {
  let folder: string;
  let pixels: WorkerPixels;

  before(async () => {
    folder = await temporaryFolder('pixels');
  });
  after(async () => {
    await removeFolder(folder);
  });
  afterEach(() => {
    pixels.dispose();
  });

  /** The real worker, which ends as a crash would end it when a mask is to be written. */
  async function mortal(): Promise<WorkerPixels> {
    const program = join(folder, 'mortal.mjs');
    await writeFile(
      program,
      `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', ({ name }) => { if (name === 'writeMask') process.exit(7); });
       await import(${JSON.stringify(pathToFileURL(workerProgram).href)});`,
    );
    return new WorkerPixels(program, silentLog);
  }

  it('begins with the first call', async () => {
    pixels = new WorkerPixels(workerProgram, silentLog);
    assert.equal(pixels.isRunning, false);
    valueOf(await pixels.thumbnail(await picture(), 8));
    assert.equal(pixels.isRunning, true);
  });

  it('survives a crash: what ran has failed, what waited and what was open goes on', async () => {
    pixels = await mortal();
    const opened = valueOf(await pixels.open(await picture()));
    const crashed = pixels.writeMask(createMask(1, 1));
    const waiting = opened.preview(16);
    const failed = await crashed;
    assert.ok(!failed.ok && failed.error.kind === 'unexpected');
    assert.equal((await sharp(valueOf(await waiting)).metadata()).width, 16);
    valueOf(await opened.fit({ width: 20, height: 15, format: 'png' }));
  });

  it('goes on after a crash that nobody waited for', async () => {
    pixels = await mortal();
    const first = await pixels.writeMask(createMask(1, 1));
    assert.equal(first.ok, false);
    valueOf(await pixels.thumbnail(await picture(), 8));
  });

  it('fails plainly where the worker cannot be started', async () => {
    pixels = new WorkerPixels(join(folder, 'missing.mjs'), silentLog);
    const failed = await pixels.thumbnail(await picture(), 8);
    assert.ok(!failed.ok && failed.error.kind === 'unexpected');
  });

  it('ends when it is idle and no picture is open, and begins again', async () => {
    pixels = new WorkerPixels(workerProgram, silentLog, 1);
    const opened = valueOf(await pixels.open(await picture()));
    // The timer would fire within this time; a message to and fro takes longer.
    valueOf(await opened.preview(8));
    valueOf(await opened.preview(8));
    assert.equal(pixels.isRunning, true);
    opened.close();
    while (pixels.isRunning) await new Promise((resolve) => setImmediate(resolve));
    valueOf(await pixels.thumbnail(await picture(), 8));
  });

  it('drops what is cancelled, waiting or running, and answers the rest', async () => {
    pixels = new WorkerPixels(workerProgram, silentLog);
    const bytes = await picture(2000, 1500);
    const running = new AbortController();
    const waiting = new AbortController();
    const first = pixels.convert(bytes, 'png', undefined, running.signal);
    const second = pixels.convert(bytes, 'png', undefined, waiting.signal);
    const third = pixels.thumbnail(bytes, 8);
    waiting.abort();
    running.abort();
    const cancelled = { ok: false, error: { kind: 'cancelled' } };
    assert.deepEqual(await first, cancelled);
    assert.deepEqual(await second, cancelled);
    valueOf(await third);
    assert.deepEqual(await pixels.convert(bytes, 'png', undefined, running.signal), cancelled);
  });

  it('lets everything go before thumbnails', async () => {
    pixels = new WorkerPixels(workerProgram, silentLog);
    const bytes = await picture();
    const order: string[] = [];
    await Promise.all([
      pixels.thumbnail(bytes, 8).then(() => order.push('first thumbnail')),
      pixels.thumbnail(bytes, 8).then(() => order.push('second thumbnail')),
      pixels.convert(bytes, 'png').then(() => order.push('conversion')),
    ]);
    assert.deepEqual(order, ['first thumbnail', 'conversion', 'second thumbnail']);
  });

  it('refuses a picture that was closed', async () => {
    pixels = new WorkerPixels(workerProgram, silentLog);
    const opened = valueOf(await pixels.open(await picture(), { name: 'kite.jpg' }));
    opened.close();
    opened.close();
    const refused = await opened.preview(8);
    assert.deepEqual(refused, {
      ok: false,
      error: { kind: 'notReadable', name: 'kite.jpg', reason: 'it was closed' },
    });
  });

  it('leaves the bytes it is given to their owner', async () => {
    pixels = new WorkerPixels(workerProgram, silentLog);
    const bytes = new Uint8Array(await picture());
    const copy = bytes.slice();
    const opened = valueOf(await pixels.open(bytes));
    const mask = createMask(40, 30);
    const area = { left: 0, top: 0, width: 40, height: 30 };
    valueOf(await opened.composite({ mask, area, answer: bytes, featherPx: 1, matchColor: true }));
    valueOf(await pixels.thumbnail(bytes, 8));
    assert.deepEqual(bytes, copy);
    assert.equal(mask.data.length, 1200);
  });

  it('has room for more large pictures than it keeps decoded', async function () {
    this.timeout(60_000);
    pixels = new WorkerPixels(workerProgram, silentLog);
    const bytes = await picture(5000, 4000);
    const opened = [];
    for (let count = 0; count < 5; count++) opened.push(valueOf(await pixels.open(bytes)));
    for (const each of opened) {
      const { data } = valueOf(await each.pixels(4));
      assert.ok(Math.abs((data[0] ?? 0) - 0x40) < 4);
    }
  });

  // In a process of its own, so that the memory of other tests does not count.
  it('takes a photograph of 60 megapixels in less than 700 MB', async function () {
    this.timeout(120_000);
    pixels = new WorkerPixels(workerProgram, silentLog);
    const photo = join(folder, 'photo.jpg');
    await writeFile(photo, await picture(10_000, 6000));
    const program = join(folder, 'measure.mjs');
    await writeFile(
      program,
      `import { Worker } from 'node:worker_threads';
       import { once } from 'node:events';
       import { readFileSync } from 'node:fs';
       const worker = new Worker(${JSON.stringify(workerProgram)});
       const picture = { id: 1, name: 'photo.jpg', bytes: new Uint8Array(readFileSync(${JSON.stringify(photo)})) };
       const ask = async (name, params) => {
         worker.postMessage({ name, params });
         const [reply] = await once(worker, 'message');
         if (!reply.ok) throw new Error(JSON.stringify(reply.error));
         return reply.value;
       };
       const facts = await ask('open', { picture });
       await ask('preview', { picture, maxSidePx: 4096 });
       const order = { width: 1536, height: 922, format: 'jpeg' };
       const fitted = await ask('fit', { picture, order });
       const mb = Math.round(process.resourceUsage().maxRSS / 1000);
       console.log(JSON.stringify({ width: facts.width, sent: fitted.width, mb }));
       await worker.terminate();`,
    );
    const { code, output } = await run(process.execPath, [program]);
    assert.equal(code, 0, output);
    const { width, sent, mb } = JSON.parse(output) as { width: number; sent: number; mb: number };
    assert.deepEqual([width, sent], [10_000, 1536]);
    assert.ok(mb < 700, `${mb} MB`);
  });
});
