import { randomUUID } from 'node:crypto';
import type { ImageError } from '../core/errors';
import { err, ok, type Result } from '../core/result';
import type { BucketAddress, BucketFindings, MadeInBucket, VideoBuckets } from '../core/video/bucket';
import type { BucketProblem } from '../core/video/errors';
import type { VideoPlace } from '../core/video/jobs/job';
import type { ExceptionFacts } from './exceptionFacts';
import { readException } from './exceptionFacts';
import { isPrivate } from './bucketPrivacy';
import { deniedAction } from './sentences';
import type { VideoConnections } from './videoConnections';
import { S3Objects } from './videoObjects';
import { callS3, regionIn, type S3Sdk } from './videoS3';

const OUR_NAMES = /^easel-video-/;

/** S3 takes this region for the absence of one: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
const UNNAMED_REGION = 'us-east-1';

/** Looks after the bucket for videos in the account of a job. */
export class S3VideoBuckets implements VideoBuckets {
  readonly #connections: VideoConnections;
  readonly #objects: S3Objects;

  constructor(connections: VideoConnections) {
    this.#connections = connections;
    this.#objects = new S3Objects(connections);
  }

  async propose(place: VideoPlace, signal: AbortSignal): Promise<Result<string>> {
    const account = await this.#account(place, signal);
    return account.ok ? ok(`easel-video-${account.value}-${place.region}`) : account;
  }

  async check(
    place: VideoPlace,
    { bucket, prefix }: BucketAddress,
    signal: AbortSignal,
  ): Promise<Result<BucketFindings>> {
    const account = await this.#account(place, signal);
    if (!account.ok) return account;
    const there = await this.#there(place, bucket, account.value, signal);
    if (!there.ok) return there;
    const written = await this.#write(place, bucket, `${prefix}/.easel-check-${randomUUID()}`, signal);
    if (!written.ok) return written;
    const isPrivate = await this.#isPrivate(place, bucket, signal);
    if (!isPrivate.ok) return isPrivate;
    return ok({ bucket, region: place.region, isPrivate: isPrivate.value });
  }

