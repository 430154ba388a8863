import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rename, symlink, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ImageError } from '../../../src/core/errors';
import type { SavedFile } from '../../../src/core/files/store';
import type { Result } from '../../../src/core/result';
import { nodeFileSystem, type FileSystem } from '../../../src/storage/fileSystem';
import { LocalImages } from '../../../src/storage/images';
import {
  Child,
  childProgram,
  destinationIn,
  fileSystemWith,
  filesBelow,
  removeChildProgram,
  systemError,
  useFolder,
} from './surroundings';

const bytes = new Uint8Array([1, 2, 3, 255, 0, 4]);

function saved(result: Result<SavedFile>): SavedFile {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

function refusal(result: Result<unknown>): ImageError {
  assert.ok(!result.ok);
  return result.error;
}

describe('LocalImages', () => {
  const folder = useFolder();

  it('saves the bytes as they are, and leaves nothing else', async () => {
    const file = saved(await new LocalImages().save(destinationIn(folder()), bytes, 'png'));
    assert.equal(file.relativePath, 'images/kite.png');
    assert.equal(fileURLToPath(file.uri), join(folder(), 'images', 'kite.png'));
    assert.deepEqual(new Uint8Array(await readFile(fileURLToPath(file.uri))), bytes);
    assert.deepEqual(await filesBelow(folder()), ['images/kite.png']);
  });

  it('saves into the folder itself', async () => {
    const file = saved(
      await new LocalImages().save(destinationIn(folder(), 'kite', '${slug}'), bytes, 'webp'),
    );
    assert.equal(file.relativePath, 'kite.webp');
  });

  it('never writes over a file, and counts on', async () => {
    await mkdir(join(folder(), 'images', 'kite-2.png'), { recursive: true });
    await writeFile(join(folder(), 'images', 'kite.png'), 'mine');
    const file = saved(await new LocalImages().save(destinationIn(folder()), bytes, 'png'));
    assert.equal(file.relativePath, 'images/kite-3.png');
    assert.equal(await readFile(join(folder(), 'images', 'kite.png'), 'utf8'), 'mine');
  });

  it('takes a file of the same bytes for its own only where it may have been saved before', async () => {
    const images = new LocalImages();
    const destination = destinationIn(folder());
    assert.equal(saved(await images.save(destination, bytes, 'png')).relativePath, 'images/kite.png');
    const again = saved(await images.save(destination, bytes, 'png', true));
    assert.equal(again.relativePath, 'images/kite.png');
    assert.deepEqual(await filesBelow(folder()), ['images/kite.png']);
    // Somebody asked for the same image twice.
    assert.equal(saved(await images.save(destination, bytes, 'png')).relativePath, 'images/kite-2.png');
  });

  it('finds what it has saved under a later number, past what others have put there', async () => {
    await mkdir(join(folder(), 'images', 'kite-2.png'), { recursive: true });
    await writeFile(join(folder(), 'images', 'kite.png'), Uint8Array.from(bytes).reverse());
    await symlink(join(folder(), 'copy.png'), join(folder(), 'images', 'kite-3.png'));
    await writeFile(join(folder(), 'copy.png'), bytes);
    for (let attempt = 0; attempt < 2; attempt++) {
      const file = saved(await new LocalImages().save(destinationIn(folder()), bytes, 'png', true));
      assert.equal(file.relativePath, 'images/kite-4.png');
    }
    assert.equal((await readdir(join(folder(), 'images'))).length, 4);
  });

  it('does not write through a link that has the name', async () => {
    await mkdir(join(folder(), 'images'));
    await symlink(join(folder(), 'elsewhere.png'), join(folder(), 'images', 'kite.png'));
    const file = saved(await new LocalImages().save(destinationIn(folder()), bytes, 'png'));
    assert.equal(file.relativePath, 'images/kite-2.png');
    assert.deepEqual(await filesBelow(folder()), ['images/kite-2.png', 'images/kite.png']);
  });

  it('keeps a hundred images that are saved at once', async () => {
    const images = new LocalImages();
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, number) =>
        images.save(destinationIn(folder()), new Uint8Array([number]), 'png'),
      ),
    );
    const contents = await Promise.all(results.map((result) => readFile(fileURLToPath(saved(result).uri))));
    assert.deepEqual(
      contents.map((content) => content[0]),
      Array.from({ length: 100 }, (_, number) => number),
    );
    const names = await filesBelow(folder());
    assert.equal(names.length, 100);
    assert.ok(names.includes('images/kite-100.png'));
  });

  for (const slug of [
    `it's "quoted"`,
    'kite 🪁 👩‍🚀',
    'عفيفة',
    'קנגורו',
    '凧#1%20?',
    'CON',
    'a\nb',
    '-rf',
    'é',
  ]) {
    it(`finds its file again under the name ${JSON.stringify(slug)}`, async () => {
      const file = saved(await new LocalImages().save(destinationIn(folder(), slug), bytes, 'png'));
      assert.deepEqual(new Uint8Array(await readFile(fileURLToPath(file.uri))), bytes);
      assert.deepEqual(await filesBelow(folder()), [file.relativePath]);
      assert.deepEqual(await readdir(join(folder(), 'images')), [basename(file.relativePath)]);
    });
  }

  it('refuses a template that climbs out, and makes nothing', async () => {
    const error = refusal(
      await new LocalImages().save(destinationIn(folder(), 'x', '../${slug}'), bytes, 'png'),
    );
    assert.equal(error.kind, 'badRequest');
    assert.deepEqual(await readdir(folder()), []);
  });

  it('refuses a folder that a link leads out of the project, and makes nothing there', async () => {
    const [project, outside] = [join(folder(), 'project'), join(folder(), 'outside')];
    await mkdir(project);
    await mkdir(outside);
    await symlink(outside, join(project, 'images'));
    const destination = destinationIn(project, 'kite', 'images/new/${slug}');
    const error = refusal(await new LocalImages().save(destination, bytes, 'png'));
    assert.deepEqual(error, { kind: 'outsideWorkspace', path: 'images/new' });
    assert.deepEqual(await readdir(outside), []);
  });

  it('does not take a neighbour with a longer name for the project', async () => {
    const [project, neighbour] = [join(folder(), 'project'), join(folder(), 'project-2')];
    await mkdir(project);
    await mkdir(neighbour);
    await symlink(neighbour, join(project, 'images'));
    assert.equal(
      refusal(await new LocalImages().save(destinationIn(project), bytes, 'png')).kind,
      'outsideWorkspace',
    );
  });

  it('follows links that stay inside, also one to the project itself', async () => {
    const [project, linked] = [join(folder(), 'project'), join(folder(), 'linked')];
    await mkdir(join(project, '..pictures'), { recursive: true });
    await symlink(project, linked);
    await symlink('..pictures', join(project, 'images'));
    const file = saved(await new LocalImages().save(destinationIn(linked), bytes, 'png'));
    assert.equal(file.relativePath, 'images/kite.png');
    assert.equal(fileURLToPath(file.uri), join(linked, 'images', 'kite.png'));
    assert.deepEqual(await readdir(join(project, '..pictures')), ['kite.png']);
  });

  it('notices a folder that is exchanged for a link while it writes', async () => {
    const [project, outside] = [join(folder(), 'project'), join(folder(), 'outside')];
    await mkdir(project);
    await mkdir(outside);
    const fileSystem = fileSystemWith({
      writeNew: async (path, content) => {
        await nodeFileSystem.writeNew(path, content);
        await rename(join(project, 'images'), join(project, 'moved'));
        await symlink(outside, join(project, 'images'));
      },
    });
    const error = refusal(await new LocalImages(fileSystem).save(destinationIn(project), bytes, 'png'));
    assert.equal(error.kind, 'outsideWorkspace');
    assert.deepEqual(await readdir(outside), []);
  });

  it('says which folder cannot be written when the way is a file', async () => {
    await writeFile(join(folder(), 'images'), '');
    const error = refusal(await new LocalImages().save(destinationIn(folder()), bytes, 'png'));
    assert.deepEqual(error, { kind: 'notWritable', folder: 'images', reason: 'ENOTDIR' });
  });

  it('does not bring back a project folder that is gone', async () => {
    const gone = join(folder(), 'gone');
    const error = refusal(await new LocalImages().save(destinationIn(gone), bytes, 'png'));
    assert.deepEqual(error, { kind: 'notWritable', folder: 'images', reason: 'ENOENT' });
    assert.deepEqual(await readdir(folder()), []);
  });

  it('refuses the URI of another machine without throwing', async () => {
    const destination = { ...destinationIn(folder()), folder: 'file://server/share' };
    if (process.platform === 'win32') return;
    assert.equal(refusal(await new LocalImages().save(destination, bytes, 'png')).kind, 'notWritable');
  });

  it('removes what a crash left a day ago, and nothing else', async () => {
    const images = join(folder(), 'images');
    const stray = (digit: string): string =>
      join(images, `.easel-00000000-0000-4000-8000-00000000000${digit}.tmp`);
    await mkdir(images);
    for (const file of [stray('1'), stray('2'), join(images, '.easel-notes.tmp')]) await writeFile(file, '');
    const yesterday = Date.now() / 1000 - 86_400;
    await utimes(stray('1'), yesterday, yesterday);
    await utimes(join(images, '.easel-notes.tmp'), yesterday, yesterday);
    saved(await new LocalImages().save(destinationIn(folder()), bytes, 'png'));
    assert.deepEqual(
      (await readdir(images)).sort(),
      ['.easel-notes.tmp', basename(stray('2')), 'kite.png'].sort(),
    );
  });

  for (const code of [
    'EPERM',
    'ENOTSUP',
    'EOPNOTSUPP',
    'ENOSYS',
    'EXDEV',
    'EMLINK',
    'EISDIR',
    'EACCES',
    'UNKNOWN',
  ]) {
    it(`writes without hard links where they are refused with ${code}`, async () => {
      const link = (): Promise<void> => Promise.reject(systemError(code));
      const images = new LocalImages(fileSystemWith({ link }));
      await mkdir(join(folder(), 'images'));
      await writeFile(join(folder(), 'images', 'kite.png'), 'mine');
      assert.equal(
        saved(await images.save(destinationIn(folder()), bytes, 'png')).relativePath,
        'images/kite-2.png',
      );
      assert.equal(await readFile(join(folder(), 'images', 'kite.png'), 'utf8'), 'mine');
      assert.deepEqual(await filesBelow(folder()), ['images/kite-2.png', 'images/kite.png']);
    });
  }

  const refused: readonly (readonly [operation: keyof FileSystem, code: string, error: ImageError])[] = [
    ['makeFolder', 'EACCES', { kind: 'notWritable', folder: 'images', reason: 'EACCES' }],
    ['makeFolder', 'EROFS', { kind: 'notWritable', folder: 'images', reason: 'EROFS' }],
    ['makeFolder', 'ENOSPC', { kind: 'diskFull', folder: 'images' }],
    ['writeNew', 'EACCES', { kind: 'notWritable', folder: 'images', reason: 'EACCES' }],
    ['writeNew', 'EPERM', { kind: 'notWritable', folder: 'images', reason: 'EPERM' }],
    ['writeNew', 'EROFS', { kind: 'notWritable', folder: 'images', reason: 'EROFS' }],
    ['writeNew', 'ENOSPC', { kind: 'diskFull', folder: 'images' }],
    ['writeNew', 'EDQUOT', { kind: 'diskFull', folder: 'images' }],
    ['link', 'ENOSPC', { kind: 'diskFull', folder: 'images' }],
    ['link', 'EROFS', { kind: 'notWritable', folder: 'images', reason: 'EROFS' }],
    ['realpath', 'EIO', { kind: 'notWritable', folder: 'images', reason: 'EIO' }],
  ];
  for (const [operation, code, expected] of refused) {
    it(`says ${expected.kind} when ${operation} fails with ${code}, and leaves no file`, async () => {
      const fails = { [operation]: () => Promise.reject(systemError(code)) };
      const images = new LocalImages(fileSystemWith(fails));
      assert.deepEqual(refusal(await images.save(destinationIn(folder()), bytes, 'png')), expected);
      assert.deepEqual(await filesBelow(folder()), []);
    });
  }

  it('leaves nothing half-written on a full disk', async function () {
    const mounted = join(folder(), 'mounted');
    await mkdir(mounted);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', mounted], { stdio: 'ignore' });
    } catch {
      // A small file system cannot be mounted by everybody; the cases above throw in its place.
      this.skip();
    }
    try {
      const large = new Uint8Array(700_000).fill(7);
      const images = new LocalImages();
      saved(await images.save(destinationIn(mounted), large, 'png'));
      const error = refusal(await images.save(destinationIn(mounted), large, 'png'));
      assert.deepEqual(error, { kind: 'diskFull', folder: 'images' });
      assert.deepEqual(await filesBelow(mounted), ['images/kite.png']);
      saved(await images.save(destinationIn(mounted), bytes, 'png'));
      assert.deepEqual(await filesBelow(mounted), ['images/kite-2.png', 'images/kite.png']);
      // The same where there are no hard links, and the name itself is written.
      const withoutLinks = new LocalImages(
        fileSystemWith({ link: () => Promise.reject(systemError('EPERM')) }),
      );
      const again = refusal(await withoutLinks.save(destinationIn(mounted), new Uint8Array(200_000), 'webp'));
      assert.equal(again.kind, 'diskFull');
      assert.deepEqual(await filesBelow(mounted), ['images/kite-2.png', 'images/kite.png']);
    } finally {
      execFileSync('umount', [mounted]);
    }
  });

  describe('beside another process', () => {
    let program = '';
    before(async () => {
      program = await childProgram();
    });
    after(() => removeChildProgram(program));

    it('gives each image a name of its own', async () => {
      const children = ['one', 'two'].map((mark) => new Child(program, ['save', folder(), '40', mark]));
      for (const child of children) assert.equal(await child.next(), 'ready');
      for (const child of children) child.go();
      for (const child of children) {
        const { result } = (await child.next()) as { result: readonly Result<SavedFile>[] };
        assert.ok(result.every(({ ok }) => ok));
        await child.ended();
      }
      const names = await filesBelow(folder());
      const contents = await Promise.all(names.map((name) => readFile(join(folder(), name), 'utf8')));
      const expected = ['one', 'two'].flatMap((mark) =>
        Array.from({ length: 40 }, (_, at) => `${mark} ${at}`),
      );
      assert.deepEqual(contents.sort(), expected.sort());
    });
  });
});
