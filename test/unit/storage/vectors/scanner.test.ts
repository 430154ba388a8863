import assert from 'node:assert/strict';
import { VectorScanner } from '../../../../src/storage/vectors/scanner';
import { clusteredVectors, randomNumbers, unit } from './samples';
import { kernels, rowsOf, Scanned } from './scanning';

describe('VectorScanner', () => {
  for (const [count, dimensions] of [
    [1, 16],
    [50, 3],
    [500, 100],
    [3000, 256],
    [12_000, 384],
    [12_000, 1024],
    [34_000, 512],
  ] as const) {
    it(`ranks ${count} vectors of ${dimensions} as brute force in 64 bits does`, () => {
      const random = randomNumbers(count + dimensions);
      const scanned = new Scanned(clusteredVectors(count, dimensions, random));
      for (let round = 0; round < 5; round++) {
        const near = scanned.vectors[Math.floor(random() * count)] ?? new Float32Array();
        scanned.assertExact(unit(near.map((value) => value + 0.02 * random())), 10);
      }
    }).timeout(30_000);
  }

  it('gives the products of the stored vectors as scores', () => {
    const vectors = clusteredVectors(40, 64, randomNumbers(3));
    const [best] = new Scanned(vectors).scanner.search(vectors[7] ?? new Float32Array(), 1);
    assert.equal(best?.row, 7);
    assert.ok(Math.abs((best?.score ?? 0) - 1) < 1e-6);
  });

  it('puts equal vectors in the order of their rows', () => {
    const [vector = new Float32Array()] = clusteredVectors(1, 32, randomNumbers(4));
    const { scanner } = new Scanned(Array.from({ length: 250 }, () => vector));
    assert.deepEqual(
      rowsOf(scanner.search(vector, 120)),
      Array.from({ length: 120 }, (_, row) => row),
    );
  });

  it('answers with fewer where there are fewer, and with nothing where there is nothing', () => {
    const vectors = clusteredVectors(3, 16, randomNumbers(6));
    const query = vectors[0] ?? new Float32Array();
    const { scanner } = new Scanned(vectors);
    assert.equal(scanner.search(query, 10).length, 3);
    assert.deepEqual(scanner.search(query, 0), []);
    assert.deepEqual(scanner.search(query, 10, new Uint8Array(3)), []);
    assert.deepEqual(new VectorScanner(kernels, 16, () => []).search(query, 10), []);
  });
});
