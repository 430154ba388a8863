import assert from 'node:assert/strict';
import type { RunQueue } from '../../../../../src/core/promptFiles/runs/queue';
import { err } from '../../../../../src/core/result';
import { imagesFor } from '../../generate/fakes';
import { Random } from '../random';
import { manyCells, newRecord, World } from './world';

function states(queue: RunQueue): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { state } of queue.snapshot.items) counts[state.kind] = (counts[state.kind] ?? 0) + 1;
  return counts;
}

describe('a run', () => {
  it('makes each cell once and says what it cost', async () => {
    const world = new World();
    const queue = world.open().queue(manyCells(10));
    const plan = await queue.prepare();
    assert.deepEqual(plan.ok && plan.value, {
      cells: 10,
      made: 0,
      inDoubt: 0,
      toGo: 10,
      imagesToGo: 10,
      priceUsd: 0.4,
    });
    assert.deepEqual(await queue.start(), { ok: true, value: undefined });
    assert.deepEqual(states(queue), { made: 10 });
    assert.equal(world.charged, 10);
    assert.equal(queue.snapshot.status, 'finished');
    assert.equal(queue.snapshot.spentUsd, 0.4);
    const kept = world.runs.get(newRecord.id);
    assert.equal(kept?.status, 'finished');
    assert.deepEqual(
      kept?.cells.map(({ state }) => state),
      Array.from({ length: 10 }, () => 'made'),
    );
    assert.ok(kept?.cells.every(({ made }) => made?.images[0]?.path?.startsWith('images/')));
  });

  it('pays for nothing that an earlier run has made', async () => {
    const world = new World();
    await world.open().queue(manyCells(10)).start();
    const queue = world.open().queue(manyCells(12));
    const plan = await queue.prepare();
    assert.deepEqual(plan.ok && [plan.value.made, plan.value.toGo, plan.value.priceUsd], [10, 2, 0.08]);
    await queue.start();
    assert.equal(world.charged, 12);
    assert.deepEqual(states(queue), { made: 12 });
    assert.equal(
      queue.snapshot.items.filter(({ state }) => state.kind === 'made' && state.wasMadeBefore).length,
      10,
    );
  });

  it('pays for nothing that lies in the project, although the book knows nothing of it', async () => {
    const world = new World();
    await world.open().queue(manyCells(5)).start();
    world.book.lines.clear();
    const queue = world.open().queue(manyCells(5));
    await queue.prepare();
    await queue.start();
    assert.equal(world.charged, 5);
  });

  it('makes again what is gone with its recipe', async () => {
    const world = new World();
    await world.open().queue(manyCells(3)).start();
    world.deleted.add(world.ports.recipes.written[0]?.recipe.sha256 ?? '');
    const queue = world.open().queue(manyCells(3));
    const plan = await queue.prepare();
    assert.equal(plan.ok && plan.value.toGo, 1);
    await queue.start();
    assert.equal(world.charged, 4);
  });

  it('makes cells again that the user wants again, and no other', async () => {
    const world = new World();
    const cells = manyCells(3);
    const queue = world.open().queue(cells);
    await queue.start();
    queue.repeat([cells[1]?.key ?? '']);
    await queue.start();
    assert.deepEqual([...world.charges.values()], [1, 2, 1]);
  });

  it('stops at the budget and goes on with what is left', async () => {
    const world = new World();
    world.budget = { perDayUsd: 0.12, perCallRefuseUsd: 8 };
    const queue = world.open().queue(manyCells(8));
    await queue.start();
    assert.equal(queue.snapshot.status, 'stopped');
    assert.equal(queue.snapshot.stoppedBy?.kind, 'budgetReached');
    assert.deepEqual(states(queue), { made: 3, waiting: 5 });
    assert.equal(queue.snapshot.plan.toGo, 5);
    assert.equal(queue.snapshot.plan.priceUsd, 0.2);
    world.budget = { perDayUsd: 10, perCallRefuseUsd: 8 };
    await queue.start();
    assert.deepEqual(states(queue), { made: 8 });
    assert.equal(world.charged, 8);
  });

  it('waits when it is paused, and finishes what was sent', async () => {
    const world = new World();
    const queue = world.open().queue(manyCells(10));
    const { reply } = world.ports.invoker;
    world.ports.invoker.reply = (request, signal, number) => {
      if (number === 4) queue.pause();
      return reply(request, signal, number);
    };
    await queue.start();
    assert.equal(queue.snapshot.status, 'paused');
    const { made = 0, waiting = 0 } = states(queue);
    assert.equal(made + waiting, 10);
    assert.ok(made >= 4 && made <= 6);
    assert.equal(world.charged, made);
    await queue.start();
    assert.deepEqual(states(queue), { made: 10 });
    assert.equal(world.charged, 10);
  });

  it('works on while it is resumed in the middle of its pause', async () => {
    const world = new World();
    const queue = world.open().queue(manyCells(10));
    const { reply } = world.ports.invoker;
    world.ports.invoker.reply = (request, signal, number) => {
      if (number === 4) {
        queue.pause();
        void queue.start();
      }
      return reply(request, signal, number);
    };
    await queue.start();
    assert.deepEqual(states(queue), { made: 10 });
    assert.equal(queue.snapshot.status, 'finished');
  });

  it('makes first what is moved to the front', async () => {
    const world = new World();
    const cells = manyCells(6);
    const queue = world.open().queue(cells);
    queue.move(cells[5]?.key ?? '', 0);
    queue.move(cells[4]?.key ?? '', 1);
    await queue.start();
    assert.deepEqual(
      [...world.charges.keys()].slice(0, 3).map((key) => (JSON.parse(key) as { words: string }).words),
      ['kite 5', 'kite 4', 'kite 0'],
    );
  });

  it('sends nothing more of what is cancelled', async () => {
    const world = new World();
    const cells = manyCells(6);
    const queue = world.open().queue(cells);
    queue.cancel(cells.slice(4).map(({ key }) => key));
    await queue.start();
    assert.deepEqual(states(queue), { made: 4, cancelled: 2 });
    assert.equal(world.charged, 4);
  });

  it('keeps what arrives after the whole was cancelled', async () => {
    const world = new World();
    const queue = world.open().queue(manyCells(10));
    const { reply } = world.ports.invoker;
    world.ports.invoker.reply = (request, signal, number) => {
      if (number === 3) queue.cancel();
      return reply(request, signal, number);
    };
    await queue.start();
    assert.equal(queue.snapshot.status, 'cancelled');
    const { made = 0, cancelled = 0 } = states(queue);
    assert.equal(made + cancelled, 10);
    assert.equal(world.charged, made);
  });

  it('tries only what failed again', async () => {
    const world = new World();
    const queue = world.open().queue(manyCells(6));
    world.ports.invoker.reply = (request) => {
      const seed = Number(request.body['seed']);
      if (seed % 2 === 0) return err({ kind: 'badRequest', reason: 'no even ones' });
      world.charges.set(String(seed), (world.charges.get(String(seed)) ?? 0) + 1);
      return imagesFor(request);
    };
    await queue.start();
    assert.deepEqual(states(queue), { made: 3, failed: 3 });
    world.ports.invoker.reply = (request) => {
      const seed = JSON.stringify(request.body['seed']);
      world.charges.set(seed, (world.charges.get(seed) ?? 0) + 1);
      return imagesFor(request);
    };
    queue.retryFailed();
    await queue.start();
    assert.deepEqual(states(queue), { made: 6 });
    assert.equal(world.charged, 6);
  });

  it('does not pay twice for what arrived and could not be saved', async () => {
    const world = new World();
    world.ports.imageStore.error = { kind: 'diskFull', folder: 'images' };
    const queue = world.open().queue(manyCells(2));
    await queue.start();
    assert.deepEqual(states(queue), { failed: 2 });
    assert.equal(queue.snapshot.mayBeCharged, true);
    world.ports.imageStore.error = undefined;
    queue.retryFailed();
    await queue.start();
    assert.deepEqual(states(queue), { made: 2 });
    assert.equal(world.charged, 2);
  });

  it('sends nothing where the book cannot be written', async () => {
    const world = new World();
    world.book.isMissing = true;
    const queue = world.open().queue(manyCells(3));
    assert.equal((await queue.prepare()).ok, false);
    await queue.start();
    assert.equal(queue.snapshot.stoppedBy?.kind, 'noDatabase');
    assert.equal(world.charged, 0);
  });

  it('sends two combinations with one request once', async () => {
    const world = new World();
    const [cell] = manyCells(1);
    assert.ok(cell);
    await world.open().queue([cell, cell]).start();
    assert.equal(world.charged, 1);
  });

  it('pays once where two runs want the same cells at the same time', async () => {
    const world = new World();
    const window = world.open();
    const one = window.queue(manyCells(10));
    const other = window.queue(manyCells(10), { ...newRecord, id: `${newRecord.id}2` });
    await Promise.all([one.start(), other.start()]);
    assert.deepEqual([states(one), states(other)], [{ made: 10 }, { made: 10 }]);
    assert.equal(world.charged, 10);
  });

  it('keeps stars and notes', async () => {
    const world = new World();
    const cells = manyCells(2);
    const queue = world.open().queue(cells);
    await queue.mark(cells[0]?.key ?? '', { isStarred: true, note: 'the best' });
    await queue.start();
    const kept = world.runs.get(newRecord.id);
    assert.deepEqual(
      kept?.cells.map(({ isStarred, note }) => [isStarred, note]),
      [
        [true, 'the best'],
        [undefined, undefined],
      ],
    );
    const again = world.open().queue(cells, kept);
    assert.equal(again.record.cells[0]?.note, 'the best');
  });
});

