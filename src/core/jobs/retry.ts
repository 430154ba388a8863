import type { Clock } from '../clock';
import type { ImageError } from '../errors';
import { err, type Result } from '../result';

export interface RetryPolicy {
  readonly baseMs: number;
  readonly capMs: number;
  /** The first try counts. */
  readonly maxAttempts: number;
}

/** For calls of models: about half a minute in all before Easel gives up. */
export const modelRetries: RetryPolicy = { baseMs: 1000, capMs: 20_000, maxAttempts: 5 };

export interface RetryWait {
  readonly waitMs: number;
  /** The try that follows the wait, from 2. */
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly error: ImageError;
}

export interface RetryPorts {
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/**
 * Full jitter: anything from nothing to the ceiling, so that callers that were refused together do not return together.
 *
 * @param retry 1 for the wait after the first try
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function fullJitterMs(retry: number, policy: RetryPolicy, random: () => number): number {
  return Math.round(random() * Math.min(policy.capMs, policy.baseMs * 2 ** (retry - 1)));
}

/**
 * Tries until it works, until an error is not worth another try, or until the policy's tries are used up.
 *
 * @param attempt one try; its number counts from 1
 * @param isRetryable true only for what certainly did nothing: a paid call that was lost must not be repeated
 * @param onWait told before each wait; the service's own wish (`retryAfterMs`) is kept where it is longer
 * @returns `cancelled` when aborted between two tries; an abort during a try is the try's to answer
 */
export async function withRetries<T>(
  attempt: (number: number) => Promise<Result<T>>,
  isRetryable: (error: ImageError) => boolean,
  onWait: (wait: RetryWait) => void,
  policy: RetryPolicy,
  { clock, random }: RetryPorts,
  signal: AbortSignal,
): Promise<Result<T>> {
  for (let number = 1; ; number++) {
    const result = await attempt(number);
    if (result.ok || !isRetryable(result.error)) return result;
    if (number >= policy.maxAttempts) return err(countAttempts(result.error, number));
    if (!signal.aborted) {
      const jitterMs = fullJitterMs(number, policy, random);
      const waitMs = Math.max(jitterMs, result.error.context?.retryAfterMs ?? 0);
      onWait({ waitMs, attempt: number + 1, maxAttempts: policy.maxAttempts, error: result.error });
      await clock.sleep(waitMs, signal);
    }
    if (signal.aborted) return err({ kind: 'cancelled' });
  }
}

function countAttempts(error: ImageError, attempts: number): ImageError {
  return error.kind === 'throttled' || error.kind === 'serviceFailed' ? { ...error, attempts } : error;
}
