import type { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import type { ImageError } from '../core/errors';
import { err, ok, type Result } from '../core/result';
import type { VideoPlace } from '../core/video/jobs/job';
import { readException, type ExceptionFacts } from './exceptionFacts';
import { toImageError } from './failures';
import { FREE_CALL_LIMIT_MS } from './freeCall';
import type { VideoConnections } from './videoConnections';

export type S3Sdk = typeof import('@aws-sdk/client-s3');

export interface S3Call {
  readonly place: VideoPlace;
  /** What S3's own answers mean here; asked before the common translation. */
  readonly translate: (facts: ExceptionFacts, exception: unknown) => ImageError | undefined;
  /** Transfers have an end of their own. */
  readonly hasNoLimit?: boolean;
}

/**
 * Runs requests to S3 in the region of a job, and translates what they throw. Regional endpoints only: the client is made for
 * one region.
 */
export async function callS3<T>(
  connections: VideoConnections,
  { place, translate, hasNoLimit = false }: S3Call,
  signal: AbortSignal,
  work: (client: S3Client, sdk: S3Sdk, signal: AbortSignal) => Promise<T>,
): Promise<Result<T>> {
  if (signal.aborted) return err({ kind: 'cancelled' });
  const connection = await connections.of(place.via);
  const startedAt = performance.now();
  const limited = hasNoLimit ? signal : AbortSignal.any([signal, AbortSignal.timeout(FREE_CALL_LIMIT_MS)]);
  try {
    const [client, sdk] = await Promise.all([connection.s3(place.region), import('@aws-sdk/client-s3')]);
    return ok(await work(client, sdk, limited));
  } catch (exception) {
    const facts = readException(exception, Date.now());
    const own = translate(facts, exception);
    const error = toImageError(exception, {
      region: place.region,
      signIn: await connection.signIn(),
      elapsedMs: performance.now() - startedAt,
      isPaid: false,
      signal,
    });
    // The user's own end of it comes before all that it looks like.
    if (own && error.kind !== 'cancelled') return err(own);
    if (error.kind === 'signInExpired' || error.kind === 'notSignedIn') connection.forgetSignIn();
    return err(error);
  }
}

/** S3 names a bucket's region beside its refusal to answer from another one. */
export function regionIn(exception: unknown): string | undefined {
  const parsed = z.safeParse(answerSchema, exception);
  return parsed.success ? parsed.data.$response.headers['x-amz-bucket-region'] : undefined;
}

const answerSchema = z.looseObject({
  $response: z.looseObject({ headers: z.looseObject({ 'x-amz-bucket-region': z.string() }) }),
});
