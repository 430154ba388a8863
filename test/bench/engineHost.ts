// Started by searchBeside.ts, so that each engine begins with fresh memory: `node engineHost.js <order>`, in JSON. Builds an index
// from a file of vectors, or opens one, asks and adds; prints one JSON object.
import { open, readFile } from 'node:fs/promises';
import { EaselEngine, LoopEngine, type Engine, type EngineOrder } from './engines';
import { HnswlibEngine, SqliteVecEngine, UsearchEngine } from './rivals';

export type EngineName = 'easel' | 'loop' | 'usearch' | 'hnswlib' | 'sqlitevec';

/** What a process is told. */
export interface EngineTask extends EngineOrder {
  readonly engine: EngineName;
  /** Where its package lies; empty for what needs none. */
  readonly packages: string;
  readonly step: 'build' | 'ask';
  /** Files of float32 numbers. */
  readonly vectors: string;
  readonly queries: string;
}

/** What was measured; of one step each. */
export interface Built {
  readonly buildMs: number;
}

export interface Asked {
  readonly openMs: number;
  readonly memoryMb: number;
  readonly queryMs: readonly number[];
  /** Reading the vectors once, a byte for each number, in turns with the queries. */
  readonly readMs: readonly number[];
  readonly addMs: readonly number[];
  /** For each query, the rows of its ten nearest. */
  readonly found: readonly (readonly number[])[];
}

const BATCH = 1024;
const WARM_UP = 5;
const MOST_ADDS = 20;
/** An engine that writes everything anew with each vector is asked a few times only. */
const ENOUGH_ADDING_MS = 3000;
const BYTES_PER_MB = 1_000_000;

const task = JSON.parse(process.argv[2] ?? '') as EngineTask;
process.stdout.write(`${JSON.stringify(task.step === 'build' ? await build() : await ask())}\n`);

async function build(): Promise<Built> {
  const { dimensions, count } = task;
  const engine = engineOf();
  const file = await open(task.vectors);
  let buildMs = 0;
  for (let first = 0; first < count; first += BATCH) {
    const vectors = new Float32Array(Math.min(BATCH, count - first) * dimensions);
    await file.read(vectors, 0, vectors.byteLength, first * dimensions * 4);
    buildMs += await timed(() => engine.put(first, vectors));
  }
  buildMs += await timed(() => engine.finish());
  await file.close();
  await engine.close();
  return { buildMs };
}

async function ask(): Promise<Asked> {
  const { dimensions, count } = task;
  const bytes = new Uint8Array(await readFile(task.queries));
  const queries = Array.from(
    { length: bytes.length / 4 / dimensions },
    (_, at) => new Float32Array(bytes.buffer, bytes.byteOffset + at * dimensions * 4, dimensions),
  );
  const idleBytes = await settledMemory();
  const startedAt = performance.now();
  const engine = engineOf();
  await engine.open();
  const openMs = performance.now() - startedAt;
  for (const query of queries.slice(0, WARM_UP)) await engine.search(query, 10);
  const memoryMb = ((await settledMemory()) - idleBytes) / BYTES_PER_MB;

  const block = Buffer.alloc(count * dimensions, 1);
  const readMs: number[] = [];
  const queryMs: number[] = [];
  const found: (readonly number[])[] = [];
  for (const query of queries) {
    readMs.push(readOnce(block));
    queryMs.push(await timed(async () => found.push(await engine.search(query, 10))));
  }

  // The first makes room, and Easel reads all ids for it.
  await engine.add(count, queries[0] ?? new Float32Array(dimensions));
  const addMs: number[] = [];
  for (let sum = 0; addMs.length < MOST_ADDS && sum < ENOUGH_ADDING_MS; sum += addMs.at(-1) ?? 0) {
    const row = count + 1 + addMs.length;
    const vector = queries[addMs.length % queries.length] ?? new Float32Array(dimensions);
    addMs.push(await timed(() => engine.add(row, vector)));
  }
  await engine.close();
  return { openMs, memoryMb, queryMs, readMs, addMs, found };
}

function engineOf(): Engine {
  switch (task.engine) {
    case 'easel':
      return new EaselEngine(task);
    case 'loop':
      return new LoopEngine(task);
    case 'usearch':
      return new UsearchEngine(task.packages, task);
    case 'hnswlib':
      return new HnswlibEngine(task.packages, task);
    case 'sqlitevec':
      return new SqliteVecEngine(task.packages, task);
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** A search for a byte that is not there is the C library's own loop: as fast as one core reads. */
function readOnce(buffer: Buffer): number {
  const startedAt = performance.now();
  if (buffer.indexOf(7) >= 0) throw new Error('It is there');
  return performance.now() - startedAt;
}

/** What is garbage is given back within moments. */
async function settledMemory(): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 300));
  globalThis.gc?.();
  return process.memoryUsage().rss;
}
