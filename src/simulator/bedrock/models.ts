import { embeddingModels } from './embeddingModels';
import { isCallableIn, splitProfileId, type Geography } from './geographies';
import { textModels } from './textModels';

/** What the simulated account can see. Written from the lifecycle page and the model cards, apart from the extension's own table. */
export interface SimModel {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly regions: readonly string[];
  readonly output: 'IMAGE' | 'VIDEO' | 'EMBEDDING' | 'TEXT';
  /** ISO times. */
  readonly legacyTime?: string;
  readonly endOfLifeTime?: string;
  /** Ended, though nobody published the day. */
  readonly isGone?: boolean;
  /** Callable by inference profile alone. */
  readonly isProfileOnly?: boolean;
  /** Of its profiles; for a model that only a profile reaches, the United States unless said. */
  readonly geographies?: readonly Geography[];
}

/** @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle-legacy.html */
const novaEnd = { legacyTime: '2026-03-30T00:00:00Z', endOfLifeTime: '2026-09-30T00:00:00Z' };

/**
 * The image services, which only the profile of the United States reaches.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/stable-image-services.html
 */
const imageServices = (
  [
    ['stability.stable-image-inpaint-v1:0', 'Stable Image Inpaint'],
    ['stability.stable-image-erase-object-v1:0', 'Stable Image Erase Object'],
    ['stability.stable-image-search-replace-v1:0', 'Stable Image Search and Replace'],
    ['stability.stable-image-search-recolor-v1:0', 'Stable Image Search and Recolor'],
    ['stability.stable-image-remove-background-v1:0', 'Stable Image Remove Background'],
    ['stability.stable-outpaint-v1:0', 'Stable Image Outpaint'],
    ['stability.stable-image-style-guide-v1:0', 'Stable Image Style Guide'],
    ['stability.stable-style-transfer-v1:0', 'Stable Image Style Transfer'],
    ['stability.stable-image-control-sketch-v1:0', 'Stable Image Control Sketch'],
    ['stability.stable-image-control-structure-v1:0', 'Stable Image Control Structure'],
    ['stability.stable-conservative-upscale-v1:0', 'Stable Image Conservative Upscale'],
    ['stability.stable-creative-upscale-v1:0', 'Stable Image Creative Upscale'],
    ['stability.stable-fast-upscale-v1:0', 'Stable Image Fast Upscale'],
  ] as const
).map(([id, name]): SimModel => ({
  id,
  name,
  provider: 'Stability AI',
  regions: ['us-east-1', 'us-east-2', 'us-west-2'],
  output: 'IMAGE',
  isProfileOnly: true,
}));

export const simModels: readonly SimModel[] = [
  ...textModels,
  {
    id: 'amazon.nova-canvas-v1:0',
    name: 'Nova Canvas',
    provider: 'Amazon',
    regions: ['us-east-1', 'eu-west-1', 'ap-northeast-1'],
    output: 'IMAGE',
    ...novaEnd,
  },
  {
    id: 'amazon.titan-image-generator-v1',
    name: 'Titan Image Generator G1',
    provider: 'Amazon',
    regions: ['us-east-1', 'us-west-2'],
    output: 'IMAGE',
    isGone: true,
  },
  {
    id: 'amazon.titan-image-generator-v2:0',
    name: 'Titan Image Generator G1 v2',
    provider: 'Amazon',
    regions: ['us-east-1', 'us-west-2'],
    output: 'IMAGE',
    legacyTime: '2025-12-30T00:00:00Z',
    endOfLifeTime: '2026-06-30T00:00:00Z',
  },
  {
    id: 'stability.sd3-5-large-v1:0',
    name: 'Stable Diffusion 3.5 Large',
    provider: 'Stability AI',
    regions: ['us-west-2'],
    output: 'IMAGE',
  },
  {
    id: 'stability.stable-image-core-v1:1',
    name: 'Stable Image Core 1.0',
    provider: 'Stability AI',
    regions: ['us-west-2'],
    output: 'IMAGE',
  },
  {
    id: 'stability.stable-image-ultra-v1:1',
    name: 'Stable Image Ultra 1.0',
    provider: 'Stability AI',
    regions: ['us-west-2'],
    output: 'IMAGE',
  },
  ...imageServices,
  {
    id: 'amazon.nova-reel-v1:0',
    name: 'Nova Reel',
    provider: 'Amazon',
    regions: ['us-east-1', 'eu-west-1', 'ap-northeast-1'],
    output: 'VIDEO',
    ...novaEnd,
  },
  {
    id: 'amazon.nova-reel-v1:1',
    name: 'Nova Reel 1.1',
    provider: 'Amazon',
    regions: ['us-east-1'],
    output: 'VIDEO',
    ...novaEnd,
  },
  // https://docs.aws.amazon.com/bedrock/latest/userguide/model-card-luma-ai-ray2.html
  { id: 'luma.ray-v2:0', name: 'Ray v2', provider: 'Luma AI', regions: ['us-west-2'], output: 'VIDEO' },
  ...embeddingModels,
];

export type LifecycleMode = 'real' | 'active';

export type ModelStanding = 'answers' | 'ended' | 'notHere' | 'profileOnly' | 'unknown';

export interface FoundModel {
  readonly model: SimModel;
  readonly isProfile: boolean;
  readonly geography?: Geography;
}

/** @param id as it stood in the path, decoded: a bare id, a profile's id, or an ARN of either */
export function findModel(id: string): FoundModel | undefined {
  const bare =
    /^arn:aws[\w-]*:bedrock:[\w-]*:\d*:(?:foundation-model|inference-profile)\/(.+)$/.exec(id)?.[1] ?? id;
  const own = simModels.find((model) => model.id === bare);
  if (own) return { model: own, isProfile: false };
  const profile = splitProfileId(bare);
  const reached =
    profile &&
    simModels.find(
      (model) => model.id === profile.modelId && geographiesOf(model).includes(profile.geography),
    );
  return reached ? { model: reached, isProfile: true, geography: profile.geography } : undefined;
}

export function geographiesOf({ geographies, isProfileOnly }: SimModel): readonly Geography[] {
  return geographies ?? (isProfileOnly ? ['us'] : []);
}

/** Whether a model answers, as the service would decide it on that day and in that region. */
export function standing(
  found: FoundModel | undefined,
  mode: LifecycleMode,
  region: string | undefined,
  now: number,
): ModelStanding {
  if (!found) return 'unknown';
  const { model, isProfile, geography } = found;
  if (model.isProfileOnly && !isProfile) return 'profileOnly';
  if (mode === 'active') return 'answers';
  if (region !== undefined && !model.regions.includes(region)) return 'notHere';
  if (region !== undefined && geography && !isCallableIn(geography, region)) return 'notHere';
  const isOver =
    model.isGone ?? (model.endOfLifeTime !== undefined && Date.parse(model.endOfLifeTime) <= now);
  return isOver ? 'ended' : 'answers';
}
