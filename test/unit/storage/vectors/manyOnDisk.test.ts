import assert from 'node:assert/strict';
import { DiskIndex } from '../../../../src/storage/vectors/diskIndex';
import { IndexFolder } from '../../../../src/storage/vectors/indexFolder';
import { findSqlite } from '../../../../src/storage/vectors/sqlite';
import { needSqlite } from '../sqlite';
import { useFolder } from '../surroundings';
import { entriesOf, idOf, ranking, space } from './indexSuite';
import { clusteredVectors, randomNumbers } from './samples';
import { kernels } from './scanning';

describe('DiskIndex, with so many vectors that signs are taken', () => {
  needSqlite();
  const folder = useFolder();
  const opened: DiskIndex[] = [];
  afterEach(() => {
    for (const index of opened.splice(0)) index.close();
  });
  const open = (): DiskIndex => {
    const sqlite = findSqlite();
    assert.ok(sqlite);
    const index = new DiskIndex(new IndexFolder(sqlite, folder()), kernels, space);
    opened.push(index);
    return index;
  };

  it('ranks what two windows add, replace and remove as brute force does', () => {
    const [one, two] = [open(), open()];
    const stored = new Map<string, Float32Array>();
    const random = randomNumbers(31);
    const vectors = clusteredVectors(18_000, space.dimensions, random, 200);
    const add = (by: DiskIndex, from: number, to: number, first = from): void => {
      const entries = entriesOf(vectors.slice(from, to), first);
      by.use((index) => index.add(entries));
      for (const { id, vector } of entries) stored.set(id, vector);
    };
    const remove = (by: DiskIndex, numbers: readonly number[]): void => {
      by.use((index) => index.remove(numbers.map(idOf)));
      for (const number of numbers) stored.delete(idOf(number));
    };
    const check = (by: DiskIndex): void => {
      const query = (vectors[Math.floor(random() * 18_000)] ?? new Float32Array()).map(
        (value) => value + 0.01,
      );
      const some = new Set([...stored.keys()].filter((_, at) => at % 3 === 0));
      const few = new Set([...some].slice(0, 100));
      for (const allowed of [undefined, some, few]) {
        const expected = ranking(stored, query, 10, (id) => allowed?.has(id) ?? true);
        assert.deepEqual(
          by.use((index) => index.search(query, 10, allowed)).map(({ id }) => id),
          expected.map(({ id }) => id),
        );
      }
    };

    add(one, 0, 7950);
    two.use((index) => index.load());
    check(two);
    add(one, 7950, 8100);
    check(two);
    check(one);
    remove(two, [0, 5, 64, 7999, 8099]);
    add(two, 8100, 8103);
    check(one);
    add(one, 17_000, 17_020, 300);
    check(two);
    add(two, 8103, 17_000);
    check(one);
    check(two);
    const three = open();
    three.use((index) => index.load());
    check(three);
    remove(
      three,
      Array.from({ length: 6000 }, (_, at) => 9000 + at),
    );
    check(one);
  }).timeout(60_000);
});
