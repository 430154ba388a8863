import assert from 'node:assert/strict';
import { startPictureOf } from '../../../../../src/core/video/jobs/pictures';

const picture = (name: string) => ({ type: 'png', base64: { $picture: name } });

describe('the picture that a film began with', () => {
  it('is the start frame', () => {
    assert.equal(startPictureOf({ kind: 'imageToVideo', start: picture('a'), end: picture('b') }, 0), 'a');
  });

  it('is that of the shot, and of the first shot for the whole', () => {
    const task = {
      kind: 'multiShotManual',
      shots: [{ text: 'x', image: picture('one') }, { text: 'y' }, { text: 'z', image: picture('three') }],
    };
    assert.deepEqual(
      [0, 1, 2, 3, 4].map((number) => startPictureOf(task, number)),
      ['one', 'one', undefined, 'three', undefined],
    );
  });

  it('is none for a film from words', () => {
    assert.equal(startPictureOf({ kind: 'textToVideo', prompt: 'A kite' }, 0), undefined);
    assert.equal(startPictureOf({ start: picture('a').type }, 0), undefined);
  });
});
