import { assertNever, type ImageError } from '../../errors';
import type { Destination } from '../../files/store';
import type { FilmFile, VideoJob, VideoJobFacts, VideoTrouble, VideoVerdict, VideoYield } from './job';
import { storableError } from './storedError';

/** What happens to a job. */
export type VideoEvent =
  /** The request is about to be sent. */
  | { readonly kind: 'sending'; readonly at: number }
  /** The service certainly has not taken it. */
  | { readonly kind: 'notTaken'; readonly trouble: VideoTrouble }
  | {
      readonly kind: 'taken';
      readonly arn: string;
      readonly startedAt: number;
      readonly outputUri: string;
    }
  /** It stays where it is, and why. */
  | { readonly kind: 'troubled'; readonly trouble: VideoTrouble }
  | { readonly kind: 'fine' }
  /** What waits for another try waits no longer. */
  | { readonly kind: 'woken'; readonly at: number; readonly destination?: Destination }
  | { readonly kind: 'ended'; readonly verdict: VideoVerdict }
  | {
      readonly kind: 'listed';
      readonly files: readonly FilmFile[];
      readonly missing?: ImageError;
      readonly shotsMade?: number;
    }
  /** The objects are not those that were listed. */
  | { readonly kind: 'unlisted' }
  | { readonly kind: 'received'; readonly bytes: number }
  | { readonly kind: 'aimed'; readonly key: string; readonly target: NonNullable<FilmFile['target']> }
  /** Something else has come to lie at the path. */
  | { readonly kind: 'missed'; readonly key: string }
  | { readonly kind: 'placed'; readonly key: string }
  | ({ readonly kind: 'saved' } & Omit<VideoYield, 'isAnnounced'>)
  | ({ readonly kind: 'failed'; readonly error: ImageError } & Omit<VideoYield, 'isAnnounced'>)
  | { readonly kind: 'announced' };

/**
 * Where a job goes from here.
 *
 * @returns the very same job where the event has no place: it came too late, or somebody else was quicker
 */
export function move(job: VideoJob, event: VideoEvent): VideoJob {
  switch (event.kind) {
    case 'sending':
      return job.state === 'queued' ? { ...factsOf(job), state: 'starting', sentAt: event.at } : job;
    case 'notTaken':
      // Once a try is in doubt, a later one that certainly failed does not take the doubt away.
      return job.state === 'starting' && !job.trouble
        ? { ...factsOf(job), state: 'queued', trouble: storable(event.trouble) }
        : move(job, { ...event, kind: 'troubled' });
    case 'taken': {
      if (job.state !== 'starting') return job;
      const { arn, startedAt, outputUri } = event;
      return { ...factsOf(job), state: 'running', arn, startedAt, outputUri };
    }
    case 'troubled':
      return isOnItsWay(job) ? { ...job, trouble: storable(event.trouble) } : job;
    case 'fine': {
      if (!isOnItsWay(job) || !job.trouble) return job;
      const { trouble: _trouble, ...rest } = job;
      return rest;
    }
    case 'woken':
      return woken(job, event.at, event.destination);
    case 'ended': {
      if (job.state !== 'running') return job;
      const { arn, startedAt, outputUri } = job;
      return {
        ...factsOf(job),
        state: 'downloading',
        arn,
        startedAt,
        outputUri,
        verdict: event.verdict,
        receivedBytes: 0,
      };
    }
    case 'listed': {
      if (job.state !== 'downloading' || job.files) return job;
      const { files, missing, shotsMade } = event;
      return {
        ...job,
        files,
        ...(missing ? { missing: storableError(missing) } : {}),
        ...(shotsMade === undefined ? {} : { shotsMade }),
      };
    }
    case 'unlisted': {
      if (job.state !== 'downloading' || !job.files) return job;
      const { files: _files, missing: _missing, shotsMade: _shotsMade, ...rest } = job;
      return { ...rest, receivedBytes: 0 };
    }
    case 'received':
      return job.state === 'downloading' && job.receivedBytes !== event.bytes
        ? { ...job, receivedBytes: event.bytes }
        : job;
    case 'aimed':
      return withFile(job, event.key, (file) => (file.target ? file : { ...file, target: event.target }));
    case 'missed':
      return withFile(job, event.key, (file) => {
        const { target: _target, ...rest } = file;
        return file.target && !file.isPlaced ? rest : file;
      });
    case 'placed':
      return withFile(job, event.key, (file) =>
        file.target && !file.isPlaced ? { ...file, isPlaced: true } : file,
      );
    case 'saved': {
      if (job.state !== 'downloading' || !job.files?.every(({ isPlaced }) => isPlaced)) return job;
      const { arn, startedAt, outputUri, files, missing, shotsMade } = job;
      return {
        ...factsOf(job),
        ...yieldOf(event),
        state: 'saved',
        arn,
        startedAt,
        outputUri,
        files,
        ...(missing ? { missing } : {}),
        ...(shotsMade === undefined ? {} : { shotsMade }),
      };
    }
    case 'failed': {
      if (!isOnItsWay(job)) return job;
      const started =
        job.state === 'running' || job.state === 'downloading'
          ? { arn: job.arn, startedAt: job.startedAt, outputUri: job.outputUri }
          : {};
      return {
        ...factsOf(job),
        ...started,
        ...yieldOf(event),
        state: 'failed',
        error: storableError(event.error),
      };
    }
    case 'announced':
      return isOnItsWay(job) || job.isAnnounced ? job : { ...job, isAnnounced: true };
    default:
      return assertNever(event);
  }
}

