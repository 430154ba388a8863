import assert from 'node:assert/strict';
import { isIgnored, parseGitignore } from '../../../../src/core/search/files/gitignore';
import { globMatcher } from '../../../../src/core/search/files/globs';
import { scanFolder, type ScanOrder, type ScanRules } from '../../../../src/core/search/files/scan';
import { FakeTree } from './fakeTree';

const FOLDER = 'file:///project';
const noRules: ScanRules = { exclude: [], include: [], useGitignore: true };

async function scan(
  tree: FakeTree,
  rules: Partial<ScanRules> = {},
  order: Partial<ScanOrder> = {},
): Promise<{ readonly files: readonly string[]; readonly leftOut: readonly string[] }> {
  const found = await scanFolder(
    tree,
    { folder: FOLDER, rules: { ...noRules, ...rules }, ...order },
    new AbortController().signal,
  );
  assert.ok(found);
  return {
    files: found.files.map(({ path }) => path).sort(),
    leftOut: found.leftOut.map(({ path, why }) => `${path} ${why}`).sort(),
  };
}

describe('finding the pictures of a folder', () => {
  it('finds them by name at any depth, and leaves out folders of tools and builds, saying so', async () => {
    const tree = new FakeTree({
      'kite.png': 'a',
      'docs/img/Lamp.JPG': 'b',
      'docs/readme.md': 'c',
      'old.bmp': 'd',
      'node_modules/x/logo.svg': 'e',
      'packages/a/dist/copy.png': 'f',
      '.easel/masks/mask.png': 'g',
    });
    assert.deepEqual(await scan(tree), {
      files: ['docs/img/Lamp.JPG', 'kite.png', 'old.bmp'],
      leftOut: ['.easel own', 'node_modules dependency', 'packages/a/dist buildOutput'],
    });
  });

  it('leaves out what the editor excludes, and does not look into folders that are left out', async () => {
    const tree = new FakeTree({ 'a/secret/x.png': '1', 'a/y.png': '2', 'b.gif': '3', 'c.png': '4' });
    const found = await scan(tree, { exclude: ['**/secret', '**/*.gif'] });
    assert.deepEqual(found, { files: ['a/y.png', 'c.png'], leftOut: ['a/secret setting'] });
    assert.ok(!tree.listed.includes('a/secret'));
  });

  it('keeps to .gitignore files, each for what lies below it', async () => {
    const tree = new FakeTree({
      '.gitignore': 'tmp/\n*.gif\n',
      'tmp/a.png': '1',
      'b.gif': '2',
      'c.png': '3',
      'art/.gitignore': '!keep.gif\n/draft*.png\n',
      'art/keep.gif': '4',
      'art/draft-1.png': '5',
      'art/sub/draft-1.png': '6',
    });
    assert.deepEqual(await scan(tree), {
      files: ['art/keep.gif', 'art/sub/draft-1.png', 'c.png'],
      leftOut: ['tmp gitignore'],
    });
    assert.deepEqual((await scan(tree, { useGitignore: false })).files.length, 6);
  });

  it('looks at a folder that the user includes, and at nothing else on the way to it', async () => {
    const tree = new FakeTree({
      '.gitignore': 'dist\n',
      'dist/x.png': '1',
      'dist/img/y.png': '2',
      'dist/img/deep/z.png': '3',
      'dist/other/w.png': '4',
    });
    assert.deepEqual(await scan(tree, { include: ['dist/img'] }), {
      files: ['dist/img/deep/z.png', 'dist/img/y.png'],
      leftOut: [],
    });
  });

  it('finds once what is there and linked, and follows no link out of the folder or in a circle', async () => {
    const tree = new FakeTree(
      { 'art/kite.png': '1', 'node_modules/icons/star.svg': '2', 'art/deep/x.png': '3' },
      {
        'art/again': 'art',
        same: 'art/deep',
        icons: 'node_modules/icons',
        icons2: 'node_modules/icons',
        'one.png': 'art/kite.png',
        'star.svg': 'node_modules/icons/star.svg',
        outside: undefined,
        'outside.png': undefined,
      },
    );
    const { files } = await scan(tree);
    assert.deepEqual(files, ['art/deep/x.png', 'art/kite.png', 'icons/star.svg']);
  });

  it('follows a link to a picture that is found in no other way, and once', async () => {
    const tree = new FakeTree(
      { 'node_modules/icons/star.svg': '2' },
      { 'star.svg': 'node_modules/icons/star.svg', 'star2.svg': 'node_modules/icons/star.svg' },
    );
    assert.deepEqual((await scan(tree)).files, ['star.svg']);
  });

  it('leaves folders that are workspace folders themselves to their own scan', async () => {
    const tree = new FakeTree({ 'a/x.png': '1', 'b/y.png': '2' });
    assert.deepEqual((await scan(tree, {}, { nested: ['b'] })).files, ['a/x.png']);
  });

  it('looks at given paths alone, by the same rules', async () => {
    const tree = new FakeTree({
      '.gitignore': '*.gif\n',
      'a/x.png': '1',
      'a/y.png': '2',
      'a/z.gif': '3',
      'b/c/w.png': '4',
      'b/v.png': '5',
    });
    const { files } = await scan(tree, {}, { only: ['a/x.png', 'a/z.gif', 'b/c', 'gone.png'] });
    assert.deepEqual(files, ['a/x.png', 'b/c/w.png']);
    assert.deepEqual(tree.listed.toSorted(), ['', 'a', 'b', 'b/c']);
  });

  it('ends with nothing when it is aborted', async () => {
    const tree = new FakeTree({ 'a/x.png': '1' });
    assert.equal(await scanFolder(tree, { folder: FOLDER, rules: noRules }, AbortSignal.abort()), undefined);
  });
});

