import type { ServerResponse } from 'node:http';
import { bedrockError, json, type Script, type SeenRequest } from './scriptedService';

const CORE = 'stability.stable-image-core-v1:1';

const SUMMARIES = [
  {
    modelArn: `arn:aws:bedrock:us-west-2::foundation-model/${CORE}`,
    modelId: CORE,
    modelName: 'Stable Image Core 1.0',
    providerName: 'Stability AI',
    outputModalities: ['IMAGE'],
    inferenceTypesSupported: ['ON_DEMAND'],
    modelLifecycle: { status: 'ACTIVE', startOfLifeTime: '2025-01-01T00:00:00Z' },
  },
  {
    modelArn: 'arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-canvas-v1:0',
    modelId: 'amazon.nova-canvas-v1:0',
    outputModalities: ['IMAGE', 'HOLOGRAM'],
    inferenceTypesSupported: ['INFERENCE_PROFILE'],
    modelLifecycle: {
      status: 'RETIRED_SOON',
      legacyTime: '2026-03-30T00:00:00Z',
      endOfLifeTime: '2026-09-30T00:00:00Z',
    },
  },
  { modelArn: 'arn:aws:bedrock:us-west-2::foundation-model/x', modelId: 'x' },
];

/** One account's control plane, STS and nothing else; each part can be replaced. */
export interface ScriptedAccount {
  identity: Script;
  models: Script;
  profiles: Script;
  availability: Script;
}

export function scriptedAccount(): ScriptedAccount {
  return {
    identity: xml(
      '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
        '<Arn>arn:aws:sts::123456789012:assumed-role/Developer/ada</Arn><UserId>AROA:ada</UserId>' +
        '<Account>123456789012</Account></GetCallerIdentityResult>' +
        '<ResponseMetadata><RequestId>request-1</RequestId></ResponseMetadata></GetCallerIdentityResponse>',
    ),
    models: json({ modelSummaries: SUMMARIES }),
    profiles: (request, response) => {
      const isSecond = new URL(request.url, 'http://x').searchParams.get('nextToken') === 'page 2';
      const id = isSecond ? 'eu.x' : 'us.stability.stable-image-inpaint-v1:0';
      const arn = (region: string): string =>
        `arn:aws:bedrock:${region}::foundation-model/${id.slice(id.indexOf('.') + 1)}`;
      json({
        inferenceProfileSummaries: [
          {
            inferenceProfileName: id,
            inferenceProfileArn: `arn:aws:bedrock:us-west-2:123456789012:inference-profile/${id}`,
            inferenceProfileId: id,
            status: 'ACTIVE',
            type: 'SYSTEM_DEFINED',
            models: [{ modelArn: arn('us-east-1') }, { modelArn: arn('us-west-2') }],
          },
        ],
        ...(isSecond ? {} : { nextToken: 'page 2' }),
      })(request, response);
    },
    availability: availability({}),
  };
}

export function availability(changes: Readonly<Record<string, unknown>>): Script {
  return json({
    modelId: CORE,
    agreementAvailability: { status: 'AVAILABLE' },
    authorizationStatus: 'AUTHORIZED',
    entitlementAvailability: 'AVAILABLE',
    regionAvailability: 'AVAILABLE',
    ...changes,
  });
}

export function route(account: ScriptedAccount): Script {
  return (request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    if (path === '/') account.identity(request, response);
    else if (path === '/foundation-models') account.models(request, response);
    else if (path === '/inference-profiles') account.profiles(request, response);
    else if (path.startsWith('/foundation-model-availability/')) account.availability(request, response);
    else bedrockError(404, 'UnknownOperationException', path)(request, response);
  };
}

export function xml(text: string, status = 200): Script {
  return (_request: SeenRequest, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'text/xml', 'x-amzn-requestid': 'request-1' });
    response.end(text);
  };
}
