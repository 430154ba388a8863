import assert from 'node:assert/strict';
import type { ImageError } from '../../../../src/core/errors';
import type { JobSnapshot } from '../../../../src/core/jobs/jobList';
import type { VideoJob, VideoJobView } from '../../../../src/core/video/jobs/job';
import { jobRows, shortLabel, type JobRow } from '../../../../src/features/video/jobRows';
import { describe as describeError } from '../../../../src/platform/errors';
import { english, modelName } from '../../platform/english';
import { facts, failed, saved, started, viewOf } from './samples';

const rowFacts = {
  textOf: (error: ImageError) => describeError(error, english, { modelName })?.text,
  fileUri: (folder: string, path: string) => `${folder}/${path}`,
};

function rowsOf(videos: readonly VideoJobView[], images: readonly JobSnapshot[] = []): readonly JobRow[] {
  return jobRows(videos, images, english, rowFacts);
}

function rowOf(job: VideoJob, changes: Partial<VideoJobView> = {}): JobRow {
  const [row] = rowsOf([viewOf(job, changes)]);
  assert.ok(row);
  return row;
}

function seen({ icon, label, description }: JobRow): readonly string[] {
  return [icon.name, label, description];
}

describe('rows of the Jobs view: videos', () => {
  it('says what a job waits for and its place in the line', () => {
    const queued: VideoJob = { ...facts, state: 'queued' };
    assert.deepEqual(seen(rowOf(queued, { line: 2 })), [
      'watch',
      'kite-flight',
      'waiting: Ray 2 makes one at a time, 2nd in line',
    ]);
    assert.match(rowOf(queued, { line: 1 }).description, /next in line$/);
    assert.match(rowOf(queued, { line: 11 }).description, /11th in line$/);
    assert.match(rowOf(queued, { line: 23 }).description, /23rd in line$/);
    assert.deepEqual(rowOf(queued, { line: 1 }).abilities, ['cancel']);
    assert.match(
      rowOf({ ...queued, concurrentJobs: 10 }, { line: 21 }).description,
      /makes 10 at a time, 21st in line/,
    );
  });

  it('counts what runs, and cannot stop it', () => {
    const running: VideoJob = { ...facts, ...started, state: 'running' };
    const row = rowOf(running, { elapsedMs: 84_000 });
    assert.deepEqual(seen(row), [
      'loading~spin',
      'kite-flight',
      '1:24, usually 4 min · Ray 2, 5 s, 540p · $3.75',
    ]);
    assert.equal(row.tooltip, 'AWS cannot stop a video it has started.');
    assert.equal(row.isTicking, true);
    assert.ok(!row.abilities.includes('cancel'));
    assert.equal(
      rowOf(running, { elapsedMs: 550_000, isOverdue: true }).description,
      '9:10, longer than usual, still running',
    );
  });

  it('says how far a download is, and what keeps it', () => {
    const verdict = { isCompleted: true, at: 0 };
    const loading: VideoJob = {
      ...facts,
      ...started,
      state: 'downloading',
      verdict,
      receivedBytes: 11_200_000,
    };
    assert.deepEqual(seen(rowOf(loading, { totalBytes: 18_000_000 })), [
      'cloud-download',
      'kite-flight.mp4',
      'downloading 62 % of 18 MB',
    ]);
    const stuck: VideoJob = {
      ...loading,
      trouble: { error: { kind: 'diskFull', folder: 'generated-videos' }, attempts: 9, since: 0 },
    };
    const row = rowOf(stuck, { totalBytes: 18_000_000 });
    assert.equal(row.description, 'finished, still in S3: disk full');
    assert.ok(row.abilities.includes('retryDownload'));
    const again: VideoJob = {
      ...loading,
      trouble: { error: { kind: 'connectionLost', charge: 'none' }, attempts: 1, since: 0, nextAt: 5 },
    };
    assert.equal(rowOf(again).description.includes('no connection'), true);
    assert.ok(!rowOf(again).abilities.includes('retryDownload'));
  });

  it('shows when a film was ready, what it cost and where it is', () => {
    const row = rowOf(saved);
    assert.deepEqual(seen(row), ['pass', 'kite-flight.mp4', '14:02 · $3.75']);
    assert.deepEqual(row.files, ['file:///project/generated-videos/kite-flight.mp4']);
    assert.equal(row.section, 'finished');
    assert.deepEqual(row.abilities, ['open', 'insert', 'presign', 'again', 'forget', 'deleteFromS3']);
    assert.ok(rowOf({ ...saved, seed: 0 }).abilities.includes('nextSeed'));
    const { request: _gone, ...brought } = saved;
    assert.ok(!rowOf(brought).abilities.includes('again'));
  });

  it('says how many shots of a storyboard are there', () => {
    const row = rowOf({
      ...saved,
      shots: 6,
      shotsMade: 4,
      missing: { kind: 'videoFiltered' },
      spentUsd: 2.88,
    });
    assert.equal(row.description, '4 of 6 shots · $2.88');
    assert.equal(row.icon.name, 'warning');
    assert.match(row.tooltip, /content filter/);
  });

  it('says why a job failed and that it may be charged', () => {
    const row = rowOf(failed);
    assert.deepEqual(seen(row), [
      'error',
      'kite-flight',
      'the content filter held the video back · may be charged',
    ]);
    assert.ok(row.abilities.includes('editAndRetry'));
    assert.ok(!row.abilities.includes('deleteFromS3'), 'nothing was written yet');
  });

  it('asks for the sign-in that a job waits for', () => {
    const row = rowOf({
      ...facts,
      ...started,
      state: 'running',
      trouble: { error: { kind: 'signInExpired', isSso: true }, attempts: 1, since: 0 },
    });
    assert.deepEqual(seen(row), ['key', 'kite-flight', 'waiting for your AWS sign-in']);
    assert.equal(row.abilities[0], 'signIn');
    assert.equal(row.section, 'active');
    assert.equal(row.isTicking, false);
  });

  it('takes the beginning of the whole sentence where there is no short form', () => {
    const row = rowOf({
      ...failed,
      mayBeCharged: false,
      error: { kind: 'bucketUnusable', bucket: 'films', problem: 'missing', region: 'us-west-2' },
    });
    assert.equal(row.description, 'The bucket films does not exist');
  });
});

