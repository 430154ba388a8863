import type { Blobs } from '../../files/blobs';
import type { AwsPlace } from '../../aws/place';
import type { Clock } from '../../clock';
import type { Disposable } from '../../disposable';
import type { Destination } from '../../files/store';
import type { JsonObject } from '../../json';
import type { Log } from '../../log';
import type { Ledger } from '../../money/ledger';
import type { VideoRecipeStore } from '../../recipes/video';
import type { Result } from '../../result';
import type { VideoJob, VideoPlace } from './job';

/** One call of StartAsyncInvoke. */
export interface StartVideo {
  readonly place: VideoPlace;
  readonly modelId: string;
  readonly modelInput: JsonObject;
  readonly s3Uri: string;
  readonly token: string;
}

/** What the service says about one job. */
export interface Invocation {
  readonly arn: string;
  /** The model's own id, without the rest of its ARN. */
  readonly modelId: string;
  readonly token?: string;
  readonly status: 'inProgress' | 'completed' | 'failed';
  readonly failureMessage?: string;
  readonly submittedAt: number;
  readonly endedAt?: number;
  /** The job's own folder in S3, with the invocation id. */
  readonly outputUri: string;
}

export interface InvocationPage {
  readonly invocations: readonly Invocation[];
  readonly next?: string;
}

/**
 * The asynchronous calls of Amazon Bedrock, tried once each: the caller knows what may be repeated.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_StartAsyncInvoke.html
 */
export interface VideoInvoker {
  /** @returns the invocation's ARN */
  start(request: StartVideo, signal: AbortSignal): Promise<Result<{ readonly arn: string }>>;
  get(place: VideoPlace, arn: string, signal: AbortSignal): Promise<Result<Invocation>>;
  /** Newest first. */
  list(
    place: VideoPlace,
    query: { readonly submittedAfter?: number; readonly next?: string },
    signal: AbortSignal,
  ): Promise<Result<InvocationPage>>;
}

export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
  readonly etag: string;
  readonly modifiedAt: number;
  /** Of the bytes, lower-case hex, where the store says it; only `head` asks. */
  readonly md5?: string;
}

export interface ObjectAddress {
  readonly place: VideoPlace;
  readonly bucket: string;
  readonly key: string;
}

export interface SignedUrl {
  /** On the bucket's regional host. */
  readonly url: string;
  /** Present where the keys of a session have signed it: the URL ends with the session, however long it was made for. */
  readonly session?: { readonly endsAt?: number };
}

