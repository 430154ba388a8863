import { readOn } from '../../models/catalogue/lifecyclePages';
import type { TokenPrice, TokenRates, VisionModel } from './descriptor';

const userGuide = 'https://docs.aws.amazon.com/bedrock/latest/userguide';
const lifecycleSource = `${userGuide}/model-lifecycle.html`;
const claudePrices = 'AWS Price List API, 2026-09-29';
const novaPrices = 'https://github.com/BerriAI/litellm model_prices_and_context_window.json (2026)';

const active = { status: 'active', source: lifecycleSource, readOn } as const;

const claude = {
  provider: 'Anthropic',
  family: 'claude',
  isSmall: false,
  isOnDemand: false,
  regions: [],
  takesSampling: true,
  // Quotas of these models are counted in tokens (millions a minute); this keeps a batch far below them.
  requestsPerMinute: 200,
  lifecycle: active,
} as const satisfies Partial<VisionModel>;

const everywhere = ['us', 'eu', 'jp', 'au', 'global'] as const;

/** Within a geography Claude costs a tenth more than by a `global.` profile. */
function claudePrice(geographic: TokenRates, global: TokenRates): TokenPrice {
  return { geographic, global, source: claudePrices, readOn };
}

const sonnetPrice = claudePrice({ inputUsd: 2.2, outputUsd: 11 }, { inputUsd: 2, outputUsd: 10 });
const opusPrice = claudePrice({ inputUsd: 5.5, outputUsd: 27.5 }, { inputUsd: 5, outputUsd: 25 });

const claudeModels: readonly VisionModel[] = [
  {
    ...claude,
    id: 'anthropic.claude-haiku-4-5-20251001-v1:0',
    name: 'Claude Haiku 4.5',
    isSmall: true,
    profiles: everywhere,
    contextTokens: 200_000,
    usualSeconds: 4,
    price: claudePrice({ inputUsd: 1.1, outputUsd: 5.5 }, { inputUsd: 1, outputUsd: 5 }),
    successorId: 'anthropic.claude-haiku-5-5',
    source: `${userGuide}/model-card-anthropic-claude-haiku-4-5.html`,
  },
  {
    ...claude,
    id: 'anthropic.claude-haiku-5-5',
    name: 'Claude Haiku 5.5',
    isSmall: true,
    profiles: everywhere,
    contextTokens: 1_000_000,
    takesSampling: false,
    usualSeconds: 4,
    // No price was found; without one it is not chosen by itself.
    source: `${userGuide}/model-card-anthropic-claude-haiku-5-5.html`,
  },
  {
    ...claude,
    id: 'anthropic.claude-sonnet-5-5',
    name: 'Claude Sonnet 5.5',
    profiles: everywhere,
    contextTokens: 200_000,
    takesSampling: false,
    usualSeconds: 7,
    price: sonnetPrice,
    source: lifecycleSource,
  },
  {
    ...claude,
    id: 'anthropic.claude-sonnet-5',
    name: 'Claude Sonnet 5',
    profiles: everywhere,
    contextTokens: 200_000,
    takesSampling: false,
    usualSeconds: 7,
    price: sonnetPrice,
    source: lifecycleSource,
  },
  {
    ...claude,
    id: 'anthropic.claude-sonnet-4-6',
    name: 'Claude Sonnet 4.6',
    profiles: everywhere,
    contextTokens: 200_000,
    usualSeconds: 7,
    // No price was found.
    source: `${userGuide}/model-card-anthropic-claude-sonnet-4-6.html`,
  },
  {
    ...claude,
    id: 'anthropic.claude-opus-5-5',
    name: 'Claude Opus 5.5',
    profiles: everywhere,
    contextTokens: 200_000,
    takesSampling: false,
    usualSeconds: 12,
    price: claudePrice({ inputUsd: 4.4, outputUsd: 22 }, { inputUsd: 4, outputUsd: 20 }),
    source: lifecycleSource,
  },
  {
    ...claude,
    id: 'anthropic.claude-opus-5',
    name: 'Claude Opus 5',
    profiles: everywhere,
    contextTokens: 200_000,
    takesSampling: false,
    usualSeconds: 12,
    price: opusPrice,
    source: lifecycleSource,
  },
  {
    ...claude,
    id: 'anthropic.claude-opus-4-8',
    name: 'Claude Opus 4.8',
    profiles: everywhere,
    contextTokens: 200_000,
    takesSampling: false,
    usualSeconds: 12,
    price: opusPrice,
    source: lifecycleSource,
  },
  {
    ...claude,
    id: 'anthropic.claude-opus-4-7',
    name: 'Claude Opus 4.7',
    profiles: everywhere,
    contextTokens: 200_000,
    takesSampling: false,
    usualSeconds: 12,
    price: opusPrice,
    source: `${userGuide}/model-card-anthropic-claude-opus-4-7.html`,
  },
  {
    ...claude,
    id: 'anthropic.claude-opus-4-6-v1',
    name: 'Claude Opus 4.6',
    profiles: everywhere,
    contextTokens: 200_000,
    usualSeconds: 12,
    price: opusPrice,
    source: lifecycleSource,
  },
  {
    ...claude,
    id: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
    name: 'Claude Sonnet 4.5',
    profiles: everywhere,
    contextTokens: 200_000,
    usualSeconds: 7,
    lifecycle: {
      status: 'legacy',
      legacyFrom: '2026-10-08',
      endsOn: '2027-04-08',
      source: `${userGuide}/model-lifecycle-legacy.html`,
      readOn,
    },
    successorId: 'anthropic.claude-sonnet-5-5',
    source: `${userGuide}/model-lifecycle-legacy.html`,
  },
];

