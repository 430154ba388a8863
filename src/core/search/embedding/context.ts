import type { GenerateBudget } from '../../generate/run';
import { err, ok, type Result } from '../../result';
import {
  chooseDimensions,
  chooseEmbeddingModel,
  type AvailableEmbeddingModel,
  type EmbeddingService,
} from '../models/available';
import { embeddingModels } from '../models/catalogue';
import { findEmbeddingModel } from '../models/find';
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

/**
 * What the settings and the service say now; asked anew for each run and each search. Never spends.
 *
 * @param space where given, the model and length of an index that is there already
 * @returns an error where that model, or any, cannot be called here
 */
export type EmbeddingContexts = (
  signal: AbortSignal,
  space?: Pick<VectorSpace, 'modelId' | 'dimensions'>,
) => Promise<Result<EmbeddingContext>>;

/** What the user's settings say of indexing; undefined for Easel's choice. */
export interface EmbeddingWishes {
  readonly modelId: string | undefined;
  readonly dimensions: number | undefined;
  readonly workspace: string;
  readonly budget: GenerateBudget;
}

/** Contexts from what the service and the settings say. */
export function embeddingContexts(
  service: EmbeddingService,
  wishes: () => EmbeddingWishes,
): EmbeddingContexts {
  return async (signal, space) => {
    const state = await service.currentEmbedding(signal);
    if (!state.ok) return state;
    const { provider, region, models } = state.value;
    const { modelId, dimensions, workspace, budget } = wishes();
    const model = chooseEmbeddingModel(models, space?.modelId ?? modelId);
    const isWanted = model && (!space || model.model.id === space.modelId);
    if (!isWanted) {
      const missing = space?.modelId ?? modelId ?? embeddingModels[0]?.id ?? '';
      const regions = findEmbeddingModel(missing)?.regions ?? [];
      return err({ kind: 'modelNotInRegion', modelId: missing, region, regions });
    }
    const length = space?.dimensions ?? chooseDimensions(model.model, dimensions);
    return ok({ model, dimensions: length, region, provider, workspace, budget });
  };
}

/** What the simulator makes cannot be compared with what a model makes. */
export function spaceOf({ model, dimensions, provider }: EmbeddingContext): VectorSpace {
  return { modelId: model.model.id, dimensions, kind: provider === 'offline' ? 'offline' : 'image' };
}

export function isSameSpace(one: VectorSpace, other: VectorSpace): boolean {
  return one.modelId === other.modelId && one.dimensions === other.dimensions && one.kind === other.kind;
}
