import assert from 'node:assert/strict';
import type { FinishOrder } from '../../../../src/core/edit/finish';
import type { FinishedImage } from '../../../../src/core/edit/finisher';
import type { ImageError } from '../../../../src/core/errors';
import type { InboxEntry } from '../../../../src/core/files/store';
import { costOfFailure, isRetryable, mergeErrors, reachOf } from '../../../../src/core/generate/failures';
import { Generator } from '../../../../src/core/generate/generator';
import type { GenerateOutcome } from '../../../../src/core/generate/run';
import { Keeper, type ArrivedImage } from '../../../../src/core/generate/keeper';
import { err, ok, type Result } from '../../../../src/core/result';
import { sha256Hex } from '../../../../src/core/sha256';
import { FakeBlobs } from '../edit/fakes';
import { errorOf, valueOf } from '../models/samples';
import { sampleRecipe } from '../recipes/sampleRecipe';
import { answerOf, fakePorts, generous, oneByOne, png, requestFor, type FakePorts } from './fakes';

const raw = png('answer');
const made = png('result', 640, 480);
const order: FinishOrder = {
  kind: 'cutOut',
  source: 'ab'.repeat(32),
  area: { left: 0, top: 0, width: 640, height: 480 },
};

async function arrivedImage(changes: Partial<ArrivedImage> = {}): Promise<ArrivedImage> {
  const edit = { area: order.area, sentWidth: 640, sentHeight: 480 };
  return {
    bytes: raw,
    recipe: { ...sampleRecipe, sha256: await sha256Hex(Uint8Array.from(raw)), edit },
    finish: order,
    session: 'one',
    ...changes,
  };
}

