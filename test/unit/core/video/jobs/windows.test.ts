import assert from 'node:assert/strict';
import { World } from './world';

describe('video jobs of several windows', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.close());

  it('are looked after by one of them', async () => {
    const [one, two, three] = [world.open('one'), world.open('two'), world.open('three')];
    world.service.concurrent = 3;
    await one.jobs.start(world.request());
    await two.jobs.start(world.request());
    await three.jobs.start(world.request());
    assert.ok(await world.untilOver());
    const callers = new Set(world.service.calls.map((call) => call.split(' ')[0]));
    assert.equal(callers.size, 1, [...callers].join());
    assert.equal(world.service.charges, 3);
    assert.equal(world.disk.project.size, 3);
    assert.deepEqual(
      [one, two, three].map(({ jobs }) => jobs.list().map(({ job }) => job.state)),
      [one, two, three].map(() => ['saved', 'saved', 'saved']),
    );
  });

  it('are taken over soon after their window has died', async () => {
    world.service.making = () => ({ seconds: 600 });
    const one = world.open('one');
    await one.jobs.start(world.request());
    await world.clock.until(() => world.states()[0] === 'running', 1000);
    const two = world.open('two');
    await world.clock.pass(60_000);
    assert.ok(world.service.calls.every((call) => call.startsWith('one ')));
    one.die();
    const before = world.service.calls.length;
    assert.ok(await world.clock.until(() => world.service.calls.length > before, 60_000));
    assert.ok(world.service.calls.slice(before).every((call) => call.startsWith('two ')));
    assert.ok(await world.untilOver());
    assert.equal(world.service.charges, 1);
    assert.equal(two.jobs.list()[0]?.job.state, 'saved');
  });

  it('are taken over at once when their window is closed', async () => {
    world.service.making = () => ({ seconds: 600 });
    const one = world.open('one');
    await one.jobs.start(world.request());
    await world.clock.until(() => world.states()[0] === 'running', 1000);
    world.open('two');
    await world.clock.pass(1000);
    await one.close();
    const before = world.service.calls.length;
    assert.ok(await world.clock.until(() => world.service.calls.length > before, 20_000));
    assert.ok(await world.untilOver());
  });

  it('are looked after by one of them after the clock was set', async () => {
    for (const ms of [86_400_000, -86_400_000]) {
      const own = new World();
      own.service.making = () => ({ seconds: 600 });
      const one = own.open('one');
      own.open('two');
      await one.jobs.start(own.request());
      await own.clock.pass(30_000);
      own.clock.set(ms);
      await own.clock.pass(100_000);
      const holder = own.disk.lease?.owner;
      const before = own.service.calls.length;
      await own.untilOver();
      const callers = new Set(own.service.calls.slice(before).map((call) => call.split(' ')[0]));
      assert.deepEqual([...callers], [holder]);
      assert.deepEqual([own.service.charges, own.disk.project.size], [1, 1]);
      await own.close();
    }
  });

  it('tell of the end in one of them', async () => {
    const [one, two] = [world.open('one'), world.open('two')];
    const started = await one.jobs.start(world.request());
    assert.ok(started.ok);
    const { id } = started.value;
    assert.equal(one.jobs.takeAnnouncement(id), false, 'not before it has ended');
    assert.ok(await world.untilOver());
    assert.deepEqual(
      [two.jobs.takeAnnouncement(id), one.jobs.takeAnnouncement(id), two.jobs.takeAnnouncement(id)],
      [true, false, false],
    );
  });
});

describe('many video jobs at once', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.close());

  it('wait in a line where the account makes one at a time, and come in their order', async () => {
    const { jobs } = world.open();
    const slug = (number: number): string => `kite-${String(number).padStart(2, '0')}`;
    const started = await Promise.all(
      Array.from({ length: 50 }, (_, index) => jobs.start(world.request({ label: slug(index) }))),
    );
    assert.ok(started.every(({ ok }) => ok));
    await world.clock.pass(1000);
    const lines = jobs.list().map(({ line }) => line);
    assert.deepEqual(lines, [...Array.from({ length: 49 }, (_, index) => 49 - index), undefined]);
    assert.ok(await world.untilOver(24 * 3_600_000));
    assert.equal(world.service.mostAtOnce, 1);
    assert.equal(world.service.charges, 50);
    assert.equal(world.disk.project.size, 50);
    assert.ok(world.disk.books().every((row) => row === 'settled 3.75 succeeded'));
    const tokens = world.service.jobs.map(({ invocation }) => invocation.token);
    assert.deepEqual(
      tokens,
      started.map((each) => each.ok && each.value.token),
    );
    // The limit is known here: nobody is sent to be refused.
    assert.equal(world.service.calls.filter((call) => call.endsWith('start')).length, 50);
  });

  it('wait too where another machine has taken the account’s room', async () => {
    const { jobs } = world.open();
    world.service.startFaults.push(
      ...Array.from({ length: 5 }, () => ({ kind: 'throttled', modelId: 'luma', attempts: 1 }) as const),
    );
    await jobs.start(world.request());
    await world.clock.pass(1000);
    const waiting = world.job();
    assert.equal(waiting.state === 'queued' && waiting.trouble?.error.kind, 'throttled');
    assert.ok(await world.untilOver());
    assert.equal(world.job().state, 'saved');
    assert.equal(world.service.charges, 1);
  });

  it('leave the line when the user no longer wants them', async () => {
    const { jobs } = world.open();
    const [first, second] = [await jobs.start(world.request()), await jobs.start(world.request())];
    assert.ok(first.ok && second.ok);
    await world.clock.pass(1000);
    assert.equal(jobs.cancelQueued(first.value.id), false);
    assert.equal(jobs.cancelQueued(second.value.id), true);
    assert.ok(await world.untilOver());
    assert.deepEqual(world.states(), ['saved']);
    assert.deepEqual(world.disk.books(), ['settled 3.75 succeeded']);
    assert.equal(world.service.charges, 1);
  });

  it('ask seldom: ten that wait for an hour', async () => {
    world.service.concurrent = 10;
    world.service.making = () => ({ seconds: 3600 });
    const { jobs } = world.open();
    const { model } = world.request();
    for (let index = 0; index < 10; index++) {
      await jobs.start(world.request({ model: { ...model, concurrentJobs: 10 } }));
    }
    assert.ok(await world.untilOver(2 * 3_600_000));
    const questions = world.service.calls.filter((call) => call.endsWith('get')).length;
    assert.ok(questions < 10 * 45, String(questions));
  });
});
