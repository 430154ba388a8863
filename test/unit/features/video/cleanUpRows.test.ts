import assert from 'node:assert/strict';
import type { VideoJobView } from '../../../../src/core/video/jobs/job';
import type { UploadRecord } from '../../../../src/core/files/upload';
import {
  cleanUpRows,
  isAllOfBucket,
  leftovers,
  type CleanUpHeading,
  type CleanUpRow,
} from '../../../../src/features/video/cleanUpRows';
import { english } from '../../platform/english';
import { facts, saved, started, viewOf } from './samples';

const at = Date.UTC(2026, 10, 20);
const address = { bucket: 'easel-video-1', prefix: 'easel' };
const objectOf = (key: string, bytes: number) => ({ key, bytes, etag: 'e', modifiedAt: at });
const made = {
  bucket: address.bucket,
  address,
  isOurs: true,
  objects: [
    objectOf('easel/abc/manifest.json', 1000),
    objectOf('easel/abc/output.mp4', 18_000_000),
    objectOf('easel/other/output.mp4', 500),
  ],
};
const copyOf = (uri: string, profile?: string): UploadRecord => ({
  uri,
  place: {
    via: { provider: 'bedrock', ...(profile === undefined ? {} : { profile }) },
    region: 'us-west-2',
  },
  etag: 'e',
  sha256: 'a',
  bytes: 250_000,
  uploadedAt: at,
});
const isRow = (row: CleanUpRow | CleanUpHeading): row is CleanUpRow => 'label' in row;
const text = (row: CleanUpRow | CleanUpHeading): string =>
  isRow(row)
    ? [row.label, row.description, row.detail].filter((part) => part !== undefined).join(' | ')
    : row.heading;

describe('what can be cleaned up', () => {
  it('is listed with places and sizes: videos by job, each copied image, and the bucket', () => {
    const found = leftovers(made, [copyOf('s3://art/site/kite.png', 'dev'), copyOf('s3://art/pot.png')]);
    assert.deepEqual(cleanUpRows(found, [viewOf(saved)], english).map(text), [
      'videos',
      'kite-flight | 2 files · 18 MB · November 20, 2026 | s3://easel-video-1/easel/abc',
      'other | 1 file · 1 kB · November 20, 2026 | s3://easel-video-1/easel/other',
      'copied images',
      'kite.png | 250 kB · November 20, 2026 · profile dev | s3://art/site/kite.png',
      'pot.png | 250 kB · November 20, 2026 | s3://art/pot.png',
      'buckets',
      '$(database) The bucket easel-video-1 | made by Easel | It can be deleted only together with everything in it.',
    ]);
  });

  it('says what would be lost: videos that are not made or not fetched yet', () => {
    const running = viewOf({ ...facts, ...started, state: 'running' });
    const waiting = viewOf({
      ...facts,
      ...started,
      state: 'downloading',
      verdict: { isCompleted: true, at },
      receivedBytes: 0,
    });
    const first = (view: VideoJobView) =>
      cleanUpRows(leftovers(made, []), [view], english).filter(isRow)[0]?.description;
    assert.match(first(running) ?? '', /^still being made · 2 files/);
    assert.match(first(waiting) ?? '', /^not yet in your project · 2 files/);
  });

  it('is nothing where nothing is', () => {
    assert.deepEqual(cleanUpRows(leftovers(undefined, []), [], english), []);
    const foreign = { ...made, isOurs: false, objects: [] };
    assert.deepEqual(cleanUpRows(leftovers(foreign, []), [], english), []);
  });

  it('shows an image once that was copied to where the videos are', () => {
    const inside = copyOf('s3://easel-video-1/easel/kite.png');
    const objects = [objectOf('easel/kite.png', 250_000)];
    const rows = cleanUpRows(leftovers({ ...made, objects }, [inside]), [], english);
    assert.deepEqual(rows.filter((row) => isRow(row) && row.label === 'kite.png').length, 1);
  });

  it('lets the bucket go only with all that is in it, also what was copied beside the videos', () => {
    const found = leftovers(made, [copyOf('s3://easel-video-1/art/kite.png'), copyOf('s3://art/pot.png')]);
    const rows = cleanUpRows(found, [], english).filter(isRow);
    assert.equal(isAllOfBucket(found, rows), true);
    const without = (name: string): boolean =>
      isAllOfBucket(
        found,
        rows.filter(({ label }) => label !== name),
      );
    assert.equal(without('pot.png'), true, 'lies in another bucket');
    assert.equal(without('kite.png'), false);
    assert.equal(without('other'), false);
  });
});
