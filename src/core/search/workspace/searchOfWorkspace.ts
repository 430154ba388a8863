import type { Disposable, DisposableStore } from '../../disposable';
import { Emitter } from '../../emitter';
import { ok, type Result } from '../../result';
import type { FileCounts, FileRow, SearchFiles } from '../files/ports';
import { calibrationOf } from '../finding/closeness';
import { findDuplicates, type DuplicateGroup } from '../finding/duplicates';
import { groupByExamples } from '../finding/groups';
import type { SearchAnswer, SearchMatch, SearchRequest } from '../finding/ports';
import type { Searcher } from '../finding/searcher';
import type { Suggester } from '../finding/suggester';
import type { Indexer } from '../indexing/indexer';
import type { IndexingPlan, IndexingState } from '../indexing/ports';
import type { ComparedItem, GroupWish, ManagedSearch, SortedPicture } from '../managedSearch';
import type { EmbeddingService, EmbeddingState } from '../models/available';
import type { IndexSummary, VectorIndexes } from '../vectorIndex';
import type { Included } from './included';
import type { SearchRecord, SearchRecords } from './ports';
import type { RecoveredIndex } from './watchedIndexes';

/** What search in one workspace is made of. */
export interface SearchParts {
  readonly indexer: Indexer;
  readonly searcher: Searcher;
  readonly suggester: Suggester;
  readonly files: SearchFiles;
  readonly records: SearchRecords;
  readonly indexes: VectorIndexes;
  readonly models: EmbeddingService;
  /** URIs of the workspace's folders. */
  readonly folders: () => readonly string[];
  /** Whether the user wants to be told of pictures that are here already. */
  readonly isSuggesting: () => boolean;
  readonly recovered: () => RecoveredIndex | undefined;
}

const VECTORS_AT_ONCE = 256;

/** Search by meaning in one workspace, over what indexes, stores and finds. */
export class SearchOfWorkspace implements ManagedSearch, Disposable {
  readonly #parts: SearchParts;
  readonly #changed = new Emitter<undefined>();
  readonly #owned: DisposableStore;
  #version: number;

  /** @param owned ends with search, after it */
  constructor(parts: SearchParts, owned: DisposableStore) {
    this.#parts = parts;
    this.#owned = owned;
    this.#version = parts.files.version();
    owned.add(parts.indexer);
    owned.add(
      parts.indexer.onDidChange(() => {
        this.#version = parts.files.version();
        this.#changed.fire(undefined);
      }),
    );
  }

  get state(): IndexingState {
    return this.#parts.indexer.state;
  }

  get recovered(): RecoveredIndex | undefined {
    return this.#parts.recovered();
  }

  readonly onDidChange = (listener: () => void): Disposable => this.#changed.event(() => listener());

  plan(signal: AbortSignal): Promise<Result<IndexingPlan>> {
    return this.#parts.indexer.plan(signal);
  }

  consent({ context }: IndexingPlan): Result<void> {
    return this.#parts.indexer.consent(context);
  }

  pause(): Promise<Result<void>> {
    return this.#parts.indexer.pause();
  }

  resume(): Result<void> {
    return this.#parts.indexer.resume();
  }

  search(request: SearchRequest, signal: AbortSignal): Promise<Result<SearchAnswer>> {
    return this.#parts.searcher.search(request, signal);
  }

  async suggest(prompt: string, signal: AbortSignal): Promise<Result<readonly SearchMatch[]>> {
    return this.#parts.isSuggesting() ? this.#parts.suggester.suggest(prompt, signal) : ok([]);
  }

  problems(): Result<readonly FileRow[]> {
    return this.#parts.indexer.problems();
  }

  record(): Result<SearchRecord> {
    return this.#parts.records.read();
  }

  counts(): Result<FileCounts> {
    return this.#parts.files.counts();
  }

  indexes(): Promise<Result<readonly IndexSummary[]>> {
    return this.#parts.indexes.list();
  }

