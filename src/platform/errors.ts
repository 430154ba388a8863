import { assertNever, type Charge, type FilterStage, type ImageError } from '../core/errors';
import type { UploadFailureReason } from '../core/files/upload';
import { costOfFailure } from '../core/generate/failures';
import type { LabelValues } from './actionLabels';
import { asPartOfSentence } from './asPartOfSentence';
import type { ActionId, UserMessage } from './messages';
import { taskLabel } from './taskLabels';
import { describeVideoError } from './videoErrors';
import { describeVisionError } from './visionErrors';
import type { Words } from './words';

/** What the words need and the error does not carry. */
export interface ErrorFacts {
  /** The model's display name; the id itself where it is unknown. */
  modelName(id: string): string;
  /** Estimated price of the request that failed, in USD; 0 offline, undefined where it is not known. */
  readonly priceUsd?: number | undefined;
}

export interface ErrorMessage extends UserMessage {
  readonly labelValues?: LabelValues;
}

/**
 * The one place that words failures: what happened, what it cost, and the buttons that help.
 *
 * @returns undefined where the user asked for it, and nothing needs to be said
 */
export function describe(error: ImageError, words: Words, facts: ErrorFacts): ErrorMessage | undefined {
  const { t, format } = words;
  switch (error.kind) {
    case 'cancelled':
      return undefined;

    case 'notSignedIn':
      return failure(t('No AWS credentials were found. Nothing was sent.'), ['connect', 'tryOffline']);
    case 'signInExpired':
      return failure(
        error.profile === undefined
          ? t('The sign-in has expired. Nothing was spent; your prompt is kept.')
          : t(
              'The sign-in of profile {0} has expired. Nothing was spent; your prompt is kept.',
              error.profile,
            ),
        // *Retry* follows by itself once the sign-in has ended well.
        error.isSso ? ['signIn'] : ['connect', 'retry'],
      );
    case 'clockSkew':
      return failure(clockSentence(error.minutes, words), ['retry', 'checkSetup']);
    case 'untrustedWorkspace':
      return warning(t('Easel sends nothing from an untrusted workspace.'), ['manageTrust']);
    case 'notConnected':
      return warning(t('Easel is not connected to AWS yet. Nothing was sent.'), ['connect', 'tryOffline']);

    case 'noNetwork':
    case 'endpointUnreachable':
      return failure(t('{0} cannot be reached. Nothing was spent.', error.host === '' ? 'AWS' : error.host), [
        'retry',
        'checkSetup',
      ]);
    case 'proxyRefused':
      return failure(t('The proxy refused the connection ({0}). Nothing was spent.', error.status), [
        'retry',
        'checkSetup',
      ]);
    case 'certificateRefused':
      return failure(
        t(
          'The certificate of {0} is not trusted on this computer ({1}). Nothing was spent.',
          error.host === '' ? 'AWS' : error.host,
          error.code,
        ),
        ['retry', 'checkSetup'],
      );

    case 'throttled':
      return failure(
        counted(
          error.attempts,
          words,
          (tries, model) =>
            t('Amazon Bedrock still limits {0} after {1} try. Nothing was charged.', model, tries),
          (tries, model) =>
            t('Amazon Bedrock still limits {0} after {1} tries. Nothing was charged.', model, tries),
          facts.modelName(error.modelId),
        ),
        ['retry', 'chooseModel'],
      );
    case 'quotaReached':
      return failure(
        t(
          'Your quota for {0} in {1} is used up. Nothing was charged.',
          facts.modelName(error.modelId),
          error.region,
        ),
        ['openServiceQuotas'],
      );
    case 'serviceFailed':
      return failure(
        inSequence(
          counted(
            error.attempts,
            words,
            (tries, status) => t('Amazon Bedrock failed ({0}) after {1} try.', status, tries),
            (tries, status) => t('Amazon Bedrock failed ({0}) after {1} tries.', status, tries),
            String(error.status),
          ),
          // Behind a gateway the call may have gone through.
          costOfFailure(error) === 'none' ? t('Nothing was charged.') : mayBeCharged(words, facts),
        ),
        ['retry', 'chooseModel'],
      );

    case 'modelEnded': {
      const model = facts.modelName(error.modelId);
      const text =
        error.endedOn === undefined
          ? t('{0} has ended. Nothing was charged.', model)
          : t('{0} ended on {1}. Nothing was charged.', model, format.date(error.endedOn));
      return withSuccessor(text, error.successorId, facts);
    }
    case 'modelLocked':
      return withSuccessor(
        t(
          '{0} is closed to accounts that have not used it lately. Nothing was charged.',
          facts.modelName(error.modelId),
        ),
        error.successorId,
        facts,
      );
    case 'noModelAccess':
      return failure(
        t('Your account has no access to {0}. Nothing was charged.', facts.modelName(error.modelId)),
        ['openModelAccess'],
      );
    case 'permissionDenied':
      return failure(
        error.action === undefined
          ? t('Your AWS permissions do not allow this. Nothing was charged.')
          : t('Your AWS permissions do not allow {0}. Nothing was charged.', error.action),
        ['showDetails', 'checkSetup'],
      );
    case 'subscriptionPending':
      return warning(
        t(
          'AWS is still activating {0}. This can take 15 minutes. Nothing was charged.',
          facts.modelName(error.modelId),
        ),
        ['retry'],
      );
    case 'modelNotInRegion': {
      const text = t(
        '{0} is not in {1}. Easel never changes the region by itself. Nothing was charged.',
        facts.modelName(error.modelId),
        error.region,
      );
      const [region] = error.regions;
      return region === undefined
        ? failure(text, ['chooseModel'])
        : failure(text, ['switchRegion'], { switchRegion: region });
    }
    case 'profileIdNeeded': {
      const text = t('{0} needs an inference profile. Nothing was charged.', facts.modelName(error.modelId));
      return error.profileId === undefined
        ? failure(text, ['chooseModel'])
        : failure(text, ['useProfileId'], { useProfileId: error.profileId });
    }
    case 'unknownModel':
      return failure(
        t('Amazon Bedrock does not know the model {0}. Nothing was charged.', facts.modelName(error.modelId)),
        ['chooseModel'],
      );
    case 'noModelForTask':
      return failure(
        t(
          'No model in {0} can be used for this task ({1}). Nothing was sent.',
          error.region,
          taskLabel(error.task, words),
        ),
        ['checkSetup', 'connect', 'tryOffline'],
      );

    case 'badRequest': {
      const reason = asPartOfSentence(error.reason);
      return failure(
        error.field === undefined
          ? t('The model refused the request: {0}. Nothing was charged.', reason)
          : t('The model refused {0}: {1}. Nothing was charged.', error.field, reason),
        ['changeRequest', 'showDetails'],
      );
    }
    case 'promptTooLong':
      return warning(
        t(
          'The prompt has {0} characters; {1} takes {2}. Nothing was sent.',
          format.number(error.length),
          facts.modelName(error.modelId),
          format.number(error.maxLength),
        ),
        ['editPrompt', 'chooseModel'],
      );
    case 'contentFiltered':
      return warning(
        inSequence(filterSentence(error.stage, error.count, words), mayBeCharged(words, facts)),
        [filterRepair(error.stage)],
      );
    case 'guardrailIntervened':
      return warning(inSequence(t('Your guardrail held the request back.'), mayBeCharged(words, facts)), [
        'editPrompt',
      ]);

    case 'timeout':
      return failure(
        inSequence(
          t('No answer within {0} s. Easel does not repeat it by itself.', format.number(error.seconds)),
          chargeSentence(error.charge, words, facts),
        ),
        ['retry'],
      );
    case 'connectionLost':
      return failure(
        inSequence(
          t('The connection was lost before the answer had arrived. Easel does not repeat it by itself.'),
          chargeSentence(error.charge, words, facts),
        ),
        ['retry'],
      );
    case 'badAnswer':
    case 'notAnImage':
      return failure(
        inSequence(
          error.answerPath === undefined
            ? t('The answer was not a usable image.')
            : t('The answer was not a usable image; it is kept for you.'),
          mayBeCharged(words, facts),
        ),
        error.answerPath === undefined ? ['retry'] : ['showAnswer'],
      );

    case 'outsideMaskChanged':
      return error.answerPath === undefined
        ? failure(t('Pixels outside the mask would have changed, so nothing was written.'), ['retry'])
        : failure(
            t(
              "Pixels outside the mask would have changed, so nothing was written. The model's answer is kept.",
            ),
            ['showAnswer', 'retry'],
          );

    case 'notWritable':
      return notSaved(error.folder, error.reason, error.inboxId, words);
    case 'diskFull':
      return notSaved(error.folder, t('disk full'), error.inboxId, words);
    case 'outsideWorkspace':
      return failure(
        t(
          "{0} lies outside the workspace folder, so nothing was written there. An image that had arrived is safe in Easel's storage.",
          error.path,
        ),
        ['saveElsewhere', 'retrySaving'],
      );
    case 'noFolder':
      return warning(t('No folder is open. Choose where the image goes.'), ['chooseFolder']);
    case 'noRecipe':
      return warning(
        error.name === ''
          ? t('No image is open here. Nothing was sent.')
          : t(
              'No recipe belongs to {0}: Easel did not make it, or it was changed since. Nothing was sent.',
              error.name,
            ),
        [],
      );
    case 'notReadable':
      return failure(
        t('{0} cannot be read ({1}). Nothing was sent.', error.name, asPartOfSentence(error.reason)),
        ['retry'],
      );
    case 'maskOtherShape':
      return warning(
        t(
          '{0} is {1} x {2}, and {3} is {4} x {5}: a mask needs the shape of its image.',
          error.name,
          error.width,
          error.height,
          error.image.name,
          error.image.width,
          error.image.height,
        ),
        [],
      );
    case 's3UploadFailed':
      return warning(
        t(
          'Saved {0}. The copy to {1} failed: {2}.',
          error.fileName,
          error.uri,
          uploadReason(error.reason, words),
        ),
        ['retryUpload'],
      );

    case 'videoFiltered':
    case 'videoServiceFailed':
    case 'videoNoCapacity':
    case 'videoAborted':
    case 'videoFailed':
    case 'videoLost':
    case 'videoGone':
    case 'videoChanged':
    case 'notAVideo':
    case 'bucketUnusable':
      return describeVideoError(error, mayBeCharged(words, facts), words);

    case 'noVisionModel':
    case 'tooManyImages':
    case 'questionTooLong':
    case 'answerFiltered':
    case 'noUsableAnswer':
    case 'streamBroken':
      return describeVisionError(error, mayBeCharged(words, facts), words, (id) => facts.modelName(id));

    case 'budgetReached':
      return warning(
        t(
          "This would pass today's budget: {0} of {1} spent, {2} more. Nothing was sent.",
          format.amount(error.spentUsd),
          format.amount(error.limitUsd),
          format.about(error.priceUsd),
        ),
        ['changeBudget', 'showSpending'],
      );
    case 'callTooExpensive':
      return warning(
        t(
          'This would cost {0}; your limit for one request is {1}. Nothing was sent.',
          format.about(error.priceUsd),
          format.amount(error.limitUsd),
        ),
        ['changeBudget', 'showSpending'],
      );
    case 'noDatabase':
      return failure(
        t(
          'Easel cannot count what it spends on this computer ({0}), so it sends nothing that costs money. Nothing was sent.',
          asPartOfSentence(error.reason),
        ),
        ['tryOffline', 'showLog'],
      );

    case 'unexpected':
      return failure(inSequence(t('Easel met a failure it does not know.'), mayBeCharged(words, facts)), [
        'showLog',
        'retry',
      ]);

    default:
      return assertNever(error);
  }
}

