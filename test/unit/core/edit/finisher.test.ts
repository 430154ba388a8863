import assert from 'node:assert/strict';
import { Finisher } from '../../../../src/core/edit/finisher';
import type { FinishOrder } from '../../../../src/core/edit/finish';
import { err } from '../../../../src/core/result';
import { png } from '../generate/fakes';
import { errorOf, valueOf } from '../models/samples';
import { Bench, FakePicture, text } from './fakes';

const area = { left: 10, top: 20, width: 64, height: 48 };

describe('finishing an edit', () => {
  let bench: Bench;
  let finisher: Finisher;
  let source: string;
  let picture: FakePicture;

  beforeEach(async () => {
    bench = new Bench();
    finisher = new Finisher(bench.pictures, bench.pixels, bench.blobs);
    ({ sha256: source, picture } = await bench.add('lamp', 640, 480));
  });
  afterEach(() => bench.pictures.dispose());

  /** An answer that can be opened. */
  function answerOf(
    width: number,
    height: number,
  ): { readonly bytes: Uint8Array; readonly opened: FakePicture } {
    const bytes = png('answer', width, height);
    const opened = new FakePicture(width, height);
    bench.pixels.pictures.set(new TextDecoder().decode(bytes), opened);
    return { bytes, opened };
  }

  describe('by a composite', () => {
    async function order(): Promise<FinishOrder & { readonly kind: 'composite' }> {
      const mask = valueOf(await bench.blobs.put(text('mask')));
      return { kind: 'composite', source, mask, area, featherPx: 4, matchColor: false };
    }

    it('lays the answer over its area, under the mask that was kept', async () => {
      const answer = png('answer');
      const finished = valueOf(await finisher.finish(await order(), answer));
      const [composite] = picture.composites;
      assert.ok(composite);
      const { mask, ...rest } = composite;
      assert.deepEqual(rest, { area, answer, featherPx: 4, matchColor: false });
      assert.deepEqual([mask.width, mask.height, ...mask.data], [2, 1, 255, 0]);
      assert.equal(new TextDecoder().decode(finished.bytes), 'composite');
      assert.equal(finished.outsidePixels, 7);
    });

    it('masks nothing of the original where only margins are new', async () => {
      const { mask: _mask, ...bare } = await order();
      const extend = { left: 5, top: 0, right: 0, bottom: 1 };
      valueOf(await finisher.finish({ ...bare, extend }, png('answer')));
      const [composite] = picture.composites;
      assert.equal(
        composite?.mask.data.some((value) => value > 0),
        false,
      );
      assert.deepEqual(composite?.extend, extend);
    });

    for (const [name, change] of [
      ['is gone', (): void => bench.blobs.kept.clear()],
      [
        'is damaged',
        (): void => {
          for (const key of bench.blobs.kept.keys()) bench.blobs.kept.set(key, text('no mask'));
        },
      ],
    ] as const) {
      it(`makes nothing where the mask ${name}`, async () => {
        const wanted = await order();
        // Open already, so that only the mask is missing.
        valueOf(await bench.pictures.use(source, async () => ({ ok: true, value: undefined })));
        change();
        assert.equal(errorOf(await finisher.finish(wanted, png('answer'))).kind, 'notReadable');
        assert.deepEqual(picture.composites, []);
      });
    }

    it('hands a broken promise on', async () => {
      picture.error = { kind: 'outsideMaskChanged' };
      assert.deepEqual(await finisher.finish(await order(), png('answer')), err(picture.error));
    });
  });

  describe('by cutting padding off', () => {
    const crop = (change: Partial<typeof area>): FinishOrder => ({
      kind: 'crop',
      source,
      area: { left: 0, top: 0, width: 640, height: 480, ...change },
    });

    it('leaves an answer as it came where nothing was padded', async () => {
      const answer = png('answer', 320, 240);
      const finished = valueOf(await finisher.finish(crop({}), answer));
      assert.deepEqual(finished, { bytes: answer, width: 320, height: 240 });
      assert.equal(bench.pixels.opened, 1, 'only the original is opened');
    });

    it('cuts out what shows the original, at the scale of the answer', async () => {
      const { bytes, opened } = answerOf(1280, 2000);
      const finished = valueOf(await finisher.finish(crop({ top: -260, height: 1000 }), bytes));
      assert.deepEqual(opened.fits, [
        {
          area: { left: 0, top: 520, width: 1280, height: 960 },
          width: 1280,
          height: 960,
          format: 'png',
        },
      ]);
      assert.deepEqual([finished.width, finished.height], [1280, 960]);
      assert.ok(opened.isClosed);
    });

    it('keeps a pixel of what is thinner than one', async () => {
      const { picture: thin, sha256 } = await bench.add('thin', 4000, 1);
      const { bytes, opened } = answerOf(100, 40);
      const order: FinishOrder = {
        kind: 'crop',
        source: sha256,
        area: { left: 0, top: -800, width: 4000, height: 1601 },
      };
      const finished = valueOf(await finisher.finish(order, bytes));
      assert.deepEqual([finished.width, finished.height], [100, 1]);
      assert.equal(opened.fits[0]?.area?.top, 20);
      assert.equal(thin.fits.length, 0);
    });

    it('gives the memory of the answer back also when it fails', async () => {
      const { bytes, opened } = answerOf(64, 100);
      opened.error = { kind: 'unexpected', cause: 'the worker crashed' };
      assert.deepEqual(
        await finisher.finish(crop({ top: -10, height: 500 }), bytes),
        err({ kind: 'unexpected', cause: 'the worker crashed' }),
      );
      assert.ok(opened.isClosed);
    });

    it('knows what is no image before anything is opened', async () => {
      assert.deepEqual(
        await finisher.finish(crop({ top: -10, height: 500 }), text('{"message":"no"}')),
        err({ kind: 'notAnImage' }),
      );
    });
  });

  describe('by cutting out', () => {
    it("takes the answer's transparency for the original, whatever its scale", async () => {
      const answer = png('answer', 320, 240);
      const whole = { left: 0, top: 0, width: 640, height: 480 };
      const finished = valueOf(await finisher.finish({ kind: 'cutOut', source, area: whole }, answer));
      assert.deepEqual(picture.cutOuts, [answer]);
      assert.equal(new TextDecoder().decode(finished.bytes), 'cut out');
    });

    it('cuts padding off before', async () => {
      const { bytes, opened } = answerOf(640, 640);
      const padded = { left: 0, top: -80, width: 640, height: 640 };
      valueOf(await finisher.finish({ kind: 'cutOut', source, area: padded }, bytes));
      assert.deepEqual(opened.fits[0]?.area, { left: 0, top: 80, width: 640, height: 480 });
      assert.equal(picture.cutOuts[0]?.length, 8);
    });
  });

  it('makes nothing where the original is gone', async () => {
    const order: FinishOrder = { kind: 'cutOut', source: 'ab'.repeat(32), area };
    assert.equal(errorOf(await finisher.finish(order, png('answer'))).kind, 'notReadable');
  });
});
