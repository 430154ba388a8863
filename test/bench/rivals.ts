import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Engine, EngineOrder } from './engines';

/** What a search through a graph looks at; as much as usearch does by itself, so that the two can be compared. */
const EXPANSION = 64;
/** Neighbors of each vector in a graph, and how many are weighed for it: what both packages take by themselves. */
const CONNECTIVITY = 16;
const BUILD_EXPANSION = 128;

// The parts of the packages' interfaces that are used here.
interface UsearchPackage {
  readonly Index: new (options: {
    readonly metric: 'ip';
    readonly dimensions: number;
    readonly connectivity: number;
    readonly quantization: 'f32';
    readonly expansion_add: number;
    readonly expansion_search: number;
    readonly multi: boolean;
  }) => UsearchIndex;
}

interface UsearchIndex {
  add(keys: BigUint64Array, vectors: Float32Array, threads: number): void;
  search(query: Float32Array, count: number, threads: number): { readonly keys: BigUint64Array };
  save(path: string): void;
  load(path: string): void;
}

interface HnswlibPackage {
  readonly HierarchicalNSW: new (space: 'ip', dimensions: number) => HnswlibIndex;
}

interface HnswlibIndex {
  initIndex(mostElements: number, connectivity: number, buildExpansion: number): void;
  resizeIndex(mostElements: number): void;
  addPoint(vector: number[], label: number): void;
  setEf(expansion: number): void;
  searchKnn(query: number[], count: number): { readonly neighbors: number[] };
  writeIndexSync(path: string): void;
  readIndexSync(path: string): void;
}

interface SqliteVecPackage {
  getLoadablePath(): string;
}

/** A graph in memory, saved and loaded as a whole. */
export class UsearchEngine implements Engine {
  readonly #index: UsearchIndex;
  readonly #path: string;
  readonly #dimensions: number;

  constructor(packages: string, { folder, dimensions }: EngineOrder) {
    const { Index } = load<UsearchPackage>(packages, 'usearch');
    this.#index = new Index({
      metric: 'ip',
      dimensions,
      connectivity: CONNECTIVITY,
      quantization: 'f32',
      expansion_add: BUILD_EXPANSION,
      expansion_search: EXPANSION,
      multi: false,
    });
    this.#path = join(folder, 'vectors');
    this.#dimensions = dimensions;
  }

  async put(first: number, vectors: Float32Array): Promise<void> {
    await Promise.resolve();
    const keys = BigUint64Array.from({ length: vectors.length / this.#dimensions }, (_, at) =>
      BigInt(first + at),
    );
    this.#index.add(keys, vectors, 1);
  }

  async finish(): Promise<void> {
    await Promise.resolve();
    this.#index.save(this.#path);
  }

  async open(): Promise<void> {
    await Promise.resolve();
    this.#index.load(this.#path);
  }

  async search(query: Float32Array, count: number): Promise<readonly number[]> {
    await Promise.resolve();
    return [...this.#index.search(query, count, 1).keys].map(Number);
  }

  async add(row: number, vector: Float32Array): Promise<void> {
    await this.put(row, vector);
    await this.finish();
  }

  async close(): Promise<void> {
    // It ends with the process.
  }
}

/** A graph in memory, saved and loaded as a whole. */
export class HnswlibEngine implements Engine {
  readonly #index: HnswlibIndex;
  readonly #path: string;
  readonly #order: EngineOrder;
  #most = 0;

  constructor(packages: string, order: EngineOrder) {
    const { HierarchicalNSW } = load<HnswlibPackage>(packages, 'hnswlib-node');
    this.#index = new HierarchicalNSW('ip', order.dimensions);
    this.#path = join(order.folder, 'vectors');
    this.#order = order;
  }

  async put(first: number, vectors: Float32Array): Promise<void> {
    await Promise.resolve();
    const { count, dimensions } = this.#order;
    if (this.#most === 0) {
      this.#index.initIndex(count, CONNECTIVITY, BUILD_EXPANSION);
      this.#most = count;
    }
    for (let at = 0; at < vectors.length / dimensions; at++) {
      this.#index.addPoint([...vectors.subarray(at * dimensions, (at + 1) * dimensions)], first + at);
    }
  }

  async finish(): Promise<void> {
    await Promise.resolve();
    this.#index.writeIndexSync(this.#path);
  }

  async open(): Promise<void> {
    await Promise.resolve();
    this.#index.readIndexSync(this.#path);
    this.#index.setEf(EXPANSION);
    this.#most = this.#order.count;
  }

  async search(query: Float32Array, count: number): Promise<readonly number[]> {
    await Promise.resolve();
    return this.#index.searchKnn([...query], count).neighbors;
  }

  async add(row: number, vector: Float32Array): Promise<void> {
    if (row >= this.#most) {
      this.#most = row + this.#order.count;
      this.#index.resizeIndex(this.#most);
    }
    await this.put(row, vector);
    await this.finish();
  }

  async close(): Promise<void> {
    // It ends with the process.
  }
}

/** Rows of a table of SQLite, all of which are compared with each query. */
export class SqliteVecEngine implements Engine {
  readonly #database: DatabaseSync;
  readonly #dimensions: number;
  readonly #insert: StatementSync;
  readonly #select: StatementSync;

  constructor(packages: string, { folder, dimensions }: EngineOrder) {
    const path = join(folder, 'vectors.db');
    const isNew = !existsSync(path);
    this.#database = new DatabaseSync(path, { allowExtension: true });
    this.#database.loadExtension(load<SqliteVecPackage>(packages, 'sqlite-vec').getLoadablePath());
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    if (isNew) this.#database.exec(`CREATE VIRTUAL TABLE vectors USING vec0(vector float[${dimensions}])`);
    this.#dimensions = dimensions;
    this.#insert = this.#database.prepare('INSERT INTO vectors (rowid, vector) VALUES (?, ?)');
    this.#select = this.#database.prepare(
      'SELECT rowid FROM vectors WHERE vector MATCH ? AND k = ? ORDER BY distance',
    );
  }

  async put(first: number, vectors: Float32Array): Promise<void> {
    await Promise.resolve();
    const dimensions = this.#dimensions;
    this.#database.exec('BEGIN');
    for (let at = 0; at < vectors.length / dimensions; at++) {
      // Its row numbers have to be integers of 64 bits: a JavaScript number is bound as a fraction.
      this.#insert.run(BigInt(first + at), bytesOf(vectors.subarray(at * dimensions, (at + 1) * dimensions)));
    }
    this.#database.exec('COMMIT');
  }

  async finish(): Promise<void> {
    await Promise.resolve();
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  async open(): Promise<void> {
    await Promise.resolve();
    // The constructor has: nothing of the vectors is read before the first query.
    this.#database.prepare('SELECT 1 FROM vectors LIMIT 1').get();
  }

  async search(query: Float32Array, count: number): Promise<readonly number[]> {
    await Promise.resolve();
    return this.#select.all(bytesOf(query), BigInt(count)).map(({ rowid }) => Number(rowid));
  }

  async add(row: number, vector: Float32Array): Promise<void> {
    await this.put(row, vector);
  }

  async close(): Promise<void> {
    await Promise.resolve();
    this.#database.close();
  }
}

function bytesOf(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

function load<Package>(packages: string, name: string): Package {
  return createRequire(join(packages, 'package.json'))(name) as Package;
}
