import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findSqlite } from '../../../../src/storage/vectors/sqlite';
import { WorkerVectorIndexes } from '../../../../src/storage/vectors/workerVectorIndex';
import { needSqlite } from '../sqlite';
import { silentLog, useFolder } from '../surroundings';
import { assertSound } from './assertSound';
import { entriesOf, idOf, space, valueOf, workerProgram } from './indexSuite';
import { clusteredVectors, randomNumbers } from './samples';

const sqlite = findSqlite();

describe('WorkerVectorIndexes', () => {
  needSqlite();
  const folder = useFolder();
  const made: WorkerVectorIndexes[] = [];
  afterEach(() => {
    for (const indexes of made.splice(0)) indexes.dispose();
  });
  const create = (program = workerProgram, idleMs?: number): WorkerVectorIndexes => {
    const indexes = new WorkerVectorIndexes(program, folder(), silentLog, idleMs);
    made.push(indexes);
    return indexes;
  };
  const file = (): string => {
    const name = readdirSync(folder()).find((each) => each.endsWith('.vectors'));
    assert.ok(name);
    return join(folder(), name);
  };
  const vectors = clusteredVectors(200, space.dimensions, randomNumbers(41));
  const query = vectors[7] ?? new Float32Array();

  it('starts no worker and writes nothing before it is asked', () => {
    assert.equal(create().isRunning, false);
    assert.deepEqual(readdirSync(folder()), []);
  });

  it('gives its memory back when nobody asks, and opens the index again at the next search', async () => {
    const indexes = create(workerProgram, 1);
    const index = valueOf(await indexes.open(space));
    valueOf(await index.add(entriesOf(vectors)));
    while (indexes.isRunning) await new Promise((resolve) => setImmediate(resolve));
    const allowed = new Set([idOf(7), idOf(9)]);
    for (let round = 0; round < 2; round++) {
      const found = valueOf(await index.search({ vector: query, count: 5, allowed }));
      assert.deepEqual(
        found.map(({ id }) => id),
        [idOf(7), idOf(9)],
      );
      while (indexes.isRunning) await new Promise((resolve) => setImmediate(resolve));
    }
  });

  it('lets searches go before what is added, and drops those that nobody waits for', async () => {
    const index = valueOf(await create().open(space));
    const order: string[] = [];
    const noted = async <T>(name: string, work: Promise<T>): Promise<T> => {
      const result = await work;
      order.push(name);
      return result;
    };
    const controller = new AbortController();
    const all = [
      noted('first', index.add(entriesOf(vectors.slice(0, 50)))),
      noted('second', index.add(entriesOf(vectors.slice(50), 50))),
      noted('dropped', index.search({ vector: query, count: 1 }, controller.signal)),
      noted('search', index.search({ vector: query, count: 1 })),
    ];
    controller.abort();
    const [, , dropped] = await Promise.all(all);
    assert.deepEqual(dropped, { ok: false, error: { kind: 'cancelled' } });
    assert.deepEqual(order, ['dropped', 'first', 'search', 'second']);
  });

  it('tells of a rebuild, also after its worker has been started again', async () => {
    const first = valueOf(await create().open(space));
    valueOf(await first.add(entriesOf(vectors)));
    await first.close();
    made.pop()?.dispose();
    assert.ok(sqlite);
    const database = new sqlite.DatabaseSync(file());
    database.exec('UPDATE vectors SET checksum = checksum + 1 WHERE row = 7');
    database.close();

    const indexes = create(workerProgram, 1);
    const index = valueOf(await indexes.open(space));
    assert.deepEqual(index.state, { kind: 'ready' }, 'the packed rows are sound');
    valueOf(await index.search({ vector: query, count: 10 }));
    const rebuilt = { kind: 'rebuilt', why: 'damaged', kept: 199, of: 200 };
    assert.deepEqual(index.state, rebuilt);
    while (indexes.isRunning) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(valueOf(await index.count()), 199);
    assert.deepEqual(index.state, rebuilt);
  });

  it('answers when its worker crashes, and starts another one', async () => {
    const program = join(folder(), 'crashing.mjs');
    writeFileSync(
      program,
      `import { parentPort, workerData } from 'node:worker_threads';
       const reply = (value) => ({ result: { ok: true, value }, state: undefined });
       parentPort.on('message', ({ name }) => {
         if (name === 'count') process.exit(3);
         parentPort.postMessage(reply(name === 'ids' ? [workerData.folder] : undefined));
       });`,
    );
    const index = valueOf(await create(program).open(space));
    const [crashed, next] = await Promise.all([index.count(), index.ids()]);
    assert.equal(!crashed.ok && crashed.error.kind, 'unexpected');
    assert.deepEqual(next, { ok: true, value: [folder()] });
  });

  it('answers all that waits when it is ended', async () => {
    const indexes = create();
    const index = valueOf(await indexes.open(space));
    const waiting = [index.count(), index.ids()];
    indexes.dispose();
    for (const result of [...(await Promise.all(waiting)), await index.count()]) {
      assert.deepEqual(result, { ok: false, error: { kind: 'cancelled' } });
    }
  });

  it('keeps all that was resolved when its process is killed', async () => {
    let told = 0;
    for (let round = 0; round < 4; round++) {
      const first = round * 100_000;
      const wanted = 3 + round * 7;
      const acknowledged = await untilKilled(folder(), first, wanted);
      assert.ok(acknowledged >= wanted);
      const index = valueOf(await create().open(space));
      told += acknowledged * BATCH;
      const kept = valueOf(await index.count());
      assert.ok(kept >= told && kept % BATCH === 0, `${kept} kept, ${told} resolved`);
      const ids = Array.from({ length: acknowledged * BATCH }, (_, at) => `${first + at}`);
      assert.equal(valueOf(await index.has(ids)).size, ids.length);
      assert.deepEqual(index.state, { kind: 'ready' });
      await index.close();
      assertSound(file(), space);
      told = kept;
    }
  }).timeout(30_000);
});

const BATCH = 5;

/** Adds batch after batch in a process of its own, and kills it after so many. @returns how many were resolved */
async function untilKilled(folder: string, first: number, batches: number): Promise<number> {
  const program = `
    import { Worker } from 'node:worker_threads';
    const worker = new Worker(new URL(${JSON.stringify(pathToFileURL(workerProgram).href)}), { execArgv: [], workerData: ${JSON.stringify({ folder })} });
    let next = ${first};
    const add = () => {
      const entries = Array.from({ length: ${BATCH} }, () => ({
        id: String(next++),
        vector: Float32Array.from({ length: ${space.dimensions} }, () => Math.random() - 0.5),
      }));
      worker.postMessage({ name: 'add', params: { space: ${JSON.stringify(space)}, entries } });
    };
    worker.on('message', ({ result }) => { console.log(result.ok); add(); });
    add();`;
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let acknowledged = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    assert.equal(line, 'true');
    if (++acknowledged === batches) child.kill('SIGKILL');
  }
  return acknowledged;
}
