import type { ImageError } from '../errors';

/** Answers of the service after which it certainly waits for another try. */
const RETRIED_STATUS: ReadonlySet<number> = new Set([500, 503]);

/** A gateway that lost the answer; what stands behind it may have worked, and been paid. */
const LOST_STATUS: ReadonlySet<number> = new Set([408, 502, 504]);

/** True for refusals that did nothing. A call that may have been paid for is never repeated. */
export function isRetryable(error: ImageError): boolean {
  return error.kind === 'throttled' || (error.kind === 'serviceFailed' && RETRIED_STATUS.has(error.status));
}

/**
 * What a call that was sent and failed is booked as.
 *
 * Whether filtered calls are billed is not documented, so they count in full, as does all that nobody can tell.
 */
export function costOfFailure(error: ImageError): 'none' | 'filtered' | 'unknown' {
  switch (error.kind) {
    case 'contentFiltered':
    case 'guardrailIntervened':
    case 'answerFiltered':
      return 'filtered';
    case 'timeout':
    case 'connectionLost':
      return error.charge === 'none' ? 'none' : 'unknown';
    case 'serviceFailed':
      return LOST_STATUS.has(error.status) ? 'unknown' : 'none';
    case 'cancelled':
    case 'badAnswer':
    case 'notAnImage':
    case 'outsideMaskChanged':
    case 'noUsableAnswer':
    case 'streamBroken':
    case 'unexpected':
      return 'unknown';
    default:
      return 'none';
  }
}

/**
 * How far a failure reaches: calls that wait and would meet the same are not sent.
 *
 * @returns `call` where the next seed or the next minute may do better, `prompt` where the request itself is at fault,
 * `command` where nothing can be sent at all
 */
export function reachOf(error: ImageError): 'call' | 'prompt' | 'command' {
  switch (error.kind) {
    case 'cancelled':
    case 'throttled':
    case 'serviceFailed':
    case 'timeout':
    case 'connectionLost':
    case 'badAnswer':
    case 'notAnImage':
    case 'outsideMaskChanged':
    case 'notWritable':
    case 'diskFull':
    case 'outsideWorkspace':
    case 's3UploadFailed':
    case 'answerFiltered':
    case 'noUsableAnswer':
    case 'streamBroken':
    case 'tooManyImages':
    case 'questionTooLong':
    case 'unexpected':
      return 'call';
    case 'contentFiltered':
      return error.stage === 'outputImage' ? 'call' : 'prompt';
    case 'badRequest':
    case 'promptTooLong':
    case 'guardrailIntervened':
      return 'prompt';
    default:
      return 'command';
  }
}

/**
 * Failures of parallel calls as one list for the user: what was held back is summed by stage, and what is the same but
 * for its request id stands once.
 */
export function mergeErrors(errors: readonly ImageError[]): readonly ImageError[] {
  const merged: ImageError[] = [];
  for (const error of errors) {
    const index = merged.findIndex((other) => isSame(other, error));
    const other = merged[index];
    if (!other) merged.push(error);
    else if (other.kind === 'contentFiltered' && error.kind === 'contentFiltered') {
      merged[index] = { ...other, count: other.count + error.count };
    }
  }
  return merged;
}

function isSame(one: ImageError, other: ImageError): boolean {
  if (one.kind !== other.kind) return false;
  if (one.kind === 'contentFiltered' && other.kind === 'contentFiltered') return one.stage === other.stage;
  if (one.kind === 'timeout' && other.kind === 'timeout') return one.charge === other.charge;
  if (one.kind === 'unexpected' && other.kind === 'unexpected') return one.cause === other.cause;
  const { context: _one, ...oneFacts } = one;
  const { context: _other, ...otherFacts } = other;
  return JSON.stringify(oneFacts) === JSON.stringify(otherFacts);
}
