import type { PixelSize } from '../../tasks/task';
import type { EmbeddingModel } from './descriptor';
import { fitForEmbedding } from './fit';
import { textLength } from './textLength';

/** What one image costs, in USD. Without its size, one that is as large as is sent. */
export function imageUsd(model: EmbeddingModel, sent?: PixelSize): number {
  const { image } = model.price;
  if (image.kind === 'each') return image.usd;
  const side = model.image.usefulSidePx;
  const { width, height } = sent ?? fitForEmbedding({ width: side, height: side }, model.image);
  // The service enlarges what is smaller than it works on.
  const pixels = Math.max(width * height, model.image.minPixels ?? 0);
  return (Math.ceil(pixels / image.pixelsPerToken) * image.usdPerMillion) / 1_000_000;
}

/** What embedding a text costs, in USD: estimated, unless the service has counted its tokens. */
export function textUsd(model: EmbeddingModel, text: string, countedTokens?: number): number {
  const tokens = countedTokens ?? textLength(text, 'tokens');
  return (tokens * model.price.usdPerThousandTextTokens) / 1000;
}

/** What is said before a workspace is indexed. */
export interface IndexingEstimate {
  readonly images: number;
  /** Copies among them cost nothing, so it may be less; 0 offline. */
  readonly usd: number;
  /** At the model's request limit. */
  readonly leastMs: number;
}

export function estimateIndexing(
  model: EmbeddingModel,
  images: number,
  provider: 'bedrock' | 'offline',
): IndexingEstimate {
  return {
    images,
    usd: provider === 'offline' ? 0 : images * imageUsd(model),
    leastMs: (images / model.requestsPerMinute) * 60_000,
  };
}
