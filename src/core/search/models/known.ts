import type { EmbeddingAdapter } from './adapter';
import { embeddingModels } from './catalogue';
import { cohereEmbedding } from './cohere';
import type { EmbeddingModel } from './descriptor';
import { novaEmbedding } from './nova';
import { titanEmbedding } from './titan';

const adapters: readonly EmbeddingAdapter[] = [titanEmbedding, novaEmbedding, cohereEmbedding];

/** @throws TypeError for a family without an adapter, which is a bug */
export function embeddingAdapterFor({ family }: EmbeddingModel): EmbeddingAdapter {
  const adapter = adapters.find((each) => each.family === family);
  if (!adapter) throw new TypeError(`No adapter for ${family}`);
  return adapter;
}

/** A model of the table by its own id or that of one of its profiles. */
export function findEmbeddingModel(id: string): EmbeddingModel | undefined {
  return embeddingModels.find((model) => model.id === id || model.profileIds.includes(id));
}
