import type { Result } from '../result';
import type { VideoPlace } from './jobs/job';
import type { StoredObject } from './jobs/ports';

/** Everything Easel has AWS write lies below this, so that it can be told from what is not Easel's. */
export const DEFAULT_PREFIX = 'easel';

export interface BucketAddress {
  readonly bucket: string;
  /** Without slashes at its ends; never empty. */
  readonly prefix: string;
}

/**
 * Reads `easel.video.bucket`: a name, or `s3://bucket/prefix`.
 *
 * @returns undefined for what can be no bucket: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function readBucketSetting(setting: string): BucketAddress | undefined {
  const found = /^(?:s3:\/\/)?([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(setting.trim());
  const bucket = found?.[1];
  // The service takes no two dots in a row, and no name that is an address.
  if (bucket === undefined || bucket.includes('..') || /^\d+\.\d+\.\d+\.\d+$/.test(bucket)) return undefined;
  const prefix = (found?.[2] ?? '').replace(/^\/+|\/+$/g, '');
  return { bucket, prefix: prefix === '' ? DEFAULT_PREFIX : prefix };
}

/** What StartAsyncInvoke is told. */
export function s3UriOf({ bucket, prefix }: BucketAddress): string {
  return `s3://${bucket}/${prefix}`;
}

/** The bucket and the key of an `s3://` address; undefined for what is none. */
export function readS3Uri(uri: string): { readonly bucket: string; readonly key: string } | undefined {
  const found = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(uri);
  return found?.[1] === undefined ? undefined : { bucket: found[1], key: found[2] ?? '' };
}

/** What `check` looked at; `unknown` where a permission to look was missing, which is no reason against the bucket. */
export interface BucketFindings {
  readonly bucket: string;
  readonly region: string;
  readonly isPrivate: 'yes' | 'unknown';
}

/** What lies in a bucket of Easel's making, for *Clean Up AWS Resources*. */
export interface MadeInBucket {
  readonly bucket: string;
  readonly objects: readonly StoredObject[];
  /** True where Easel made the bucket, so that it may offer to remove it. */
  readonly isOurs: boolean;
}

/** Looks after the bucket that AWS writes films into. Every failure that is the bucket's own is `bucketUnusable`. */
export interface VideoBuckets {
  /** `easel-video-<account>-<region>`. */
  propose(place: VideoPlace, signal: AbortSignal): Promise<Result<string>>;
  /** Is there, in the region, ours, writable, and not public. Puts and deletes a small object; spends nothing else. */
  check(place: VideoPlace, address: BucketAddress, signal: AbortSignal): Promise<Result<BucketFindings>>;
  /** With public access blocked and encryption by default. A bucket of ours with that name is taken as it is. */
  create(place: VideoPlace, bucket: string, signal: AbortSignal): Promise<Result<void>>;
  made(place: VideoPlace, address: BucketAddress, signal: AbortSignal): Promise<Result<MadeInBucket>>;
  removeObjects(
    place: VideoPlace,
    bucket: string,
    keys: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<void>>;
  /** Only an empty one. */
  removeBucket(place: VideoPlace, bucket: string, signal: AbortSignal): Promise<Result<void>>;
}

/**
 * What an administrator has to allow, as an IAM policy.
 *
 * @see https://docs.aws.amazon.com/nova/latest/userguide/video-gen-access.html
 */
export function videoPolicy({ bucket, prefix }: BucketAddress, region: string, modelId: string): string {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  const arn = `arn:${partition}:s3:::${bucket}`;
  return JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'MakeVideos',
          Effect: 'Allow',
          Action: ['bedrock:InvokeModel', 'bedrock:GetAsyncInvoke'],
          Resource: [
            `arn:${partition}:bedrock:${region}::foundation-model/${modelId}`,
            `arn:${partition}:bedrock:${region}:*:async-invoke/*`,
          ],
        },
        {
          Sid: 'FindVideoJobs',
          Effect: 'Allow',
          // A list is of the whole account; no resource stands behind it.
          Action: ['bedrock:ListAsyncInvokes'],
          Resource: ['*'],
        },
        {
          Sid: 'FetchVideos',
          Effect: 'Allow',
          Action: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject'],
          Resource: [`${arn}/${prefix}/*`],
        },
        {
          Sid: 'FindVideos',
          Effect: 'Allow',
          Action: [
            's3:ListBucket',
            's3:GetBucketLocation',
            's3:GetBucketPublicAccessBlock',
            's3:GetBucketPolicyStatus',
          ],
          Resource: [arn],
        },
      ],
    },
    undefined,
    2,
  );
}
