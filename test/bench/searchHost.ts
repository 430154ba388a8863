// Started by search.ts, so that each run begins with fresh memory: `node searchHost.js <worker> <folder> <queries> <mark>`.
// Opens the index as the extension does, asks, adds, and prints one JSON object.
import { readFile } from 'node:fs/promises';
import type { Log } from '../../src/core/log';
import type { Result } from '../../src/core/result';
import type { VectorIndex } from '../../src/core/search/vectorIndex';
import { WorkerVectorIndexes } from '../../src/storage/vectors/workerVectorIndex';

/** What one run found. */
export interface HostRun {
  readonly openMs: number;
  readonly memoryMb: number;
  readonly queryMs: readonly number[];
  readonly filteredMs: readonly number[];
  /** Reading the int8 vectors once, in the same minute. */
  readonly readMs: readonly number[];
  readonly addMs: readonly number[];
  /** For each query, the ids of its ten nearest. */
  readonly found: readonly (readonly string[])[];
}

const BYTES_PER_MB = 1_000_000;
const WARM_UP = 5;
const ADDS = 40;

const silent: Log = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
const [, , worker = '', folder = '', queriesPath = '', mark = ''] = process.argv;
const { modelId, dimensions, count } = JSON.parse(mark) as {
  readonly modelId: string;
  readonly dimensions: number;
  readonly count: number;
};
const bytes = await readFile(queriesPath);
const queries = Array.from(
  { length: bytes.length / 4 / dimensions },
  (_, at) => new Float32Array(new Uint8Array(bytes).buffer, at * dimensions * 4, dimensions),
);

const idleBytes = await settledMemory();
const indexes = new WorkerVectorIndexes(worker, folder, silent);
const [openMs, index] = await timed(() => indexes.open({ modelId, dimensions, kind: 'image' }));
const found: (readonly string[])[] = [];
for (const query of queries.slice(0, WARM_UP)) await search(index, query);
const memoryMb = ((await settledMemory()) - idleBytes) / BYTES_PER_MB;

// In pieces with what they are compared to between them: other work on the machine disturbs both alike.
const block = Buffer.alloc(count * dimensions, 1);
const readMs: number[] = [];
const queryMs: number[] = [];
for (const query of queries) {
  readMs.push(readOnce(block));
  const [ms, matches] = await search(index, query);
  queryMs.push(ms);
  found.push(matches);
}

const allowed = new Set(valueOf(await index.ids()).filter((_, at) => at % 10 === 0));
const filteredMs: number[] = [];
for (const query of queries) filteredMs.push((await search(index, query, allowed))[0]);
filteredMs.shift();

const addMs: number[] = [];
for (let run = -WARM_UP; run < ADDS; run++) {
  const entry = {
    id: `${process.pid} ${run}`,
    vector: queries[Math.abs(run) % queries.length] ?? new Float32Array(),
  };
  const [ms] = await timed(() => index.add([entry]));
  if (run >= 0) addMs.push(ms);
}
// The next run finds the index as this one has.
const addedIds = valueOf(await index.ids()).filter((id) => id.includes(' '));
valueOf(await index.remove(addedIds));
indexes.dispose();
const result: HostRun = { openMs, memoryMb, queryMs, filteredMs, readMs, addMs, found };
process.stdout.write(`${JSON.stringify(result)}\n`);

async function search(
  within: VectorIndex,
  vector: Float32Array,
  among?: ReadonlySet<string>,
): Promise<[number, readonly string[]]> {
  const order = { vector, count: 10, ...(among && { allowed: among }) };
  const [ms, matches] = await timed(() => within.search(order));
  return [ms, matches.map(({ id }) => id)];
}

async function timed<T>(work: () => Promise<Result<T>>): Promise<[number, T]> {
  const startedAt = performance.now();
  const result = await work();
  return [performance.now() - startedAt, valueOf(result)];
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

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function nothing(): undefined {
  return undefined;
}
