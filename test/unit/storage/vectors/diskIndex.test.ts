import assert from 'node:assert/strict';
import type { DatabaseSync } from 'node:sqlite';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { VectorSpace } from '../../../../src/core/search/vectorIndex';
import { DiskIndex } from '../../../../src/storage/vectors/diskIndex';
import { IndexFolder } from '../../../../src/storage/vectors/indexFolder';
import { compileKernels } from '../../../../src/storage/vectors/kernel';
import { VectorOperations } from '../../../../src/storage/vectors/operations';
import { findSqlite, type Sqlite } from '../../../../src/storage/vectors/sqlite';
import { needSqlite } from '../sqlite';
import { useFolder } from '../surroundings';
import { assertSound } from './assertSound';
import { entriesOf, idOf, ranking, space, valueOf } from './indexSuite';
import { clusteredVectors, randomNumbers } from './samples';

const kernels = compileKernels();
const sqlite = findSqlite();

describe('DiskIndex', () => {
  needSqlite();
  const folder = useFolder();
  const opened: DiskIndex[] = [];
  afterEach(() => {
    for (const index of opened.splice(0)) index.close();
  });

  const open = (
    within: string = folder(),
    of: VectorSpace = space,
    by: Sqlite | undefined = sqlite,
  ): DiskIndex => {
    assert.ok(by);
    const index = new DiskIndex(new IndexFolder(by, within), kernels, of);
    opened.push(index);
    return index;
  };
  const file = (within: string = folder()): string => {
    const name = readdirSync(within).find((each) => each.endsWith('.vectors'));
    assert.ok(name);
    return join(within, name);
  };
  const random = randomNumbers(21);
  const vectors = (count: number): readonly Float32Array[] =>
    clusteredVectors(count, space.dimensions, random);
  const contentOf = (index: DiskIndex): ReadonlyMap<string, Float32Array> =>
    index.use((each) => each.vectors(each.ids()));
  const sorted = (ids: Iterable<string>): readonly string[] => [...ids].sort();

  describe('with two windows', () => {
    it('shows each what the other has added, replaced and removed', () => {
      const [one, two] = [open(), open()];
      const some = vectors(300);
      one.use((index) => index.add(entriesOf(some)));
      const query = some[5] ?? new Float32Array();
      assert.equal(two.use((index) => index.search(query, 1))[0]?.id, idOf(5));
      two.use((index) => index.remove([idOf(5), idOf(6)]));
      two.use((index) => index.add([{ id: 'new', vector: query }]));
      assert.equal(one.use((index) => index.search(query, 1))[0]?.id, 'new');
      const turned = query.map((value) => -value);
      one.use((index) => index.add([{ id: 'new', vector: turned }]));
      assert.ok((two.use((index) => index.search(turned, 1))[0]?.score ?? 0) > 0.999);
      assert.equal(
        one.use((index) => index.count()),
        299,
      );
      assert.equal(
        two.use((index) => index.count()),
        299,
      );
      assertSound(file(), space);
    });

    it('gives no row to two of them', () => {
      const [one, two] = [open(), open()];
      for (let round = 0; round < 20; round++) {
        one.use((index) => index.add(entriesOf(vectors(3), round * 10)));
        two.use((index) => index.add(entriesOf(vectors(4), round * 10 + 5)));
      }
      assert.equal(
        one.use((index) => index.count()),
        140,
      );
      assertSound(file(), space);
    });

    it('looks through a filter at what another window has added since', () => {
      const [one, two] = [open(), open()];
      const [first, second] = vectors(2);
      assert.ok(first && second);
      one.use((index) => index.add([{ id: 'a', vector: first }]));
      const allowed = new Set(['b']);
      assert.deepEqual(
        one.use((index) => index.search(second, 5, allowed)),
        [],
      );
      two.use((index) => index.add([{ id: 'b', vector: second }]));
      assert.equal(one.use((index) => index.search(second, 5, allowed))[0]?.id, 'b');
    });

    it('begins anew where the file was removed', () => {
      const [one, two] = [open(), open()];
      one.use((index) => index.add(entriesOf(vectors(10))));
      two.use((index) => index.load());
      two.close();
      assert.ok(sqlite);
      new IndexFolder(sqlite, folder()).delete(space);
      assert.deepEqual(
        readdirSync(folder()).filter((name) => name !== 'lock'),
        [],
      );
      assert.equal(
        one.use((index) => index.count()),
        0,
      );
    });
  });

  it('follows a model through random changes, opened again and again, and uses rows again', () => {
    const model = new Map<string, Float32Array>();
    const whole = (count: number): number => Math.floor(random() * count);
    let index = open();
    for (let round = 0; round < 150; round++) {
      const numbers = Array.from({ length: 1 + whole(30) }, () => whole(250));
      if (random() < 0.55) {
        const entries = numbers.map((number, at) => ({
          id: idOf(number),
          vector: vectors(numbers.length)[at] ?? new Float32Array(),
        }));
        for (const { id, vector } of entries) model.set(id, vector);
        index.use((each) => each.add(entries));
      } else {
        for (const number of numbers) model.delete(idOf(number));
        index.use((each) => each.remove(numbers.map(idOf)));
      }
      if (random() < 0.1) {
        index.close();
        index = open();
      }
      if (round % 10 === 0) {
        const [query = new Float32Array()] = vectors(1);
        const allowed = new Set(numbers.map(idOf));
        assert.deepEqual(
          index.use((each) => each.search(query, 20)),
          ranking(model, query, 20),
        );
        assert.deepEqual(
          index.use((each) => each.search(query, 20, allowed)),
          ranking(model, query, 20, (id) => allowed.has(id)),
        );
      }
    }
    assert.deepEqual(sorted(index.use((each) => each.ids())), sorted(model.keys()));
    const { rows } = assertSound(file(), space);
    assert.ok(rows <= 256, `${rows} rows for at most 250 vectors`);
  }).timeout(60_000);

  describe('killed', () => {
    /** Copies of the file and of its log, as a crash would leave them. */
    const crashed = (name: string, database: Uint8Array, log: Uint8Array): string => {
      const within = join(folder(), name);
      mkdirSync(within);
      const path = join(within, file().slice(folder().length + 1));
      writeFileSync(path, database);
      writeFileSync(`${path}-wal`, log);
      return within;
    };

    it('at any write to the log, has all that was resolved and nothing by halves', () => {
      const index = open();
      index.use((each) => each.load());
      const model = new Map<string, Float32Array>();
      const states: { readonly logBytes: number; readonly ids: readonly string[] }[] = [];
      const note = (): void => {
        const logBytes = readFileSync(`${file()}-wal`).length;
        states.push({ logBytes, ids: sorted(model.keys()) });
      };
      note();
      for (let round = 0; round < 12; round++) {
        const entries = entriesOf(vectors(10 + round), round * 7);
        for (const { id, vector } of entries) model.set(id, vector);
        index.use((each) => each.add(entries));
        note();
        const gone = Array.from({ length: 4 }, () => idOf(Math.floor(random() * 90)));
        for (const id of gone) model.delete(id);
        index.use((each) => each.remove(gone));
        note();
      }
      const database = readFileSync(file());
      const log = readFileSync(`${file()}-wal`);
      assert.equal(log.length, states.at(-1)?.logBytes, 'nothing was taken out of the log yet');
      for (let cut = states[0]?.logBytes ?? 0; cut <= log.length; cut += 2011) {
        const within = crashed(`cut-${cut}`, database, log.subarray(0, cut));
        const survivor = open(within);
        const resolved = states.findLast(({ logBytes }) => logBytes <= cut);
        assert.deepEqual(sorted(survivor.use((each) => each.ids())), resolved?.ids, `cut at ${cut}`);
        assert.deepEqual(survivor.state, { kind: 'ready' });
        survivor.close();
        assertSound(file(within), space);
        rmSync(within, { recursive: true });
      }
    }).timeout(60_000);

    it('while the log is written into the file, has everything', () => {
      const index = open();
      index.use((each) => each.add(entriesOf(vectors(200))));
      const log = readFileSync(`${file()}-wal`);
      const before = readFileSync(file());
      index.close();
      const after = readFileSync(file());
      for (let share = 0; share <= 1; share += 0.1) {
        const cut = Math.floor(after.length * share);
        const mixed = Buffer.concat([after.subarray(0, cut), before.subarray(Math.min(cut, before.length))]);
        const within = crashed(`share-${share}`, mixed, log);
        const survivor = open(within);
        assert.equal(
          survivor.use((each) => each.count()),
          200,
        );
        assert.deepEqual(survivor.state, { kind: 'ready' });
        survivor.close();
        assertSound(file(within), space);
      }
    });
  });

  describe('damaged', () => {
    const count = 400;
    const some = vectors(count);
    const stored = new Map(entriesOf(some).map(({ id, vector }) => [id, vector]));

    /** Filled and closed. @returns the path of the file */
    const filled = (): string => {
      const index = open();
      index.use((each) => each.add(entriesOf(some)));
      index.close();
      return file();
    };
    const overwrite = (path: string, at: number, length: number): void => {
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.fill(0xa5, at, at + length));
    };
    const placeOf = (path: string, needle: Uint8Array): number => {
      const at = readFileSync(path).indexOf(needle);
      assert.ok(at > 0);
      return at;
    };
    const bytesOf = (vector: Float32Array | undefined): Uint8Array => {
      assert.ok(vector);
      return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
    };
    const inFile = (path: string, work: (database: DatabaseSync) => void): void => {
      assert.ok(sqlite);
      const database = new sqlite.DatabaseSync(path);
      work(database);
      database.close();
    };
    const assertKept = (index: DiskIndex, kept: number, of: number | undefined): void => {
      const found = contentOf(index);
      assert.equal(found.size, kept);
      const expected = new Map([...stored].filter(([id]) => found.has(id)));
      const query = some[9] ?? new Float32Array();
      assert.deepEqual(
        index.use((each) => each.search(query, 50)),
        ranking(expected, query, 50),
      );
      assert.deepEqual(index.state, { kind: 'rebuilt', why: 'damaged', kept, of });
      assertSound(file(), space);
      assert.ok(existsSync(`${file()}.damaged`));
    };

    it('in a packed block, is rebuilt from the vectors, all of them', () => {
      const path = filled();
      inFile(path, (database) =>
        database.exec('UPDATE blocks SET data = CAST(zeroblob(length(data)) AS BLOB) WHERE block = 3'),
      );
      assertKept(open(), count, count);
    });

    it('where a block is missing, is rebuilt too', () => {
      inFile(filled(), (database) => database.exec('DELETE FROM blocks WHERE block = 2'));
      assertKept(open(), count, count);
    });

    it('where an old block has come back, is rebuilt too', () => {
      inFile(filled(), (database) => database.exec('UPDATE blocks SET generation = 7 WHERE block = 1'));
      assertKept(open(), count, count);
    });

    it('in one vector, loses that one when a search comes across it', () => {
      const path = filled();
      const [vector] = contentOf(open()).values();
      opened.at(-1)?.close();
      overwrite(path, placeOf(path, bytesOf(vector)) + 100, 8);
      const index = open();
      assertKept(index, count - 1, count);
    });

    it('in whole pages, keeps what lies in the others', () => {
      const path = filled();
      const found = [...contentOf(open()).values()];
      opened.at(-1)?.close();
      const at = placeOf(path, bytesOf(found[200]));
      overwrite(path, at - (at % 4096), 4096);
      const index = open();
      const kept = contentOf(index).size;
      assert.ok(kept < count && kept >= count - 20, `${kept} are left`);
      assertKept(index, kept, count);
    });

    it('cut short, keeps what is left', () => {
      const path = filled();
      truncateSync(path, Math.floor(readFileSync(path).length / 2 / 4096) * 4096);
      const index = open();
      const kept = contentOf(index).size;
      assert.ok(kept <= count);
      assert.equal(index.state.kind, 'rebuilt');
      assertSound(file(), space);
    });

    it('beyond recognition, is set aside whole and begun anew', () => {
      const path = filled();
      writeFileSync(path, 'This is no database. '.repeat(1000));
      const damaged = readFileSync(path);
      assertKept(open(), 0, undefined);
      assert.deepEqual(readFileSync(`${path}.damaged`), damaged);
    });

    it('anywhere, gives no wrong answer', () => {
      const path = filled();
      const whole = readFileSync(path);
      const query = some[20] ?? new Float32Array();
      const left: number[] = [];
      for (let at = 100; at < whole.length; at += 9001) {
        writeFileSync(path, Buffer.from(whole).fill(0xa5, at, at + 40));
        rmSync(`${path}.damaged`, { force: true });
        const index = open();
        index.use((each) => each.add(entriesOf(some.slice(0, 3))));
        const found = index.use((each) => each.search(query, 400));
        const ids = new Set(found.map(({ id }) => id));
        assert.deepEqual(
          found,
          ranking(stored, query, 400, (id) => ids.has(id)),
          `damaged at ${at}`,
        );
        left.push(found.length);
        index.close();
      }
      // Beyond the first pages, from which all others are found, a few rows are lost at most.
      assert.ok(left.filter((kept) => kept < count - 20).length <= 2, left.join(' '));
    }).timeout(60_000);

    it('is rebuilt once by two windows, and both go on with the new file', () => {
      const path = filled();
      const [one, two] = [open(), open()];
      two.use((each) => each.load());
      inFile(path, (database) => database.exec('UPDATE vectors SET checksum = 0 WHERE row = 5'));
      assertKept(one, count - 1, count);
      assert.equal(
        two.use((each) => each.count()),
        count - 1,
      );
      assert.deepEqual(two.state, { kind: 'ready' });
      two.use((each) => each.add(entriesOf(vectors(1), 5000)));
      assert.equal(
        one.use((each) => each.count()),
        count,
      );
    });

    it('takes its new place where a kill came between the renames', () => {
      const path = filled();
      copyFileSync(path, `${path}.complete`);
      writeFileSync(path, 'damaged');
      const index = open();
      assert.equal(
        index.use((each) => each.count()),
        count,
      );
      assert.equal(readFileSync(`${path}.damaged`, 'utf8'), 'damaged');
      index.close();
      copyFileSync(path, `${path}.complete`);
      rmSync(path);
      assert.equal(
        index.use((each) => each.count()),
        count,
      );
      index.close();
      writeFileSync(`${path}.new`, 'half of a rebuild');
      writeFileSync(path, 'damaged');
      assert.equal(
        index.use((each) => each.count()),
        0,
      );
    });
  });

  describe('of another version', () => {
    it('is rebuilt from its vectors where it is older', () => {
      const index = open();
      const some = vectors(150);
      index.use((each) => each.add(entriesOf(some)));
      index.close();
      assert.ok(sqlite);
      const database = new sqlite.DatabaseSync(file());
      database.exec(
        'DROP TABLE blocks; DROP TABLE state; ALTER TABLE vectors DROP COLUMN checksum; PRAGMA user_version = 0',
      );
      database.close();
      const newer = open();
      assert.equal(
        newer.use((each) => each.count()),
        150,
      );
      assert.deepEqual(newer.state, { kind: 'rebuilt', why: 'olderVersion', kept: 150, of: undefined });
      const stored = new Map(entriesOf(some).map(({ id, vector }) => [id, vector]));
      const query = some[3] ?? new Float32Array();
      assert.deepEqual(
        newer.use((each) => each.search(query, 10)).map(({ id }) => id),
        ranking(stored, query, 10).map(({ id }) => id),
      );
      newer.close();
      assertSound(file(), space);
      assert.deepEqual(
        readdirSync(folder()).filter((name) => name.includes('.damaged')),
        [],
      );
    });

    it('is left alone where it is later', () => {
      open().use((each) => each.add(entriesOf(vectors(1))));
      opened.at(-1)?.close();
      assert.ok(sqlite);
      const database = new sqlite.DatabaseSync(file());
      database.exec('PRAGMA user_version = 99');
      database.close();
      const operations = new VectorOperations(sqlite, folder());
      const failed = operations.run('count', { space });
      assert.ok(!failed.ok && failed.error.kind === 'noDatabase');
      assert.match(failed.error.reason, /later version/);
      assert.ok(existsSync(file()));
    });
  });
});

