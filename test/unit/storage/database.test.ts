import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { SharedDatabase, type Prepare } from '../../../src/storage/database';
import { migrations } from '../../../src/storage/migrations';
import { needSqlite, useWindows } from './sqlite';
import { silentLog, useFolder } from './surroundings';

describe('SharedDatabase without node:sqlite', () => {
  const folder = useFolder();

  it('says why there is no database, and writes nothing', () => {
    const database = new SharedDatabase(folder(), silentLog, { findSqlite: () => undefined });
    const result = database.query(() => 1);
    assert.deepEqual(result, {
      ok: false,
      error: { kind: 'noDatabase', reason: 'node:sqlite is missing' },
    });
    assert.deepEqual(readdirSync(folder()), []);
  });
});

describe('SharedDatabase', () => {
  needSqlite();
  const folder = useFolder();
  const open = useWindows(folder);
  const file = (): string => join(folder(), 'easel.db');

  const count = (database: SharedDatabase): unknown =>
    database.query((prepare) => prepare('SELECT COUNT(*) AS n FROM kept').get()?.['n']);
  const keep = (database: SharedDatabase, key: string): unknown =>
    database.transaction((prepare) => {
      prepare('INSERT INTO kept (key, value, expires_at) VALUES (?, ?, 0)').run(key, '1');
    });

  it('waits for the disk again after a transaction that does not, and with it inside of one that does', () => {
    const [one, two] = [open(), open()];
    const waits = (prepare: Prepare): boolean => prepare('PRAGMA synchronous').get()?.['synchronous'] === 2;
    assert.deepEqual(one.quickTransaction(waits), { ok: true, value: false });
    assert.deepEqual(one.query(waits), { ok: true, value: true });
    const joined = one.transaction(() => one.quickTransaction(waits));
    assert.deepEqual(joined, { ok: true, value: { ok: true, value: true } });
    one.quickTransaction((prepare) => {
      prepare("INSERT INTO kept (key, value, expires_at) VALUES ('a', '1', 0)").run();
    });
    assert.deepEqual(count(two), { ok: true, value: 1 });
    assert.equal(one.quickTransaction((prepare) => prepare('no statement')).ok, false);
    assert.deepEqual(one.query(waits), { ok: true, value: true });
  });

  it('opens nothing before it is asked', () => {
    open();
    assert.deepEqual(readdirSync(folder()), []);
  });

  it('makes its folder, and waits for other windows with a write-ahead log', () => {
    const database = new SharedDatabase(join(folder(), 'new', 'storage'), silentLog);
    const mode = database.query((prepare) => [
      prepare('PRAGMA journal_mode').get()?.['journal_mode'],
      prepare('PRAGMA busy_timeout').get()?.['timeout'],
      prepare('PRAGMA synchronous').get()?.['synchronous'],
      prepare('PRAGMA user_version').get()?.['user_version'],
    ]);
    database.dispose();
    assert.deepEqual(mode, { ok: true, value: ['wal', 5000, 2, migrations.length] });
    assert.ok(existsSync(join(folder(), 'new', 'storage', 'easel.db')));
  });

  it('shows one window what another has written', () => {
    const [one, two] = [open(), open()];
    assert.deepEqual(count(two), { ok: true, value: 0 });
    keep(one, 'a');
    assert.deepEqual(count(two), { ok: true, value: 1 });
  });

  it('undoes a transaction that throws, and throws on', () => {
    const database = open();
    const bug = new Error('a bug');
    assert.throws(
      () =>
        database.transaction((prepare) => {
          prepare('INSERT INTO kept (key, value, expires_at) VALUES (?, ?, 0)').run('a', '1');
          throw bug;
        }),
      bug,
    );
    assert.deepEqual(count(database), { ok: true, value: 0 });
  });

  it('answers with a value when SQLite refuses', () => {
    const database = open();
    keep(database, 'a');
    const again = keep(database, 'a') as { ok: boolean; error?: { kind: string; reason: string } };
    assert.equal(again.ok, false);
    assert.equal(again.error?.kind, 'noDatabase');
    assert.match(again.error.reason, /UNIQUE/);
    assert.deepEqual(count(database), { ok: true, value: 1 });
  });

  it('says why when its folder cannot be made, and asks the disk once for many questions', () => {
    writeFileSync(join(folder(), 'file'), '');
    let asked = 0;
    const database = new SharedDatabase(join(folder(), 'file', 'storage'), silentLog, {
      findSqlite: () => {
        asked++;
        return process.getBuiltinModule('node:sqlite');
      },
    });
    for (let time = 0; time < 5; time++) {
      const result = database.query(() => 1);
      assert.ok(!result.ok && result.error.kind === 'noDatabase');
      assert.match(result.error.reason, /ENOTDIR/);
    }
    assert.equal(asked, 1);
  });

  it('keeps what a version before wrote', () => {
    const first = open();
    keep(first, 'a');
    first.dispose();
    assert.deepEqual(count(open()), { ok: true, value: 1 });
  });

  it('works on with a file of a later version', () => {
    const first = open();
    first.query((prepare) => prepare('PRAGMA user_version = 99').run());
    keep(first, 'a');
    first.dispose();
    const second = open();
    assert.deepEqual(count(second), { ok: true, value: 1 });
    assert.deepEqual(
      second.query((prepare) => prepare('PRAGMA user_version').get()?.['user_version']),
      { ok: true, value: 99 },
    );
  });

  for (const [name, damage] of [
    ['is no database', () => writeFileSync(file(), 'This is no database. '.repeat(1000))],
    ['was cut short', () => truncateSync(file(), 5000)],
    [
      'was written over in the middle',
      () => {
        const bytes = readFileSync(file());
        writeFileSync(file(), bytes.fill(0xa5, 4096, 4096 + 2048));
      },
    ],
  ] as const) {
    it(`sets a file aside that ${name}, with its log, says so, and begins anew`, () => {
      const first = open();
      for (let number = 0; number < 500; number++) keep(first, `key ${number}`);
      first.dispose();
      damage();
      const damaged = readFileSync(file());
      writeFileSync(`${file()}-wal`, 'old log');
      const told: string[] = [];
      const second = open({ onSetAside: (path) => told.push(path) });
      assert.deepEqual(count(second), { ok: true, value: 0 });
      keep(second, 'a');
      assert.deepEqual(count(open()), { ok: true, value: 1 });
      const [aside = ''] = told;
      assert.equal(told.length, 1);
      assert.match(aside, /easel\.db\.damaged-\d+$/);
      assert.deepEqual(readFileSync(aside), damaged);
    });
  }

  it('sets the log aside too while another window has the file open', function () {
    // Windows lets nobody rename a file that is open; there the database is refused until the other window ends.
    if (process.platform === 'win32') this.skip();
    const first = open();
    for (let number = 0; number < 500; number++) keep(first, `key ${number}`);
    first.query((prepare) => prepare('PRAGMA wal_checkpoint(TRUNCATE)').get());
    keep(first, 'in the log');
    const bytes = readFileSync(file());
    writeFileSync(file(), bytes.fill(0xa5, 4096, bytes.length - 4096));
    let aside = '';
    const second = open({ onSetAside: (path) => (aside = path) });
    assert.deepEqual(count(second), { ok: true, value: 0 });
    assert.ok(existsSync(`${aside}-wal`));
    keep(second, 'a');
    assert.deepEqual(count(open()), { ok: true, value: 1 });
    assert.deepEqual(count(first), { ok: true, value: 1 }, 'the first window goes on with the new file');
  });

  it('begins anew when its file is removed', () => {
    const first = open();
    keep(first, 'a');
    for (const name of readdirSync(folder())) rmSync(join(folder(), name));
    assert.deepEqual(count(first), { ok: true, value: 0 });
    assert.deepEqual(count(open()), { ok: true, value: 0 });
  });

  it('sets nothing aside that another window has just begun anew', () => {
    mkdirSync(folder(), { recursive: true });
    writeFileSync(file(), 'This is no database. '.repeat(1000));
    const told: string[] = [];
    const [one, two] = [
      open({ onSetAside: (path) => told.push(path) }),
      open({ onSetAside: (path) => told.push(path) }),
    ];
    keep(one, 'a');
    assert.deepEqual(count(two), { ok: true, value: 1 });
    assert.equal(told.length, 1);
  });

  it('can be used again after its end, so that a late call is still booked', () => {
    const database = open();
    keep(database, 'a');
    database.dispose();
    keep(database, 'b');
    assert.deepEqual(count(database), { ok: true, value: 2 });
  });
});
