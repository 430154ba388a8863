import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outFolder, repositoryFolder } from '../host/paths';
import { runOrThrow } from '../host/run';
import { removeFolder, temporaryFolder } from '../host/temporary';
import { VectorOperations } from '../../src/storage/vectors/operations';
import { findSqlite } from '../../src/storage/vectors/sqlite';
import { exactly, summarize, type Bench, type Measure } from './measure';
import { ClusteredData, MeanData, nearestRows } from './searchData';
import type { HostRun } from './searchHost';

const COUNT = 100_000;
const DIMENSIONS = 1024;
const QUERIES = 40;
const RUNS = 5;
const MEAN_RUNS = 3;
const BATCH = 256;
const BYTES_PER_MB = 1_000_000;
const modelId = 'bench';

/**
 * The index of 100,000 vectors of 1024 dimensions, as the extension has it: times are those of the caller, with the
 * message to the worker and back. Each run is a process of its own. A cold open begins without a worker; the file is in
 * the system's cache. An add is on the disk when it ends. `search_limit_ratio` is the median query over the
 * median time in which one core reads the int8 vectors once, measured in turns. `mean`: of vectors about a common mean,
 * among which nothing is very near.
 */
export const search: Bench = {
  names: [
    'search_100k_1024_p50_ms',
    'search_100k_1024_recall10',
    'search_100k_1024_mean_p50_ms',
    'search_100k_1024_mean_recall10',
    'search_100k_1024_filtered_ms',
    'search_100k_1024_memory_mb',
    'search_100k_1024_disk_mb',
    'search_100k_1024_build_s',
    'search_limit_ratio',
    'search_cold_open_ms',
    'search_add_ms',
  ],
  run: async () => ({ ...(await inFolder(measureClustered)), ...(await inFolder(measureMean)) }),
};

type Figures = Readonly<Record<string, Measure>>;

async function inFolder(measureIn: (folder: string) => Promise<Figures>): Promise<Figures> {
  const folder = await temporaryFolder('bench');
  try {
    return await measureIn(folder);
  } finally {
    await removeFolder(folder);
  }
}

async function measureClustered(folder: string): Promise<Figures> {
  const { runs, recalls, diskMb, buildMs } = await measure(folder, new ClusteredData(DIMENSIONS), RUNS);
  const ratios = runs.map(({ queryMs, readMs }) => medianOf(queryMs) / medianOf(readMs));
  return {
    search_100k_1024_p50_ms: summarize(
      runs.flatMap(({ queryMs }) => queryMs),
      'ms',
    ),
    search_100k_1024_recall10: summarize(recalls, ''),
    search_100k_1024_filtered_ms: summarize(
      runs.flatMap(({ filteredMs }) => filteredMs),
      'ms',
    ),
    search_100k_1024_memory_mb: summarize(
      runs.map(({ memoryMb }) => memoryMb),
      'MB',
    ),
    search_100k_1024_disk_mb: exactly(diskMb, 'MB'),
    search_100k_1024_build_s: exactly(buildMs / 1000, 's'),
    search_limit_ratio: summarize(ratios, ''),
    search_cold_open_ms: summarize(
      runs.map(({ openMs }) => openMs),
      'ms',
    ),
    search_add_ms: summarize(
      runs.flatMap(({ addMs }) => addMs),
      'ms',
    ),
  };
}

async function measureMean(folder: string): Promise<Figures> {
  const { runs, recalls } = await measure(folder, new MeanData(DIMENSIONS), MEAN_RUNS);
  return {
    search_100k_1024_mean_p50_ms: summarize(
      runs.flatMap(({ queryMs }) => queryMs),
      'ms',
    ),
    search_100k_1024_mean_recall10: summarize(recalls, ''),
  };
}

async function measure(
  folder: string,
  data: { many: (count: number) => Float32Array },
  runCount: number,
): Promise<{
  readonly runs: readonly HostRun[];
  readonly recalls: readonly number[];
  readonly diskMb: number;
  readonly buildMs: number;
}> {
  const all = data.many(COUNT);
  const queries = data.many(QUERIES);
  const indexFolder = join(folder, 'vectors');
  const buildMs = build(indexFolder, all);
  const diskMb = (await sizeOf(indexFolder)) / BYTES_PER_MB;
  const queriesPath = join(folder, 'queries');
  await writeFile(queriesPath, new Uint8Array(queries.buffer));
  const runs: HostRun[] = [];
  for (let run = 0; run < runCount; run++) runs.push(await hostRun(indexFolder, queriesPath));

  const nearest = Array.from({ length: QUERIES }, (_, at) =>
    nearestRows(all, queries.subarray(at * DIMENSIONS, (at + 1) * DIMENSIONS), 10).map(String),
  );
  return { runs, recalls: runs.map(({ found }) => recall(found, nearest)), diskMb, buildMs };
}

function build(folder: string, all: Float32Array): number {
  const operations = new VectorOperations(findSqlite(), folder);
  const space = { modelId, dimensions: DIMENSIONS, kind: 'image' };
  const startedAt = performance.now();
  for (let first = 0; first < COUNT; first += BATCH) {
    const entries = Array.from({ length: Math.min(BATCH, COUNT - first) }, (_, at) => ({
      id: String(first + at),
      vector: all.subarray((first + at) * DIMENSIONS, (first + at + 1) * DIMENSIONS),
    }));
    const added = operations.run('add', { space, entries });
    if (!added.ok) throw new Error(JSON.stringify(added.error));
  }
  operations.closeAll();
  return performance.now() - startedAt;
}

async function hostRun(folder: string, queriesPath: string): Promise<HostRun> {
  const program = join(outFolder, 'test', 'bench', 'searchHost.js');
  const worker = join(repositoryFolder, 'dist', 'storage', 'vectors', 'worker.js');
  const mark = JSON.stringify({ modelId, dimensions: DIMENSIONS, count: COUNT });
  const args = ['--expose-gc', '--no-warnings', program, worker, folder, queriesPath, mark];
  return JSON.parse(await runOrThrow(process.execPath, args, { cwd: repositoryFolder })) as HostRun;
}

function recall(found: readonly (readonly string[])[], nearest: readonly (readonly string[])[]): number {
  const hits = nearest.flatMap((ids, at) => ids.filter((id) => found[at]?.includes(id)));
  return hits.length / nearest.flat().length;
}

function medianOf(samples: readonly number[]): number {
  return summarize(samples, '').value;
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
