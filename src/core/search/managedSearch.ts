import type { Result } from '../result';
import type { FileCounts, FileRow } from './files/ports';
import type { Closeness } from './finding/closeness';
import type { DuplicateGroup } from './finding/duplicates';
import type { QueryPicture } from './finding/ports';
import type { EmbeddingState } from './models/available';
import type { IndexSummary } from './vectorIndex';
import type { SearchRecord } from './workspace/ports';
import type { WorkspaceSearch } from './workspaceSearch';

/** A text or picture to compare with others. */
export type ComparedItem = { readonly kind: 'text'; readonly text: string } | QueryPicture;

/** A group by pictures that are surely of it. */
export interface GroupWish {
  readonly name: string;
  /** Contents; at least one. */
  readonly examples: readonly string[];
}

/** Where a picture belongs. */
export interface SortedPicture {
  readonly file: FileRow;
  /** Undefined where it is like none of the groups. */
  readonly group: string | undefined;
  readonly closeness: Closeness;
  /** False where another group is nearly as close. */
  readonly isSure: boolean;
  readonly second?: string;
}

/** What those ask of search who look after the index, or compare what is in it. */
export interface ManagedSearch extends WorkspaceSearch {
  record(): Result<SearchRecord>;
  counts(): Result<FileCounts>;
  /** The workspace's indexes, side by side. */
  indexes(): Promise<Result<readonly IndexSummary[]>>;

  /** The models that can make an index here. */
  models(signal: AbortSignal): Promise<Result<EmbeddingState>>;

  /** Looks at everything again. Does nothing without consent or while paused. */
  start(): void;
  /** Something has changed on the disk; `paths` are relative to the folder's URI. */
  look(folder: string, paths: readonly string[]): void;
  rebuild(signal: AbortSignal): Promise<Result<void>>;
  /** Takes the user's word back; every index of the workspace is deleted. */
  withdraw(): Promise<Result<void>>;

  /** Files by what is in them. */
  filesOf(contents: readonly string[]): Result<ReadonlyMap<string, readonly FileRow[]>>;
  /** @returns in the order asked for; undefined for a picture that is not in the index */
  vectorsOf(
    items: readonly ComparedItem[],
    signal: AbortSignal,
  ): Promise<Result<readonly (Float32Array | undefined)[]>>;
  duplicates(
    signal: AbortSignal,
    onProgress?: (done: number, total: number) => void,
  ): Promise<Result<readonly DuplicateGroup[]>>;
  /** @returns one for each of the files that is in the index */
  sort(
    groups: readonly GroupWish[],
    files: readonly FileRow[],
    signal: AbortSignal,
  ): Promise<Result<readonly SortedPicture[]>>;
}
