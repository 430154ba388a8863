import assert from 'node:assert/strict';
import type { ImageError } from '../../../../src/core/errors';
import { fullJitterMs, modelRetries, withRetries, type RetryWait } from '../../../../src/core/jobs/retry';
import { err, ok, type Result } from '../../../../src/core/result';
import { FakeClock } from '../generate/fakes';

const throttled: ImageError = { kind: 'throttled', modelId: 'x', attempts: 1 };

async function run(
  attempt: (number: number) => Result<string>,
  { clock = new FakeClock(), random = 1, signal = new AbortController().signal } = {},
): Promise<{ readonly result: Result<string>; readonly waits: readonly RetryWait[] }> {
  const waits: RetryWait[] = [];
  const result = await withRetries(
    async (number) => attempt(number),
    ({ kind }) => kind === 'throttled',
    (wait) => waits.push(wait),
    modelRetries,
    { clock, random: () => random },
    signal,
  );
  return { result, waits };
}

describe('fullJitterMs', () => {
  it('doubles its ceiling up to the cap', () => {
    const ceilings = [1, 2, 3, 4, 5, 6, 60].map((retry) => fullJitterMs(retry, modelRetries, () => 1));
    assert.deepEqual(ceilings, [1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
  });

  it('may be nothing at all', () => {
    assert.equal(
      fullJitterMs(5, modelRetries, () => 0),
      0,
    );
  });
});

describe('withRetries', () => {
  it('returns the first success', async () => {
    const { result, waits } = await run((number) => (number === 3 ? ok('done') : err(throttled)));
    assert.deepEqual(result, ok('done'));
    assert.deepEqual(
      waits.map(({ waitMs, attempt }) => [waitMs, attempt]),
      [
        [1000, 2],
        [2000, 3],
      ],
    );
  });

  it('gives up after the last try without another wait, and says how many there were', async () => {
    const clock = new FakeClock();
    const { result } = await run(() => err(throttled), { clock });
    assert.deepEqual(result, err({ ...throttled, attempts: 5 }));
    assert.deepEqual(clock.sleeps, [1000, 2000, 4000, 8000]);
  });

  it('does not repeat what may have been paid for', async () => {
    let tries = 0;
    const { result } = await run(() => {
      tries++;
      return err({ kind: 'connectionLost', charge: 'unknown' });
    });
    assert.equal(tries, 1);
    assert.deepEqual(result, err({ kind: 'connectionLost', charge: 'unknown' }));
  });

  it('waits as long as the service asks, where that is longer', async () => {
    const clock = new FakeClock();
    const slow: ImageError = { ...throttled, context: { retryAfterMs: 1500 } };
    await run(() => err(slow), { clock });
    assert.deepEqual(clock.sleeps, [1500, 2000, 4000, 8000]);
  });

  it('ends as cancelled when aborted in a wait, and tries no more', async () => {
    const clock = new FakeClock();
    const abort = new AbortController();
    clock.onSleep = () => abort.abort();
    let tries = 0;
    const { result } = await run(
      () => {
        tries++;
        return err(throttled);
      },
      { clock, signal: abort.signal },
    );
    assert.deepEqual(result, err({ kind: 'cancelled' }));
    assert.equal(tries, 1);
  });

  it('returns a success that comes after the abort', async () => {
    const abort = new AbortController();
    const { result } = await run(
      () => {
        abort.abort();
        return ok('kept');
      },
      { signal: abort.signal },
    );
    assert.deepEqual(result, ok('kept'));
  });
});
