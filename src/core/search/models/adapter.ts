import type { JsonObject } from '../../json';
import type { Result } from '../../result';
import type { EmbeddingFamily, EmbeddingModel } from './descriptor';

/** An image as it goes into a request. */
export interface EmbeddingImage {
  readonly format: 'png' | 'jpeg';
  readonly base64: string;
}

/**
 * What is embedded. Index and query are told apart because some models embed them differently; vectors of both lie in
 * one space.
 */
export interface EmbeddingInput {
  readonly content:
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'image'; readonly image: EmbeddingImage };
  readonly use: 'index' | 'query';
}

export interface DecodedEmbedding {
  /** As the model gave it: not of unit length. */
  readonly vector: Float32Array;
  /** Where the service says how many text tokens it counted. */
  readonly textTokens?: number;
}

/** Translates between our words and one family's JSON. Data and two pure functions: no HTTP, no retries, no log. */
export interface EmbeddingAdapter {
  readonly family: EmbeddingFamily;
  /** @returns the body of one InvokeModel request; `badRequest` with the name of what the model does not take */
  encode(input: EmbeddingInput, model: EmbeddingModel, dimensions: number): Result<JsonObject>;
  /**
   * One answer, untrusted until here.
   *
   * @param body the parsed JSON
   * @returns `badAnswer` where there is no vector of that length with finite numbers that are not all 0;
   * `contentFiltered` where the service says it held the input back
   */
  decode(body: unknown, dimensions: number): Result<DecodedEmbedding>;
}
