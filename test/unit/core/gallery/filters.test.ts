import assert from 'node:assert/strict';
import { applyFilters, filterChoices, type Filter } from '../../../../src/core/gallery/filters';
import { fileAt, imageAt, keysOf } from './samples';

const nowMs = new Date('2026-11-21T12:00').getTime();
const daysAgo = (days: number): number => nowMs - days * 86_400_000;
const facts = { nowMs, used: new Set([fileAt('docs/used.png').uri]) };

const images = [
  imageAt('docs/used.png', { madeAt: daysAgo(0) }),
  imageAt('docs/edit.jpg', { madeAt: daysAgo(3), task: 'inpaint', modelId: 'other', modelName: 'Other' }),
  imageAt('two.webp', { madeAt: daysAgo(20) }, { files: [fileAt('two.webp'), fileAt('docs/copy.webp')] }),
  { key: 'photo', files: [fileAt('photo.JPEG')], timeMs: daysAgo(400) } as const,
];

function passing(...filters: readonly Filter[]): readonly string[] {
  return keysOf(applyFilters(images, filters, facts));
}

describe('filters', () => {
  it('let everything pass when there are none', () => {
    assert.equal(passing().length, 4);
  });

  it('look at task, model, age, folder and type', () => {
    assert.deepEqual(passing({ kind: 'task', value: 'inpaint' }), ['docs/edit.jpg']);
    assert.deepEqual(passing({ kind: 'model', value: 'other' }), ['docs/edit.jpg']);
    assert.deepEqual(passing({ kind: 'age', value: 'today' }), ['docs/used.png']);
    assert.deepEqual(passing({ kind: 'age', value: 'older' }), ['photo']);
    assert.deepEqual(passing({ kind: 'folder', value: '' }), ['two.webp', 'photo']);
    assert.deepEqual(passing({ kind: 'type', value: 'jpeg' }), ['docs/edit.jpg', 'photo']);
  });

  it('find a copy in its own folder', () => {
    assert.ok(passing({ kind: 'folder', value: 'docs' }).includes('two.webp'));
  });

  it('find duplicates, and images that no document uses', () => {
    assert.deepEqual(passing({ kind: 'duplicates' }), ['two.webp']);
    assert.deepEqual(passing({ kind: 'unused' }), ['docs/edit.jpg', 'two.webp', 'photo']);
  });

  it('of one kind widen each other, of different kinds narrow', () => {
    const today: Filter = { kind: 'age', value: 'today' };
    const week: Filter = { kind: 'age', value: 'week' };
    assert.deepEqual(passing(today, week), ['docs/used.png', 'docs/edit.jpg']);
    assert.deepEqual(passing(today, week, { kind: 'task', value: 'inpaint' }), ['docs/edit.jpg']);
  });

  it('are offered with how many they would leave', () => {
    const choices = filterChoices(images, facts);
    const count = (kind: Filter['kind'], value?: string): number | undefined =>
      choices.find(({ filter }) => filter.kind === kind && (!('value' in filter) || filter.value === value))
        ?.count;
    assert.equal(count('task', 'textToImage'), 2);
    assert.equal(count('type', 'jpeg'), 2);
    assert.equal(count('folder', 'docs'), 3);
    assert.equal(count('duplicates'), 1);
    assert.equal(count('unused'), 3);
    assert.equal(
      choices.find(({ filter }) => filter.kind === 'model' && filter.value === 'other')?.name,
      'Other',
    );
  });
});
