import { lifecyclePage, readOn } from '../../models/catalogue/lifecyclePages';
import type { EmbeddingModel } from './descriptor';

const litellmPage = 'https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json';

/**
 * Nova takes 25 MB after base64, for all of the request; Titan's page says 25 MB of image, but the service model allows
 * bodies of 25,000,000 bytes.
 *
 * @see https://github.com/boto/botocore/blob/develop/botocore/data/bedrock-runtime/2023-09-30/service-2.json
 */
const MOST_IN_A_BODY = Math.floor(((25_000_000 - 10_000) * 3) / 4);

/** Models of this kind look at some hundred pixels a side; small writing is still to be seen at this size. */
const USEFUL_SIDE_PX = 1024;

const titan: EmbeddingModel = {
  id: 'amazon.titan-embed-image-v1',
  name: 'Titan Multimodal Embeddings',
  provider: 'Amazon',
  family: 'titanEmbedding',
  profileIds: [],
  dimensions: [256, 384, 1024],
  defaultDimensions: 1024,
  text: { maxLength: 256, unit: 'tokens', languages: 'english' },
  image: {
    formats: ['jpeg', 'png'],
    maxSidePx: 2048,
    usefulSidePx: USEFUL_SIDE_PX,
    maxPixels: 2048 * 2048,
    maxBytes: MOST_IN_A_BODY,
  },
  price: {
    usdPerThousandTextTokens: 0.0008,
    image: { kind: 'each', usd: 0.00006 },
    source: litellmPage,
    readOn,
  },
  requestsPerMinute: 2000,
  regions: [
    'us-east-1',
    'us-west-2',
    'ca-central-1',
    'eu-central-1',
    'eu-west-1',
    'eu-west-2',
    'eu-west-3',
    'ap-south-1',
    'ap-southeast-2',
    'sa-east-1',
  ],
  lifecycle: { status: 'active', source: lifecyclePage, readOn },
  // Its vectors are no use to another model's index, so a successor means a new index.
  successorId: 'amazon.nova-2-multimodal-embeddings-v1:0',
  source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-mm.html',
};

const nova: EmbeddingModel = {
  id: 'amazon.nova-2-multimodal-embeddings-v1:0',
  name: 'Nova Multimodal Embeddings',
  provider: 'Amazon',
  family: 'novaEmbedding',
  profileIds: [],
  dimensions: [256, 384, 1024, 3072],
  defaultDimensions: 1024,
  text: { maxLength: 8192, unit: 'characters', languages: 'many' },
  image: {
    formats: ['jpeg', 'png'],
    // No side is documented; more than this is only bytes to send.
    maxSidePx: 2048,
    usefulSidePx: USEFUL_SIDE_PX,
    maxPixels: 2048 * 2048,
    maxBytes: MOST_IN_A_BODY,
  },
  price: {
    usdPerThousandTextTokens: 0.000135,
    image: { kind: 'each', usd: 0.00006 },
    source: litellmPage,
    readOn,
  },
  requestsPerMinute: 2000,
  regions: ['us-east-1', 'us-gov-west-1'],
  lifecycle: { status: 'active', source: lifecyclePage, readOn },
  source: 'https://docs.aws.amazon.com/nova/latest/userguide/embeddings-schema.html',
};

const cohere: EmbeddingModel = {
  id: 'cohere.embed-v4:0',
  name: 'Cohere Embed v4',
  provider: 'Cohere',
  family: 'cohereEmbedding',
  // Called by its own id it refuses on demand, as two public projects report.
  profileIds: ['us.cohere.embed-v4:0', 'eu.cohere.embed-v4:0', 'global.cohere.embed-v4:0'],
  dimensions: [256, 512, 1024, 1536],
  defaultDimensions: 1024,
  text: { maxLength: 128_000, unit: 'tokens', languages: 'many' },
  image: {
    formats: ['jpeg', 'png'],
    maxSidePx: 2048,
    // A third of the price of 1024 pixels a side, because it counts tokens.
    usefulSidePx: 640,
    // Larger ones are made smaller there, so that more would be bytes sent for nothing.
    maxPixels: 2_458_624,
    minPixels: 3136,
    maxBytes: 5_000_000,
  },
  price: {
    usdPerThousandTextTokens: 0.000_12,
    image: { kind: 'tokens', usdPerMillion: 0.47, pixelsPerToken: 784 / 4 },
    source: `${litellmPage} (Cohere's list price; that of Amazon Bedrock was not found)`,
    readOn,
  },
  // Not published; 150,000 tokens per minute are, and an image of 512 x 512 has about 1,340.
  requestsPerMinute: 100,
  regions: ['us-east-1', 'us-east-2', 'us-west-2', 'eu-west-1', 'eu-central-1', 'eu-west-3', 'eu-north-1'],
  lifecycle: { status: 'active', source: lifecyclePage, readOn },
  source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed-v4.html',
};

/** The embedding models that Easel ships with; of two that are equally usable the earlier one is offered first. */
export const embeddingModels: readonly EmbeddingModel[] = [titan, nova, cohere];
