import assert from 'node:assert/strict';
import {
  GetFoundationModelCommand,
  ListFoundationModelsCommand,
  ListInferenceProfilesCommand,
} from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { startSimulator, type RunningSimulator } from '../../../src/simulator/server';
import { clientConfig, controlClient } from './clients';

const body = JSON.stringify({ prompt: 'a kite', aspect_ratio: '1:1' });
const modelId = 'stability.stable-image-core-v1:1';
const minuteMs = 60_000;

describe('the simulator: signatures', () => {
  let simulator: RunningSimulator;
  let clockOffsetMs = 0;

  before(async () => {
    simulator = await startSimulator({ lifecycle: 'active', now: () => Date.now() + clockOffsetMs });
  });
  afterEach(() => (clockOffsetMs = 0));
  after(() => simulator.close());

  async function nameOfRefusal(change: object): Promise<string> {
    const client = new BedrockRuntimeClient({
      ...clientConfig(simulator),
      requestHandler: new NodeHttpHandler(),
      ...change,
    });
    try {
      await client.send(new InvokeModelCommand({ modelId, body }));
      return 'accepted';
    } catch (cause) {
      return cause instanceof Error ? cause.name : 'not an error';
    } finally {
      client.destroy();
    }
  }

  it('accepts what the SDK signs', async () => {
    assert.equal(await nameOfRefusal({}), 'accepted');
  });

  it('does not know a wrong key id', async () => {
    const credentials = { accessKeyId: 'AKIAWRONG', secretAccessKey: simulator.secretAccessKey };
    assert.equal(await nameOfRefusal({ credentials }), 'UnrecognizedClientException');
  });

  it('refuses a wrong secret', async () => {
    const credentials = { accessKeyId: simulator.accessKeyId, secretAccessKey: 'wrong' };
    assert.equal(await nameOfRefusal({ credentials }), 'InvalidSignatureException');
  });

  it('refuses a body that was changed on its way', async () => {
    class Meddler extends NodeHttpHandler {
      override handle(...[request, options]: Parameters<NodeHttpHandler['handle']>) {
        request.body = body.replace('kite', 'kitf');
        return super.handle(request, options);
      }
    }
    assert.equal(await nameOfRefusal({ requestHandler: new Meddler() }), 'InvalidSignatureException');
  });

  for (const minutes of [20, -20]) {
    it(`refuses a clock that is ${minutes} minutes off`, async () => {
      clockOffsetMs = minutes * minuteMs;
      assert.equal(await nameOfRefusal({}), 'InvalidSignatureException');
    });
  }

  it('accepts its bearer key for Bedrock, and no other', async () => {
    const call = (token: string): Promise<Response> =>
      fetch(`${simulator.url}/model/${encodeURIComponent(modelId)}/invoke`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body,
      });
    assert.equal((await call(simulator.bearerKey)).status, 200);
    const refused = await call('ABSKwrong');
    assert.equal(refused.status, 403);
    assert.match(refused.headers.get('x-amzn-errortype') ?? '', /^AccessDeniedException:http/);
  });

  it('refuses a request without a signature', async () => {
    assert.equal((await fetch(`${simulator.url}/foundation-models`)).status, 403);
  });

  it('hears fault requests from programs, not from pages', async () => {
    const ask = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${simulator.url}/_simulator/faults`, { method: 'POST', headers, body: '{"kind":"throttle"}' });
    assert.equal((await ask({ 'content-type': 'text/plain' })).status, 403);
    assert.equal((await ask({ 'content-type': 'application/json' })).status, 200);
    assert.equal(await nameOfRefusal({}), 'ThrottlingException');
  });
});

describe('the simulator: control plane', () => {
  it('lists only what lives, in its own region, when the lifecycle is real', async () => {
    const simulator = await startSimulator({ lifecycle: 'real' });
    const client = controlClient(simulator);
    const { modelSummaries } = await client.send(
      new ListFoundationModelsCommand({ byOutputModality: 'IMAGE' }),
    );
    assert.deepEqual(
      modelSummaries
        ?.filter(({ inferenceTypesSupported }) => inferenceTypesSupported?.includes('ON_DEMAND'))
        .map(({ modelId: id }) => id),
      ['stability.sd3-5-large-v1:0', 'stability.stable-image-core-v1:1', 'stability.stable-image-ultra-v1:1'],
    );
    await assert.rejects(
      client.send(new GetFoundationModelCommand({ modelIdentifier: 'amazon.nova-canvas-v1:0' })),
      { name: 'ResourceNotFoundException' },
    );
    client.destroy();
    await simulator.close();
  });

  it('lists every model as active when all may answer', async () => {
    const simulator = await startSimulator({ lifecycle: 'active' });
    const client = controlClient(simulator);
    const { modelSummaries } = await client.send(new ListFoundationModelsCommand({}));
    assert.ok(modelSummaries?.some(({ modelId: id }) => id === 'amazon.nova-canvas-v1:0'));
    assert.ok(modelSummaries?.every(({ modelLifecycle }) => modelLifecycle?.status === 'ACTIVE'));
    const { inferenceProfileSummaries } = await client.send(new ListInferenceProfilesCommand({}));
    const ids = inferenceProfileSummaries?.map(({ inferenceProfileId }) => inferenceProfileId ?? '') ?? [];
    assert.equal(ids.filter((id) => id.startsWith('us.stability.')).length, 13);
    client.destroy();
    await simulator.close();
  });

  it('says whose credentials they are', async () => {
    const simulator = await startSimulator();
    const client = new STSClient(clientConfig(simulator));
    const identity = await client.send(new GetCallerIdentityCommand({}));
    assert.equal(identity.Account, simulator.accountId);
    client.destroy();
    await simulator.close();
  });
});
