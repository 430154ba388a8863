import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Result } from '../../../../src/core/result';
import {
  MOST_MATCHES,
  type Match,
  type VectorEntry,
  type VectorIndex,
  type VectorIndexes,
  type VectorSpace,
} from '../../../../src/core/search/vectorIndex';
import { repositoryFolder } from '../../../host/paths';
import { clusteredVectors, randomNumbers } from './samples';

export const workerProgram = join(repositoryFolder, 'dist', 'storage', 'vectors', 'worker.js');

export const space: VectorSpace = { modelId: 'amazon.titan-embed-image-v1', dimensions: 64, kind: 'image' };

export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`Failed: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** Looks like a content hash; the order of the ids is not that of the numbers. */
export function idOf(number: number): string {
  return (Math.imul(number + 1, 2_654_435_761) >>> 0).toString(16).padStart(8, '0').repeat(8);
}

export function entriesOf(vectors: readonly Float32Array[], first = 0): readonly VectorEntry[] {
  return vectors.map((vector, at) => ({ id: idOf(first + at), vector }));
}

/** The reference: unit vectors in 32 bits as they are stored, products in 64 bits, ties in the order of the ids. */
export function ranking(
  stored: ReadonlyMap<string, Float32Array>,
  query: Float32Array,
  count: number,
  isAllowed: (id: string) => boolean = () => true,
): readonly Match[] {
  const unit = unitOf(query);
  return [...stored]
    .filter(([id]) => isAllowed(id))
    .map(([id, vector]) => ({ id, score: cosine(unit, unitOf(vector)) }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, count);
}

function unitOf(vector: Float32Array): Float32Array {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return vector.map((value) => value / Math.sqrt(sum));
}

function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

/** What every implementation of the port promises. @param create with nothing in it */
export function describeVectorIndexes(name: string, create: () => VectorIndexes): void {
  describe(`${name}, as a VectorIndexes`, () => {
    let indexes: VectorIndexes;
    let index: VectorIndex;

    beforeEach(async () => {
      indexes = create();
      index = valueOf(await indexes.open(space));
    });
    afterEach(() => indexes.dispose());

    const random = randomNumbers(11);
    const vectors = (count: number): readonly Float32Array[] =>
      clusteredVectors(count, space.dimensions, random);
    const search = async (
      vector: Float32Array,
      count: number,
      allowed?: ReadonlySet<string>,
    ): Promise<readonly Match[]> =>
      valueOf(await index.search({ vector, count, ...(allowed && { allowed }) }));

    it('is empty at first', async () => {
      assert.deepEqual(index.space, space);
      assert.deepEqual(index.state, { kind: 'ready' });
      assert.equal(valueOf(await index.count()), 0);
      assert.deepEqual(valueOf(await index.ids()), []);
      assert.deepEqual(await search(new Float32Array(64).fill(1), 10), []);
      assert.equal(valueOf(await index.background()).pairs, 0);
    });

    it('counts what it adds, replaces and removes', async () => {
      const entries = entriesOf(vectors(100));
      assert.deepEqual(valueOf(await index.add(entries)), { added: 100, replaced: 0, refused: [] });
      const again = [...entriesOf(vectors(5), 98), ...entries.slice(0, 1)];
      assert.deepEqual(valueOf(await index.add(again)), { added: 3, replaced: 3, refused: [] });
      assert.equal(valueOf(await index.remove([idOf(7), 'unknown', idOf(8), idOf(7)])), 2);
      assert.equal(valueOf(await index.remove([])), 0);
      assert.equal(valueOf(await index.count()), 101);
      assert.deepEqual(
        valueOf(await index.has([idOf(6), idOf(7), idOf(102)])),
        new Set([idOf(6), idOf(102)]),
      );
      const ids = valueOf(await index.ids());
      assert.deepEqual(
        [...ids].sort(),
        Array.from({ length: 103 }, (_, number) => idOf(number))
          .filter((id) => id !== idOf(7) && id !== idOf(8))
          .sort(),
      );
    });

    it('takes the later of two entries with one id', async () => {
      const [one, two] = vectors(2);
      assert.ok(one && two);
      const added = valueOf(
        await index.add([
          { id: 'a', vector: one },
          { id: 'a', vector: two },
        ]),
      );
      assert.deepEqual(added, { added: 1, replaced: 0, refused: [] });
      assert.ok(((await search(two, 1))[0]?.score ?? 0) > 0.999_999);
    });

    it('refuses what cannot be compared, and takes the rest', async () => {
      const [sound] = vectors(1);
      assert.ok(sound);
      const added = valueOf(
        await index.add([
          { id: 'zero', vector: new Float32Array(64) },
          { id: 'short', vector: new Float32Array(63).fill(1) },
          { id: 'infinite', vector: new Float32Array(64).fill(Infinity) },
          { id: 'none', vector: new Float32Array(64).fill(Number.NaN) },
          { id: 'sound', vector: sound },
        ]),
      );
      assert.deepEqual(added, { added: 1, replaced: 0, refused: ['zero', 'short', 'infinite', 'none'] });
      assert.deepEqual(valueOf(await index.ids()), ['sound']);
      assert.deepEqual(await search(new Float32Array(64), 5), []);
      assert.deepEqual(await search(new Float32Array(63).fill(1), 5), []);
    });

    it('gives back vectors of length 1 by id, and leaves those that it was given', async () => {
      const vector = Float32Array.from({ length: 64 }, (_, at) => (at === 3 ? 5 : 0));
      valueOf(await index.add([{ id: 'a', vector }]));
      assert.equal(vector[3], 5);
      const found = valueOf(await index.vectors(['a', 'b']));
      assert.deepEqual([...found.keys()], ['a']);
      assert.equal(found.get('a')?.[3], 1);
    });

    it('ranks as brute force in 64 bits does, with equal vectors in the order of their ids', async () => {
      const stored = new Map<string, Float32Array>();
      const some = vectors(900);
      const entries = [...entriesOf(some), ...entriesOf(some.slice(0, 300), 900)];
      for (const { id, vector } of entries) stored.set(id, vector);
      valueOf(await index.add(entries));
      for (const query of [...vectors(4), ...some.slice(0, 4)]) {
        for (const count of [1, 10, 333]) {
          assert.deepEqual(await search(query, count), ranking(stored, query, count));
        }
      }
    });

    it('looks among the allowed alone, before it ranks', async () => {
      const some = vectors(600);
      valueOf(await index.add(entriesOf(some)));
      const stored = new Map(entriesOf(some).map(({ id, vector }) => [id, vector]));
      const query = some[4] ?? new Float32Array();
      const far = ranking(stored, query, 600).slice(-20);
      const allowed = new Set([...far.map(({ id }) => id), 'unknown']);
      assert.deepEqual(await search(query, 30, allowed), far);
      assert.deepEqual(await search(query, 3, allowed), far.slice(0, 3));
      assert.deepEqual(await search(query, 3, new Set()), []);
      valueOf(await index.remove(far.slice(0, 1).map(({ id }) => id)));
      assert.deepEqual(await search(query, 30, allowed), far.slice(1), 'the same set after a change');
      valueOf(await index.add([{ id: 'unknown', vector: query }]));
      assert.deepEqual((await search(query, 1, allowed))[0]?.id, 'unknown');
    });

    it(`gives ${MOST_MATCHES} matches at most`, async () => {
      const [vector] = vectors(1);
      assert.ok(vector);
      valueOf(await index.add(Array.from({ length: 1200 }, (_, number) => ({ id: idOf(number), vector }))));
      const found = await search(vector, 5000);
      assert.equal(found.length, MOST_MATCHES);
      const ids = Array.from({ length: 1200 }, (_, number) => idOf(number)).sort();
      assert.deepEqual(
        found.map(({ id }) => id),
        ids.slice(0, MOST_MATCHES),
      );
    });

    it('says how alike things are that have nothing to do with each other', async () => {
      const some = vectors(40);
      valueOf(await index.add(entriesOf(some)));
      const between = valueOf(await index.background());
      assert.equal(between.pairs, (40 * 39) / 2);
      const scores = some.flatMap((one, at) => some.slice(at + 1).map((other) => cosine(one, other)));
      const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
      assert.ok(Math.abs(between.mean - mean) < 1e-6);
      assert.ok(between.median <= between.p90 && between.p90 <= between.p99 && between.p99 < 1);
      assert.ok(between.standardDeviation > 0);
      const query = some[3]?.map((value) => value * 7) ?? new Float32Array();
      const to = valueOf(await index.background([query, new Float32Array(64)]));
      assert.equal(to.pairs, 40);
      const toMean = some.reduce((sum, one) => sum + cosine(unitOf(query), one), 0) / 40;
      assert.ok(Math.abs(to.mean - toMean) < 1e-6);
    });

    it('keeps indexes side by side, lists them, and deletes one', async () => {
      const others: readonly VectorSpace[] = [
        { ...space, dimensions: 256 },
        { ...space, kind: 'text' },
        { ...space, modelId: 'cohere.embed-v4:0' },
      ];
      valueOf(await index.add(entriesOf(vectors(3))));
      for (const other of others) valueOf(await indexes.open(other));
      const listed = valueOf(await indexes.list());
      assert.deepEqual(
        listed.map((summary) => [summary.space, summary.count]),
        [
          [space, 3],
          [{ ...space, kind: 'text' }, 0],
          [{ ...space, dimensions: 256 }, 0],
          [{ ...space, modelId: 'cohere.embed-v4:0' }, 0],
        ],
      );
      assert.ok((listed[0]?.bytes ?? 0) >= 3 * 64 * 4);
      valueOf(await indexes.delete(space));
      valueOf(await indexes.delete({ ...space, modelId: 'never made' }));
      assert.equal(valueOf(await indexes.list()).length, 3);
      assert.equal(valueOf(await valueOf(await indexes.open(space)).count()), 0);
    });

    it('can be used after it was closed', async () => {
      const entries = entriesOf(vectors(3));
      valueOf(await index.add(entries));
      await index.close();
      assert.equal(valueOf(await index.count()), 3);
      await index.close();
      assert.equal(valueOf(await valueOf(await indexes.open(space)).count()), 3);
    });

    it('does not search for whom has turned away', async () => {
      const found = await index.search(
        { vector: new Float32Array(64).fill(1), count: 1 },
        AbortSignal.abort(),
      );
      assert.deepEqual(found, { ok: false, error: { kind: 'cancelled' } });
    });
  });
}
