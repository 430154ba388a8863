import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { startSimulator, type RunningSimulator } from '../../../src/simulator/server';
import { s3Client } from './clients';

const Bucket = 'a-bucket';

describe('the simulator: S3', () => {
  let simulator: RunningSimulator;
  let s3: ReturnType<typeof s3Client>;

  before(async () => {
    simulator = await startSimulator();
    s3 = s3Client(simulator);
    await s3.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'us-west-2' } }),
    );
  });
  after(async () => {
    s3.destroy();
    await simulator.close();
  });

  async function read(Key: string, Range?: string): Promise<string> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, ...(Range ? { Range } : {}) }));
    return (await Body?.transformToString()) ?? '';
  }

  it('returns what was put, with type, metadata and length, whatever the key is made of', async () => {
    for (const Key of ['plain.txt', 'a folder/ä & <b> "c"+%.txt', '日本/絵.png']) {
      await s3.send(
        new PutObjectCommand({
          Bucket,
          Key,
          Body: 'hello',
          ContentType: 'text/plain',
          Metadata: { by: 'test' },
        }),
      );
      assert.equal(await read(Key), 'hello');
      const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));
      assert.deepEqual(
        [head.ContentType, head.ContentLength, head.Metadata],
        ['text/plain', 5, { by: 'test' }],
      );
    }
  });

  it('returns ranges, and refuses one beyond the end', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'range', Body: '0123456789' }));
    assert.deepEqual(
      [await read('range', 'bytes=2-4'), await read('range', 'bytes=7-'), await read('range', 'bytes=-3')],
      ['234', '789', '789'],
    );
    await assert.rejects(read('range', 'bytes=10-12'), { name: 'InvalidRange' });
  });

  it('does not replace an object where the request forbids it', async () => {
    const put = (): Promise<unknown> =>
      s3.send(new PutObjectCommand({ Bucket, Key: 'once', Body: 'x', IfNoneMatch: '*' }));
    await put();
    await assert.rejects(put(), { name: 'PreconditionFailed' });
  });

  it('lists by prefix and delimiter, page by page', async () => {
    for (const name of ['l/a', 'l/b', 'l/sub/c', 'l/sub/d', 'l/z']) {
      await s3.send(new PutObjectCommand({ Bucket, Key: name, Body: name }));
    }
    const seen: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({
          Bucket,
          Prefix: 'l/',
          Delimiter: '/',
          MaxKeys: 2,
          ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
        }),
      );
      seen.push(
        ...(page.Contents ?? []).map(({ Key }) => Key ?? ''),
        ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix ?? ''),
      );
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    assert.deepEqual(
      seen,
      ['l/a', 'l/b', 'l/sub/', 'l/z'].sort((a, b) => seen.indexOf(a) - seen.indexOf(b)),
    );
    assert.equal(new Set(seen).size, 4);
  });

  it('puts an upload together from its parts', async () => {
    const bytes = Buffer.alloc(11 * 1024 * 1024, 'easel');
    await new Upload({ client: s3, params: { Bucket, Key: 'large', Body: bytes } }).done();
    const { Body, ETag } = await s3.send(new GetObjectCommand({ Bucket, Key: 'large' }));
    assert.ok(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(bytes));
    assert.match(ETag ?? '', /-3"$/);
  });

  it('answers a presigned URL, and refuses one that was changed or has run out', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'signed one', Body: 'secret' }));
    const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'signed one' }), {
      expiresIn: 60,
    });
    assert.equal(await (await fetch(url)).text(), 'secret');
    assert.equal((await fetch(url.replace('signed%20one', 'plain.txt'))).status, 403);
    const signingDate = new Date(Date.now() - 120_000);
    const late = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'signed one' }), {
      expiresIn: 60,
      signingDate,
    });
    assert.equal((await fetch(late)).status, 403);
  });

  it('names what is not there, and where a bucket is', async () => {
    await assert.rejects(read('nothing'), { name: 'NoSuchKey' });
    await assert.rejects(s3.send(new ListObjectsV2Command({ Bucket: 'no-such-bucket' })), {
      name: 'NoSuchBucket',
    });
    await assert.rejects(
      s3.send(
        new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'us-west-2' } }),
      ),
      { name: 'BucketAlreadyOwnedByYou' },
    );
    await assert.rejects(s3.send(new DeleteBucketCommand({ Bucket })), { name: 'BucketNotEmpty' });
    const { LocationConstraint } = await s3.send(new GetBucketLocationCommand({ Bucket }));
    assert.equal(LocationConstraint, 'us-west-2');
  });

  it('deletes several objects at once', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'gone & away', Body: 'x' }));
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'gone & away' }] } }));
    await assert.rejects(read('gone & away'), { name: 'NoSuchKey' });
  });

  it('keeps buckets and objects over a restart, where a folder was given', async () => {
    const stateDir = await mkdtemp(join(tmpdir(), 'easel-state-'));
    try {
      const first = await startSimulator({ stateDir });
      const one = s3Client(first);
      await one.send(
        new CreateBucketCommand({
          Bucket: 'kept-bucket',
          CreateBucketConfiguration: { LocationConstraint: 'us-west-2' },
        }),
      );
      await one.send(new PutObjectCommand({ Bucket: 'kept-bucket', Key: 'a/b', Body: 'kept' }));
      one.destroy();
      await first.close();
      const second = await startSimulator({ stateDir });
      const two = s3Client(second);
      const { Body } = await two.send(new GetObjectCommand({ Bucket: 'kept-bucket', Key: 'a/b' }));
      assert.equal(await Body?.transformToString(), 'kept');
      two.destroy();
      await second.close();
    } finally {
      await rm(stateDir, { recursive: true });
    }
  });
});
