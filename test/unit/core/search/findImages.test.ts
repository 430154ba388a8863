import assert from 'node:assert/strict';
import type { GalleryImage } from '../../../../src/core/gallery/image';
import { imageFile } from '../../../../src/core/gallery/madeImages';
import { err, ok, type Result } from '../../../../src/core/result';
import type { Closeness } from '../../../../src/core/search/finding/closeness';
import { duplicateReport } from '../../../../src/core/search/finding/duplicateReport';
import { findByNames, findImages, type PictureList } from '../../../../src/core/search/finding/findImages';
import type { SearchAnswer, SearchMatch, SearchNote } from '../../../../src/core/search/finding/ports';

const FOLDER = 'file:///project';
const never = new AbortController().signal;

function image(path: string, timeMs = 1, ...copies: readonly string[]): GalleryImage {
  const [first, ...rest] = [path, ...copies].map((each) =>
    imageFile(FOLDER, { path: each, bytes: 2000, timeMs }),
  );
  assert.ok(first);
  return { key: path, files: [first, ...rest], sha256: `sha of ${path}`, timeMs };
}

function match(path: string, closeness: Closeness): SearchMatch {
  const file = { folder: FOLDER, path, bytes: 2000, timeMs: 1, sha256: `sha of ${path}` };
  return { sha256: file.sha256, score: 0.5, closeness, files: [file], folded: [] };
}

function answering(
  matches: readonly SearchMatch[],
  notes: readonly SearchNote[] = [],
): { search: () => Promise<Result<SearchAnswer>> } {
  const best = matches[0]?.closeness ?? 'none';
  return { search: async () => ok({ matches, best, notes, usd: 0 }) };
}

const list: PictureList = {
  images: [image('docs/kite.png', 1), image('red-kite.png', 2), image('lamp.png', 3, 'copy.png')],
  usage: new Map([[`${FOLDER}/docs/kite.png`, ['README.md']]]),
};

describe('finding images for a list of rows', () => {
  it('puts what was found by meaning first, and names after it, each once', async () => {
    const found = await findImages(
      'kite',
      list,
      answering([match('lamp.png', 'veryClose'), match('docs/kite.png', 'close')]),
      never,
    );
    assert.ok(found.ok);
    assert.deepEqual(
      found.value.found.map((each) => [each.image.key, each.closeness, each.usedIn]),
      [
        ['lamp.png', 'veryClose', []],
        ['docs/kite.png', 'close', ['README.md']],
        ['red-kite.png', undefined, []],
      ],
    );
    assert.equal(found.value.isNothingClose, false);
  });

  it('says that nothing is close, and puts names before what is only loosely related', async () => {
    const found = await findImages(
      'kite',
      list,
      answering([match('lamp.png', 'loose'), match('other.png', 'none')]),
      never,
    );
    assert.ok(found.ok);
    assert.equal(found.value.isNothingClose, true);
    assert.deepEqual(
      found.value.found.map((each) => [each.image.key, each.closeness]),
      [
        ['red-kite.png', undefined],
        ['docs/kite.png', undefined],
        ['lamp.png', 'loose'],
      ],
    );
  });

  it('leaves out what is loosely related where something is close', async () => {
    const found = await findImages(
      'x',
      list,
      answering([match('lamp.png', 'close'), match('docs/kite.png', 'loose')]),
      never,
    );
    assert.ok(found.ok);
    assert.deepEqual(
      found.value.found.map((each) => each.image.key),
      ['lamp.png'],
    );
  });

  it('finds by names alone without an index, and knows that it did', async () => {
    const found = await findImages('kite', list, answering([], [{ kind: 'noIndex' }]), never);
    assert.ok(found.ok);
    assert.equal(found.value.by, 'names');
    assert.deepEqual(
      found.value.found.map((each) => each.image.key),
      ['red-kite.png', 'docs/kite.png'],
    );
    assert.deepEqual(findByNames('  ', list), []);
  });

  it('hands on why the index could not be asked', async () => {
    const refused = await findImages(
      'kite',
      list,
      { search: async () => err({ kind: 'notSignedIn' }) },
      never,
    );
    assert.equal(!refused.ok && refused.error.kind, 'notSignedIn');
  });
});

describe('the report of duplicates', () => {
  const texts = {
    title: 'Duplicates',
    nothingDeleted: 'Nothing is deleted.',
    equal: 'Equal',
    near: 'Near',
    nearUnknown: 'Not known.',
    unused: 'Unused',
    none: 'None.',
    usedIn: (documents: readonly string[]) => `used in ${documents.join(', ')}`,
    size: (bytes: number) => `${bytes / 1000} KB`,
  };

  it('lists equal ones, nearly equal ones, and what no document shows', () => {
    const near = [
      {
        isExact: false,
        files: [...match('docs/kite.png', 'close').files, ...match('red-kite.png', 'close').files],
      },
      { isExact: true, files: match('lamp.png', 'close').files },
    ];
    assert.equal(
      duplicateReport(list, near, '/project/duplicates.md', texts),
      [
        '# Duplicates',
        '',
        'Nothing is deleted.',
        '',
        '## Equal',
        '',
        '- [copy.png](copy.png), 2 KB',
        '- [lamp.png](lamp.png), 2 KB',
        '',
        '## Near',
        '',
        '- [docs/kite.png](docs/kite.png), 2 KB, used in README.md',
        '- [red-kite.png](red-kite.png), 2 KB',
        '',
        '## Unused',
        '',
        '- [copy.png](copy.png), 2 KB',
        '- [red-kite.png](red-kite.png), 2 KB',
        '',
      ].join('\n'),
    );
  });

  it('says that nobody has looked for nearly equal ones where there is no index', () => {
    const empty: PictureList = { images: [], usage: new Map() };
    const report = duplicateReport(empty, undefined, '/project/duplicates.md', texts);
    assert.match(report, /## Near\n\nNot known\./);
    assert.match(report, /## Equal\n\nNone\./);
  });
});
