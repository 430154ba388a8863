import assert from 'node:assert/strict';
import type { UploadRecord } from '../../../src/core/files/upload';
import { SqliteUploadRecords } from '../../../src/storage/uploadRecords';
import { needSqlite, useWindows } from './sqlite';
import { useFolder } from './surroundings';

const kite: UploadRecord = {
  uri: 's3://pictures/site/kite.png',
  place: { via: { provider: 'bedrock', profile: 'dev' }, region: 'us-west-2' },
  etag: '"x"',
  sha256: 'a'.repeat(64),
  bytes: 12_345,
  uploadedAt: 1000,
};
const again: UploadRecord = {
  ...kite,
  uri: 's3://pictures/site/kite-2.png',
  place: { via: { provider: 'offline' }, region: 'us-west-2' },
  uploadedAt: 2000,
};
const other: UploadRecord = { ...kite, uri: 's3://pictures/pot.png', sha256: 'b'.repeat(64), uploadedAt: 1 };

describe('SqliteUploadRecords', () => {
  needSqlite();
  const openWindow = useWindows(useFolder());

  it('finds the copies of a file by its bytes, newest first, also in another window', () => {
    const records = new SqliteUploadRecords(openWindow());
    for (const record of [kite, other, again]) assert.ok(records.add(record).ok);
    const later = new SqliteUploadRecords(openWindow());
    assert.deepEqual(later.find(kite.sha256), { ok: true, value: [again, kite] });
    assert.deepEqual(later.all(), { ok: true, value: [again, kite, other] });
  });

  it('knows one object once, as it was put there last', () => {
    const records = new SqliteUploadRecords(openWindow());
    records.add(kite);
    records.add({ ...kite, etag: '"y"' });
    assert.deepEqual(records.all(), { ok: true, value: [{ ...kite, etag: '"y"' }] });
  });

  it('forgets what it is told to', () => {
    const records = new SqliteUploadRecords(openWindow());
    for (const record of [kite, other, again]) records.add(record);
    assert.ok(records.forget([kite.uri, other.uri]).ok);
    assert.deepEqual(records.all(), { ok: true, value: [again] });
  });

  it('leaves out what a later Easel has written in its own way', () => {
    const shared = openWindow();
    const records = new SqliteUploadRecords(shared);
    records.add(kite);
    shared.transaction((prepare) => {
      prepare('UPDATE uploads SET place = ?').run('{"via":{"provider":"elsewhere"},"region":"x"}');
    });
    assert.deepEqual(records.all(), { ok: true, value: [] });
  });
});
