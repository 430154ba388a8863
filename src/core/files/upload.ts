import type { AwsPlace } from '../aws/place';
import type { Result } from '../result';

/** Stands in `s3UploadFailed.reason`, to be worded where messages are. */
export type UploadFailureReason =
  | 'accessDenied'
  | 'noSuchBucket'
  | 'wrongRegion'
  | 'notSignedIn'
  | 'signInExpired'
  | 'network'
  | 'invalidAddress'
  | 'nameTaken'
  | 'throttled'
  | 'serviceFailed';

/** What goes up. The bytes stay the caller's and are not changed. */
export interface UploadRequest {
  readonly bytes: Uint8Array;
  /** `s3://bucket` or `s3://bucket/prefix`. */
  readonly destination: string;
  readonly fileName: string;
  readonly contentType: string;
}

export interface Uploaded {
  /** The object's `s3://` address. */
  readonly uri: string;
  /** Whose sign-in put it there, and the region asked; a bucket elsewhere may have been followed. */
  readonly place: AwsPlace;
  /** As S3 gave it; another one there later is another object. Empty where nothing was said. */
  readonly etag: string;
}

/** Copies finished files to a bucket; the local file never depends on it. */
export interface S3Uploads {
  /**
   * Never replaces an object: a number is added to a name that is taken.
   *
   * @returns where it is; `cancelled`, or `s3UploadFailed` with an `UploadFailureReason`
   */
  upload(request: UploadRequest, signal: AbortSignal): Promise<Result<Uploaded>>;
}

/** One copy in S3, as this computer remembers it. Never in a project: names of buckets are the account's own business. */
export interface UploadRecord extends Uploaded {
  /** Of the bytes, so that a file is known again by any name. */
  readonly sha256: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly uploadedAt: number;
}

/** What Easel has copied to S3 from this computer. Synchronous, as the database is; `noDatabase` where there is none. */
export interface UploadRecords {
  /** Takes the place of an earlier record with the same address. */
  add(record: UploadRecord): Result<void>;
  /** Newest first. */
  all(): Result<readonly UploadRecord[]>;
  /** Copies of these very bytes, newest first. */
  find(sha256: string): Result<readonly UploadRecord[]>;
  forget(uris: readonly string[]): Result<void>;
}
