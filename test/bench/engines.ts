import { closeSync, fsyncSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../../src/core/log';
import type { Result } from '../../src/core/result';
import type { VectorIndex, VectorSpace } from '../../src/core/search/vectorIndex';
import { WorkerVectorIndexes } from '../../src/storage/vectors/workerVectorIndex';
import { repositoryFolder } from '../host/paths';
import { nearestRows } from './searchData';

/** Something that finds the nearest of stored vectors. One object either builds or serves, each in a process of its own. */
export interface Engine {
  /** Takes over vectors of length 1, one after the other in one array; `first` is the row of the first. */
  put(first: number, vectors: Float32Array): Promise<void>;
  /** What was put is on the disk when it ends. */
  finish(): Promise<void>;
  open(): Promise<void>;
  /** @returns rows, the nearest first */
  search(query: Float32Array, count: number): Promise<readonly number[]>;
  /** One vector more, on the disk when it ends. */
  add(row: number, vector: Float32Array): Promise<void>;
  close(): Promise<void>;
}

export interface EngineOrder {
  /** For the engine alone. */
  readonly folder: string;
  readonly dimensions: number;
  readonly count: number;
}

const BYTES_PER_NUMBER = 4;

/** The index of the extension as the extension uses it: through its worker. */
export class EaselEngine implements Engine {
  readonly #indexes: WorkerVectorIndexes;
  readonly #space: VectorSpace;
  #index: VectorIndex | undefined;

  constructor({ folder, dimensions }: EngineOrder) {
    const worker = join(repositoryFolder, 'dist', 'storage', 'vectors', 'worker.js');
    this.#indexes = new WorkerVectorIndexes(worker, folder, silentLog);
    this.#space = { modelId: 'bench', dimensions, kind: 'image' };
  }

  async put(first: number, vectors: Float32Array): Promise<void> {
    const { dimensions } = this.#space;
    const entries = Array.from({ length: vectors.length / dimensions }, (_, at) => ({
      id: String(first + at),
      vector: vectors.subarray(at * dimensions, (at + 1) * dimensions),
    }));
    valueOf(await (await this.#opened()).add(entries));
  }

  async finish(): Promise<void> {
    await this.#index?.close();
  }

  async open(): Promise<void> {
    await this.#opened();
  }

  async search(query: Float32Array, count: number): Promise<readonly number[]> {
    const matches = valueOf(await (await this.#opened()).search({ vector: query, count }));
    return matches.map(({ id }) => Number(id));
  }

  async add(row: number, vector: Float32Array): Promise<void> {
    await this.put(row, vector);
  }

  async close(): Promise<void> {
    await this.#index?.close();
    this.#indexes.dispose();
  }

  async #opened(): Promise<VectorIndex> {
    this.#index ??= valueOf(await this.#indexes.open(this.#space));
    return this.#index;
  }
}

/** A file of numbers, all of which are in memory and compared with each query. */
export class LoopEngine implements Engine {
  readonly #path: string;
  readonly #dimensions: number;
  #file: number | undefined;
  #all = new Float32Array();

  constructor({ folder, dimensions }: EngineOrder) {
    this.#path = join(folder, 'vectors');
    this.#dimensions = dimensions;
  }

  async put(first: number, vectors: Float32Array): Promise<void> {
    await Promise.resolve();
    this.#file ??= openSync(this.#path, 'a');
    if (statSync(this.#path).size !== first * this.#dimensions * BYTES_PER_NUMBER)
      throw new RangeError('row');
    writeSync(this.#file, vectors);
  }

  async finish(): Promise<void> {
    await Promise.resolve();
    if (this.#file !== undefined) fsyncSync(this.#file);
  }

  async open(): Promise<void> {
    await Promise.resolve();
    const { size } = statSync(this.#path);
    this.#all = new Float32Array(size / BYTES_PER_NUMBER);
    const file = openSync(this.#path, 'r');
    const bytes = new Uint8Array(this.#all.buffer);
    const pieceBytes = 2 ** 26;
    for (let at = 0; at < size; at += pieceBytes) {
      readSync(file, bytes, at, Math.min(pieceBytes, size - at), at);
    }
    closeSync(file);
  }

  async search(query: Float32Array, count: number): Promise<readonly number[]> {
    await Promise.resolve();
    return nearestRows(this.#all, query, count);
  }

  /** On the disk only: the array in memory would have to be made anew. */
  async add(_row: number, vector: Float32Array): Promise<void> {
    await Promise.resolve();
    this.#file ??= openSync(this.#path, 'a');
    writeSync(this.#file, vector);
    fsyncSync(this.#file);
  }

  async close(): Promise<void> {
    await Promise.resolve();
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const silentLog: Log = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

function nothing(): undefined {
  return undefined;
}
