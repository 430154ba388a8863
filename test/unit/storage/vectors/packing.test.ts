import assert from 'node:assert/strict';
import { normalize, pack, packQuery } from '../../../../src/storage/vectors/packing';
import { rotate } from '../../../../src/storage/vectors/rotation';
import { clusteredVectors, randomNumbers } from './samples';

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

describe('pack', () => {
  it('rounds the turned vector to its own steps, and the query to finer ones', () => {
    const [vector = new Float32Array()] = clusteredVectors(1, 100, randomNumbers(9));
    const turned = rotate(vector);
    const { bytes, step } = pack(vector);
    const query = packQuery(turned);
    assert.equal(bytes.length, 112);
    assert.equal(query.numbers.length, 112);
    assert.equal(Math.max(...bytes.map(Math.abs)), 127);
    assert.equal(Math.max(...query.numbers.map(Math.abs)), 2047);
    for (let at = 0; at < 112; at++) {
      const value = turned[at] ?? 0;
      assert.ok(Math.abs((bytes[at] ?? 0) * step - value) <= step / 2 + 1e-9);
      assert.ok(Math.abs((query.numbers[at] ?? 0) * query.step - value) <= query.step / 2 + 1e-9);
    }
  });
});
