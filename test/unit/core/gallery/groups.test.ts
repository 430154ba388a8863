import assert from 'node:assert/strict';
import { byDay, daysBefore } from '../../../../src/core/gallery/days';
import { familiesOf } from '../../../../src/core/gallery/families';
import { sortImages } from '../../../../src/core/gallery/order';
import { imageAt, keysOf } from './samples';

const at = (text: string): number => new Date(text).getTime();

describe('days', () => {
  it('count midnights, not hours', () => {
    assert.equal(daysBefore(at('2026-11-20T23:59'), at('2026-11-21T00:01')), 1);
    assert.equal(daysBefore(at('2026-11-21T00:01'), at('2026-11-21T23:59')), 0);
    assert.equal(daysBefore(at('2026-03-01T12:00'), at('2026-04-01T01:00')), 31);
  });

  it('part a list where the day changes', () => {
    const days = byDay([
      imageAt('c', { madeAt: at('2026-11-21T10:00') }),
      imageAt('b', { madeAt: at('2026-11-20T23:59') }),
      imageAt('a', { madeAt: at('2026-11-20T00:00') }),
    ]);
    assert.deepEqual(
      days.map(({ startMs, images }) => [startMs, keysOf(images)]),
      [
        [at('2026-11-21T00:00'), ['c']],
        [at('2026-11-20T00:00'), ['b', 'a']],
      ],
    );
  });
});

describe('the order', () => {
  const images = [
    imageAt('old', { madeAt: 1 }),
    imageAt('new', { madeAt: 3 }),
    imageAt('mid', { madeAt: 2 }),
  ];

  it('has the newest first', () => {
    assert.deepEqual(keysOf(sortImages(images, 'newest', new Map([['old', 9]]))), ['new', 'mid', 'old']);
  });

  it('has the closest first, and among equals the newest', () => {
    assert.deepEqual(keysOf(sortImages(images, 'closest', new Map([['old', 9]]))), ['old', 'new', 'mid']);
  });

  it('is the same for equal times, by path', () => {
    const equal = [imageAt('b'), imageAt('a')];
    assert.deepEqual(keysOf(sortImages(equal, 'newest', new Map())), ['a', 'b']);
  });
});

describe('families', () => {
  const parent = (sha256: string, path = `${sha256}.jpg`) => ({ parent: { sha256, path } });

  it('put each image before what was made from it, oldest first', () => {
    const { families, others } = familiesOf([
      imageAt('grandchild', { madeAt: 5, ...parent('child1') }),
      imageAt('child2', { madeAt: 4, ...parent('root') }),
      imageAt('alone', { madeAt: 3 }),
      imageAt('child1', { madeAt: 2, ...parent('root') }),
      imageAt('root', { madeAt: 1 }),
    ]);
    assert.deepEqual(
      families.map(({ name, images }) => [name, keysOf(images)]),
      [['root', ['root', 'child1', 'grandchild', 'child2']]],
    );
    assert.deepEqual(keysOf(others), ['alone']);
  });

  it('are named for the user’s own picture where an edit began with that', () => {
    const { families } = familiesOf([
      imageAt('b', { madeAt: 2, ...parent('photo', 'photos/lamp.jpg') }),
      imageAt('a', { madeAt: 1, ...parent('photo', 'photos/lamp.jpg') }),
    ]);
    assert.deepEqual(
      families.map(({ name, images }) => [name, keysOf(images)]),
      [['lamp.jpg', ['a', 'b']]],
    );
  });

  it('hold every image once when recipes name each other as parents', () => {
    const { families, others } = familiesOf([
      imageAt('a', parent('b')),
      imageAt('b', parent('c')),
      imageAt('c', parent('a')),
      imageAt('self', parent('self')),
    ]);
    const all = [...families.flatMap(({ images }) => keysOf(images)), ...keysOf(others)];
    assert.deepEqual([...all].sort(), ['a', 'b', 'c', 'self']);
  });

  it('stand a line of 20,000 edits', () => {
    const line = Array.from({ length: 20_000 }, (_, index) =>
      imageAt(`i${index}`, index === 0 ? {} : parent(`i${index - 1}`)),
    );
    assert.equal(familiesOf(line).families[0]?.images.length, 20_000);
  });
});
