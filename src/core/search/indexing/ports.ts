import type { Clock } from '../../clock';
import type { ImageError } from '../../errors';
import type { Log } from '../../log';
import type { Ledger } from '../../money/ledger';
import type { PictureShrinker } from '../../pixels/port';
import type { Embedder } from '../embedding/embedder';
import type { EmbeddingContext, EmbeddingContexts } from '../embedding/context';
import type { FileCounts, SearchFiles, SearchTree } from '../files/ports';
import type { LeftOutFolder, ScanRules } from '../files/scan';
import type { IndexingEstimate } from '../models/price';
import type { VectorIndexes } from '../vectorIndex';
import type { SearchLease, SearchRecords } from '../workspace/ports';

/** A workspace folder as the settings say it is to be looked at. */
export interface SearchFolder {
  readonly uri: string;
  readonly rules: Omit<ScanRules, 'include'>;
  readonly maxFileBytes: number;
}

export interface IndexerPorts {
  readonly tree: SearchTree;
  readonly files: SearchFiles;
  readonly records: SearchRecords;
  readonly lease: SearchLease;
  readonly indexes: VectorIndexes;
  readonly pixels: PictureShrinker;
  readonly embedder: Pick<Embedder, 'send'>;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: Log;
  /** Of this window, read anew for each run. */
  readonly folders: () => readonly SearchFolder[];
  readonly context: EmbeddingContexts;
}

/** How far it is: files that are in the index, of those that can be. */
export interface IndexingProgress {
  readonly done: number;
  readonly total: number;
  /** Of this run; 0 offline. */
  readonly spentUsd: number;
  /** Undefined until a rate is known. */
  readonly leftMs?: number;
}

/** Each is a whole snapshot. */
export type IndexingState =
  | { readonly kind: 'noConsent' }
  /** Nothing is done, and nothing is known to wait. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'scanning' }
  | ({ readonly kind: 'indexing' } & IndexingProgress)
  | ({ readonly kind: 'paused' } & IndexingProgress)
  /** It needs the user; what is in the index serves meanwhile. */
  | ({ readonly kind: 'stopped'; readonly error: ImageError } & IndexingProgress)
  /** Another window indexes; this one serves. */
  | { readonly kind: 'elsewhere' };

/** What is said before the user consents. */
export interface IndexingPlan extends IndexingEstimate {
  readonly context: EmbeddingContext;
  readonly leftOut: readonly (LeftOutFolder & { readonly folder: string })[];
  /** Files that cannot be indexed, as far as that is known without reading them. */
  readonly problems: number;
  readonly counts: FileCounts;
}