describe('patterns of the editor', () => {
  it('match as VS Code says', () => {
    const cases: readonly (readonly [pattern: string, path: string, isMatch: boolean])[] = [
      ['**/*.gif', 'a.gif', true],
      ['**/*.gif', 'a/b.gif', true],
      ['*.gif', 'a/b.gif', false],
      ['*.gif', 'b.gif', true],
      ['**/tmp', 'a/tmp/x.png', true],
      ['**/tmp', 'a/tmpx/x.png', false],
      ['dist/**', 'dist', true],
      ['dist/**', 'dist/a/b.png', true],
      ['/dist/', 'dist/a.png', true],
      ['**/*.{gif,svg}', 'x/y.svg', true],
      ['**/*.{gif,svg}', 'x/y.png', false],
      ['img-[0-9].png', 'img-3.png', true],
      ['img-[!0-9].png', 'img-3.png', false],
      ['a?.png', 'ab.png', true],
      ['a?.png', 'a/.png', false],
      ['a(1).png', 'a(1).png', true],
      ['**/node_modules/*/**', 'node_modules/x/y.png', true],
      ['{**/a,**/b}', 'x/b', true],
    ];
    for (const [pattern, path, isMatch] of cases) {
      assert.equal(globMatcher([pattern])(path), isMatch, `${pattern} ${path}`);
    }
  });

  it('leave nothing out where there are none, or one is mistyped', () => {
    assert.equal(globMatcher([])('a'), false);
    assert.equal(globMatcher(['', '[z-a].png'])('a'), false);
  });
});

describe('rules of .gitignore', () => {
  it('decide as git does', () => {
    const cases: readonly (readonly [rules: string, path: string, isFolder: boolean, isIgnored: boolean])[] =
      [
        ['build', 'a/build', true, true],
        ['build', 'build', false, true],
        ['build/', 'build', false, false],
        ['/build', 'a/build', true, false],
        ['doc/*.png', 'doc/a.png', false, true],
        ['doc/*.png', 'doc/x/a.png', false, false],
        ['doc/*.png', 'x/doc/a.png', false, false],
        ['**/logs', 'a/b/logs', true, true],
        ['logs/**', 'logs/a/b.png', false, true],
        ['a/**/b', 'a/b', true, true],
        ['a/**/b', 'a/x/y/b', true, true],
        ['*.png\n!kite.png', 'kite.png', false, false],
        ['*.png\n!kite.png', 'lamp.png', false, true],
        ['# kite.png', 'kite.png', false, false],
        [String.raw`\#kite.png`, '#kite.png', false, true],
        ['kite.png   ', 'kite.png', false, true],
        ['{a,b}.png', 'a.png', false, false],
        ['{a,b}.png', '{a,b}.png', false, true],
        ['[ab].png', 'b.png', false, true],
      ];
    for (const [text, path, isFolder, expected] of cases) {
      const rules = parseGitignore(text, '');
      assert.equal(isIgnored(rules ? [rules] : [], path, isFolder), expected, `${text} ${path}`);
    }
  });

  it('count for what lies below their own folder', () => {
    const rules = parseGitignore('/x.png', 'a/b');
    assert.ok(rules);
    assert.equal(isIgnored([rules], 'a/b/x.png', false), true);
    assert.equal(isIgnored([rules], 'a/b/c/x.png', false), false);
  });
});
