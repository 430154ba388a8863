import assert from 'node:assert/strict';
import { rotate } from '../../../../src/storage/vectors/rotation';
import { dot } from '../../../../src/storage/vectors/scanner';
import { clusteredVectors, randomNumbers } from './samples';

describe('rotate', () => {
  for (const dimensions of [1, 3, 16, 100, 384, 1024, 1536]) {
    it(`keeps lengths and products of vectors of ${dimensions}, and leaves those it was given`, () => {
      const vectors = clusteredVectors(6, dimensions, randomNumbers(dimensions));
      const before = vectors.map((vector) => vector.slice());
      const turned = vectors.map((vector) => rotate(vector));
      assert.deepEqual(vectors, before);
      for (const [at, one] of vectors.entries()) {
        for (const [other, two] of vectors.entries()) {
          const product = dot(turned[at] ?? one, turned[other] ?? two);
          assert.ok(Math.abs(product - dot(one, two)) < 1e-5);
        }
      }
    });
  }

  for (const dimensions of [384, 1024, 1536]) {
    it(`spreads a single coordinate of ${dimensions}, each in another way`, () => {
      const singles = [0, 1, dimensions - 1].map((place) => {
        const vector = new Float32Array(dimensions);
        vector[place] = 1;
        return rotate(vector);
      });
      for (const single of singles) {
        const largest = Math.max(...single.map(Math.abs));
        assert.ok(largest < 6 / Math.sqrt(dimensions), `${largest}`);
      }
    });
  }

  it('is the same in every version: rows on the disk are turned by it', () => {
    const turned = rotate(Float32Array.from({ length: 12 }, (_, at) => at + 1));
    assert.deepEqual(
      [...turned].map((value) => Math.round(value * 1000)),
      [-15_175, -12_167, 3043, -293, 3809, 3127, -1889, 2086, -14_005, -2773, 3682, 3571],
    );
  });
});
