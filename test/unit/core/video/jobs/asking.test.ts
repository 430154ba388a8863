import assert from 'node:assert/strict';
import { World, type Window } from './world';

/** A jump is noticed with the next heartbeat, after 10 s; then the questions are spread over 3 s. */
const NOTICED_MS = 13_000;

/** Everything that begins anew asks within its spread. */
const SPREAD_MS = 3_000;

describe('the first question after nobody knows how long', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
    world.service.making = () => ({ seconds: 3600 });
  });
  afterEach(() => world.close());

  const questions = (): number => world.service.calls.filter((call) => call.endsWith(' get')).length;

  /** So young a job is not asked after for quite a while. */
  async function young(): Promise<Window> {
    const window = world.open();
    await window.jobs.start(world.request());
    assert.ok(await world.clock.until(() => world.states()[0] === 'running', 1000));
    return window;
  }

  it('comes late where nothing has happened', async () => {
    await young();
    await world.clock.pass(NOTICED_MS + SPREAD_MS);
    assert.equal(questions(), 0);
  });

  it('comes soon after the clock was set back, though the job then seems to have just begun', async () => {
    await young();
    await world.clock.pass(2000);
    world.clock.set(-86_400_000);
    await world.clock.pass(NOTICED_MS);
    assert.equal(questions(), 1);
  });

  it('comes soon after a short sleep, though the job is still young', async () => {
    await young();
    await world.clock.pass(2000);
    world.clock.doze(25_000);
    await world.clock.pass(NOTICED_MS);
    assert.equal(questions(), 1);
  });

  it('comes soon after a window has begun to look after the job', async () => {
    const first = await young();
    first.die();
    world.disk.lease = undefined;
    world.open('two');
    await world.clock.pass(SPREAD_MS);
    assert.equal(questions(), 1);
  });

  it('comes soon after another window has looked after the job for a while', async () => {
    await young();
    await world.clock.pass(2000);
    world.disk.lease = { owner: 'other', expiresAt: world.clock.now() + 12_000 };
    await world.clock.pass(20_000 + SPREAD_MS);
    assert.equal(questions(), 1);
  });

  it('comes soon after the network is back', async () => {
    const { jobs } = await young();
    await world.clock.pass(2000);
    jobs.wake();
    await world.clock.pass(SPREAD_MS);
    assert.equal(questions(), 1);
  });
});
