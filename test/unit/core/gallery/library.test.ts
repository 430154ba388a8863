import assert from 'node:assert/strict';
import { Library } from '../../../../src/core/gallery/library';
import { sampleRecipe, sampleRun } from '../recipes/sampleRecipe';
import { FakeFiles, folder, recipePath } from './samples';

describe('the library', () => {
  let files: FakeFiles;
  let library: Library;

  beforeEach(() => {
    files = new FakeFiles();
    library = new Library({
      files,
      folders: () => [folder],
      imagePaths: async () => files.imagePaths(),
    });
  });

  const paths = (images: readonly { files: readonly { path: string }[] }[] | undefined): unknown =>
    images?.map((image) => image.files.map(({ path }) => path));

  it('lists what was made where its run put it, with what the recipe says', async () => {
    const sha256 = await files.putMade('generated-images/kite.png', 'kite');
    await library.refresh();
    const [image] = library.made;
    assert.equal(image?.key, sha256);
    assert.equal(image.making?.prompt, sampleRecipe.prompt);
    assert.equal(image.making.seed, 0);
    assert.equal(image.timeMs, Date.parse(sampleRun.madeAt));
    assert.equal(image.files[0].uri, `${folder}/generated-images/kite.png`);
  });

  it('knows what was made before all files are listed', async () => {
    await files.putMade('kite.png', 'kite');
    const told: unknown[] = [];
    library.onDidChange(() => told.push([library.made.length, library.all?.length, library.isLoading]));
    assert.equal(library.isLoading, true);
    await library.refresh();
    assert.deepEqual(told[0], [1, undefined, false]);
    assert.deepEqual(told.at(-1), [1, 1, false]);
  });

  it('leaves out what was deleted', async () => {
    await files.putRecipe('gone.png', 'gone');
    await library.refresh();
    assert.deepEqual(library.made, []);
  });

  it('leaves out a file of another length that stands at the path now', async () => {
    await files.putRecipe('kite.png', 'kite');
    files.put('kite.png', 'something else');
    await library.refresh();
    assert.deepEqual(library.made, []);
    assert.deepEqual(paths(library.all), [['kite.png']]);
  });

  it('finds a picture that was moved by its bytes, and reads only files of its length', async () => {
    await files.putRecipe('kite.png', 'kite');
    files.put('docs/renamed.png', 'kite');
    files.put('docs/sail.png', 'sail');
    files.put('docs/longer.png', 'a longer one');
    await library.refresh();
    assert.deepEqual(paths(library.made), [['docs/renamed.png']]);
    assert.equal(library.made[0]?.making?.prompt, sampleRecipe.prompt);
    assert.equal(files.reads.includes('docs/longer.png'), false);
  });

  it('shows a moved picture from the first moment of the next look on', async () => {
    await files.putRecipe('kite.png', 'kite');
    files.put('docs/renamed.png', 'kite');
    await library.refresh();
    const told: number[] = [];
    library.onDidChange(() => told.push(library.made.length));
    await library.refresh();
    assert.ok(told.every((count) => count === 1));
  });

  it('folds equal files, made here or not', async () => {
    await files.putMade('kite.png', 'kite');
    files.put('copy.png', 'kite');
    files.put('photo.png', 'photo');
    files.put('photo2.png', 'photo');
    files.put('other.png', 'ohpto');
    await library.refresh();
    assert.deepEqual(paths(library.made), [['kite.png', 'copy.png']]);
    assert.deepEqual(paths(library.all), [
      ['kite.png', 'copy.png'],
      ['photo.png', 'photo2.png'],
      ['other.png'],
    ]);
  });

  it('keeps the key of a file when its hash becomes known', async () => {
    files.put('photo.png', 'photo');
    await library.refresh();
    const [before] = library.all!;
    library.remember(before!.files[0], 'ab'.repeat(32));
    await library.refresh();
    assert.equal(library.all![0]?.key, before?.key);
    assert.equal(library.all![0]?.sha256, 'ab'.repeat(32));
  });

  it('has one image for bytes made twice, the last run first', async () => {
    files.put('first.png', 'kite');
    const runs = [
      { ...sampleRun, path: 'first.png' },
      { ...sampleRun, madeAt: '2026-11-21T09:30:00.000Z', path: 'second.png' },
    ];
    await files.putMade('second.png', 'kite', { runs });
    await library.refresh();
    assert.deepEqual(paths(library.made), [['second.png', 'first.png']]);
    assert.equal(library.made[0]?.timeMs, Date.parse('2026-11-21T09:30:00.000Z'));
  });

  it('reads a recipe again only when it has changed', async () => {
    const sha256 = await files.putMade('kite.png', 'kite');
    await library.refresh();
    await library.refresh();
    const reads = (): number => files.reads.filter((path) => path === recipePath(sha256)).length;
    assert.equal(reads(), 1);
    files.contents.get(recipePath(sha256))!.timeMs += 1;
    await library.refresh();
    assert.equal(reads(), 2);
  });

  it('looks once more when it is asked while it looks', async () => {
    await files.putMade('kite.png', 'kite');
    const first = library.refresh();
    await files.putMade('later.png', 'later');
    await Promise.all([first, library.refresh()]);
    assert.equal(library.made.length, 2);
  });

  it('tells the picture that was edited from a mask and a style', async () => {
    const image = { role: 'image', sha256: 'cd'.repeat(32), path: 'photos/lamp.jpg' } as const;
    const mask = { role: 'mask', sha256: 'ef'.repeat(32) } as const;
    await files.putMade('edit.png', 'edit', { task: 'inpaint', inputs: [mask, image] });
    await library.refresh();
    assert.deepEqual(library.made[0]?.making?.parent, { sha256: image.sha256, path: image.path });
  });

  describe('given recipes that are none', () => {
    it('goes on without garbage, cut files, other versions and names that are not right', async () => {
      await files.putMade('kite.png', 'kite');
      const other = 'aa'.repeat(32);
      const good = files.contents.get(recipePath(await files.putRecipe('x.png', 'x')))!.bytes;
      const text = new TextDecoder().decode(good);
      for (const [index, content] of [
        '',
        'null',
        '[]',
        '{"schemaVersion":"1.0"',
        '<<<<<<< HEAD',
        text.replace('"1.0"', '"9.0"'),
        text.replace('"runs":[', '"runs":[],"x":['),
      ].entries()) {
        const sha256 = `${index}`.repeat(64);
        files.put(recipePath(sha256), content.replaceAll(/"sha256":"[0-9a-f]{64}"/g, `"sha256":"${sha256}"`));
      }
      // Another picture's hash inside than in the name; a wrong shelf; a name that is no hash.
      files.put(recipePath(other), text);
      files.put(`.easel/recipes/bb/${other}.json`, text);
      files.put('.easel/recipes/zz/readme.json', text);
      await library.refresh();
      assert.deepEqual(paths(library.made), [['kite.png']]);
    });

    for (const path of [
      '../outside.png',
      'a/../../outside.png',
      '/etc/outside.png',
      'C:\\outside.png',
      'C:/outside.png',
      'a\\..\\..\\outside.png',
      'a//b.png',
      './kite.png',
      'a\0b.png',
      '',
    ]) {
      it(`never looks at the path ${JSON.stringify(path)}`, async () => {
        await files.putRecipe(path, 'kite');
        files.put(path, 'kite');
        const asked: string[] = [];
        const stat = files.stat.bind(files);
        files.stat = async (inFolder, wanted) => {
          asked.push(...wanted);
          return stat(inFolder, wanted);
        };
        files.imagePaths = () => [];
        await library.refresh();
        assert.deepEqual(asked, []);
        assert.deepEqual(library.made, []);
      });
    }

    it('takes an invalid date as none, and the file’s own instead', async () => {
      await files.putMade('kite.png', 'kite', {
        runs: [{ ...sampleRun, madeAt: 'yesterday', path: 'kite.png' }],
      });
      await library.refresh();
      assert.equal(library.made[0]?.timeMs, 1000);
    });
  });
});
