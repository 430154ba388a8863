import assert from 'node:assert/strict';
import { compileKernel, PackedRows } from '../../../../src/storage/vectors/kernel';
import { normalize, pack } from '../../../../src/storage/vectors/packing';
import { VectorScanner } from '../../../../src/storage/vectors/scanner';
import { bruteForce, clusteredVectors, randomNumbers, unit } from './samples';

const kernel = compileKernel();

function scannerOf(vectors: readonly Float32Array[]): VectorScanner {
  const scanner = new VectorScanner(kernel, vectors[0]?.length ?? 0, (rows) =>
    rows.map((row) => vectors[row] ?? new Float32Array(0)),
  );
  for (const [row, vector] of vectors.entries()) scanner.set(row, pack(vector));
  return scanner;
}

const rowsOf = (found: readonly { readonly row: number }[]): readonly number[] => found.map(({ row }) => row);

describe('PackedRows', () => {
  const random = randomNumbers(1);

  for (const [rowBytes, count] of [
    [16, 1],
    [48, 9000],
    [128, 8192],
    [384, 8193],
  ] as const) {
    it(`counts and multiplies ${count} rows of ${rowBytes} bytes as a plain loop does`, () => {
      const rows = new PackedRows(kernel, rowBytes);
      rows.reserve(count);
      const data = Int8Array.from({ length: rowBytes * count }, () => Math.floor(random() * 255) - 127);
      rows.write(0, new Uint8Array(data.buffer));
      const query = Int8Array.from({ length: rowBytes }, () => Math.floor(random() * 255) - 127);
      const bits = new Uint8Array(query.buffer);

      const products = Int32Array.from({ length: count }, (_, row) =>
        query.reduce((sum, value, at) => sum + value * (data[row * rowBytes + at] ?? 0), 0),
      );
      const found = new Int32Array(count);
      rows.dotProducts(query, count, found);
      assert.deepEqual(found, products);

      const picked = Uint32Array.from({ length: 20 }, () => Math.floor(random() * count));
      const some = new Int32Array(picked.length);
      rows.pickedDotProducts(query, picked, some);
      assert.deepEqual(
        [...some],
        [...picked].map((row) => products[row]),
      );

      const distances = new Uint16Array(count);
      rows.signDistances(bits, count, distances);
      const expected = Uint16Array.from({ length: count }, (_, row) => {
        let differing = 0;
        for (let at = 0; at < rowBytes; at++) {
          let byte = ((bits[at] ?? 0) ^ (data[row * rowBytes + at] ?? 0)) & 255;
          for (; byte !== 0; byte >>= 1) differing += byte & 1;
        }
        return differing;
      });
      assert.deepEqual(distances, expected);
    });
  }

  it('multiplies the most extreme bytes without running over', () => {
    const rows = new PackedRows(kernel, 3072);
    rows.reserve(2);
    rows.write(0, new Uint8Array(new Int8Array(3072).fill(127).buffer));
    rows.write(1, new Uint8Array(new Int8Array(3072).fill(-127).buffer));
    const found = new Int32Array(2);
    rows.dotProducts(new Int8Array(3072).fill(-127), 2, found);
    assert.deepEqual([...found], [-127 * 127 * 3072, 127 * 127 * 3072]);
  });

  it('counts all of 3072 bits', () => {
    const rows = new PackedRows(kernel, 384);
    rows.reserve(1);
    rows.write(0, new Uint8Array(384).fill(255));
    const found = new Uint16Array(1);
    rows.signDistances(new Uint8Array(384), 1, found);
    assert.deepEqual([...found], [3072]);
  });
});

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
      const vectors = clusteredVectors(count, dimensions, random);
      const scanner = scannerOf(vectors);
      for (let round = 0; round < 5; round++) {
        const query = unit(
          (vectors[Math.floor(random() * count)] ?? new Float32Array()).map(
            (value) => value + 0.02 * random(),
          ),
        );
        assert.deepEqual(rowsOf(scanner.search(query, 10)), bruteForce(vectors, query, 10));
      }
    }).timeout(30_000);
  }

  it('gives the products of the stored vectors as scores', () => {
    const vectors = clusteredVectors(40, 64, randomNumbers(3));
    const query = vectors[7] ?? new Float32Array();
    const [best] = scannerOf(vectors).search(query, 1);
    assert.equal(best?.row, 7);
    assert.ok(Math.abs((best?.score ?? 0) - 1) < 1e-6);
  });

  it('puts equal vectors in the order of their rows', () => {
    const [vector = new Float32Array()] = clusteredVectors(1, 32, randomNumbers(4));
    const scanner = scannerOf(Array.from({ length: 250 }, () => vector));
    assert.deepEqual(
      rowsOf(scanner.search(vector, 120)),
      Array.from({ length: 120 }, (_, row) => row),
    );
  });

  it('leaves out removed rows, finds what took their place, and looks among the allowed alone', () => {
    const random = randomNumbers(5);
    const vectors: (Float32Array | undefined)[] = [...clusteredVectors(32_000, 512, random)];
    const scanner = scannerOf(vectors.filter((vector) => vector !== undefined));
    const replacements = clusteredVectors(600, 512, random, 6);
    for (let row = 0; row < 32_000; row += 3) {
      scanner.remove(row);
      vectors[row] = undefined;
    }
    const reader = new VectorScanner(kernel, 512, (rows) =>
      rows.map((row) => vectors[row] ?? new Float32Array()),
    );
    for (const [row, vector] of vectors.entries()) if (vector) reader.set(row, pack(vector));
    for (const [at, vector] of replacements.entries()) {
      vectors[at * 3] = vector;
      reader.set(at * 3, pack(vector));
    }
    const query = replacements[20] ?? new Float32Array();
    assert.deepEqual(rowsOf(reader.search(query, 25)), bruteForce(vectors, query, 25));
    const isAllowed = Uint8Array.from({ length: 32_000 }, (_, row) => (row % 7 === 0 ? 1 : 0));
    assert.deepEqual(
      rowsOf(reader.search(query, 8, isAllowed)),
      bruteForce(vectors, query, 8, (row) => row % 7 === 0),
    );
    assert.ok(scanner.search(query, 100).every(({ row }) => row % 3 !== 0));
  }).timeout(30_000);

  it('answers with fewer where there are fewer, and with nothing where there is nothing', () => {
    const vectors = clusteredVectors(3, 16, randomNumbers(6));
    const query = vectors[0] ?? new Float32Array();
    assert.equal(scannerOf(vectors).search(query, 10).length, 3);
    assert.deepEqual(scannerOf(vectors).search(query, 0), []);
    assert.deepEqual(scannerOf(vectors).search(query, 10, new Uint8Array(3)), []);
    assert.deepEqual(new VectorScanner(kernel, 16, () => []).search(query, 10), []);
  });
});

describe('normalize', () => {
  it('makes the length 1 and leaves the vector as it was', () => {
    const vector = [3, 4];
    assert.deepEqual(
      [...(normalize(vector) ?? [])].map((value) => value.toFixed(6)),
      ['0.600000', '0.800000'],
    );
    assert.deepEqual(vector, [3, 4]);
  });

  it('refuses what has no direction', () => {
    for (const vector of [[0, 0], [Number.NaN, 1], [Infinity, 1], []]) {
      assert.equal(normalize(vector), undefined);
    }
  });
});
