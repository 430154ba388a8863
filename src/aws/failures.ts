import type { Charge, ErrorContext, ImageError } from '../core/errors';
import type { ModelDescriptor } from '../core/models/descriptor';
import { redact } from '../core/redact';
import type { SignIn } from './connection';
import { readException, type ExceptionFacts } from './exceptionFacts';
import { ProxyRefusedError } from './networkFacts';
import { deniedAction, says, schemaComplaint } from './sentences';

/** What our table knows of a model, to complete what the service says. */
export type ModelFacts = Pick<ModelDescriptor, 'regions' | 'profileIds' | 'successorId' | 'lifecycle'>;

/** What the caller knows about the call that failed. */
export interface FailedCall {
  readonly modelId?: string | undefined;
  readonly region?: string | undefined;
  readonly facts?: ModelFacts | undefined;
  readonly signIn: SignIn;
  readonly elapsedMs: number;
  /** True for calls that are billed: only those are in doubt when an answer is lost. */
  readonly isPaid: boolean;
  /** The user's own Cancel; a time limit of ours is not among it. */
  readonly signal: AbortSignal;
}

const NO_NETWORK = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'ENETDOWN', 'ENODATA', 'EAI_NODATA']);
const UNREACHABLE = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'EHOSTDOWN']);
const LOST = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE']);

/** Certificate verification codes of OpenSSL, as Node passes them on: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const CERTIFICATE =
  /^(?:UNABLE_TO_|CERT_|CRL_|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$|INVALID_CA$|INVALID_PURPOSE$|HOSTNAME_MISMATCH$|ERROR_IN_CERT_|ERR_TLS_|ERR_SSL_|EPROTO$)/;

const THROTTLED = new Set([
  'ThrottlingException',
  'ThrottledException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'SlowDown',
  'ModelNotReadyException',
]);

const SIGN_IN_EXPIRED = new Set([
  'ExpiredTokenException',
  'ExpiredToken',
  'TokenRefreshRequired',
  'UnauthorizedException',
  'InvalidGrantException',
  'UnauthorizedClientException',
  'SSOTokenProviderFailure',
]);

/** Credentials that the service does not know. */
const CREDENTIALS_REFUSED = new Set([
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'InvalidToken',
  'MissingAuthenticationTokenException',
]);

const PROVIDER_ERRORS = new Set(['CredentialsProviderError', 'TokenProviderError', 'ProviderError']);

/** All of these are also what a wrong secret key gets, so the clock decides. */
const SIGNATURE = new Set(['InvalidSignatureException', 'SignatureDoesNotMatch', 'AuthFailure']);
const CLOCK = new Set(['RequestTimeTooSkewed', 'RequestExpired', 'RequestInTheFuture']);

/** The services accept a signature for 5 minutes, S3 for 15: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * The one translation of what the SDK, Node and proxies throw: by exception name, status and field;
 * by the fixed sentences of `sentences.ts` where only those differ.
 *
 * @returns a kind for everything; `unexpected` only for what no rule knows, which is a bug or a new exception
 */
export function toImageError(exception: unknown, call: FailedCall): ImageError {
  const facts = readException(exception, Date.now());
  if (call.signal.aborted) return { kind: 'cancelled' };
  const error =
    networkFailure(exception, facts, call) ??
    signInFailure(facts, call) ??
    serviceFailure(facts, call) ??
    ({ kind: 'unexpected', cause: exception } satisfies ImageError);
  return { ...error, context: contextOf(facts, call) };
}

