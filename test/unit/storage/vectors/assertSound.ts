import assert from 'node:assert/strict';
import type { VectorSpace } from '../../../../src/core/search/vectorIndex';
import { BLOCK_ROWS, viewBlock } from '../../../../src/storage/vectors/blocks';
import { pack } from '../../../../src/storage/vectors/packing';
import { findSqlite } from '../../../../src/storage/vectors/sqlite';

/** Looks at a whole index: SQLite's own check, counts, and that the packed forms are those of the vectors. */
export function assertSound(path: string, { dimensions }: VectorSpace): { readonly rows: number } {
  const sqlite = findSqlite();
  assert.ok(sqlite);
  const database = new sqlite.DatabaseSync(path);
  try {
    assert.equal(database.prepare('PRAGMA integrity_check').get()?.['integrity_check'], 'ok');
    const vectors = new Map(
      database
        .prepare('SELECT row, vector FROM vectors')
        .all()
        .map(({ row, vector }) => [Number(row), floatsOf(vector)]),
    );
    let alive = 0;
    let rows = 0;
    for (const { block, data } of database.prepare('SELECT block, data FROM blocks').iterate()) {
      assert.ok(data instanceof Uint8Array);
      const packed = viewBlock(data, dimensions);
      rows += BLOCK_ROWS;
      for (let place = 0; place < BLOCK_ROWS; place++) {
        const row = Number(block) * BLOCK_ROWS + place;
        const vector = vectors.get(row);
        const { bytes, step } = pack(vector ?? new Float32Array(dimensions));
        const at = (length: number): [number, number] => [place * length, (place + 1) * length];
        assert.equal(packed.isAlive[place], vector ? 1 : 0, `row ${row}`);
        assert.equal(packed.steps[place], Math.fround(step));
        assert.deepEqual(Int8Array.from(packed.bytes.subarray(...at(bytes.length))), bytes);
        alive += packed.isAlive[place] ?? 0;
      }
    }
    assert.equal(alive, vectors.size);
    assert.equal(database.prepare('SELECT count FROM state').get()?.['count'], alive);
    return { rows };
  } finally {
    database.close();
  }
}

function floatsOf(blob: unknown): Float32Array {
  assert.ok(blob instanceof Uint8Array);
  return new Float32Array(blob.slice().buffer);
}