describe('VectorOperations', () => {
  needSqlite();
  const folder = useFolder();

  it('says that the disk is full, keeps what was there, and goes on when there is room', () => {
    assert.ok(sqlite);
    const pages = { most: 200 };
    class SmallDisk extends sqlite.DatabaseSync {
      constructor(path: string) {
        super(path);
        this.exec(`PRAGMA max_page_count = ${pages.most}`);
      }
    }
    const operations = new VectorOperations({ ...sqlite, DatabaseSync: SmallDisk }, folder());
    const some = clusteredVectors(3000, space.dimensions, randomNumbers(31));
    const add = (first: number, last: number): unknown =>
      operations.run('add', { space, entries: entriesOf(some.slice(first, last), first) });
    assert.deepEqual(add(0, 300), { ok: true, value: { added: 300, replaced: 0, refused: [] } });
    assert.deepEqual(add(300, 3000), { ok: false, error: { kind: 'diskFull', folder: folder() } });
    assert.equal(valueOf(operations.run('count', { space })), 300);
    const query = some[299] ?? new Float32Array();
    const found = operations.run('search', { space, vector: query, count: 1, filter: undefined });
    assert.equal(valueOf(found)[0]?.id, idOf(299));
    operations.closeAll();
    pages.most = 100_000;
    assert.deepEqual(add(300, 3000), { ok: true, value: { added: 2700, replaced: 0, refused: [] } });
    operations.closeAll();
    const [name] = readdirSync(folder()).filter((each) => each.endsWith('.vectors'));
    assertSound(join(folder(), name ?? ''), space);
  });

  it('says why where the folder cannot be made, and where Node has no SQLite', () => {
    writeFileSync(join(folder(), 'file'), '');
    const refused = new VectorOperations(sqlite, join(folder(), 'file', 'vectors')).run('count', { space });
    assert.ok(!refused.ok && refused.error.kind === 'noDatabase');
    assert.match(refused.error.reason, /ENOTDIR/);
    assert.deepEqual(new VectorOperations(undefined, folder()).run('list', undefined), {
      ok: false,
      error: { kind: 'noDatabase', reason: 'node:sqlite is missing' },
    });
  });
});
