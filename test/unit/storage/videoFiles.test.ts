import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ok } from '../../../src/core/result';
import {
  LocalFilms,
  nodeFilmSystem,
  type FilmPlaces,
  type FilmSystem,
} from '../../../src/storage/videoFiles';
import { destinationIn, filesBelow, systemError, useFolder } from './surroundings';

const film = Buffer.from('a film of a red kite over the sea');

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('LocalFilms', () => {
  const folder = useFolder();
  const storage = (): string => join(folder(), 'storage');
  const project = (): string => join(folder(), 'project');
  beforeEach(() => mkdir(project()));

  async function received(films: LocalFilms): Promise<void> {
    assert.ok((await films.write('job', 'output.mp4', 0, [film])).ok);
  }

  const target = (path: string, bytes = film) => ({
    folder: pathToFileURL(project()).href,
    path,
    sha256: sha256Of(bytes),
  });

  it('grows a film piece by piece, and goes on with what another window has left', async () => {
    const films = new LocalFilms(storage());
    assert.equal(await films.received('job', 'output.mp4'), 0);
    await films.write('job', 'output.mp4', 0, [film.subarray(0, 9)]);
    assert.equal(await films.received('job', 'output.mp4'), 9);
    const later = new LocalFilms(storage());
    assert.equal(await later.received('job', 'output.mp4'), 9);
    await later.write('job', 'output.mp4', 9, [film.subarray(9)]);
    // A window that is slow writes the same bytes once more.
    await films.write('job', 'output.mp4', 5, [film.subarray(5, 20)]);
    assert.deepEqual(await later.read('job', 'output.mp4', 2, 6), new Uint8Array(film.subarray(2, 8)));
    assert.equal((await later.read('job', 'output.mp4', 30, 100))?.length, film.length - 30);
    assert.equal(await later.read('job', 'other.mp4', 0, 1), undefined);
    const sealed = await later.seal('job', 'output.mp4');
    assert.deepEqual(sealed, {
      ok: true,
      value: { sha256: sha256Of(film) },
    });
    assert.equal(await later.md5('job', 'output.mp4'), createHash('md5').update(film).digest('hex'));
  });

  it('seals what lies there, not what it believes to have written', async () => {
    const films = new LocalFilms(storage());
    const path = join(storage(), 'videos', 'job', 'output.mp4');
    const sealed = async (): Promise<string | undefined> => {
      const done = await films.seal('job', 'output.mp4');
      return done.ok ? done.value.sha256 : undefined;
    };
    await films.write('job', 'output.mp4', 0, [film.subarray(0, 4), film.subarray(4, 9)]);
    await films.write('job', 'output.mp4', 9, [film.subarray(9)]);
    assert.equal(await sealed(), sha256Of(film));
    // Another window forgets it in the middle: there is a hole where the first piece was.
    await films.write('job', 'output.mp4', 0, [film.subarray(0, 9)]);
    await new LocalFilms(storage()).discard('job');
    await films.write('job', 'output.mp4', 9, [film.subarray(9)]);
    assert.equal(await sealed(), sha256Of(await readFile(path)));
    assert.notEqual(await sealed(), sha256Of(film));
    // And one whose first try was longer.
    await films.write('job', 'output.mp4', 0, [film.subarray(0, 9)]);
    assert.equal(await sealed(), sha256Of(await readFile(path)));
  });

  it('knows the hash of what has grown without a gap, and of nothing else', async () => {
    const films = new LocalFilms(storage());
    const grown = (files = films): Promise<string | undefined> => files.grown('job', 'output.mp4');
    assert.equal(await grown(), undefined);
    await films.write('job', 'output.mp4', 0, [film.subarray(0, 9)]);
    await films.write('job', 'output.mp4', 9, [film.subarray(9)]);
    assert.equal(await grown(), sha256Of(film));
    assert.equal(await grown(new LocalFilms(storage())), undefined, 'it would have to be read');
    await films.write('job', 'output.mp4', 30, [film.subarray(30)]);
    assert.equal(await grown(), undefined, 'written twice');
  });

  it('forgets one film, one job, or all that nobody knows any more', async () => {
    const films = new LocalFilms(storage());
    for (const [job, name] of [
      ['one', 'a.mp4'],
      ['one', 'b.mp4'],
      ['two', 'a.mp4'],
      ['three', 'a.mp4'],
    ] as const) {
      await films.write(job, name, 0, [film]);
    }
    await films.discard('one', 'a.mp4');
    assert.deepEqual(await filesBelow(storage()), [
      'videos/one/b.mp4',
      'videos/three/a.mp4',
      'videos/two/a.mp4',
    ]);
    await films.prune(new Set(['one', 'two']));
    assert.deepEqual(await filesBelow(storage()), ['videos/one/b.mp4', 'videos/two/a.mp4']);
    await films.discard('one');
    await films.discard('unknown');
    assert.deepEqual(await filesBelow(storage()), ['videos/two/a.mp4']);
  });

  it('keeps within its folder, whatever a record names', async () => {
    const films = new LocalFilms(storage());
    await films.write('../../up', '../../../out.mp4', 0, [film]);
    assert.ok((await filesBelow(folder())).every((file) => file.startsWith('storage/videos/')));
  });

  it('chooses a free name, and takes no other than it chose', async () => {
    const films = new LocalFilms(storage());
    const destination = destinationIn(project(), 'kite', 'generated-videos/${slug}');
    assert.deepEqual(await films.choose(destination, 'mp4'), {
      ok: true,
      value: 'generated-videos/kite.mp4',
    });
    await mkdir(join(project(), 'generated-videos'));
    await writeFile(join(project(), 'generated-videos', 'kite.mp4'), 'mine');
    assert.deepEqual(await films.choose(destination, 'mp4'), {
      ok: true,
      value: 'generated-videos/kite-2.mp4',
    });
    await received(films);
    assert.deepEqual(await films.place('job', 'output.mp4', target('generated-videos/kite.mp4')), {
      ok: true,
      value: 'taken',
    });
    assert.equal(await readFile(join(project(), 'generated-videos', 'kite.mp4'), 'utf8'), 'mine');
    assert.deepEqual(await filesBelow(project()), ['generated-videos/kite.mp4']);
  });

  it('puts a film in place once, however often it is told to', async () => {
    const films = new LocalFilms(storage());
    await received(films);
    for (let count = 0; count < 3; count++) {
      const placed = await films.place('job', 'output.mp4', target('generated-videos/kite.mp4'));
      assert.deepEqual(placed, { ok: true, value: 'placed' });
    }
    assert.deepEqual(await filesBelow(project()), ['generated-videos/kite.mp4']);
    assert.deepEqual(await readFile(join(project(), 'generated-videos', 'kite.mp4')), film);
  });

  it('puts one film in place where two windows do it at the same moment', async () => {
    await received(new LocalFilms(storage()));
    const placed = await Promise.all(
      [1, 2, 3, 4].map(() =>
        new LocalFilms(storage()).place('job', 'output.mp4', target('generated-videos/kite.mp4')),
      ),
    );
    assert.ok(placed.every((each) => each.ok && each.value === 'placed'));
    assert.deepEqual(await filesBelow(project()), ['generated-videos/kite.mp4']);
  });

  it('puts nothing in place that differs from what was sealed', async () => {
    const films = new LocalFilms(storage());
    await received(films);
    const other = target('generated-videos/kite.mp4', Buffer.from('another'));
    assert.equal((await films.place('job', 'output.mp4', other)).ok, false);
    assert.deepEqual(await filesBelow(project()), []);
  });

  it('works where the file system has no links', async () => {
    const withoutLinks: FilmSystem = {
      ...nodeFilmSystem,
      link: async () => Promise.reject(systemError('EPERM')),
    };
    const films = new LocalFilms(storage(), { fileSystem: withoutLinks });
    await received(films);
    const placed = await films.place('job', 'output.mp4', target('kite.mp4'));
    assert.deepEqual(placed, { ok: true, value: 'placed' });
    assert.deepEqual(await filesBelow(project()), ['kite.mp4']);
  });

  it('says that the disk is full, and leaves nothing half-written in the project', async () => {
    for (const step of ['writeAt', 'copyNew', 'link'] as const) {
      const full: FilmSystem = {
        ...nodeFilmSystem,
        ...(step === 'copyNew' ? { link: async () => Promise.reject(systemError('EXDEV')) } : {}),
        [step]: async () => Promise.reject(systemError('ENOSPC')),
      };
      await rm(storage(), { recursive: true, force: true });
      const films = new LocalFilms(storage(), { fileSystem: full });
      await received(new LocalFilms(storage()));
      const result =
        step === 'writeAt'
          ? await films.write('job', 'output.mp4', 0, [film])
          : await films.place('job', 'output.mp4', target('generated-videos/kite.mp4'));
      assert.equal(!result.ok && result.error.kind, 'diskFull', step);
      assert.deepEqual(await filesBelow(project()), [], step);
    }
  });

  it('follows no link out of the project', async () => {
    const outside = join(folder(), 'outside');
    await mkdir(outside);
    await symlink(outside, join(project(), 'generated-videos'));
    const films = new LocalFilms(storage());
    await received(films);
    for (const path of ['generated-videos/kite.mp4', '../outside/kite.mp4']) {
      const placed = await films.place('job', 'output.mp4', target(path));
      assert.equal(!placed.ok && placed.error.kind, 'outsideWorkspace', path);
    }
    assert.deepEqual(await filesBelow(outside), []);
  });

  it('says that it cannot write where only VS Code can', async () => {
    const films = new LocalFilms(storage());
    await received(films);
    const remote = { ...destinationIn(project()), folder: 'vscode-vfs://github/owner/project' };
    const chosen = await films.choose(remote, 'mp4');
    assert.equal(!chosen.ok && chosen.error.kind, 'notWritable');
  });

  it('hands a film to what can write there, whole and checked', async () => {
    const remote = new Map<string, Buffer>();
    const elsewhere: FilmPlaces = {
      choose: async ({ values }) => ok(`${values.slug}.mp4`),
      place: async (bytes, { folder, path }) => {
        remote.set(`${folder}/${path}`, Buffer.from(bytes));
        return ok('placed');
      },
    };
    const films = new LocalFilms(storage(), { elsewhere });
    await received(films);
    const folder = 'vscode-vfs://github/owner/project';
    const chosen = await films.choose({ ...destinationIn(project()), folder }, 'mp4');
    assert.deepEqual(chosen, ok('kite.mp4'));
    const target = { folder, path: 'kite.mp4', sha256: sha256Of(film) };
    assert.deepEqual(await films.place('job', 'output.mp4', target), ok('placed'));
    assert.deepEqual(remote.get(`${folder}/kite.mp4`), film);
    remote.clear();
    await assert.rejects(films.place('job', 'output.mp4', { ...target, sha256: '0'.repeat(64) }));
    assert.equal(remote.size, 0);
  });
});