function networkFailure(exception: unknown, facts: ExceptionFacts, call: FailedCall): ImageError | undefined {
  const { code = '', syscall, isUnsent, status, host = '' } = facts;
  if (exception instanceof ProxyRefusedError) return { kind: 'proxyRefused', status: exception.status };
  if (status === 407) return { kind: 'proxyRefused', status };
  if (NO_NETWORK.has(code)) return { kind: 'noNetwork', host };
  if (UNREACHABLE.has(code)) return { kind: 'endpointUnreachable', host };
  if (CERTIFICATE.test(code)) return { kind: 'certificateRefused', host, code };
  if (isUnsent || (code === 'ETIMEDOUT' && syscall === 'connect'))
    return { kind: 'endpointUnreachable', host };
  // Before the name is asked: the SDK calls a reset a `TimeoutError` too.
  if (LOST.has(code) || code.startsWith('HPE_')) return { kind: 'connectionLost', charge: chargeOf(call) };
  // An abort that is not the caller's is a time limit of ours.
  if (facts.name === 'TimeoutError' || facts.name === 'AbortError' || code === 'ETIMEDOUT')
    return timeout(call);
  // An address or a region that makes no host; the settings hold it, not the network.
  if (code === 'ERR_INVALID_URL' || facts.name === 'EndpointError') {
    return { kind: 'endpointUnreachable', host: facts.input ?? call.region ?? '' };
  }
  return undefined;
}

function signInFailure(facts: ExceptionFacts, call: FailedCall): ImageError | undefined {
  const { name, message } = facts;
  if (SIGN_IN_EXPIRED.has(name)) return expired(call.signIn);
  // An SSO profile without a usable token was never signed in, or long ago; one button mends both.
  if (PROVIDER_ERRORS.has(name)) return call.signIn.isSso ? expired(call.signIn) : { kind: 'notSignedIn' };
  if (CLOCK.has(name) || (SIGNATURE.has(name) && isClockOff(facts))) {
    const minutes =
      facts.clockOffsetMs === undefined ? undefined : Math.round(Math.abs(facts.clockOffsetMs) / 60_000);
    return { kind: 'clockSkew', ...(minutes === undefined ? {} : { minutes }) };
  }
  if (CREDENTIALS_REFUSED.has(name) || SIGNATURE.has(name)) return expired(call.signIn);
  if (name === 'AccessDeniedException' && says(message, 'bearerKeyRefused'))
    return { kind: 'signInExpired', isSso: false };
  return undefined;
}

function serviceFailure(facts: ExceptionFacts, call: FailedCall): ImageError | undefined {
  const { name } = facts;
  const { modelId = '', region = '' } = call;
  if (THROTTLED.has(name)) return { kind: 'throttled', modelId, attempts: 1 };
  switch (name) {
    case 'ServiceQuotaExceededException':
      return { kind: 'quotaReached', modelId, region };
    case 'ModelTimeoutException':
      return timeout(call);
    case 'AccessDeniedException':
    case 'AccessDenied':
      return accessFailure(facts.message, modelId, call);
    case 'ResourceNotFoundException':
      return notFoundFailure(facts.message, modelId, call);
    case 'ValidationException':
      return validationFailure(facts.message, modelId, call);
    default:
      return statusFailure(facts, modelId);
  }
}

/** By status alone, for exceptions without a rule of their own. */
function statusFailure(facts: ExceptionFacts, modelId: string): ImageError | undefined {
  const { status = 0 } = facts;
  if (status === 429) return { kind: 'throttled', modelId, attempts: 1 };
  // 424 ModelErrorException: the model failed, not the request.
  if (status >= 500 || status === 424) return { kind: 'serviceFailed', status, attempts: 1 };
  // Without a request id it was not AWS that answered: a captive portal, a gateway, a wrong endpoint.
  if (status >= 300 && facts.requestId === undefined) return { kind: 'serviceFailed', status, attempts: 1 };
  if (status === 401 || status === 403) return { kind: 'permissionDenied' };
  if (status >= 400) return { kind: 'badRequest', reason: facts.message };
  // The service was content, and the SDK could not read what it said.
  if (status >= 200) return { kind: 'badAnswer' };
  return undefined;
}

