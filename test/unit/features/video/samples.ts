import type { VideoJobFacts, VideoJobOf, VideoJobView } from '../../../../src/core/video/jobs/job';

/** A film of Ray 2 that was asked for at noon. */
export const facts: VideoJobFacts = {
  id: 'one',
  token: 'easel-one',
  label: 'kite-flight',
  place: { via: { provider: 'bedrock' }, region: 'us-west-2' },
  model: { id: 'luma.ray-v2:0', name: 'Ray 2' },
  concurrentJobs: 1,
  usual: { fromSeconds: 120, toSeconds: 300 },
  kind: 'textToVideo',
  prompt: 'A kite flies',
  durationSeconds: 5,
  shots: 0,
  size: { kind: 'ratio', ratio: '16:9', resolution: '540p' },
  s3Uri: 's3://bucket/easel',
  request: { modelInput: {}, task: {} },
  inputs: [],
  workspace: '',
  priceUsd: 3.75,
  createdAt: Date.UTC(2026, 10, 20, 12, 0),
};

export const started = {
  arn: 'arn:aws:bedrock:us-west-2:1:async-invoke/abc',
  startedAt: facts.createdAt,
  outputUri: 's3://bucket/easel/abc',
};

export const saved: VideoJobOf<'saved'> = {
  ...facts,
  ...started,
  state: 'saved',
  files: [
    {
      role: 'film',
      number: 0,
      key: 'easel/abc/output.mp4',
      bytes: 18_000_000,
      etag: 'e',
      target: {
        folder: 'file:///project',
        path: 'generated-videos/kite-flight.mp4',
        sha256: 'f'.repeat(64),
        width: 960,
        height: 540,
        seconds: 5,
      },
      isPlaced: true,
    },
  ],
  endedAt: Date.UTC(2026, 10, 20, 14, 2),
  spentUsd: 3.75,
  mayBeCharged: false,
  isAnnounced: false,
};

export const failed: VideoJobOf<'failed'> = {
  ...facts,
  state: 'failed',
  error: { kind: 'videoFiltered' },
  endedAt: Date.UTC(2026, 10, 20, 14, 2),
  spentUsd: 0,
  mayBeCharged: true,
  isAnnounced: false,
};

export function viewOf(job: VideoJobView['job'], changes: Partial<VideoJobView> = {}): VideoJobView {
  return { job, elapsedMs: 0, isOverdue: false, totalBytes: 0, ...changes };
}
