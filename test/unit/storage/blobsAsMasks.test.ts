import assert from 'node:assert/strict';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sha256Hex } from '../../../src/core/sha256';
import type { FileSystem } from '../../../src/storage/fileSystem';
import { LocalRecipes } from '../../../src/storage/recipes';
import { fileSystemWith, filesBelow, systemError, useFolder } from './surroundings';

const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47);

describe('masks beside recipes', () => {
  const base = useFolder();
  const project = (): string => join(base(), 'project');
  const uri = (): string => pathToFileURL(project()).href;
  const recipes = (fileSystem?: FileSystem): LocalRecipes =>
    new LocalRecipes(join(base(), 'storage'), fileSystem);
  let sha256 = '';

  beforeEach(async () => {
    await mkdir(project());
    sha256 = await sha256Hex(png);
  });

  it('lie under their hash, and nothing else does', async () => {
    assert.ok((await recipes().writeMask(uri(), sha256, png)).ok);
    assert.deepEqual(await filesBelow(project()), [`.easel/masks/${sha256}.png`]);
    assert.deepEqual(new Uint8Array(await readFile(join(project(), `.easel/masks/${sha256}.png`))), png);
  });

  it('lie in the storage of the extension where there is no folder', async () => {
    assert.ok((await recipes().writeMask(undefined, sha256, png)).ok);
    assert.deepEqual(await filesBelow(join(base(), 'storage')), [`masks/${sha256}.png`]);
  });

  it('replace nothing that has their name', async () => {
    await mkdir(join(project(), '.easel', 'masks'), { recursive: true });
    const target = join(project(), '.easel', 'masks', `${sha256}.png`);
    await writeFile(target, 'mine');
    assert.ok((await recipes().writeMask(uri(), sha256, png)).ok);
    assert.equal(await readFile(target, 'utf8'), 'mine');
  });

  it('are written once by twenty at once', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => recipes().writeMask(uri(), sha256, png)));
    assert.ok(all.every(({ ok }) => ok));
    assert.deepEqual(await filesBelow(project()), [`.easel/masks/${sha256}.png`]);
  });

  for (const link of ['.easel', join('.easel', 'masks')]) {
    it(`do not leave the project through a link at ${link.replaceAll('\\', '/')}`, async () => {
      const elsewhere = join(base(), 'elsewhere');
      await mkdir(elsewhere);
      if (link !== '.easel') await mkdir(join(project(), '.easel'));
      await symlink(elsewhere, join(project(), link));
      const written = await recipes().writeMask(uri(), sha256, png);
      assert.deepEqual(written, { ok: false, error: { kind: 'outsideWorkspace', path: '.easel' } });
      assert.deepEqual(await filesBelow(elsewhere), []);
    });
  }

  it('are not written through a link that has their name', async () => {
    const secret = join(base(), 'secret');
    await writeFile(secret, 'mine');
    await mkdir(join(project(), '.easel', 'masks'), { recursive: true });
    await symlink(secret, join(project(), '.easel', 'masks', `${sha256}.png`));
    await recipes().writeMask(uri(), sha256, png);
    assert.equal(await readFile(secret, 'utf8'), 'mine');
  });

  for (const [operation, code, kind] of [
    ['writeNew', 'ENOSPC', 'diskFull'],
    ['rename', 'EACCES', 'notWritable'],
  ] as const) {
    it(`say ${kind} when ${operation} fails with ${code}, and leave no half`, async () => {
      const refusing = fileSystemWith({ [operation]: () => Promise.reject(systemError(code)) });
      const written = await recipes(refusing).writeMask(uri(), sha256, png);
      assert.ok(!written.ok);
      assert.equal(written.error.kind, kind);
      assert.deepEqual(await filesBelow(project()), []);
    });
  }
});
