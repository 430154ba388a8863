import assert from 'node:assert/strict';
import { RecordedUploads } from '../../../../src/core/files/recordedUploads';
import type { UploadRecord } from '../../../../src/core/files/upload';
import { err, ok } from '../../../../src/core/result';
import { FakeUploads, silentLog } from '../generate/fakes';

const signal = new AbortController().signal;
const clock = { now: () => 5000, sleep: () => Promise.resolve() };
const request = {
  bytes: new TextEncoder().encode('abc'),
  destination: 's3://bucket/art',
  fileName: 'kite.png',
  contentType: 'image/png',
};

describe('RecordedUploads', () => {
  it('remembers each copy by its bytes', async () => {
    const added: UploadRecord[] = [];
    const records = { add: (record: UploadRecord) => ok(void added.push(record)) };
    await new RecordedUploads(new FakeUploads(), records, clock, silentLog).upload(request, signal);
    assert.deepEqual(added, [
      {
        uri: 's3://bucket/art/kite.png',
        place: { via: { provider: 'offline' }, region: 'us-west-2' },
        etag: 'e',
        // Of `abc`, the example of FIPS 180-4.
        sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
        bytes: 3,
        uploadedAt: 5000,
      },
    ]);
  });

  it('remembers nothing of a copy that failed', async () => {
    const uploads = new FakeUploads();
    uploads.error = { kind: 's3UploadFailed', uri: 's3://bucket', reason: 'network', fileName: 'kite.png' };
    const records = { add: () => assert.fail('nothing was copied') };
    const result = await new RecordedUploads(uploads, records, clock, silentLog).upload(request, signal);
    assert.deepEqual(result, err(uploads.error));
  });

  it('does not call a copy failed that is only not remembered', async () => {
    const records = { add: () => err({ kind: 'noDatabase', reason: '' } as const) };
    const uploads = new RecordedUploads(new FakeUploads(), records, clock, silentLog);
    assert.ok((await uploads.upload(request, signal)).ok);
  });
});
