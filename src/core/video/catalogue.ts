import { lifecyclePage, readOn } from '../models/catalogue/lifecyclePages';
import type { FrameLimits, VideoModelDescriptor } from './descriptor';

const reelPage = 'https://docs.aws.amazon.com/nova/latest/userguide/video-gen-access.html';
const rayPage = 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-luma.html';
const rayCard = 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-card-luma-ai-ray2.html';

/** What takes the place of Nova Reel; Amazon has named no successor of its own. */
const RAY_ID = 'luma.ray-v2:0';

const reelFrames: FrameLimits = {
  formats: ['png', 'jpeg'],
  size: { kind: 'exact', width: 1280, height: 720 },
  takesAlpha: false,
  takesEnd: false,
};

const reelShared = {
  provider: 'Amazon',
  family: 'novaReel',
  profileIds: [],
  sizes: { kind: 'fixed', width: 1280, height: 720 },
  framesPerSecond: 24,
  frames: reelFrames,
  takesLoop: false,
  seed: { min: 0, max: 2_147_483_646 },
  price: {
    usdPerSecond: [{ usd: 0.08 }],
    source: 'project tables of 2026; the authoritative page is https://aws.amazon.com/bedrock/pricing/',
    readOn,
  },
  lifecycle: {
    status: 'legacy',
    legacyFrom: '2026-03-30',
    endsOn: '2026-09-30',
    source: lifecyclePage,
    readOn,
  },
  successorId: RAY_ID,
  source: reelPage,
} as const satisfies Partial<VideoModelDescriptor>;

const single = { minLength: 1, maxLength: 512 };

const reel10: VideoModelDescriptor = {
  ...reelShared,
  id: 'amazon.nova-reel-v1:0',
  name: 'Nova Reel 1.0',
  tasks: ['textToVideo', 'imageToVideo'],
  prompt: { textToVideo: single, imageToVideo: single },
  durations: {
    textToVideo: { kind: 'list', seconds: [6] },
    imageToVideo: { kind: 'list', seconds: [6] },
  },
  concurrentJobs: 10,
  usual: [{ upToSeconds: 6, fromSeconds: 80, toSeconds: 100 }],
  regions: ['us-east-1', 'eu-west-1', 'ap-northeast-1'],
};

const reel11: VideoModelDescriptor = {
  ...reelShared,
  id: 'amazon.nova-reel-v1:1',
  name: 'Nova Reel 1.1',
  tasks: ['textToVideo', 'imageToVideo', 'multiShotAutomated', 'multiShotManual'],
  prompt: {
    textToVideo: single,
    imageToVideo: single,
    multiShotAutomated: { minLength: 1, maxLength: 4000 },
    multiShotManual: single,
  },
  durations: {
    textToVideo: { kind: 'list', seconds: [6] },
    imageToVideo: { kind: 'list', seconds: [6] },
    multiShotAutomated: { kind: 'steps', min: 12, max: 120, step: 6 },
    multiShotManual: { kind: 'ofShots' },
  },
  shots: { max: 20, secondsEach: 6 },
  concurrentJobs: 3,
  // The page gives 90 s for 6 s and 14 to 17 min for 2 min; between them it is taken as proportional.
  usual: [
    { upToSeconds: 6, fromSeconds: 80, toSeconds: 100 },
    { upToSeconds: 30, fromSeconds: 200, toSeconds: 270 },
    { upToSeconds: 60, fromSeconds: 420, toSeconds: 540 },
    { upToSeconds: 120, fromSeconds: 840, toSeconds: 1020 },
  ],
  regions: ['us-east-1'],
};

const ray2: VideoModelDescriptor = {
  id: RAY_ID,
  name: 'Ray 2',
  provider: 'Luma AI',
  family: 'lumaRay',
  profileIds: [],
  tasks: ['textToVideo', 'imageToVideo'],
  prompt: {
    textToVideo: { minLength: 1, maxLength: 5000 },
    imageToVideo: { minLength: 1, maxLength: 5000 },
  },
  // The card's limit of 300 tokens; public clients cap at this many characters.
  surePrompt: { characters: 1200, tokens: 300 },
  durations: {
    textToVideo: { kind: 'list', seconds: [5, 9] },
    imageToVideo: { kind: 'list', seconds: [5, 9] },
  },
  sizes: {
    kind: 'ratios',
    ratios: ['16:9', '9:16', '1:1', '4:3', '3:4', '21:9', '9:21'],
    resolutions: ['540p', '720p'],
    // The cheaper resolution; the page states no default.
    default: { kind: 'ratio', ratio: '16:9', resolution: '540p' },
  },
  frames: {
    formats: ['png', 'jpeg'],
    size: { kind: 'range', minSidePx: 512, maxSidePx: 4096 },
    takesAlpha: false,
    takesEnd: true,
  },
  takesLoop: true,
  concurrentJobs: 1,
  usual: [
    { upToSeconds: 5, fromSeconds: 120, toSeconds: 300 },
    { upToSeconds: 9, fromSeconds: 240, toSeconds: 480 },
  ],
  price: {
    usdPerSecond: [
      { resolution: '540p', usd: 0.75 },
      { resolution: '720p', usd: 1.5 },
    ],
    source:
      'three independent project tables of 2026; the authoritative page is https://aws.amazon.com/bedrock/pricing/',
    readOn,
  },
  regions: ['us-west-2'],
  lifecycle: { status: 'active', source: rayCard, readOn },
  source: rayPage,
};

/** Of two models that are equally usable, the earlier one is offered first. */
export const videoModels: readonly VideoModelDescriptor[] = [ray2, reel11, reel10];
