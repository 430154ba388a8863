import * as z from 'zod/mini';
import { err, ok } from '../../result';
import type { EmbeddingAdapter } from './adapter';
import { checkInput, checkVector } from './checks';

const vectors = z.array(z.array(z.number()));

/** The page shows a bare list where one type was asked for; its own samples read a list by type. */
const answer = z.object({ embeddings: z.union([vectors, z.object({ float: vectors })]) });

/**
 * Cohere Embed v4, one input per request: an image has the request to itself, so that a refusal concerns one image.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed-v4.html
 */
export const cohereEmbedding: EmbeddingAdapter = {
  family: 'cohereEmbedding',
  encode(input, model, dimensions) {
    const checked = checkInput(input, model, dimensions);
    if (!checked.ok) return checked;
    const { content, use } = input;
    return ok({
      input_type: use === 'index' ? 'search_document' : 'search_query',
      ...(content.kind === 'text'
        ? { texts: [content.text], truncate: 'RIGHT' }
        : { images: [`data:image/${content.image.format};base64,${content.image.base64}`] }),
      embedding_types: ['float'],
      output_dimension: dimensions,
    });
  },
  decode(body, dimensions) {
    const parsed = answer.safeParse(body);
    if (!parsed.success) return err({ kind: 'badAnswer' });
    const { embeddings } = parsed.data;
    const [first, ...others] = Array.isArray(embeddings) ? embeddings : embeddings.float;
    if (!first || others.length > 0) return err({ kind: 'badAnswer' });
    const vector = checkVector(first, dimensions);
    return vector.ok ? ok({ vector: vector.value }) : vector;
  },
};
