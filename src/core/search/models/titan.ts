import * as z from 'zod/mini';
import { err, ok } from '../../result';
import type { EmbeddingAdapter } from './adapter';
import { checkInput, checkVector } from './checks';

const answer = z.object({
  embedding: z.optional(z.nullable(z.array(z.number()))),
  inputTextTokenCount: z.optional(z.nullable(z.number())),
  message: z.optional(z.nullable(z.string())),
});

/**
 * Amazon Titan Multimodal Embeddings. Queries and images are embedded alike.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-mm.html
 */
export const titanEmbedding: EmbeddingAdapter = {
  family: 'titanEmbedding',
  encode(input, model, dimensions) {
    const checked = checkInput(input, model, dimensions);
    if (!checked.ok) return checked;
    const { content } = input;
    return ok({
      ...(content.kind === 'text' ? { inputText: content.text } : { inputImage: content.image.base64 }),
      embeddingConfig: { outputEmbeddingLength: dimensions },
    });
  },
  decode(body, dimensions) {
    const parsed = answer.safeParse(body);
    if (!parsed.success) return err({ kind: 'badAnswer' });
    const { embedding, inputTextTokenCount, message } = parsed.data;
    // It comes with status 200, and says why nothing was made.
    if (message) return err({ kind: 'badAnswer', context: { serviceMessage: message } });
    const vector = checkVector(embedding ?? [], dimensions);
    if (!vector.ok) return vector;
    const textTokens = inputTextTokenCount ?? undefined;
    return ok({ vector: vector.value, ...(textTokens === undefined ? {} : { textTokens }) });
  },
};
