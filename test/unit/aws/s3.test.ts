import assert from 'node:assert/strict';
import { AwsConnection } from '../../../src/aws/connection';
import { AwsS3Uploads } from '../../../src/aws/s3';
import type { UploadRequest } from '../../../src/core/files/upload';
import { isolateEnvironment } from './isolatedEnvironment';
import { ScriptedService, type Script, type SeenRequest } from './scriptedService';

const REQUEST: UploadRequest = {
  bytes: new TextEncoder().encode('picture'),
  destination: 's3://pictures/site/img/',
  fileName: 'kite.png',
  contentType: 'image/png',
};

const KEYS = { region: 'us-west-2', accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };

function s3Error(status: number, code: string): Script {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/xml', 'x-amz-request-id': 'request-1' });
    response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`);
  };
}

/** Keeps keys, and honors `If-None-Match` as S3 does. */
function bucket(taken: readonly string[]): { script: Script; keys: Set<string> } {
  const keys = new Set(taken);
  const script: Script = (request, response) => {
    const { pathname } = new URL(request.url, 'http://x');
    if (request.headers['if-none-match'] === '*' && keys.has(pathname)) {
      s3Error(412, 'PreconditionFailed')(request, response);
      return;
    }
    keys.add(pathname);
    response.writeHead(200, { etag: '"x"', 'x-amz-request-id': 'request-1' }).end();
  };
  return { script, keys };
}

describe('AwsS3Uploads', () => {
  isolateEnvironment();

  async function upload(
    script: Script,
    request = REQUEST,
    signal = new AbortController().signal,
  ): Promise<{ outcome: unknown; requests: readonly SeenRequest[] }> {
    const service = await new ScriptedService(script).start();
    const connection = new AwsConnection({ provider: 'offline', url: service.url, ...KEYS });
    const result = await new AwsS3Uploads(connection).upload(request, signal);
    connection.dispose();
    await service.close();
    if (result.ok) return { outcome: result.value.uri, requests: service.requests };
    const { context: _context, ...error } = result.error;
    return { outcome: error, requests: service.requests };
  }

  it('puts the bytes below the prefix, with their type', async () => {
    const { outcome, requests } = await upload(bucket([]).script);
    assert.equal(outcome, 's3://pictures/site/img/kite.png');
    const [request] = requests;
    assert.equal(request?.method, 'PUT');
    assert.match(request.url, /^\/pictures\/site\/img\/kite\.png/);
    assert.equal(request.headers['content-type'], 'image/png');
    assert.match(request.body, /picture/);
  });

  it('says what is there now, and whose sign-in put it there', async () => {
    const service = await new ScriptedService(bucket([]).script).start();
    const connection = new AwsConnection({ provider: 'offline', url: service.url, ...KEYS });
    const result = await new AwsS3Uploads(connection).upload(REQUEST, new AbortController().signal);
    connection.dispose();
    await service.close();
    assert.ok(result.ok);
    assert.deepEqual(result.value, {
      uri: 's3://pictures/site/img/kite.png',
      place: { via: { provider: 'offline' }, region: 'us-west-2' },
      etag: '"x"',
    });
  });

  it('puts them into the bucket itself without a prefix', async () => {
    const { outcome } = await upload(bucket([]).script, { ...REQUEST, destination: 's3://pictures' });
    assert.equal(outcome, 's3://pictures/kite.png');
  });

  it('never replaces an object, but adds a number', async () => {
    const { script, keys } = bucket(['/pictures/site/img/kite.png', '/pictures/site/img/kite-2.png']);
    const { outcome } = await upload(script);
    assert.equal(outcome, 's3://pictures/site/img/kite-3.png');
    assert(keys.has('/pictures/site/img/kite-3.png'));
  });

  it('looks first where the store does not know conditional writes', async () => {
    const taken = new Set(['/pictures/site/img/kite.png']);
    const { outcome } = await upload((request, response) => {
      const { pathname } = new URL(request.url, 'http://x');
      if (request.headers['if-none-match'] !== undefined) s3Error(501, 'NotImplemented')(request, response);
      else if (request.method === 'HEAD') response.writeHead(taken.has(pathname) ? 200 : 404).end();
      else response.writeHead(200, { etag: '"x"' }).end();
    });
    assert.equal(outcome, 's3://pictures/site/img/kite-2.png');
  });

  it('says why a copy failed', async () => {
    const cases: readonly (readonly [Script, string])[] = [
      [s3Error(403, 'AccessDenied'), 'accessDenied'],
      [s3Error(404, 'NoSuchBucket'), 'noSuchBucket'],
      [s3Error(301, 'PermanentRedirect'), 'wrongRegion'],
      [s3Error(403, 'InvalidAccessKeyId'), 'signInExpired'],
      [s3Error(400, 'ExpiredToken'), 'signInExpired'],
      [s3Error(400, 'EntityTooLarge'), 'serviceFailed'],
    ];
    for (const [script, reason] of cases) {
      assert.deepEqual((await upload(script)).outcome, {
        kind: 's3UploadFailed',
        uri: REQUEST.destination,
        reason,
        fileName: 'kite.png',
      });
    }
  });

  it('sends nothing to an address that is none', async () => {
    for (const destination of [
      'pictures/site',
      's3://',
      's3://UPPER/x',
      'https://pictures.s3.amazonaws.com/x',
    ]) {
      const { outcome, requests } = await upload(bucket([]).script, { ...REQUEST, destination });
      assert.deepEqual(outcome, {
        kind: 's3UploadFailed',
        uri: destination,
        reason: 'invalidAddress',
        fileName: 'kite.png',
      });
      assert.equal(requests.length, 0);
    }
  });

  it('ends as cancelled when aborted', async () => {
    const abort = new AbortController();
    const { outcome } = await upload(() => abort.abort(), REQUEST, abort.signal);
    assert.deepEqual(outcome, { kind: 'cancelled' });
    const { requests } = await upload(bucket([]).script, REQUEST, AbortSignal.abort());
    assert.equal(requests.length, 0);
  });
});
