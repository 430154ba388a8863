import { assertNever } from '../core/errors';
import type { VideoErrorKind } from '../core/video/errors';
import { asPartOfSentence } from './asPartOfSentence';
import type { ActionId, UserMessage } from './messages';
import type { Words } from './words';

type BucketUnusable = Extract<VideoErrorKind, { kind: 'bucketUnusable' }>;

/**
 * The words for what only a video can fail with.
 *
 * @param mayBeCharged the sentence for what nobody can tell
 */
export function describeVideoError(error: VideoErrorKind, mayBeCharged: string, words: Words): UserMessage {
  const { t } = words;
  switch (error.kind) {
    case 'videoFiltered':
      return warning(`${t('The content filter held the video back.')} ${mayBeCharged}`, [
        'editPrompt',
        'nextSeed',
      ]);
    case 'videoServiceFailed':
      return failure(
        t(
          'Amazon Bedrock failed while it made the video. AWS says nothing about a charge; none is expected.',
        ),
        ['retry', 'showDetails'],
      );
    case 'videoNoCapacity':
      return warning(t('Amazon Bedrock had no capacity for this video. Nothing was made. Try again later.'), [
        'retry',
        'chooseModel',
      ]);
    case 'videoAborted':
      return failure(`${t('The video was stopped on the side of AWS.')} ${mayBeCharged}`, ['retry']);
    case 'videoFailed':
      return failure(
        `${
          error.reason === ''
            ? t('The video failed, and AWS gave no reason.')
            : t('The video failed: {0}.', asPartOfSentence(error.reason))
        } ${mayBeCharged}`,
        ['changeRequest', 'showDetails'],
      );
    case 'videoLost':
      return failure(
        `${t('The connection was lost while the video was sent, and AWS does not list it. Easel does not send it again by itself.')} ${mayBeCharged}`,
        ['retry', 'showDetails'],
      );
    case 'videoGone':
      return failure(t('There is no video at {0}. Somebody may have deleted it.', error.uri), [
        'retryDownload',
      ]);
    case 'videoChanged':
      return failure(t('{0} was replaced while it was downloaded.', error.uri), ['retryDownload']);
    case 'notAVideo':
      return failure(t('{0} is not a usable video. It is kept in S3.', error.uri), [
        'retryDownload',
        'showDetails',
      ]);
    case 'bucketUnusable':
      return describeBucket(error, words);
    default:
      return assertNever(error);
  }
}

function describeBucket(error: BucketUnusable, words: Words): UserMessage {
  const { t } = words;
  if (error.problem === 'notEmpty') return warning(bucketSentence(error, words), []);
  return failure(
    // Two whole sentences, what happened and what it cost.
    `${bucketSentence(error, words)} ${t('Nothing was sent.')}`,
    error.problem === 'noPermission' || error.problem === 'keyDenied'
      ? ['copyPolicy', 'setUpVideoBucket']
      : ['setUpVideoBucket'],
  );
}

/** What is wrong with a bucket, without what it cost. */
export function bucketSentence(error: BucketUnusable, { t }: Words): string {
  const { bucket, region, bucketRegion, action } = error;
  switch (error.problem) {
    case 'notSet':
      return t('AWS writes videos into an S3 bucket of yours, and none is set up.');
    case 'badName':
      return bucket === ''
        ? t('The name of the bucket is empty.')
        : t('{0} is not a name of a bucket.', bucket);
    case 'missing':
      return t('The bucket {0} does not exist.', bucket);
    case 'wrongRegion':
      return bucketRegion === undefined
        ? t('The bucket {0} is not in {1}, where the model is.', bucket, region)
        : t('The bucket {0} is in {1}, the model in {2}.', bucket, bucketRegion, region);
    case 'otherOwner':
      return t('The bucket {0} belongs to another account.', bucket);
    case 'noPermission':
      return action === undefined
        ? t('Your AWS permissions do not allow the use of the bucket {0}.', bucket)
        : t('Your AWS permissions do not allow {0} on the bucket {1}.', action, bucket);
    case 'keyDenied':
      return t('Your AWS permissions do not allow the use of the key that encrypts the bucket {0}.', bucket);
    case 'public':
      return t('Everybody can read the bucket {0}.', bucket);
    case 'nameTaken':
      return t('Somebody else has a bucket with the name {0}.', bucket);
    case 'notEmpty':
      return t('The bucket {0} stays: it holds files that Easel did not put there.', bucket);
    default:
      return assertNever(error.problem);
  }
}

function failure(text: string, actions: readonly ActionId[]): UserMessage {
  return { severity: 'error', text, actions };
}

function warning(text: string, actions: readonly ActionId[]): UserMessage {
  return { severity: 'warning', text, actions };
}