/** What lies in S3. `videoGone` is the answer for an object or a bucket that is not there. */
export interface ObjectDownloads {
  /** Everything below the prefix, in the order of the keys. */
  list(
    place: VideoPlace,
    bucket: string,
    prefix: string,
    signal: AbortSignal,
  ): Promise<Result<readonly StoredObject[]>>;
  head(address: ObjectAddress, signal: AbortSignal): Promise<Result<StoredObject>>;
  /**
   * The object from one byte to its end, piece by piece; each is awaited before the next is read.
   *
   * @param take may refuse a piece, which ends the transfer with its error
   * @returns `videoChanged` when the object is no longer the one with this ETag
   */
  read(
    address: ObjectAddress,
    from: { readonly byte: number; readonly etag: string },
    take: (piece: Uint8Array) => Promise<Result<void>>,
    signal: AbortSignal,
  ): Promise<Result<void>>;
  /**
   * Made without a request.
   *
   * @param options.contentType takes the place of what the object was stored as
   */
  presign(
    address: ObjectAddress,
    options: { readonly seconds: number; readonly contentType?: string },
  ): Promise<Result<SignedUrl>>;
  remove(
    place: VideoPlace,
    bucket: string,
    keys: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<void>>;
}

/** Where buckets are that somebody else has chosen. */
export interface BucketLocator {
  /** @returns the same place in the bucket's own region; the place itself where S3 does not say */
  locate(place: AwsPlace, bucket: string, signal: AbortSignal): Promise<AwsPlace>;
}

/**
 * Where films grow and where they are put. A growing film lies in the extension's storage, one file for each `name` of a
 * job; it survives a crash and is never seen by the user.
 */
export interface FilmFiles {
  /** @returns how many bytes are there; 0 where nothing is */
  received(jobId: string, name: string): Promise<number>;
  /**
   * Writes pieces one after another from a position, so that two windows that fetch the same bytes do no harm to each other.
   * Whoever calls it awaits one call before the next.
   */
  write(jobId: string, name: string, position: number, pieces: readonly Uint8Array[]): Promise<Result<void>>;
  /** @returns fewer bytes where the file ends; undefined where it cannot be read */
  read(jobId: string, name: string, position: number, length: number): Promise<Uint8Array | undefined>;
  /** What has been written will be there after a power cut. */
  flush(jobId: string, name: string): Promise<Result<void>>;
  /** Flushes to the disk. @returns the hash of the whole, lower-case hex */
  seal(jobId: string, name: string): Promise<Result<{ readonly sha256: string }>>;
  /**
   * The hash of what has grown here without a gap, before it is flushed. Reads nothing.
   *
   * @returns undefined where the bytes would have to be read
   */
  grown(jobId: string, name: string): Promise<string | undefined>;
  /** Reads the whole, which takes a while. @returns lower-case hex; undefined where it cannot be read */
  md5(jobId: string, name: string): Promise<string | undefined>;
  /** Forgets what has been received of one file, or of the whole job. */
  discard(jobId: string, name?: string): Promise<void>;
  /** Forgets what was left of all other jobs, for instance by a window that was killed at the very end. */
  prune(keep: ReadonlySet<string>): Promise<void>;
  /** A path that is free now. @returns relative to the destination's folder, with `/` */
  choose(destination: Destination, extension: string): Promise<Result<string>>;
  /**
   * Puts a sealed film at its path, at one stroke and never over another file.
   *
   * @returns `placed` also where these very bytes lie there already; `taken` where something else does
   */
  place(
    jobId: string,
    name: string,
    target: { readonly folder: string; readonly path: string; readonly sha256: string },
  ): Promise<Result<'placed' | 'taken'>>;
}

/** The records of all windows. Synchronous, as the database is; `noDatabase` where there is none. */
export interface VideoJobStore {
  /** Everything in it happens or nothing does, also what other parts of the database do meanwhile. */
  together<T>(work: () => Result<T>): Result<T>;
  add(job: VideoJob): Result<void>;
  /** Newest first. What cannot be read as a job is left out, and stays. */
  all(): Result<readonly VideoJob[]>;
  find(id: string): Result<VideoJob | undefined>;
  /**
   * Reads, changes and writes one record while nobody else can.
   *
   * @param work returns the very same job where nothing is to change
   * @returns the job as it is now; undefined when it is gone
   */
  change(id: string, work: (job: VideoJob) => VideoJob): Result<VideoJob | undefined>;
  remove(id: string): Result<void>;
  /** Fires in this window after each change made in any window. */
  onDidChange(listener: () => void): Disposable;
}

/** The right to look after the jobs of this machine; one process has it at a time. */
export interface Lease {
  /** Takes it where nobody living has it, or keeps it. @returns false while another process has it */
  hold(): boolean;
  release(): void;
}

export interface VideoJobsPorts {
  readonly invoker: VideoInvoker;
  readonly objects: ObjectDownloads;
  readonly files: FilmFiles;
  readonly store: VideoJobStore;
  readonly lease: Lease;
  readonly ledger: Ledger;
  readonly blobs: Blobs;
  readonly recipes: VideoRecipeStore;
  /** As for images: undefined for a folder that was only chosen for this film. */
  readonly recipeFolder: (folder: string) => string | undefined;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** A name that nobody else has: letters, digits and `-`. */
  readonly newId: () => string;
  readonly extensionVersion: string;
  readonly log: Log;
}
