import type { S3Client } from '@aws-sdk/client-s3';
import { readException } from './exceptionFacts';
import type { S3Sdk } from './videoS3';

/** Whoever is not signed in: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html */
const ALL_USERS = 'http://acs.amazonaws.com/groups/global/AllUsers';

export interface BucketQuestion {
  readonly client: S3Client;
  readonly sdk: S3Sdk;
  readonly bucket: string;
  readonly signal: AbortSignal;
}

/**
 * Whether nobody can read a bucket who was not given the right: by its block of public access, else by policy and list.
 *
 * @returns `unknown` where the rights to look are missing; throws what S3 throws otherwise
 */
export async function isPrivate({
  client,
  sdk,
  bucket: Bucket,
  signal: abortSignal,
}: BucketQuestion): Promise<'yes' | 'no' | 'unknown'> {
  const options = { abortSignal };
  const isBlocked = await answerOf(
    client.send(new sdk.GetPublicAccessBlockCommand({ Bucket }), options),
    'NoSuchPublicAccessBlockConfiguration',
    ({ PublicAccessBlockConfiguration: rules }) =>
      rules?.IgnorePublicAcls === true && rules.RestrictPublicBuckets === true,
  );
  if (isBlocked === true) return 'yes';
  const isOpenByPolicy = await answerOf(
    client.send(new sdk.GetBucketPolicyStatusCommand({ Bucket }), options),
    'NoSuchBucketPolicy',
    ({ PolicyStatus: status }) => status?.IsPublic === true,
  );
  const isOpenByList = await answerOf(
    client.send(new sdk.GetBucketAclCommand({ Bucket }), options),
    'AccessControlListNotSupported',
    ({ Grants: grants = [] }) => grants.some(({ Grantee }) => Grantee?.URI === ALL_USERS),
  );
  if (isOpenByPolicy === true || isOpenByList === true) return 'no';
  return isOpenByPolicy === undefined || isOpenByList === undefined ? 'unknown' : 'yes';
}

/**
 * @param none the name of the refusal that says that there is no such thing, which is a no
 * @returns undefined where it may not be asked
 */
async function answerOf<T>(
  asked: Promise<T>,
  none: string,
  read: (answer: T) => boolean,
): Promise<boolean | undefined> {
  try {
    return read(await asked);
  } catch (exception) {
    const { name, status } = readException(exception, Date.now());
    if (name === none) return false;
    if (status === 403) return undefined;
    throw exception;
  }
}
