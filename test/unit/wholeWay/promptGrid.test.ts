import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Generator } from '../../../src/core/generate/generator';
import { createAdapters } from '../../../src/core/models/adapters';
import { createRegistry } from '../../../src/core/models/known';
import { wishOf } from '../../../src/core/promptFiles/cellRequest';
import { cellsOf } from '../../../src/core/promptFiles/cells';
import { combinationAt, layoutGrid, positionsOf } from '../../../src/core/promptFiles/grid';
import { factsOfTable } from '../../../src/core/promptFiles/modelFacts';
import { parsePromptFile } from '../../../src/core/promptFiles/promptFile';
import { ImageCellMaker } from '../../../src/core/promptFiles/runs/imageMaker';
import { RunQueue, type QueuedCell } from '../../../src/core/promptFiles/runs/queue';
import type { RunRecord } from '../../../src/core/promptFiles/runs/record';
import { err } from '../../../src/core/result';
import { videoModels } from '../../../src/core/video/catalogue';
import { RecipeCells } from '../../../src/storage/cellRecipes';
import { SqliteCells } from '../../../src/storage/cells';
import { nodeFileSystem, type FileSystem } from '../../../src/storage/fileSystem';
import { LocalFolderFiles } from '../../../src/storage/folderFiles';
import { LocalImages } from '../../../src/storage/images';
import { DiskInbox } from '../../../src/storage/inbox';
import { LocalRecipes } from '../../../src/storage/recipes';
import { LocalRuns } from '../../../src/storage/runs';
import { answerOf, fakePorts, generous, png } from '../core/generate/fakes';
import { newRecord } from '../core/promptFiles/runs/world';
import { needSqlite, useWindows } from '../storage/sqlite';
import { filesBelow, silentLog, useFolder } from '../storage/surroundings';
import { CrashingDisk } from './crashingDisk';

const source = `---
model: stability.stable-image-core-v1:1
seed: 1..10
variables: { thing: [kite, lamp, mug, boat, tree, house, cloud, star, fish, bird] }
grid: { columns: thing, rows: seed }
---
A red {{thing}}
`;

/** The cells of a table of ten times ten, as a window plans them. */
async function tableOf(text: string): Promise<readonly QueuedCell[]> {
  const file = parsePromptFile(text);
  const layout = layoutGrid(file);
  const models = factsOfTable(createRegistry(), videoModels, Date.UTC(2026, 10, 21));
  const queued: QueuedCell[] = [];
  for (const position of positionsOf(layout, 200)) {
    const wish = wishOf(file, combinationAt(layout, position), newRecord.file, models);
    assert.ok(wish.ok);
    const cells = await cellsOf(wish.value, {
      adapters: createAdapters(),
      inputs: { sha256: async () => undefined },
      provider: 'bedrock',
      prices: {},
      random: Math.random,
    });
    assert.ok(cells.ok);
    queued.push(...cells.value.map((cell) => ({ cell, kept: { at: position, values: {} } })));
  }
  return queued;
}

describe('a table of a hundred on a real disk', () => {
  needSqlite();
  const folder = useFolder();
  const openDatabase = useWindows(folder);

  /** A window; the one before it has died. */
  function open(
    living: number,
    charges: Map<string, number>,
    fileSystem: FileSystem = nodeFileSystem,
  ): { queue(cells: readonly QueuedCell[], record: RunRecord): RunQueue; runs: LocalRuns } {
    const ports = fakePorts();
    const project = pathToFileURL(join(folder(), 'project')).href;
    ports.invoker.reply = (request) => {
      const body = JSON.stringify(request.body);
      charges.set(body, (charges.get(body) ?? 0) + 1);
      return answerOf({ images: [png(body)] });
    };
    const isAlive = (id: number): boolean => id === living;
    const inbox = new DiskInbox(folder(), ports.clock, silentLog, { fileSystem, processId: living, isAlive });
    const generator = new Generator({
      ...ports,
      inbox,
      adapters: {
        adapterFor: (model) => ({
          ...createAdapters().adapterFor(model),
          decode: (body, askedFor) => ports.adapters.adapterFor(model).decode(body, askedFor),
        }),
      },
      imageStore: new LocalImages(fileSystem),
      recipes: new LocalRecipes(folder(), fileSystem),
    });
    const runs = new LocalRuns(project, fileSystem);
    const database = openDatabase();
    return {
      runs,
      queue: (cells, record) =>
        new RunQueue(record, cells, {
          book: new SqliteCells(database, ports.clock, project, { processId: living, isAlive }),
          maker: new ImageCellMaker({
            engine: generator,
            inbox,
            archive: new RecipeCells(new LocalFolderFiles(), project),
            budget: () => generous,
            place: {
              provider: 'bedrock',
              region: 'us-west-2',
              folder: project,
              template: 'generated-images/${slug}',
              date: '2026-11-21',
            },
            prepareEdit: async () => err({ kind: 'badRequest', reason: 'no edits here' }),
            clock: ports.clock,
          }),
          store: runs,
          clock: ports.clock,
          log: silentLog,
        }),
    };
  }

  for (const step of [300, 701, 1102]) {
    it(`killed at step ${step} of the disk has a hundred charges in the end, and a hundred images`, async () => {
      await mkdir(join(folder(), 'project'));
      const charges = new Map<string, number>();
      const cells = await tableOf(source);
      assert.equal(cells.length, 100);
      const disk = new CrashingDisk(step);
      const first = open(101, charges, disk);
      void first.queue(cells, { ...newRecord, source }).start();
      await disk.crashed;
      assert.ok(charges.size > 10 && charges.size < 100, String(charges.size));

      const second = open(102, charges);
      const [record] = await second.runs.list();
      assert.ok(record);
      const queue = second.queue(await tableOf(record.source), record);
      const plan = await queue.prepare();
      assert.ok(plan.ok);
      await queue.start();
      assert.ok([...charges.values()].every((count) => count === 1));
      const { made, inDoubt } = queue.snapshot.plan;
      assert.equal(made + inDoubt, 100);
      // What was being sent in the moment of the kill may not have been charged.
      queue.repeat(queue.snapshot.items.flatMap(({ key, state }) => (state.kind === 'inDoubt' ? [key] : [])));
      await queue.start();
      assert.equal(queue.snapshot.plan.made, 100);
      const charged = [...charges.values()].reduce((sum, count) => sum + count, 0);
      assert.ok(charged >= 100 && charged <= 100 + inDoubt, `${charged} charges, ${inDoubt} in doubt`);
      if (inDoubt === 0) assert.equal(charged, 100);
      const images = (await filesBelow(join(folder(), 'project/generated-images'))).filter((name) =>
        name.endsWith('.png'),
      );
      assert.equal(images.length, 100);
      const [ended] = await second.runs.list();
      assert.ok(
        ended?.cells.every(
          ({ state, made: cell }) => state === 'made' && cell?.images[0]?.path !== undefined,
        ),
      );
    });
  }
});
