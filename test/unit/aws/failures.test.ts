import assert from 'node:assert/strict';
import { AwsConnection } from '../../../src/aws/connection';
import type { ModelFacts } from '../../../src/aws/failures';
import { BedrockInvoker } from '../../../src/aws/invoker';
import type { ImageError } from '../../../src/core/errors';
import { silentLog } from './fakes';
import { isolateEnvironment } from './isolatedEnvironment';
import { bedrockError, json, ScriptedService, type Script } from './scriptedService';

const MODEL = 'stability.stable-image-core-v1:1';
const FACTS: ModelFacts = {
  regions: ['us-west-2'],
  profileIds: ['us.stability.stable-image-core-v1:1'],
  successorId: 'stability.stable-image-ultra-v1:1',
  lifecycle: { status: 'legacy', endsOn: '2026-09-30', source: '', readOn: '' },
};

describe('failures of a model call, as the service says them', () => {
  isolateEnvironment();

  /** What one call against a service with this answer ends as. */
  async function failureOf(script: Script, region = 'us-west-2', prompt = 'a kite'): Promise<ImageError> {
    const service = await new ScriptedService(script).start();
    const connection = new AwsConnection({
      provider: 'offline',
      url: service.url,
      region,
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'secret',
    });
    try {
      const invoker = new BedrockInvoker(connection, { factsOf: () => FACTS, log: silentLog });
      const result = await invoker.invoke(
        { modelId: MODEL, region, body: { prompt } },
        new AbortController().signal,
      );
      assert.equal(service.requests.length, 1, 'one attempt');
      assert(!result.ok, 'a failure');
      return result.error;
    } finally {
      connection.dispose();
      await service.close();
    }
  }

  const cases: readonly {
    readonly name: string;
    readonly answer: readonly [status: number, type: string, message: string];
    readonly error: ImageError;
  }[] = [
    {
      name: 'an ended model with its day and successor',
      answer: [
        404,
        'ResourceNotFoundException',
        'This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
      ],
      error: {
        kind: 'modelEnded',
        modelId: MODEL,
        endedOn: '2026-09-30',
        successorId: 'stability.stable-image-ultra-v1:1',
      },
    },
    {
      name: 'a legacy model closed to idle accounts',
      answer: [
        404,
        'ResourceNotFoundException',
        'Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in the last 30 days. Please upgrade to an active model on Amazon Bedrock',
      ],
      error: { kind: 'modelLocked', modelId: MODEL, successorId: 'stability.stable-image-ultra-v1:1' },
    },
    {
      name: 'a use-case form that was not sent',
      answer: [
        404,
        'ResourceNotFoundException',
        'Model use case details have not been submitted for this account. Fill out the form.',
      ],
      error: { kind: 'noModelAccess', modelId: MODEL },
    },
    {
      name: 'a model that is not there at all',
      answer: [404, 'ResourceNotFoundException', 'Could not resolve the foundation model.'],
      error: { kind: 'unknownModel', modelId: MODEL },
    },
    {
      name: 'a model the account has no access to',
      answer: [
        403,
        'AccessDeniedException',
        "You don't have access to the model with the specified model ID.",
      ],
      error: { kind: 'noModelAccess', modelId: MODEL },
    },
    {
      name: 'an IAM denial with the missing action',
      answer: [
        403,
        'AccessDeniedException',
        'User: arn:aws:iam::123456789012:user/dev is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:us-west-2::foundation-model/x because no identity-based policy allows the bedrock:InvokeModel action',
      ],
      error: { kind: 'permissionDenied', action: 'bedrock:InvokeModel' },
    },
    {
      name: 'a Marketplace subscription on its way',
      answer: [
        403,
        'AccessDeniedException',
        'Model access is pending. Your AWS Marketplace subscription for this model is still being processed. Try again after 15 minutes.',
      ],
      error: { kind: 'subscriptionPending', modelId: MODEL },
    },
    {
      name: 'missing Marketplace permissions',
      answer: [
        403,
        'AccessDeniedException',
        'Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this model. Refer to the Amazon Bedrock documentation for further details. Your AWS Marketplace subscription for this model cannot be completed at this time. If you recently fixed this issue, try again after 15 minutes.',
      ],
      error: { kind: 'permissionDenied', action: 'aws-marketplace:Subscribe' },
    },
    {
      name: 'a Bedrock key that is refused',
      answer: [
        403,
        'AccessDeniedException',
        'Authentication failed: Please make sure your API Key is valid.',
      ],
      error: { kind: 'signInExpired', isSso: false },
    },
    {
      name: 'a model that needs an inference profile',
      answer: [
        400,
        'ValidationException',
        `Invocation of model ID ${MODEL} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
      ],
      error: { kind: 'profileIdNeeded', modelId: MODEL, profileId: 'us.stability.stable-image-core-v1:1' },
    },
    {
      name: 'an unknown model id',
      answer: [400, 'ValidationException', 'The provided model identifier is invalid.'],
      error: { kind: 'unknownModel', modelId: MODEL },
    },
    {
      name: 'a field that is missing',
      answer: [
        400,
        'ValidationException',
        'Malformed input request: #: required key [prompt] not found, please reformat your input and try again.',
      ],
      error: { kind: 'badRequest', field: 'prompt', reason: 'required key [prompt] not found' },
    },
    {
      name: 'a field deep in the request',
      answer: [
        400,
        'ValidationException',
        'Malformed input request: #/textToImageParams/text: expected minLength: 3, actualLength: 2, please reformat your input and try again.',
      ],
      error: {
        kind: 'badRequest',
        field: 'textToImageParams.text',
        reason: 'expected minLength: 3, actualLength: 2',
      },
    },
    {
      name: 'violations that are only counted',
      answer: [
        400,
        'ValidationException',
        'Malformed input request: 2 schema violations found, please reformat your input and try again.',
      ],
      error: { kind: 'badRequest', reason: '2 schema violations found' },
    },
    {
      name: 'a held back prompt',
      answer: [
        400,
        'ValidationException',
        'This request has been blocked by our content filters. Please adjust your text prompt to submit a new request.',
      ],
      error: { kind: 'contentFiltered', stage: 'prompt', count: 0 },
    },
    {
      name: 'a held back input image',
      answer: [
        400,
        'ValidationException',
        'This request has been blocked by our content filters. Please adjust your input image to submit a new request.',
      ],
      error: { kind: 'contentFiltered', stage: 'inputImage', count: 0 },
    },
    {
      name: 'throttling',
      answer: [429, 'ThrottlingException', 'Too many requests, please wait before trying again.'],
      error: { kind: 'throttled', modelId: MODEL, attempts: 1 },
    },
    {
      name: 'a model that is not ready',
      answer: [429, 'ModelNotReadyException', 'Try again later.'],
      error: { kind: 'throttled', modelId: MODEL, attempts: 1 },
    },
    {
      name: 'a used up quota',
      answer: [400, 'ServiceQuotaExceededException', 'Too many tokens per day.'],
      error: { kind: 'quotaReached', modelId: MODEL, region: 'us-west-2' },
    },
    {
      name: 'a model that took too long',
      answer: [408, 'ModelTimeoutException', 'The request took too long.'],
      error: { kind: 'timeout', seconds: 0, charge: 'unknown' },
    },
    {
      name: 'a model that failed',
      answer: [424, 'ModelErrorException', 'The model failed.'],
      error: { kind: 'serviceFailed', status: 424, attempts: 1 },
    },
    {
      name: 'a service that failed',
      answer: [500, 'InternalServerException', 'Oops.'],
      error: { kind: 'serviceFailed', status: 500, attempts: 1 },
    },
    {
      name: 'a service without room',
      answer: [503, 'ServiceUnavailableException', 'Too busy.'],
      error: { kind: 'serviceFailed', status: 503, attempts: 1 },
    },
    {
      name: 'an expired token',
      answer: [403, 'ExpiredTokenException', 'The security token included in the request is expired'],
      error: { kind: 'signInExpired', isSso: false },
    },
    {
      name: 'keys that AWS does not know',
      answer: [403, 'UnrecognizedClientException', 'The security token included in the request is invalid.'],
      error: { kind: 'signInExpired', isSso: false },
    },
  ];
  for (const { name, answer, error } of cases) {
    it(`names ${name}`, async () => {
      const { context, ...kind } = await failureOf(bedrockError(...answer));
      assert.deepEqual(kind, error);
      assert.equal(context?.code, answer[1]);
      assert.equal(context.requestId, 'request-1');
      assert.equal(context.modelId, MODEL);
      assert.equal(context.region, 'us-west-2');
    });
  }

  it('says where a model is when the id is only wrong in this region', async () => {
    const { context: _context, ...error } = await failureOf(
      bedrockError(400, 'ValidationException', 'The provided model identifier is invalid.'),
      'eu-west-1',
    );
    assert.deepEqual(error, {
      kind: 'modelNotInRegion',
      modelId: MODEL,
      region: 'eu-west-1',
      regions: ['us-west-2'],
    });
  });

  it('takes a wrong signature for a wrong clock only when the clock is off', async () => {
    const sentence = 'The request signature we calculated does not match the signature you provided.';
    const offBy = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toUTCString();
    const skewed = await failureOf(
      bedrockError(403, 'InvalidSignatureException', sentence, { date: offBy(22) }),
    );
    assert.deepEqual(
      { ...skewed, context: undefined },
      { kind: 'clockSkew', minutes: 22, context: undefined },
    );
    const wrongKey = await failureOf(bedrockError(403, 'InvalidSignatureException', sentence));
    assert.equal(wrongKey.kind, 'signInExpired');
  });

  it('is not misled by a prompt that quotes other failures', async () => {
    const quoted =
      'Malformed input request: #/prompt: "This request has been blocked by our content filters. Please adjust your text prompt to submit a new request." is not valid';
    const filtered = await failureOf(bedrockError(400, 'ValidationException', quoted), 'us-west-2', quoted);
    assert.equal(filtered.kind, 'badRequest');
    const ended = await failureOf(
      bedrockError(
        400,
        'ValidationException',
        'The value 500 ThrottlingException This model version has reached the end of its life is refused.',
      ),
    );
    assert.equal(ended.kind, 'badRequest');
  });

  it('keeps account numbers out of what it passes on', async () => {
    const { context } = await failureOf(
      bedrockError(
        403,
        'AccessDeniedException',
        'User: arn:aws:iam::123456789012:user/dev is not authorized to perform: bedrock:InvokeModel on resource: x',
      ),
    );
    assert.match(context?.serviceMessage ?? '', /arn:aws:iam::…9012:user\/dev/);
    assert.doesNotMatch(context?.serviceMessage ?? '', /123456789012/);
  });

  it('does not take a page of somebody else for an answer of AWS', async () => {
    const error = await failureOf((_request, response) => {
      response.writeHead(403, { 'content-type': 'text/html' });
      response.end('<html>Please log in to the hotel</html>');
    });
    assert.deepEqual(
      { ...error, context: undefined },
      { kind: 'serviceFailed', status: 403, attempts: 1, context: undefined },
    );
  });

  it('tells a guardrail that stepped in from a picture', async () => {
    const service = await new ScriptedService(
      json({ 'amazon-bedrock-guardrailAction': 'INTERVENED', images: [] }),
    ).start();
    const connection = new AwsConnection({
      provider: 'offline',
      url: service.url,
      region: 'us-west-2',
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'secret',
    });
    const guardrail = { id: 'abc123', version: '2' };
    const invoker = new BedrockInvoker(connection, { guardrail, factsOf: () => undefined, log: silentLog });
    const result = await invoker.invoke(
      { modelId: MODEL, region: 'us-west-2', body: {} },
      new AbortController().signal,
    );
    assert(!result.ok);
    assert.equal(result.error.kind, 'guardrailIntervened');
    assert.equal(service.requests[0]?.headers['x-amzn-bedrock-guardrailidentifier'], 'abc123');
    assert.equal(service.requests[0].headers['x-amzn-bedrock-guardrailversion'], '2');
    connection.dispose();
    await service.close();
  });
});
