import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { rm } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { createAdapters } from '../../../src/core/models/adapters';
import { createRegistry } from '../../../src/core/models/known';
import { wishOf } from '../../../src/core/promptFiles/cellRequest';
import { cellsOf } from '../../../src/core/promptFiles/cells';
import { Expansion } from '../../../src/core/promptFiles/expand';
import { factsOfTable } from '../../../src/core/promptFiles/modelFacts';
import { parsePromptFile } from '../../../src/core/promptFiles/promptFile';
import type { CellMaker } from '../../../src/core/promptFiles/runs/ports';
import { RunQueue, type QueuedCell } from '../../../src/core/promptFiles/runs/queue';
import { VideoCellMaker } from '../../../src/core/promptFiles/runs/videoMaker';
import { ok } from '../../../src/core/result';
import { s3UriOf } from '../../../src/core/video/bucket';
import { videoModels } from '../../../src/core/video/catalogue';
import { RecipeCells } from '../../../src/storage/cellRecipes';
import { SqliteCells } from '../../../src/storage/cells';
import { SharedDatabase } from '../../../src/storage/database';
import { LocalFolderFiles } from '../../../src/storage/folderFiles';
import { LocalRuns } from '../../../src/storage/runs';
import { newRecord } from '../core/promptFiles/runs/world';
import { needSqlite } from '../storage/sqlite';
import { silentLog } from '../storage/surroundings';
import { place, VideoWorld, type VideoWindow } from './videoWorld';

const source = `---
task: textToVideo
model: luma.ray-v2:0
duration: 5
variables: { thing: [kite, boat] }
---
A red {{thing}} in the wind
`;

async function cellsIn(text: string): Promise<readonly QueuedCell[]> {
  const file = parsePromptFile(text);
  const models = factsOfTable(createRegistry(), videoModels, Date.UTC(2026, 10, 21));
  const queued: QueuedCell[] = [];
  for (const combination of new Expansion(file).first(100)) {
    const wish = wishOf(file, combination, newRecord.file, models);
    assert.ok(wish.ok, JSON.stringify(wish));
    const cells = await cellsOf(wish.value, {
      adapters: createAdapters(),
      inputs: { sha256: async () => undefined },
      provider: 'bedrock',
      prices: {},
      random: Math.random,
    });
    assert.ok(cells.ok);
    queued.push(...cells.value.map((cell) => ({ cell, kept: { values: {} } })));
  }
  return queued;
}

