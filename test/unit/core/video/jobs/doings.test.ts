import assert from 'node:assert/strict';
import { ray, reel, World } from './world';

const signal = new AbortController().signal;

describe('what a user does with video jobs', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.close());

  const place = { via: { provider: 'bedrock', profile: 'dev' }, region: 'us-west-2' } as const;

  async function made(modelId = ray): Promise<string> {
    const [window] = [world.open()];
    const started = await window.jobs.start(world.request({ modelId }));
    assert.ok(started.ok);
    assert.ok(await world.untilOver());
    return started.value.id;
  }

  it('makes it again, or with the next seed where the model takes one', async () => {
    const id = await made(reel);
    const { jobs } = world.open('later');
    const same = await jobs.again(id, 'same');
    const next = await jobs.again(id, 'next');
    const { task } = world.request({ modelId: reel });
    assert.deepEqual(same?.task, task);
    assert.deepEqual(next?.task, { ...task, seed: 8 });
    assert.deepEqual([same.modelId, same.s3Uri, same.label], [reel, 's3://films/easel', 'kite']);
  });

  it('makes it again with its pictures, until they are gone', async () => {
    const { jobs } = world.open();
    const { task: _task, ...rest } = world.request();
    const task = {
      kind: 'imageToVideo',
      prompt: 'It flies',
      durationSeconds: 5,
      size: { kind: 'ratio', ratio: '16:9', resolution: '540p' },
      seed: 0,
      start: { base64: btoa('picture'), type: 'png', width: 600, height: 600, sha256: 'ab'.repeat(32) },
    } as const;
    const started = await jobs.start({ ...rest, task });
    assert.ok(started.ok);
    assert.deepEqual((await jobs.again(started.value.id, 'next'))?.task, task);
    world.disk.blobs.clear();
    assert.equal(await jobs.again(started.value.id, 'same'), undefined);
  });

  it('copies a link that lasts from a quarter of an hour to a week', async () => {
    const id = await made();
    const { jobs } = world.open('later');
    const links = await Promise.all([1, 3600, 1e9].map((seconds) => jobs.presign(id, { seconds }, signal)));
    assert.deepEqual(
      links.map((link) => link.ok && link.value.url),
      [900, 3600, 604_800].map((seconds) => `https://films/easel/job000000001/output.mp4?expires=${seconds}`),
    );
  });

  it('deletes from S3 what is the job’s, and nothing beside it', async () => {
    const id = await made();
    world.service.put('films/easel/job0000000011/output.mp4', new Uint8Array(1));
    world.service.put('films/easel/other.txt', new Uint8Array(1));
    const { jobs } = world.open('later');
    const listed = await jobs.objects(id, signal);
    assert.deepEqual(listed.ok && listed.value.map(({ key }) => key), ['easel/job000000001/output.mp4']);
    assert.ok((await jobs.deleteFromS3(id, signal)).ok);
    assert.deepEqual(
      [...world.service.objects.keys()],
      ['films/easel/job0000000011/output.mp4', 'films/easel/other.txt'],
    );
    assert.equal(world.disk.project.size, 1);
    assert.ok((await jobs.deleteFromS3(id, signal)).ok);
  });

  it('does not delete what is still to be fetched', async () => {
    world.service.making = () => ({ seconds: 500 });
    const { jobs } = world.open();
    const started = await jobs.start(world.request());
    assert.ok(started.ok);
    await world.clock.pass(1000);
    const refused = await jobs.deleteFromS3(started.value.id, signal);
    assert.equal(refused.ok, false);
  });

  it('forgets what has ended, and nothing that goes on', async () => {
    world.service.making = () => ({ seconds: 500 });
    const { jobs } = world.open();
    const started = await jobs.start(world.request());
    assert.ok(started.ok);
    await world.clock.pass(1000);
    assert.equal(jobs.forget(started.value.id), false);
    assert.ok(await world.untilOver());
    assert.equal(jobs.forget(started.value.id), true);
    assert.deepEqual(jobs.list(), []);
    assert.equal(world.service.objects.size, 1);
    assert.deepEqual(world.disk.books(), ['settled 3.75 succeeded']);
  });

  it('forgets a film that is stuck in S3, and what it cost stays in the books', async () => {
    const { jobs } = world.open();
    const started = await jobs.start(world.request());
    assert.ok(started.ok);
    world.disk.isFull = true;
    await world.clock.pass(3_600_000);
    assert.equal(jobs.forget(started.value.id), true);
    await world.clock.pass(3_600_000);
    assert.equal(world.disk.growing.size, 0);
    assert.deepEqual(world.disk.books(), ['settled 3.75 succeeded']);
  });

  it('brings home what another machine has started, once, and pays nothing for it', async () => {
    const id = await made();
    // Another machine: the same account, another disk.
    const elsewhere = new World();
    const invoker = world.service.invoker('elsewhere');
    const objects = world.service.objectsPort();
    const window = elsewhere.open();
    Object.assign(window.ports.invoker, invoker);
    Object.assign(window.ports.objects, objects);
    const listed = await window.jobs.listElsewhere(place, signal);
    assert.ok(listed.ok);
    assert.deepEqual(
      listed.value.map(({ status, modelId }) => [status, modelId]),
      [['completed', ray]],
    );
    const [invocation] = listed.value;
    assert.ok(invocation);
    const { destination } = world.request();
    assert.ok(destination);
    const home = window.jobs.bringHome(place, invocation, { destination, workspace: '' });
    assert.ok(home.ok);
    const twice = window.jobs.bringHome(place, invocation, { destination, workspace: '' });
    assert.equal(twice.ok && twice.value.id, home.value.id);
    assert.ok(await elsewhere.untilOver());
    assert.deepEqual([...elsewhere.disk.project.keys()], ['generated-videos/kite.mp4']);
    assert.deepEqual(elsewhere.disk.books(), []);
    assert.equal(elsewhere.disk.recipes.size, 0);
    assert.equal(await window.jobs.again(home.value.id, 'same'), undefined);
    const left = await window.jobs.listElsewhere(place, signal);
    assert.deepEqual(left.ok && left.value, []);
    // The machine that started it has nothing to bring home.
    const own = await world.open('later').jobs.listElsewhere(place, signal);
    assert.deepEqual(own.ok && own.value, []);
    assert.ok(id);
    await elsewhere.close();
  });
});
