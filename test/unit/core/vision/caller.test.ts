import assert from 'node:assert/strict';
import type { VisionQuestion } from '../../../../src/core/vision/caller';
import { contextFor, failed, never, said, surroundings } from './fakes';

const question: VisionQuestion = {
  purpose: 'describe',
  system: 'Look.',
  messages: [{ role: 'user', content: [{ kind: 'text', text: 'What is this?' }] }],
  maxTokens: 1000,
  usualTokens: 100,
};

describe('VisionCaller', () => {
  it('reserves the most it may cost, and settles what the service counted', async () => {
    const { caller, converser, ledger, limiter, proofs } = surroundings();
    const estimate = caller.estimate(question, contextFor());
    const answer = await caller.ask(question, contextFor(), {}, never);
    assert(answer.ok);
    assert.deepEqual(answer.value, {
      text: 'A lamp.',
      stop: 'end',
      usage: { inputTokens: 1000, outputTokens: 100 },
      usd: 0.00165,
    });
    assert.deepEqual(ledger.states(), ['settled 0.00165 succeeded']);
    assert.deepEqual(ledger.all[0]?.booking, {
      provider: 'bedrock',
      modelId: 'anthropic.claude-haiku-4-5-20251001-v1:0',
      region: 'us-west-2',
      workspace: 'file:///work',
      task: 'describe',
      amountUsd: estimate?.mostUsd,
    });
    assert.ok((estimate?.mostUsd ?? 0) > 0.0055, 'a thousand tokens out are in the reservation');
    assert.ok((estimate?.usualUsd ?? 1) < 0.001);
    assert.deepEqual(limiter.acquired, ['us-west-2 anthropic.claude-haiku-4-5-20251001-v1:0 200']);
    assert.deepEqual(proofs, ['us-west-2 anthropic.claude-haiku-4-5-20251001-v1:0 usable']);
    assert.equal(converser.requests[0]?.modelId, 'us.anthropic.claude-haiku-4-5-20251001-v1:0');
  });

  it('asks again after refusals that did nothing', async () => {
    const { caller, converser, ledger, limiter, clock } = surroundings();
    converser.reply = (_request, number) =>
      number < 3 ? failed({ kind: 'throttled', modelId: 'm', attempts: 1 }) : said('A lamp.');
    const waits: number[] = [];
    const answer = await caller.ask(
      question,
      contextFor(),
      { onRetry: ({ attempt }) => waits.push(attempt) },
      never,
    );
    assert(answer.ok);
    assert.deepEqual(waits, [2, 3]);
    assert.equal(limiter.acquired.length, 3);
    assert.equal(clock.sleeps.length, 2);
    assert.equal(ledger.states().length, 1);
  });

  it('never asks again once text has come, and keeps it', async () => {
    for (const error of [
      { kind: 'throttled', modelId: 'm', attempts: 1 },
      { kind: 'serviceFailed', status: 503, attempts: 1 },
    ] as const) {
      const { caller, converser, ledger } = surroundings();
      converser.reply = () => failed(error, 'A la');
      const pieces: string[] = [];
      const answer = await caller.ask(
        question,
        contextFor(),
        { onText: (piece) => pieces.push(piece) },
        never,
      );
      assert(!answer.ok);
      assert.equal(converser.requests.length, 1);
      assert.equal(answer.error.text, 'A la');
      // What usually costs nothing does in the middle of an answer, so its usual words would be wrong.
      assert.deepEqual(
        { ...answer.error.error, context: undefined },
        { kind: 'streamBroken', hasText: true, byService: true, context: undefined },
      );
      assert.equal(pieces.join(''), 'A la');
      assert.equal(answer.error.mayBeCharged, true);
      assert.match(ledger.states().join(), /^settled 0\.0\d+ unknown$/);
    }
  });

  it('streams where somebody listens to the text', async () => {
    const { caller, converser } = surroundings();
    await caller.ask(question, contextFor(), {}, never);
    assert.equal(converser.streams, 0);
    await caller.ask(question, contextFor(), { onText: () => undefined }, never);
    assert.equal(converser.streams, 1);
  });

  it('releases what was refused, and says what it proved', async () => {
    const { caller, converser, ledger, proofs } = surroundings();
    converser.reply = () => failed({ kind: 'noModelAccess', modelId: 'm' });
    const answer = await caller.ask(question, contextFor(), {}, never);
    assert(!answer.ok);
    assert.deepEqual([answer.error.usd, answer.error.mayBeCharged], [0, false]);
    assert.deepEqual(ledger.states(), ['released']);
    assert.match(proofs.join(), /noAccess$/);
  });

  it('counts what a guardrail cost by the service, and in full where it does not say', async () => {
    const { caller, converser, ledger } = surroundings();
    converser.reply = () => ({
      ok: false,
      error: {
        error: { kind: 'guardrailIntervened' },
        text: '',
        hasBegun: true,
        usage: { inputTokens: 1000, outputTokens: 0 },
      },
    });
    const counted = await caller.ask(question, contextFor(), {}, never);
    assert(!counted.ok);
    assert.deepEqual([counted.error.usd, counted.error.mayBeCharged], [0.0011, false]);
    converser.reply = () => failed({ kind: 'answerFiltered' }, '', true);
    const uncounted = await caller.ask(question, contextFor(), {}, never);
    assert(!uncounted.ok);
    assert.equal(uncounted.error.mayBeCharged, true);
    assert.match(ledger.states().join(), /^settled 0\.0011 filtered,settled 0\.0\d+ filtered$/);
  });

  it('sends nothing beyond the budget or the limit of one request', async () => {
    const { caller, converser, ledger } = surroundings();
    const poor = { ...contextFor(), budget: { perDayUsd: 0.0001, perCallRefuseUsd: 8 } };
    const refused = await caller.ask(question, poor, {}, never);
    assert(!refused.ok && refused.error.error.kind === 'budgetReached');
    const strict = { ...contextFor(), budget: { perDayUsd: 10, perCallRefuseUsd: 0.0001 } };
    const tooMuch = await caller.ask(question, strict, {}, never);
    assert(!tooMuch.ok && tooMuch.error.error.kind === 'callTooExpensive');
    assert.equal(converser.requests.length, 0);
    assert.equal(ledger.spentUsd(), 0);
  });

  it('takes several reservations all or none', () => {
    const { caller, ledger } = surroundings();
    const price = { usualUsd: 1, mostUsd: 4 };
    const reserved = caller.reserveAll('altText', [price, price, price], contextFor());
    assert(!reserved.ok && reserved.error.kind === 'budgetReached');
    assert.deepEqual([reserved.error.spentUsd, reserved.error.priceUsd], [0, 3]);
    assert.deepEqual(ledger.states(), ['released', 'released']);
  });

  it('costs nothing offline, and waits for nobody there', async () => {
    const { caller, ledger, limiter, proofs } = surroundings();
    const offline = contextFor({ provider: 'offline' });
    assert.deepEqual(caller.estimate(question, offline), { usualUsd: 0, mostUsd: 0 });
    const answer = await caller.ask(question, offline, {}, never);
    assert(answer.ok);
    assert.equal(answer.value.usd, 0);
    assert.deepEqual([ledger.spentUsd(), limiter.acquired, proofs], [0, [], []]);
    ledger.isMissing = true;
    assert.ok((await caller.ask(question, offline, {}, never)).ok);
    assert.ok(!(await caller.ask(question, contextFor(), {}, never)).ok);
  });

  it('knows no price of a model without one, neither of an answer nor of a failure', async () => {
    const { caller, converser, ledger } = surroundings();
    const { model } = contextFor();
    const { price: _price, ...unpriced } = model.model;
    const context = contextFor({ model: { ...model, model: unpriced } });
    assert.equal(caller.estimate(question, context), undefined);
    const answer = await caller.ask(question, context, {}, never);
    assert(answer.ok);
    assert.equal(answer.value.usd, undefined);
    converser.reply = () => failed({ kind: 'cancelled' }, 'A la');
    const cut = await caller.ask(question, context, { onText: () => undefined }, never);
    assert(!cut.ok);
    assert.deepEqual([cut.error.usd, cut.error.mayBeCharged], [undefined, true]);
    assert.equal(ledger.spentUsd(), 0);
  });

  it('keeps the reservation where the service does not count', async () => {
    const { caller, converser, ledger } = surroundings();
    converser.reply = () => ({ ok: true, value: { text: 'A', stop: 'end' } });
    const answer = await caller.ask(question, contextFor(), {}, never);
    assert(answer.ok);
    assert.equal(answer.value.usd, ledger.all[0]?.booking.amountUsd);
    assert.match(ledger.states().join(), /unknown$/);
  });

  it('books a cancelled stream, because it may be charged', async () => {
    const { caller, converser, ledger } = surroundings();
    const controller = new AbortController();
    converser.reply = () => {
      controller.abort();
      return failed({ kind: 'cancelled' }, 'A la');
    };
    const answer = await caller.ask(question, contextFor(), { onText: () => undefined }, controller.signal);
    assert(!answer.ok);
    assert.deepEqual([answer.error.error.kind, answer.error.text], ['cancelled', 'A la']);
    assert.match(ledger.states().join(), /^settled .* unknown$/);
    const before = await caller.ask(question, contextFor(), {}, controller.signal);
    assert(!before.ok && before.error.usd === 0);
    assert.equal(ledger.states()[1], 'released');
  });
});
