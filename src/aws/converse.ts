import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime';
import type { ErrorContext, ImageError } from '../core/errors';
import type { Log } from '../core/log';
import { err, type Result } from '../core/result';
import type {
  ConverseAnswer,
  ConverseFailure,
  ConverseRequest,
  Converser,
  PieceKind,
} from '../core/vision/ports';
import type { AwsConnection } from './connection';
import { AnswerReader } from './converseAnswer';
import { converseInput, type Guardrail } from './converseRequest';
import { toImageError, type ModelFacts } from './failures';

export interface ConverserOptions {
  readonly guardrail?: Guardrail | undefined;
  /** What the table knows of a model, by the id it is invoked as. */
  readonly factsOf: (modelId: string) => ModelFacts | undefined;
  readonly log: Log;
}

/** Exceptions inside a stream have no status of their own. */
const STREAM_STATUS: Readonly<Record<string, number>> = {
  InternalServerException: 500,
  ServiceUnavailableException: 503,
  ModelStreamErrorException: 424,
};

type Outcome = Result<ConverseAnswer, ConverseFailure>;

/** Asks models of Amazon Bedrock, or of the simulator, which speaks the same protocol. */
export class BedrockConverser implements Converser {
  readonly #connection: AwsConnection;
  readonly #options: ConverserOptions;

  constructor(connection: AwsConnection, options: ConverserOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  async converse(request: ConverseRequest, signal: AbortSignal): Promise<Outcome> {
    const reader = new AnswerReader();
    return this.#guarded(request, reader, signal, async (input) => {
      const [client, { ConverseCommand }] = await this.#client(request.region);
      const answer = await client.send(new ConverseCommand(input), { abortSignal: signal });
      reader.whole(answer);
      return this.#ended(reader, request, answer.$metadata.requestId);
    });
  }

  async stream(
    request: ConverseRequest,
    onPiece: (piece: string, kind: PieceKind) => void,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const reader = new AnswerReader();
    return this.#guarded(request, reader, signal, async (input, fail) => {
      const [client, { ConverseStreamCommand }] = await this.#client(request.region);
      const sent = await client.send(new ConverseStreamCommand(input), { abortSignal: signal }).then(
        (answer) => ({ answer }),
        (cause: unknown) => ({ cause }),
      );
      if ('cause' in sent) {
        // The SDK reads the first frame before it returns: what is wrong with that one is the stream's.
        if ((await fail(sent.cause)).kind !== 'badAnswer') throw sent.cause;
        return err(reader.failure(await streamError(sent.cause, fail, reader)));
      }
      const { answer } = sent;
      const { requestId } = answer.$metadata;
      const events = (answer.stream ?? noEvents())[Symbol.asyncIterator]();
      for (;;) {
        const next = await nextOf(events, signal);
        if (next.kind === 'aborted') {
          // Not awaited: what hangs would hang here too.
          void events.return?.().catch(() => undefined);
          return err(reader.failure({ kind: 'cancelled' }));
        }
        if (next.kind === 'failed') return err(reader.failure(await streamError(next.cause, fail, reader)));
        if (next.kind === 'over') break;
        const piece = reader.event(next.event);
        if (piece) onPiece(piece.text, piece.kind);
      }
      if (!reader.hasEnded) {
        const context = this.#context(request, requestId);
        return err(reader.failure({ kind: 'streamBroken', hasText: reader.text !== '', context }));
      }
      return this.#ended(reader, request, requestId);
    });
  }

  async #client(region: string) {
    return Promise.all([this.#connection.runtime(region), import('@aws-sdk/client-bedrock-runtime')]);
  }

  #ended(reader: AnswerReader, request: ConverseRequest, requestId: string | undefined): Outcome {
    const { modelId, region } = request;
    this.#options.log.debug('answered', { modelId, region, requestId, ...reader.usage });
    return reader.result(this.#context(request, requestId));
  }

  #context({ modelId, region }: ConverseRequest, requestId: string | undefined): ErrorContext {
    return { modelId, region, ...(requestId === undefined ? {} : { requestId }) };
  }

  /** Runs one attempt, and translates what the SDK throws. */
  async #guarded(
    request: ConverseRequest,
    reader: AnswerReader,
    signal: AbortSignal,
    attempt: (
      input: ReturnType<typeof converseInput>,
      translate: (exception: unknown) => Promise<ImageError>,
    ) => Promise<Outcome>,
  ): Promise<Outcome> {
    if (signal.aborted) return err(reader.failure({ kind: 'cancelled' }));
    const { modelId, region } = request;
    const startedAt = performance.now();
    const translate = async (exception: unknown): Promise<ImageError> =>
      toImageError(exception, {
        modelId,
        region,
        facts: this.#options.factsOf(modelId),
        signIn: await this.#connection.signIn(),
        elapsedMs: performance.now() - startedAt,
        isPaid: true,
        signal,
      });
    try {
      return await attempt(converseInput(request, this.#options.guardrail), translate);
    } catch (exception) {
      const error = await translate(exception);
      if (error.kind === 'signInExpired' || error.kind === 'notSignedIn') this.#connection.forgetSignIn();
      return err(reader.failure(error));
    }
  }
}

type Next =
  | { readonly kind: 'event'; readonly event: ConverseStreamOutput }
  | { readonly kind: 'over' }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'failed'; readonly cause: unknown };

/** The next event, or the abort where that comes first: a connection that hangs must not hold the user. */
async function nextOf(events: AsyncIterator<ConverseStreamOutput>, signal: AbortSignal): Promise<Next> {
  const end = new AbortController();
  const aborted = new Promise<Next>((resolve) => {
    if (signal.aborted) resolve({ kind: 'aborted' });
    signal.addEventListener('abort', () => resolve({ kind: 'aborted' }), { signal: end.signal });
  });
  const next = events.next().then(
    ({ done, value }): Next => (done === true ? { kind: 'over' } : { kind: 'event', event: value }),
    (cause: unknown): Next => (signal.aborted ? { kind: 'aborted' } : { kind: 'failed', cause }),
  );
  try {
    return await Promise.race([aborted, next]);
  } finally {
    end.abort();
  }
}

/** What broke a stream that had begun: an exception that the service sent inside it, else the connection. */
async function streamError(
  cause: unknown,
  translate: (exception: unknown) => Promise<ImageError>,
  reader: AnswerReader,
): Promise<ImageError> {
  const error = await translate(cause);
  const { context } = error;
  const withContext = context ? { context } : {};
  const status = STREAM_STATUS[cause instanceof Error ? cause.name : ''];
  if (status !== undefined) return { kind: 'serviceFailed', status, attempts: 1, ...withContext };
  const isConnection = ['unexpected', 'connectionLost', 'badAnswer'].includes(error.kind);
  return isConnection ? { kind: 'streamBroken', hasText: reader.text !== '', ...withContext } : error;
}

async function* noEvents(): AsyncGenerator<ConverseStreamOutput> {
  // A stream without a body ends at once.
}
