import type { Result } from '../../core/result';
import type {
  Added,
  BackgroundSimilarity,
  IndexState,
  IndexSummary,
  Match,
  VectorEntry,
  VectorSpace,
} from '../../core/search/vectorIndex';

/** What the worker does, each with its parameters and its result. */
export interface Operations {
  open: { params: InSpace; result: undefined };
  add: { params: InSpace & { readonly entries: readonly VectorEntry[] }; result: Added };
  remove: { params: InSpace & { readonly ids: readonly string[] }; result: number };
  has: { params: InSpace & { readonly ids: readonly string[] }; result: ReadonlySet<string> };
  ids: { params: InSpace; result: readonly string[] };
  count: { params: InSpace; result: number };
  vectors: {
    params: InSpace & { readonly ids: readonly string[] };
    result: ReadonlyMap<string, Float32Array>;
  };
  search: {
    params: InSpace & {
      readonly vector: Float32Array;
      readonly count: number;
      readonly filter: Filter | undefined;
    };
    result: readonly Match[];
  };
  background: {
    params: InSpace & { readonly queries: readonly Float32Array[] | undefined };
    result: BackgroundSimilarity;
  };
  close: { params: InSpace; result: undefined };
  list: { params: undefined; result: readonly IndexSummary[] };
  delete: { params: InSpace; result: undefined };
}

export type OperationName = keyof Operations;

interface InSpace {
  readonly space: VectorSpace;
}

/** `last` stands for the ids that the same worker was given last. */
export type Filter = { readonly kind: 'ids'; readonly ids: readonly string[] } | { readonly kind: 'last' };

/** What the worker is started with. */
export interface WorkerStart {
  /** Where the indexes lie. */
  readonly folder: string;
}

/** One operation at a time; the answer belongs to the last request. */
export interface WorkerRequest<Name extends OperationName = OperationName> {
  readonly name: Name;
  readonly params: Operations[Name]['params'];
}

export interface WorkerReply {
  readonly result: Result<unknown>;
  /** Of the index that was asked for. */
  readonly state: IndexState | undefined;
}

/** One for each space. */
export function keyOf({ modelId, dimensions, kind }: VectorSpace): string {
  return JSON.stringify([modelId, dimensions, kind]);
}
