import assert from 'node:assert/strict';
import { Generator } from '../../../../src/core/generate/generator';
import type { GenerateBudget, GenerateOutcome, GenerateRequest } from '../../../../src/core/generate/run';
import { err, type Result } from '../../../../src/core/result';
import { fakePorts, fiveAtOnce, generous, imagesFor, requestFor, type FakePorts } from './fakes';

async function generateAll(
  ports: FakePorts,
  requests: readonly GenerateRequest[],
  budget: GenerateBudget = generous,
): Promise<readonly Result<GenerateOutcome>[]> {
  return new Generator(ports).generateAll(
    requests,
    budget,
    (progress) => ports.told.push(progress),
    new AbortController().signal,
  );
}

describe('Money', () => {
  it('is not touched by a prompt that the model would refuse', async () => {
    const ports = fakePorts();
    const results = await generateAll(ports, [requestFor({ prompt: 'x'.repeat(101) })]);
    assert.deepEqual(results, [
      err({
        kind: 'promptTooLong',
        length: 101,
        maxLength: 100,
        modelId: 'stability.stable-image-core-v1:1',
      }),
    ]);
    assert.deepEqual(ports.ledger.all, []);
    assert.equal(ports.invoker.requests.length, 0);
    assert.deepEqual(ports.told, []);
  });

  it('is not touched by a number of images that makes no sense', async () => {
    const ports = fakePorts();
    const [result] = await generateAll(ports, [requestFor({ count: 0 })]);
    assert.ok(result && !result.ok && result.error.kind === 'badRequest');
    assert.deepEqual(ports.ledger.all, []);
  });

  it('is refused above the limit of one decision, all prompts together', async () => {
    const ports = fakePorts();
    const requests = [requestFor({ count: 2 }), requestFor({ count: 2 })];
    const results = await generateAll(ports, requests, { perDayUsd: null, perCallRefuseUsd: 0.15 });
    const refusal = err({ kind: 'callTooExpensive', priceUsd: 0.16, limitUsd: 0.15 });
    assert.deepEqual(results, [refusal, refusal]);
    assert.deepEqual(ports.ledger.all, []);
  });

  it('may reach a limit exactly', async () => {
    const ports = fakePorts();
    const [result] = await generateAll(ports, [requestFor({ count: 3 })], {
      perDayUsd: 1,
      perCallRefuseUsd: 0.12,
    });
    assert.ok(result?.ok);
    assert.equal(result.value.spentUsd, 0.12);
  });

  it('is given back when the budget ends in the middle, and nothing is sent', async () => {
    const ports = fakePorts();
    const results = await generateAll(ports, [requestFor({ count: 4 })], {
      perDayUsd: 0.1,
      perCallRefuseUsd: null,
    });
    assert.deepEqual(results, [err({ kind: 'budgetReached', spentUsd: 0, limitUsd: 0.1, priceUsd: 0.16 })]);
    assert.deepEqual(ports.ledger.states(), ['released', 'released']);
    assert.equal(ports.invoker.requests.length, 0);
  });

  it('needs the database where it is spent', async () => {
    const ports = fakePorts();
    ports.ledger.isMissing = true;
    assert.deepEqual(await generateAll(ports, [requestFor()]), [
      err({ kind: 'noDatabase', reason: 'missing' }),
    ]);
    assert.equal(ports.invoker.requests.length, 0);
  });

  it('is not needed offline, nor is the database or the limiter', async () => {
    const ports = fakePorts();
    ports.ledger.isMissing = true;
    const [result] = await generateAll(ports, [requestFor({ provider: 'offline', pricePerImageUsd: 0 })]);
    assert.ok(result?.ok);
    assert.equal(result.value.images.length, 1);
    assert.equal(result.value.spentUsd, 0);
    assert.equal(result.value.images[0]?.recipe.runs[0]?.priceUsd, 0);
    assert.deepEqual(ports.limiter.acquired, []);
    assert.deepEqual(ports.proven, []);
  });

  it('is booked as 0 offline', async () => {
    const ports = fakePorts();
    await generateAll(ports, [requestFor({ provider: 'offline' })], { perDayUsd: 0, perCallRefuseUsd: 0 });
    assert.deepEqual(ports.ledger.all[0]?.booking, {
      provider: 'offline',
      modelId: 'stability.stable-image-core-v1:1',
      region: 'us-west-2',
      workspace: 'file:///project',
      task: 'textToImage',
      amountUsd: 0,
    });
    assert.deepEqual(ports.ledger.states(), ['settled 0 succeeded']);
  });

  it('is booked as 0 where nobody knows the price', async () => {
    const ports = fakePorts();
    const [result] = await generateAll(ports, [requestFor({ pricePerImageUsd: undefined })]);
    assert.ok(result?.ok);
    assert.equal(result.value.spentUsd, 0);
    assert.deepEqual(ports.ledger.states(), ['settled 0 succeeded']);
  });

  it('is reserved once for each call, in their order', async () => {
    const ports = fakePorts();
    await generateAll(ports, [requestFor({ model: fiveAtOnce, count: 7 })]);
    assert.deepEqual(
      ports.ledger.all.map(({ booking }) => booking.amountUsd),
      [0.2, 0.08],
    );
  });
});

