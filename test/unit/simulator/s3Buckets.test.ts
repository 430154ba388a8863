import assert from 'node:assert/strict';
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketPolicyStatusCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { startSimulator, type RunningSimulator } from '../../../src/simulator/server';
import { s3Client } from './clients';

const Bucket = 'easel-video-test';
const allBlocked = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const open = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` },
  ],
});

/** What the SDK's exceptions carry, whichever class they are. */
interface Answered extends Error {
  readonly $metadata: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers: Readonly<Record<string, string>> };
}

async function refusal(work: Promise<unknown>): Promise<Answered> {
  try {
    await work;
  } catch (cause) {
    assert.ok(cause instanceof Error);
    return cause as Answered;
  }
  assert.fail('the request was not refused');
}

describe('the simulator: buckets', () => {
  let simulator: RunningSimulator;
  let here: S3Client;
  let east: S3Client;

  beforeEach(async () => {
    simulator = await startSimulator();
    here = s3Client(simulator);
    east = s3Client(simulator, 'us-east-1');
    await here.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'us-west-2' } }),
    );
  });
  afterEach(async () => {
    here.destroy();
    east.destroy();
    await simulator.close();
  });

  it('blocks public access and encrypts from the beginning', async () => {
    const access = await here.send(new GetPublicAccessBlockCommand({ Bucket }));
    assert.deepEqual(access.PublicAccessBlockConfiguration, allBlocked);
    const encryption = await here.send(new GetBucketEncryptionCommand({ Bucket }));
    const [rule] = encryption.ServerSideEncryptionConfiguration?.Rules ?? [];
    assert.equal(rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm, 'AES256');
    const { Grants } = await here.send(new GetBucketAclCommand({ Bucket }));
    assert.deepEqual(
      Grants?.map(({ Permission }) => Permission),
      ['FULL_CONTROL'],
    );
  });

  it('keeps what is set, and says it of the objects put afterwards', async () => {
    await here.send(
      new PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: {
          Rules: [
            {
              ApplyServerSideEncryptionByDefault: {
                SSEAlgorithm: 'aws:kms',
                KMSMasterKeyID: 'arn:aws:kms:us-west-2:123456789012:key/a',
              },
            },
          ],
        },
      }),
    );
    const put = await here.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }));
    assert.deepEqual(
      [put.ServerSideEncryption, put.SSEKMSKeyId],
      ['aws:kms', 'arn:aws:kms:us-west-2:123456789012:key/a'],
    );
  });

  it('takes a public policy only where public access is not blocked', async () => {
    const status = new GetBucketPolicyStatusCommand({ Bucket });
    assert.equal((await refusal(here.send(status))).name, 'NoSuchBucketPolicy');
    const publish = new PutBucketPolicyCommand({ Bucket, Policy: open });
    assert.equal((await refusal(here.send(publish))).name, 'AccessDenied');
    await here.send(new DeletePublicAccessBlockCommand({ Bucket }));
    const missing = await refusal(here.send(new GetPublicAccessBlockCommand({ Bucket })));
    assert.equal(missing.name, 'NoSuchPublicAccessBlockConfiguration');
    await here.send(publish);
    assert.equal((await here.send(status)).PolicyStatus?.IsPublic, true);
    await here.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: allBlocked }));
    const access = await here.send(new GetPublicAccessBlockCommand({ Bucket }));
    assert.deepEqual(access.PublicAccessBlockConfiguration, allBlocked);
  });

  it('says of a bucket where it is, and sends away who asks elsewhere', async () => {
    assert.equal((await here.send(new HeadBucketCommand({ Bucket }))).BucketRegion, 'us-west-2');
    const head = await refusal(east.send(new HeadBucketCommand({ Bucket })));
    assert.deepEqual(
      [head.$metadata.httpStatusCode, head.$response?.headers['x-amz-bucket-region']],
      [301, 'us-west-2'],
    );
    const put = await refusal(east.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' })));
    assert.equal(put.name, 'PermanentRedirect');
    const location = await east.send(new GetBucketLocationCommand({ Bucket }));
    assert.equal(location.LocationConstraint, 'us-west-2');
  });

  it('makes a bucket in the region of its endpoint', async () => {
    const other = 'easel-video-other';
    const elsewhere = new CreateBucketCommand({
      Bucket: other,
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    });
    assert.equal((await refusal(here.send(elsewhere))).name, 'IllegalLocationConstraintException');
    await east.send(new CreateBucketCommand({ Bucket: other }));
    const { Buckets } = await here.send(new ListBucketsCommand({}));
    assert.deepEqual(
      Buckets?.map(({ Name, BucketRegion }) => [Name, BucketRegion]),
      [
        [Bucket, 'us-west-2'],
        [other, 'us-east-1'],
      ],
    );
  });

  it('refuses who expects the bucket to be of another account, and who asks for no bucket', async () => {
    const { accountId } = simulator;
    await here.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner: accountId }));
    const foreign = await refusal(
      here.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner: '000000000000' })),
    );
    assert.equal(foreign.$metadata.httpStatusCode, 403);
    const missing = await refusal(here.send(new HeadBucketCommand({ Bucket: 'no-such-bucket' })));
    assert.equal(missing.$metadata.httpStatusCode, 404);
  });

  it('answers a presigned address with ranges, and under the name that it asks for', async () => {
    await here.send(new PutObjectCommand({ Bucket, Key: 'film.mp4', Body: '0123456789' }));
    const command = new GetObjectCommand({
      Bucket,
      Key: 'film.mp4',
      ResponseContentDisposition: 'attachment; filename="sea.mp4"',
    });
    const url = await getSignedUrl(here, command, { expiresIn: 900 });
    const answer = await fetch(url, { headers: { range: 'bytes=3-5' } });
    assert.deepEqual(
      [answer.status, await answer.text(), answer.headers.get('content-range')],
      [206, '345', 'bytes 3-5/10'],
    );
    assert.equal(answer.headers.get('content-disposition'), 'attachment; filename="sea.mp4"');
  });

  it('fails as it was told to, by the operation’s name', async () => {
    simulator.faults.add({ kind: 'missingBucket', operation: 'GetBucketLocation' });
    simulator.faults.add({ kind: 'wrongRegion', operation: 'HeadBucket' });
    const location = await refusal(here.send(new GetBucketLocationCommand({ Bucket })));
    assert.equal(location.name, 'NoSuchBucket');
    const head = await refusal(here.send(new HeadBucketCommand({ Bucket })));
    assert.equal(head.$metadata.httpStatusCode, 301);
    await here.send(new HeadBucketCommand({ Bucket }));
  });
});
