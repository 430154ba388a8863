import { validation } from '../errors';
import type { EmbeddingReader } from './embedding';
import { seePicture } from './embeddingImages';
import { pictureFeatures } from './embeddingSight';
import { listed, vectorOf, type Meaning } from './embeddingSpace';
import { textTokens } from './embeddingTokens';
import { textFeatures } from './embeddingWords';
import { Fields, malformed } from './fields';

/**
 * Lengths, limits and fields of the request.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-mm.html
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/titan-multiemb-models.html
 */
const LENGTHS = [256, 384, 1024];
const DEFAULT_LENGTH = 1024;
const MAX_TEXT_TOKENS = 256;
const imageRules = { formats: ['png', 'jpeg'], maxSidePx: 2048, maxBytes: 25 * 1024 * 1024 } as const;

/** Of languages, this model knows English alone. */
const reads = 'english';

/** Titan Multimodal Embeddings G1. */
export const readTitan: EmbeddingReader = async (body, drawings) => {
  const fields = new Fields(body);
  const text = fields.text('inputText', { min: 1, max: Infinity });
  const image = fields.encoded('inputImage');
  const configuration = fields.object('embeddingConfig');
  const length = configuration?.number('outputEmbeddingLength', { min: 1, max: Infinity, isWhole: true });
  configuration?.close();
  fields.close();
  if (length !== undefined && !LENGTHS.includes(length)) {
    throw malformed(`#/embeddingConfig/outputEmbeddingLength: ${length} is not a valid enum value`);
  }
  if (text === undefined && image === undefined) {
    throw malformed('#: required key [inputText] or [inputImage] not found');
  }
  const tokens = textTokens(text ?? '');
  if (tokens > MAX_TEXT_TOKENS) {
    throw validation(
      `Too many input tokens. Max input tokens: ${MAX_TEXT_TOKENS}, request input token count: ${tokens}`,
    );
  }
  const meanings: Meaning[] = [];
  if (text !== undefined) meanings.push({ modality: 'text', features: textFeatures(text, reads) });
  if (image !== undefined) {
    const seen = await seePicture(image, 'inputImage', imageRules);
    meanings.push({ modality: 'image', features: pictureFeatures(seen, drawings, reads) });
  }
  return {
    tokens,
    answer: () => ({
      embedding: listed(averageOf(meanings, length ?? DEFAULT_LENGTH)),
      inputTextTokenCount: tokens,
      message: null,
    }),
    fail: () => ({
      embedding: null,
      inputTextTokenCount: tokens,
      message: 'The embedding could not be generated.',
    }),
  };
};

/** The average of text and picture, as it is: the page does not say that it is made a unit again. */
function averageOf(meanings: readonly Meaning[], length: number): Float64Array {
  const vectors = meanings.map((meaning) => vectorOf([meaning], { model: 'titan', length }));
  return new Float64Array(length).map(
    (_, at) => vectors.reduce((sum, vector) => sum + (vector[at] ?? 0), 0) / vectors.length,
  );
}
