import assert from 'node:assert/strict';
import { InvokeModelCommand, type BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { startSimulator, type RunningSimulator } from '../../../src/simulator/server';
import { http1Client, http2Client } from './clients';

/** What the service's exceptions carry, whichever class they are. */
interface ServiceException extends Error {
  readonly $metadata: { readonly httpStatusCode?: number; readonly requestId?: string };
}

async function refusal(work: Promise<unknown>): Promise<ServiceException> {
  try {
    await work;
  } catch (cause) {
    assert.ok(cause instanceof Error);
    return cause as ServiceException;
  }
  assert.fail('the request was not refused');
}

function send(
  client: BedrockRuntimeClient,
  modelId: string,
  body: unknown,
): Promise<Record<string, unknown>> {
  return client
    .send(new InvokeModelCommand({ modelId, contentType: 'application/json', body: JSON.stringify(body) }))
    .then((answer) => JSON.parse(new TextDecoder().decode(answer.body)) as Record<string, unknown>);
}

function imagesOf(answer: Record<string, unknown>): Buffer[] {
  return (answer['images'] as string[]).map((text) => Buffer.from(text, 'base64'));
}

const core = 'stability.stable-image-core-v1:1';
const canvas = 'amazon.nova-canvas-v1:0';
const small = { width: 320, height: 320 };

function canvasBody(configuration: object = small, parameters: object = {}): object {
  return {
    taskType: 'TEXT_IMAGE',
    textToImageParams: { text: 'a red kite', ...parameters },
    imageGenerationConfig: configuration,
  };
}

describe('the simulator: InvokeModel', () => {
  let simulator: RunningSimulator;
  let client: BedrockRuntimeClient;

  before(async () => {
    simulator = await startSimulator({ lifecycle: 'active' });
    client = http1Client(simulator);
  });
  afterEach(() => simulator.faults.clear());
  after(async () => {
    client.destroy();
    await simulator.close();
  });

  it('answers the unmodified client over HTTP/1.1 and over cleartext HTTP/2', async () => {
    const http2 = http2Client(simulator);
    const [one, two] = [await send(client, canvas, canvasBody()), await send(http2, canvas, canvasBody())];
    http2.destroy();
    assert.deepEqual(one, two);
  });

  it('draws the exact pixels that were asked for, as 8-bit PNG', async () => {
    const [image] = imagesOf(await send(client, canvas, canvasBody({ width: 400, height: 320 })));
    assert.ok(image);
    assert.deepEqual([image.readUInt32BE(16), image.readUInt32BE(20), image[24]], [400, 320, 8]);
  });

  it('draws the same bytes for the same request, and others for another seed', async () => {
    const [one, same, other] = await Promise.all(
      [7, 7, 8].map(async (seed) => imagesOf(await send(client, canvas, canvasBody({ ...small, seed })))[0]),
    );
    assert.ok(one && same && other);
    assert.ok(one.equals(same));
    assert.ok(!one.equals(other));
  });

  it('returns as many different images as were asked for', async () => {
    const images = imagesOf(await send(client, canvas, canvasBody({ ...small, numberOfImages: 3 })));
    assert.equal(images.length, 3);
    assert.equal(new Set(images.map((image) => image.toString('hex'))).size, 3);
  });

  it('answers Stability with seed and reason beside the image, and chooses a seed where 0 was sent', async () => {
    const answer = await send(client, core, { prompt: 'a kite', seed: 42, aspect_ratio: '16:9' });
    assert.deepEqual([answer['seeds'], answer['finish_reasons']], [[42], [null]]);
    const chosen = await send(client, core, { prompt: 'a kite', seed: 0 });
    assert.notEqual((chosen['seeds'] as number[])[0], 0);
  });

  it('returns JPEG where JPEG was asked for', async () => {
    const [image] = imagesOf(
      await send(client, core, { prompt: 'a kite', output_format: 'jpeg', aspect_ratio: '21:9' }),
    );
    assert.deepEqual([...(image?.subarray(0, 3) ?? [])], [0xff, 0xd8, 0xff]);
  });

  const refusedBodies: readonly (readonly [string, string, object, RegExp])[] = [
    ['an unknown field', canvas, { ...canvasBody(), extra: 1 }, /extraneous key \[extra\]/],
    ['an unknown nested field', canvas, canvasBody({ ...small, steps: 30 }), /extraneous key \[steps\]/],
    [
      'a missing prompt',
      canvas,
      { taskType: 'TEXT_IMAGE', textToImageParams: {} },
      /required key \[text\] not found/,
    ],
    ['an empty negative text', canvas, canvasBody(small, { negativeText: '' }), /minLength: 1/],
    ['a prompt of 1025 characters', canvas, canvasBody(small, { text: 'x'.repeat(1025) }), /maxLength: 1024/],
    ['a guidance above 10', canvas, canvasBody({ ...small, cfgScale: 10.1 }), /cfgScale/],
    ['six images', canvas, canvasBody({ ...small, numberOfImages: 6 }), /numberOfImages/],
    ['a width that 16 does not divide', canvas, canvasBody({ width: 330, height: 320 }), /divisible by 16/],
    ['a size beyond 1:4', canvas, canvasBody({ width: 320, height: 1296 }), /aspect ratio/],
    ['four megapixels', canvas, canvasBody({ width: 2048, height: 2048 }), /4,194,304/],
    ['a style of another family', canvas, canvasBody(small, { style: 'pixel-art' }), /style/],
    [
      'a style on Titan',
      'amazon.titan-image-generator-v2:0',
      canvasBody({ width: 512, height: 512 }, { style: 'PHOTOREALISM' }),
      /extraneous key \[style\]/,
    ],
    [
      '513 characters on Titan',
      'amazon.titan-image-generator-v1',
      canvasBody({ width: 512, height: 512 }, { text: 'x'.repeat(513) }),
      /maxLength: 512/,
    ],
    [
      'a size that Titan has not',
      'amazon.titan-image-generator-v2:0',
      canvasBody({ width: 800, height: 600 }),
      /size/,
    ],
    ['an unknown ratio', core, { prompt: 'a', aspect_ratio: '4:3' }, /aspect_ratio/],
    ['WebP from Core', core, { prompt: 'a', output_format: 'webp' }, /output_format/],
    [
      'a style preset on Core',
      core,
      { prompt: 'a', style_preset: 'anime' },
      /extraneous key \[style_preset\]/,
    ],
    ['a negative seed', core, { prompt: 'a', seed: -1 }, /seed/],
    ['a seed beyond SD 3.5', 'stability.sd3-5-large-v1:0', { prompt: 'a', seed: 4_294_967_295 }, /seed/],
  ];
  for (const [name, modelId, body, message] of refusedBodies) {
    it(`refuses ${name}`, async () => {
      const error = await refusal(send(client, modelId, body));
      assert.deepEqual([error.name, error.$metadata.httpStatusCode], ['ValidationException', 400]);
      assert.match(error.message, message);
    });
  }

  it('takes the longest prompt and the last seed that the pages give', async () => {
    const answer = await send(client, 'stability.stable-image-ultra-v1:1', {
      prompt: 'x'.repeat(10_000),
      seed: 4_294_967_295,
      mode: 'text-to-image',
    });
    assert.deepEqual(answer['seeds'], [4_294_967_295]);
  });

  const faults = [
    ['throttle', 'ThrottlingException', 429],
    ['quota', 'ServiceQuotaExceededException', 400],
    ['internalError', 'InternalServerException', 500],
    ['unavailable', 'ServiceUnavailableException', 503],
    ['modelTimeout', 'ModelTimeoutException', 408],
    ['modelError', 'ModelErrorException', 424],
    ['notReady', 'ModelNotReadyException', 429],
    ['noAccess', 'AccessDeniedException', 403],
    ['iamDenied', 'AccessDeniedException', 403],
    ['legacyLocked', 'ResourceNotFoundException', 404],
    ['subscriptionPending', 'AccessDeniedException', 403],
    ['expiredToken', 'ExpiredTokenException', 403],
    ['promptFiltered', 'ValidationException', 400],
    ['inputFiltered', 'ValidationException', 400],
  ] as const;
  for (const [kind, name, status] of faults) {
    it(`answers the fault ${kind} with ${name} and ${status}, once`, async () => {
      simulator.faults.add({ kind });
      const error = await refusal(send(client, canvas, canvasBody()));
      assert.deepEqual([error.name, error.$metadata.httpStatusCode], [name, status]);
      assert.ok((await send(client, canvas, canvasBody()))['images']);
    });
  }

  it('holds part of a batch back, and all of it', async () => {
    simulator.faults.add({ kind: 'partlyFiltered' });
    const part = await send(client, canvas, canvasBody({ ...small, numberOfImages: 3 }));
    assert.equal(imagesOf(part).length, 2);
    assert.equal(part['error'], 'Some of the generated images have been blocked by our content filters.');
    simulator.faults.add({ kind: 'outputFiltered' });
    const all = await send(client, canvas, canvasBody({ ...small, numberOfImages: 3 }));
    assert.deepEqual(all['images'], []);
    assert.equal(all['error'], 'All of the generated images have been blocked by our content filters.');
  });

  it('answers a filtered Stability request with status 200 and a reason', async () => {
    simulator.faults.add({ kind: 'promptFiltered' });
    assert.deepEqual(await send(client, core, { prompt: 'a' }), {
      finish_reasons: ['Filter reason: prompt'],
    });
  });

  it('breaks the connection off in the middle of an answer', async () => {
    simulator.faults.add({ kind: 'reset', afterBytes: 1000 });
    const error = await refusal(send(client, canvas, canvasBody()));
    assert.ok('code' in error);
    assert.equal(error.code, 'ECONNRESET');
  });

  it('sends what is no JSON, and what is no image', async () => {
    simulator.faults.add({ kind: 'truncatedJson' });
    await assert.rejects(send(client, canvas, canvasBody()), SyntaxError);
    simulator.faults.add({ kind: 'notAnImage' });
    const [text] = imagesOf(await send(client, canvas, canvasBody()));
    assert.match(text?.toString() ?? '', /no picture/);
  });

  it('counts faults down for the model they are meant for', async () => {
    simulator.faults.add({ kind: 'throttle', count: 2, modelId: core });
    assert.ok((await send(client, canvas, canvasBody()))['images']);
    for (let time = 0; time < 2; time++) {
      assert.equal((await refusal(send(client, core, { prompt: 'a' }))).name, 'ThrottlingException');
    }
    assert.ok((await send(client, core, { prompt: 'a' }))['images']);
  });

  it('says what a guardrail did, where one is named', async () => {
    const answer = await client.send(
      new InvokeModelCommand({
        modelId: canvas,
        body: JSON.stringify(canvasBody()),
        guardrailIdentifier: 'abc',
        guardrailVersion: '1',
      }),
    );
    const body = JSON.parse(new TextDecoder().decode(answer.body)) as Record<string, unknown>;
    assert.equal(body['amazon-bedrock-guardrailAction'], 'NONE');
  });
});

describe('the simulator: lifecycle', () => {
  let simulator: RunningSimulator;
  let client: BedrockRuntimeClient;

  before(async () => {
    simulator = await startSimulator({ lifecycle: 'real', now: () => Date.now() });
    client = http1Client(simulator);
  });
  after(async () => {
    client.destroy();
    await simulator.close();
  });

  it('says that an ended model has ended', async () => {
    const error = await refusal(send(client, 'amazon.titan-image-generator-v2:0', canvasBody()));
    assert.deepEqual([error.name, error.$metadata.httpStatusCode], ['ResourceNotFoundException', 404]);
    assert.match(error.message, /reached the end of its life/);
  });

  it('does not know a model of another region, or of none', async () => {
    for (const id of [canvas, 'amazon.no-such-model-v1:0']) {
      const error = await refusal(send(client, id, canvasBody()));
      assert.deepEqual(
        [error.name, error.message],
        ['ValidationException', 'The provided model identifier is invalid.'],
      );
    }
  });

  it('asks for a profile where only a profile reaches the model', async () => {
    const error = await refusal(send(client, 'stability.stable-image-inpaint-v1:0', { prompt: 'a' }));
    assert.match(error.message, /with on-demand throughput isn’t supported/);
  });
});
