import assert from 'node:assert/strict';
import { hash } from './disk';
import { ray, reel, World } from './world';

describe('the life of a video job', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.close());

  it('ends with one charge, one file, its recipe and closed books', async () => {
    const { jobs } = world.open();
    const started = await jobs.start(world.request());
    assert.ok(started.ok);
    assert.ok(await world.untilOver());
    const job = world.job();
    assert.equal(job.state, 'saved');
    assert.equal(world.service.charges, 1);
    assert.deepEqual([...world.disk.project.keys()], ['generated-videos/kite.mp4']);
    assert.deepEqual(world.disk.books(), ['settled 3.75 succeeded']);
    assert.equal(world.disk.growing.size, 0);
    const [film] = [...world.disk.project.values()];
    const recipe = world.disk.recipes.get(hash(film ?? new Uint8Array(0)));
    assert.deepEqual(recipe?.video, { type: 'mp4', width: 960, height: 540, seconds: 5, bytes: 10_000 });
    assert.deepEqual(recipe.model, { id: ray, name: 'Ray 2', invokedAs: ray });
    assert.deepEqual(recipe.request, {
      prompt: 'A red kite',
      aspect_ratio: '16:9',
      resolution: '540p',
      duration: '5s',
    });
    assert.deepEqual(recipe.runs, [
      {
        madeAt: '2026-11-20T09:33:20.000Z',
        provider: 'bedrock',
        region: 'us-west-2',
        priceUsd: 3.75,
        durationMs: 200_000,
        extensionVersion: 'test',
        path: 'generated-videos/kite.mp4',
      },
    ]);
    // No bucket, ARN or account stands in what is committed.
    assert.doesNotMatch(JSON.stringify(recipe), /films|arn:|123456789012/);
  });

  it('asks a few times about when a film is usually ready, and not at all when nothing runs', async () => {
    const { jobs } = world.open();
    await jobs.start(world.request());
    assert.ok(await world.untilOver());
    const asked = world.service.calls.length;
    assert.ok(asked <= 7, world.service.calls.join(', '));
    await world.clock.pass(3_600_000);
    assert.equal(world.service.calls.length, asked);
    assert.equal(world.clock.waiting, 0);
    assert.equal(world.disk.lease, undefined);
  });

  it('says the stages in their order', async () => {
    const { jobs } = world.open();
    const seen: string[] = [];
    jobs.onDidChange(() => {
      const [view] = jobs.list();
      if (view && seen.at(-1) !== view.job.state) seen.push(view.job.state);
    });
    await jobs.start(world.request());
    assert.ok(await world.untilOver());
    assert.deepEqual(seen, ['queued', 'starting', 'running', 'downloading', 'saved']);
  });

  it('says that a film takes longer than usual, and goes on asking ever more seldom', async () => {
    world.service.making = () => ({ seconds: 7200 });
    const { jobs } = world.open();
    await jobs.start(world.request());
    await world.clock.pass(240_000);
    assert.equal(jobs.list()[0]?.isOverdue, false);
    await world.clock.pass(240_000);
    assert.equal(jobs.list()[0]?.isOverdue, true);
    assert.ok(await world.untilOver(7_200_000));
    assert.equal(world.job().state, 'saved');
    assert.ok(world.service.calls.length < 80, String(world.service.calls.length));
  });

  it('books nothing and records nothing for what cannot be sent or paid', async () => {
    const { jobs } = world.open();
    const { task } = world.request();
    const refusals = await Promise.all([
      jobs.start(world.request({ priceUsd: 9 })),
      jobs.start(world.request({ budget: { perDayUsd: 1, perCallRefuseUsd: null } })),
      jobs.start(world.request({ task: { ...task, durationSeconds: 12 } })),
      jobs.start(world.request({ task: { ...task, prompt: ' ' } })),
    ]);
    assert.deepEqual(
      refusals.map((refusal) => (refusal.ok ? 'taken' : refusal.error.kind)),
      ['callTooExpensive', 'budgetReached', 'badRequest', 'badRequest'],
    );
    assert.deepEqual(world.states(), []);
    assert.deepEqual(world.disk.books(), []);
    assert.deepEqual(world.service.calls, []);
  });

  it('books nothing as spent offline', async () => {
    const { jobs } = world.open();
    world.service.making = () => ({ seconds: 6 });
    const place = { via: { provider: 'offline' }, region: 'us-west-2' } as const;
    await jobs.start(world.request({ place }));
    assert.ok(await world.untilOver(60_000));
    const job = world.job();
    assert.deepEqual(job.state === 'saved' && [job.spentUsd, job.mayBeCharged], [0, false]);
    assert.deepEqual(world.disk.books(), ['settled 0 succeeded']);
  });

  it('leaves a film in S3 until somebody says where it goes', async () => {
    const { jobs } = world.open();
    const { destination, ...rest } = world.request();
    assert.ok(destination);
    await jobs.start(rest);
    await world.clock.pass(3_600_000);
    const waiting = world.job();
    assert.equal(waiting.state === 'downloading' && waiting.trouble?.error.kind, 'noFolder');
    assert.equal(world.clock.waiting, 0);
    jobs.retryDownload(waiting.id, destination);
    assert.ok(await world.untilOver(1000));
    assert.deepEqual([...world.disk.project.keys()], ['generated-videos/kite.mp4']);
    assert.deepEqual(world.disk.books(), ['settled 3.75 succeeded']);
  });

  it('never puts a film over a file of the user', async () => {
    const { jobs } = world.open();
    const own = new TextEncoder().encode('my own kite');
    world.disk.project.set('generated-videos/kite.mp4', own);
    await jobs.start(world.request());
    assert.ok(await world.untilOver());
    assert.deepEqual(
      [...world.disk.project.keys()],
      ['generated-videos/kite.mp4', 'generated-videos/kite-2.mp4'],
    );
    assert.equal(world.disk.project.get('generated-videos/kite.mp4'), own);
  });

  it('sends pictures, keeps them out of the record, and writes their own files into the recipe', async () => {
    const { jobs } = world.open();
    const base64 = btoa('a fitted picture');
    await jobs.start(
      world.request({
        modelId: reel,
        task: {
          kind: 'imageToVideo',
          prompt: 'It flies',
          durationSeconds: 6,
          size: { kind: 'pixels', width: 1280, height: 720 },
          seed: 7,
          start: {
            base64,
            type: 'png',
            width: 1280,
            height: 720,
            sha256: 'ab'.repeat(32),
            path: 'img/kite.png',
          },
        },
        inputs: [{ role: 'image', sha256: 'ab'.repeat(32), path: 'img/kite.png' }],
        priceUsd: 0.48,
      }),
    );
    const record = [...world.disk.records.values()].join('');
    assert.equal(record.includes(base64), false);
    assert.ok(await world.untilOver());
    assert.match(world.service.jobs[0]?.input ?? '', new RegExp(base64));
    const [recipe] = [...world.disk.recipes.values()];
    assert.deepEqual(recipe?.request, {
      taskType: 'TEXT_VIDEO',
      textToVideoParams: {
        text: 'It flies',
        images: [{ format: 'png', source: { bytes: { sha256: 'ab'.repeat(32), path: 'img/kite.png' } } }],
      },
      videoGenerationConfig: { fps: 24, dimension: '1280x720', seed: 7, durationSeconds: 6 },
    });
    assert.equal(recipe.seed, 7);
    assert.deepEqual(recipe.inputs, [{ role: 'image', sha256: 'ab'.repeat(32), path: 'img/kite.png' }]);
  });
});
