import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';
import type { VectorSpace } from '../../core/search/vectorIndex';
import { blockBytes, viewBlock, type PackedBlock } from './blocks';
import { closeQuietly, DamagedError, fileNumber, inTransaction, writeAhead, type Sqlite } from './sqlite';

/** `PRAGMA user_version`; moves on when the tables or the packed form change. Every version has `vectors (id, vector)`. */
export const SCHEMA_VERSION = 2;

/** Long enough for another window's batch. */
const BUSY_TIMEOUT_MS = 10_000;
/** A log that has grown in a long transaction is cut to this afterwards. */
const MOST_LOG_BYTES = 16_000_000;

/**
 * No index of SQLite finds a row by its id: nothing would tell that one is damaged. Ids are read from the blocks instead,
 * and stand before the long columns, so that reading them does not read those.
 */
const SCHEMA = `
  CREATE TABLE state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    model TEXT NOT NULL,
    dimensions INTEGER NOT NULL,
    kind TEXT NOT NULL,
    generation INTEGER NOT NULL,
    count INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE vectors (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    checksum INTEGER NOT NULL,
    vector BLOB NOT NULL
  ) STRICT;
  CREATE TABLE blocks (
    block INTEGER PRIMARY KEY,
    generation INTEGER NOT NULL,
    ids_checksum INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    ids TEXT NOT NULL,
    data BLOB NOT NULL
  ) STRICT;`;

/** An older version of Easel has written it. */
export class OlderVersionError extends Error {}

/** A later version of Easel has written it; only that one may change it. */
export class LaterVersionError extends Error {}

/** The name leads to another file by now: another window has set this one aside, or removed it. */
export class ReplacedError extends Error {}

/** How often the index was changed, and how many vectors are in it. */
export interface Counters {
  readonly generation: number;
  readonly count: number;
}

export interface StoredVector {
  readonly row: number;
  readonly id: string;
  /** Of length 1. */
  readonly vector: Float32Array;
}

/** By place; null where there is nothing. */
export type BlockIds = readonly (string | null)[];

/**
 * One index in one SQLite file: the vectors, and beside them, written in the same transaction, their packed forms in
 * blocks. Opening reads the blocks alone. Throws what SQLite throws, and `DamagedError` where a checksum is wrong.
 */
export class IndexFile {
  readonly #database: DatabaseSync;
  readonly #path: string;
  /** Which file is open, whatever its name is by now. */
  readonly number: bigint | undefined;
  readonly #dimensions: number;
  readonly #statements = new Map<string, StatementSync>();

  private constructor(database: DatabaseSync, path: string, dimensions: number) {
    this.#database = database;
    this.#path = path;
    this.number = fileNumber(path);
    this.#dimensions = dimensions;
  }

