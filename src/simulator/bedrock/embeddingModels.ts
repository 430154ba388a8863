import type { SimModel } from './models';

/**
 * Where the profiles of Cohere Embed v4 start from.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
 */
const cohereRegions = [
  'us-east-1',
  'us-east-2',
  'us-west-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'ap-northeast-1',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'sa-east-1',
];

/**
 * The models that turn texts and pictures into vectors.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-cards.html
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/models-region-compatibility.html
 */
export const embeddingModels: readonly SimModel[] = [
  {
    id: 'amazon.titan-embed-image-v1',
    name: 'Titan Multimodal Embeddings G1',
    provider: 'Amazon',
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
    output: 'EMBEDDING',
  },
  {
    id: 'amazon.nova-2-multimodal-embeddings-v1:0',
    name: 'Nova Multimodal Embeddings',
    provider: 'Amazon',
    regions: ['us-east-1', 'us-gov-west-1'],
    output: 'EMBEDDING',
  },
  {
    id: 'cohere.embed-v4:0',
    name: 'Embed v4',
    provider: 'Cohere',
    regions: cohereRegions,
    output: 'EMBEDDING',
    // The card names three regions for the bare id too; public projects report that it is refused there.
    isProfileOnly: true,
    geographies: ['us', 'eu', 'global'],
  },
];

export function isEmbeddingModel({ output }: SimModel): boolean {
  return output === 'EMBEDDING';
}
