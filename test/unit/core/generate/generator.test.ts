import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Generator } from '../../../../src/core/generate/generator';
import type { GenerateBudget, GenerateOutcome, GenerateRequest } from '../../../../src/core/generate/run';
import type { ImageError } from '../../../../src/core/errors';
import { err, type Result } from '../../../../src/core/result';
import {
  answerOf,
  fakePorts,
  FakeUploads,
  fiveAtOnce,
  generous,
  imagesFor,
  png,
  rawAnswer,
  requestFor,
  type FakePorts,
} from './fakes';

const throttled: ImageError = { kind: 'throttled', modelId: 'stability.stable-image-core-v1:1', attempts: 1 };

async function generate(
  ports: FakePorts,
  changes: Partial<GenerateRequest> = {},
  budget: GenerateBudget = generous,
): Promise<Result<GenerateOutcome>> {
  return new Generator(ports).generate(
    requestFor(changes),
    budget,
    (progress) => ports.told.push(progress),
    new AbortController().signal,
  );
}

function valueOf<T>(result: Result<T>): T {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

function kindsOf(errors: readonly ImageError[]): readonly string[] {
  return errors.map(({ kind }) => kind);
}

describe('Generator', () => {
  describe('with one image', () => {
    it('flushes to the inbox before the file, and empties the inbox after the recipe', async () => {
      const ports = fakePorts();
      const outcome = valueOf(await generate(ports));
      assert.deepEqual(ports.journal, ['put', 'settle', 'save', 'recipe', 'remove']);
      assert.equal(ports.inbox.held.size, 0);
      assert.equal(outcome.images[0]?.file.uri, 'file:///project/images/red-kite-1.png');
      assert.deepEqual(outcome.errors, []);
      assert.equal(outcome.spentUsd, 0.04);
      assert.equal(outcome.mayBeCharged, false);
      assert.deepEqual(ports.ledger.states(), ['settled 0.04 succeeded']);
    });

    it('saves the very bytes that came', async () => {
      const ports = fakePorts();
      const bytes = png('the one');
      ports.invoker.reply = () => answerOf({ images: [bytes] });
      await generate(ports);
      assert.deepEqual(ports.imageStore.saved[0]?.bytes, bytes);
      assert.equal(ports.imageStore.saved[0]?.extension, 'png');
    });

    it('records all it takes to make the image again', async () => {
      const ports = fakePorts();
      const bytes = png('the one', 640, 480);
      ports.invoker.reply = () => {
        ports.clock.time += 4200;
        return answerOf({ images: [bytes], seeds: [77] });
      };
      await generate(ports, {
        seed: 5,
        size: { kind: 'aspectRatio', ratio: '16:9' },
        options: { stylePreset: 'anime' },
        negativePrompt: 'rain',
        invokeAs:
          'arn:aws:bedrock:us-west-2:123456789012:inference-profile/us.stability.stable-image-core-v1:1',
      });
      assert.deepEqual(ports.recipes.written, [
        {
          folder: 'file:///project',
          recipe: {
            schemaVersion: '1.0',
            sha256: createHash('sha256').update(bytes).digest('hex'),
            task: 'textToImage',
            prompt: 'a red kite',
            negativePrompt: 'rain',
            model: {
              id: 'stability.stable-image-core-v1:1',
              name: 'Stable Image Core',
              invokedAs: 'us.stability.stable-image-core-v1:1',
            },
            seed: 77,
            image: { type: 'png', width: 640, height: 480, bytes: bytes.length },
            request: { words: 'a red kite', seed: 5, number: 1 },
            index: 0,
            settings: {
              size: { kind: 'aspectRatio', ratio: '16:9' },
              count: 1,
              options: { stylePreset: 'anime' },
            },
            runs: [
              {
                madeAt: '2026-11-20T09:30:04.200Z',
                provider: 'bedrock',
                region: 'us-west-2',
                priceUsd: 0.04,
                durationMs: 4200,
                extensionVersion: '0.1.0',
                path: 'images/red-kite-1.png',
              },
            ],
          },
        },
      ]);
    });

    it('fills seed and number into the name only when they are known', async () => {
      const ports = fakePorts();
      await generate(ports, { seed: 41, count: 2 });
      const values = ports.imageStore.saved.map(({ destination }) => destination.values);
      assert.deepEqual(
        values.map(({ seed, n }) => [seed, n]),
        [
          ['41', '1'],
          ['42', '2'],
        ],
      );
    });

    it('tells sending, generating and saving', async () => {
      const ports = fakePorts();
      await generate(ports);
      assert.deepEqual(ports.told, [
        { kind: 'sending' },
        { kind: 'generating', received: 0, total: 1 },
        { kind: 'generating', received: 1, total: 1 },
        { kind: 'saving' },
      ]);
    });

    it('reports what the model could not honor', async () => {
      const outcome = valueOf(await generate(fakePorts(), { options: { wobble: 3 } }));
      assert.deepEqual(outcome.warnings, [{ kind: 'optionNotSent', option: 'wobble' }]);
    });

    it('keeps the image in the inbox where nobody has said where it goes', async () => {
      const ports = fakePorts();
      const { destination: _none, ...request } = requestFor();
      const result = await new Generator(ports).generate(
        request,
        generous,
        () => undefined,
        new AbortController().signal,
      );
      const outcome = valueOf(result);
      assert.deepEqual(outcome.inboxIds, ['entry-1']);
      assert.deepEqual(outcome.images, []);
      assert.deepEqual(outcome.errors, []);
      assert.equal(ports.inbox.held.size, 1);
      assert.deepEqual(ports.ledger.states(), ['settled 0.04 succeeded']);
    });
  });

  describe('with several images', () => {
    it('sends each call its own seed, counting up from the one given, 0 included', async () => {
      const ports = fakePorts();
      await generate(ports, { count: 3, seed: 0 });
      assert.deepEqual(
        ports.invoker.requests.map(({ body }) => body['seed']),
        [0, 1, 2],
      );
    });

    it('asks a model that takes a number once', async () => {
      const ports = fakePorts();
      const outcome = valueOf(await generate(ports, { model: fiveAtOnce, count: 4, seed: 9 }));
      assert.deepEqual(
        ports.invoker.requests.map(({ body }) => body),
        [{ words: 'a red kite', seed: 9, number: 4 }],
      );
      assert.deepEqual(
        outcome.images.map(({ recipe }) => [recipe.seed, recipe.index]),
        [
          [9, 0],
          [9, 1],
          [9, 2],
          [9, 3],
        ],
      );
    });

    it('keeps the seeds of two requests farther apart than their images', async () => {
      const ports = fakePorts();
      await generate(ports, { model: fiveAtOnce, count: 7, seed: 9 });
      assert.deepEqual(
        ports.invoker.requests.map(({ body }) => [body['seed'], body['number']]),
        [
          [9, 5],
          [14, 2],
        ],
      );
    });

    it('sends at most three calls at once, and asks the limiter before each', async () => {
      const ports = fakePorts();
      const outcome = valueOf(await generate(ports, { count: 7 }));
      assert.equal(outcome.images.length, 7);
      assert.equal(ports.invoker.mostAtOnce, 3);
      assert.deepEqual(
        ports.limiter.acquired,
        Array.from({ length: 7 }, () => 'us-west-2 stability.stable-image-core-v1:1 15'),
      );
    });

    it('returns the images in the order they were asked for', async () => {
      const ports = fakePorts();
      ports.invoker.reply = async (request, _signal, number) => {
        // The first answer is the last to come.
        for (let turn = 0; number === 1 && turn < 200; turn++) await Promise.resolve();
        return imagesFor(request);
      };
      const outcome = valueOf(await generate(ports, { count: 3, seed: 5 }));
      assert.deepEqual(
        outcome.images.map(({ recipe }) => recipe.seed),
        [5, 6, 7],
      );
    });

    it('keeps three images when the fourth call is throttled for good', async () => {
      const ports = fakePorts();
      ports.invoker.reply = (request) => (request.body['seed'] === 3 ? err(throttled) : imagesFor(request));
      const outcome = valueOf(await generate(ports, { count: 4, seed: 0 }));
      assert.equal(outcome.images.length, 3);
      assert.deepEqual(outcome.errors, [
        { ...throttled, attempts: 5, context: { modelId: throttled.modelId, region: 'us-west-2' } },
      ]);
      assert.equal(outcome.spentUsd, 0.12);
      assert.equal(outcome.mayBeCharged, false);
      assert.deepEqual(ports.ledger.states(), [
        'settled 0.04 succeeded',
        'settled 0.04 succeeded',
        'settled 0.04 succeeded',
        'released',
      ]);
    });

    it('keeps the good part of a batch that was filtered in part, and books it in full', async () => {
      const ports = fakePorts();
      ports.invoker.reply = () => answerOf({ images: [png('a'), png('b'), png('c')], held: 1 });
      const outcome = valueOf(await generate(ports, { model: fiveAtOnce, count: 4 }));
      assert.equal(outcome.images.length, 3);
      assert.equal(outcome.heldBack, 1);
      assert.equal(outcome.mayBeCharged, true);
      const [error] = outcome.errors;
      assert.ok(error?.kind === 'contentFiltered');
      assert.deepEqual([error.stage, error.count], ['outputImage', 1]);
      assert.deepEqual(ports.ledger.states(), ['settled 0.16 partlyFiltered']);
    });

    it('sums what single calls held back', async () => {
      const ports = fakePorts();
      ports.invoker.reply = (request) =>
        request.body['seed'] === 0 ? imagesFor(request) : answerOf({ images: [], held: 1 });
      const outcome = valueOf(await generate(ports, { count: 3, seed: 0 }));
      assert.equal(outcome.images.length, 1);
      assert.equal(outcome.heldBack, 2);
      assert.equal(outcome.errors.length, 1);
      assert.ok(outcome.errors[0]?.kind === 'contentFiltered' && outcome.errors[0].count === 2);
      assert.deepEqual(ports.ledger.states(), [
        'settled 0.04 succeeded',
        'settled 0.04 filtered',
        'settled 0.04 filtered',
      ]);
    });

    it('does not send the rest after a refusal that all would meet', async () => {
      const ports = fakePorts();
      ports.invoker.reply = () => err({ kind: 'badRequest', reason: 'no' });
      const result = await generate(ports, { count: 7 });
      assert.ok(!result.ok && result.error.kind === 'badRequest');
      assert.equal(ports.invoker.requests.length, 3);
      assert.deepEqual(new Set(ports.ledger.states()), new Set(['released']));
    });
  });

  describe('when the service refuses', () => {
    it('tries again after throttling and says so', async () => {
      const ports = fakePorts();
      ports.invoker.reply = (request, _signal, number) => (number < 3 ? err(throttled) : imagesFor(request));
      const outcome = valueOf(await generate({ ...ports, random: () => 0.5 }));
      assert.equal(outcome.images.length, 1);
      assert.deepEqual(ports.clock.sleeps, [500, 1000]);
      assert.deepEqual(
        ports.told.filter(({ kind }) => kind === 'retrying'),
        [
          { kind: 'retrying', waitMs: 500, attempt: 2, maxAttempts: 5, reason: 'throttled' },
          { kind: 'retrying', waitMs: 1000, attempt: 3, maxAttempts: 5, reason: 'throttled' },
        ],
      );
      assert.equal(ports.limiter.acquired.length, 3);
      assert.deepEqual(ports.ledger.states(), ['settled 0.04 succeeded']);
    });

    for (const status of [500, 503]) {
      it(`tries again after ${status}, and gives up free of charge`, async () => {
        const ports = fakePorts();
        ports.invoker.reply = () => err({ kind: 'serviceFailed', status, attempts: 1 });
        const result = await generate(ports);
        assert.ok(!result.ok && result.error.kind === 'serviceFailed');
        assert.equal(result.error.attempts, 5);
        assert.equal(ports.invoker.requests.length, 5);
        assert.deepEqual(ports.ledger.states(), ['released']);
      });
    }

    const once: readonly (readonly [string, ImageError, string])[] = [
      ['a timeout', { kind: 'timeout', seconds: 300, charge: 'unknown' }, 'settled 0.04 unknown'],
      ['a lost connection', { kind: 'connectionLost', charge: 'unknown' }, 'settled 0.04 unknown'],
      [
        'a gateway that lost the answer',
        { kind: 'serviceFailed', status: 504, attempts: 1 },
        'settled 0.04 unknown',
      ],
      ['a filtered prompt', { kind: 'contentFiltered', stage: 'prompt', count: 0 }, 'settled 0.04 filtered'],
      ['a guardrail', { kind: 'guardrailIntervened' }, 'settled 0.04 filtered'],
      ['a refused connection', { kind: 'endpointUnreachable', host: 'x' }, 'released'],
      ['a failed model', { kind: 'serviceFailed', status: 424, attempts: 1 }, 'released'],
      ['missing credentials', { kind: 'notSignedIn' }, 'released'],
      ['a bad request', { kind: 'badRequest', reason: 'no' }, 'released'],
    ];
    for (const [what, error, state] of once) {
      it(`sends once and books ${state.replace(/ .*? /, ' in full as ')} after ${what}`, async () => {
        const ports = fakePorts();
        ports.invoker.reply = () => err(error);
        const result = await generate(ports);
        assert.equal(ports.invoker.requests.length, 1);
        assert.deepEqual(ports.ledger.states(), [state]);
        assert.deepEqual(ports.journal, state === 'released' ? [] : ['settle']);
        if (state === 'released') assert.ok(!result.ok && result.error.kind === error.kind);
        else {
          const outcome = valueOf(result);
          assert.deepEqual(kindsOf(outcome.errors), [error.kind]);
          assert.deepEqual([outcome.spentUsd, outcome.mayBeCharged], [0.04, true]);
        }
      });
    }

    it('says how many images a refused prompt kept back', async () => {
      const ports = fakePorts();
      ports.invoker.reply = () => err({ kind: 'contentFiltered', stage: 'prompt', count: 0 });
      const outcome = valueOf(await generate(ports, { model: fiveAtOnce, count: 4 }));
      assert.equal(outcome.heldBack, 4);
      assert.ok(outcome.errors[0]?.kind === 'contentFiltered' && outcome.errors[0].count === 4);
    });

    it('tells the wait of the limiter', async () => {
      const ports = fakePorts();
      ports.limiter.waitMs = 4000;
      await generate(ports);
      assert.deepEqual(ports.told[1], { kind: 'queued', waitMs: 4000 });
    });

    it('tells what an invocation proved of the model', async () => {
      const ports = fakePorts();
      await generate(ports);
      ports.invoker.reply = () => err({ kind: 'modelEnded', modelId: 'x' });
      await generate(ports);
      assert.deepEqual(ports.proven, [
        'us-west-2 stability.stable-image-core-v1:1 usable',
        'us-west-2 stability.stable-image-core-v1:1 ended',
      ]);
    });
  });

  describe('with an answer that is not usable', () => {
    it('keeps an answer that is cut short, as it came', async () => {
      const ports = fakePorts();
      ports.invoker.reply = () => rawAnswer('{"images":["iVBO');
      const outcome = valueOf(await generate(ports));
      const [error] = outcome.errors;
      assert.ok(error?.kind === 'badAnswer');
      assert.equal(error.answerPath, '/answers/1');
      assert.equal(error.context?.requestId, 'request-1');
      assert.equal(new TextDecoder().decode(ports.inbox.answers[0]), '{"images":["iVBO');
      assert.deepEqual(ports.ledger.states(), ['settled 0.04 unknown']);
      assert.deepEqual([outcome.spentUsd, outcome.mayBeCharged], [0.04, true]);
    });

    it('keeps an answer that the adapter does not understand', async () => {
      const ports = fakePorts();
      ports.invoker.reply = () => rawAnswer('{"pictures":[]}');
      const outcome = valueOf(await generate(ports));
      assert.deepEqual(kindsOf(outcome.errors), ['badAnswer']);
      assert.equal(ports.inbox.answers.length, 1);
    });

    for (const [what, bytes] of [
      ['bytes that are no image', new TextEncoder().encode('<html>sorry</html>')],
      ['an image that is cut short', png('half').subarray(0, -20)],
    ] as const) {
      it(`saves the good image beside ${what}, and keeps the answer`, async () => {
        const ports = fakePorts();
        ports.invoker.reply = () => answerOf({ images: [bytes, png('good')] });
        const outcome = valueOf(await generate(ports, { model: fiveAtOnce, count: 2 }));
        assert.equal(outcome.images.length, 1);
        assert.equal(outcome.images[0]?.recipe.index, 1);
        assert.deepEqual(kindsOf(outcome.errors), ['notAnImage']);
        assert.ok(outcome.errors[0]?.kind === 'notAnImage' && outcome.errors[0].answerPath === '/answers/1');
        assert.deepEqual(ports.ledger.states(), ['settled 0.08 succeeded']);
      });
    }

    it('books an answer without any usable image as unknown', async () => {
      const ports = fakePorts();
      ports.invoker.reply = () => answerOf({ images: [new Uint8Array(10)] });
      const outcome = valueOf(await generate(ports));
      assert.deepEqual(kindsOf(outcome.errors), ['notAnImage']);
      assert.deepEqual(ports.ledger.states(), ['settled 0.04 unknown']);
      assert.equal(outcome.mayBeCharged, true);
    });

    it('books what came where fewer images come than were asked for', async () => {
      const ports = fakePorts();
      ports.invoker.reply = () => answerOf({ images: [png('a'), png('b')] });
      const outcome = valueOf(await generate(ports, { model: fiveAtOnce, count: 3 }));
      assert.equal(outcome.images.length, 2);
      assert.deepEqual(ports.ledger.states(), ['settled 0.08 succeeded']);
    });
  });

  describe('when it cannot be saved', () => {
    it('leaves the image in the inbox after a full disk, and names the entry', async () => {
      const ports = fakePorts();
      ports.imageStore.error = { kind: 'diskFull', folder: 'images' };
      const outcome = valueOf(await generate(ports));
      assert.deepEqual(outcome.inboxIds, ['entry-1']);
      assert.deepEqual(outcome.errors, [{ kind: 'diskFull', folder: 'images', inboxId: 'entry-1' }]);
      assert.equal(ports.inbox.held.size, 1);
      assert.equal(ports.recipes.written.length, 0);
      assert.deepEqual(ports.ledger.states(), ['settled 0.04 succeeded']);
      assert.equal(outcome.mayBeCharged, false);
    });

    it('saves into the project when only the inbox is full, and buys no more', async () => {
      const ports = fakePorts();
      ports.inbox.putError = { kind: 'diskFull', folder: 'storage' };
      const outcome = valueOf(await generate(ports, { count: 6 }));
      assert.equal(ports.invoker.requests.length, 3);
      assert.equal(outcome.images.length, 3);
      assert.deepEqual(outcome.errors, [{ kind: 'diskFull', folder: 'storage' }]);
      assert.deepEqual(ports.ledger.states().slice(3), ['released', 'released', 'released']);
    });

    it('tries the folder of kept answers when neither inbox nor project takes the image', async () => {
      const ports = fakePorts();
      ports.inbox.putError = { kind: 'diskFull', folder: 'storage' };
      ports.imageStore.error = { kind: 'notWritable', folder: 'images', reason: 'read-only' };
      const outcome = valueOf(await generate(ports));
      assert.deepEqual(outcome.errors, [{ kind: 'notWritable', folder: 'images', reason: 'read-only' }]);
      assert.equal(ports.inbox.answers.length, 1);
    });

    it('puts the recipe into the storage of the extension where the folder refuses it', async () => {
      const ports = fakePorts();
      ports.recipes.unwritable = 'file:///project';
      const outcome = valueOf(await generate(ports));
      assert.deepEqual(
        ports.recipes.written.map(({ folder }) => folder),
        [undefined],
      );
      assert.deepEqual(outcome.errors, []);
      assert.equal(ports.inbox.held.size, 0);
    });

    it('keeps the inbox entry while no recipe could be written anywhere', async () => {
      const ports = fakePorts();
      ports.recipes.unwritable = 'everywhere';
      const outcome = valueOf(await generate(ports));
      assert.equal(outcome.images.length, 1);
      assert.deepEqual(outcome.inboxIds, ['entry-1']);
      assert.equal(ports.inbox.held.size, 1);
      assert.deepEqual(kindsOf(outcome.errors), ['notWritable']);
    });

    it('keeps recipes of a chosen folder out of that folder', async () => {
      const ports = fakePorts();
      await generate({ ...ports, recipeFolder: () => undefined });
      assert.deepEqual(
        ports.recipes.written.map(({ folder }) => folder),
        [undefined],
      );
    });

    it('reports a bug in one call and keeps what the others bring', async () => {
      const ports = fakePorts();
      const bug = new TypeError('boom');
      ports.invoker.reply = (request) => {
        if (request.body['seed'] === 1) throw bug;
        return imagesFor(request);
      };
      const outcome = valueOf(await generate(ports, { count: 3, seed: 0 }));
      assert.equal(outcome.images.length, 2);
      assert.deepEqual(outcome.errors, [{ kind: 'unexpected', cause: bug }]);
      assert.equal(ports.ledger.states()[1], 'settled 0.04 unknown');
    });
  });

  describe('with a copy in S3', () => {
    it('copies each image after it was saved', async () => {
      const ports = fakePorts();
      const uploads = new FakeUploads();
      const bytes = png('the one');
      ports.invoker.reply = () => answerOf({ images: [bytes] });
      await generate({ ...ports, uploads }, { s3Upload: 's3://bucket/art' });
      assert.deepEqual(uploads.uploaded, [
        { bytes, destination: 's3://bucket/art', fileName: 'red-kite-1.png', contentType: 'image/png' },
      ]);
    });

    it('names no bucket in the recipe', async () => {
      const ports = fakePorts();
      await generate({ ...ports, uploads: new FakeUploads() }, { s3Upload: 's3://bucket/art' });
      assert.doesNotMatch(JSON.stringify(ports.recipes.written), /bucket/);
    });

    it('reports a failed copy and keeps the file', async () => {
      const ports = fakePorts();
      const uploads = new FakeUploads();
      uploads.error = {
        kind: 's3UploadFailed',
        uri: 's3://bucket',
        reason: 'accessDenied',
        fileName: 'red-kite-1.png',
      };
      const outcome = valueOf(await generate({ ...ports, uploads }, { s3Upload: 's3://bucket' }));
      assert.equal(outcome.images.length, 1);
      assert.deepEqual(outcome.errors, [uploads.error]);
      assert.equal(ports.inbox.held.size, 0);
    });

    it('copies nothing where no bucket is set', async () => {
      const ports = fakePorts();
      const uploads = new FakeUploads();
      await generate({ ...ports, uploads });
      assert.deepEqual(uploads.uploaded, []);
    });
  });

  describe('recover', () => {
    async function withEntry(ports: FakePorts): Promise<void> {
      ports.imageStore.error = { kind: 'notWritable', folder: 'images', reason: 'read-only' };
      await generate(ports);
      ports.imageStore.error = undefined;
      ports.journal.length = 0;
    }

    it('finishes an entry at its own destination', async () => {
      const ports = fakePorts();
      await withEntry(ports);
      const [entry] = await ports.inbox.entries();
      assert.ok(entry);
      const saved = valueOf(await new Generator(ports).recover(entry));
      assert.equal(saved.file.uri, 'file:///project/images/red-kite-1.png');
      assert.equal(saved.recipe.runs[0]?.path, 'images/red-kite-1.png');
      assert.deepEqual(ports.journal, ['save', 'recipe', 'remove']);
      assert.equal(ports.inbox.held.size, 0);
      assert.equal(ports.ledger.all.length, 1);
    });

    it('finishes an entry elsewhere', async () => {
      const ports = fakePorts();
      await withEntry(ports);
      const [entry] = await ports.inbox.entries();
      assert.ok(entry?.destination);
      const elsewhere = { ...entry.destination, folder: 'file:///elsewhere' };
      const saved = valueOf(await new Generator(ports).recover(entry, elsewhere));
      assert.equal(saved.file.uri, 'file:///elsewhere/images/red-kite-1.png');
    });

    it('keeps the entry when it cannot be saved now either', async () => {
      const ports = fakePorts();
      await withEntry(ports);
      ports.imageStore.error = { kind: 'diskFull', folder: 'images' };
      const [entry] = await ports.inbox.entries();
      assert.ok(entry);
      const result = await new Generator(ports).recover(entry);
      assert.deepEqual(result, err({ kind: 'diskFull', folder: 'images', inboxId: 'entry-1' }));
      assert.equal(ports.inbox.held.size, 1);
    });

    it('asks for a folder where the entry has none', async () => {
      const ports = fakePorts();
      const { destination: _none, ...request } = requestFor();
      await new Generator(ports).generate(request, generous, () => undefined, new AbortController().signal);
      const [entry] = await ports.inbox.entries();
      assert.ok(entry);
      assert.deepEqual(await new Generator(ports).recover(entry), err({ kind: 'noFolder' }));
      assert.equal(ports.inbox.held.size, 1);
    });

    it('reports an entry whose bytes are gone', async () => {
      const ports = fakePorts();
      await withEntry(ports);
      const [entry] = await ports.inbox.entries();
      assert.ok(entry);
      ports.inbox.held.clear();
      const result = await new Generator(ports).recover(entry);
      assert.ok(!result.ok && result.error.kind === 'notReadable');
    });
  });
});
