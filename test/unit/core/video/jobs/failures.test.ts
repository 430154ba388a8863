import assert from 'node:assert/strict';
import type { ImageError } from '../../../../../src/core/errors';
import { World } from './world';

const lost = { kind: 'connectionLost', charge: 'unknown' } as const;

describe('a video job that fails', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.close());

  const statusFile = (failureType: string): Readonly<Record<string, Uint8Array>> => ({
    'video-generation-status.json': new TextEncoder().encode(
      JSON.stringify({
        schemaVersion: '1.0',
        shots: [],
        fullVideo: { status: 'FAILURE', failureType, failureMessage: 'As it says.' },
      }),
    ),
  });

  for (const [type, sentence, kind, books] of [
    [
      'RAI_VIOLATION_OUTPUT_VIDEO_DEFLECTION',
      'The generated video has been blocked by our content filters.',
      'videoFiltered',
      ['settled 3.75 filtered'],
    ],
    ['INTERNAL_SERVER_EXCEPTION', 'Something went wrong on the server side.', 'videoServiceFailed', []],
    [
      'RATE_LIMIT_EXCEEDED',
      'Service capacity limit has been reached. Please try again later.',
      'videoNoCapacity',
      [],
    ],
    ['ABORTED', 'Request has been aborted.', 'videoAborted', ['settled 3.75 unknown']],
    ['SOMETHING_NEW', 'The moon was in the way.', 'videoFailed', ['settled 3.75 unknown']],
  ] as const) {
    for (const from of ['status file', 'sentence'] as const) {
      it(`says ${kind} by the service's ${from}`, async () => {
        world.service.making = () => ({
          failure: from === 'sentence' ? sentence : 'See the status file.',
          ...(from === 'sentence' ? {} : { objects: statusFile(type) }),
        });
        const { jobs } = world.open();
        await jobs.start(world.request());
        assert.ok(await world.untilOver());
        const job = world.job();
        assert.ok(job.state === 'failed');
        assert.equal(job.error.kind, kind);
        assert.deepEqual(world.disk.books(), books);
        const isBooked = books.length > 0;
        assert.deepEqual([job.spentUsd, job.mayBeCharged], isBooked ? [3.75, true] : [0, false]);
        assert.equal(job.outputUri, 's3://films/easel/job000000001');
      });
    }
  }

  const refusals: readonly (readonly [ImageError, readonly string[]])[] = [
    [{ kind: 'contentFiltered', stage: 'prompt', count: 1 }, ['settled 3.75 filtered']],
    [{ kind: 'modelEnded', modelId: 'luma' }, []],
    [{ kind: 'noModelAccess', modelId: 'luma' }, []],
    [{ kind: 'permissionDenied', action: 'bedrock:InvokeModel' }, []],
    [{ kind: 'badRequest', reason: 'no' }, []],
  ];
  for (const [error, books] of refusals) {
    it(`ends at once when the service refuses it: ${error.kind}`, async () => {
      world.service.startFaults.push(error);
      const { jobs } = world.open();
      await jobs.start(world.request());
      assert.ok(await world.untilOver(1000));
      const job = world.job();
      assert.deepEqual(job.state === 'failed' && job.error, error);
      assert.deepEqual(world.disk.books(), books);
      assert.equal(world.service.charges, 0);
    });
  }

  it('makes room for the next in line', async () => {
    world.service.startFaults.push({ kind: 'badRequest', reason: 'no' });
    const { jobs } = world.open();
    await jobs.start(world.request());
    await jobs.start(world.request());
    assert.ok(await world.untilOver());
    assert.deepEqual(world.states(), ['failed', 'saved']);
  });
});

