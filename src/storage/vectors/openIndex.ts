import {
  MOST_MATCHES,
  type Added,
  type BackgroundSimilarity,
  type Match,
  type VectorEntry,
} from '../../core/search/vectorIndex';
import { similarityOfPairs, similarityTo } from './background';
import { BLOCK_ROWS, clearInBlock, emptyBlock, putInBlock, type PackedBlock } from './blocks';
import { ReplacedError, type IndexFile } from './indexFile';
import type { Kernels } from './kernel';
import { normalize, pack } from './packing';
import { RowIds } from './rowIds';
import { VectorScanner } from './scanner';
import { DamagedError } from './sqlite';

/** Vectors whose pairs stand for all of them: some 30,000 pairs of stored ones. */
const SAMPLE = 256;

/** What a transaction changes, to be taken over into memory when it is on the disk. */
interface Changes {
  readonly blocks: Map<number, ChangedBlock>;
  /** By how much the count grows. */
  growth: number;
}

interface ChangedBlock {
  readonly packed: PackedBlock;
  readonly ids: (string | null)[];
}

interface Filter {
  readonly allowed: ReadonlySet<string>;
  readonly generation: number;
  readonly isAllowed: Uint8Array;
}

/** An open file with its packed rows in memory. Before every call it looks at what other windows have written. */
export class OpenIndex {
  readonly file: IndexFile;
  readonly #dimensions: number;
  readonly #scanner: VectorScanner;
  /** Up to which the memory has what the file has. */
  #generation = -1;
  #count = 0;
  /** Read when an id is first asked for; searching without a filter needs none. */
  #ids: RowIds | undefined;
  #filter: Filter | undefined;
  /** Of the rows that a search has read. */
  readonly #idsRead = new Map<number, string>();

  constructor(file: IndexFile, kernels: Kernels, dimensions: number) {
    this.file = file;
    this.#dimensions = dimensions;
    this.#scanner = new VectorScanner(kernels, dimensions, (rows) =>
      rows.map((row) => this.#readVector(row)),
    );
  }

  /** Reads the packed rows, so that the first search does not wait for it. */
  load(): void {
    this.#read(() => this.#scanner.prepare());
  }

  add(entries: readonly VectorEntry[]): Added {
    const vectors = new Map<string, Float32Array>();
    const refused = new Set<string>();
    for (const { id, vector } of entries) {
      const unit = vector.length === this.#dimensions ? normalize(vector) : undefined;
      if (unit) vectors.set(id, unit);
      else refused.add(id);
    }
    const added = vectors.size === 0 ? 0 : this.#write((changes) => this.#addUnits(vectors, changes));
    return { added, replaced: vectors.size - added, refused: [...refused] };
  }

