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

/** Copies finished files to a bucket; the local file never depends on it. */
export interface S3Uploads {
  /**
   * Never replaces an object: a number is added to a name that is taken.
   *
   * @returns the object's `s3://` address; `cancelled`, or `s3UploadFailed` with an `UploadFailureReason`
   */
  upload(request: UploadRequest, signal: AbortSignal): Promise<Result<{ readonly uri: string }>>;
}