describe('a run of a hundred cells that is killed', () => {
  const TOTAL = 100;

  it('with answers in the inbox has exactly a hundred charges in the end', async () => {
    const world = new World();
    const first = world.open();
    const { reply } = world.ports.invoker;
    const put = world.ports.inbox.put.bind(world.ports.inbox);
    let puts = 0;
    world.ports.invoker.reply = (request, signal, number) =>
      // What is about to be sent in the moment of the kill reaches nobody.
      puts >= 50 ? new Promise<never>(() => undefined) : reply(request, signal, number);
    world.ports.inbox.put = async (entry, bytes) => {
      const kept = await put(entry, bytes);
      if (++puts >= 50 && puts === world.charged) first.life.isOver = true;
      return kept;
    };
    void first.queue(manyCells(TOTAL)).start();
    while (!first.life.isOver) await new Promise((resolve) => setImmediate(resolve));
    assert.ok(world.charged >= 50 && world.charged < TOTAL);
    assert.ok(world.ports.inbox.held.size > 0);

    world.ports.invoker.reply = reply;
    const second = world.open().queue(manyCells(TOTAL), world.runs.get(newRecord.id));
    await second.prepare();
    await second.start();
    const doubtful = second.snapshot.items.filter(({ state }) => state.kind === 'inDoubt');
    assert.ok(doubtful.length <= 2);
    second.repeat(doubtful.map(({ key }) => key));
    await second.start();
    assert.deepEqual(states(second), { made: TOTAL });
    assert.equal(world.charged, TOTAL);
  });

  it('with three calls on their way has exactly a hundred charges, and says which are in doubt', async () => {
    const world = new World();
    const first = world.open();
    const { reply } = world.ports.invoker;
    world.ports.invoker.reply = async (request, signal, number) => {
      const answer = await reply(request, signal, number);
      if (world.charged < 51) return answer;
      // Charged, and answered to nobody.
      first.life.isOver = world.charged === 53;
      return new Promise<never>(() => undefined);
    };
    void first.queue(manyCells(TOTAL)).start();
    while (!first.life.isOver) await new Promise((resolve) => setImmediate(resolve));

    world.ports.invoker.reply = reply;
    const second = world.open().queue(manyCells(TOTAL), world.runs.get(newRecord.id));
    const plan = await second.prepare();
    assert.deepEqual(plan.ok && [plan.value.made, plan.value.inDoubt, plan.value.toGo], [50, 3, 47]);
    await second.start();
    assert.deepEqual(states(second), { made: 97, inDoubt: 3 });
    assert.equal(world.charged, TOTAL);
    assert.ok([...world.charges.values()].every((count) => count === 1));
  });

  it('at any step is resumed without a second charge, and nothing that came is lost', async () => {
    const random = new Random(21);
    const steps = new Set<number>([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    while (steps.size < 70) steps.add(random.whole(0, TOTAL * 8));
    for (const step of steps) {
      const world = new World();
      const dying = world.open(step);
      await dying
        .queue(manyCells(TOTAL))
        .start()
        .catch(() => undefined);
      const before = world.charged;
      const queue = world.open().queue(manyCells(TOTAL), world.runs.get(newRecord.id) ?? newRecord);
      await queue.prepare();
      await queue.start();
      const { made = 0, inDoubt = 0, ...others } = states(queue);
      assert.deepEqual(others, {}, `killed at step ${step}`);
      assert.equal(made + inDoubt, TOTAL);
      // At most what was under way in the moment of the kill is in doubt.
      assert.ok(inDoubt <= 3, `killed at step ${step}: ${inDoubt} in doubt`);
      assert.ok(
        [...world.charges.values()].every((count) => count === 1),
        `killed at step ${step}`,
      );
      // What is in doubt was charged or not; all else was charged once.
      assert.ok(
        world.charged <= TOTAL && world.charged >= TOTAL - inDoubt,
        `killed at step ${step} after ${before}`,
      );
    }
  });
});