function accessFailure(message: string, modelId: string, call: FailedCall): ImageError {
  if (says(message, 'noModelAccess')) return { kind: 'noModelAccess', modelId };
  if (says(message, 'locked')) return locked(modelId, call);
  if (says(message, 'marketplacePending')) return { kind: 'subscriptionPending', modelId };
  const action = deniedAction(message);
  if (action !== undefined) return { kind: 'permissionDenied', action };
  if (says(message, 'marketplaceDenied'))
    return { kind: 'permissionDenied', action: 'aws-marketplace:Subscribe' };
  return { kind: 'permissionDenied' };
}

function notFoundFailure(message: string, modelId: string, call: FailedCall): ImageError {
  const { facts } = call;
  if (says(message, 'ended')) {
    return {
      kind: 'modelEnded',
      modelId,
      ...(facts?.lifecycle.endsOn === undefined ? {} : { endedOn: facts.lifecycle.endsOn }),
      ...successor(facts),
    };
  }
  if (says(message, 'locked')) return locked(modelId, call);
  if (says(message, 'useCaseFormMissing')) return { kind: 'noModelAccess', modelId };
  return { kind: 'unknownModel', modelId };
}

function validationFailure(message: string, modelId: string, call: FailedCall): ImageError {
  const { facts, region = '' } = call;
  // How many images were asked for stands in the request; who made it fills in the count.
  if (says(message, 'promptFiltered')) return { kind: 'contentFiltered', stage: 'prompt', count: 0 };
  if (says(message, 'inputImageFiltered')) return { kind: 'contentFiltered', stage: 'inputImage', count: 0 };
  if (says(message, 'inputTooLong')) return { kind: 'questionTooLong', modelId };
  if (says(message, 'invalidModelId')) {
    // The service says the same of a wrong id and of one that lives elsewhere; our table tells them apart.
    return facts && facts.regions.length > 0 && !facts.regions.includes(region)
      ? { kind: 'modelNotInRegion', modelId, region, regions: facts.regions }
      : { kind: 'unknownModel', modelId };
  }
  if (says(message, 'profileNeeded')) {
    const profileId = facts?.profileIds[0];
    return { kind: 'profileIdNeeded', modelId, ...(profileId === undefined ? {} : { profileId }) };
  }
  return { kind: 'badRequest', ...(schemaComplaint(message) ?? { reason: message }) };
}

function locked(modelId: string, { facts }: FailedCall): ImageError {
  return { kind: 'modelLocked', modelId, ...successor(facts) };
}

function successor(facts: ModelFacts | undefined): { readonly successorId?: string } {
  return facts?.successorId === undefined ? {} : { successorId: facts.successorId };
}

function timeout(call: FailedCall): ImageError {
  return { kind: 'timeout', seconds: Math.round(call.elapsedMs / 1000), charge: chargeOf(call) };
}

function chargeOf({ isPaid }: FailedCall): Charge {
  return isPaid ? 'unknown' : 'none';
}

function expired({ profile, isSso }: SignIn): ImageError {
  return { kind: 'signInExpired', isSso, ...(profile === undefined ? {} : { profile }) };
}

function isClockOff({ clockOffsetMs = 0 }: ExceptionFacts): boolean {
  return Math.abs(clockOffsetMs) > CLOCK_TOLERANCE_MS;
}

function contextOf(
  { name, code, status, requestId, message }: ExceptionFacts,
  call: FailedCall,
): ErrorContext {
  const known = name !== '' && name !== 'Error' && name !== 'Unknown';
  return {
    code: code ?? (known ? name : String(status ?? name)),
    ...(call.modelId === undefined ? {} : { modelId: call.modelId }),
    ...(call.region === undefined ? {} : { region: call.region }),
    ...(requestId === undefined ? {} : { requestId }),
    // Only what the service said; messages of Node name addresses, and their code says it all.
    ...(status === undefined || message === '' ? {} : { serviceMessage: redact(message) }),
  };
}