  remove(ids: readonly string[]): number {
    if (ids.length === 0) return 0;
    const growth = this.#write((changes) => {
      for (const id of new Set(ids)) {
        const row = this.#rowIds().rowOf(id);
        if (row === undefined) continue;
        const { packed, ids: idsOfBlock } = this.#blockOf(row, changes);
        this.file.removeVector(row);
        clearInBlock(packed, row % BLOCK_ROWS);
        idsOfBlock[row % BLOCK_ROWS] = null;
        changes.growth--;
      }
    });
    return -growth;
  }

  has(ids: readonly string[]): ReadonlySet<string> {
    return this.#read(() => new Set(ids.filter((id) => this.#rowIds().rowOf(id) !== undefined)));
  }

  ids(): readonly string[] {
    return this.#read(() => this.#rowIds().ids);
  }

  count(): number {
    return this.#read(() => this.#count);
  }

  vectors(ids: readonly string[]): ReadonlyMap<string, Float32Array> {
    return this.#read(() => {
      const found = new Map<string, Float32Array>();
      for (const id of ids) {
        const row = this.#rowIds().rowOf(id);
        if (row !== undefined) found.set(id, this.file.vectorAt(row).vector);
      }
      return found;
    });
  }

  search(vector: Float32Array, count: number, allowed?: ReadonlySet<string>): readonly Match[] {
    const query = this.#queryOf(vector);
    if (!query) return [];
    return this.#read(() => {
      const idOf = (row: number): string => this.#idsRead.get(row) ?? '';
      this.#idsRead.clear();
      return this.#scanner
        .search(query, Math.min(count, MOST_MATCHES), allowed && this.#isAllowed(allowed), (a, b) =>
          idOf(a) < idOf(b) ? -1 : 1,
        )
        .map(({ row, score }) => ({ id: idOf(row), score }));
    });
  }

  background(queries?: readonly Float32Array[]): BackgroundSimilarity {
    return this.#read(() => {
      const rows = this.#scanner.aliveRows();
      const step = Math.max(1, rows.length / SAMPLE);
      const picked = Array.from(
        { length: Math.min(SAMPLE, rows.length) },
        (_, at) => rows[Math.floor(at * step)] ?? 0,
      );
      const sample = picked.map((row) => this.file.vectorAt(row).vector);
      if (!queries) return similarityOfPairs(sample);
      return similarityTo(
        sample,
        queries.flatMap((query) => this.#queryOf(query) ?? []),
      );
    });
  }

  #queryOf(vector: Float32Array): Float32Array | undefined {
    return vector.length === this.#dimensions ? normalize(vector) : undefined;
  }

  #addUnits(vectors: ReadonlyMap<string, Float32Array>, changes: Changes): void {
    let free = 0;
    for (const [id, vector] of vectors) {
      let row = this.#rowIds().rowOf(id);
      if (row === undefined) {
        row = this.#scanner.freeRowFrom(free);
        free = row + 1;
        changes.growth++;
      }
      const { packed, ids } = this.#blockOf(row, changes);
      this.file.putVector({ row, id, vector });
      putInBlock(packed, row % BLOCK_ROWS, pack(vector));
      ids[row % BLOCK_ROWS] = id;
    }
  }

  #readVector(row: number): Float32Array {
    const { id, vector } = this.file.vectorAt(row);
    this.#idsRead.set(row, id);
    return vector;
  }

  #rowIds(): RowIds {
    if (!this.#ids) {
      const ids = new RowIds();
      for (const each of this.file.idsAfter(-1)) ids.setBlock(each.block, each.ids);
      if (ids.ids.length !== this.#count) throw new DamagedError('Ids of the index are missing.');
      this.#ids = ids;
    }
    return this.#ids;
  }

  #isAllowed(allowed: ReadonlySet<string>): Uint8Array {
    if (this.#filter?.allowed === allowed && this.#filter.generation === this.#generation) {
      return this.#filter.isAllowed;
    }
    const rowIds = this.#rowIds();
    const isAllowed = new Uint8Array(this.#scanner.count);
    for (const id of allowed) {
      const row = rowIds.rowOf(id);
      if (row !== undefined) isAllowed[row] = 1;
    }
    this.#filter = { allowed, generation: this.#generation, isAllowed };
    return isAllowed;
  }

  #read<T>(work: () => T): T {
    return this.file.read(() => {
      this.#catchUp();
      return work();
    });
  }

  /** @returns by how much the count has grown */
  #write(work: (changes: Changes) => void): number {
    const changes: Changes = { blocks: new Map(), growth: 0 };
    const generation = this.file.write(() => {
      this.#catchUp();
      work(changes);
      const next = this.#generation + 1;
      for (const [block, { packed, ids }] of changes.blocks) this.file.putBlock(block, next, packed, ids);
      this.file.setCounters({ generation: next, count: this.#count + changes.growth });
      return next;
    });
    // Only now: a transaction that fails leaves no trace in memory either.
    this.#generation = generation;
    this.#count += changes.growth;
    for (const [block, { packed, ids }] of changes.blocks) {
      this.#scanner.setMany(block * BLOCK_ROWS, packed);
      this.#ids?.setBlock(block, ids);
    }
    return changes.growth;
  }

  #blockOf(row: number, { blocks }: Changes): ChangedBlock {
    const number = Math.floor(row / BLOCK_ROWS);
    let block = blocks.get(number);
    if (!block) {
      block = { packed: emptyBlock(this.#dimensions), ids: this.#rowIds().ofBlock(number) };
      this.#scanner.copyMany(number * BLOCK_ROWS, block.packed);
      blocks.set(number, block);
    }
    return block;
  }

  /** Reads the blocks that have been written since: by another window, or all at the first call. */
  #catchUp(): void {
    const { generation, count } = this.file.counters();
    if (generation === this.#generation) return;
    if (generation < this.#generation) throw new ReplacedError('The index has gone back in time.');
    const isFirst = this.#generation < 0;
    if (isFirst) this.#scanner.reserve(this.file.blockCount() * BLOCK_ROWS);
    for (const { block, packed } of this.file.blocksAfter(this.#generation)) {
      this.#scanner.setMany(block * BLOCK_ROWS, packed);
    }
    if (this.#scanner.aliveCount() !== count) throw new DamagedError('Blocks of the index are missing.');
    this.#catchUpIds();
    this.#generation = generation;
    this.#count = count;
  }

  #catchUpIds(): void {
    if (!this.#ids) return;
    for (const { block, ids } of this.file.idsAfter(this.#generation)) this.#ids.setBlock(block, ids);
  }
}
