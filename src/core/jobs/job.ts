import { assertNever, type ImageError } from '../errors';

/** What stays the same while a job runs. */
export interface JobFacts {
  readonly id: string;
  /** Short, for a list: the file name's words. */
  readonly label: string;
  readonly modelName: string;
  readonly provider: 'bedrock' | 'offline';
  /** Images asked for. */
  readonly total: number;
  readonly usualSeconds: number;
  readonly priceUsd: number;
  /** Milliseconds since 1970, like every `…At` here. */
  readonly createdAt: number;
}

/** What came of a job, whichever way it ended. */
export interface JobYield {
  /** URIs of the files in the project. */
  readonly files: readonly string[];
  readonly spentUsd: number;
  readonly mayBeCharged: boolean;
}

interface Started {
  readonly startedAt: number;
  readonly received: number;
}

interface Ended extends JobYield {
  /** Absent when it ended before it began. */
  readonly startedAt?: number;
  readonly endedAt: number;
}

export type JobState =
  | { readonly state: 'queued' }
  | ({ readonly state: 'running' } & Started)
  /** With fewer files than asked for, `errors` says why. */
  | ({ readonly state: 'succeeded'; readonly errors: readonly ImageError[] } & Ended)
  | ({ readonly state: 'failed'; readonly error: ImageError } & Ended)
  | ({ readonly state: 'cancelled' } & Ended);

export type Job = JobFacts & JobState;

export type JobEvent =
  | { readonly kind: 'started'; readonly at: number }
  | { readonly kind: 'received'; readonly count: number }
  | ({ readonly kind: 'succeeded'; readonly at: number; readonly errors: readonly ImageError[] } & JobYield)
  | ({ readonly kind: 'failed'; readonly at: number; readonly error: ImageError } & JobYield)
  | ({ readonly kind: 'cancelled'; readonly at: number } & JobYield);

/** Where a job goes from here. What has ended stays as it ended: an event that comes too late changes nothing. */
export function transition(job: Job, event: JobEvent): Job {
  if (job.state !== 'queued' && job.state !== 'running') return job;
  switch (event.kind) {
    case 'started':
      return job.state === 'queued'
        ? { ...factsOf(job), state: 'running', startedAt: event.at, received: 0 }
        : job;
    case 'received':
      return job.state === 'running' ? { ...job, received: job.received + event.count } : job;
    case 'succeeded':
      return { ...factsOf(job), ...endOf(job, event), state: 'succeeded', errors: event.errors };
    case 'failed':
      return { ...factsOf(job), ...endOf(job, event), state: 'failed', error: event.error };
    case 'cancelled':
      return { ...factsOf(job), ...endOf(job, event), state: 'cancelled' };
    default:
      return assertNever(event);
  }
}

/** How long it has run or did run; 0 for what never began. */
export function elapsedMs(job: Job, now: number): number {
  if (job.state === 'queued' || job.startedAt === undefined) return 0;
  return Math.max(0, (job.state === 'running' ? now : job.endedAt) - job.startedAt);
}

function factsOf(job: Job): JobFacts {
  const { id, label, modelName, provider, total, usualSeconds, priceUsd, createdAt } = job;
  return { id, label, modelName, provider, total, usualSeconds, priceUsd, createdAt };
}

function endOf(job: Job, event: JobYield & { readonly at: number }): Ended {
  const { at, files, spentUsd, mayBeCharged } = event;
  return {
    ...(job.state === 'running' ? { startedAt: job.startedAt } : {}),
    endedAt: at,
    files,
    spentUsd,
    mayBeCharged,
  };
}
