import assert from 'node:assert/strict';
import type { AwsPlace } from '../../../../src/core/aws/place';
import type { ImageError } from '../../../../src/core/errors';
import { CopiesInS3 } from '../../../../src/core/files/copiesInS3';
import type { UploadRecord } from '../../../../src/core/files/upload';
import { err, ok } from '../../../../src/core/result';

const signal = new AbortController().signal;
const dev: AwsPlace = { via: { provider: 'bedrock', profile: 'dev' }, region: 'us-west-2' };
const home: AwsPlace = { ...dev, region: 'eu-west-1' };
const sha256 = 'a'.repeat(64);
const recordOf = (name: string, changes: Partial<UploadRecord> = {}): UploadRecord => ({
  uri: `s3://pictures/art/${name}`,
  place: dev,
  etag: `"${name}"`,
  sha256,
  bytes: 10,
  uploadedAt: 1000,
  ...changes,
});

/** A bucket in another region than the models, and the records of what was put there. */
function setUp(records: readonly UploadRecord[]) {
  const known = new Map(records.map((record) => [record.uri, record]));
  const objects = new Map(records.map(({ uri, etag }) => [uri, etag]));
  const removed: unknown[] = [];
  const asked: { place: AwsPlace; key: string }[] = [];
  let refusal: ImageError | undefined;
  const copies = new CopiesInS3({
    records: {
      add: () => assert.fail('nothing is copied here'),
      all: () => ok([...known.values()]),
      find: (wanted) => ok([...known.values()].filter((record) => record.sha256 === wanted)),
      forget: (uris) => {
        for (const uri of uris) known.delete(uri);
        return ok();
      },
    },
    objects: {
      locate: async ({ via }) => ({ via, region: 'eu-west-1' }),
      head: async ({ place, bucket, key }) => {
        asked.push({ place, key });
        if (refusal) return err(refusal);
        const etag = objects.get(`s3://${bucket}/${key}`);
        return etag === undefined
          ? err({ kind: 'videoGone', uri: key })
          : ok({ key, bytes: 10, etag, modifiedAt: 0 });
      },
      presign: async ({ place, bucket, key }, { seconds }) =>
        ok({ url: `https://${bucket}.${place.region}/${key}?${seconds}` }),
      remove: async (place, bucket, keys) => {
        removed.push([place, bucket, keys]);
        return refusal ? err(refusal) : ok();
      },
    },
  });
  return {
    copies,
    objects,
    known,
    removed,
    asked,
    refuse: (error: ImageError) => {
      refusal = error;
    },
  };
}

describe('CopiesInS3', () => {
  it('makes a URL in the region of the bucket, for 15 minutes to 7 days', async () => {
    const { copies } = setUp([recordOf('kite.png')]);
    const found = copies.find(sha256);
    assert.ok(found.ok && found.value);
    for (const [seconds, bounded] of [
      [1, 900],
      [3600, 3600],
      [1e9, 604_800],
    ] as const) {
      const url = await copies.presign(found.value, seconds, signal);
      assert.deepEqual(url, ok({ url: `https://pictures.eu-west-1/art/kite.png?${bounded}` }));
    }
  });

  it('makes none of an object that was deleted or replaced, and forgets it', async () => {
    for (const etag of [undefined, '"another"']) {
      const record = recordOf('kite.png');
      const { copies, objects, known } = setUp([record]);
      if (etag === undefined) objects.clear();
      else objects.set(record.uri, etag);
      const url = await copies.presign(record, 900, signal);
      assert.deepEqual(url, err({ kind: 'videoGone', uri: record.uri }));
      assert.equal(known.size, 0);
    }
  });

  it('keeps the record where S3 only does not answer', async () => {
    const record = recordOf('kite.png');
    const { copies, known, refuse } = setUp([record]);
    refuse({ kind: 'permissionDenied', action: 's3:GetObject' });
    const url = await copies.presign(record, 900, signal);
    assert.equal(!url.ok && url.error.kind, 'permissionDenied');
    const listed = await copies.list('bedrock', signal);
    assert.deepEqual(listed, ok([record]));
    assert.equal(known.size, 1);
  });

  it('lists what is there still, of the provider that is asked', async () => {
    const offline = recordOf('pot.png', { place: { via: { provider: 'offline' }, region: 'us-west-2' } });
    const [kept, replaced, gone] = [recordOf('a.png'), recordOf('b.png'), recordOf('c.png')];
    const { copies, objects, known } = setUp([kept, replaced, gone, offline]);
    objects.set(replaced.uri, '"another"');
    objects.delete(gone.uri);
    assert.deepEqual(await copies.list('bedrock', signal), ok([kept]));
    assert.deepEqual([...known.values()], [kept, offline]);
  });

  it('deletes with the sign-in that put it there, and forgets only what is deleted', async () => {
    const records = [
      recordOf('a.png'),
      recordOf('b.png'),
      recordOf('c.png', { uri: 's3://others/c.png', place: { ...dev, via: { provider: 'bedrock' } } }),
    ];
    const world = setUp(records);
    assert.ok((await world.copies.remove(records, signal)).ok);
    assert.deepEqual(world.removed, [
      [home, 'pictures', ['art/a.png', 'art/b.png']],
      [{ ...home, via: { provider: 'bedrock' } }, 'others', ['c.png']],
    ]);
    assert.equal(world.known.size, 0);

    const refused = setUp(records);
    refused.refuse({ kind: 'permissionDenied', action: 's3:DeleteObject' });
    assert.equal((await refused.copies.remove(records, signal)).ok, false);
    assert.equal(refused.known.size, 3);
  });
});