describe('keeping the answer to an edit', () => {
  let ports: FakePorts;
  let blobs: FakeBlobs;
  let finished: Result<FinishedImage>;
  let orders: FinishOrder[];
  let keeper: Keeper;

  beforeEach(() => {
    ports = fakePorts();
    blobs = new FakeBlobs();
    orders = [];
    finished = ok({ bytes: made, width: 640, height: 480, outsidePixels: 300_000 });
    keeper = new Keeper({
      ...ports,
      blobs,
      finisher: {
        finish: async (wanted) => {
          ports.journal.push('finish');
          orders.push(wanted);
          return finished;
        },
      },
    });
  });

  async function received(): Promise<{ readonly image: ArrivedImage; readonly entry: Result<InboxEntry> }> {
    const image = await arrivedImage();
    return { image, entry: await keeper.receive(image) };
  }

  it('has the result in the inbox before the answer goes', async () => {
    const { image, entry } = await received();
    const completed = valueOf(await keeper.complete(image, entry));
    assert.deepEqual(ports.journal, ['put', 'finish', 'put', 'remove']);
    assert.deepEqual(orders, [order]);
    const [kept, ...others] = [...ports.inbox.held.values()];
    assert.deepEqual(others, []);
    assert.equal(kept?.bytes, made);
    assert.deepEqual(kept.entry, valueOf(completed.received));
    assert.equal(kept.entry.session, 'one');
    assert.equal(kept.entry.finish, undefined);
    assert.equal(kept.entry.madeOf, valueOf(entry).id);
  });

  it('counts no pixels outside one mask of several', async () => {
    const image = await arrivedImage({
      finish: { ...order, kind: 'composite', featherPx: 0, matchColor: true, isPart: true },
    });
    const { recipe } = valueOf(await keeper.complete(image, await keeper.receive(image))).image;
    assert.equal(recipe.edit?.outsidePixels, undefined);
  });

  it('tells the recipe what was made, of which answer, and what was checked', async () => {
    const { image, entry } = await received();
    const { recipe } = valueOf(await keeper.complete(image, entry)).image;
    const answer = await sha256Hex(Uint8Array.from(raw));
    assert.equal(recipe.sha256, await sha256Hex(Uint8Array.from(made)));
    assert.deepEqual(recipe.image, { type: 'png', width: 640, height: 480, bytes: made.length });
    assert.deepEqual(recipe.edit, { ...image.recipe.edit, answer, outsidePixels: 300_000 });
    assert.deepEqual(blobs.kept.get(answer), raw);
    assert.deepEqual(recipe.runs, image.recipe.runs);
  });

  it('goes on without the answer where it cannot be kept beside the result', async () => {
    blobs.putError = { kind: 'diskFull', folder: 'blobs' };
    const { image, entry } = await received();
    const { recipe } = valueOf(await keeper.complete(image, entry)).image;
    assert.ok(recipe.edit && !('answer' in recipe.edit));
  });

  it('keeps the answer in the inbox while its result finds no room there', async () => {
    const { image, entry } = await received();
    ports.inbox.putError = { kind: 'diskFull', folder: 'inbox' };
    const completed = valueOf(await keeper.complete(image, entry));
    assert.deepEqual(completed.received, entry);
    assert.equal(ports.inbox.held.size, 1);
    // What waits can be finished again.
    assert.deepEqual((await ports.inbox.entries())[0]?.finish, order);
  });

  it('leaves what needs no finishing as it is', async () => {
    const { finish: _finish, ...plain } = await arrivedImage();
    const entry = await keeper.receive(plain);
    assert.deepEqual(await keeper.complete(plain, entry), ok({ image: plain, received: entry }));
    assert.deepEqual(await keeper.completeEntry(valueOf(entry)), entry);
    assert.deepEqual(orders, []);
  });

  for (const error of [
    { kind: 'outsideMaskChanged' },
    { kind: 'notAnImage' },
  ] as const satisfies readonly ImageError[]) {
    it(`puts the answer where it can be looked at after ${error.kind}, and says where`, async () => {
      finished = err(error);
      const { image, entry } = await received();
      assert.deepEqual(await keeper.complete(image, entry), err({ ...error, answerPath: '/answers/1' }));
      assert.deepEqual(ports.inbox.answers, [raw]);
      assert.equal(ports.inbox.held.size, 0);
    });
  }

  it('keeps the answer, and does not say that nothing was sent, when the original is gone', async () => {
    finished = err({ kind: 'notReadable', name: 'abababababab', reason: 'gone' });
    const { image, entry } = await received();
    assert.deepEqual(
      await keeper.complete(image, entry),
      err({ kind: 'notAnImage', answerPath: '/answers/1' }),
    );
    assert.equal(ports.inbox.held.size, 0);
  });

  it('leaves the answer in the inbox after a crash of the worker, and makes the result later', async () => {
    finished = err({ kind: 'unexpected', cause: new Error('The pixel worker ended with code 1.') });
    const { image, entry } = await received();
    assert.deepEqual(await keeper.complete(image, entry), finished);
    assert.deepEqual(ports.inbox.answers, []);
    assert.equal(ports.inbox.held.size, 1);
    finished = ok({ bytes: made, width: 640, height: 480 });
    const waiting = valueOf(await keeper.completeEntry(valueOf(entry)));
    assert.equal(ports.inbox.held.get(waiting.id)?.bytes, made);
    assert.equal(ports.inbox.held.size, 1);
  });

  it('keeps the answer somewhere when not even the inbox had room for it', async () => {
    finished = err({ kind: 'unexpected', cause: 'crash' });
    const full = err({ kind: 'diskFull', folder: 'inbox' } as const);
    await keeper.complete(await arrivedImage(), full);
    assert.deepEqual(ports.inbox.answers, [raw]);
  });

  it('says that an entry is gone, and makes nothing', async () => {
    const { entry } = await received();
    ports.inbox.held.clear();
    assert.equal(errorOf(await keeper.completeEntry(valueOf(entry))).kind, 'notReadable');
    assert.deepEqual(orders, []);
  });

  it('is booked once, whatever becomes of the result', async () => {
    for (const [result, images] of [
      [ok({ bytes: made, width: 640, height: 480 }), 1],
      [err({ kind: 'outsideMaskChanged' } as const), 0],
      [err({ kind: 'unexpected', cause: 'crash' } as const), 0],
    ] as const) {
      const own = fakePorts();
      own.invoker.reply = () => answerOf({ images: [raw] });
      const generator = new Generator({ ...own, blobs, finisher: { finish: async () => result } });
      const outcome: GenerateOutcome = valueOf(
        await generator.generate(
          requestFor({
            model: oneByOne,
            edit: {
              input: { kind: 'followPalette', colors: ['#112233'] },
              finish: order,
              inputs: [],
              settings: {},
            },
          }),
          generous,
          () => undefined,
          new AbortController().signal,
        ),
      );
      assert.equal(outcome.images.length, images);
      assert.equal(outcome.errors.length, 1 - images);
      assert.deepEqual(own.ledger.states(), ['settled 0.04 succeeded']);
      assert.equal(outcome.spentUsd, 0.04);
    }
  });
});

describe('a result that would have changed pixels outside the mask', () => {
  const error: ImageError = { kind: 'outsideMaskChanged', answerPath: '/answers/1' };

  it('was paid for, is not asked for again by itself, and says nothing of other calls', () => {
    assert.equal(costOfFailure(error), 'unknown');
    assert.equal(isRetryable(error), false);
    assert.equal(reachOf(error), 'call');
  });

  it('stands once for each answer that is kept', () => {
    const other: ImageError = { ...error, answerPath: '/answers/2' };
    assert.deepEqual(mergeErrors([error, other, error]), [error, other]);
  });
});