const nova = {
  provider: 'Amazon',
  family: 'nova',
  isSmall: true,
  regions: [],
  contextTokens: 300_000,
  takesSampling: true,
  lifecycle: active,
  source: 'https://docs.aws.amazon.com/nova/latest/userguide/modalities-image.html',
} as const satisfies Partial<VisionModel>;

const novaModels: readonly VisionModel[] = [
  {
    ...nova,
    id: 'amazon.nova-2-lite-v1:0',
    name: 'Nova 2 Lite',
    profiles: ['us', 'eu', 'jp', 'global'],
    isOnDemand: false,
    contextTokens: 1_000_000,
    // Not published where it could be read; the smaller of Nova Lite's two.
    requestsPerMinute: 200,
    usualSeconds: 4,
    price: {
      geographic: { inputUsd: 0.33, outputUsd: 2.75 },
      global: { inputUsd: 0.3, outputUsd: 2.5 },
      source: novaPrices,
      readOn,
    },
  },
  {
    ...nova,
    id: 'amazon.nova-lite-v1:0',
    name: 'Nova Lite',
    profiles: ['us', 'eu', 'apac'],
    isOnDemand: true,
    // 2,000 in us-east-1 and eu-west-2: https://docs.aws.amazon.com/general/latest/gr/bedrock.html, read 2026-11-20.
    requestsPerMinute: 200,
    usualSeconds: 3,
    price: {
      geographic: { inputUsd: 0.06, outputUsd: 0.24 },
      byGeography: { eu: { inputUsd: 0.078, outputUsd: 0.312 } },
      source: novaPrices,
      readOn,
    },
  },
  {
    ...nova,
    id: 'amazon.nova-pro-v1:0',
    name: 'Nova Pro',
    isSmall: false,
    profiles: ['us', 'eu', 'apac'],
    isOnDemand: true,
    requestsPerMinute: 250,
    usualSeconds: 5,
    price: {
      geographic: { inputUsd: 0.8, outputUsd: 3.2 },
      byGeography: { eu: { inputUsd: 1.05, outputUsd: 4.2 } },
      source: novaPrices,
      readOn,
    },
  },
];

/** Every model that looks at images and that Easel knows; of equals, the earlier is offered first. */
export const visionModels: readonly VisionModel[] = [...claudeModels, ...novaModels];
