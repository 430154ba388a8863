import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readMp4, type Mp4Facts } from '../../../src/core/video/mp4';
import type { Fault } from '../../../src/simulator/faults';
import { LocalRecipes } from '../../../src/storage/recipes';
import { needSqlite } from '../storage/sqlite';
import { place, ray, reel, VideoWorld } from './videoWorld';

const signal = new AbortController().signal;

function factsOf(film: Uint8Array): Promise<Mp4Facts | undefined> {
  return readMp4(async (position, length) => film.subarray(position, position + length), film.length);
}

describe('the whole way of a video', function () {
  needSqlite();
  this.timeout(60_000);
  let world: VideoWorld;
  beforeEach(async () => {
    world = await VideoWorld.start();
  });
  afterEach(() => world.close());

  it('ends with a film in the project, its recipe and closed books', async () => {
    await world.makeBucket();
    const window = world.open();
    assert.ok((await window.jobs.start(world.request())).ok);
    const [job] = await world.over(window);
    assert.equal(job?.state, 'saved');
    const files = await world.files();
    assert.equal(files.length, 2);
    assert.ok(files.includes('generated-videos/kite.mp4'));
    const film = await world.read('generated-videos/kite.mp4');
    assert.equal(Math.round((await factsOf(film))?.seconds ?? 0), 5);
    const sha256 = createHash('sha256').update(film).digest('hex');
    const recipe = await new LocalRecipes('').readVideo(world.request().destination?.folder, sha256);
    assert.deepEqual(
      [recipe?.task, recipe?.prompt, recipe?.video.bytes, recipe?.runs.length],
      ['textToVideo', 'A red kite over the sea', film.length, 1],
    );
    const rows = window.ledger.rows(0);
    assert.deepEqual(
      rows.ok && rows.value.map(({ state, amountUsd, outcome }) => [state, amountUsd, outcome]),
      [['settled', 3.75, 'succeeded']],
    );
  });

  it('says what is wrong with a bucket before money is spent, and makes a private one', async () => {
    const proposed = await world.buckets.propose(place, signal);
    assert.deepEqual(proposed, {
      ok: true,
      value: `easel-video-${world.simulator.accountId}-us-west-2`,
    });
    const problemOf = async (): Promise<unknown> => {
      const checked = await world.buckets.check(place, world.address, signal);
      if (checked.ok) return checked.value.isPrivate;
      return checked.error.kind === 'bucketUnusable' ? checked.error.problem : checked.error.kind;
    };
    assert.equal(await problemOf(), 'missing');
    await world.makeBucket();
    assert.equal(await problemOf(), 'yes');
    await world.makeBucket();
    const left = await world.objects.list(place, world.address.bucket, '', signal);
    assert.deepEqual(left.ok && left.value, []);
    for (const [fault, problem] of [
      [{ kind: 'iamDenied', operation: 'PutObject' }, 'noPermission'],
      [{ kind: 'wrongRegion', operation: 'HeadBucket' }, 'wrongRegion'],
    ] as const satisfies readonly (readonly [Fault, string])[]) {
      world.simulator.faults.add({ ...fault, count: 3 });
      assert.equal(await problemOf(), problem);
      world.simulator.faults.clear();
    }
    const elsewhere = { ...place, region: 'eu-west-1' };
    const far = await world.buckets.check(elsewhere, world.address, signal);
    assert.deepEqual(!far.ok && far.error, {
      kind: 'bucketUnusable',
      bucket: world.address.bucket,
      problem: 'wrongRegion',
      region: 'eu-west-1',
      bucketRegion: 'us-west-2',
    });
  });

  it('makes three videos one after the other where the account makes one at a time', async () => {
    await world.makeBucket();
    const window = world.open();
    await Promise.all([1, 2, 3].map(() => window.jobs.start(world.request())));
    const jobs = await world.over(window);
    assert.deepEqual(
      jobs.map(({ state }) => state),
      ['saved', 'saved', 'saved'],
    );
    assert.equal(await world.charges(), 3);
    const files = (await world.files()).filter((file) => file.endsWith('.mp4'));
    assert.deepEqual(files.sort(), [
      'generated-videos/kite-2.mp4',
      'generated-videos/kite-3.mp4',
      'generated-videos/kite.mp4',
    ]);
  });

  for (const [words, faults] of [
    ['the answer to its start is lost', [{ kind: 'reset', operation: 'StartAsyncInvoke' }]],
    [
      'the service is busy',
      [
        { kind: 'throttle', operation: 'StartAsyncInvoke', count: 2 },
        { kind: 'throttle', operation: 'GetAsyncInvoke', count: 2 },
      ],
    ],
    ['the service fails for a moment', [{ kind: 'internalError', operation: 'StartAsyncInvoke', count: 2 }]],
    [
      'its download is cut',
      [{ kind: 'reset', operation: 'GetObject', key: 'output.mp4', afterBytes: 900, count: 5 }],
    ],
    ['its download brings something else', [{ kind: 'damaged', operation: 'GetObject', key: 'output.mp4' }]],
    [
      'its download is cut, and goes on with something else',
      [
        { kind: 'reset', operation: 'GetObject', key: 'output.mp4', afterBytes: 900 },
        { kind: 'damaged', operation: 'GetObject', key: 'output.mp4' },
      ],
    ],
  ] as const satisfies readonly (readonly [string, readonly Fault[]])[]) {
    it(`is paid once and ends well when ${words}`, async () => {
      await world.makeBucket();
      for (const fault of faults) world.simulator.faults.add(fault);
      const window = world.open();
      await window.jobs.start(world.request());
      const [job] = await world.over(window);
      assert.equal(job?.state, 'saved', JSON.stringify(job));
      assert.equal(await world.charges(), 1);
      const film = await world.read('generated-videos/kite.mp4');
      assert.equal(Math.round((await factsOf(film))?.seconds ?? 0), 5);
      // Its own bytes to the last, whatever came between.
      const listed = await window.jobs.objects(job.id, signal);
      const object = listed.ok ? listed.value.find(({ key }) => key.endsWith('output.mp4')) : undefined;
      assert.equal(object?.etag, `"${createHash('md5').update(film).digest('hex')}"`);
    });
  }

  for (const state of ['starting', 'running', 'downloading'] as const) {
    it(`is paid once and ends well when window and service begin anew while it is ${state}`, async () => {
      await world.makeBucket();
      if (state === 'starting')
        world.simulator.faults.add({ kind: 'delay', operation: 'StartAsyncInvoke', delayMs: 300 });
      if (state === 'downloading') {
        world.simulator.faults.add({ kind: 'slow', bytesPerSecond: 2000, key: 'output.mp4' });
      }
      const first = world.open();
      await first.jobs.start(world.request());
      await world.reaches(first, state);
      await first.close();
      await world.restartSimulator();
      const second = world.open();
      const [job] = await world.over(second);
      assert.equal(job?.state, 'saved');
      assert.equal(await world.charges(), 1);
      assert.equal((await world.files()).filter((file) => file.endsWith('.mp4')).length, 1);
      const rows = second.ledger.rows(0);
      assert.deepEqual(rows.ok && rows.value.map(({ state: booked }) => booked), ['settled']);
    });
  }

  for (const [kind, error, isBooked] of [
    ['outputFiltered', 'videoFiltered', true],
    ['jobError', 'videoServiceFailed', false],
    ['jobRateLimit', 'videoNoCapacity', false],
    ['jobAborted', 'videoAborted', true],
    ['promptFiltered', 'contentFiltered', true],
    ['ended', 'modelEnded', false],
    ['iamDenied', 'permissionDenied', false],
  ] as const) {
    it(`says why it failed: ${kind}`, async () => {
      await world.makeBucket();
      world.simulator.faults.add({ kind, operation: 'StartAsyncInvoke' });
      const window = world.open();
      await window.jobs.start(world.request());
      const [job] = await world.over(window);
      assert.equal(job?.state === 'failed' && job.error.kind, error, JSON.stringify(job));
      const rows = window.ledger.rows(0);
      assert.equal(rows.ok && rows.value.length, isBooked ? 1 : 0);
      assert.deepEqual(await world.files(), []);
    });
  }

  it('keeps the shots that were made where the film could not be', async () => {
    await world.makeBucket();
    world.simulator.faults.add({ kind: 'partlyFiltered', operation: 'StartAsyncInvoke', shots: [2] });
    const window = world.open();
    const { task } = world.request({ modelId: reel });
    await window.jobs.start(
      world.request({
        modelId: reel,
        task: {
          ...task,
          kind: 'multiShotManual',
          prompt: '',
          durationSeconds: 18,
          shots: [{ text: 'A kite' }, { text: 'The sea' }, { text: 'The sun' }],
        },
        priceUsd: 1.44,
      }),
    );
    const [job] = await world.over(window);
    assert.ok(job?.state === 'saved', JSON.stringify(job));
    assert.deepEqual([job.shots, job.shotsMade, job.missing?.kind], [3, 2, 'videoFiltered']);
    const films = (await world.files()).filter((file) => file.endsWith('.mp4'));
    assert.deepEqual(films, ['generated-videos/kite-shot-1.mp4', 'generated-videos/kite-shot-3.mp4']);
  });

  it('gives a link to the film, clears it out of S3, and removes its bucket at the end', async () => {
    await world.makeBucket();
    const window = world.open();
    await window.jobs.start(world.request());
    const [job] = await world.over(window);
    assert.ok(job);
    const link = await window.jobs.presign(job.id, { seconds: 3600 }, signal);
    assert.ok(link.ok);
    const film = Buffer.from(await (await fetch(link.value.url)).arrayBuffer());
    assert.deepEqual(film, await world.read('generated-videos/kite.mp4'));
    assert.match(link.value.url, /X-Amz-Expires=3600/);

    const { bucket } = world.address;
    const made = await world.buckets.made(place, world.address, signal);
    assert.ok(made.ok && made.value.isOurs);
    assert.ok(
      made.value.objects.some(({ key, bytes }) => key.endsWith('/output.mp4') && bytes === film.length),
    );
    assert.ok((await window.jobs.deleteFromS3(job.id, signal)).ok);
    const after = await world.buckets.made(place, world.address, signal);
    assert.deepEqual(after.ok && after.value.objects, []);
    assert.ok((await world.buckets.removeBucket(place, bucket, signal)).ok);
    const gone = await world.buckets.check(place, world.address, signal);
    assert.equal(!gone.ok && gone.error.kind === 'bucketUnusable' && gone.error.problem, 'missing');
  });

  it('does not remove a bucket that holds something', async () => {
    await world.makeBucket();
    const window = world.open();
    await window.jobs.start(world.request());
    await world.over(window);
    assert.equal((await world.buckets.removeBucket(place, world.address.bucket, signal)).ok, false);
  });

  it('says that there is nothing where a film was deleted', async () => {
    await world.makeBucket();
    const window = world.open();
    const { destination: _destination, ...rest } = world.request();
    await window.jobs.start(rest);
    const [waiting] = await world.over(window);
    assert.ok(waiting?.state === 'downloading');
    assert.ok((await window.jobs.deleteFromS3(waiting.id, signal)).ok);
    const { destination } = world.request();
    window.jobs.retryDownload(waiting.id, destination);
    const [job] = await world.over(window);
    assert.equal(job?.state === 'failed' && job.error.kind, 'videoGone');
  });

  it('finds the job of another machine, and brings its film home', async () => {
    await world.makeBucket();
    const window = world.open();
    await window.jobs.start(world.request());
    const [job] = await world.over(window);
    assert.ok(job);
    const known = await window.jobs.listElsewhere(place, signal);
    assert.deepEqual(known.ok && known.value, []);
    assert.equal(window.jobs.forget(job.id), true);
    const listed = await window.jobs.listElsewhere(place, signal);
    assert.ok(listed.ok);
    const [invocation] = listed.value;
    assert.ok(invocation);
    assert.deepEqual([invocation.modelId, invocation.status], [ray, 'completed']);
    const { destination } = world.request();
    assert.ok(destination);
    assert.ok(window.jobs.bringHome(place, invocation, { destination, workspace: '' }).ok);
    const [home] = await world.over(window);
    assert.equal(home?.state, 'saved');
    const films = (await world.files()).filter((file) => file.endsWith('.mp4'));
    assert.deepEqual(films, ['generated-videos/kite-2.mp4', 'generated-videos/kite.mp4']);
    assert.deepEqual(
      await world.read('generated-videos/kite-2.mp4'),
      await world.read('generated-videos/kite.mp4'),
    );
  });
});
