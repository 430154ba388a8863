import { proofIn } from '../models/proof';
import type { Clock } from '../clock';
import { inContext, type ImageError } from '../errors';
import { costOfFailure, isRetryable } from '../generate/failures';
import type { GenerateBudget } from '../generate/run';
import type { RequestLimiter } from '../jobs/limiter';
import { modelRetries, withRetries, type RetryWait } from '../jobs/retry';
import type { Log } from '../log';
import type { ModelDirectory } from '../models/directory';
import type { Ledger } from '../money/ledger';
import { err, ok, type Result } from '../result';
import { reserve, type VisionBooking } from './booking';
import type { VisionPurpose } from './errors';
import type { AvailableVisionModel } from './models/availability';
import { estimatePrice, ratesOf, usageUsd, type PriceEstimate } from './models/price';
import { requestTokens } from './models/tokens';
import type {
  ConverseAnswer,
  ConverseFailure,
  ConverseMessage,
  Converser,
  ConverseTool,
  PieceKind,
  StopReason,
  TokenUsage,
} from './ports';

/** Who is asked, and from whose money. */
export interface VisionContext {
  readonly model: AvailableVisionModel;
  readonly region: string;
  readonly provider: 'bedrock' | 'offline';
  /** URI of the workspace, or empty. */
  readonly workspace: string;
  readonly budget: GenerateBudget;
}

/** One request to a model, in the product's words. */
export interface VisionQuestion {
  /** What it is booked as. */
  readonly purpose: VisionPurpose;
  readonly system: string;
  readonly messages: readonly ConverseMessage[];
  readonly tool?: ConverseTool;
  readonly maxTokens: number;
  /** What answers of this kind usually take. */
  readonly usualTokens: number;
}

export interface VisionAnswer {
  readonly text: string;
  readonly toolInput?: unknown;
  readonly stop: StopReason;
  readonly usage?: TokenUsage;
  /** By the service's own count; 0 offline, undefined where the model's price is not known. */
  readonly usd: number | undefined;
}

export interface VisionFailure {
  readonly error: ImageError;
  /** What had come; the user keeps it. */
  readonly text: string;
  /** What is booked for it, in USD; undefined where it may cost something and the model's price is not known. */
  readonly usd: number | undefined;
  /** The service did not say what it counts. */
  readonly mayBeCharged: boolean;
  readonly usage?: TokenUsage;
}

/** Told while a request is under way. */
export interface VisionListener {
  /** A piece of the answer's text. Without it and `onForm`, the answer is asked for whole. */
  readonly onText?: (piece: string) => void;
  /** A piece of the form, as JSON, to show how far the model has come. */
  readonly onForm?: (piece: string) => void;
  /** It waits for the model's request limit. */
  readonly onQueued?: (waitMs: number) => void;
  /** The service has refused, and is asked again after a while. */
  readonly onRetry?: (wait: RetryWait) => void;
}

export interface VisionPorts {
  readonly converser: Converser;
  readonly ledger: Ledger;
  readonly limiter: RequestLimiter;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Told what a request proved of a model. */
  readonly proofs: ModelDirectory['remember'];
  readonly log: Log;
}

type Sent = Result<ConverseAnswer, ConverseFailure>;

/** The one way to a model that looks at images: budget, shared limit, retries, books. */
export class VisionCaller {
  readonly #ports: VisionPorts;

  constructor(ports: VisionPorts) {
    this.#ports = ports;
  }

  /** @returns 0 offline; undefined where no price is known */
  estimate(question: VisionQuestion, context: VisionContext): PriceEstimate | undefined {
    return estimateQuestion(question, context);
  }

