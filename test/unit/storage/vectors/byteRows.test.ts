import assert from 'node:assert/strict';
import { ByteRows } from '../../../../src/storage/vectors/byteRows';
import { randomNumbers } from './samples';
import { kernels } from './scanning';

describe('ByteRows', () => {
  const random = randomNumbers(1);

  for (const [rowBytes, count] of [
    [16, 1],
    [48, 9000],
    [128, 8192],
    [384, 8193],
  ] as const) {
    it(`multiplies ${count} rows of ${rowBytes} bytes as a plain loop does`, () => {
      const rows = new ByteRows(kernels, rowBytes);
      rows.reserve(count);
      const data = Int8Array.from({ length: rowBytes * count }, () => Math.floor(random() * 255) - 127);
      rows.write(0, new Uint8Array(data.buffer));
      const query = Int16Array.from({ length: rowBytes }, () => Math.floor(random() * 4095) - 2047);
      const products = Int32Array.from({ length: count }, (_, row) =>
        query.reduce((sum, value, at) => sum + value * (data[row * rowBytes + at] ?? 0), 0),
      );
      const found = new Int32Array(count);
      rows.dotProducts(query, count, found);
      assert.deepEqual(found, products);

      for (const length of [1, 2, 3, 4, 21, 8195]) {
        const picked = Uint32Array.from({ length }, () => Math.floor(random() * count));
        const some = new Int32Array(length);
        rows.pickedDotProducts(query, picked, some);
        assert.deepEqual(
          some,
          Int32Array.from(picked, (row) => products[row] ?? 0),
        );
      }
    });
  }

  it('multiplies the most extreme numbers without running over', () => {
    const rows = new ByteRows(kernels, 4096);
    rows.reserve(2);
    rows.write(0, new Uint8Array(new Int8Array(4096).fill(127).buffer));
    rows.write(1, new Uint8Array(new Int8Array(4096).fill(-127).buffer));
    const found = new Int32Array(2);
    rows.dotProducts(new Int16Array(4096).fill(-2047), 2, found);
    assert.deepEqual([...found], [-127 * 2047 * 4096, 127 * 2047 * 4096]);
  });
});
