import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { OpenPicture } from '../../../../src/core/pixels/port';
import { err, ok, type Result } from '../../../../src/core/result';
import { sha256Hex } from '../../../../src/core/sha256';
import { valueOf } from '../models/samples';
import type { FakePicture } from './fakes';
import { Bench, text } from './fakes';

const IDLE_MS = 30_000;

/** Everything that is waiting to go on goes on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('pictures that are held open', () => {
  let bench: Bench;
  let lamp: { readonly sha256: string; readonly picture: FakePicture };

  beforeEach(async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    bench = new Bench();
    lamp = await bench.add('lamp', 40, 30);
  });
  afterEach(() => {
    bench.pictures.dispose();
    mock.timers.reset();
  });

  const widthOf = async (picture: OpenPicture): Promise<Result<number>> => ok(picture.facts.width);

  it('are opened once for all who use them, also one after the other', async () => {
    const { pictures, pixels } = bench;
    const widths = await Promise.all([
      pictures.use(lamp.sha256, widthOf),
      pictures.use(lamp.sha256, widthOf),
    ]);
    assert.deepEqual(widths, [ok(40), ok(40)]);
    valueOf(await pictures.use(lamp.sha256, widthOf));
    assert.equal(pixels.opened, 1);
  });

  it('are closed when nobody has used them for a while, and opened again', async () => {
    valueOf(await bench.pictures.use(lamp.sha256, widthOf));
    mock.timers.tick(IDLE_MS - 1);
    await settled();
    assert.equal(lamp.picture.isClosed, false);
    mock.timers.tick(1);
    await settled();
    assert.equal(lamp.picture.isClosed, true);
    valueOf(await bench.pictures.use(lamp.sha256, widthOf));
    assert.equal(bench.pixels.opened, 2);
  });

  it('stay open as long as somebody uses them', async () => {
    let end: () => void = () => undefined;
    const long = bench.pictures.use(lamp.sha256, async () => {
      await new Promise<void>((resolve) => (end = resolve));
      return ok();
    });
    valueOf(await bench.pictures.use(lamp.sha256, widthOf));
    mock.timers.tick(10 * IDLE_MS);
    await settled();
    assert.equal(lamp.picture.isClosed, false);
    end();
    valueOf(await long);
    mock.timers.tick(IDLE_MS);
    await settled();
    assert.equal(lamp.picture.isClosed, true);
  });

  it('are not closed because somebody failed to open them before', async () => {
    const sha256 = await sha256Hex(text('fern'));
    const failed = await Promise.all([
      bench.pictures.use(sha256, widthOf),
      bench.pictures.use(sha256, widthOf),
    ]);
    assert.ok(failed.every((result) => !result.ok && result.error.kind === 'notReadable'));
    const fern = await bench.add('fern', 8, 8);
    let end: () => void = () => undefined;
    const using = bench.pictures.use(sha256, async () => {
      await new Promise<void>((resolve) => (end = resolve));
      return ok();
    });
    await settled();
    mock.timers.tick(10 * IDLE_MS);
    await settled();
    assert.equal(fern.picture.isClosed, false);
    end();
    valueOf(await using);
  });

  it('give nothing to work that was cancelled meanwhile', async () => {
    const result = await bench.pictures.use(
      lamp.sha256,
      () => assert.fail('nobody wants it any more'),
      AbortSignal.abort(),
    );
    assert.deepEqual(result, err({ kind: 'cancelled' }));
  });

  it('are all closed at the end', async () => {
    valueOf(await bench.pictures.use(lamp.sha256, widthOf));
    bench.pictures.dispose();
    await settled();
    assert.ok(lamp.picture.isClosed);
  });

  it('are given back also when the work throws', async () => {
    await assert.rejects(
      bench.pictures.use(lamp.sha256, () => Promise.reject(new RangeError('a bug'))),
      RangeError,
    );
    mock.timers.tick(IDLE_MS);
    await settled();
    assert.ok(lamp.picture.isClosed);
  });
});