  /** Makes it where there is none. */
  static open(sqlite: Sqlite, path: string, space: VectorSpace): IndexFile {
    const database = new sqlite.DatabaseSync(path);
    try {
      database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}; PRAGMA synchronous = FULL;
        PRAGMA journal_size_limit = ${MOST_LOG_BYTES}`);
      writeAhead(database);
      inTransaction(database, 'BEGIN IMMEDIATE', () => prepareSchema(database, space));
      return new IndexFile(database, path, space.dimensions);
    } catch (cause) {
      closeQuietly(database);
      throw cause;
    }
  }

  /** The name still leads to the file that is open. */
  get isCurrent(): boolean {
    return fileNumber(this.#path) === this.number;
  }

  /** What `work` reads is of one moment. */
  read<T>(work: () => T): T {
    return inTransaction(this.#database, 'BEGIN', work);
  }

  /** On the disk afterwards, all of it or nothing. */
  write<T>(work: () => T): T {
    return inTransaction(this.#database, 'BEGIN IMMEDIATE', () => {
      // Asked while nobody else can write: who sets a file aside holds this lock too.
      if (!this.isCurrent) throw new ReplacedError('The index was replaced.');
      return work();
    });
  }

  counters(): Counters {
    const found = this.#prepare('SELECT generation, count FROM state').get();
    if (!found) throw new DamagedError('The index has no state.');
    return { generation: Number(found['generation']), count: Number(found['count']) };
  }

  setCounters({ generation, count }: Counters): void {
    this.#prepare('UPDATE state SET generation = ?, count = ?').run(generation, count);
  }

  blockCount(): number {
    return Number(this.#prepare('SELECT max(block) + 1 AS n FROM blocks').get()?.['n'] ?? 0);
  }

  /** Blocks that were written after that generation, in their order. Each can be read until the next one is asked for. */
  *blocksAfter(generation: number): Generator<{ readonly block: number; readonly packed: PackedBlock }> {
    const sql = 'SELECT block, generation, checksum, data FROM blocks WHERE generation > ? ORDER BY block';
    for (const { block, generation: written, checksum, data } of this.#prepare(sql).iterate(generation)) {
      if (
        !(data instanceof Uint8Array) ||
        data.length !== blockBytes(this.#dimensions) ||
        blockChecksum(Number(block), Number(written), data) !== checksum
      ) {
        throw new DamagedError(`Block ${String(block)} is damaged.`);
      }
      yield { block: Number(block), packed: viewBlock(data, this.#dimensions) };
      // Given back now: opening would leave a hundred megabytes to the garbage collector otherwise.
      if (data.buffer instanceof ArrayBuffer) data.buffer.transfer(0);
    }
  }

  /** Ids of the blocks that were written after that generation; reads no vector. */
  *idsAfter(generation: number): Generator<{ readonly block: number; readonly ids: BlockIds }> {
    const sql = 'SELECT block, generation, ids_checksum, ids FROM blocks WHERE generation > ? ORDER BY block';
    for (const row of this.#prepare(sql).iterate(generation)) {
      const [block, ids] = [Number(row['block']), String(row['ids'])];
      if (idsChecksum(block, Number(row['generation']), ids) !== row['ids_checksum']) {
        throw new DamagedError(`The ids of block ${block} are damaged.`);
      }
      // We have written it: the checksum is right.
      yield { block, ids: JSON.parse(ids) as BlockIds };
    }
  }

  putBlock(block: number, generation: number, { data }: PackedBlock, ids: BlockIds): void {
    const text = JSON.stringify(ids);
    this.#prepare(
      `INSERT OR REPLACE INTO blocks (block, generation, ids_checksum, checksum, ids, data)
       VALUES (?, ?, ?, ?, ?, ?)`,
    ).run(
      block,
      generation,
      idsChecksum(block, generation, text),
      blockChecksum(block, generation, data),
      text,
      data,
    );
  }

  /** @param row has a vector, or the file is damaged */
  vectorAt(row: number): StoredVector {
    const found = this.#prepare('SELECT id, checksum, vector FROM vectors WHERE row = ?').get(row);
    const vector = found && soundVector(found, this.#dimensions);
    if (!vector) throw new DamagedError(`Vector ${row} is damaged.`);
    return { row, id: String(found['id']), vector };
  }

  putVector({ row, id, vector }: StoredVector): void {
    const bytes = bytesOf(vector);
    this.#prepare('INSERT OR REPLACE INTO vectors (row, id, checksum, vector) VALUES (?, ?, ?, ?)').run(
      row,
      id,
      vectorChecksum(id, bytes),
      bytes,
    );
  }

  removeVector(row: number): void {
    this.#prepare('DELETE FROM vectors WHERE row = ?').run(row);
  }

  close(): void {
    this.#statements.clear();
    closeQuietly(this.#database);
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** @returns the vector of a row of the table; undefined where it is not what was written */
export function soundVector(
  { id, checksum, vector }: Readonly<Record<string, SQLOutputValue>>,
  dimensions: number,
): Float32Array | undefined {
  const isSound =
    typeof id === 'string' &&
    vector instanceof Uint8Array &&
    vector.length === dimensions * Float32Array.BYTES_PER_ELEMENT &&
    // The first version that was released has checksums; what came before is taken as it is.
    (checksum === undefined || vectorChecksum(id, vector) === checksum);
  if (!isSound) return undefined;
  const { buffer, byteOffset } = vector.byteOffset % 4 === 0 ? vector : vector.slice();
  return new Float32Array(buffer, byteOffset, dimensions);
}

function prepareSchema(database: DatabaseSync, { modelId, dimensions, kind }: VectorSpace): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > SCHEMA_VERSION)
    throw new LaterVersionError('A later version of Easel has written this index.');
  if (version < SCHEMA_VERSION) {
    const isEmpty = !database.prepare('SELECT 1 FROM sqlite_schema').get();
    if (!isEmpty) throw new OlderVersionError('An older version of Easel has written this index.');
    database.exec(SCHEMA);
    database
      .prepare(
        'INSERT INTO state (one, model, dimensions, kind, generation, count) VALUES (1, ?, ?, ?, 0, 0)',
      )
      .run(modelId, dimensions, kind);
    database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
  }
  const state = database.prepare('SELECT model, dimensions, kind FROM state').get();
  if (state?.['model'] !== modelId || state['dimensions'] !== dimensions || state['kind'] !== kind) {
    throw new DamagedError('The index is of another space.');
  }
}

function vectorChecksum(id: string, vector: Uint8Array): number {
  return crc32(vector, crc32(id));
}

/** A block at the wrong place, or an old one, is damage too. */
function blockChecksum(block: number, generation: number, data: Uint8Array): number {
  return crc32(data, crc32(`${block} ${generation}`));
}

function idsChecksum(block: number, generation: number, ids: string): number {
  return crc32(ids, crc32(`${block} ${generation} ids`));
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return Buffer.from(buffer, byteOffset, byteLength);
}
