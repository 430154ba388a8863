import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EditDraft } from '../../../src/core/edit/draft';
import type { Fault } from '../../../src/simulator/faults';
import { nodeFileSystem, type FileSystem } from '../../../src/storage/fileSystem';
import { valueOf } from '../core/models/samples';
import { EditSession, errorsOf, price } from './editSession';
import { differences, draftFor, pixelsOf, scene, spot } from './pictures';
import { canvas, World } from './world';

const [width, height] = [320, 240];

describe('an edit that fails', () => {
  let world: World;
  let studio: EditSession;
  let original: Buffer;
  /** What writing into the project answers. */
  let diskError: string | undefined;

  before(async () => {
    original = await scene(width, height);
  });
  beforeEach(async () => {
    diskError = undefined;
    const fileSystem: FileSystem = {
      ...nodeFileSystem,
      writeNew: async (path, bytes) => {
        if (diskError === undefined) return nodeFileSystem.writeNew(path, bytes);
        throw Object.assign(new Error(diskError), { code: diskError });
      },
    };
    world = await World.start({ fileSystem });
    studio = new EditSession(world);
  });
  afterEach(() => world.close());

  async function draft(bytes: Uint8Array = original, modelId?: string): Promise<EditDraft> {
    return draftFor(studio.model(modelId), 'inpaint', {
      sources: [await studio.source(bytes)],
      area: 'mask',
      mask: spot(width, height),
    });
  }

  async function assertKeepsItsPromise(result: Uint8Array): Promise<void> {
    const [before, after] = [await pixelsOf(original), await pixelsOf(result)];
    assert.deepEqual([after.width, after.height], [width, height]);
    const { inside, outside } = differences(before.data, after.data, spot(width, height), 4);
    assert.equal(outside, 0);
    assert.ok(inside > 100, `${inside} pixels changed inside`);
  }

  for (const [name, fault, says, counted] of [
    [
      'a result that is held back',
      { kind: 'outputFiltered' },
      /^The content filter held .*back\. It may be charged \(about \$0\.04\)\.$/,
      price,
    ],
    ['an image that is held back', { kind: 'inputFiltered' }, /held the input image back/, price],
    ['a connection that is lost', { kind: 'reset', afterBytes: 800 }, /may be charged/, price],
    [
      'an answer that is no image',
      { kind: 'notAnImage' },
      /^The answer was not a usable image; it is kept for you\./,
      price,
    ],
    ['half an answer', { kind: 'truncatedImage' }, /not a usable image; it is kept for you/, price],
    ['throttling for good', { kind: 'throttle', count: 5 }, /after 5 tries\. Nothing was charged\.$/, 0],
    ['a quota that is used up', { kind: 'quota' }, /^Your quota for Stable Image Inpaint/, 0],
  ] as const satisfies readonly (readonly [string, Fault, RegExp, number])[]) {
    it(`${name}: counts ${counted === 0 ? 'nothing' : `$${counted}`}, writes nothing, can be sent again`, async () => {
      world.simulator.faults.add(fault);
      const edit = await draft();
      const result = await studio.send(edit);
      assert.match(world.said(result, price).join(' '), says);
      assert.equal(world.spentUsd(), counted);
      assert.deepEqual(await studio.waiting(), []);
      assert.deepEqual(await world.files(), []);
      // Nothing has to be opened or painted again.
      assert.deepEqual(errorsOf(await studio.send(edit)), []);
      await assertKeepsItsPromise((await studio.acceptOnly()).bytes);
      assert.equal(world.spentUsd(), counted + price);
    });
  }

  it('keeps two of three candidates when the third is held back', async () => {
    world.simulator.faults.add({ kind: 'outputFiltered' });
    const edit = await draft();
    const prepared = valueOf(await studio.prepare(edit));
    const arrived: string[] = [];
    const results = await studio.sendAll(
      [1, 2, 3].map((seed) =>
        studio.request(edit, prepared, { seed, onWaiting: ({ inboxId }) => arrived.push(inboxId) }),
      ),
    );
    assert.deepEqual(
      results.flatMap((result) => errorsOf(result).map(({ kind }) => kind)),
      ['contentFiltered'],
    );
    const waiting = await studio.waiting();
    assert.equal(waiting.length, 2);
    assert.deepEqual(waiting.map(({ id }) => id).toSorted(), arrived.toSorted());
    assert.equal(new Set(waiting.map(({ recipe }) => recipe.seed)).size, 2);
    // What was held back may be charged too.
    assert.equal(world.spentUsd(), 0.12);
    assert.deepEqual(await world.files(), []);
  });

  it('keeps the good part of one answer with three images', async () => {
    world.simulator.faults.add({ kind: 'partlyFiltered' });
    const result = valueOf(await studio.send(await draft(original, canvas), { count: 3 }));
    assert.equal(result.heldBack, 1);
    assert.deepEqual(
      result.errors.map(({ kind }) => kind),
      ['contentFiltered'],
    );
    const waiting = await studio.waiting();
    assert.equal(waiting.length, 2);
    assert.equal(world.spentUsd(), 0.12);
    for (const [index, entry] of waiting.entries()) {
      const { file } = valueOf(await studio.accept(entry, `fern-${index}`));
      await assertKeepsItsPromise(await readFile(join(world.project, file.relativePath)));
    }
  });

  it('waits and tries again when it is throttled, and is paid once', async () => {
    world.simulator.faults.add({ kind: 'throttle', count: 3 });
    assert.deepEqual(errorsOf(await studio.send(await draft())), []);
    assert.equal(world.clock.waits.length, 3);
    assert.equal(world.spentUsd(), price);
    await assertKeepsItsPromise((await studio.acceptOnly()).bytes);
  });

  it('cancels one of three while it is sent, keeps the others, and counts all that was sent', async () => {
    const edit = await draft();
    const prepared = valueOf(await studio.prepare(edit));
    // Any of the three may be the one that the service keeps waiting.
    world.simulator.faults.add({ kind: 'delay', delayMs: 60_000 });
    const stops = [1, 2, 3].map(() => new AbortController());
    let arrived = 0;
    const results = await studio.sendAll(
      stops.map(({ signal }, index) =>
        studio.request(edit, prepared, {
          seed: index + 1,
          signal,
          onWaiting: () => {
            if (++arrived === 2) for (const stop of stops) stop.abort();
          },
        }),
      ),
    );
    assert.deepEqual(
      results.flatMap((result) => errorsOf(result).map(({ kind }) => kind)),
      ['cancelled'],
    );
    assert.equal((await studio.waiting()).length, 2);
    assert.equal(world.spentUsd(), 0.12);
  });

  it('cancels before anything is sent at no cost', async () => {
    const edit = await draft();
    const result = await studio.send(edit, { signal: AbortSignal.abort() });
    assert.deepEqual(world.said(result), []);
    assert.deepEqual(world.simulator.requests(), []);
    assert.equal(world.spentUsd(), 0);
  });

  for (const [name, change] of [
    ['is deleted', (path: string) => rm(path)],
    ['changes', (path: string) => writeFile(path, 'another picture')],
  ] as const) {
    it(`brings the answer back into the version that was opened when the file ${name} meanwhile`, async () => {
      const path = join(world.project, 'docs', 'lamp.png');
      await mkdir(join(world.project, 'docs'));
      await writeFile(path, original);
      const edit = await draft(await readFile(path));
      const prepared = valueOf(await studio.prepare(edit));
      await change(path);
      // Nothing of it is held decoded either.
      world.pictures.dispose();
      valueOf(await world.generate(studio.request(edit, prepared), null));
      const { bytes, recipe } = await studio.acceptOnly();
      await assertKeepsItsPromise(bytes);
      assert.equal(recipe.inputs?.[0]?.sha256, edit.sources[0]?.sha256);
      assert.equal(recipe.inputs?.[0]?.path, 'docs/lamp.png');
      assert.equal(world.spentUsd(), price);
    });
  }

  it('says so before it costs anything when the kept version is gone', async () => {
    const edit = await draft();
    await rm(join(world.storage, 'blobs'), { recursive: true });
    const prepared = await studio.prepare(edit);
    assert.ok(!prepared.ok && prepared.error.kind === 'notReadable');
    assert.equal(world.spentUsd(), 0);
  });

  it('keeps the answer when the kept version goes while the answer is on its way', async () => {
    const edit = await draft();
    const prepared = valueOf(await studio.prepare(edit));
    world.pictures.dispose();
    await rm(join(world.storage, 'blobs'), { recursive: true });
    const result = await world.generate(studio.request(edit, prepared), null);
    assert.deepEqual(
      errorsOf(result).map(({ kind }) => kind),
      ['notAnImage'],
    );
    assert.match(
      world.said(result, price).join(),
      /it is kept for you\. It may be charged \(about \$0\.04\)\.$/,
    );
    assert.equal(world.spentUsd(), price);
    const [answer, ...others] = await readdir(join(world.storage, 'answers'));
    assert.ok(answer !== undefined && others.length === 0);
    const { width: wide } = await pixelsOf(await readFile(join(world.storage, 'answers', answer)));
    assert.ok(wide > 0);
    assert.deepEqual(await studio.waiting(), []);
  });

  for (const code of ['ENOSPC', 'EACCES', 'EROFS']) {
    it(`keeps the candidate when accepting it meets ${code}, leaves no half, and accepts it later`, async () => {
      assert.deepEqual(errorsOf(await studio.send(await draft())), []);
      const entry = await studio.onlyWaiting();
      diskError = code;
      for (let attempt = 0; attempt < 2; attempt++) {
        const failed = await studio.accept(entry);
        assert.ok(!failed.ok);
        assert.equal(failed.error.kind, code === 'ENOSPC' ? 'diskFull' : 'notWritable');
        assert.ok('inboxId' in failed.error && failed.error.inboxId === entry.id);
        assert.deepEqual(await studio.results(), []);
        assert.deepEqual(
          (await studio.waiting()).map(({ id }) => id),
          [entry.id],
        );
      }
      diskError = undefined;
      const { path, bytes } = await studio.acceptOnly();
      await assertKeepsItsPromise(bytes);
      assert.deepEqual(await studio.results(), [path]);
      assert.deepEqual(await studio.waiting(), []);
      assert.equal(world.spentUsd(), price);
    });
  }

  it('writes nothing through a link out of the folder, and keeps the candidate', async () => {
    const outside = join(world.storage, 'outside');
    await mkdir(outside, { recursive: true });
    await symlink(outside, join(world.project, 'updated-images'));
    assert.deepEqual(errorsOf(await studio.send(await draft())), []);
    const entry = await studio.onlyWaiting();
    const failed = await studio.accept(entry);
    assert.ok(!failed.ok && failed.error.kind === 'outsideWorkspace');
    assert.deepEqual(await readdir(outside), []);
    await rm(join(world.project, 'updated-images'));
    await assertKeepsItsPromise((await studio.acceptOnly()).bytes);
    assert.equal(world.spentUsd(), price);
  });

  it('refuses what only says that it is an image, before it costs anything', async () => {
    for (const bytes of [Buffer.from('# Lamp'), Buffer.alloc(0), original.subarray(0, 200)]) {
      const refused = await studio.prepare(await draft(bytes));
      assert.ok(!refused.ok && refused.error.kind === 'notReadable', bytes.toString('latin1', 0, 20));
    }
    assert.deepEqual(world.simulator.requests(), []);
    assert.equal(world.spentUsd(), 0);
  });
});
