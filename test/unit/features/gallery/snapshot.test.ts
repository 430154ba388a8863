import assert from 'node:assert/strict';
import { cellTooltip } from '../../../../src/features/gallery/cellText';
import { noSearch, snapshotOf, type SnapshotFacts } from '../../../../src/features/gallery/snapshot';
import { firstState, ImageLister, type GalleryState } from '../../../../src/features/gallery/state';
import type { GalleryImage } from '../../../../src/core/gallery/image';
import { fileAt, imageAt, keysOf } from '../../core/gallery/samples';
import { english } from '../../platform/english';

const nowMs = new Date('2026-11-21T12:00').getTime();
const at = (text: string): number => new Date(text).getTime();
const images = [
  imageAt('docs/kite.png', { madeAt: at('2026-11-21T10:00') }),
  imageAt('lamp.png', { madeAt: at('2026-11-20T10:00'), prompt: 'A brass lamp' }),
];

function snapshot(
  of: readonly GalleryImage[],
  changes: Partial<GalleryState> = {},
  facts: Partial<SnapshotFacts> = {},
): ReturnType<typeof snapshotOf> {
  const state = { ...firstState, ...changes };
  const listed = new ImageLister().list(of, state, { nowMs, used: new Set() });
  return snapshotOf(
    {
      revision: 1,
      state,
      counts: { made: of.length, all: 2340, waiting: 0 },
      ...listed,
      isLoading: false,
      nowMs,
      idOf: ({ key }) => `id of ${key}`,
      usedIn: () => [],
      modelName: (id) => id,
      search: noSearch,
      ...facts,
    },
    english,
  );
}

describe('what the page shows', () => {
  it('has the newest first, under the words for their days', () => {
    const { groups, status } = snapshot(images);
    assert.deepEqual(
      groups.map(({ heading, cells }) => [heading, cells.map(({ name }) => name)]),
      [
        ['Today', ['kite.png']],
        ['Yesterday', ['lamp.png']],
      ],
    );
    assert.equal(status, '2 images');
  });

  it('has scopes with their numbers, as far as they are known', () => {
    const counts = { made: 2, all: undefined, waiting: 0 };
    const { scopes } = snapshot(images, {}, { counts });
    assert.deepEqual(
      scopes.map(({ label }) => label),
      ['Made here 2', 'All', 'Waiting 0'],
    );
  });

  it('searches, and has the closest in one list where that is wanted', () => {
    assert.deepEqual(snapshot(images, { query: 'brass' }).groups[0]?.cells[0]?.name, 'lamp.png');
    const { groups } = snapshot(images, { query: 'a', sort: 'closest' });
    assert.deepEqual(
      groups.map(({ heading, cells }) => [heading, cells.length]),
      [[undefined, 2]],
    );
  });

  it('groups edits by their original, and says so in a chip', () => {
    const edit = imageAt('edit.png', { parent: { sha256: 'docs/kite.png' } });
    const { groups, chips } = snapshot([...images, edit], { isGroupedByOriginal: true });
    assert.deepEqual(
      groups.map(({ heading, cells }) => [heading, cells.map(({ name }) => name)]),
      [
        ['kite.png', ['kite.png', 'edit.png']],
        ['Without variants', ['lamp.png']],
      ],
    );
    assert.deepEqual(chips, [{ id: 'grouping', label: 'Grouped by original' }]);
  });

  it('has a chip for each filter', () => {
    const { chips } = snapshot(images, {
      filters: [
        { kind: 'task', value: 'inpaint' },
        { kind: 'task', value: 'taskOfALaterVersion' },
        { kind: 'type', value: 'png' },
        { kind: 'folder', value: '' },
        { kind: 'unused' },
      ],
    });
    assert.deepEqual(
      chips.map(({ label }) => label),
      ['Fill the mask', 'taskOfALaterVersion', 'PNG', 'Top folder', 'Not used in any document'],
    );
  });

  it('says what to do where there is nothing', () => {
    assert.equal(snapshot([]).empty?.text, 'Images you make appear here.');
    assert.equal(snapshot([], { scope: 'waiting' }).empty?.text, 'No candidates are waiting.');
    const nothingFound = snapshot(images, { query: 'boat' }).empty;
    assert.equal(nothingFound?.text, 'No image matches.');
    assert.deepEqual(
      nothingFound.actions.map(({ id }) => id),
      ['clear'],
    );
    assert.equal(snapshot([], { query: 'boat' }).empty?.text, 'No image matches.');
    assert.equal(snapshot([], {}, { isLoading: true }).empty, undefined);
  });

  it('shows 20,000 at most, and says so', () => {
    const many = Array.from({ length: 20_001 }, (_, index) => imageAt(`${index}.png`));
    const { groups, notices, status } = snapshot(many);
    assert.equal(
      groups.reduce((sum, { cells }) => sum + cells.length, 0),
      20_000,
    );
    assert.match(notices[0]?.text ?? '', /newest 20,000 of 20,001 images/);
    assert.equal(status, '20,001 images');
  });

  it('marks folded duplicates and candidates', () => {
    const twice = imageAt('a.png', {}, { files: [fileAt('a.png'), fileAt('b.png')] });
    assert.equal(snapshot([twice]).groups[0]?.cells[0]?.badge, 'x2');
    assert.equal(snapshot(images, { scope: 'waiting' }).groups[0]?.cells[0]?.isWaiting, true);
  });

  it('keeps the order of a list that is not asked for anything', () => {
    const listed = new ImageLister().list(images, firstState, { nowMs, used: new Set() });
    assert.deepEqual(keysOf(listed.groups.flatMap((group) => group.images)), ['docs/kite.png', 'lamp.png']);
  });
});

describe('a tooltip', () => {
  it('says path, size, prompt, model, seed, price and use, a line each', () => {
    const image = imageAt('docs/kite.png', {}, { files: [fileAt('docs/kite.png', { bytes: 812_000 })] });
    assert.deepEqual(cellTooltip(image, ['README.md', 'docs/guide.md'], english).split('\n'), [
      'docs/kite.png',
      '24 x 15, 812 KB',
      'A red kite over the sea',
      'Stable Image Core',
      'Seed 0',
      'about $0.04',
      'Used in README.md and 1 more',
    ]);
  });

  it('says of a file that was not made here what is known', () => {
    const image = { key: 'k', files: [fileAt('photo.jpg')], timeMs: 0 } as const;
    assert.equal(cellTooltip(image, [], english), 'photo.jpg\n1 KB');
  });

  it('shortens a long prompt, not in the middle of a letter', () => {
    const lines = cellTooltip(imageAt('a.png', { prompt: '🪁'.repeat(2000) }), [], english).split('\n');
    assert.equal([...(lines[2] ?? '')].length, 300);
    assert.ok(lines[2]?.endsWith('🪁…'));
  });
});
