import assert from 'node:assert/strict';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serializeRun, type RunRecord } from '../../../src/core/promptFiles/runs/record';
import { serializeRecipe } from '../../../src/core/recipes/merge';
import { RecipeCells } from '../../../src/storage/cellRecipes';
import { LocalFolderFiles } from '../../../src/storage/folderFiles';
import { LocalRuns } from '../../../src/storage/runs';
import { newRecord } from '../core/promptFiles/runs/world';
import { sampleRecipe, sampleRun } from '../core/recipes/sampleRecipe';
import { filesBelow, useFolder } from './surroundings';

describe('runs of a folder', () => {
  const root = useFolder();
  const project = (): string => join(root(), 'project');
  const runs = (): LocalRuns => new LocalRuns(pathToFileURL(project()).href);
  beforeEach(() => mkdir(project()));

  const later: RunRecord = {
    ...newRecord,
    id: '2026-11-22T13-00-00-000Z-abcd',
    file: 'docs/other.imgprompt.md',
  };

  it('are one file each, newest first', async () => {
    assert.deepEqual(await runs().list(), []);
    await runs().write(newRecord);
    await runs().write(later);
    assert.deepEqual(await filesBelow(project()), [
      `.easel/runs/${newRecord.id}.json`,
      `.easel/runs/${later.id}.json`,
    ]);
    assert.deepEqual(
      (await runs().list()).map(({ id }) => id),
      [later.id, newRecord.id],
    );
    assert.deepEqual(
      (await runs().list(newRecord.file)).map(({ id }) => id),
      [newRecord.id],
    );
    assert.deepEqual(await runs().read(newRecord.id), newRecord);
  });

  it('are written one after the other, the last one stays', async () => {
    const store = runs();
    await Promise.all(
      ['running', 'paused', 'finished'].map((status) =>
        store.write({ ...newRecord, status: status as RunRecord['status'] }),
      ),
    );
    assert.equal((await store.read(newRecord.id))?.status, 'finished');
  });

  it('are not read where they are broken, renamed or links', async () => {
    await runs().write(newRecord);
    const folder = join(project(), '.easel/runs');
    await writeFile(join(folder, 'broken.json'), '{');
    await writeFile(join(folder, 'copy.json'), serializeRun(newRecord));
    await writeFile(join(root(), 'secret.json'), serializeRun({ ...newRecord, id: 'link' }));
    await symlink(join(root(), 'secret.json'), join(folder, 'link.json'));
    assert.deepEqual(
      (await runs().list()).map(({ id }) => id),
      [newRecord.id],
    );
    assert.equal(await runs().read('../../secret'), undefined);
  });

  it('do not follow a link out of the folder', async () => {
    await mkdir(join(root(), 'elsewhere'));
    await mkdir(join(project(), '.easel'));
    await symlink(join(root(), 'elsewhere'), join(project(), '.easel/runs'));
    const written = await runs().write(newRecord);
    assert.equal(!written.ok && written.error.kind, 'outsideWorkspace');
    assert.deepEqual(await filesBelow(join(root(), 'elsewhere')), []);
    assert.deepEqual(await runs().list(), []);
  });
});

describe('recipes by their cells', () => {
  const root = useFolder();
  const sha256 = 'cd'.repeat(32);
  const cell = '1'.repeat(64);

  it('are found, also of images that were moved, until image and recipe are gone', async () => {
    const folder = pathToFileURL(root()).href;
    const shelf = join(root(), '.easel/recipes/cd');
    await mkdir(shelf, { recursive: true });
    const recipe = { ...sampleRecipe, sha256, cell, runs: [{ ...sampleRun, path: 'kite.png' }] };
    await writeFile(join(shelf, `${sha256}.json`), serializeRecipe(recipe));
    const archive = new RecipeCells(new LocalFolderFiles(), folder);
    assert.deepEqual([...(await archive.find([cell])).keys()], [cell]);
    assert.deepEqual([...(await archive.find(['2'.repeat(64)])).keys()], []);
    assert.equal(await archive.has({ sha256, path: 'moved.png' }), true);
    await rm(shelf, { recursive: true });
    assert.deepEqual([...(await archive.find([cell])).keys()], []);
    assert.equal(await archive.has({ sha256, path: 'kite.png' }), false);
    await writeFile(join(root(), 'kite.png'), 'kite');
    assert.equal(await archive.has({ sha256, path: 'kite.png' }), true);
  });
});
