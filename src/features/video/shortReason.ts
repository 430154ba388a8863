import type { ImageError } from '../../core/errors';
import type { Words } from '../../platform/words';

/**
 * Why a job waits or failed, short enough for a row: a part of a sentence.
 *
 * @param whole the sentence that a notification would say; its beginning stands in for what has no short form
 */
export function shortReason(error: ImageError, whole: string | undefined, { t }: Words): string {
  switch (error.kind) {
    case 'videoFiltered':
      return t('the content filter held the video back');
    case 'contentFiltered':
      return error.stage === 'prompt'
        ? t('the content filter held the prompt back')
        : error.stage === 'inputImage'
          ? t('the content filter held the input image back')
          : t('the content filter held the result back');
    case 'videoServiceFailed':
    case 'serviceFailed':
      return t('Amazon Bedrock failed');
    case 'videoNoCapacity':
      return t('Amazon Bedrock had no capacity');
    case 'videoAborted':
      return t('stopped on the side of AWS');
    case 'videoLost':
      return t('the connection was lost while it was sent');
    case 'videoGone':
      return t('it is no longer in S3');
    case 'diskFull':
      return t('disk full');
    case 'notWritable':
      return t('{0} cannot be written', error.folder);
    case 'noFolder':
      return t('no folder to save it in');
    case 'noNetwork':
    case 'endpointUnreachable':
    case 'connectionLost':
      return t('no connection');
    case 'throttled':
      return t('Amazon Bedrock is limiting requests');
    case 'notSignedIn':
    case 'signInExpired':
      return t('waiting for your AWS sign-in');
    case 'timeout':
      return t('no answer');
    default:
      return firstSentence(whole) ?? t('something went wrong');
  }
}

export function isSignInError({ kind }: ImageError): boolean {
  return kind === 'signInExpired' || kind === 'notSignedIn';
}

function firstSentence(text: string | undefined): string | undefined {
  const sentence = text?.split(/(?<=[.!?。])\s/, 1)[0]?.replace(/[.。]$/, '');
  return sentence === '' ? undefined : sentence;
}
