import assert from 'node:assert/strict';
import { Generator } from '../../../../src/core/generate/generator';
import type { GenerateOutcome, GenerateRequest } from '../../../../src/core/generate/run';
import { JobList } from '../../../../src/core/jobs/jobList';
import { err, ok, type Result } from '../../../../src/core/result';
import { fakePorts, generous, imagesFor, requestFor, type FakePorts } from './fakes';

async function generate(
  ports: FakePorts,
  abort: AbortController,
  changes: Partial<GenerateRequest> = {},
): Promise<Result<GenerateOutcome>> {
  return new Generator(ports).generate(
    requestFor(changes),
    generous,
    (progress) => ports.told.push(progress),
    abort.signal,
  );
}

describe('Cancelling', () => {
  it('before anything is reserved leaves no trace', async () => {
    const ports = fakePorts();
    const abort = new AbortController();
    abort.abort();
    assert.deepEqual(await generate(ports, abort), err({ kind: 'cancelled' }));
    assert.deepEqual(ports.ledger.all, []);
    assert.deepEqual(ports.told, []);
  });

  it('while the limiter waits releases the money and sends nothing', async () => {
    const ports = fakePorts();
    const abort = new AbortController();
    ports.limiter.next = () => {
      abort.abort();
      return err({ kind: 'cancelled' });
    };
    assert.deepEqual(await generate(ports, abort), err({ kind: 'cancelled' }));
    assert.deepEqual(ports.ledger.states(), ['released']);
    assert.equal(ports.invoker.requests.length, 0);
  });

  it('just after the limiter let it pass sends nothing', async () => {
    const ports = fakePorts();
    const abort = new AbortController();
    ports.limiter.next = () => {
      abort.abort();
      return ok();
    };
    assert.deepEqual(await generate(ports, abort), err({ kind: 'cancelled' }));
    assert.equal(ports.invoker.requests.length, 0);
  });

  it('during a call books it as unknown', async () => {
    const ports = fakePorts();
    const abort = new AbortController();
    ports.invoker.reply = () => {
      abort.abort();
      return err({ kind: 'cancelled' });
    };
    const result = await generate(ports, abort);
    assert.ok(result.ok);
    assert.deepEqual(result.value.errors, [{ kind: 'cancelled' }]);
    assert.deepEqual([result.value.spentUsd, result.value.mayBeCharged], [0.04, true]);
    assert.deepEqual(ports.ledger.states(), ['settled 0.04 unknown']);
  });

  it('while waiting for another try releases the money', async () => {
    const ports = fakePorts();
    const abort = new AbortController();
    ports.invoker.reply = () => err({ kind: 'throttled', modelId: 'x', attempts: 1 });
    ports.clock.onSleep = () => abort.abort();
    assert.deepEqual(await generate(ports, abort), err({ kind: 'cancelled' }));
    assert.equal(ports.invoker.requests.length, 1);
    assert.deepEqual(ports.ledger.states(), ['released']);
  });

  it('during a call that is refused for throttling releases the money', async () => {
    const ports = fakePorts();
    const abort = new AbortController();
    ports.invoker.reply = () => {
      abort.abort();
      return err({ kind: 'throttled', modelId: 'x', attempts: 1 });
    };
    assert.deepEqual(await generate(ports, abort), err({ kind: 'cancelled' }));
    assert.deepEqual(ports.ledger.states(), ['released']);
    assert.deepEqual(ports.clock.sleeps, []);
  });

  it('keeps and saves an answer that arrives nevertheless', async () => {
    const ports = fakePorts();
    const abort = new AbortController();
    ports.invoker.reply = (request) => {
      abort.abort();
      return imagesFor(request);
    };
    const result = await generate(ports, abort);
    assert.ok(result.ok);
    assert.equal(result.value.images.length, 1);
    assert.deepEqual(result.value.errors, []);
    assert.equal(result.value.mayBeCharged, false);
    assert.deepEqual(ports.journal, ['put', 'settle', 'save', 'recipe', 'remove']);
  });

  it('while saving finishes what arrived and sends no more', async () => {
    const ports = fakePorts();
    const abort = new AbortController();
    ports.imageStore.onSave = () => abort.abort();
    const result = await generate(ports, abort, { count: 5 });
    assert.ok(result.ok);
    assert.equal(ports.invoker.requests.length, 3);
    assert.equal(result.value.images.length, 3);
    assert.deepEqual(result.value.errors, [{ kind: 'cancelled' }]);
    assert.deepEqual([result.value.spentUsd, result.value.mayBeCharged], [0.12, false]);
    assert.deepEqual(ports.ledger.states().slice(3), ['released', 'released']);
  });

  it('keeps what arrived, aborts what was sent, stops what was not', async () => {
    const ports = fakePorts();
    const abort = new AbortController();
    ports.invoker.reply = async (request, signal) => {
      if (request.body['seed'] === 0) return imagesFor(request);
      if (!signal.aborted)
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      return err({ kind: 'cancelled' });
    };
    ports.imageStore.onSave = () => queueMicrotask(() => abort.abort());
    const result = await generate(ports, abort, { count: 5, seed: 0 });
    assert.ok(result.ok);
    assert.equal(result.value.images.length, 1);
    assert.equal(result.value.mayBeCharged, true);
    const states = ports.ledger.states();
    assert.equal(states[0], 'settled 0.04 succeeded');
    assert.deepEqual(states.slice(1, 3), ['settled 0.04 unknown', 'settled 0.04 unknown']);
    assert.equal(states.at(-1), 'released');
  });

  it('says that a call may be charged also where nobody knows its price', async () => {
    const ports = fakePorts();
    const abort = new AbortController();
    ports.invoker.reply = () => {
      abort.abort();
      return err({ kind: 'cancelled' });
    };
    const result = await generate(ports, abort, { pricePerImageUsd: undefined });
    assert.ok(result.ok);
    assert.deepEqual([result.value.spentUsd, result.value.mayBeCharged], [0, true]);
  });

  it('costs nothing offline', async () => {
    const ports = fakePorts();
    const abort = new AbortController();
    ports.invoker.reply = () => {
      abort.abort();
      return err({ kind: 'cancelled' });
    };
    assert.deepEqual(await generate(ports, abort, { provider: 'offline' }), err({ kind: 'cancelled' }));
  });

  it('of one job leaves the other prompts alone', async () => {
    const ports = fakePorts();
    const jobs = new JobList(ports.clock);
    ports.invoker.reply = (request) => {
      if (request.body['words'] !== 'first') return imagesFor(request);
      const job = jobs.snapshot().find(({ label }) => label === 'first');
      jobs.cancel(job?.id ?? '');
      return err({ kind: 'cancelled' });
    };
    const named = (slug: string): GenerateRequest => {
      const request = requestFor({ prompt: slug });
      const { destination } = request;
      assert.ok(destination);
      return { ...request, destination: { ...destination, values: { ...destination.values, slug } } };
    };
    const results = await new Generator({ ...ports, jobs }).generateAll(
      [named('first'), named('second')],
      generous,
      () => undefined,
      new AbortController().signal,
    );
    assert.deepEqual(
      results.map((result) => result.ok && result.value.images.length),
      [0, 1],
    );
    assert.deepEqual(
      jobs.snapshot().map(({ label, state }) => [label, state]),
      [
        ['second', 'succeeded'],
        ['first', 'cancelled'],
      ],
    );
  });
});