  async create(place: VideoPlace, bucket: string, signal: AbortSignal): Promise<Result<void>> {
    const translate = (facts: ExceptionFacts): ImageError | undefined =>
      facts.name === 'BucketAlreadyExists'
        ? problem(place, bucket, 'nameTaken')
        : facts.name === 'InvalidBucketName'
          ? problem(place, bucket, 'badName')
          : denied(place, bucket, facts, 's3:CreateBucket');
    return callS3(this.#connections, { place, translate }, signal, async (client, sdk, limited) => {
      try {
        await client.send(
          new sdk.CreateBucketCommand({
            Bucket: bucket,
            ...(place.region === UNNAMED_REGION
              ? {}
              : {
                  CreateBucketConfiguration: {
                    // The SDK lists the regions it knew when it was made.
                    LocationConstraint: place.region as NonNullable<
                      NonNullable<
                        ConstructorParameters<S3Sdk['CreateBucketCommand']>[0]['CreateBucketConfiguration']
                      >['LocationConstraint']
                    >,
                  },
                }),
          }),
          { abortSignal: limited },
        );
      } catch (exception) {
        // A second press of the button, or one after a crash: what is missing on it is added.
        if (readException(exception, Date.now()).name !== 'BucketAlreadyOwnedByYou') throw exception;
      }
      await client.send(
        new sdk.PutPublicAccessBlockCommand({
          Bucket: bucket,
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            IgnorePublicAcls: true,
            BlockPublicPolicy: true,
            RestrictPublicBuckets: true,
          },
        }),
        { abortSignal: limited },
      );
      await client.send(
        new sdk.PutBucketEncryptionCommand({
          Bucket: bucket,
          ServerSideEncryptionConfiguration: {
            Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
          },
        }),
        { abortSignal: limited },
      );
    });
  }

  async made(
    place: VideoPlace,
    { bucket, prefix }: BucketAddress,
    signal: AbortSignal,
  ): Promise<Result<MadeInBucket>> {
    const listed = await this.#objects.list(place, bucket, `${prefix}/`, signal);
    if (!listed.ok) return listed;
    return ok({ bucket, objects: listed.value, isOurs: OUR_NAMES.test(bucket) });
  }

  removeObjects(
    place: VideoPlace,
    bucket: string,
    keys: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<void>> {
    return this.#objects.remove(place, bucket, keys, signal);
  }

  removeBucket(place: VideoPlace, bucket: string, signal: AbortSignal): Promise<Result<void>> {
    const translate = (facts: ExceptionFacts): ImageError | undefined =>
      facts.name === 'NoSuchBucket'
        ? problem(place, bucket, 'missing')
        : facts.name === 'BucketNotEmpty'
          ? problem(place, bucket, 'notEmpty')
          : denied(place, bucket, facts, 's3:DeleteBucket');
    return callS3(this.#connections, { place, translate }, signal, async (client, sdk, limited) => {
      await client.send(new sdk.DeleteBucketCommand({ Bucket: bucket }), { abortSignal: limited });
    });
  }

  /** Another account's bucket would be written to as well, where its policy allows it: the films would be somebody else's. */
  async #there(
    place: VideoPlace,
    bucket: string,
    account: string,
    signal: AbortSignal,
  ): Promise<Result<void>> {
    const ours = await this.#head(place, bucket, account, signal);
    if (ours.ok || ours.error.kind !== 'permissionDenied') return ours;
    // Ours and not to be looked at, or somebody else's: without a word of the owner only the latter may be visible.
    const anyone = await this.#head(place, bucket, undefined, signal);
    return err(
      anyone.ok
        ? problem(place, bucket, 'otherOwner')
        : problem(place, bucket, 'noPermission', { action: 's3:ListBucket' }),
    );
  }

  async #head(
    place: VideoPlace,
    bucket: string,
    owner: string | undefined,
    signal: AbortSignal,
  ): Promise<Result<void>> {
    // An answer to HEAD has no body, so only its status says something.
    const translate = ({ name, status }: ExceptionFacts, exception: unknown): ImageError | undefined =>
      status === 404
        ? problem(place, bucket, 'missing')
        : status === 301 || name === 'PermanentRedirect' || name === 'AuthorizationHeaderMalformed'
          ? problem(place, bucket, 'wrongRegion', bucketRegionIn(exception))
          : status === 403
            ? { kind: 'permissionDenied', action: 's3:ListBucket' }
            : undefined;
    const found = await callS3(this.#connections, { place, translate }, signal, (client, sdk, limited) =>
      client.send(
        new sdk.HeadBucketCommand({
          Bucket: bucket,
          ...(owner === undefined ? {} : { ExpectedBucketOwner: owner }),
        }),
        { abortSignal: limited },
      ),
    );
    if (!found.ok) return found;
    const { BucketRegion: bucketRegion } = found.value;
    return bucketRegion === undefined || bucketRegion === place.region
      ? ok()
      : err(problem(place, bucket, 'wrongRegion', { bucketRegion }));
  }

  /** The service writes with the user's own rights, so what the user may write it may write. */
  #write(place: VideoPlace, bucket: string, key: string, signal: AbortSignal): Promise<Result<void>> {
    let action = 's3:PutObject';
    const translate = (facts: ExceptionFacts): ImageError | undefined => denied(place, bucket, facts, action);
    return callS3(this.#connections, { place, translate }, signal, async (client, sdk, limited) => {
      await client.send(new sdk.PutObjectCommand({ Bucket: bucket, Key: key, Body: 'Easel' }), {
        abortSignal: limited,
      });
      action = 's3:GetObject';
      await client.send(new sdk.HeadObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: limited });
      action = 's3:DeleteObject';
      await client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: limited });
    });
  }

  /** @returns `unknown` where the rights to look are missing, which is no reason against the bucket */
  async #isPrivate(
    place: VideoPlace,
    bucket: string,
    signal: AbortSignal,
  ): Promise<Result<BucketFindings['isPrivate']>> {
    const looked = await callS3(
      this.#connections,
      { place, translate: () => undefined },
      signal,
      (client, sdk, limited) => isPrivate({ client, sdk, bucket, signal: limited }),
    );
    if (!looked.ok) return looked;
    return looked.value === 'no' ? err(problem(place, bucket, 'public')) : ok(looked.value);
  }

  async #account(place: VideoPlace, signal: AbortSignal): Promise<Result<string>> {
    return callS3(
      this.#connections,
      { place, translate: () => undefined },
      signal,
      async (_client, _sdk, limited) => {
        const connection = await this.#connections.of(place.via);
        const [client, { GetCallerIdentityCommand }] = await Promise.all([
          connection.sts(place.region),
          import('@aws-sdk/client-sts'),
        ]);
        const { Account: account } = await client.send(new GetCallerIdentityCommand({}), {
          abortSignal: limited,
        });
        if (account === undefined) throw new TypeError('an identity without an account');
        return account;
      },
    );
  }
}

function bucketRegionIn(exception: unknown): { readonly bucketRegion?: string } {
  const bucketRegion = regionIn(exception);
  return bucketRegion === undefined ? {} : { bucketRegion };
}

/**
 * A refusal of S3, with what is not allowed: IAM's sentence names it, also where it is the right to use a key.
 *
 * @param asked what was tried, for answers without a sentence
 */
function denied(
  place: VideoPlace,
  bucket: string,
  { name, status, message }: ExceptionFacts,
  asked: string,
): ImageError | undefined {
  if (name.startsWith('KMS.')) return problem(place, bucket, 'keyDenied');
  if (name !== 'AccessDenied' && !(status === 403 && (name === '' || name === 'Unknown' || name === '403'))) {
    return undefined;
  }
  const action = deniedAction(message) ?? asked;
  return problem(place, bucket, action.startsWith('kms:') ? 'keyDenied' : 'noPermission', { action });
}

function problem(
  { region }: VideoPlace,
  bucket: string,
  what: BucketProblem,
  more: { readonly bucketRegion?: string; readonly action?: string } = {},
): ImageError {
  return { kind: 'bucketUnusable', bucket, problem: what, region, ...more };
}
