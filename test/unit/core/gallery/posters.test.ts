import assert from 'node:assert/strict';
import { mayBePoster, withoutPosters } from '../../../../src/core/gallery/posters';

describe('posters of films in the Gallery', () => {
  it('are no images of their own', () => {
    const images = ['docs/kite.png', 'films/kite.poster.jpg', 'films/POT.POSTER.JPG'];
    assert.deepEqual(withoutPosters(images, ['films/kite.mp4', 'films/pot.MP4']), ['docs/kite.png']);
  });

  it('are images where no film is beside them', () => {
    const images = ['films/kite.poster.jpg', 'cinema.poster.jpg'];
    assert.deepEqual(withoutPosters(images, ['kite.mp4', 'films/other.mp4']), images);
  });

  it('are told by their name', () => {
    assert.equal(mayBePoster('a/kite.poster.jpg'), true);
    assert.equal(mayBePoster('a/poster.jpg'), false);
  });
});
