import assert from 'node:assert/strict';
import { readAnswer } from '../../../../src/core/generate/readAnswer';
import { amazonImage } from '../../../../src/core/models/amazonImage';
import { stabilityText } from '../../../../src/core/models/stabilityText';
import allBlocked from '../../../fixtures/models/answers/amazonAllBlocked.json';
import someBlocked from '../../../fixtures/models/answers/amazonSomeBlocked.json';
import image from '../../../fixtures/models/answers/stabilityImage.json';
import inferenceError from '../../../fixtures/models/answers/stabilityInferenceError.json';
import { errorOf, valueOf } from '../models/samples';

const bytesOf = (answer: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(answer));
const [png = ''] = image.images;

describe('readAnswer', () => {
  it('knows an image by its own bytes and numbers it', () => {
    const { images, broken, heldBack } = valueOf(readAnswer(bytesOf(someBlocked), amazonImage, 3));
    assert.deepEqual(
      images.map(({ type, width, height, index }) => [type, width, height, index]),
      [
        ['png', 1, 1, 0],
        ['png', 1, 1, 1],
      ],
    );
    assert.deepEqual([broken, heldBack], [0, [{ stage: 'outputImage', count: 1 }]]);
  });

  it('counts together what cannot be decoded, what is no image and what is cut short', () => {
    const text = Buffer.from('no picture at all').toString('base64');
    const half = Buffer.from(png, 'base64').subarray(0, 40).toString('base64');
    const { images, broken } = valueOf(
      readAnswer(bytesOf({ images: ['***', text, half, png] }), amazonImage, 4),
    );
    assert.deepEqual([images.length, broken], [1, 3]);
  });

  it('counts all that was asked for as held back when nothing came', () => {
    assert.deepEqual(errorOf(readAnswer(bytesOf(allBlocked), amazonImage, 5)), {
      kind: 'contentFiltered',
      stage: 'outputImage',
      count: 5,
    });
  });

  it('does not understand a failed inference, nor JSON that is cut short', () => {
    const answers = [bytesOf(inferenceError), bytesOf(image).subarray(0, 60), new Uint8Array()];
    for (const bytes of answers) {
      assert.deepEqual(errorOf(readAnswer(bytes, stabilityText, 1)), { kind: 'badAnswer' });
    }
  });
});