function failure(text: string, actions: readonly ActionId[], labelValues?: LabelValues): ErrorMessage {
  return { severity: 'error', text, actions, ...(labelValues ? { labelValues } : {}) };
}

/** For what is not broken: the user's own limits, a filter's decision, something to wait for or to choose. */
function warning(text: string, actions: readonly ActionId[]): ErrorMessage {
  return { severity: 'warning', text, actions };
}

/** Two whole sentences, what happened and what it cost. */
function inSequence(what: string, cost: string): string {
  return `${what} ${cost}`;
}

function chargeSentence(charge: Charge, words: Words, facts: ErrorFacts): string {
  return charge === 'none' ? words.t('Nothing was spent.') : mayBeCharged(words, facts);
}

function mayBeCharged({ t, format }: Words, { priceUsd }: ErrorFacts): string {
  if (priceUsd === undefined) return t('It may be charged.');
  return priceUsd === 0 ? t('Nothing was charged.') : t('It may be charged ({0}).', format.about(priceUsd));
}

function clockSentence(minutes: number | undefined, { t, format }: Words): string {
  if (minutes === undefined || minutes === 0) {
    return t("This computer's clock is off, so AWS refused the request. Nothing was spent.");
  }
  return format.isOne(minutes)
    ? t(
        "This computer's clock is {0} minute off, so AWS refused the request. Nothing was spent.",
        format.number(minutes),
      )
    : t(
        "This computer's clock is {0} minutes off, so AWS refused the request. Nothing was spent.",
        format.number(minutes),
      );
}

