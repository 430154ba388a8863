import assert from 'node:assert/strict';
import { pack } from '../../../../src/storage/vectors/packing';
import { rotate } from '../../../../src/storage/vectors/rotation';
import { dot } from '../../../../src/storage/vectors/scanner';
import { GROUP_ROWS, SignRows } from '../../../../src/storage/vectors/signRows';
import { clusteredVectors, randomNumbers, unit } from './samples';
import { kernels } from './scanning';

interface Row {
  readonly bytes: Int8Array;
  readonly step: number;
}

/** What a row is beyond the center, in plain numbers. */
function beyond({ bytes, step }: Row, center: Float32Array): Float64Array {
  return Float64Array.from(center, (middle, at) => (bytes[at] ?? 0) * Math.fround(step) - middle);
}

function storeIn(signs: SignRows, first: number, rows: readonly Row[]): void {
  signs.set(first, {
    bytes: Uint8Array.from(rows.flatMap(({ bytes }) => [...bytes])),
    steps: Float32Array.from(rows, ({ step }) => step),
    isAlive: new Uint8Array(rows.length).fill(1),
  });
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

describe('SignRows', () => {
  for (const [count, dimensions] of [
    [1, 8],
    [33, 16],
    [130, 100],
    [200, 384],
    [200, 1024],
    [70, 1536],
  ] as const) {
    it(`estimates products with ${count} rows of ${dimensions} as plain loops over the signs do`, () => {
      const random = randomNumbers(count + dimensions);
      const vectors = clusteredVectors(count + 2, dimensions, random);
      const rows = vectors.slice(2).map((vector) => pack(vector));
      const query = rotate(vectors[0] ?? new Float32Array());
      const center = rotate(vectors[1] ?? new Float32Array()).map((value) => value * 0.7);
      const signs = new SignRows(kernels, count, center);
      // In two pieces, the second of which begins within a group.
      storeIn(signs, 0, rows.slice(0, 20));
      storeIn(signs, Math.min(20, count), rows.slice(20));
      const { greatest, deviation } = signs.estimate(query);

      const tilt = dot(query, center) / dot(center, center);
      const rest = query.map((value, at) => value - tilt * (center[at] ?? 0));
      const widest = Math.max(
        ...Array.from({ length: Math.ceil(dimensions / 4) }, (_, table) =>
          sum(rest.subarray(table * 4, table * 4 + 4).map((value) => 2 * Math.abs(value))),
        ),
      );
      const estimates = rows.map((row, number) => {
        const r = beyond(row, center);
        const scale = sum(r.map((value) => value * value)) / sum(r.map(Math.abs));
        const bySigns = sum(r.map((value, at) => (value > 0 ? 1 : -1) * (rest[at] ?? 0)));
        const expected =
          dot(query, center) + tilt * sum(r.map((value, at) => value * (center[at] ?? 0))) + scale * bySigns;
        // Each of the tables is wrong by half a step at most.
        const rounding = (scale * (widest / 31) * Math.ceil(dimensions / 4)) / 2;
        assert.ok(Math.abs(signs.estimateOf(number) - expected) <= rounding + 1e-5);
        assert.ok(Math.abs(signs.estimateOf(number) - expected) <= scale * deviation + 1e-5);

        const cosineSquare = sum(r.map(Math.abs)) ** 2 / (dimensions * sum(r.map((value) => value * value)));
        const sine = Math.sqrt(Math.max(0.25, 1 - cosineSquare));
        assert.ok(Math.abs(signs.spreadOf(number) - scale * sine) < 1e-5);
        return signs.estimateOf(number);
      });
      assert.ok(deviation >= Math.sqrt(dot(rest, rest)) - 1e-6);
      assert.deepEqual(
        [...greatest],
        Array.from({ length: Math.ceil(count / GROUP_ROWS) }, (_, group) =>
          Math.max(...estimates.slice(group * GROUP_ROWS, (group + 1) * GROUP_ROWS)),
        ),
      );
    });
  }

  it('estimates without bias, and as wrongly as it says', () => {
    const random = randomNumbers(2);
    const vectors = clusteredVectors(2000, 512, random, 2000);
    const signs = new SignRows(kernels, 2000, new Float32Array(512));
    storeIn(
      signs,
      0,
      vectors.map((vector) => pack(vector)),
    );
    const query = unit(vectors[0]?.map((value, at) => value + (vectors[1]?.[at] ?? 0)) ?? new Float32Array());
    const { deviation } = signs.estimate(rotate(query));
    const errors = vectors.map(
      (vector, row) => (signs.estimateOf(row) - dot(vector, query)) / (signs.spreadOf(row) * deviation),
    );
    assert.ok(Math.abs(sum(errors) / 2000) < 0.1);
    const square = sum(errors.map((error) => error * error)) / 2000;
    assert.ok(square > 0.7 && square < 1.1, `${square}`);
  });

  it('picks what reaches a limit, alone among what is alive and allowed', () => {
    const vectors = clusteredVectors(150, 64, randomNumbers(3));
    const signs = new SignRows(kernels, 150, new Float32Array(64));
    storeIn(
      signs,
      0,
      vectors.map((vector) => pack(vector)),
    );
    signs.remove(5);
    const query = rotate(vectors[6] ?? new Float32Array());
    const limit = 0.1;
    const reaching = (spreads: number, isAllowed: (row: number) => boolean): readonly number[] =>
      vectors.flatMap((_, row) =>
        row !== 5 &&
        isAllowed(row) &&
        signs.estimateOf(row) + Math.fround(spreads) * signs.spreadOf(row) >= Math.fround(limit)
          ? [row]
          : [],
      );
    for (const spreads of [0, 0.5]) {
      signs.allow(undefined);
      const { greatest } = signs.estimate(query);
      assert.deepEqual(
        [...signs.pick(spreads, limit)],
        reaching(spreads, () => true),
      );
      assert.equal(signs.pick(0, -Infinity).length, 149);
      const all = Math.max(...greatest);

      // Shorter than there are rows: those beyond its end are not allowed.
      signs.allow(Uint8Array.from({ length: 100 }, (_, row) => (row % 3 === 1 && row >= 32 ? 1 : 0)));
      const some = signs.estimate(query).greatest;
      assert.deepEqual(
        [...signs.pick(spreads, limit)],
        reaching(spreads, (row) => row % 3 === 1 && row >= 32 && row < 100),
      );
      assert.equal(some[0], -Infinity);
      assert.equal(some[4], -Infinity);
      assert.ok(Math.max(...some) <= all);
    }
  });
});
