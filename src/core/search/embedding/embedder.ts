import { proofIn } from '../../models/proof';
import type { Clock } from '../../clock';
import { inContext } from '../../errors';
import { costOfFailure, isRetryable } from '../../generate/failures';
import type { RequestLimiter } from '../../jobs/limiter';
import { modelRetries, withRetries, type RetryPolicy } from '../../jobs/retry';
import type { Log } from '../../log';
import type { ModelDirectory } from '../../models/directory';
import type { InvokeAnswer, ModelInvoker } from '../../models/invoker';
import type { Ledger, SpendOutcome } from '../../money/ledger';
import { err, ok, type Result } from '../../result';
import type { DecodedEmbedding, EmbeddingAdapter, EmbeddingInput } from '../models/adapter';
import { embeddingAdapterFor } from '../models/known';
import { textUsd } from '../models/price';
import type { EmbeddingContext } from './context';
import type { Pace } from './pace';

export interface EmbedderPorts {
  readonly invoker: ModelInvoker;
  readonly ledger: Ledger;
  readonly limiter: RequestLimiter;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Told what a request proved of a model. */
  readonly proofs: ModelDirectory['remember'];
  readonly log: Log;
}

/** How one request ended, and how it counts; `none` cost nothing. */
export interface SentEmbedding {
  readonly result: Result<DecodedEmbedding>;
  readonly cost: SpendOutcome | 'none';
}

export interface SendOptions {
  readonly pace?: Pace;
  readonly retries?: RetryPolicy;
  readonly onWait?: (waitMs: number) => void;
}

/** A text as a vector. */
export interface EmbeddedText {
  /** As the model gave it. */
  readonly vector: Float32Array;
  /** 0 offline. */
  readonly usd: number;
}

/** The one way to an embedding model: shared limit, retries, budget, books. */
export class Embedder {
  readonly #ports: EmbedderPorts;

  constructor(ports: EmbedderPorts) {
    this.#ports = ports;
  }

  /**
   * One request, with retries of what certainly did nothing; the money is the caller's matter.
   *
   * @param signal ends waits and keeps the next try from being sent; what was sent is waited for, because it is paid for
   */
  async send(
    input: EmbeddingInput,
    context: EmbeddingContext,
    { pace, retries = modelRetries, onWait = () => undefined }: SendOptions,
    signal: AbortSignal,
  ): Promise<SentEmbedding> {
    const { invoker, limiter, clock, random, log } = this.#ports;
    const { model, invokeAs } = context.model;
    const { region, provider, dimensions } = context;
    const adapter = embeddingAdapterFor(model);
    const encoded = adapter.encode(input, model, dimensions);
    if (!encoded.ok) return { result: encoded, cost: 'none' };
    const body = encoded.value;
    let wasSent = false as boolean;
    const result = await withRetries<InvokeAnswer>(
      async () => {
        // The simulator has a quota too, and it must not be counted against the real one.
        const key = { region: provider === 'offline' ? 'offline' : region, modelId: model.id };
        const perMinute = pace?.perMinute ?? model.requestsPerMinute;
        // It ends as cancelled when the signal is aborted before or while it waits.
        const turn = await limiter.acquire(key, perMinute, onWait, signal);
        if (!turn.ok) return turn;
        wasSent = true;
        const answer = await invoker.invoke({ modelId: invokeAs, region, body }, unending);
        if (answer.ok) pace?.succeeded();
        else if (isRetryable(answer.error)) {
          // It did nothing: a cancellation that follows has nothing in doubt.
          wasSent = false;
          if (answer.error.kind === 'throttled') pace?.refused(perMinute);
        }
        return answer;
      },
      isRetryable,
      (wait) => {
        log.debug('trying again', { modelId: model.id, region, attempt: wait.attempt, why: wait.error.kind });
      },
      retries,
      { clock, random },
      signal,
    );
    this.#tellProof(context, result);
    const decoded = result.ok ? decode(result.value, adapter, dimensions) : result;
    if (decoded.ok) return { result: decoded, cost: 'succeeded' };
    const error = inContext(decoded.error, { modelId: model.id, region });
    return { result: err(error), cost: wasSent ? costOfFailure(error) : 'none' };
  }

  /**
   * A text of a query, with its own place in the books. Once sent it is not taken back, so that what was paid for can be
   * kept by whoever asks again.
   *
   * @param task what it is booked as
   */
  async embedText(text: string, context: EmbeddingContext, task: string): Promise<Result<EmbeddedText>> {
    const input: EmbeddingInput = { content: { kind: 'text', text }, use: 'query' };
    return this.#booked(input, textUsd(context.model.model, text), context, task);
  }

  /** One picture that somebody looks with; see `embedText`. */
  async embedImage(
    image: { readonly format: 'png' | 'jpeg'; readonly base64: string },
    usd: number,
    context: EmbeddingContext,
    task: string,
  ): Promise<Result<EmbeddedText>> {
    return this.#booked({ content: { kind: 'image', image }, use: 'query' }, usd, context, task);
  }

  async #booked(
    input: EmbeddingInput,
    estimatedUsd: number,
    context: EmbeddingContext,
    task: string,
  ): Promise<Result<EmbeddedText>> {
    const { ledger } = this.#ports;
    const { model, provider, region, workspace, budget } = context;
    const isOffline = provider === 'offline';
    const booking = { provider, modelId: model.model.id, region, workspace, task, amountUsd: estimatedUsd };
    const reserved = ledger.reserve(booking, { perDayUsd: budget.perDayUsd });
    // Nothing is spent offline, so a missing database stops only what costs money.
    if (!reserved.ok && !(isOffline && reserved.error.kind === 'noDatabase')) return reserved;
    const sent = await this.send(input, context, {}, unending);
    const counted = sent.result.ok ? sent.result.value.textTokens : undefined;
    const usd =
      counted !== undefined && input.content.kind === 'text'
        ? textUsd(model.model, input.content.text, counted)
        : estimatedUsd;
    if (reserved.ok) {
      if (sent.cost === 'none') ledger.release(reserved.value);
      else ledger.settle(reserved.value, isOffline ? 0 : usd, sent.cost);
    }
    if (!sent.result.ok) return sent.result;
    return ok({ vector: sent.result.value.vector, usd: isOffline ? 0 : usd });
  }

  #tellProof({ provider, region, model }: EmbeddingContext, result: Result<InvokeAnswer>): void {
    if (provider === 'offline') return;
    const proof = result.ok ? 'usable' : proofIn(result.error);
    if (proof) this.#ports.proofs(region, model.model.id, proof);
  }
}

const unending = new AbortController().signal;

function decode(
  { bytes }: InvokeAnswer,
  adapter: EmbeddingAdapter,
  dimensions: number,
): Result<DecodedEmbedding> {
  try {
    return adapter.decode(JSON.parse(new TextDecoder().decode(bytes)), dimensions);
  } catch {
    return err({ kind: 'badAnswer' });
  }
}