describe('videos of a prompt file', function () {
  needSqlite();
  this.timeout(60_000);
  let world: VideoWorld;
  let databases: SharedDatabase[];

  beforeEach(async () => {
    world = await VideoWorld.start();
    databases = [];
    await world.makeBucket();
  });
  afterEach(async () => {
    for (const database of databases) database.dispose();
    await world.close();
  });

  /** @param living the one process that is alive; its queue is returned */
  async function queueIn(
    window: VideoWindow,
    living: number,
    change: (maker: CellMaker) => CellMaker = (maker) => maker,
    storage = 'cells',
  ): Promise<RunQueue> {
    const project = pathToFileURL(world.project).href;
    const database = new SharedDatabase(join(dirname(world.project), storage), silentLog);
    databases.push(database);
    const maker = new VideoCellMaker({
      jobs: window.jobs,
      archive: new RecipeCells(new LocalFolderFiles(), project),
      budget: () => ({ perDayUsd: null, perCallRefuseUsd: 8 }),
      place: { via: place, folder: project, template: 'generated-videos/${slug}', date: '2026-11-21' },
      bucket: async () => Promise.resolve(ok(s3UriOf(world.address))),
      prepare: async ({ prompt, durationSeconds, size }, seed) =>
        Promise.resolve(
          ok({ task: { kind: 'textToVideo', prompt, durationSeconds, size, seed }, inputs: [] }),
        ),
      clock: world.clock,
    });
    const isAlive = (id: number): boolean => id === living;
    return new RunQueue({ ...newRecord, source }, await cellsIn(source), {
      book: new SqliteCells(database, world.clock, project, { processId: living, isAlive }),
      maker: change(maker),
      store: new LocalRuns(project),
      clock: world.clock,
      log: silentLog,
    });
  }

  it('are made once: the second run finds them, with their films', async () => {
    const window = world.open();
    const first = await queueIn(window, 1);
    const plan = await first.prepare();
    assert.deepEqual(plan.ok && [plan.value.toGo, plan.value.priceUsd], [2, 7.5]);
    assert.ok((await first.start()).ok);
    assert.equal(first.snapshot.status, 'finished');
    assert.equal(first.snapshot.spentUsd, 7.5);

    const meanwhile = await queueIn(window, 1);
    const made = await meanwhile.prepare();
    assert.deepEqual(made.ok && [made.value.made, made.value.toGo], [2, 0], 'while they are being made');

    const jobs = await world.over(window);
    assert.deepEqual(
      jobs.map(({ state }) => state),
      ['saved', 'saved'],
    );
    const later = await queueIn(window, 1);
    await later.prepare();
    assert.ok((await later.start()).ok);
    const films = later.snapshot.items.flatMap(({ state }) =>
      state.kind === 'made' ? state.made.images.map(({ path }) => path) : [],
    );
    assert.deepEqual(films.toSorted(), [
      'generated-videos/a-red-boat-in-the-wind.mp4',
      'generated-videos/a-red-kite-in-the-wind.mp4',
    ]);
    assert.equal(later.snapshot.spentUsd, 0);
    assert.equal(await world.charges(), 2);
  });

  it('are not started again after a kill between the job’s record and the answer', async () => {
    const first = world.open();
    const killed = await queueIn(first, 1, (maker) => ({
      make: async (cell, signal) => {
        await maker.make(cell, signal);
        // The process ends here: nobody hears of the job any more.
        return new Promise(() => undefined);
      },
      recover: (keys) => maker.recover(keys),
      areThere: (made) => maker.areThere(made),
    }));
    void killed.start();
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (first.jobs.list().length < 2) return;
        watch.dispose();
        resolve();
      };
      const watch = first.jobs.onDidChange(look);
      look();
    });
    await first.close();

    const second = world.open();
    const queue = await queueIn(second, 2);
    const plan = await queue.prepare();
    assert.deepEqual(plan.ok && [plan.value.made, plan.value.inDoubt, plan.value.toGo], [2, 0, 0]);
    assert.ok((await queue.start()).ok);
    await world.over(second);
    assert.equal(await world.charges(), 2);
  });

  it('are left to the user after a kill before the job’s record', async () => {
    const first = world.open();
    const reached: string[] = [];
    let tell = (): void => undefined;
    const both = new Promise<void>((resolve) => (tell = resolve));
    const killed = await queueIn(first, 1, (maker) => ({
      ...maker,
      make: (cell) => {
        if (reached.push(cell.key) === 2) tell();
        return new Promise(() => undefined);
      },
      recover: (keys) => maker.recover(keys),
      areThere: (made) => maker.areThere(made),
    }));
    void killed.start();
    await both;
    await first.close();

    const second = world.open();
    const queue = await queueIn(second, 2);
    const plan = await queue.prepare();
    assert.deepEqual(plan.ok && [plan.value.made, plan.value.inDoubt, plan.value.toGo], [0, 2, 0]);
    assert.ok((await queue.start()).ok);
    assert.equal(await world.charges(), 0);
    queue.repeat(reached);
    assert.ok((await queue.start()).ok);
    await world.over(second);
    assert.equal(await world.charges(), 2);
  });

  it('count as not made where their job failed', async () => {
    world.simulator.faults.add({ kind: 'jobError', operation: 'StartAsyncInvoke', count: 1 });
    const window = world.open();
    const first = await queueIn(window, 1);
    await first.start();
    const states = (await world.over(window)).map(({ state }) => state);
    assert.deepEqual(states.toSorted(), ['failed', 'saved']);
    const second = await queueIn(window, 1);
    const plan = await second.prepare();
    assert.deepEqual(plan.ok && [plan.value.made, plan.value.toGo], [1, 1]);
    await second.start();
    await world.over(window);
    assert.equal(await world.charges(), 3);
    const third = await queueIn(window, 1);
    const all = await third.prepare();
    assert.deepEqual(all.ok && [all.value.made, all.value.toGo], [2, 0]);
  });

  it('are found by their recipes where neither job nor book is known, and made anew where nothing is left', async () => {
    const window = world.open();
    await (await queueIn(window, 1)).start();
    for (const { id } of await world.over(window)) window.jobs.forget(id);
    assert.deepEqual(window.jobs.list(), []);
    for (const storage of ['cells', 'another computer']) {
      const plan = await (await queueIn(window, 2, undefined, storage)).prepare();
      assert.deepEqual(plan.ok && [plan.value.made, plan.value.toGo], [2, 0], storage);
    }
    await rm(join(world.project, 'generated-videos'), { recursive: true });
    const moved = await (await queueIn(window, 2)).prepare();
    assert.deepEqual(moved.ok && moved.value.made, 2, 'a film that was moved has its recipe still');
    await rm(join(world.project, '.easel/recipes'), { recursive: true });
    const gone = await (await queueIn(window, 2)).prepare();
    assert.deepEqual(gone.ok && [gone.value.made, gone.value.toGo], [0, 2]);
  });
});
