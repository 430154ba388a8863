import * as z from 'zod/mini';

/** What can go wrong with the text models alone; each is met by `Converse` or `ConverseStream`, as the fault says. */
export const converseFaultKinds = [
  // Refusals.
  'tokenThrottle',
  'forcedToolRefused',
  'unknownGuardrail',
  // Answers that are not what was asked for.
  'says',
  'outsideSchema',
  'noToolCall',
  'malformedToolUse',
  'malformedOutput',
  'contextExceeded',
  // The stream. All but `streamError` and `streamCut` need not end it.
  'streamCut',
  'streamError',
  'streamStall',
  'badChecksum',
] as const;

/** The failures that the service model names for a stream that has begun. */
export const streamExceptions = [
  'throttlingException',
  'validationException',
  'internalServerException',
  'serviceUnavailableException',
  'modelStreamErrorException',
] as const;

export const converseFaultFields = {
  /** For `streamCut`, `streamError`, `streamStall`, `badChecksum` and `reset`: so many whole messages arrive before. */
  afterFrames: z.optional(z.int().check(z.minimum(0))),
  /** For `streamCut` and `reset` with `afterFrames`: so many bytes of the next message arrive too. */
  intoFrameBytes: z.optional(z.int().check(z.minimum(0))),
  /** For `streamError`; throttling unless said. */
  exception: z.optional(z.enum(streamExceptions)),
  /** For `says`: the text of the answer, or what the tool is called with. */
  text: z.optional(z.string()),
  input: z.optional(z.record(z.string(), z.unknown())),
};

export type StreamException = (typeof streamExceptions)[number];

/** In the service's words. */
export const streamExceptionTexts: Readonly<Record<StreamException, string>> = {
  throttlingException: 'Too many requests, please wait before trying again.',
  validationException: 'The input is not valid for this model.',
  internalServerException:
    'The system encountered an unexpected error during processing. Try your request again.',
  serviceUnavailableException: 'Bedrock is unable to process your request.',
  modelStreamErrorException:
    'The system encountered an unexpected error during processing. Try your request again.',
};
