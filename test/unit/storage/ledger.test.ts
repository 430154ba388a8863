import assert from 'node:assert/strict';
import type { Booking } from '../../../src/core/money/ledger';
import type { Result } from '../../../src/core/result';
import { SqliteLedger } from '../../../src/storage/ledger';
import { needSqlite, SettableClock, useWindows } from './sqlite';
import { Child, childProgram, removeChildProgram, useFolder } from './surroundings';

const NOON = new Date(2026, 10, 20, 12).getTime();
const DAY_MS = 86_400_000;

const booking: Booking = {
  provider: 'bedrock',
  modelId: 'stability.stable-image-core-v1:1',
  region: 'us-west-2',
  workspace: 'file:///project',
  task: 'textToImage',
  amountUsd: 0.04,
};
const limited = (perDayUsd: number): { perDayUsd: number } => ({ perDayUsd });
const unlimited = { perDayUsd: null };

function value<T>(result: Result<T>): T {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

describe('SqliteLedger', () => {
  needSqlite();
  const folder = useFolder();
  const openWindow = useWindows(folder);
  const clock = new SettableClock(NOON);
  const ledgers: SqliteLedger[] = [];

  function openLedger(): SqliteLedger {
    const ledger = new SqliteLedger(openWindow(), clock);
    ledgers.push(ledger);
    return ledger;
  }

  beforeEach(() => {
    clock.time = NOON;
  });
  afterEach(() => {
    for (const ledger of ledgers.splice(0)) ledger.dispose();
  });

  it('counts a reservation before it is settled', () => {
    const ledger = openLedger();
    value(ledger.reserve(booking, unlimited));
    assert.deepEqual(value(ledger.totals('file:///project')), {
      todayUsd: 0.04,
      monthUsd: 0.04,
      workspaceUsd: 0.04,
    });
    assert.deepEqual(value(ledger.rows(0)), [{ at: NOON, booking, state: 'reserved', amountUsd: 0.04 }]);
  });

  it('counts what a call is believed to have cost', () => {
    const ledger = openLedger();
    ledger.settle(value(ledger.reserve({ ...booking, amountUsd: 0.12 }, unlimited)), 0.08, 'partlyFiltered');
    assert.equal(value(ledger.totals('')).todayUsd, 0.08);
    assert.deepEqual(value(ledger.rows(0)), [
      {
        at: NOON,
        booking: { ...booking, amountUsd: 0.12 },
        state: 'settled',
        amountUsd: 0.08,
        outcome: 'partlyFiltered',
      },
    ]);
  });

  it('forgets a call that was not sent, and no other', () => {
    const ledger = openLedger();
    const [sent, notSent] = [
      value(ledger.reserve(booking, unlimited)),
      value(ledger.reserve(booking, unlimited)),
    ];
    ledger.settle(sent, 0.04, 'succeeded');
    ledger.release(notSent);
    ledger.release(sent);
    ledger.release(4711);
    assert.equal(value(ledger.totals('')).todayUsd, 0.04);
    assert.equal(value(ledger.rows(0)).length, 1);
  });

  it('refuses what would pass the limit, and says how far it is', () => {
    const ledger = openLedger();
    ledger.settle(value(ledger.reserve(booking, limited(0.1))), 0.04, 'succeeded');
    value(ledger.reserve(booking, limited(0.1)));
    assert.deepEqual(ledger.reserve(booking, limited(0.1)), {
      ok: false,
      error: { kind: 'budgetReached', spentUsd: 0.08, limitUsd: 0.1, priceUsd: 0.04 },
    });
    assert.equal(value(ledger.rows(0)).length, 2);
  });

  it('lets the last cent be spent, although binary fractions do not add up', () => {
    const ledger = openLedger();
    for (let number = 0; number < 10; number++) {
      value(ledger.reserve({ ...booking, amountUsd: 0.1 }, limited(1)));
    }
    assert.ok(!ledger.reserve({ ...booking, amountUsd: 0.0001 }, limited(1)).ok);
    assert.equal(value(ledger.totals('')).todayUsd, 1);
  });

  it('has a limit of nothing at 0, and none at null', () => {
    const ledger = openLedger();
    assert.ok(!ledger.reserve(booking, limited(0)).ok);
    value(ledger.reserve({ ...booking, amountUsd: 1e6 }, unlimited));
  });

  it('refuses a price that is no number', () => {
    const ledger = openLedger();
    assert.ok(!ledger.reserve({ ...booking, amountUsd: Number.NaN }, limited(1)).ok);
    assert.ok(!ledger.reserve({ ...booking, amountUsd: Number.NaN }, unlimited).ok);
  });

  it('books offline calls apart, never as money', () => {
    const ledger = openLedger();
    const offline: Booking = { ...booking, provider: 'offline' };
    ledger.settle(value(ledger.reserve(offline, limited(0))), 0.04, 'succeeded');
    assert.deepEqual(value(ledger.totals('file:///project')), {
      todayUsd: 0,
      monthUsd: 0,
      workspaceUsd: 0,
    });
    assert.deepEqual(value(ledger.rows(0)), [
      {
        at: NOON,
        booking: { ...offline, amountUsd: 0 },
        state: 'settled',
        amountUsd: 0,
        outcome: 'succeeded',
      },
    ]);
  });

  it('counts by the day, month and workspace of the user', () => {
    const ledger = openLedger();
    const at = (month: number, day: number, hour: number, workspace: string): void => {
      clock.time = new Date(2026, month, day, hour).getTime();
      value(ledger.reserve({ ...booking, workspace }, unlimited));
    };
    at(9, 31, 23, 'file:///project');
    at(10, 1, 0, 'file:///project');
    at(10, 19, 23, 'file:///other');
    at(10, 20, 0, 'file:///project');
    at(10, 20, 23, '');
    assert.deepEqual(value(ledger.totals('file:///project')), {
      todayUsd: 0.08,
      monthUsd: 0.16,
      workspaceUsd: 0.12,
    });
  });

  it('has the whole budget again on the next day, and settles on the day of the reservation', () => {
    const ledger = openLedger();
    const yesterdays = value(ledger.reserve(booking, limited(0.05)));
    assert.ok(!ledger.reserve(booking, limited(0.05)).ok);
    clock.time += DAY_MS;
    value(ledger.reserve(booking, limited(0.05)));
    ledger.settle(yesterdays, 0.01, 'succeeded');
    assert.equal(value(ledger.totals('')).todayUsd, 0.04);
    assert.equal(value(ledger.totals('')).monthUsd, 0.05);
  });

  it('gives rows newest first, from a time on', () => {
    const ledger = openLedger();
    for (const task of ['one', 'two', 'three']) {
      value(ledger.reserve({ ...booking, task }, unlimited));
      if (task === 'one') clock.time += 1000;
    }
    const tasks = (since: number): readonly string[] =>
      value(ledger.rows(since)).map((row) => row.booking.task);
    assert.deepEqual(tasks(0), ['three', 'two', 'one']);
    assert.deepEqual(tasks(NOON + 1000), ['three', 'two']);
  });

  it('keeps counting what a dead window had reserved', () => {
    const dead = openWindow();
    value(new SqliteLedger(dead, clock).reserve(booking, limited(0.05)));
    dead.dispose();
    assert.ok(!openLedger().reserve(booking, limited(0.05)).ok);
  });

  it('keeps words as they are, whatever they hold', () => {
    const ledger = openLedger();
    const odd = { ...booking, workspace: `file:///it's "here"; DROP TABLE spending;--`, task: '🪁' };
    value(ledger.reserve(odd, unlimited));
    assert.deepEqual(value(ledger.rows(0))[0]?.booking, odd);
    assert.equal(value(ledger.totals(odd.workspace)).workspaceUsd, 0.04);
  });

  it('tells its own window of each change', () => {
    const ledger = openLedger();
    let told = 0;
    const subscription = ledger.onDidChange(() => told++);
    const id = value(ledger.reserve(booking, unlimited));
    ledger.settle(id, 0.04, 'succeeded');
    ledger.release(value(ledger.reserve(booking, unlimited)));
    assert.equal(told, 4);
    assert.ok(!ledger.reserve(booking, limited(0)).ok);
    assert.equal(told, 4);
    subscription.dispose();
    value(ledger.reserve(booking, unlimited));
    assert.equal(told, 4);
  });

  it('tells a window what another one has changed, and that a new day has begun', () => {
    const [one, two] = [openLedger(), openLedger()];
    let told = 0;
    one.onDidChange(() => told++);
    one.lookAround();
    told = 0;
    one.lookAround();
    assert.equal(told, 0);
    value(two.reserve(booking, unlimited));
    one.lookAround();
    one.lookAround();
    assert.equal(told, 1);
    clock.time += DAY_MS;
    one.lookAround();
    assert.equal(told, 2);
  });

  it('refuses money where there is no database', () => {
    const ledger = new SqliteLedger(openWindow({ findSqlite: () => undefined }), clock);
    const reserved = ledger.reserve(booking, unlimited);
    assert.ok(!reserved.ok && reserved.error.kind === 'noDatabase');
    assert.ok(!ledger.totals('').ok);
    assert.ok(!ledger.rows(0).ok);
    assert.doesNotThrow(() => ledger.settle(1, 0.04, 'succeeded'));
    assert.doesNotThrow(() => ledger.release(1));
  });

  describe('beside other processes', () => {
    let program = '';
    before(async () => {
      program = await childProgram();
    });
    after(() => removeChildProgram(program));

    it('never lets them pass one limit together', async () => {
      clock.time = Date.now();
      const children = [1, 2].map(() => new Child(program, ['reserve', folder(), '300']));
      for (const child of children) assert.equal(await child.next(), 'ready');
      for (const child of children) child.go();
      let reserved = 0;
      let refused = 0;
      for (const child of children) {
        const { result } = (await child.next()) as { result: Readonly<Record<string, number>> };
        reserved += result['reserved'] ?? 0;
        refused += result['budgetReached'] ?? 0;
        await child.ended();
      }
      // 250 times 0.004 are the limit of 1. None is refused for another reason, such as a database that was busy.
      assert.deepEqual({ reserved, refused }, { reserved: 250, refused: 350 });
      assert.equal(value(openLedger().rows(0)).length, 250);
      assert.equal(value(openLedger().totals('')).monthUsd, 1);
    });
  });
});
