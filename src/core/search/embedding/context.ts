import type { GenerateBudget } from '../../generate/run';
import type { Result } from '../../result';
import type { AvailableEmbeddingModel } from '../models/available';
import type { VectorSpace } from '../vectorIndex';

/** Who is asked, for vectors of which length, and from whose money. */
export interface EmbeddingContext {
  readonly model: AvailableEmbeddingModel;
  readonly dimensions: number;
  readonly region: string;
  readonly provider: 'bedrock' | 'offline';
  /** URI of the workspace, or empty. */
  readonly workspace: string;
  readonly budget: GenerateBudget;
}

/** What the settings and the service say now; asked anew for each run and each search. Never spends. */
export type EmbeddingContexts = (signal: AbortSignal) => Promise<Result<EmbeddingContext>>;

/** What the simulator makes cannot be compared with what a model makes. */
export function spaceOf({ model, dimensions, provider }: EmbeddingContext): VectorSpace {
  return { modelId: model.model.id, dimensions, kind: provider === 'offline' ? 'offline' : 'image' };
}

export function isSameSpace(one: VectorSpace, other: VectorSpace): boolean {
  return one.modelId === other.modelId && one.dimensions === other.dimensions && one.kind === other.kind;
}
