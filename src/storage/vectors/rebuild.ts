import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { statSync } from 'node:fs';
import type { VectorSpace } from '../../core/search/vectorIndex';
import { BLOCK_ROWS, emptyBlock, putInBlock } from './blocks';
import { IndexFile, soundVector } from './indexFile';
import { normalize, pack } from './packing';
import { isDamage, type Sqlite } from './sqlite';

/** Rows of one transaction; a multiple of the rows of a block. */
const BATCH = 4096;

export interface Rebuilt {
  readonly kept: number;
  /** How many there were, where that can still be read. */
  readonly of: number | undefined;
}

interface OldVector {
  readonly id: string;
  readonly vector: Float32Array;
}

/**
 * Writes every sound vector of an index into a new file. What cannot be read is passed over row by row. The old file is
 * only read.
 *
 * @param database the old file, open; no other window writes to it
 * @param newPath no file is there
 */
export function copySoundVectors(
  sqlite: Sqlite,
  database: DatabaseSync,
  oldPath: string,
  newPath: string,
  space: VectorSpace,
): Rebuilt {
  const file = IndexFile.open(sqlite, newPath, space);
  try {
    const seen = new Set<string>();
    let batch: OldVector[] = [];
    let first = 0;
    const flush = (): void => {
      writeBatch(file, batch, first, space.dimensions);
      first += batch.length;
      batch = [];
    };
    for (const old of soundVectors(database, highestRow(oldPath, space), space.dimensions)) {
      if (seen.has(old.id)) continue;
      seen.add(old.id);
      batch.push(old);
      if (batch.length === BATCH) flush();
    }
    flush();
    return { kept: first, of: countIn(database) };
  } finally {
    file.close();
  }
}

/** @param first a multiple of the rows of a block */
function writeBatch(file: IndexFile, batch: readonly OldVector[], first: number, dimensions: number): void {
  file.write(() => {
    const { generation, count } = file.counters();
    for (let from = 0; from < batch.length; from += BLOCK_ROWS) {
      const block = emptyBlock(dimensions);
      const some = batch.slice(from, from + BLOCK_ROWS);
      for (const [place, { id, vector }] of some.entries()) {
        file.putVector({ row: first + from + place, id, vector });
        putInBlock(block, place, pack(vector));
      }
      const ids = some.map(({ id }) => id);
      file.putBlock((first + from) / BLOCK_ROWS, generation + 1, block, ids);
    }
    file.setCounters({ generation: generation + 1, count: count + batch.length });
  });
}

/** More rows than that do not fit into the file: rows are used again before new ones are begun. */
function highestRow(path: string, { dimensions }: VectorSpace): number {
  const size = (suffix: string): number => statSync(path + suffix, { throwIfNoEntry: false })?.size ?? 0;
  const bytes = size('') + size('-wal');
  return Math.ceil(bytes / (dimensions * Float32Array.BYTES_PER_ELEMENT)) + BATCH;
}

/** Row by row: in a damaged table, a walk from one to the next may end early without a word. */
function* soundVectors(database: DatabaseSync, highest: number, dimensions: number): Generator<OldVector> {
  const one = tryPrepare(database, 'SELECT * FROM vectors WHERE rowid = ?');
  if (!one) return;
  for (let row = 0; row <= highest; row++) {
    const found = tryRead(() => one.get(row));
    const sound = found && soundVector(found, dimensions);
    const vector = sound && normalize(sound);
    if (vector) yield { id: String(found['id']), vector };
  }
}

function countIn(database: DatabaseSync): number | undefined {
  const count = tryPrepare(database, 'SELECT count FROM state');
  const found = count && tryRead(() => count.get()?.['count']);
  return typeof found === 'number' ? found : undefined;
}

function tryPrepare(database: DatabaseSync, sql: string): StatementSync | undefined {
  try {
    return database.prepare(sql);
  } catch {
    // The tables themselves cannot be read any more, or an older version did not have this one.
    return undefined;
  }
}

/** @returns undefined where the file is damaged there */
function tryRead<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (cause) {
    if (isDamage(cause)) return undefined;
    throw cause;
  }
}
