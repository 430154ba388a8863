import type { Clock } from '../../clock';
import type { Log } from '../../log';
import type { Ledger } from '../../money/ledger';
import type { PictureShrinker } from '../../pixels/port';
import type { Result } from '../../result';
import type { EmbeddingContexts } from '../embedding/context';
import type { Embedder } from '../embedding/embedder';
import type { FileRow, SearchFiles } from '../files/ports';
import type { VectorIndexes, VectorSpace } from '../vectorIndex';
import type { SearchRecords } from '../workspace/ports';
import type { Closeness } from './closeness';
import type { QueryTranslator } from './language';

/** Vectors of the probe texts, by model and length; the same for all workspaces. */
export interface ProbeStore {
  read(space: VectorSpace, set: number): readonly Float32Array[] | undefined;
  write(space: VectorSpace, set: number, vectors: readonly Float32Array[]): Result<void>;
}

export interface SearcherPorts {
  readonly embedder: Pick<Embedder, 'send' | 'embedText' | 'embedImage'>;
  readonly ledger: Ledger;
  readonly files: SearchFiles;
  readonly records: SearchRecords;
  readonly indexes: VectorIndexes;
  readonly pixels: PictureShrinker;
  readonly probes: ProbeStore;
  readonly context: EmbeddingContexts;
  /** Undefined while the user has switched it off, or no model can translate. */
  readonly translator: () => QueryTranslator | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** A picture that is looked with; a negative weight says what results must not be like. */
export type QueryPicture =
  | { readonly kind: 'indexed'; readonly sha256: string; readonly weight?: number }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly name: string; readonly weight?: number };

export interface SearchRequest {
  /** In the query language; empty to look with pictures alone. */
  readonly words: string;
  readonly pictures?: readonly QueryPicture[];
  /** Default 100, at most 1,000. */
  readonly count?: number;
  /** Contents that may be found, from whatever filters there are; all where it is not given. */
  readonly allowed?: ReadonlySet<string>;
  /** Put near duplicates behind the best of them. Default true. */
  readonly fold?: boolean;
  /** What it is booked as; default `search`. */
  readonly task?: string;
}

export interface SearchMatch {
  readonly sha256: string;
  /** Cosine; only for ordering, never shown. */
  readonly score: number;
  readonly closeness: Closeness;
  /** At least one; equal files are one match. */
  readonly files: readonly FileRow[];
  /** Near duplicates that stand behind it, best first. */
  readonly folded: readonly SearchMatch[];
}

/** What the user is told beside the results. */
export type SearchNote =
  /** The model takes less than was written: this is what was looked for. */
  | { readonly kind: 'shortened'; readonly text: string }
  | { readonly kind: 'translated'; readonly text: string; readonly language: string }
  /** The model knows English only, and nobody translates. */
  | { readonly kind: 'notTranslated' }
  /** The index does not hold every picture yet. */
  | { readonly kind: 'stillIndexing' }
  /** There is no index to look in. */
  | { readonly kind: 'noIndex' }
  /** A picture that was looked with is not in the index. */
  | { readonly kind: 'pictureNotIndexed'; readonly sha256: string };

export interface SearchAnswer {
  /** Best first. */
  readonly matches: readonly SearchMatch[];
  /** Of the best match; `loose` and `none` are said as *nothing close*. */
  readonly best: Closeness;
  readonly notes: readonly SearchNote[];
  /** What was spent now; 0 offline and for what was looked for lately. */
  readonly usd: number;
  /** The index that was looked in. */
  readonly space?: VectorSpace;
}
