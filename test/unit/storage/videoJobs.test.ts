import assert from 'node:assert/strict';
import { err, ok } from '../../../src/core/result';
import type { VideoJob } from '../../../src/core/video/jobs/job';
import { move } from '../../../src/core/video/jobs/moves';
import { SqliteLedger } from '../../../src/storage/ledger';
import { SqliteVideoJobs } from '../../../src/storage/videoJobs';
import { LEASE_MS, SqliteLease } from '../../../src/storage/videoLease';
import { needSqlite, SettableClock, useWindows } from './sqlite';
import { silentLog, useFolder } from './surroundings';

const START = Date.UTC(2026, 10, 20, 12);

function sampleJob(id: string): VideoJob {
  return {
    id,
    token: `easel-${id}`,
    label: 'kite',
    place: { via: { provider: 'bedrock', profile: 'dev' }, region: 'us-west-2' },
    model: { id: 'luma.ray-v2:0', name: 'Ray 2' },
    concurrentJobs: 1,
    usual: { fromSeconds: 120, toSeconds: 300 },
    kind: 'textToVideo',
    prompt: 'A red kite',
    durationSeconds: 5,
    shots: 0,
    size: { kind: 'ratio', ratio: '16:9', resolution: '540p' },
    s3Uri: 's3://films/easel',
    request: { modelInput: { prompt: 'A red kite' }, task: { kind: 'textToVideo' } },
    inputs: [],
    workspace: '',
    origin: { document: 'file:///readme.md' },
    priceUsd: 3.75,
    booking: 1,
    createdAt: START,
    state: 'queued',
  };
}

const booking = {
  provider: 'bedrock',
  modelId: 'luma.ray-v2:0',
  region: 'us-west-2',
  workspace: '',
  task: 'textToVideo',
  amountUsd: 3.75,
} as const;

describe('SqliteVideoJobs', () => {
  needSqlite();
  const folder = useFolder();
  const openWindow = useWindows(folder);
  const openStore = (): SqliteVideoJobs => new SqliteVideoJobs(openWindow(), silentLog);

  it('gives back what it was given, in another window too, newest first', () => {
    const store = openStore();
    assert.ok(store.add(sampleJob('one')).ok);
    assert.ok(store.add(sampleJob('two')).ok);
    for (const each of [store, openStore()]) {
      assert.deepEqual(each.all(), ok([sampleJob('two'), sampleJob('one')]));
      assert.deepEqual(each.find('one'), ok(sampleJob('one')));
      assert.deepEqual(each.find('three'), ok(undefined));
    }
  });

  it('sees what another window has changed since it last read', () => {
    const [one, two] = [openStore(), openStore()];
    one.add(sampleJob('one'));
    assert.equal(two.all().ok && two.all().ok, true);
    const changed = one.change('one', (job) => move(job, { kind: 'sending', at: START }));
    assert.equal(changed.ok && changed.value?.state, 'starting');
    const seen = two.all();
    assert.deepEqual(seen.ok && seen.value.map(({ state }) => state), ['starting']);
    two.remove('one');
    assert.deepEqual(one.all(), ok([]));
    assert.deepEqual(
      one.change('one', (job) => job),
      ok(undefined),
    );
  });

  it('lets everything that belongs together happen, or nothing', () => {
    const database = openWindow();
    const store = new SqliteVideoJobs(database, silentLog);
    const ledger = new SqliteLedger(database, new SettableClock(START));
    const booked = store.together(() => {
      const reserved = ledger.reserve(booking, { perDayUsd: 10 });
      return reserved.ok ? store.add(sampleJob('one')) : reserved;
    });
    assert.ok(booked.ok);
    const refused = store.together(() => {
      ledger.reserve(booking, { perDayUsd: 10 });
      store.add(sampleJob('two'));
      return err({ kind: 'cancelled' });
    });
    assert.deepEqual(refused, err({ kind: 'cancelled' }));
    const twice = store.together(() => {
      ledger.reserve(booking, { perDayUsd: 10 });
      // The database refuses a second one of that name, and whoever asked does not look.
      store.add(sampleJob('one'));
      return ok();
    });
    assert.equal(!twice.ok && twice.error.kind, 'noDatabase');
    assert.throws(() =>
      store.together(() => {
        ledger.reserve(booking, { perDayUsd: 10 });
        throw new Error('a bug');
      }),
    );
    const totals = ledger.totals('');
    assert.equal(totals.ok && totals.value.todayUsd, 3.75);
    assert.deepEqual(openStore().all(), ok([sampleJob('one')]));
    // And it can still be written to.
    assert.ok(store.add(sampleJob('three')).ok);
  });

  it('tells its own window at once, once, and the others when they look', () => {
    const [one, two] = [openStore(), openStore()];
    const told: string[] = [];
    const watches = [one.onDidChange(() => told.push('one')), two.onDidChange(() => told.push('two'))];
    two.lookAround();
    one.together(() => {
      one.add(sampleJob('one'));
      assert.deepEqual(told, [], 'not before it is true');
      return one.add(sampleJob('two'));
    });
    assert.deepEqual(told, ['one']);
    two.lookAround();
    one.lookAround();
    assert.deepEqual(told, ['one', 'two']);
    one.change('one', (job) => job);
    two.lookAround();
    two.lookAround();
    assert.deepEqual(told, ['one', 'two'], 'nothing was changed');
    for (const watch of watches) watch.dispose();
    one.add(sampleJob('three'));
    assert.deepEqual(told, ['one', 'two']);
  });

  it('leaves out what only a newer Easel can read, and leaves it alone', () => {
    const database = openWindow();
    const store = new SqliteVideoJobs(database, silentLog);
    store.add(sampleJob('one'));
    const newer = JSON.stringify({ ...sampleJob('two'), state: 'dreaming' });
    database.transaction((prepare) => {
      for (const record of [newer, 'no json', '{}']) {
        prepare('INSERT INTO video_jobs (id, created_at, record) VALUES (?, 0, ?)').run(record, record);
      }
    });
    assert.deepEqual(store.all(), ok([sampleJob('one')]));
    assert.deepEqual(
      store.change(newer, (job) => ({ ...job, label: 'mine' })),
      ok(undefined),
    );
    const rows = database.query((prepare) => prepare('SELECT COUNT(*) AS count FROM video_jobs').get());
    assert.equal(rows.ok && rows.value?.['count'], 4);
  });

  it('keeps what a newer Easel has added to a record', () => {
    const store = openStore();
    const newer = { ...sampleJob('one'), watermark: { at: 'left' } };
    store.add(newer);
    store.change('one', (job) => move(job, { kind: 'sending', at: START }));
    const found = store.find('one');
    assert.deepEqual(found, ok({ ...newer, state: 'starting', sentAt: START }));
  });

  it('reads a failure of a kind it does not know as one that nobody knows', () => {
    const database = openWindow();
    const store = new SqliteVideoJobs(database, silentLog);
    const error = { kind: 'moonInTheWay', phase: 0.5, context: { code: 'MoonException' } };
    const trouble = { error, attempts: 1, since: START };
    database.transaction((prepare) => {
      prepare('INSERT INTO video_jobs (id, created_at, record) VALUES (?, 0, ?)').run(
        'one',
        JSON.stringify({ ...sampleJob('one'), trouble }),
      );
    });
    const found = store.find('one');
    assert.deepEqual(found.ok && found.value?.state === 'queued' && found.value.trouble?.error, {
      kind: 'unexpected',
      cause: 'moonInTheWay',
      context: { code: 'MoonException' },
    });
  });
});