type OnItsWay = Extract<VideoJob, { state: 'queued' | 'starting' | 'running' | 'downloading' }>;

function isOnItsWay(job: VideoJob): job is OnItsWay {
  return job.state !== 'saved' && job.state !== 'failed';
}

function woken(job: VideoJob, at: number, destination: Destination | undefined): VideoJob {
  if (!isOnItsWay(job)) return job;
  const trouble = job.trouble && { ...job.trouble, attempts: 0, since: at, nextAt: at };
  if (!destination) return trouble ? { ...job, trouble } : job;
  const moved = { ...job, destination, ...(trouble ? { trouble } : {}) };
  if (moved.state !== 'downloading' || !moved.files) return moved;
  // What lies at its place already stays there.
  return {
    ...moved,
    files: moved.files.map((file) => {
      const { target: _target, ...rest } = file;
      return file.isPlaced ? file : rest;
    }),
  };
}

function withFile(job: VideoJob, key: string, change: (file: FilmFile) => FilmFile): VideoJob {
  if (job.state !== 'downloading') return job;
  const file = job.files?.find((each) => each.key === key);
  const changed = file && change(file);
  if (!job.files || !changed || changed === file) return job;
  return { ...job, files: job.files.map((each) => (each === file ? changed : each)) };
}

function storable(trouble: VideoTrouble): VideoTrouble {
  return { ...trouble, error: storableError(trouble.error) };
}

function yieldOf({ endedAt, spentUsd, mayBeCharged }: Omit<VideoYield, 'isAnnounced'>): VideoYield {
  return { endedAt, spentUsd, mayBeCharged, isAnnounced: false };
}

/** What is not the state's own, fields of a newer version included. */
function factsOf(job: VideoJob): VideoJobFacts {
  const own = new Set([
    'state',
    'trouble',
    'sentAt',
    'arn',
    'startedAt',
    'outputUri',
    'verdict',
    'files',
    'missing',
    'shotsMade',
    'receivedBytes',
    'error',
    'endedAt',
    'spentUsd',
    'mayBeCharged',
    'isAnnounced',
  ]);
  return Object.fromEntries(Object.entries(job).filter(([key]) => !own.has(key))) as unknown as VideoJobFacts;
}
