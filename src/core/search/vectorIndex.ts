import type { Disposable } from '../disposable';
import type { Result } from '../result';

/** Most matches that one search gives. */
export const MOST_MATCHES = 1000;

/** Vectors that can be compared with each other; each space has an index of its own. */
export interface VectorSpace {
  readonly modelId: string;
  readonly dimensions: number;
  /** What the vectors were made for, where a model makes others for each purpose; `image` for most. */
  readonly kind: string;
}

export interface VectorEntry {
  /** SHA-256 of the file's bytes, in hexadecimal. */
  readonly id: string;
  /** As the model gave it, of any length but 0; it stays the caller's. */
  readonly vector: Float32Array;
}

export interface Match {
  readonly id: string;
  /** Cosine of the angle: 1 for the same direction, -1 for the opposite one. */
  readonly score: number;
}

export interface Added {
  /** How many are in the index now that were not. */
  readonly added: number;
  /** How many have taken the place of what was stored by the same id. */
  readonly replaced: number;
  /** Ids of what cannot be compared: other dimensions, no direction, no finite numbers. Nothing is stored of them. */
  readonly refused: readonly string[];
}

/** How alike things are that have nothing to do with each other. All are cosines. */
export interface BackgroundSimilarity {
  /** How many pairs were looked at; 0 where there are fewer than two vectors, and then all else is 0. */
  readonly pairs: number;
  readonly mean: number;
  readonly standardDeviation: number;
  readonly median: number;
  /** Nine in ten pairs are less alike. */
  readonly p90: number;
  readonly p99: number;
}

/**
 * `rebuilt`: the file was damaged, or an older version of Easel had written it. What was sound is in the index; what is
 * missing has to be added again.
 */
export type IndexState =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'rebuilt';
      readonly why: 'damaged' | 'olderVersion';
      readonly kept: number;
      /** How many there were; undefined where that cannot be read any more. */
      readonly of: number | undefined;
    };

export interface SearchOrder {
  /** Of any length but 0. */
  readonly vector: Float32Array;
  /** How many matches at most; no more than `MOST_MATCHES` are given. */
  readonly count: number;
  /**
   * What may be an answer, looked at before ranking; all where it is not given. Ids that are not in the index do no harm.
   * A set that is given again is not sent again: make a new one instead of changing it.
   */
  readonly allowed?: ReadonlySet<string>;
}

/**
 * Vectors by content hash, found by nearness. Several windows may have the same index open: each sees what the others
 * have written. Vectors that are changed are on the disk when the promise resolves, and a kill loses at most what
 * was not resolved. Failures: `noDatabase`, `diskFull`, `cancelled`, `unexpected`.
 */
export interface VectorIndex {
  readonly space: VectorSpace;
  /** As of the last call: a damage may be found when the index is used. */
  readonly state: IndexState;

  /** Adds, or replaces by id, in one transaction; of two entries with one id the later one counts. */
  add(entries: readonly VectorEntry[]): Promise<Result<Added>>;
  /** @returns how many there were; ids that are not in the index do no harm */
  remove(ids: readonly string[]): Promise<Result<number>>;
  /** @returns those of the ids that are in the index */
  has(ids: readonly string[]): Promise<Result<ReadonlySet<string>>>;
  /** All ids, in no order. */
  ids(): Promise<Result<readonly string[]>>;
  count(): Promise<Result<number>>;
  /** The stored vectors, of length 1, by id; ids that are not in the index are left out. */
  vectors(ids: readonly string[]): Promise<Result<ReadonlyMap<string, Float32Array>>>;
  /**
   * @returns the best first, equal scores in the order of their ids; nothing for a vector without a direction or of
   *   other dimensions
   */
  search(order: SearchOrder, signal?: AbortSignal): Promise<Result<readonly Match[]>>;
  /**
   * Computed from a sample that is the same while the index is.
   *
   * @param queries where given, pairs of one of these and a stored vector, as for queries in words; else two stored ones
   */
  background(queries?: readonly Float32Array[], signal?: AbortSignal): Promise<Result<BackgroundSimilarity>>;
  /** Its memory is given back; the index can still be used, and is opened again then. */
  close(): Promise<void>;
}

export interface IndexSummary {
  readonly space: VectorSpace;
  readonly count: number;
  /** On the disk. */
  readonly bytes: number;
}

/** The indexes of one workspace, side by side. */
export interface VectorIndexes extends Disposable {
  /** Makes it where there is none. A damaged one is set aside, and what is sound in it kept. */
  open(space: VectorSpace): Promise<Result<VectorIndex>>;
  /** Those that exist, sorted by model, dimensions and kind; what cannot be read is left out. */
  list(): Promise<Result<readonly IndexSummary[]>>;
  /** Removes it from the disk, also what was set aside of it; nothing happens where there is none. */
  delete(space: VectorSpace): Promise<Result<void>>;
}
