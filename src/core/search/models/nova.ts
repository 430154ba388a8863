import * as z from 'zod/mini';
import { err, ok } from '../../result';
import type { EmbeddingAdapter } from './adapter';
import { checkInput, checkVector } from './checks';

const answer = z.object({
  embeddings: z.array(z.object({ embeddingType: z.string(), embedding: z.array(z.number()) })),
  inputTokenCount: z.optional(z.nullable(z.number())),
});

/**
 * Amazon Nova Multimodal Embeddings. What is found later is embedded for indexing, what is looked for with the purpose
 * of finding images.
 *
 * @see https://docs.aws.amazon.com/nova/latest/userguide/embeddings-schema.html
 */
export const novaEmbedding: EmbeddingAdapter = {
  family: 'novaEmbedding',
  encode(input, model, dimensions) {
    const checked = checkInput(input, model, dimensions);
    if (!checked.ok) return checked;
    const { content, use } = input;
    return ok({
      schemaVersion: 'nova-multimodal-embed-v1',
      taskType: 'SINGLE_EMBEDDING',
      singleEmbeddingParams: {
        embeddingPurpose: use === 'index' ? 'GENERIC_INDEX' : 'IMAGE_RETRIEVAL',
        embeddingDimension: dimensions,
        ...(content.kind === 'text'
          ? { text: { truncationMode: 'END', value: content.text } }
          : {
              image: {
                detailLevel: 'STANDARD_IMAGE',
                format: content.image.format,
                source: { bytes: content.image.base64 },
              },
            }),
      },
    });
  },
  decode(body, dimensions) {
    const parsed = answer.safeParse(body);
    if (!parsed.success) return err({ kind: 'badAnswer' });
    const { embeddings, inputTokenCount } = parsed.data;
    const [first] = embeddings;
    // One input was asked for, so that two vectors are as wrong as none.
    if (!first || embeddings.length !== 1) return err({ kind: 'badAnswer' });
    const vector = checkVector(first.embedding, dimensions);
    if (!vector.ok) return vector;
    const textTokens = first.embeddingType === 'TEXT' ? (inputTokenCount ?? undefined) : undefined;
    return ok({ vector: vector.value, ...(textTokens === undefined ? {} : { textTokens }) });
  },
};
