import type { EmbeddingAdapter } from './adapter';
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