describe('Several prompts', () => {
  it('have one outcome each, numbered through the whole batch', async () => {
    const ports = fakePorts();
    const results = await generateAll(ports, [
      requestFor({ prompt: 'a kite', count: 2 }),
      requestFor({ prompt: 'a pot' }),
    ]);
    assert.deepEqual(
      results.map((result) => result.ok && result.value.images.map(({ recipe }) => recipe.prompt)),
      [['a kite', 'a kite'], ['a pot']],
    );
    assert.deepEqual(ports.imageStore.saved.map(({ destination }) => destination.values.n).toSorted(), [
      '1',
      '2',
      '3',
    ]);
    assert.ok(ports.told.some((progress) => progress.kind === 'generating' && progress.received === 3));
  });

  it('share the number of calls at once', async () => {
    const ports = fakePorts();
    await generateAll(
      ports,
      Array.from({ length: 6 }, () => requestFor()),
    );
    assert.equal(ports.invoker.mostAtOnce, 3);
  });

  it('go on when one of them is too long', async () => {
    const ports = fakePorts();
    const results = await generateAll(ports, [requestFor({ prompt: 'x'.repeat(101) }), requestFor()]);
    assert.deepEqual(
      results.map(({ ok }) => ok),
      [false, true],
    );
  });

  it('go on when one of them is held back', async () => {
    const ports = fakePorts();
    ports.invoker.reply = (request) =>
      request.body['words'] === 'bad'
        ? err({ kind: 'contentFiltered', stage: 'prompt', count: 0 })
        : imagesFor(request);
    const results = await generateAll(ports, [
      requestFor({ prompt: 'bad', count: 4 }),
      requestFor({ prompt: 'good', count: 2 }),
    ]);
    assert.deepEqual(
      results.map((result) => result.ok && result.value.images.length),
      [0, 2],
    );
    // The fourth of the first prompt was never sent.
    assert.equal(ports.ledger.states()[3], 'released');
  });

  it('all end where nothing can be sent', async () => {
    const ports = fakePorts();
    ports.invoker.reply = () => err({ kind: 'signInExpired', isSso: true });
    const results = await generateAll(
      ports,
      Array.from({ length: 5 }, () => requestFor()),
    );
    assert.equal(ports.invoker.requests.length, 3);
    for (const result of results) assert.ok(!result.ok && result.error.kind === 'signInExpired');
    assert.deepEqual(new Set(ports.ledger.states()), new Set(['released']));
  });

  it('may be none', async () => {
    const ports = fakePorts();
    assert.deepEqual(await generateAll(ports, []), []);
    assert.deepEqual(ports.told, []);
  });
});
