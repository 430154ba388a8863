import type { AwsPlace, AwsVia } from '../../aws/place';
import type { ImageError } from '../../errors';
import type { Destination } from '../../files/store';
import type { JsonObject } from '../../json';
import type { ReservationId } from '../../money/ledger';
import type { RecipeInput } from '../../recipes/recipe';
import type { VideoSize, VideoTaskKind } from '../task';

/** Whose sign-in a job's requests carry. */
export type VideoVia = AwsVia;

/** Where a model is called and its bucket lies. */
export type VideoPlace = AwsPlace;

/** What was asked of the service, with every picture as `{ "$picture": "<sha256>" }`; the bytes are among the blobs. */
export interface KeptRequest {
  /** Sent again as it is after a crash: another input under the same token would be refused. */
  readonly modelInput: JsonObject;
  /** The same in our own words, to begin *Make Again* from. */
  readonly task: JsonObject;
}

/** What stays the same as long as a job is known. */
export interface VideoJobFacts {
  readonly id: string;
  /** Sent with the request, so that one job is paid once however often it is sent. */
  readonly token: string;
  /** Short, for a list: the file name's words. */
  readonly label: string;
  readonly place: VideoPlace;
  readonly model: { readonly id: string; readonly name: string };
  /** Jobs of this model that the account runs at once in this region. */
  readonly concurrentJobs: number;
  readonly usual: { readonly fromSeconds: number; readonly toSeconds: number };
  readonly kind: VideoTaskKind;
  /** Empty where the shots have the words, and for a job of another machine. */
  readonly prompt: string;
  /** 0 where nobody knows: a job of another machine. */
  readonly durationSeconds: number;
  /** Shots the user wrote; 0 for a film of one piece. */
  readonly shots: number;
  readonly size?: VideoSize;
  /** Absent where the model takes none. */
  readonly seed?: number;
  /** `s3://bucket/prefix` as asked; the service adds a folder for the job. */
  readonly s3Uri: string;
  /** Absent for a job that was brought home from another machine. */
  readonly request?: KeptRequest;
  readonly inputs: readonly RecipeInput[];
  /** Undefined: nobody has said where the film goes; it waits in S3. */
  readonly destination?: Destination;
  /** URI of the workspace, or empty. */
  readonly workspace: string;
  /** Whatever the window that asked wants back at the end, for instance the place for the snippet. */
  readonly origin?: JsonObject;
  /** Estimated, in USD; undefined where nobody knows it. */
  readonly priceUsd?: number;
  readonly booking?: ReservationId;
  /** Key of the cell of a prompt file that it is made for. */
  readonly cell?: string;
  /** Path of that prompt file in the workspace folder. */
  readonly promptFile?: string;
  /** Milliseconds since 1970, like every `…At` here. */
  readonly createdAt: number;
}

/** Why a job does not move on just now, and when it is tried again. */
export interface VideoTrouble {
  readonly error: ImageError;
  readonly attempts: number;
  readonly since: number;
  /** Undefined: not before the user asks. */
  readonly nextAt?: number;
}

/** One file of the result, on its way from S3 into the project. */
export interface FilmFile {
  readonly role: 'film' | 'shot';
  /** Place in the film, from 1; 0 for the whole film. */
  readonly number: number;
  readonly key: string;
  readonly bytes: number;
  readonly etag: string;
  /** Decided before the file appears, so that a crash in between makes no second one. */
  readonly target?: {
    readonly folder: string;
    /** Relative to the folder, with `/`. */
    readonly path: string;
    readonly sha256: string;
    readonly width: number;
    readonly height: number;
    readonly seconds: number;
  };
  /** True once the file and its recipe are there. */
  readonly isPlaced?: boolean;
}

/** What the service said at the end, before anything was looked at in S3. */
export interface VideoVerdict {
  readonly isCompleted: boolean;
  readonly message?: string;
  readonly at: number;
}

interface Started {
  readonly arn: string;
  /** When the service took it. */
  readonly startedAt: number;
  /** `s3://bucket/prefix/<invocation id>`. */
  readonly outputUri: string;
}

/** What came of a job, whichever way it ended. */
export interface VideoYield {
  readonly endedAt: number;
  readonly spentUsd: number;
  readonly mayBeCharged: boolean;
  /** True once a window has told the user. */
  readonly isAnnounced: boolean;
}

export type VideoJobState =
  /** On the disk, nothing sent that the service took. */
  | { readonly state: 'queued'; readonly trouble?: VideoTrouble }
  /** The request may have reached the service. From here on a job cannot be cancelled, only found again. */
  | {
      readonly state: 'starting';
      /** Of the first try. */
      readonly sentAt: number;
      readonly trouble?: VideoTrouble;
    }
  | ({ readonly state: 'running'; readonly trouble?: VideoTrouble } & Started)
  /** The service has ended; its files are looked for, and fetched. */
  | ({
      readonly state: 'downloading';
      readonly verdict: VideoVerdict;
      /** Undefined until the output has been listed. */
      readonly files?: readonly FilmFile[];
      /** What the service could not make, where the files are only part of it. */
      readonly missing?: ImageError;
      readonly shotsMade?: number;
      readonly receivedBytes: number;
      readonly trouble?: VideoTrouble;
    } & Started)
  | ({
      readonly state: 'saved';
      readonly files: readonly FilmFile[];
      readonly missing?: ImageError;
      readonly shotsMade?: number;
    } & Started &
      VideoYield)
  | ({ readonly state: 'failed'; readonly error: ImageError } & Partial<Started> & VideoYield);

/** The record of one job as it lies in the database. */
export type VideoJob = VideoJobFacts & VideoJobState;

export type VideoJobOf<S extends VideoJob['state']> = VideoJobFacts & Extract<VideoJobState, { state: S }>;

/** A job as a list shows it; a whole picture each time, never a change. */
export interface VideoJobView {
  readonly job: VideoJob;
  /** Since the service took it, until it ended; 0 before. */
  readonly elapsedMs: number;
  /** Runs longer than is usual for this model: to be said, not guessed about. */
  readonly isOverdue: boolean;
  /** In the queue of its model: 1 is next. Undefined when it is not queued. */
  readonly line?: number;
  /** Of the files to fetch; 0 until they are known. */
  readonly totalBytes: number;
}

/** True for what will not change any more by itself. */
export function hasEnded(job: VideoJob): job is VideoJobOf<'saved' | 'failed'> {
  return job.state === 'saved' || job.state === 'failed';
}

/** What the service counts against the account's concurrent jobs. */
export function occupiesSlot({ state }: VideoJob): boolean {
  return state === 'starting' || state === 'running';
}

/** Jobs with the same key share one limit of concurrent jobs. */
export function queueKey({ place, model }: VideoJobFacts): string {
  const { via, region } = place;
  return JSON.stringify([
    via.provider,
    via.provider === 'bedrock' ? (via.profile ?? '') : '',
    region,
    model.id,
  ]);
}
