import type { Result } from '../core/result';
import { err, ok } from '../core/result';
import type { AwsConnection } from './connection';
import { toImageError } from './failures';

/** Somebody looks on while these run: a list or a check is not worth the 300 s that an image may take. */
export const FREE_CALL_LIMIT_MS = 20_000;

/**
 * Runs what costs nothing under a short time limit, and translates what it throws.
 *
 * @param work gets the caller's signal joined with the time limit; only the caller's makes `cancelled`
 */
export async function freeCall<T>(
  connection: AwsConnection,
  about: { readonly region?: string; readonly modelId?: string },
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<Result<T>> {
  const startedAt = performance.now();
  try {
    return ok(await work(AbortSignal.any([signal, AbortSignal.timeout(FREE_CALL_LIMIT_MS)])));
  } catch (exception) {
    return err(
      toImageError(exception, {
        ...about,
        signIn: await connection.signIn(),
        elapsedMs: performance.now() - startedAt,
        isPaid: false,
        signal,
      }),
    );
  }
}
