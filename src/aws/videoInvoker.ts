import type { AsyncInvokeSummary, GetAsyncInvokeResponse } from '@aws-sdk/client-bedrock-runtime';
import type { Log } from '../core/log';
import { err, ok, type Result } from '../core/result';
import type { VideoPlace } from '../core/video/jobs/job';
import type { Invocation, InvocationPage, StartVideo, VideoInvoker } from '../core/video/jobs/ports';
import { toImageError, type ModelFacts } from './failures';
import { FREE_CALL_LIMIT_MS } from './freeCall';
import type { VideoConnections } from './videoConnections';

export interface VideoInvokerOptions {
  /** What the table knows of a model, by its id. */
  readonly factsOf: (modelId: string) => ModelFacts | undefined;
  readonly log: Log;
}

/** Entries of one page; the service takes up to 1000. */
const PAGE_SIZE = 200;

/** The asynchronous calls of Amazon Bedrock, or of the simulator. */
export class BedrockVideoInvoker implements VideoInvoker {
  readonly #connections: VideoConnections;
  readonly #options: VideoInvokerOptions;

  constructor(connections: VideoConnections, options: VideoInvokerOptions) {
    this.#connections = connections;
    this.#options = options;
  }

  start(
    { place, modelId, modelInput, s3Uri, token }: StartVideo,
    signal: AbortSignal,
  ): Promise<Result<{ readonly arn: string }>> {
    return this.#call(place, { modelId, isPaid: true }, signal, async (client, sdk, limited) => {
      const answer = await client.send(
        new sdk.StartAsyncInvokeCommand({
          modelId,
          modelInput: modelInput as Record<string, never>,
          outputDataConfig: { s3OutputDataConfig: { s3Uri } },
          clientRequestToken: token,
        }),
        { abortSignal: limited },
      );
      const { invocationArn } = answer;
      if (invocationArn === undefined) throw new TypeError('an answer without an ARN');
      const requestId = answer.$metadata.requestId;
      this.#options.log.debug('started', { modelId, region: place.region, requestId });
      return { arn: invocationArn };
    });
  }

  get(place: VideoPlace, arn: string, signal: AbortSignal): Promise<Result<Invocation>> {
    return this.#call(place, { isPaid: false }, signal, async (client, sdk, limited) =>
      invocationOf(
        await client.send(new sdk.GetAsyncInvokeCommand({ invocationArn: arn }), { abortSignal: limited }),
      ),
    );
  }

  list(
    place: VideoPlace,
    { submittedAfter, next }: { readonly submittedAfter?: number; readonly next?: string },
    signal: AbortSignal,
  ): Promise<Result<InvocationPage>> {
    return this.#call(place, { isPaid: false }, signal, async (client, sdk, limited) => {
      const { asyncInvokeSummaries = [], nextToken } = await client.send(
        new sdk.ListAsyncInvokesCommand({
          maxResults: PAGE_SIZE,
          sortBy: 'SubmissionTime',
          sortOrder: 'Descending',
          ...(submittedAfter === undefined ? {} : { submitTimeAfter: new Date(submittedAfter) }),
          ...(next === undefined ? {} : { nextToken: next }),
        }),
        { abortSignal: limited },
      );
      return {
        invocations: asyncInvokeSummaries.map(invocationOf),
        ...(nextToken === undefined ? {} : { next: nextToken }),
      };
    });
  }

  async #call<T>(
    place: VideoPlace,
    { modelId, isPaid }: { readonly modelId?: string; readonly isPaid: boolean },
    signal: AbortSignal,
    work: (client: Client, sdk: Sdk, signal: AbortSignal) => Promise<T>,
  ): Promise<Result<T>> {
    if (signal.aborted) return err({ kind: 'cancelled' });
    const connection = await this.#connections.of(place.via);
    const startedAt = performance.now();
    // A start carries pictures over lines of any kind, and has the handler's long limit.
    const limited = isPaid ? signal : AbortSignal.any([signal, AbortSignal.timeout(FREE_CALL_LIMIT_MS)]);
    try {
      const [client, sdk] = await Promise.all([
        connection.runtime(place.region),
        import('@aws-sdk/client-bedrock-runtime'),
      ]);
      return ok(await work(client, sdk, limited));
    } catch (exception) {
      const error = toImageError(exception, {
        modelId,
        region: place.region,
        facts: modelId === undefined ? undefined : this.#options.factsOf(modelId),
        signIn: await connection.signIn(),
        elapsedMs: performance.now() - startedAt,
        isPaid,
        signal,
      });
      if (error.kind === 'signInExpired' || error.kind === 'notSignedIn') connection.forgetSignIn();
      return err(error.kind === 'contentFiltered' ? { ...error, count: 1 } : error);
    }
  }
}

type Sdk = typeof import('@aws-sdk/client-bedrock-runtime');
type Client = InstanceType<Sdk['BedrockRuntimeClient']>;

/** @throws TypeError for an answer without what the service promises */
function invocationOf(answer: GetAsyncInvokeResponse | AsyncInvokeSummary): Invocation {
  const { invocationArn, modelArn, clientRequestToken, status, failureMessage, submitTime, endTime } = answer;
  const outputUri = answer.outputDataConfig?.s3OutputDataConfig?.s3Uri;
  if (invocationArn === undefined || modelArn === undefined || outputUri === undefined || !submitTime) {
    throw new TypeError('an invocation without its ARN, model, place or time');
  }
  return {
    arn: invocationArn,
    modelId: modelArn.replace(/^.*:foundation-model\//, ''),
    ...(clientRequestToken === undefined ? {} : { token: clientRequestToken }),
    // A state that is not known yet is none that ends.
    status: status === 'Completed' ? 'completed' : status === 'Failed' ? 'failed' : 'inProgress',
    ...(failureMessage === undefined ? {} : { failureMessage }),
    submittedAt: submitTime.getTime(),
    ...(endTime ? { endedAt: endTime.getTime() } : {}),
    outputUri: outputUri.replace(/\/+$/, ''),
  };
}
