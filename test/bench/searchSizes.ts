import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { removeFolder, temporaryFolder } from '../host/temporary';
import { VectorOperations } from '../../src/storage/vectors/operations';
import { findSqlite } from '../../src/storage/vectors/sqlite';
import { exactly, summarize, type Bench, type Measure } from './measure';
import { ClusteredData, nearestRows } from './searchData';

const counts = { '1k': 1000, '10k': 10_000, '100k': 100_000, '1m': 1_000_000 } as const;
const dimensionCounts = [256, 1024] as const;
const QUERIES = 20;
const BATCH = 1024;

type CountName = keyof typeof counts;

/**
 * Other sizes, each when it is asked for (`npm run bench -- vectors_10k`): the index in the calling thread beside a
 * plain loop over the same float32 vectors. A million vectors of 1024 dimensions need 6 GB of memory and of disk.
 */
export const searchSizes: readonly Bench[] = (Object.keys(counts) as CountName[]).flatMap((name) =>
  dimensionCounts.map((dimensions) => sizeBench(name, dimensions)),
);

function sizeBench(countName: CountName, dimensions: number): Bench {
  const name = `vectors_${countName}_${dimensions}`;
  return {
    names: ['p50_ms', 'loop_ms', 'recall10', 'build_s', 'open_ms', 'add_ms', 'disk_mb'].map(
      (what) => `${name}_${what}`,
    ),
    isOnRequest: true,
    run: async () => {
      const folder = await temporaryFolder('bench');
      try {
        const found = measure(folder, counts[countName], dimensions);
        return Object.fromEntries(Object.entries(found).map(([what, each]) => [`${name}_${what}`, each]));
      } finally {
        await removeFolder(folder);
      }
    },
  };
}

function measure(folder: string, count: number, dimensions: number): Readonly<Record<string, Measure>> {
  const data = new ClusteredData(dimensions);
  const all = data.many(count);
  const queries = Array.from({ length: QUERIES }, () => data.next());
  const space = { modelId: 'bench', dimensions, kind: 'image' };
  const operations = new VectorOperations(findSqlite(), folder);
  const add = (first: number, length: number): number =>
    timed(() => {
      const entries = Array.from({ length }, (_, at) => ({
        id: String(first + at),
        vector: all.slice(((first + at) % count) * dimensions, (((first + at) % count) + 1) * dimensions),
      }));
      if (!operations.run('add', { space, entries }).ok) throw new Error('Nothing was added');
    });
  let buildMs = 0;
  for (let first = 0; first < count; first += BATCH) buildMs += add(first, Math.min(BATCH, count - first));
  operations.closeAll();
  const diskBytes = readdirSync(folder).reduce((sum, each) => sum + statSync(join(folder, each)).size, 0);
  const openMs = timed(() => operations.run('open', { space }));

  const search = (vector: Float32Array): readonly string[] => {
    const found = operations.run('search', { space, vector, count: 10, filter: undefined });
    if (!found.ok) throw new Error('Nothing was found');
    return found.value.map(({ id }) => id);
  };
  for (const query of queries) search(query);
  const ms: number[] = [];
  const loopMs: number[] = [];
  let hits = 0;
  for (const query of queries) {
    let found: readonly string[] = [];
    let nearest: readonly number[] = [];
    ms.push(timed(() => (found = search(query))));
    loopMs.push(timed(() => (nearest = nearestRows(all, query, 10))));
    hits += nearest.filter((row) => found.includes(String(row))).length;
  }
  add(count, 1);
  const addMs = Array.from({ length: QUERIES }, (_, at) => add(count + 1 + at, 1));
  operations.closeAll();
  return {
    p50_ms: summarize(ms, 'ms'),
    loop_ms: summarize(loopMs, 'ms'),
    recall10: exactly(hits / (10 * QUERIES), ''),
    build_s: exactly(buildMs / 1000, 's'),
    open_ms: exactly(openMs, 'ms'),
    add_ms: summarize(addMs, 'ms'),
    disk_mb: exactly(diskBytes / 1_000_000, 'MB'),
  };
}

function timed(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}
