import assert from 'node:assert/strict';
import type { VideoJob } from '../../../../src/core/video/jobs/job';
import { underWay } from '../../../../src/features/spending/underWay';
import { facts, failed, saved, started, viewOf } from '../video/samples';

describe('what the status bar counts', () => {
  it('is what waits, runs and is fetched, not what has ended', () => {
    const queued: VideoJob = { ...facts, state: 'queued' };
    const running: VideoJob = { ...facts, ...started, state: 'running' };
    const jobs = underWay(
      [],
      [queued, running, saved, failed].map((job) => viewOf(job, { elapsedMs: 7 })),
    );
    assert.deepEqual(jobs, [
      { label: 'kite-flight', modelName: 'Ray 2', state: 'queued', elapsedMs: 7, usualSeconds: 210 },
      { label: 'kite-flight', modelName: 'Ray 2', state: 'running', elapsedMs: 7, usualSeconds: 210 },
    ]);
  });

  it('leaves out what waits for the user', () => {
    const stuck: VideoJob = {
      ...facts,
      ...started,
      state: 'running',
      trouble: { error: { kind: 'notSignedIn' }, attempts: 1, since: 0 },
    };
    assert.deepEqual(underWay([], [viewOf(stuck)]), []);
  });
});