describe('a video job whose start is in doubt', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.close());

  it('is found again under its token, also on a later page of the list', async () => {
    world.service.concurrent = 10;
    world.service.startFaults.push('lost');
    const { jobs } = world.open();
    await jobs.start(world.request());
    await world.clock.until(() => world.service.charges === 1, 1000);
    // Others of the same account come after it, and before it in the list.
    const other = world.open('other').ports.invoker;
    for (let index = 0; index < 5; index++) {
      const { place, s3Uri } = world.request();
      const modelInput = { index };
      await other.start(
        { place, modelId: 'luma', modelInput, s3Uri, token: `other-${index}` },
        new AbortController().signal,
      );
    }
    assert.ok(await world.untilOver());
    assert.equal(world.job().state, 'saved');
    assert.equal(world.service.charges, 6);
    assert.equal(world.service.calls.filter((call) => call === 'one start').length, 1);
  });

  it('is sent again under its token where the service does not have it', async () => {
    world.service.startFaults.push(lost, { kind: 'timeout', seconds: 300, charge: 'unknown' });
    const { jobs } = world.open();
    await jobs.start(world.request());
    assert.ok(await world.untilOver());
    assert.equal(world.job().state, 'saved');
    assert.equal(world.service.charges, 1);
    assert.equal(world.service.calls.filter((call) => call === 'one start').length, 3);
  });

  it('is sent again under its token where the list is not allowed', async () => {
    world.service.startFaults.push('lost');
    world.service.listFaults.push(
      ...Array.from({ length: 9 }, () => ({ kind: 'permissionDenied' }) as const),
    );
    const { jobs } = world.open();
    await jobs.start(world.request());
    assert.ok(await world.untilOver());
    assert.equal(world.service.charges, 1);
    assert.deepEqual(world.disk.books(), ['settled 3.75 succeeded']);
  });

  it('waits for the network, and keeps its place', async () => {
    world.service.startFaults.push('lost');
    world.service.listFaults.push(
      ...Array.from({ length: 12 }, () => ({ kind: 'noNetwork', host: 'bedrock' }) as const),
    );
    const { jobs } = world.open();
    const first = await jobs.start(world.request());
    assert.ok(first.ok);
    await jobs.start(world.request());
    await world.clock.pass(300_000);
    assert.deepEqual(world.states(), ['starting', 'queued']);
    assert.equal(jobs.cancelQueued(first.value.id), false);
    assert.ok(await world.untilOver(2 * 3_600_000));
    assert.deepEqual(world.states(), ['saved', 'saved']);
    assert.equal(world.service.charges, 2);
  });

  it('is not sent again when a week has gone by', async () => {
    world.service.startFaults.push(lost);
    world.service.listFaults.push(
      ...Array.from({ length: 5000 }, () => ({ kind: 'noNetwork', host: 'bedrock' }) as const),
    );
    const { jobs } = world.open();
    await jobs.start(world.request());
    await world.clock.pass(600_000);
    world.clock.doze(8 * 24 * 3_600_000);
    await world.clock.pass(600_000);
    world.service.listFaults.length = 0;
    assert.ok(await world.untilOver());
    const job = world.job();
    assert.deepEqual(job.state === 'failed' && [job.error.kind, job.mayBeCharged], ['videoLost', true]);
    assert.equal(world.service.charges, 0);
    assert.deepEqual(world.disk.books(), ['settled 3.75 unknown']);
  });

  it('counts in full when it is refused after a doubt', async () => {
    world.service.startFaults.push(lost, { kind: 'badRequest', reason: 'no' });
    const { jobs } = world.open();
    await jobs.start(world.request());
    assert.ok(await world.untilOver());
    assert.deepEqual(world.disk.books(), ['settled 3.75 unknown']);
  });

  it('cannot be sent again without its pictures, and says so', async () => {
    world.service.startFaults.push({ kind: 'noNetwork', host: 'bedrock' });
    const { jobs } = world.open();
    await jobs.start(
      world.request({
        task: {
          kind: 'imageToVideo',
          prompt: 'It flies',
          durationSeconds: 5,
          size: { kind: 'ratio', ratio: '16:9', resolution: '540p' },
          seed: 0,
          start: { base64: btoa('picture'), type: 'png', width: 600, height: 600, sha256: 'ab'.repeat(32) },
        },
      }),
    );
    world.disk.blobs.clear();
    assert.ok(await world.untilOver());
    const job = world.job();
    assert.equal(job.state === 'failed' && job.error.kind, 'notReadable');
    assert.deepEqual(world.disk.books(), []);
  });
});

describe('a video job that is asked after', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.close());

  it('is asked more seldom while the service is busy, and that is nobody’s trouble', async () => {
    world.service.getFaults.push(
      ...Array.from({ length: 4 }, () => ({ kind: 'throttled', modelId: 'luma', attempts: 1 }) as const),
    );
    const { jobs } = world.open();
    await jobs.start(world.request());
    await world.clock.pass(150_000);
    const running = world.job();
    assert.ok(running.state === 'running');
    assert.equal(running.trouble, undefined);
    assert.ok(await world.untilOver());
    assert.ok(world.service.calls.filter((call) => call.endsWith('get')).length <= 9);
  });

  it('waits for the sign-in, and goes on at once after it', async () => {
    const { jobs } = world.open();
    await jobs.start(world.request());
    await world.clock.until(() => world.states()[0] === 'running', 1000);
    const expired = { kind: 'signInExpired', isSso: true, profile: 'dev' } as const;
    world.service.getFaults.push(...Array.from({ length: 500 }, () => expired));
    await world.clock.pass(3_600_000);
    const stuck = world.job();
    assert.deepEqual(stuck.state === 'running' && stuck.trouble?.error, expired);
    world.service.getFaults.length = 0;
    jobs.wake();
    assert.ok(await world.untilOver(5000));
    assert.equal(world.job().state, 'saved');
  });

  it('waits for the sign-in before it is sent, and can still be cancelled', async () => {
    const { jobs } = world.open();
    world.service.startFaults.push({ kind: 'signInExpired', isSso: true });
    const started = await jobs.start(world.request());
    assert.ok(started.ok);
    await world.clock.pass(500);
    assert.equal(world.job().state, 'queued');
    assert.equal(jobs.cancelQueued(started.value.id), true);
    assert.deepEqual(world.disk.books(), []);
  });

  it('is asked after at once when the computer wakes', async () => {
    world.service.making = () => ({ seconds: 500 });
    const { jobs } = world.open();
    await jobs.start(world.request());
    await world.clock.pass(330_000);
    world.clock.doze(3_600_000);
    assert.ok(await world.untilOver(20_000));
  });

  it('ends in words when the service no longer knows it', async () => {
    const { jobs } = world.open();
    await jobs.start(world.request());
    await world.clock.until(() => world.states()[0] === 'running', 1000);
    world.service.getFaults.push(
      ...Array.from({ length: 2000 }, () => ({ kind: 'badRequest', reason: 'no such job' }) as const),
    );
    assert.ok(await world.untilOver(3 * 24 * 3_600_000));
    const job = world.job();
    assert.equal(job.state === 'failed' && job.error.kind, 'videoLost');
    assert.deepEqual(world.disk.books(), ['settled 3.75 unknown']);
  });
});
