import assert from 'node:assert/strict';
import { AwsConnection } from '../../../src/aws/connection';
import { S3VideoBuckets } from '../../../src/aws/videoBuckets';
import { S3Objects } from '../../../src/aws/videoObjects';
import type { VideoPlace } from '../../../src/core/video/jobs/job';
import { isolateEnvironment } from './isolatedEnvironment';
import { ScriptedService, type Script, type SeenRequest } from './scriptedService';

const place: VideoPlace = { via: { provider: 'offline' }, region: 'us-west-2' };
const address = { bucket: 'films', prefix: 'easel' };
const signal = new AbortController().signal;

interface Answer {
  readonly status?: number;
  readonly code?: string;
  readonly message?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A bucket that is fine, except for what is given by operation. */
function bucketWith(answers: Readonly<Record<string, (request: SeenRequest) => Answer>>): Script {
  return (request, response) => {
    const url = new URL(request.url, 'http://x');
    const isSts = request.body.includes('GetCallerIdentity');
    const [subject] = [...url.searchParams.keys()].filter((key) => !key.startsWith('x-'));
    const isObject = url.pathname.split('/').filter((part) => part !== '').length > 1;
    const operation = isSts
      ? 'STS'
      : isObject
        ? `${request.method} object`
        : `${request.method} ${subject ?? 'bucket'}`;
    const {
      status = 200,
      code,
      message = 'no',
      body = '',
      headers = {},
    } = answers[operation]?.(request) ?? fine(operation);
    response.writeHead(status, {
      'content-type': 'application/xml',
      'x-amz-request-id': 'request-1',
      ...headers,
    });
    response.end(
      code === undefined
        ? body
        : `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    );
  };
}

function fine(operation: string): Answer {
  switch (operation) {
    case 'STS':
      return {
        body: '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
      };
    case 'GET publicAccessBlock':
      return { status: 404, code: 'NoSuchPublicAccessBlockConfiguration' };
    case 'GET policyStatus':
      return { status: 404, code: 'NoSuchBucketPolicy' };
    case 'GET acl':
      return { body: '<AccessControlPolicy><AccessControlList></AccessControlList></AccessControlPolicy>' };
    default:
      return {};
  }
}

const denied = (message = 'Access Denied'): Answer => ({ status: 403, code: 'AccessDenied', message });

describe('S3VideoBuckets', () => {
  isolateEnvironment();

  async function withService<T>(
    script: Script,
    work: (buckets: S3VideoBuckets, objects: S3Objects) => Promise<T>,
  ): Promise<{ readonly outcome: T; readonly requests: readonly SeenRequest[] }> {
    const service = await new ScriptedService(script).start();
    const connection = new AwsConnection({
      provider: 'offline',
      url: service.url,
      region: 'us-west-2',
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'secret',
    });
    const connections = { of: async () => connection };
    try {
      const outcome = await work(new S3VideoBuckets(connections), new S3Objects(connections, 200));
      return { outcome, requests: service.requests };
    } finally {
      connection.dispose();
      await service.close();
    }
  }

  async function check(answers: Parameters<typeof bucketWith>[0]): Promise<unknown> {
    const { outcome } = await withService(bucketWith(answers), (buckets) =>
      buckets.check(place, address, signal),
    );
    if (outcome.ok) return outcome.value.isPrivate;
    const { context: _context, ...error } = outcome.error;
    return error;
  }

  const unusable = (problem: string, more: object = {}): unknown => ({
    kind: 'bucketUnusable',
    bucket: 'films',
    problem,
    region: 'us-west-2',
    ...more,
  });

  it('takes a bucket that nobody else can read', async () => {
    assert.equal(await check({}), 'yes');
    assert.equal(
      await check({
        'GET publicAccessBlock': () => ({
          body: '<PublicAccessBlockConfiguration><IgnorePublicAcls>true</IgnorePublicAcls><RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>',
        }),
        'GET policyStatus': () => denied(),
      }),
      'yes',
    );
  });

  it('refuses one that everybody can read, by its policy or by its list', async () => {
    const isPublic = '<PolicyStatus><IsPublic>true</IsPublic></PolicyStatus>';
    assert.deepEqual(await check({ 'GET policyStatus': () => ({ body: isPublic }) }), unusable('public'));
    const grant =
      '<AccessControlPolicy><AccessControlList><Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Group"><URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee><Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>';
    assert.deepEqual(await check({ 'GET acl': () => ({ body: grant }) }), unusable('public'));
  });

  it('does not refuse one because it may not look who can read it', async () => {
    const no = (): Answer => denied();
    assert.equal(
      await check({ 'GET publicAccessBlock': no, 'GET policyStatus': no, 'GET acl': no }),
      'unknown',
    );
  });

  it('says that it is not there, elsewhere, or somebody else’s', async () => {
    assert.deepEqual(await check({ 'HEAD bucket': () => ({ status: 404 }) }), unusable('missing'));
    assert.deepEqual(
      await check({ 'HEAD bucket': () => ({ headers: { 'x-amz-bucket-region': 'eu-west-1' } }) }),
      unusable('wrongRegion', { bucketRegion: 'eu-west-1' }),
    );
    assert.deepEqual(
      await check({
        'HEAD bucket': () => ({ status: 301, headers: { 'x-amz-bucket-region': 'eu-west-1' } }),
      }),
      unusable('wrongRegion', { bucketRegion: 'eu-west-1' }),
    );
    assert.deepEqual(
      await check({
        'HEAD bucket': ({ headers }) =>
          headers['x-amz-expected-bucket-owner'] === '123456789012' ? { status: 403 } : {},
      }),
      unusable('otherOwner'),
    );
    assert.deepEqual(
      await check({ 'HEAD bucket': () => ({ status: 403 }) }),
      unusable('noPermission', { action: 's3:ListBucket' }),
    );
  });

  it('says which permission is missing, also that of a key', async () => {
    const sentence = (action: string): string =>
      `User: arn:aws:iam::123456789012:user/dev is not authorized to perform: ${action} on resource: x because no identity-based policy allows it`;
    assert.deepEqual(
      await check({ 'PUT object': () => denied(sentence('s3:PutObject')) }),
      unusable('noPermission', { action: 's3:PutObject' }),
    );
    assert.deepEqual(
      await check({ 'PUT object': () => denied() }),
      unusable('noPermission', { action: 's3:PutObject' }),
    );
    assert.deepEqual(
      await check({ 'PUT object': () => denied(sentence('kms:GenerateDataKey')) }),
      unusable('keyDenied', { action: 'kms:GenerateDataKey' }),
    );
    assert.deepEqual(
      await check({ 'PUT object': () => ({ status: 400, code: 'KMS.DisabledException' }) }),
      unusable('keyDenied'),
    );
    assert.deepEqual(
      await check({ 'HEAD object': () => ({ status: 403 }) }),
      unusable('noPermission', { action: 's3:GetObject' }),
    );
    assert.deepEqual(
      await check({ 'DELETE object': () => denied() }),
      unusable('noPermission', { action: 's3:DeleteObject' }),
    );
  });

  it('removes the small object it has written', async () => {
    const { requests } = await withService(bucketWith({}), (buckets) =>
      buckets.check(place, address, signal),
    );
    const onObjects = requests.filter(({ url }) => url.includes('.easel-check-'));
    assert.deepEqual(
      onObjects.map(({ method }) => method),
      ['PUT', 'HEAD', 'DELETE'],
    );
    assert.equal(new Set(onObjects.map(({ url }) => url.split('?')[0])).size, 1);
  });

  it('blocks public access and encrypts what it makes, also where the bucket is there already', async () => {
    for (const created of [{}, { status: 409, code: 'BucketAlreadyOwnedByYou' }]) {
      const { outcome, requests } = await withService(
        bucketWith({ 'PUT bucket': () => created }),
        (buckets) => buckets.create(place, 'films', signal),
      );
      assert.ok(outcome.ok);
      const bodies = requests.map(({ url, body }) => `${url} ${body}`);
      assert.ok(bodies.some((each) => each.includes('<LocationConstraint>us-west-2<')));
      const block = bodies.find((each) => each.includes('publicAccessBlock')) ?? '';
      assert.equal(block.match(/>true</g)?.length, 4);
      assert.ok(bodies.some((each) => each.includes('encryption') && each.includes('AES256')));
    }
  });

  it('says that the name is taken', async () => {
    const { outcome } = await withService(
      bucketWith({ 'PUT bucket': () => ({ status: 409, code: 'BucketAlreadyExists' }) }),
      (buckets) => buckets.create(place, 'films', signal),
    );
    assert.equal(
      !outcome.ok && outcome.error.kind === 'bucketUnusable' && outcome.error.problem,
      'nameTaken',
    );
  });

  it('ends a transfer on which nothing comes any more', async () => {
    const silent: Script = (_request, response) => {
      response.writeHead(206, { 'content-length': '100', etag: '"x"' });
      response.write('0123456789');
    };
    const pieces: number[] = [];
    const { outcome } = await withService(silent, (_buckets, objects) =>
      objects.read(
        { place, bucket: 'films', key: 'output.mp4' },
        { byte: 0, etag: '"x"' },
        async (piece) => {
          pieces.push(piece.length);
          return { ok: true, value: undefined };
        },
        signal,
      ),
    );
    assert.deepEqual(pieces, [10]);
    assert.equal(!outcome.ok && outcome.error.kind, 'timeout');
  });

  it('asks for the rest of one object alone, and says when it is another', async () => {
    const { outcome, requests } = await withService(
      (_request, response) => response.writeHead(412, { 'x-amz-request-id': 'request-1' }).end(),
      (_buckets, objects) =>
        objects.read(
          { place, bucket: 'films', key: 'output.mp4' },
          { byte: 77, etag: '"x"' },
          async () => ({ ok: true, value: undefined }),
          signal,
        ),
    );
    assert.deepEqual([requests[0]?.headers['range'], requests[0]?.headers['if-match']], ['bytes=77-', '"x"']);
    assert.deepEqual(!outcome.ok && outcome.error, { kind: 'videoChanged', uri: 's3://films/output.mp4' });
  });

  it('says which object could not be deleted, though the answer is a success', async () => {
    const { outcome } = await withService(
      (_request, response) =>
        response
          .writeHead(200, { 'content-type': 'application/xml' })
          .end(
            '<DeleteResult><Error><Key>a</Key><Code>AccessDenied</Code><Message>no</Message></Error></DeleteResult>',
          ),
      (_buckets, objects) => objects.remove(place, 'films', ['a', 'b'], signal),
    );
    assert.equal(!outcome.ok && outcome.error.kind, 'permissionDenied');
  });

  it('signs links for the regional host of the bucket', async () => {
    const connection = new AwsConnection({ provider: 'bedrock' });
    process.env['AWS_ACCESS_KEY_ID'] = 'AKIDEXAMPLE';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'secret';
    const objects = new S3Objects({ of: async () => connection });
    for (const region of ['us-east-1', 'eu-west-1']) {
      const link = await objects.presign(
        { place: { ...place, region }, bucket: 'films', key: 'a b.mp4' },
        { seconds: 900 },
      );
      assert.ok(link.ok);
      assert.equal(link.value.session, undefined);
      const url = new URL(link.value.url);
      assert.equal(url.host, `films.s3.${region}.amazonaws.com`);
      assert.equal(url.searchParams.get('X-Amz-Expires'), '900');
    }
    connection.dispose();
  });

  it('says that the keys of a session have signed a link', async () => {
    const connection = new AwsConnection({ provider: 'bedrock' });
    process.env['AWS_ACCESS_KEY_ID'] = 'ASIAEXAMPLE';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'secret';
    process.env['AWS_SESSION_TOKEN'] = 'token';
    const endsAt = Date.UTC(2030, 1, 1);
    process.env['AWS_CREDENTIAL_EXPIRATION'] = new Date(endsAt).toISOString();
    const objects = new S3Objects({ of: async () => connection });
    const film = { place, bucket: 'films', key: 'kite.mp4' };
    const link = await objects.presign(film, { seconds: 900, contentType: 'video/mp4' });
    assert.ok(link.ok);
    assert.deepEqual(link.value.session, { endsAt });
    assert.equal(new URL(link.value.url).searchParams.get('response-content-type'), 'video/mp4');
    connection.dispose();
  });

  it('finds a bucket in the region that S3 names, also where it refuses', async () => {
    const headers = { 'x-amz-bucket-region': 'eu-west-1' };
    for (const [answer, region] of [
      [{ headers }, 'eu-west-1'],
      [{ status: 301, headers }, 'eu-west-1'],
      [{ status: 403, headers }, 'eu-west-1'],
      [{ status: 403 }, 'us-west-2'],
    ] as const) {
      const { outcome } = await withService(
        bucketWith({ 'HEAD bucket': () => answer }),
        (_buckets, objects) => objects.locate(place, 'films', signal),
      );
      assert.deepEqual(outcome, { via: place.via, region }, JSON.stringify(answer));
    }
  });

  it('says that a bucket stays which is not empty', async () => {
    const { outcome } = await withService(
      bucketWith({ 'DELETE bucket': () => ({ status: 409, code: 'BucketNotEmpty' }) }),
      (buckets) => buckets.removeBucket(place, 'films', signal),
    );
    assert.equal(!outcome.ok && outcome.error.kind === 'bucketUnusable' && outcome.error.problem, 'notEmpty');
  });
});
