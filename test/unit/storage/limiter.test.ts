import assert from 'node:assert/strict';
import type { Result } from '../../../src/core/result';
import { SqliteLimiter } from '../../../src/storage/limiter';
import { needSqlite, SettableClock, useWindows } from './sqlite';
import { Child, childProgram, removeChildProgram, useFolder } from './surroundings';

const START = Date.UTC(2026, 10, 20, 12);
const key = { region: 'us-west-2', modelId: 'core' };
const passed = { ok: true, value: undefined };

describe('SqliteLimiter', () => {
  needSqlite();
  const folder = useFolder();
  const openWindow = useWindows(folder);
  let clock = new SettableClock(START);
  let waits: number[] = [];

  beforeEach(() => {
    clock = new SettableClock(START);
    waits = [];
  });

  const openLimiter = (): SqliteLimiter => new SqliteLimiter(openWindow(), clock);
  function acquire(
    limiter: SqliteLimiter,
    perMinute: number,
    signal = new AbortController().signal,
    of = key,
  ): Promise<Result<void>> {
    return limiter.acquire(of, perMinute, (waitMs) => waits.push(waitMs), signal);
  }

  it('lets the whole quota through at once, and then waits until the first is a minute old', async () => {
    const limiter = openLimiter();
    for (let number = 0; number < 3; number++) {
      assert.deepEqual(await acquire(limiter, 3), passed);
      clock.time += 1000;
    }
    assert.deepEqual(waits, []);
    assert.deepEqual(await acquire(limiter, 3), passed);
    assert.deepEqual(waits, [57_000]);
    assert.equal(clock.time, START + 60_000);
    assert.deepEqual(await acquire(limiter, 3), passed);
    assert.deepEqual(waits, [57_000, 1000]);
  });

  it('never lets more than the quota through in any minute', async () => {
    const limiter = openLimiter();
    const times: number[] = [];
    for (let number = 0; number < 40; number++) {
      clock.time += (number * 7919) % 9000;
      await acquire(limiter, 4);
      times.push(clock.time);
    }
    for (const [at, time] of times.entries()) {
      const later = times[at + 4];
      assert.ok(later === undefined || later - time >= 60_000, `requests ${at} to ${at + 4}`);
    }
  });

  it('counts each region and model for itself', async () => {
    const limiter = openLimiter();
    const { signal } = new AbortController();
    await acquire(limiter, 1);
    await acquire(limiter, 1, signal, { ...key, region: 'us-east-1' });
    await acquire(limiter, 1, signal, { ...key, modelId: 'ultra' });
    assert.deepEqual(waits, []);
  });

  it('counts what other windows send', async () => {
    const [one, two] = [openLimiter(), openLimiter()];
    await acquire(one, 2);
    await acquire(two, 2);
    await acquire(one, 2);
    assert.deepEqual(waits, [60_000]);
  });

  it('ends a wait that is cancelled, and counts nothing for it', async () => {
    const limiter = openLimiter();
    const controller = new AbortController();
    await acquire(limiter, 1);
    clock.onSleep = () => controller.abort();
    assert.deepEqual(await acquire(limiter, 1, controller.signal), {
      ok: false,
      error: { kind: 'cancelled' },
    });
    waits = [];
    assert.deepEqual(await acquire(limiter, 1), passed);
    assert.deepEqual(waits, []);
  });

  it('does not begin what is cancelled already', async () => {
    const limiter = openLimiter();
    const result = await acquire(limiter, 1, AbortSignal.abort());
    assert.ok(!result.ok && result.error.kind === 'cancelled');
    await acquire(limiter, 1);
    assert.deepEqual(waits, []);
  });

  it('is not blocked for hours by a clock that was wrong', async () => {
    const limiter = openLimiter();
    clock.time = START + 6 * 3_600_000;
    await acquire(limiter, 1);
    clock.time = START;
    await acquire(limiter, 1);
    assert.deepEqual(waits, []);
  });

  it('takes a quota below one for one', async () => {
    const limiter = openLimiter();
    await acquire(limiter, 0);
    await acquire(limiter, 0.5);
    assert.deepEqual(waits, [60_000]);
  });

  it('says so where there is no database', async () => {
    const limiter = new SqliteLimiter(openWindow({ findSqlite: () => undefined }), clock);
    const result = await acquire(limiter, 1);
    assert.ok(!result.ok && result.error.kind === 'noDatabase');
  });

  describe('beside other processes', () => {
    let program = '';
    before(async () => {
      program = await childProgram();
    });
    after(() => removeChildProgram(program));

    it('shares one quota with them', async () => {
      const children = [1, 2].map(() => new Child(program, ['acquire', folder(), '30']));
      for (const child of children) assert.equal(await child.next(), 'ready');
      for (const child of children) child.go();
      let sum = 0;
      for (const child of children) {
        sum += ((await child.next()) as { result: number }).result;
        await child.ended();
      }
      assert.equal(sum, 30);
    });
  });
});
