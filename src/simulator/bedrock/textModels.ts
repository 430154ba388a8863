import type { Geography } from './geographies';
import type { SimModel } from './models';

const allClaude: readonly Geography[] = ['us', 'eu', 'au', 'jp', 'global'];

/** Where the profiles of the text models start from. */
const regions = [
  'us-east-1',
  'us-east-2',
  'us-west-2',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'ap-northeast-1',
  'ap-northeast-3',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-4',
  'ap-south-1',
] as const;

type Facts = Omit<SimModel, 'id' | 'name' | 'provider' | 'regions' | 'output'>;

function claude(id: string, name: string, facts: Facts = {}): SimModel {
  return {
    id: `anthropic.${id}`,
    name,
    provider: 'Anthropic',
    regions,
    output: 'TEXT',
    isProfileOnly: true,
    geographies: allClaude,
    ...facts,
  };
}

function nova(id: string, name: string, facts: Facts): SimModel {
  return { id: `amazon.${id}`, name, provider: 'Amazon', regions, output: 'TEXT', ...facts };
}

/**
 * The models that look at pictures and write.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-cards.html
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle-legacy.html
 */
export const textModels: readonly SimModel[] = [
  claude('claude-haiku-5-5', 'Claude Haiku 5.5'),
  claude('claude-sonnet-5-5', 'Claude Sonnet 5.5'),
  claude('claude-opus-5-5', 'Claude Opus 5.5'),
  claude('claude-sonnet-5', 'Claude Sonnet 5'),
  claude('claude-opus-5', 'Claude Opus 5'),
  claude('claude-opus-4-8', 'Claude Opus 4.8'),
  claude('claude-opus-4-7', 'Claude Opus 4.7'),
  claude('claude-sonnet-4-6', 'Claude Sonnet 4.6'),
  claude('claude-opus-4-6-v1', 'Claude Opus 4.6'),
  claude('claude-haiku-4-5-20251001-v1:0', 'Claude Haiku 4.5'),
  claude('claude-sonnet-4-5-20250929-v1:0', 'Claude Sonnet 4.5', {
    legacyTime: '2026-10-08T00:00:00Z',
    endOfLifeTime: '2027-04-08T00:00:00Z',
  }),
  claude('claude-opus-4-1-20250805-v1:0', 'Claude Opus 4.1', {
    legacyTime: '2026-07-08T00:00:00Z',
    endOfLifeTime: '2027-01-08T00:00:00Z',
    geographies: ['us'],
  }),
  claude('claude-sonnet-4-20250514-v1:0', 'Claude Sonnet 4', {
    legacyTime: '2026-04-14T00:00:00Z',
    endOfLifeTime: '2026-10-14T00:00:00Z',
    geographies: ['us', 'eu', 'apac', 'global'],
  }),
  nova('nova-2-lite-v1:0', 'Nova 2 Lite', { isProfileOnly: true, geographies: ['us', 'eu', 'jp', 'global'] }),
  nova('nova-lite-v1:0', 'Nova Lite', { geographies: ['us', 'eu', 'apac'] }),
  nova('nova-pro-v1:0', 'Nova Pro', { geographies: ['us', 'eu', 'apac'] }),
  nova('nova-premier-v1:0', 'Nova Premier', {
    isProfileOnly: true,
    geographies: ['us'],
    legacyTime: '2026-03-13T00:00:00Z',
    endOfLifeTime: '2026-09-14T00:00:00Z',
  }),
];

/** How a family differs in what it takes in and how it counts. */
export interface TextFacts {
  readonly family: 'claude' | 'nova';
  /** Refuses `temperature` and `topP` at any value. */
  readonly refusesSampling: boolean;
  /** Its card says that it writes no JSON after a schema, other than for a tool. */
  readonly refusesTextFormat: boolean;
}

export function textFactsOf({ id }: SimModel): TextFacts | undefined {
  if (!textModels.some((model) => model.id === id)) return undefined;
  return {
    family: id.startsWith('anthropic.') ? 'claude' : 'nova',
    // Client code in public says so of this one; its card does not.
    refusesSampling: id === 'anthropic.claude-opus-5-5',
    refusesTextFormat: id === 'anthropic.claude-haiku-5-5',
  };
}
