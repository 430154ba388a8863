import { assertNever } from '../core/errors';
import type { VisionErrorKind } from '../core/vision/errors';
import type { UserMessage } from './messages';
import type { Words } from './words';

/**
 * The words for what only looking at images can fail with.
 *
 * @param mayBeCharged the sentence for what nobody can tell
 */
export function describeVisionError(
  error: VisionErrorKind,
  mayBeCharged: string,
  words: Words,
  modelName: (id: string) => string,
): UserMessage {
  const { t, format } = words;
  switch (error.kind) {
    case 'noVisionModel':
      return {
        severity: 'error',
        text: t('No model in {0} can look at images for this account. Nothing was sent.', error.region),
        actions: ['checkSetup', 'connect', 'tryOffline'],
      };
    case 'tooManyImages':
      return {
        severity: 'warning',
        text: t(
          'One message takes {0} images at most; these are {1}. Nothing was sent.',
          format.number(error.maxCount),
          format.number(error.count),
        ),
        actions: [],
      };
    case 'questionTooLong':
      return {
        severity: 'warning',
        text: t('This is more than {0} can read at once. Nothing was sent.', modelName(error.modelId)),
        actions: ['chooseModel'],
      };
    case 'answerFiltered':
      return {
        severity: 'warning',
        text: `${t('The content filter held the answer back.')} ${mayBeCharged}`,
        actions: ['retry', 'chooseModel'],
      };
    case 'noUsableAnswer':
      return {
        severity: 'error',
        text: noUsableAnswer(error, words),
        actions: ['retry'],
      };
    case 'streamBroken':
      return {
        severity: 'error',
        text: `${brokenStream(error, words)} ${mayBeCharged}`,
        actions: ['retry'],
      };
    default:
      return assertNever(error);
  }
}

function brokenStream(
  { hasText, byService = false }: Extract<VisionErrorKind, { kind: 'streamBroken' }>,
  { t }: Words,
): string {
  if (byService) {
    return hasText
      ? t('Amazon Bedrock broke the answer off. What arrived is kept.')
      : t('Amazon Bedrock broke the answer off.');
  }
  return hasText ? t('The connection was lost. What arrived is kept.') : t('The connection was lost.');
}

function noUsableAnswer(
  { asked, spentUsd }: Extract<VisionErrorKind, { kind: 'noUsableAnswer' }>,
  { t, format }: Words,
): string {
  const isJudge = asked === 'judge';
  if (spentUsd === undefined) {
    return isJudge
      ? t('The judge gave no usable answer. Its price is not known.')
      : t('The model gave no usable answer. Its price is not known.');
  }
  if (spentUsd === 0) {
    return isJudge
      ? t('The judge gave no usable answer. Nothing was spent.')
      : t('The model gave no usable answer. Nothing was spent.');
  }
  if (spentUsd < 0.01) {
    return isJudge
      ? t('The judge gave no usable answer. Under {0} was spent.', format.amount(0.01))
      : t('The model gave no usable answer. Under {0} was spent.', format.amount(0.01));
  }
  return isJudge
    ? t('The judge gave no usable answer. {0} was spent.', format.amount(spentUsd))
    : t('The model gave no usable answer. {0} was spent.', format.amount(spentUsd));
}
