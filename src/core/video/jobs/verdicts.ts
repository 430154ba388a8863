import type { ImageError } from '../../errors';
import { costOfFailure } from '../../generate/failures';
import type { SpendOutcome } from '../../money/ledger';
import { failureOfMessage, type VideoFailureType, type VideoStatus } from '../status';
import type { FilmFile } from './job';
import type { StoredObject } from './ports';

/** What an attempt to start a film leaves behind. */
export type StartVerdict =
  /** The service did not get it, or would not have it now: it can wait and be sent again. */
  | 'notTaken'
  /** Perhaps it has it: to be looked for under its token. */
  | 'inDoubt'
  /** It will never have it. */
  | 'refused';

export function verdictOfStart(error: ImageError): StartVerdict {
  switch (error.kind) {
    case 'notSignedIn':
    case 'signInExpired':
    case 'clockSkew':
    case 'noNetwork':
    case 'endpointUnreachable':
    case 'proxyRefused':
    case 'certificateRefused':
    case 'throttled':
    case 'quotaReached':
    case 'subscriptionPending':
      return 'notTaken';
    case 'timeout':
    case 'connectionLost':
    case 'serviceFailed':
    case 'badAnswer':
    case 'cancelled':
    case 'unexpected':
      return 'inDoubt';
    default:
      return 'refused';
  }
}

/** How a failed film is booked. `none`: nothing was made, so nothing is owed. */
export function costOfVideoFailure(error: ImageError): 'none' | SpendOutcome {
  switch (error.kind) {
    // Whether it is billed is not documented: it was made.
    case 'videoFiltered':
      return 'filtered';
    // As for images: what failed on the other side did nothing.
    case 'videoServiceFailed':
    case 'videoNoCapacity':
      return 'none';
    case 'videoAborted':
    case 'videoFailed':
    case 'videoLost':
    case 'videoGone':
      return 'unknown';
    default:
      return costOfFailure(error);
  }
}

/** @param message the service's own sentence; shown only where the type is not documented */
export function errorOfFailure(type: VideoFailureType, message: string | undefined): ImageError {
  const context = message === undefined ? {} : { context: { serviceMessage: message } };
  switch (type) {
    case 'filtered':
      return { kind: 'videoFiltered', ...context };
    case 'internal':
      return { kind: 'videoServiceFailed', ...context };
    case 'capacity':
      return { kind: 'videoNoCapacity', ...context };
    case 'aborted':
      return { kind: 'videoAborted', ...context };
    case 'unknown':
      return { kind: 'videoFailed', reason: message ?? '', ...context };
  }
}

/** What lies in S3 after a job has ended. */
export interface Findings {
  readonly files: readonly FilmFile[];
  /** Why the film is not whole; absent where it is. */
  readonly missing?: ImageError;
  /** Of a film of shots. */
  readonly shotsMade?: number;
}

/**
 * Judges a job by its objects first, then by what its status file says, then by the service's sentence: a film that is
 * there is there, whatever else is said.
 *
 * @param objects everything below the job's own folder
 */
export function judge(
  objects: readonly StoredObject[],
  status: VideoStatus | undefined,
  verdict: { readonly isCompleted: boolean; readonly message?: string },
): Findings {
  const films = objects.filter(({ key, bytes }) => /\.mp4$/i.test(key) && bytes > 0);
  const shots = films
    .map((object) => ({ object, number: Number(/\/shot_(\d+)\.mp4$/i.exec(object.key)?.[1] ?? Number.NaN) }))
    .filter(({ number }) => !Number.isNaN(number))
    .toSorted((one, other) => one.number - other.number);
  const isShot = new Set(shots.map(({ object }) => object.key));
  const whole =
    films.find(({ key }) => key.endsWith('/output.mp4')) ??
    // Another name is possible: the page of Luma names none.
    films.find(({ key }) => !isShot.has(key));
  if (whole) {
    return {
      files: [fileOf(whole, 'film', 0)],
      ...(shots.length > 0 ? { shotsMade: shots.length } : {}),
    };
  }
  return {
    files: shots.map(({ object, number }) => fileOf(object, 'shot', number)),
    shotsMade: shots.length,
    missing: reasonFor(status, verdict),
  };
}

function reasonFor(status: VideoStatus | undefined, { message }: { readonly message?: string }): ImageError {
  const failed = [...(status?.shots ?? []), ...(status ? [status.film] : [])].filter(({ isMade }) => !isMade);
  // A shot that failed says more than the film that could not be put together without it.
  const telling = failed.find(({ failure }) => failure !== undefined && failure !== 'unknown') ?? failed[0];
  if (telling?.failure !== undefined && telling.failure !== 'unknown') {
    return errorOfFailure(telling.failure, telling.message ?? message);
  }
  const sentence = message ?? telling?.message;
  return errorOfFailure(failureOfMessage(sentence), sentence);
}

function fileOf({ key, bytes, etag }: StoredObject, role: FilmFile['role'], number: number): FilmFile {
  return { role, number, key, bytes, etag };
}