  /**
   * Takes the price of several questions out of the budget, all or nothing, because the user decided about the whole.
   *
   * @param estimates as `estimate` gave them; an unknown price counts as 0
   */
  reserveAll(
    purpose: VisionPurpose,
    estimates: readonly (PriceEstimate | undefined)[],
    context: VisionContext,
  ): Result<readonly VisionBooking[]> {
    return reserve(purpose, estimates, context, this.#ports.ledger);
  }

  /**
   * Asks once, with retries of what certainly did nothing. An answer whose text has begun to come is never asked for
   * again by itself: it would be paid for twice, and the user would see it begin anew.
   *
   * @param booking where the price was reserved before; else it is reserved here
   */
  async ask(
    question: VisionQuestion,
    context: VisionContext,
    listener: VisionListener,
    signal: AbortSignal,
    booking?: VisionBooking,
  ): Promise<Result<VisionAnswer, VisionFailure>> {
    const booked = booking
      ? ok([booking])
      : this.reserveAll(question.purpose, [this.estimate(question, context)], context);
    if (!booked.ok) return err(unsent(booked.error));
    const [own] = booked.value;
    if (!own) throw new TypeError('One question has one booking.');
    try {
      const sent = await this.#send(question, context, listener, signal);
      const error = sent.result.ok ? undefined : sent.result.error.error;
      this.#tellProof(context, error);
      return sent.result.ok
        ? ok(this.#settled(sent.result.value, context, own))
        : err(this.#failed(sent.result.error, sent.wasSent, context, own));
    } finally {
      // After a bug the money is not held for ever; closed before, this does nothing.
      own.release();
    }
  }

  async #send(
    question: VisionQuestion,
    context: VisionContext,
    { onText, onForm, onQueued, onRetry }: VisionListener,
    signal: AbortSignal,
  ): Promise<{ readonly result: Sent; readonly wasSent: boolean }> {
    const { converser, limiter, clock, random, log } = this.#ports;
    const { model, invokeAs } = context.model;
    const { region } = context;
    const { system, messages, tool, maxTokens } = question;
    const request = { modelId: invokeAs, region, system, messages, maxTokens, ...(tool ? { tool } : {}) };
    let wasSent = false;
    let last: ConverseFailure | undefined;
    const result = await withRetries<ConverseAnswer>(
      async () => {
        last = undefined;
        // Offline the quota is nobody's, and must not be counted against the real one.
        if (context.provider === 'bedrock') {
          const key = { region, modelId: model.id };
          const turn = await limiter.acquire(key, model.requestsPerMinute, (ms) => onQueued?.(ms), signal);
          if (!turn.ok) return turn;
        }
        if (signal.aborted) return err({ kind: 'cancelled' });
        wasSent = true;
        const onPiece = (piece: string, kind: PieceKind): void =>
          kind === 'text' ? onText?.(piece) : onForm?.(piece);
        const answer =
          onText || onForm
            ? await converser.stream(request, onPiece, signal)
            : await converser.converse(request, signal);
        if (answer.ok) return answer;
        last = answer.error;
        // A refusal that did nothing: a cancellation that follows has nothing in doubt.
        if (isFree(answer.error)) wasSent = false;
        return err(answer.error.error);
      },
      (error) => isRetryable(error) && last?.hasBegun !== true,
      (wait) => {
        log.info('asking again', {
          modelId: model.id,
          region,
          attempt: wait.attempt,
          waitMs: wait.waitMs,
          why: wait.error.kind,
          requestId: wait.error.context?.requestId,
        });
        onRetry?.(wait);
      },
      modelRetries,
      { clock, random },
      signal,
    );
    if (result.ok) return { result, wasSent };
    const came = last ?? { text: '', hasBegun: false };
    const error = inContext(result.error, { modelId: context.model.model.id, region: context.region });
    return { result: err({ ...came, error }), wasSent };
  }

  #settled(answer: ConverseAnswer, context: VisionContext, booking: VisionBooking): VisionAnswer {
    const { usage, text, stop, toolInput } = answer;
    const isOffline = context.provider === 'offline';
    const usd = isOffline ? 0 : priceOf(context, usage, booking);
    booking.settle(usd ?? 0, usage ? 'succeeded' : 'unknown');
    return {
      text,
      stop,
      ...(toolInput === undefined ? {} : { toolInput }),
      ...(usage ? { usage } : {}),
      usd,
    };
  }

  #failed(
    failure: ConverseFailure,
    wasSent: boolean,
    context: VisionContext,
    booking: VisionBooking,
  ): VisionFailure {
    const { text, usage, hasBegun } = failure;
    // In the middle of an answer no refusal is free, whatever its usual words say.
    const isCutOff = wasSent && hasBegun && costOfFailure(failure.error) === 'none';
    const error = isCutOff ? brokenBy(failure.error, text) : failure.error;
    const cost = wasSent ? costOfFailure(error) : 'none';
    if (cost === 'none') {
      booking.release();
      return { error, text, usd: 0, mayBeCharged: false };
    }
    const isOffline = context.provider === 'offline';
    const usd = isOffline ? 0 : priceOf(context, usage, booking);
    booking.settle(usd ?? 0, cost);
    const mayBeCharged = !isOffline && usage === undefined;
    return { error, text, usd, mayBeCharged, ...(usage ? { usage } : {}) };
  }

  #tellProof({ provider, region, model }: VisionContext, error: ImageError | undefined): void {
    if (provider === 'offline') return;
    const proof = error ? proofIn(error) : 'usable';
    if (proof) this.#ports.proofs(region, model.model.id, proof);
  }
}

/** By the service's own count; where it does not say what it counts, the reservation stands. */
function priceOf(
  { model: { model, invokeAs } }: VisionContext,
  usage: TokenUsage | undefined,
  booking: VisionBooking,
): number | undefined {
  if (usage) return usageUsd(model, invokeAs, usage);
  return ratesOf(model, invokeAs) ? booking.amountUsd : undefined;
}

/** @returns 0 offline; undefined where no price is known */
export function estimateQuestion(
  question: VisionQuestion,
  { model, provider }: Pick<VisionContext, 'model' | 'provider'>,
): PriceEstimate | undefined {
  if (provider === 'offline') return { usualUsd: 0, mostUsd: 0 };
  return estimatePrice(model.model, model.invokeAs, {
    inputTokens: requestTokens(model.model, question),
    usualOutputTokens: question.usualTokens,
    maxOutputTokens: question.maxTokens,
  });
}

function unsent(error: ImageError): VisionFailure {
  return { error, text: '', usd: 0, mayBeCharged: false };
}

function brokenBy({ context }: ImageError, text: string): ImageError {
  return { kind: 'streamBroken', hasText: text !== '', byService: true, ...(context ? { context } : {}) };
}

function isFree({ error, hasBegun }: ConverseFailure): boolean {
  return !hasBegun && isRetryable(error);
}
