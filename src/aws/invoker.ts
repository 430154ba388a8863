import type { Log } from '../core/log';
import type { InvokeAnswer, InvokeRequest, ModelInvoker } from '../core/models/invoker';
import { err, ok, type Result } from '../core/result';
import type { AwsConnection } from './connection';
import { toImageError, type ModelFacts } from './failures';

export interface InvokerOptions {
  readonly guardrail?: { readonly id: string; readonly version: string } | undefined;
  /** What the table knows of a model, by the id it is invoked as. */
  readonly factsOf: (modelId: string) => ModelFacts | undefined;
  readonly log: Log;
}

/** A guardrail's answer is a short JSON; answers with pictures are never parsed here. */
const MAX_INTERVENTION_BYTES = 64 * 1024;

/** Calls models of Amazon Bedrock, or of the simulator, which speaks the same protocol. */
export class BedrockInvoker implements ModelInvoker {
  readonly #connection: AwsConnection;
  readonly #options: InvokerOptions;

  constructor(connection: AwsConnection, options: InvokerOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  async invoke(request: InvokeRequest, signal: AbortSignal): Promise<Result<InvokeAnswer>> {
    if (signal.aborted) return err({ kind: 'cancelled' });
    const { modelId, region } = request;
    const { guardrail, log } = this.#options;
    const startedAt = performance.now();
    try {
      const [client, { InvokeModelCommand }] = await Promise.all([
        this.#connection.runtime(region),
        import('@aws-sdk/client-bedrock-runtime'),
      ]);
      const command = new InvokeModelCommand({
        modelId,
        contentType: 'application/json',
        accept: 'application/json',
        body: JSON.stringify(request.body),
        ...(guardrail ? { guardrailIdentifier: guardrail.id, guardrailVersion: guardrail.version } : {}),
      });
      const answer = await client.send(command, { abortSignal: signal });
      const requestId = answer.$metadata.requestId;
      log.debug('answered', { modelId, region, requestId, bytes: answer.body.length });
      if (guardrail && hasIntervened(answer.body)) {
        return err({ kind: 'guardrailIntervened', context: { modelId, region, ...optionalId(requestId) } });
      }
      return ok({ bytes: answer.body, ...optionalId(requestId) });
    } catch (exception) {
      const error = toImageError(exception, {
        modelId,
        region,
        facts: this.#options.factsOf(modelId),
        signIn: await this.#connection.signIn(),
        elapsedMs: performance.now() - startedAt,
        isPaid: true,
        signal,
      });
      if (error.kind === 'signInExpired' || error.kind === 'notSignedIn') this.#connection.forgetSignIn();
      return err(error);
    }
  }
}

function optionalId(requestId: string | undefined): { readonly requestId?: string } {
  return requestId === undefined ? {} : { requestId };
}

/** @see https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-use-invoke-model.html */
function hasIntervened(bytes: Uint8Array): boolean {
  if (bytes.length > MAX_INTERVENTION_BYTES) return false;
  try {
    const body: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return (
      typeof body === 'object' &&
      body !== null &&
      'amazon-bedrock-guardrailAction' in body &&
      body['amazon-bedrock-guardrailAction'] === 'INTERVENED'
    );
  } catch {
    // Not JSON: the adapter says so, with the answer kept.
    return false;
  }
}
