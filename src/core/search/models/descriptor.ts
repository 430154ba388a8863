import type { Lifecycle, Sourced } from '../../models/descriptor';

/** Embedding models that speak the same request language; one adapter each. */
export type EmbeddingFamily = 'titanEmbedding' | 'novaEmbedding' | 'cohereEmbedding';

/** How long a text may be, in the unit that the model's page counts in. */
export interface EmbeddingTextLimits {
  readonly maxLength: number;
  readonly unit: 'characters' | 'tokens';
  /** `english`: words of other languages are translated before they are embedded. */
  readonly languages: 'english' | 'many';
}

/** What an image must be; it is fitted before it is sent. */
export interface EmbeddingImageLimits {
  /** Formats that fitting may write; the first one is preferred where nothing is transparent. */
  readonly formats: readonly ('png' | 'jpeg')[];
  readonly maxSidePx: number;
  /** What is sent at most: more pixels show the model nothing, and cost time, bytes and with some models money. */
  readonly usefulSidePx: number;
  /** Inclusive. */
  readonly maxPixels: number;
  /** The service enlarges smaller ones by itself. */
  readonly minPixels?: number;
  /** Of the file, before base64. */
  readonly maxBytes: number;
}

export interface EmbeddingPrice extends Sourced {
  readonly usdPerThousandTextTokens: number;
  /** The same for an image of any size, or by its tokens. */
  readonly image:
    | { readonly kind: 'each'; readonly usd: number }
    | { readonly kind: 'tokens'; readonly usdPerMillion: number; readonly pixelsPerToken: number };
}

/** Everything the product knows about one embedding model, as data. */
export interface EmbeddingModel {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly family: EmbeddingFamily;
  /** Inference profiles that reach it; empty where it is called by its own id. */
  readonly profileIds: readonly string[];
  /** Lengths of the vectors that can be asked for. */
  readonly dimensions: readonly number[];
  readonly defaultDimensions: number;
  readonly text: EmbeddingTextLimits;
  readonly image: EmbeddingImageLimits;
  readonly price: EmbeddingPrice;
  readonly requestsPerMinute: number;
  /** Regions where it can be called. */
  readonly regions: readonly string[];
  readonly lifecycle: Lifecycle;
  readonly successorId?: string;
  /** The page the request's limits come from. */
  readonly source: string;
}