describe('rows of the Jobs view: images', () => {
  const image = {
    id: 'job-1',
    label: 'kite',
    modelName: 'Stable Image Core',
    provider: 'bedrock',
    total: 4,
    usualSeconds: 9,
    priceUsd: 0.16,
    createdAt: facts.createdAt + 1,
    elapsedMs: 4000,
  } as const;

  it('are listed with the videos, newest first, and can be cancelled', () => {
    const rows = rowsOf([viewOf(saved)], [{ ...image, state: 'running', startedAt: 0, received: 0 }]);
    assert.deepEqual(
      rows.map(({ id }) => id),
      ['image:job-1', 'video:one'],
    );
    assert.equal(rows[0]?.description, '0:04, usually 9 s · Stable Image Core, 4 images · $0.16');
    assert.deepEqual(rows[0]?.abilities, ['cancel']);
  });

  it('end with what was made of what was asked for; cancelled ones are not listed', () => {
    const ended = { endedAt: Date.UTC(2026, 10, 20, 9, 5), spentUsd: 0.12, mayBeCharged: true };
    const files = ['file:///p/a.png', 'file:///p/b.png', 'file:///p/c.png'];
    const [row] = rowsOf([], [{ ...image, ...ended, state: 'succeeded', files, errors: [] }]);
    assert.equal(row?.description, '3 of 4 images · $0.12 · may be charged');
    assert.deepEqual(rowsOf([], [{ ...image, ...ended, state: 'cancelled', files: [] }]), []);
  });
});

describe('the name of a row', () => {
  it('leaves room for what the job does, and keeps its extension', () => {
    assert.equal(shortLabel('kite-flight.mp4'), 'kite-flight.mp4');
    assert.equal(shortLabel('a-red-kite-rises-over-a-green-hill.mp4'), 'a-red-kite….mp4');
    assert.equal(shortLabel('a-red-kite-rises-over-a-green-hill'), 'a-red-kite-rises…');
    assert.equal(shortLabel('x'.repeat(40)).length, 20);
  });
});
