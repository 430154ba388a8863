import { mkdir, open, readdir, stat, writeFile } from 'node:fs/promises';
import { loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { cachedPackage } from '../host/cache';
import { outFolder, repositoryFolder } from '../host/paths';
import { runOrThrow } from '../host/run';
import { removeFolder, temporaryFolder } from '../host/temporary';
import type { Asked, Built, EngineName, EngineTask } from './engineHost';
import { exactly, summarize, type Bench, type Finding } from './measure';
import { besideTable, type BesideGroup } from './searchBesideTable';
import { ClusteredData, mergeNearest, type Near } from './searchData';

const counts = { '1k': 1000, '10k': 10_000, '100k': 100_000, '1m': 1_000_000 } as const;
const dimensionCounts = [256, 1024] as const;
const BATCH = 4096;
const BYTES_PER_MB = 1_000_000;
const BYTES_PER_NUMBER = 4;
/** A graph of a million takes the better part of an hour to build, and a scan of float32 more than a second for each query. */
const MOST_FOR_RIVALS = 100_000;

/** What stands beside the index: exact versions, installed into the cache when they are first measured. */
const rivals = {
  usearch: { name: 'usearch', version: '2.26.2' },
  hnswlib: { name: 'hnswlib-node', version: '3.0.0' },
  sqlitevec: { name: 'sqlite-vec', version: '0.1.9' },
} as const;

const own: readonly EngineName[] = ['easel', 'loop'];
const all: readonly EngineName[] = ['easel', 'usearch', 'hnswlib', 'sqlitevec', 'loop'];

/** What is told of each engine, by the end of its figures' names. */
export const besideFigures = [
  'build_s',
  'open_ms',
  'p50_ms',
  'over_reading',
  'recall10',
  'add_ms',
  'memory_mb',
  'disk_mb',
] as const;

/**
 * The index beside a plain loop, from 1,000 to 100,000 vectors: part of `npm run bench -- search`. `over_reading` is the median
 * query over the median time in which one core reads the vectors once with a byte for each number, measured in turns.
 */
export const searchSizes: readonly Bench[] = sizes('search_sizes', ['1k', '10k', '100k'], own);

/** The same to a million, and beside engines of others to 100,000: `npm run bench -- search-full`. */
export const searchFull: readonly Bench[] = sizes('search-full', ['1k', '10k', '100k', '1m'], all);

type CountName = keyof typeof counts;

function sizes(
  prefix: string,
  names: readonly CountName[],
  engines: readonly EngineName[],
): readonly Bench[] {
  return names.flatMap((name) =>
    dimensionCounts.map((dimensions) =>
      sizeBench(`${prefix}_${name}_${dimensions}`, name, dimensions, engines),
    ),
  );
}

function sizeBench(
  prefix: string,
  countName: CountName,
  dimensions: number,
  wanted: readonly EngineName[],
): Bench {
  const count = counts[countName];
  const engines = wanted.filter((engine) => count <= MOST_FOR_RIVALS || own.includes(engine));
  const group: BesideGroup = {
    title: `${count.toLocaleString('en')} x ${dimensions}`,
    rows: engines.map((engine) => ({ name: labelOf(engine), prefix: `${prefix}_${engine}` })),
  };
  return {
    names: engines.flatMap((engine) => besideFigures.map((figure) => `${prefix}_${engine}_${figure}`)),
    isOnRequest: true,
    run: async () => {
      const folder = await temporaryFolder('bench');
      try {
        return await measureAll(folder, prefix, engines, count, dimensions);
      } finally {
        await removeFolder(folder);
      }
    },
    table: (findings) => besideTable(group, findings),
  };
}

async function measureAll(
  folder: string,
  prefix: string,
  engines: readonly EngineName[],
  count: number,
  dimensions: number,
): Promise<Readonly<Record<string, Finding>>> {
  const findings: Record<string, Finding> = {};
  const data = await writeData(folder, count, dimensions);
  for (const engine of engines) {
    process.stderr.write(
      `${count.toLocaleString('en')} x ${dimensions}: ${labelOf(engine)} (load ${loadavg()[0]?.toFixed(1)})\n`,
    );
    const found = await measureOne(join(folder, engine), engine, data, count, dimensions);
    for (const figure of besideFigures) findings[`${prefix}_${engine}_${figure}`] = found(figure);
  }
  return findings;
}

type Figure = (typeof besideFigures)[number];

async function measureOne(
  folder: string,
  engine: EngineName,
  data: Data,
  count: number,
  dimensions: number,
): Promise<(figure: Figure) => Finding> {
  const missing = (why: string) => (): Finding => ({ missing: why });
  // A loop and a build hold the float32 vectors; half of the memory is left to the rest of the machine.
  if (engine === 'loop' && count * dimensions * BYTES_PER_NUMBER > totalmem() / 2) {
    return missing('not measured: this machine has too little memory for all vectors at once');
  }
  let packages = '';
  if (engine in rivals) {
    const { name, version } = rivals[engine as keyof typeof rivals];
    try {
      packages = await cachedPackage(name, version);
    } catch (cause) {
      process.stderr.write(`${String(cause)}\n`);
      return missing(
        `not measured: ${name} ${version} could not be installed on ${process.platform}-${process.arch}`,
      );
    }
  }
  await mkdir(folder);
  try {
    const task = {
      engine,
      packages,
      folder,
      dimensions,
      count,
      vectors: data.vectors,
      queries: data.queries,
    };
    const { buildMs } = await inProcess<Built>({ ...task, step: 'build' });
    const diskMb = (await sizeOf(folder)) / BYTES_PER_MB;
    const asked = await inProcess<Asked>({ ...task, step: 'ask' });
    const findings = {
      build_s: exactly(buildMs / 1000, 's'),
      open_ms: exactly(asked.openMs, 'ms'),
      p50_ms: summarize(asked.queryMs, 'ms'),
      over_reading: exactly(medianOf(asked.queryMs) / medianOf(asked.readMs), ''),
      recall10: exactly(recall(asked.found, data.nearest), ''),
      add_ms: summarize(asked.addMs, 'ms'),
      memory_mb: exactly(asked.memoryMb, 'MB'),
      disk_mb: exactly(diskMb, 'MB'),
    };
    return (figure) => findings[figure];
  } catch (cause) {
    process.stderr.write(`${String(cause)}\n`);
    if (engine === 'easel') throw cause;
    return missing('not measured: it failed');
  } finally {
    await removeFolder(folder);
  }
}

interface Data {
  readonly vectors: string;
  readonly queries: string;
  readonly nearest: readonly (readonly number[])[];
}

/** A piece at a time: a million of them take more than an array should. */
async function writeData(folder: string, count: number, dimensions: number): Promise<Data> {
  const data = new ClusteredData(dimensions);
  const queryCount = count > MOST_FOR_RIVALS ? 20 : 40;
  const queries = Array.from({ length: queryCount }, () => data.next());
  const queriesPath = join(folder, 'queries');
  await writeFile(
    queriesPath,
    new Uint8Array(Float32Array.from(queries.flatMap((query) => [...query])).buffer),
  );
  const vectors = join(folder, 'all');
  const file = await open(vectors, 'w');
  let nearest: readonly (readonly Near[])[] = queries.map(() => []);
  for (let first = 0; first < count; first += BATCH) {
    const piece = data.many(Math.min(BATCH, count - first));
    await file.write(piece);
    nearest = nearest.map((near, at) =>
      mergeNearest(near, piece, first, queries[at] ?? new Float32Array(), 10),
    );
  }
  await file.close();
  return { vectors, queries: queriesPath, nearest: nearest.map((near) => near.map(({ row }) => row)) };
}

async function inProcess<Found>(task: EngineTask): Promise<Found> {
  const program = join(outFolder, 'test', 'bench', 'engineHost.js');
  const args = ['--expose-gc', '--no-warnings', program, JSON.stringify(task)];
  return JSON.parse(await runOrThrow(process.execPath, args, { cwd: repositoryFolder })) as Found;
}

function labelOf(engine: EngineName): string {
  if (engine === 'easel') return 'Easel';
  if (engine === 'loop') return 'plain loop';
  const { name, version } = rivals[engine];
  return `${name} ${version}`;
}

function recall(found: readonly (readonly number[])[], nearest: readonly (readonly number[])[]): number {
  const hits = nearest.flatMap((rows, at) => rows.filter((row) => found[at]?.includes(row)));
  return hits.length / nearest.flat().length;
}

function medianOf(samples: readonly number[]): number {
  return summarize(samples, '').value;
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder);
  const found = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return found.reduce((sum, size) => sum + size, 0);
}
