import assert from 'node:assert/strict';
import { mkdir, rename, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FileRow } from '../../../src/core/search/files/ports';
import { scanFolder } from '../../../src/core/search/files/scan';
import type { Result } from '../../../src/core/result';
import type { SharedDatabase } from '../../../src/storage/database';
import { searchDatabase } from '../../../src/storage/searchDatabase';
import { SqliteSearchFiles } from '../../../src/storage/searchFiles';
import { SEARCH_LEASE_MS, SqliteSearchLease } from '../../../src/storage/searchLease';
import { SqliteProbes } from '../../../src/storage/searchProbes';
import { LocalSearchTree } from '../../../src/storage/searchTree';
import { SqliteSearchRecords } from '../../../src/storage/searchWorkspaces';
import { needSqlite, SettableClock } from './sqlite';
import { silentLog, useFolder } from './surroundings';

const START = Date.UTC(2026, 10, 20, 12);
const FOLDER = 'file:///project';
const never = new AbortController().signal;

function valueOf<T>(result: Result<T>): T {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

function row(path: string, sha256?: string, changes: Partial<FileRow> = {}): FileRow {
  return { folder: FOLDER, path, bytes: 10, timeMs: 1.25, ...(sha256 ? { sha256 } : {}), ...changes };
}

describe('what is known of the files of a workspace', () => {
  needSqlite();
  const folder = useFolder();
  const opened: SharedDatabase[] = [];
  let clock = new SettableClock(START);
  beforeEach(() => {
    clock = new SettableClock(START);
  });
  afterEach(() => {
    for (const database of opened.splice(0)) database.dispose();
  });

  function open(): SharedDatabase {
    const database = searchDatabase(folder(), silentLog);
    opened.push(database);
    return database;
  }
  const filesOf = (workspace = 'one', database = open()): SqliteSearchFiles =>
    new SqliteSearchFiles(database, clock, workspace);

  it('gives back what was put, in another window too, and apart for each workspace', async () => {
    const files = filesOf();
    const rows = [
      row('a.png', 'aa', { picture: { type: 'png', width: 3, height: 4 } }),
      row('b/big.png', undefined, { problem: { kind: 'tooLarge', bytes: 10 } }),
      row('b/bad.png', undefined, { problem: { kind: 'refused', modelId: 'm', reason: 'no' } }),
      row('shut.png', undefined, { problem: { kind: 'notOpened', reason: 'EACCES' } }),
    ];
    valueOf(files.put(rows));
    const sorted = rows.toSorted((one, other) => (one.path < other.path ? -1 : 1));
    assert.deepEqual(valueOf(await files.rows(FOLDER, never)), sorted);
    assert.deepEqual(valueOf(await filesOf().rows(FOLDER, never)), sorted);
    assert.deepEqual(valueOf(await filesOf('two').rows(FOLDER, never)), []);
    assert.deepEqual(valueOf(files.counts()), { files: 4, pictures: 1, problems: 3 });
    assert.deepEqual(
      valueOf(files.problems()).map(({ path }) => path),
      ['b/bad.png', 'b/big.png', 'shut.png'],
    );
  });

  it('tells many rows in pages without losing one', async () => {
    const files = filesOf();
    const rows = Array.from({ length: 12_345 }, (_, number) => row(`p${number}.png`, `s${number}`));
    valueOf(files.put(rows));
    const read = valueOf(await files.rows(FOLDER, never));
    assert.equal(new Set(read.map(({ path }) => path)).size, rows.length);
    assert.deepEqual(await files.rows(FOLDER, AbortSignal.abort()), {
      ok: false,
      error: { kind: 'cancelled' },
    });
  });

  it('finds files by their content, and contents that some file has', () => {
    const files = filesOf();
    valueOf(files.put([row('b.png', 'aa'), row('a.png', 'aa'), row('c.png', 'cc')]));
    const found = valueOf(files.filesOf(['aa', 'none']));
    assert.deepEqual([...found.keys()], ['aa']);
    assert.deepEqual(
      found.get('aa')?.map(({ path }) => path),
      ['a.png', 'b.png'],
    );
    assert.deepEqual([...valueOf(files.ids())].sort(), ['aa', 'cc']);
  });

  it('remembers when a content lost its last file, until it comes back', () => {
    const files = filesOf();
    valueOf(files.put([row('a.png', 'aa'), row('b.png', 'aa'), row('c.png', 'cc'), row('d.png', 'dd')]));
    valueOf(files.remove([row('a.png')]));
    assert.deepEqual(valueOf(files.takeVanished(START + 1)), []);
    valueOf(files.remove([row('b.png')]));
    valueOf(files.put([row('c.png', 'changed')]));
    valueOf(files.remove([row('d.png')]));
    valueOf(files.put([row('back.png', 'dd')]));
    assert.deepEqual(valueOf(files.takeVanished(START)), []);
    assert.deepEqual(valueOf(files.takeVanished(START + 1)).toSorted(), ['aa', 'cc']);
    assert.deepEqual(valueOf(files.takeVanished(START + 1)), []);
  });

  it('drops folders that are no longer in the workspace, and everything when told to', async () => {
    const files = filesOf();
    valueOf(files.put([row('a.png', 'aa'), row('x.png', 'xx', { folder: 'file:///other' })]));
    valueOf(files.keepFolders([FOLDER]));
    assert.deepEqual(valueOf(await files.rows('file:///other', never)), []);
    assert.deepEqual([...valueOf(files.ids())], ['aa']);
    valueOf(files.clear());
    assert.deepEqual(valueOf(files.counts()), { files: 0, pictures: 0, problems: 0 });
    assert.deepEqual(valueOf(files.takeVanished(START + 1)), []);
  });

  it('has another version after each change, also by another window', () => {
    const [one, two] = [filesOf(), filesOf()];
    const versions = new Set([one.version()]);
    assert.equal(versions.has(one.version()), true);
    valueOf(one.put([row('a.png', 'aa')]));
    assert.equal(versions.has(one.version()), false);
    versions.add(one.version());
    valueOf(two.put([row('b.png', 'bb')]));
    assert.equal(versions.has(one.version()), false);
  });

  it('keeps the record of a workspace, changed at one stroke', () => {
    const records = new SqliteSearchRecords(open(), 'one');
    assert.deepEqual(valueOf(records.read()), { complete: [] });
    const space = { modelId: 'm', dimensions: 256, kind: 'image' };
    valueOf(
      records.update((record) => ({
        ...record,
        consent: { at: 1, modelId: 'm', region: 'r', provider: 'bedrock' },
      })),
    );
    valueOf(new SqliteSearchRecords(open(), 'one').update((record) => ({ ...record, complete: [space] })));
    assert.deepEqual(valueOf(records.read()), {
      consent: { at: 1, modelId: 'm', region: 'r', provider: 'bedrock' },
      complete: [space],
    });
    assert.deepEqual(valueOf(new SqliteSearchRecords(open(), 'two').read()), { complete: [] });
  });

  it('lets one window index, and another when that one is gone', () => {
    const lease = (owner: string, workspace = 'one'): SqliteSearchLease =>
      new SqliteSearchLease(open(), clock, workspace, owner);
    const [first, second] = [lease('a'), lease('b')];
    assert.equal(first.hold(), true);
    assert.equal(second.hold(), false);
    assert.equal(lease('b', 'two').hold(), true);
    clock.time += SEARCH_LEASE_MS - 1;
    assert.equal(first.hold(), true);
    clock.time += SEARCH_LEASE_MS - 1;
    assert.equal(second.hold(), false);
    clock.time += 1;
    assert.equal(second.hold(), true);
    assert.equal(first.hold(), false);
    first.release();
    assert.equal(second.hold(), true);
    second.release();
    assert.equal(first.hold(), true);
  });

  it('keeps the vectors of probes by model, length and set', () => {
    const probes = new SqliteProbes(open());
    const space = { modelId: 'm', dimensions: 2, kind: 'image' };
    assert.equal(probes.read(space, 1), undefined);
    valueOf(probes.write(space, 1, [Float32Array.of(1, -0.5), Float32Array.of(0, 2)]));
    assert.deepEqual(probes.read(space, 1), [Float32Array.of(1, -0.5), Float32Array.of(0, 2)]);
    assert.equal(probes.read(space, 2), undefined);
    assert.equal(probes.read({ ...space, kind: 'offline' }, 1), undefined);
  });
});

describe('workspace folders on this disk', () => {
  const folder = useFolder();
  const tree = new LocalSearchTree();
  let root = '';
  let uri = '';
  beforeEach(async () => {
    root = join(folder(), 'project');
    uri = pathToFileURL(root).href;
    await write('a/kite.png', 'kite');
  });

  async function write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }

  it('are scanned with links followed within the folder, and never out of it', async function () {
    if (process.platform === 'win32') this.skip();
    await write('node_modules/icons/star.svg', 'star');
    await writeFile(join(folder(), 'secret.png'), 'secret');
    await symlink(join(root, 'node_modules', 'icons'), join(root, 'icons'));
    await symlink(join(root, 'a'), join(root, 'again'));
    await symlink(folder(), join(root, 'outside'));
    await symlink(join(folder(), 'secret.png'), join(root, 'secret.png'));
    await symlink(root, join(root, 'a', 'circle'));
    const scan = await scanFolder(
      tree,
      { folder: uri, rules: { exclude: [], include: [], useGitignore: true } },
      never,
    );
    assert.deepEqual(scan?.files.map(({ path }) => path).sort(), ['a/kite.png', 'icons/star.svg']);
    assert.deepEqual(await tree.read(uri, 'secret.png', 100), { kind: 'gone' });
    assert.deepEqual(await tree.read(uri, 'outside/secret.png', 100), { kind: 'gone' });
    assert.deepEqual(await tree.read(uri, '../secret.png', 100), { kind: 'gone' });
    const linked = await tree.read(uri, 'icons/star.svg', 100);
    assert.equal(linked.kind === 'read' && new TextDecoder().decode(linked.bytes), 'star');
  });

  it('tell the size and time that a scan would', async () => {
    await utimes(join(root, 'a', 'kite.png'), 1000, 1000.5);
    const read = await tree.read(uri, 'a/kite.png', 100);
    assert.ok(read.kind === 'read');
    assert.deepEqual(read.stamp, { bytes: 4, timeMs: 1_000_500 });
    const [stamp, none] = await tree.stat(uri, 'a', ['kite.png', 'none.png']);
    assert.deepEqual(stamp, read.stamp);
    assert.equal(none, undefined);
  });

  it('are never read as half of one and half of another while a file is replaced', async () => {
    const BYTES = 6_000_000;
    const path = join(root, 'a', 'kite.png');
    const kinds = new Set<string>();
    for (let round = 0; round < 40; round++) {
      const [before, after] = [Buffer.alloc(BYTES, 2 * round), Buffer.alloc(BYTES, 2 * round + 1)];
      await writeFile(path, before);
      await utimes(path, 1000, 1000);
      const reading = tree.read(uri, 'a/kite.png', BYTES);
      if (round % 2 === 0) await writeFile(path, after);
      else {
        // As editors save.
        await writeFile(`${path}.tmp`, after);
        await rename(`${path}.tmp`, path).catch((cause: unknown) => {
          // Windows does not let go of a file that is being read.
          if (process.platform !== 'win32') throw cause;
        });
      }
      const read = await reading;
      kinds.add(read.kind);
      if (read.kind !== 'read') continue;
      const { length, [0]: first = 2 * round + 1 } = read.bytes;
      // As much as was there, which the next look sees by its size.
      assert.equal(length, read.stamp.bytes);
      assert.ok(Buffer.from(read.bytes).equals(Buffer.alloc(length, first)), `round ${round}`);
      // Whoever keeps what was old sees by its time that there is another. A file that is being emptied may have its old time still.
      if (length === BYTES) assert.equal(read.stamp.timeMs === 1_000_000, first === 2 * round);
    }
    assert.ok(kinds.has('read') && !kinds.has('refused') && !kinds.has('gone'), [...kinds].join(' '));
  });

  it('have nothing of what is not there, and do not read what is too large', async () => {
    assert.deepEqual(await tree.list(uri, 'none'), []);
    assert.deepEqual(await tree.read(uri, 'none.png', 100), { kind: 'gone' });
    assert.deepEqual(await tree.read(uri, 'a', 100), { kind: 'gone' });
    assert.equal((await tree.read(uri, 'a/kite.png', 3)).kind, 'tooLarge');
    assert.equal(await tree.follow(uri, 'none'), undefined);
    assert.deepEqual(await tree.list('file:///nowhere/at/all', ''), []);
  });
});
