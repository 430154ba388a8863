import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AwsConnection } from '../../../src/aws/connection';
import { BedrockInvoker } from '../../../src/aws/invoker';
import { DEFAULT_TIME_LIMITS, type BedrockSettings, type TimeLimits } from '../../../src/aws/settings';
import type { ImageError } from '../../../src/core/errors';
import type { InvokeAnswer } from '../../../src/core/models/invoker';
import type { Result } from '../../../src/core/result';
import { ConnectProxy } from './connectProxy';
import { silentLog } from './fakes';
import { isolateEnvironment } from './isolatedEnvironment';
import { json, ScriptedService, type Script } from './scriptedService';
import { TEST_CERTIFICATE } from './testCertificate';

const MODEL = 'stability.stable-image-core-v1:1';

describe('the way to the service', () => {
  const environment = isolateEnvironment();
  const toClose: { close(): Promise<void> }[] = [];

  beforeEach(() => {
    environment.set('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    environment.set('AWS_SECRET_ACCESS_KEY', 'secret');
  });

  afterEach(async () => {
    for (const item of toClose.splice(0)) await item.close();
  });

  async function serve(script: Script, isSecure = false): Promise<ScriptedService> {
    const service = await new ScriptedService(script, isSecure).start();
    toClose.push(service);
    return service;
  }

  async function proxyTo(port: number, refuseWith?: number): Promise<ConnectProxy> {
    const proxy = await new ConnectProxy(port, refuseWith).start();
    toClose.push(proxy);
    return proxy;
  }

  async function invoke(
    settings: Omit<BedrockSettings, 'provider'>,
    { limits, signal }: { limits?: Partial<TimeLimits>; signal?: AbortSignal } = {},
  ): Promise<Result<InvokeAnswer>> {
    const connection = new AwsConnection(
      { provider: 'bedrock', region: 'us-west-2', ...settings },
      { ...DEFAULT_TIME_LIMITS, ...limits },
    );
    toClose.push({
      close: () => {
        connection.dispose();
        return Promise.resolve();
      },
    });
    const invoker = new BedrockInvoker(connection, { factsOf: () => undefined, log: silentLog });
    return invoker.invoke(
      { modelId: MODEL, region: 'us-west-2', body: { prompt: 'a kite' } },
      signal ?? new AbortController().signal,
    );
  }

  async function failureOf(...call: Parameters<typeof invoke>): Promise<ImageError> {
    const result = await invoke(...call);
    assert(!result.ok, 'a failure');
    const { context: _context, ...error } = result.error;
    return error;
  }

  it('returns the answer byte for byte, with its request id', async () => {
    const service = await serve(json({ images: ['AAAA'], seeds: [0] }));
    const result = await invoke({ endpoint: service.url });
    assert(result.ok);
    assert.equal(new TextDecoder().decode(result.value.bytes), '{"images":["AAAA"],"seeds":[0]}');
    assert.equal(result.value.requestId, 'request-1');
    const [request] = service.requests;
    assert.equal(request?.url, '/model/stability.stable-image-core-v1%3A1/invoke');
    assert.equal(request.body, '{"prompt":"a kite"}');
    assert.equal(request.headers['content-type'], 'application/json');
    assert.match(request.headers.authorization ?? '', /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\//);
  });

  it('sends a Bedrock key in place of a signature', async () => {
    environment.set('AWS_BEARER_TOKEN_BEDROCK', 'ABSKexample');
    const service = await serve(json({}));
    assert((await invoke({ endpoint: service.url })).ok);
    assert.equal(service.requests[0]?.headers.authorization, 'Bearer ABSKexample');
  });

  it('follows the endpoint of the environment', async () => {
    const service = await serve(json({}));
    environment.set('AWS_ENDPOINT_URL_BEDROCK_RUNTIME', service.url);
    assert((await invoke({})).ok);
    assert.equal(service.requests.length, 1);
  });

  it('says that nobody listens', async () => {
    const service = await new ScriptedService(json({})).start();
    const { url } = service;
    await service.close();
    assert.deepEqual(await failureOf({ endpoint: url }), { kind: 'endpointUnreachable', host: '127.0.0.1' });
  });

  it('says that a host cannot be found', async () => {
    const error = await failureOf({ endpoint: 'https://bedrock.invalid' });
    assert.deepEqual(error, { kind: 'noNetwork', host: 'bedrock.invalid' });
  });

  it('says that the endpoint of the settings is no address', async () => {
    const error = await failureOf({ endpoint: 'my gateway' });
    assert.deepEqual(error, { kind: 'endpointUnreachable', host: 'my gateway' });
  });

  it('leaves the charge open when the connection breaks before the answer', async () => {
    const service = await serve((_request, response) => response.destroy());
    assert.deepEqual(await failureOf({ endpoint: service.url }), {
      kind: 'connectionLost',
      charge: 'unknown',
    });
  });

  it('leaves the charge open when the connection breaks inside the answer', async () => {
    const service = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"images":["AAAA', () => response.destroy());
    });
    assert.deepEqual(await failureOf({ endpoint: service.url }), {
      kind: 'connectionLost',
      charge: 'unknown',
    });
  });

  it('gives up after the time limit, and leaves the charge open', async () => {
    const service = await serve(() => undefined);
    const error = await failureOf({ endpoint: service.url }, { limits: { requestMs: 30 } });
    assert.deepEqual(error, { kind: 'timeout', seconds: 0, charge: 'unknown' });
  });

  it('gives up when the answer stops half way', async () => {
    const service = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"images":');
    });
    const error = await failureOf({ endpoint: service.url }, { limits: { requestMs: 60 } });
    assert.deepEqual(error, { kind: 'timeout', seconds: 0, charge: 'unknown' });
  });

  it('ends as cancelled when aborted while the model works', async () => {
    const abort = new AbortController();
    const service = await serve(() => abort.abort());
    assert.deepEqual(await failureOf({ endpoint: service.url }, { signal: abort.signal }), {
      kind: 'cancelled',
    });
  });

  it('ends as cancelled when aborted inside the answer', async () => {
    const abort = new AbortController();
    const service = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{', () => setImmediate(() => abort.abort()));
    });
    assert.deepEqual(await failureOf({ endpoint: service.url }, { signal: abort.signal }), {
      kind: 'cancelled',
    });
  });

  it('sends nothing when aborted before', async () => {
    const service = await serve(json({}));
    assert.deepEqual(await failureOf({ endpoint: service.url }, { signal: AbortSignal.abort() }), {
      kind: 'cancelled',
    });
    assert.equal(service.requests.length, 0);
  });

  describe('through a proxy', () => {
    it('tunnels http and https, with the proxy of the settings', async () => {
      for (const isSecure of [false, true]) {
        const service = await serve(json({}), isSecure);
        const proxy = await proxyTo(service.port);
        const result = await invoke({
          endpoint: `${isSecure ? 'https' : 'http'}://bedrock.test:${service.port}`,
          proxy: { url: proxy.url.replace('//', '//user:pass%20word@'), strictSsl: true, noProxy: [] },
          caCertificates: [TEST_CERTIFICATE],
        });
        assert(result.ok, JSON.stringify(result));
        assert.deepEqual(proxy.tunnels, [`bedrock.test:${service.port}`]);
        assert.deepEqual(proxy.authorizations, [`Basic ${Buffer.from('user:pass word').toString('base64')}`]);
      }
    });

    it('takes the proxy of the environment', async () => {
      const service = await serve(json({}), true);
      const proxy = await proxyTo(service.port);
      environment.set('HTTPS_PROXY', proxy.url);
      const result = await invoke({ endpoint: 'https://bedrock.test', caCertificates: [TEST_CERTIFICATE] });
      assert(result.ok, JSON.stringify(result));
      assert.deepEqual(proxy.tunnels, ['bedrock.test:443']);
    });

    it('goes past it where NO_PROXY says so', async () => {
      const service = await serve(json({}));
      const proxy = await proxyTo(service.port);
      environment.set('HTTP_PROXY', proxy.url);
      environment.set('NO_PROXY', 'bedrock.invalid');
      const error = await failureOf({ endpoint: 'http://bedrock.invalid' });
      assert.equal(error.kind, 'noNetwork');
      assert.deepEqual(proxy.tunnels, []);
    });

    it('says that the proxy refused, and sends it no request', async () => {
      for (const status of [407, 403]) {
        const service = await serve(json({}));
        const proxy = await proxyTo(service.port, status);
        const error = await failureOf({
          endpoint: 'https://bedrock.test',
          proxy: { url: proxy.url, strictSsl: true, noProxy: [] },
        });
        assert.deepEqual(error, { kind: 'proxyRefused', status });
        assert.equal(service.requests.length, 0);
      }
    });

    it('names the proxy, not the service, when the proxy is away', async () => {
      const proxy = await new ConnectProxy(1).start();
      const { url } = proxy;
      await proxy.close();
      const error = await failureOf({
        endpoint: 'https://bedrock.test',
        proxy: { url, strictSsl: true, noProxy: [] },
      });
      assert.deepEqual(error, { kind: 'endpointUnreachable', host: new URL(url).host });
    });

    it('trusts what the proxy re-signs only where the setting says so', async () => {
      const service = await serve(json({}), true);
      const proxy = await proxyTo(service.port);
      const settings = { endpoint: 'https://bedrock.test' };
      const strict = await failureOf({
        ...settings,
        proxy: { url: proxy.url, strictSsl: true, noProxy: [] },
      });
      assert.equal(strict.kind, 'certificateRefused');
      const lax = await invoke({ ...settings, proxy: { url: proxy.url, strictSsl: false, noProxy: [] } });
      assert(lax.ok, JSON.stringify(lax));
    });
  });

  describe('with certificates of its own', () => {
    it('refuses a certificate that nobody vouches for', async () => {
      const service = await serve(json({}), true);
      const error = await failureOf({ endpoint: service.url });
      assert.deepEqual(error, {
        kind: 'certificateRefused',
        host: '127.0.0.1',
        code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      });
      assert.equal(service.requests.length, 0);
    });

    it('accepts one that is handed in', async () => {
      const service = await serve(json({}), true);
      const result = await invoke({ endpoint: service.url, caCertificates: [TEST_CERTIFICATE] });
      assert(result.ok, JSON.stringify(result));
    });

    it('accepts one that the environment names', async () => {
      const service = await serve(json({}), true);
      const file = join(environment.folder(), 'ca.pem');
      await writeFile(file, `Company root\n${TEST_CERTIFICATE}`);
      environment.set('NODE_EXTRA_CA_CERTS', file);
      const result = await invoke({ endpoint: service.url });
      assert(result.ok, JSON.stringify(result));
    });
  });
});
