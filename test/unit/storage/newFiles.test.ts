import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LocalNewFiles } from '../../../src/storage/newFiles';
import { nodeFileSystem } from '../../../src/storage/fileSystem';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('new files in a workspace folder', () => {
  let base: string;
  let root: string;
  let folder: string;

  beforeEach(async () => {
    base = await realpath(await mkdtemp(join(tmpdir(), 'easel-new-')));
    root = join(base, 'project');
    await mkdir(root);
    folder = pathToFileURL(root).href;
  });

  afterEach(() => rm(base, { recursive: true, force: true }));

  it('are created whole, and leave nothing else behind', async () => {
    const created = await new LocalNewFiles().create(folder, 'docs/a b.csv', bytes('x'));
    assert.deepEqual(created, { ok: true, value: 'created' });
    assert.equal(await readFile(join(root, 'docs/a b.csv'), 'utf8'), 'x');
    assert.deepEqual(await readdir(join(root, 'docs')), ['a b.csv']);
  });

  it('never take the place of what is there, also where there are no hard links', async () => {
    const withoutLinks = new LocalNewFiles({
      ...nodeFileSystem,
      link: () => Promise.reject(Object.assign(new Error('no'), { code: 'EPERM' })),
    });
    await writeFile(join(root, 'a.csv'), 'mine');
    for (const files of [new LocalNewFiles(), withoutLinks]) {
      assert.deepEqual(await files.create(folder, 'a.csv', bytes('x')), { ok: true, value: 'taken' });
    }
    assert.equal(await readFile(join(root, 'a.csv'), 'utf8'), 'mine');
    assert.deepEqual(await withoutLinks.create(folder, 'b.csv', bytes('x')), { ok: true, value: 'created' });
    assert.deepEqual(await readdir(root), ['a.csv', 'b.csv']);
  });

  it('replace a file that the user gave up', async () => {
    await writeFile(join(root, 'a.csv'), 'mine');
    assert.ok((await new LocalNewFiles().replace(folder, 'a.csv', bytes('x'))).ok);
    assert.equal(await readFile(join(root, 'a.csv'), 'utf8'), 'x');
  });

  it('do not leave the folder, by name or by a link', async () => {
    await mkdir(join(base, 'outside'));
    await symlink(join(base, 'outside'), join(root, 'link'));
    for (const path of ['../a.csv', 'a/../../b.csv', 'link/a.csv', '', 'a//b.csv']) {
      for (const how of ['create', 'replace'] as const) {
        const written = await new LocalNewFiles()[how](folder, path, bytes('x'));
        assert.equal(written.ok ? 'written' : written.error.kind, 'outsideWorkspace', path);
      }
    }
    assert.deepEqual(await readdir(join(base, 'outside')), []);
    assert.deepEqual(await readdir(base), ['outside', 'project']);
  });
});
