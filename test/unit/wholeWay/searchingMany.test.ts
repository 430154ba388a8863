import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { crc32, deflateSync } from 'node:zlib';
import type { Fault } from '../../../src/simulator/faults';
import { needSqlite } from '../storage/sqlite';
import { Child, childProgram, removeChildProgram } from '../storage/surroundings';
import { never, SearchWorld, valueOf } from './searchWorld';

const USD_EACH = 0.00006;
const titan = 'amazon.titan-embed-image-v1';

/** Refusals that did nothing. */
const refusals: readonly Fault['kind'][] = ['throttle', 'unavailable', 'notReady'];

/** A PNG of few bytes that no other number has. */
function tinyPng(number: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(2, 0);
  header.writeUInt32BE(2, 4);
  header.set([8, 2], 8);
  const color = [number & 255, (number >> 8) & 255, 60];
  const row = [0, ...color, ...color];
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from([...row, ...row]))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const bytes = Buffer.alloc(body.length + 8);
  bytes.writeUInt32BE(data.length, 0);
  bytes.set(body, 4);
  bytes.writeUInt32BE(crc32(body), body.length + 4);
  return bytes;
}

describe('thousands of pictures through the whole way', () => {
  needSqlite();
  let world: SearchWorld;
  /** Requests that were answered with a vector. */
  let answers = 0;
  beforeEach(async () => {
    world = await SearchWorld.start();
    answers = 0;
    world.onEmbedding = (_body, answer) => {
      if (answer.ok) answers++;
    };
  });
  afterEach(() => world.close());

  let program = '';
  before(async () => {
    program = await childProgram('wholeWay/searchChildMain.ts');
  });
  after(() => removeChildProgram(program));

  /** Requests for vectors that have arrived, of the last thousand. */
  function sent(): number {
    return world.running.requests().filter(({ modelId }) => modelId === titan).length;
  }

  async function write(first: number, count: number, folder = 'art'): Promise<void> {
    for (let start = first; start < first + count; start += 500) {
      const below = join(world.project, folder, `set${start}`);
      await mkdir(below, { recursive: true });
      await Promise.all(
        Array.from({ length: Math.min(500, first + count - start) }, (_, at) =>
          writeFile(join(below, `${start + at}.png`), tinyPng(start + at)),
        ),
      );
    }
  }

  it('embeds each of ten thousand files exactly once, at the request limit, while the service refuses', async () => {
    const COUNT = 10_000;
    // Short answers: most of the time goes by in the simulator and on the way to it, in this same process.
    world.wishes = { modelId: undefined, dimensions: 256 };
    await write(0, COUNT);
    let sent = 0;
    world.beforeEmbedding = () => {
      const kind = refusals[Math.floor(sent / 17) % refusals.length] ?? 'throttle';
      if (++sent % 17 === 0) world.running.faults.add({ kind, modelId: titan });
    };
    const { indexer, indexes } = world.window('one');
    const plan = valueOf(await indexer.plan(never));
    assert.equal(plan.images, COUNT);
    const startedAt = world.clock.now();
    valueOf(indexer.consent(plan.context));
    await indexer.settled();
    assert.deepEqual(indexer.state, { kind: 'idle' });
    assert.ok(sent > COUNT + COUNT / 20, `${sent} requests`);
    // As many answers as contents that are in the index: none was asked for twice.
    assert.equal(answers, COUNT);
    const [index] = valueOf(await indexes.list());
    assert.equal(index?.count, COUNT);
    assert.equal(world.spentUsd().toFixed(5), (COUNT * USD_EACH).toFixed(5));
    assert.ok(world.clock.now() - startedAt >= (COUNT / 2000 - 1) * 60_000, 'it kept to the limit');
  }).timeout(300_000);

  it('goes on where a window was killed, and pays again for no more than a batch and what was under way', async () => {
    const COUNT = 400;
    const LOST_AT_MOST = 64 + 16;
    await write(0, COUNT);
    const first = world.window('one');
    const { context } = valueOf(await first.indexer.plan(never));
    first.close();
    // The word is given, and nothing is done yet.
    const agreeing = world.window('two');
    valueOf(agreeing.indexer.consent(context));
    await agreeing.indexer.stop();
    agreeing.close();
    const before = sent();
    let aheadMs = 0;
    const kills = [1, 2, 33, 90, 130, 131, 160];
    for (const dieAt of kills) {
      // By then the dead window's right to index has ended.
      aheadMs += 100_000;
      const child = new Child(program, [
        world.root,
        JSON.stringify(world.simulator),
        String(aheadMs),
        String(dieAt),
      ]);
      await child.ended();
      assert.equal(child.process.signalCode, 'SIGKILL', `step ${dieAt}`);
    }
    const last = new Child(program, [
      world.root,
      JSON.stringify(world.simulator),
      String(aheadMs + 100_000),
      '0',
    ]);
    const end = (await last.next()) as { readonly kind: string };
    await last.ended();
    assert.equal(end.kind, 'idle');
    assert.ok(sent() - before <= COUNT + kills.length * LOST_AT_MOST, `${sent() - before} requests`);
    const { indexes, files } = world.window('three');
    const [index] = valueOf(await indexes.list());
    assert.equal(index?.count, COUNT);
    assert.deepEqual(valueOf(files.counts()), { files: COUNT, pictures: COUNT, problems: 0 });
    const spentUsd = world.spentUsd();
    assert.ok(spentUsd >= COUNT * USD_EACH - 1e-8, 'all is in the books');
  }).timeout(60_000);

  it('is done by one of two windows while the other serves, which goes on when that one is closed', async () => {
    const COUNT = 600;
    await write(0, COUNT);
    const [one, two] = [world.window('one'), world.window('two')];
    let seen = 0;
    world.beforeEmbedding = () => {
      if (++seen !== 150) return;
      assert.equal(two.indexer.state.kind, 'elsewhere');
      one.close();
      // As the window does each minute.
      two.indexer.start();
    };
    valueOf(one.indexer.consent(valueOf(await one.indexer.plan(never)).context));
    two.indexer.start();
    await one.indexer.settled();
    await two.indexer.settled();
    while (two.indexer.state.kind === 'elsewhere') {
      two.indexer.start();
      await two.indexer.settled();
    }
    assert.deepEqual(two.indexer.state, { kind: 'idle' });
    const [index] = valueOf(await two.indexes.list());
    assert.equal(index?.count, COUNT);
    assert.deepEqual(valueOf(two.files.counts()), { files: COUNT, pictures: COUNT, problems: 0 });
    // What was under way in the closed window is all that may be asked twice.
    assert.ok(answers >= COUNT && answers <= COUNT + 64 + 16, `${answers} answers`);
  }).timeout(60_000);

  it('takes over the index of an older version without sending anything again', async () => {
    const COUNT = 40;
    await write(0, COUNT);
    const one = world.window('one');
    valueOf(one.indexer.consent(valueOf(await one.indexer.plan(never)).context));
    await one.indexer.settled();
    one.close();
    const [name = ''] = (await readdir(join(world.root, 'vectors'))).filter((each) =>
      each.endsWith('.vectors'),
    );
    const database = new DatabaseSync(join(world.root, 'vectors', name));
    // The worker of the closed window ends on its own time, and lets go of the file then.
    database.exec('PRAGMA busy_timeout = 20000');
    database.exec(
      'DROP TABLE blocks; DROP TABLE state; ALTER TABLE vectors DROP COLUMN checksum; PRAGMA user_version = 0',
    );
    database.close();
    const spentUsd = world.spentUsd();
    const two = world.window('two');
    two.indexer.start();
    await two.indexer.settled();
    assert.deepEqual(two.indexer.state, { kind: 'idle' });
    assert.equal(answers, COUNT);
    assert.equal(world.spentUsd(), spentUsd);
    assert.equal(valueOf(await two.indexer.plan(never)).images, 0);
    const found = valueOf(await two.searcher.search({ words: 'green' }, never));
    assert.equal(
      found.matches.reduce((sum, { folded }) => sum + 1 + folded.length, 0),
      COUNT,
    );
  });
});