describe('SqliteLease', () => {
  needSqlite();
  const folder = useFolder();
  const openWindow = useWindows(folder);
  let clock = new SettableClock(START);
  beforeEach(() => {
    clock = new SettableClock(START);
  });
  const openLease = (owner: string): SqliteLease => new SqliteLease(openWindow(), clock, owner);

  it('is held by one window as long as that lives', () => {
    const [one, two] = [openLease('one'), openLease('two')];
    for (let second = 0; second < 120; second += 10) {
      assert.deepEqual([one.hold(), two.hold()], [true, false]);
      clock.time += 10_000;
    }
    clock.time += LEASE_MS;
    assert.deepEqual([two.hold(), one.hold()], [true, false]);
  });

  it('is free at once when it is given back, and only by its owner', () => {
    const [one, two] = [openLease('one'), openLease('two')];
    assert.equal(one.hold(), true);
    two.release();
    assert.equal(two.hold(), false);
    one.release();
    assert.equal(two.hold(), true);
  });

  it('does not outlive a clock that is set back', () => {
    const [one, two] = [openLease('one'), openLease('two')];
    assert.equal(one.hold(), true);
    clock.time -= 86_400_000;
    assert.equal(two.hold(), true);
    assert.equal(one.hold(), false);
  });

  it('is kept without a write while it is fresh', () => {
    const database = openWindow();
    const lease = new SqliteLease(database, clock, 'one');
    lease.hold();
    const other = openWindow();
    const version = (): unknown => {
      const row = other.query((prepare) => prepare('PRAGMA data_version').get());
      return row.ok && row.value?.['data_version'];
    };
    const before = version();
    clock.time += 5000;
    assert.equal(lease.hold(), true);
    assert.equal(version(), before);
    clock.time += 5000;
    assert.equal(lease.hold(), true);
    assert.notEqual(version(), before);
  });

  it('is nobody’s where there is no database', () => {
    const lease = new SqliteLease(openWindow({ findSqlite: () => undefined }), clock, 'one');
    assert.equal(lease.hold(), false);
    lease.release();
  });
});