function filterSentence(stage: FilterStage, count: number, { t, format }: Words): string {
  switch (stage) {
    case 'prompt':
      return t('The content filter held the prompt back.');
    case 'inputImage':
      return t('The content filter held the input image back.');
    case 'outputImage':
      return count < 2
        ? t('The content filter held the image back.')
        : t('The content filter held all {0} images back.', format.number(count));
  }
}

function filterRepair(stage: FilterStage): ActionId {
  switch (stage) {
    case 'prompt':
      return 'editPrompt';
    case 'inputImage':
      return 'chooseAnotherImage';
    case 'outputImage':
      return 'nextSeed';
  }
}

function withSuccessor(text: string, successorId: string | undefined, facts: ErrorFacts): ErrorMessage {
  return successorId === undefined
    ? failure(text, ['chooseModel'])
    : failure(text, ['useSuccessor', 'chooseModel'], { useSuccessor: facts.modelName(successorId) });
}

function notSaved(folder: string, reason: string, inboxId: string | undefined, { t }: Words): ErrorMessage {
  return failure(
    inboxId === undefined
      ? t('{0} cannot be written ({1}).', folder, asPartOfSentence(reason))
      : t(
          "{0} cannot be written ({1}). The image is safe in Easel's storage.",
          folder,
          asPartOfSentence(reason),
        ),
    ['saveElsewhere', 'retrySaving'],
  );
}

function uploadReason(reason: string, { t }: Words): string {
  // The compiler cannot tie the open string of the error to the list, so the list is spelled out as data.
  const sentences: Readonly<Record<UploadFailureReason, string>> = {
    accessDenied: t('access denied'),
    noSuchBucket: t('the bucket does not exist'),
    wrongRegion: t('the bucket is in another region'),
    notSignedIn: t('no AWS credentials were found'),
    signInExpired: t('the sign-in has expired'),
    network: t('AWS cannot be reached'),
    invalidAddress: t('the address is not valid'),
    nameTaken: t('the name is taken'),
    throttled: t('Amazon S3 is limiting requests'),
    serviceFailed: t('Amazon S3 failed'),
  };
  return Object.hasOwn(sentences, reason)
    ? sentences[reason as UploadFailureReason]
    : asPartOfSentence(reason);
}

/** Two texts that follow a number: `1 try`, `5 tries`. */
function counted(
  count: number,
  { format }: Words,
  one: (count: string, value: string) => string,
  other: (count: string, value: string) => string,
  value: string,
): string {
  return (format.isOne(count) ? one : other)(format.number(count), value);
}
