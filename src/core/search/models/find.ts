import { embeddingModels } from './catalogue';
import type { EmbeddingModel } from './descriptor';

/** A model of the table by its own id or that of one of its profiles. */
export function findEmbeddingModel(id: string): EmbeddingModel | undefined {
  return embeddingModels.find((model) => model.id === id || model.profileIds.includes(id));
}
