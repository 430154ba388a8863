import assert from 'node:assert/strict';
import { imageFile } from '../../../../src/core/gallery/madeImages';
import type { SortedPicture } from '../../../../src/core/search/managedSearch';
import { listWords, rowTexts } from '../../../../src/features/search/findRows';
import { groupReport, movesOf, subfolderGroups, tally } from '../../../../src/features/search/groups/sorted';
import { RecentSearches } from '../../../../src/features/search/recentSearches';
import { recoveredTexts, stateWords } from '../../../../src/features/search/stateWords';
import { english } from '../../platform/english';

const FOLDER = 'file:///project';
const file = imageFile(FOLDER, { path: 'docs/img/kite.png', bytes: 1, timeMs: 1 });
const image = { key: 'kite', files: [file], timeMs: 1 } as const;

describe('rows of images that were found', () => {
  it('say how close they are in words, and where they are used', () => {
    assert.deepEqual(rowTexts({ image, closeness: 'veryClose', usedIn: ['README.md'] }, english), {
      label: 'kite.png',
      description: 'docs/img',
      detail: 'very close · used in README.md',
    });
    assert.equal(
      rowTexts({ image, closeness: undefined, usedIn: ['a.md', 'b.md', 'c.md'] }, english).detail,
      'by name or prompt · used in a.md and 2 more',
    );
  });

  it('are told of as nothing close, as found by names, or with what was looked for instead', () => {
    const nothing = { found: [], notes: [], isNothingClose: false, by: 'meaning' } as const;
    assert.equal(listWords(nothing, english), undefined);
    assert.equal(listWords({ ...nothing, isNothingClose: true }, english), 'Nothing close.');
    assert.match(listWords({ ...nothing, by: 'names' }, english) ?? '', /needs an index/);
    const notes = [
      { kind: 'translated', text: 'red kite', language: 'de' },
      { kind: 'stillIndexing' },
    ] as const;
    assert.equal(
      listWords({ ...nothing, notes }, english),
      'Translated (German): red kite Not all images are in the index yet.',
    );
  });
});

describe('recent searches', () => {
  it('keep the newest first, each once, and no more than ten', async () => {
    const kept = new Map<string, unknown>([['easel.search.recent', ['a', 7, 'b']]]);
    const recent = new RecentSearches({
      get: (key: string) => kept.get(key),
      update: async (key: string, value: unknown) => void kept.set(key, value),
    } as ConstructorParameters<typeof RecentSearches>[0]);
    assert.deepEqual(recent.list(), ['a', 'b']);
    await recent.add(' b ');
    await recent.add('  ');
    assert.deepEqual(recent.list(), ['b', 'a']);
    for (let number = 0; number < 12; number++) await recent.add(`query ${number}`);
    assert.equal(recent.list().length, 10);
    assert.equal(recent.list()[0], 'query 11');
  });
});

describe('how far an index is', () => {
  it('is said in a few words', () => {
    const progress = { done: 812, total: 2340, spentUsd: 0 };
    assert.equal(stateWords({ kind: 'indexing', ...progress }, english), 'Indexing 812 of 2,340');
    assert.equal(stateWords({ kind: 'paused', ...progress }, english), 'Paused at 812 of 2,340');
    assert.equal(stateWords({ kind: 'paused', done: 0, total: 0, spentUsd: 0 }, english), 'Paused');
    const error = { kind: 'budgetReached', spentUsd: 9, limitUsd: 10, priceUsd: 2 } as const;
    assert.equal(stateWords({ kind: 'stopped', error, ...progress }, english), "Stopped at today's budget");
  });

  it('is said of a damaged one with what was set aside, saved, and what the rest costs', () => {
    const aside = "The damaged file was set aside in Easel's storage.";
    assert.deepEqual(recoveredTexts({ kept: 2311, of: 2340 }, { images: 29, usd: 0.002 }, english), {
      label: '$(warning) The index was damaged; 2,311 of 2,340 images were recovered.',
      detail: `${aside} Index the Rest · under $0.01`,
    });
    const whole = recoveredTexts({ kept: 12, of: 12 }, { images: 0, usd: 0 }, english);
    assert.equal(whole.detail, `${aside} Nothing is left to index.`);
    const unknown = recoveredTexts({ kept: 0, of: undefined }, undefined, english);
    assert.equal(unknown.label, '$(warning) The index was damaged; 0 images were recovered.');
    assert.equal(unknown.detail, aside);
  });
});

describe('a folder sorted into groups', () => {
  const picture = (path: string, group: string | undefined, isSure = true): SortedPicture => ({
    file: { folder: FOLDER, path, bytes: 1, timeMs: 1, sha256: `sha of ${path}` },
    group,
    closeness: group === undefined ? 'none' : 'close',
    isSure,
    second: 'boats',
  });

  it('takes the folders below as groups, each with its images as examples', () => {
    const files = ['shots/birds/a.png', 'shots/birds/b.png', 'shots/boats/c.png', 'shots/new.png'].map(
      (path) => picture(path, undefined).file,
    );
    assert.deepEqual(subfolderGroups(files, 'shots'), [
      { name: 'birds', examples: ['sha of shots/birds/a.png', 'sha of shots/birds/b.png'] },
      { name: 'boats', examples: ['sha of shots/boats/c.png'] },
    ]);
  });

  it('moves what belongs elsewhere, never over another file, and marks what is unsure or used', () => {
    const sorted = [
      picture('shots/birds/a.png', 'birds'),
      picture('shots/new.png', 'birds'),
      picture('shots/other/new.png', 'birds'),
      picture('shots/a.png', 'birds'),
      picture('shots/odd.png', 'boats', false),
      picture('shots/none.png', undefined, false),
    ];
    assert.deepEqual(
      movesOf(sorted, 'shots', ({ path }) => path === 'shots/new.png'),
      [
        { from: 'shots/new.png', to: 'shots/birds/new.png', group: 'birds', isSure: true, isUsed: true },
        { from: 'shots/odd.png', to: 'shots/boats/odd.png', group: 'boats', isSure: false, isUsed: false },
      ],
    );
    assert.deepEqual(tally(sorted), [
      ['birds', 4],
      ['boats', 1],
      [undefined, 1],
    ]);
  });

  it('is a table with the surest of each group first', () => {
    const report = groupReport(
      [picture('shots/odd.png', 'birds', false), picture('shots/a b.png', 'birds')],
      '/project/shots/groups.md',
      english,
    );
    const rows = report.split('\n').filter((line) => line.startsWith('| ['));
    assert.deepEqual(rows, [
      '| [a b.png](a%20b.png) | birds | close | sure | boats |',
      '| [odd.png](odd.png) | birds | close | look at it | boats |',
    ]);
  });
});