  models(signal: AbortSignal): Promise<Result<EmbeddingState>> {
    return this.#parts.models.currentEmbedding(signal);
  }

  start(): void {
    this.#parts.indexer.start();
  }

  look(folder: string, paths: readonly string[]): void {
    this.#parts.indexer.look(folder, paths);
  }

  rebuild(signal: AbortSignal): Promise<Result<void>> {
    return this.#parts.indexer.rebuild(signal);
  }

  included(): Result<Included> {
    const record = this.#parts.records.read();
    return record.ok ? ok(record.value.include ?? {}) : record;
  }

  include(folder: string, paths: readonly string[]): Result<void> {
    return this.#parts.indexer.include(folder, paths);
  }

  leaveToRules(folder: string, paths: readonly string[]): Result<readonly string[]> {
    return this.#parts.indexer.leaveToRules(folder, paths);
  }

  withdraw(): Promise<Result<void>> {
    return this.#parts.indexer.withdraw();
  }

  /** Another window may have indexed: tells where it has. */
  checkOthers(): void {
    const version = this.#parts.files.version();
    if (version === this.#version) return;
    this.#version = version;
    this.#changed.fire(undefined);
  }

  filesOf(contents: readonly string[]): Result<ReadonlyMap<string, readonly FileRow[]>> {
    return this.#parts.files.filesOf(contents);
  }

  async files(signal: AbortSignal): Promise<Result<readonly FileRow[]>> {
    const { files, folders } = this.#parts;
    const all: FileRow[] = [];
    for (const folder of folders()) {
      const rows = await files.rows(folder, signal);
      if (!rows.ok) return rows;
      for (const row of rows.value) all.push(row);
    }
    return ok(all);
  }

  vectorsOf(
    items: readonly ComparedItem[],
    signal: AbortSignal,
  ): Promise<Result<readonly (Float32Array | undefined)[]>> {
    return this.#parts.searcher.vectorsOf(items, signal);
  }

  async duplicates(
    signal: AbortSignal,
    onProgress: (done: number, total: number) => void = () => undefined,
  ): Promise<Result<readonly DuplicateGroup[]>> {
    const opened = await this.#parts.searcher.open(signal);
    if (!opened.ok) return opened;
    if (!opened.value) return ok([]);
    return findDuplicates(opened.value.index, this.#parts.files, onProgress, signal);
  }

  async sort(
    groups: readonly GroupWish[],
    files: readonly FileRow[],
    signal: AbortSignal,
  ): Promise<Result<readonly SortedPicture[]>> {
    const opened = await this.#parts.searcher.open(signal);
    if (!opened.ok) return opened;
    if (!opened.value) return ok([]);
    const { index } = opened.value;
    const background = await index.background(undefined, signal);
    if (!background.ok) return background;
    const ids = new Set(files.flatMap(({ sha256 }) => sha256 ?? []));
    const examples = new Set(groups.flatMap((group) => group.examples));
    const wanted = [...new Set([...ids, ...examples])];
    const vectors = new Map<string, Float32Array>();
    for (let start = 0; start < wanted.length; start += VECTORS_AT_ONCE) {
      const some = await index.vectors(wanted.slice(start, start + VECTORS_AT_ONCE));
      if (!some.ok) return some;
      for (const [id, vector] of some.value) vectors.set(id, vector);
    }
    const pictures = new Map([...vectors].filter(([id]) => ids.has(id)));
    const assigned = groupByExamples(
      groups.map(({ name, examples: of }) => ({ name, examples: of.flatMap((id) => vectors.get(id) ?? []) })),
      pictures,
      calibrationOf(background.value),
    );
    const byContent = new Map(assigned.map((each) => [each.id, each]));
    return ok(
      files.flatMap((file): readonly SortedPicture[] => {
        const found = file.sha256 === undefined ? undefined : byContent.get(file.sha256);
        if (!found) return [];
        const { group, closeness, isSure, second } = found;
        return [{ file, group, closeness, isSure, ...(second === undefined ? {} : { second }) }];
      }),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
