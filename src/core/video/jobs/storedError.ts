import type { ErrorContext, ImageError } from '../../errors';

/** Every kind there is; a kind that is missing here does not compile. */
const kinds: Readonly<Record<ImageError['kind'], true>> = {
  cancelled: true,
  notSignedIn: true,
  signInExpired: true,
  clockSkew: true,
  untrustedWorkspace: true,
  notConnected: true,
  noNetwork: true,
  endpointUnreachable: true,
  proxyRefused: true,
  certificateRefused: true,
  throttled: true,
  quotaReached: true,
  serviceFailed: true,
  modelEnded: true,
  modelLocked: true,
  noModelAccess: true,
  permissionDenied: true,
  subscriptionPending: true,
  modelNotInRegion: true,
  profileIdNeeded: true,
  unknownModel: true,
  noModelForTask: true,
  badRequest: true,
  promptTooLong: true,
  contentFiltered: true,
  guardrailIntervened: true,
  timeout: true,
  connectionLost: true,
  badAnswer: true,
  notAnImage: true,
  outsideMaskChanged: true,
  notWritable: true,
  diskFull: true,
  outsideWorkspace: true,
  noFolder: true,
  noRecipe: true,
  notReadable: true,
  maskOtherShape: true,
  noVisionModel: true,
  tooManyImages: true,
  questionTooLong: true,
  answerFiltered: true,
  noUsableAnswer: true,
  streamBroken: true,
  s3UploadFailed: true,
  videoFiltered: true,
  videoServiceFailed: true,
  videoNoCapacity: true,
  videoAborted: true,
  videoFailed: true,
  videoLost: true,
  videoGone: true,
  videoChanged: true,
  notAVideo: true,
  bucketUnusable: true,
  budgetReached: true,
  callTooExpensive: true,
  noDatabase: true,
  unexpected: true,
};

/** A failure as JSON can carry it: an exception becomes its text. */
export function storableError(error: ImageError): ImageError {
  return error.kind === 'unexpected' ? { ...error, cause: textOf(error.cause) } : error;
}

/**
 * A failure as it was stored. Only the kind is looked at: what stands beside it was written by an Easel that had the same
 * kind.
 *
 * @returns `unexpected` for a kind that another version has and this one does not
 */
export function readStoredError(value: { readonly kind: string; readonly context?: unknown }): ImageError {
  if (Object.hasOwn(kinds, value.kind)) return value as ImageError;
  const context = value.context as ErrorContext | undefined;
  return { kind: 'unexpected', cause: value.kind, ...(context ? { context } : {}) };
}

function textOf(cause: unknown): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
}
