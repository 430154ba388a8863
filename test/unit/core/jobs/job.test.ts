import assert from 'node:assert/strict';
import { elapsedMs, transition, type Job, type JobEvent } from '../../../../src/core/jobs/job';
import { JobList } from '../../../../src/core/jobs/jobList';
import { Slots } from '../../../../src/core/jobs/slots';
import { FakeClock } from '../generate/fakes';

const queued: Job = {
  id: 'job-1',
  label: 'kite',
  modelName: 'Core',
  provider: 'bedrock',
  total: 2,
  usualSeconds: 9,
  priceUsd: 0.08,
  createdAt: 1000,
  state: 'queued',
};
const nothing = { files: [], spentUsd: 0, mayBeCharged: false };
const some = { files: ['file:///a.png'], spentUsd: 0.04, mayBeCharged: false };

function after(...events: readonly JobEvent[]): Job {
  return events.reduce(transition, queued);
}

describe('transition', () => {
  it('starts once', () => {
    const job = after({ kind: 'started', at: 2000 }, { kind: 'started', at: 3000 });
    assert.deepEqual(job, { ...queued, state: 'running', startedAt: 2000, received: 0 });
  });

  it('counts what is received', () => {
    const job = after(
      { kind: 'started', at: 2000 },
      { kind: 'received', count: 1 },
      { kind: 'received', count: 2 },
    );
    assert.ok(job.state === 'running' && job.received === 3);
  });

  it('drops the fields of the state it leaves', () => {
    const job = after({ kind: 'started', at: 2000 }, { kind: 'succeeded', at: 5000, errors: [], ...some });
    assert.deepEqual(job, {
      ...queued,
      state: 'succeeded',
      startedAt: 2000,
      endedAt: 5000,
      errors: [],
      ...some,
    });
  });

  it('ends before it began without a start', () => {
    const job = after({ kind: 'cancelled', at: 5000, ...nothing });
    assert.deepEqual(job, { ...queued, state: 'cancelled', endedAt: 5000, ...nothing });
  });

  it('stays as it ended', () => {
    const failed = after({ kind: 'failed', at: 5000, error: { kind: 'notSignedIn' }, ...nothing });
    assert.equal(transition(failed, { kind: 'succeeded', at: 6000, errors: [], ...some }), failed);
    assert.equal(transition(failed, { kind: 'started', at: 6000 }), failed);
  });
});

describe('elapsedMs', () => {
  it('counts from the start to now or to the end', () => {
    assert.equal(elapsedMs(queued, 9000), 0);
    assert.equal(elapsedMs(after({ kind: 'started', at: 2000 }), 9000), 7000);
    const ended = after({ kind: 'started', at: 2000 }, { kind: 'cancelled', at: 5000, ...nothing });
    assert.equal(elapsedMs(ended, 9000), 3000);
    assert.equal(elapsedMs(after({ kind: 'cancelled', at: 5000, ...nothing }), 9000), 0);
  });
});

describe('JobList', () => {
  const facts = {
    label: 'kite',
    modelName: 'Core',
    provider: 'bedrock',
    total: 1,
    usualSeconds: 9,
    priceUsd: 0.04,
  } as const;

  it('shows the newest first, with the time that has passed', () => {
    const clock = new FakeClock();
    const jobs = new JobList(clock);
    const first = jobs.add(facts, () => undefined);
    jobs.add({ ...facts, label: 'pot' }, () => undefined);
    jobs.apply(first, { kind: 'started', at: clock.now() });
    clock.time += 1500;
    assert.deepEqual(
      jobs.snapshot().map((job) => [job.label, job.state, job.elapsedMs]),
      [
        ['pot', 'queued', 0],
        ['kite', 'running', 1500],
      ],
    );
  });

  it('tells changes, and only changes', () => {
    const jobs = new JobList(new FakeClock());
    let changes = 0;
    jobs.onDidChange(() => changes++);
    const id = jobs.add(facts, () => undefined);
    jobs.apply(id, { kind: 'started', at: 1 });
    jobs.apply(id, { kind: 'started', at: 2 });
    jobs.apply('job-99', { kind: 'started', at: 2 });
    assert.equal(changes, 2);
  });

  it('cancels only what has not ended', () => {
    const jobs = new JobList(new FakeClock());
    let cancelled = 0;
    const id = jobs.add(facts, () => cancelled++);
    jobs.cancel(id);
    jobs.apply(id, { kind: 'cancelled', at: 1, ...nothing });
    jobs.cancel(id);
    assert.equal(cancelled, 1);
  });

  it('forgets what has ended when asked, and nothing that runs', () => {
    const jobs = new JobList(new FakeClock());
    const id = jobs.add(facts, () => undefined);
    jobs.forget(id);
    assert.equal(jobs.snapshot().length, 1);
    jobs.apply(id, { kind: 'cancelled', at: 1, ...nothing });
    jobs.forget(id);
    assert.equal(jobs.snapshot().length, 0);
  });

  it('holds fifty ended jobs and every running one', () => {
    const jobs = new JobList(new FakeClock());
    const running = jobs.add({ ...facts, label: 'running' }, () => undefined);
    jobs.apply(running, { kind: 'started', at: 1 });
    for (let index = 0; index < 60; index++) {
      const id = jobs.add({ ...facts, label: `${index}` }, () => undefined);
      jobs.apply(id, { kind: 'cancelled', at: 1, ...nothing });
    }
    const labels = jobs.snapshot().map(({ label }) => label);
    assert.equal(labels.length, 51);
    assert.equal(labels[0], '59');
    assert.equal(labels.at(-2), '10');
    assert.equal(labels.at(-1), 'running');
  });
});

describe('Slots', () => {
  it('lets the waiting in by their order, also after a failure', async () => {
    const slots = new Slots(1);
    const order: number[] = [];
    const work = (number: number): Promise<void> =>
      slots.run(async () => {
        order.push(number);
        if (number === 1) throw new Error('boom');
      });
    const results = await Promise.allSettled([work(1), work(2), work(3)]);
    assert.deepEqual(order, [1, 2, 3]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['rejected', 'fulfilled', 'fulfilled'],
    );
  });

  it('is free again after all have left', async () => {
    const slots = new Slots(2);
    await Promise.all([1, 2, 3].map((number) => slots.run(async () => number)));
    assert.equal(await slots.run(async () => 'in'), 'in');
  });
});
