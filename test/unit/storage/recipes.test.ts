import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serializeRecipe } from '../../../src/core/recipes/merge';
import type { Recipe, RecipeRun } from '../../../src/core/recipes/recipe';
import { LocalRecipes } from '../../../src/storage/recipes';
import { sampleRecipe, sampleRun } from '../core/recipes/sampleRecipe';
import {
  Child,
  childProgram,
  fileSystemWith,
  filesBelow,
  removeChildProgram,
  systemError,
  useFolder,
} from './surroundings';

const { sha256 } = sampleRecipe;
const file = `.easel/recipes/0f/${sha256}.json`;

function runOf(madeAt: string): RecipeRun {
  return { ...sampleRun, madeAt };
}

describe('LocalRecipes', () => {
  const base = useFolder();
  const project = (): string => join(base(), 'project');
  const storage = (): string => join(base(), 'storage');
  const uri = (): string => pathToFileURL(project()).href;
  const recipes = (): LocalRecipes => new LocalRecipes(storage());

  beforeEach(() => mkdir(project()));

  async function written(recipe: Recipe, folder: string | undefined = uri()): Promise<void> {
    assert.deepEqual(await recipes().write(folder, recipe), { ok: true, value: undefined });
  }

  it('writes a recipe where its hash says, and nothing else', async () => {
    await written(sampleRecipe);
    assert.deepEqual(await filesBelow(project()), [file]);
    assert.deepEqual(await readdir(join(project(), '.easel', 'recipes', '0f')), [`${sha256}.json`]);
    assert.equal(await readFile(join(project(), file), 'utf8'), serializeRecipe(sampleRecipe));
    assert.deepEqual(await recipes().read(uri(), sha256), sampleRecipe);
  });

  it('writes into the storage of the extension where there is no folder', async () => {
    assert.ok((await recipes().write(undefined, sampleRecipe)).ok);
    assert.deepEqual(await filesBelow(storage()), [`recipes/0f/${sha256}.json`]);
    assert.deepEqual(await recipes().read(undefined, sha256), sampleRecipe);
    assert.equal(await recipes().read(uri(), sha256), undefined);
  });

  it('adds a run to the recipe of equal bytes', async () => {
    await written(sampleRecipe);
    await written({ ...sampleRecipe, runs: [runOf('2026-11-21T08:00:00.000Z')] });
    const read = await recipes().read(uri(), sha256);
    assert.deepEqual(read?.runs, [sampleRun, runOf('2026-11-21T08:00:00.000Z')]);
  });

  it('keeps fields of a newer version through a rewrite', async () => {
    const newer = { ...sampleRecipe, schemaVersion: '1.4', parent: { sha256: 'ab' } };
    await mkdir(join(project(), '.easel', 'recipes', '0f'), { recursive: true });
    await writeFile(join(project(), file), JSON.stringify(newer));
    await written({ ...sampleRecipe, runs: [runOf('later')] });
    assert.equal(
      await readFile(join(project(), file), 'utf8'),
      serializeRecipe({ ...newer, runs: [sampleRun, runOf('later')] }),
    );
  });

  it('loses no run of twenty that are written at once', async () => {
    const [one, two] = [recipes(), recipes()];
    await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        (at % 2 === 0 ? one : two).write(uri(), { ...sampleRecipe, runs: [runOf(`run ${at}`)] }),
      ),
    );
    const read = await recipes().read(uri(), sha256);
    assert.equal(new Set(read?.runs.map(({ madeAt }) => madeAt)).size, 20);
    assert.deepEqual(await filesBelow(project()), [file]);
  });

  it('leaves a file as it is that it cannot read', async () => {
    await mkdir(join(project(), '.easel', 'recipes', '0f'), { recursive: true });
    for (const text of ['<<<<<<< HEAD\n{}\n', '{"schemaVersion":"2.0"}', '']) {
      await writeFile(join(project(), file), text);
      const result = await recipes().write(uri(), sampleRecipe);
      assert.deepEqual(result, {
        ok: false,
        error: { kind: 'notWritable', folder: '.easel', reason: 'EEXIST' },
      });
      assert.equal(await readFile(join(project(), file), 'utf8'), text);
      assert.equal(await recipes().read(uri(), sha256), undefined);
    }
    assert.deepEqual(await filesBelow(project()), [file]);
  });

  it('does not take the recipe of other bytes, a copied file, for its own', async () => {
    await mkdir(join(project(), '.easel', 'recipes', '0f'), { recursive: true });
    await writeFile(join(project(), file), serializeRecipe({ ...sampleRecipe, sha256: 'aa'.repeat(32) }));
    assert.equal(await recipes().read(uri(), sha256), undefined);
  });

  it('reads nothing that is named by no hash, and nothing that is too long', async () => {
    await written(sampleRecipe);
    for (const name of ['', '..', '../x', sha256.toUpperCase(), `${sha256}/..`]) {
      assert.equal(await recipes().read(uri(), name), undefined);
    }
    await writeFile(join(project(), file), serializeRecipe(sampleRecipe) + ' '.repeat(4_000_000));
    assert.equal(await recipes().read(uri(), sha256), undefined);
  });

  for (const [link, path] of [
    ['.easel', []],
    ['recipes', ['.easel']],
    ['0f', ['.easel', 'recipes']],
  ] as const) {
    it(`follows no ${link} out of the folder, neither to write nor to read`, async () => {
      const outside = join(base(), 'outside');
      await mkdir(outside);
      await mkdir(join(project(), ...path), { recursive: true });
      await symlink(outside, join(project(), ...path, link));
      const result = await recipes().write(uri(), sampleRecipe);
      assert.deepEqual(result, { ok: false, error: { kind: 'outsideWorkspace', path: '.easel' } });
      assert.deepEqual(await readdir(outside), []);
      const target = join(project(), '.easel', 'recipes', '0f');
      await mkdir(target, { recursive: true });
      await writeFile(join(target, `${sha256}.json`), serializeRecipe(sampleRecipe));
      assert.equal(await recipes().read(uri(), sha256), undefined);
    });
  }

  for (const [operation, code, kind] of [
    ['writeNew', 'ENOSPC', 'diskFull'],
    ['rename', 'EACCES', 'notWritable'],
    ['makeFolder', 'EROFS', 'notWritable'],
  ] as const) {
    it(`says ${kind} when ${operation} fails with ${code}, and leaves what was there`, async () => {
      await written(sampleRecipe);
      const fileSystem = fileSystemWith({ [operation]: () => Promise.reject(systemError(code)) });
      const result = await new LocalRecipes(storage(), fileSystem).write(uri(), {
        ...sampleRecipe,
        runs: [runOf('later')],
      });
      assert.ok(!result.ok);
      assert.equal(result.error.kind, kind);
      assert.deepEqual(await recipes().read(uri(), sha256), sampleRecipe);
      assert.deepEqual(await filesBelow(project()), [file]);
    });
  }

  it('passes over the lock of a process that died', async () => {
    const lock = join(project(), '.easel', 'recipes', '0f', `.${sha256}.lock`);
    await mkdir(lock, { recursive: true });
    const past = Date.now() / 1000 - 60;
    await utimes(lock, past, past);
    await written(sampleRecipe);
    await assert.rejects(stat(lock), { code: 'ENOENT' });
  });

  describe('beside another process', () => {
    let program = '';
    before(async () => {
      program = await childProgram();
    });
    after(() => removeChildProgram(program));

    it('keeps the runs of both', async () => {
      const children = ['one', 'two'].map((mark) => new Child(program, ['write', project(), '15', mark]));
      for (const child of children) assert.equal(await child.next(), 'ready');
      for (const child of children) child.go();
      for (const child of children) {
        await child.next();
        await child.ended();
      }
      const read = await recipes().read(uri(), sha256);
      assert.equal(new Set(read?.runs.map(({ madeAt }) => madeAt)).size, 30);
      assert.deepEqual(await filesBelow(project()), [file]);
    });
  });
});
