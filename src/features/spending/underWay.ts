import type { JobSnapshot } from '../../core/jobs/jobList';
import { hasEnded, type VideoJobView } from '../../core/video/jobs/job';

/** An image or a video that is being made, as the status bar counts it. */
export interface RunningJob {
  readonly label: string;
  readonly modelName: string;
  readonly state: 'queued' | 'running';
  readonly elapsedMs: number;
  readonly usualSeconds: number;
}

/** Everything that moves by itself: a video that waits for the user is shown in the Jobs view alone. */
export function underWay(
  images: readonly JobSnapshot[],
  videos: readonly VideoJobView[],
): readonly RunningJob[] {
  return [
    ...images.flatMap(({ label, modelName, state, elapsedMs, usualSeconds }): RunningJob[] =>
      state === 'queued' || state === 'running' ? [{ label, modelName, state, elapsedMs, usualSeconds }] : [],
    ),
    ...videos
      .filter(({ job }) => !waitsForUser(job) && !hasEnded(job))
      .map(({ job, elapsedMs }): RunningJob => {
        const { label, model, usual, state } = job;
        return {
          label,
          modelName: model.name,
          state: state === 'queued' ? 'queued' : 'running',
          elapsedMs,
          usualSeconds: (usual.fromSeconds + usual.toSeconds) / 2,
        };
      }),
  ];
}

function waitsForUser(job: VideoJobView['job']): boolean {
  const trouble = 'trouble' in job ? job.trouble : undefined;
  return trouble !== undefined && trouble.nextAt === undefined;
}
