import { proofIn } from '../models/proof';
import { inContext, type ImageError } from '../errors';
import type { Destination } from '../files/store';
import { modelRetries, withRetries } from '../jobs/retry';
import type { InvokeAnswer } from '../models/invoker';
import { err, type Result } from '../result';
import { sha256Hex } from '../sha256';
import type { CallBooking } from './booking';
import { costOfFailure, isRetryable, reachOf } from './failures';
import type { ArrivedImage, Keeper } from './keeper';
import { roundUsd, type PlannedCall } from './plan';
import type { GeneratorPorts } from './ports';
import type { ProgressTeller } from './progress';
import { readAnswer, withCount, type ReadAnswer, type ReadImage } from './readAnswer';
import { recipeOf } from './recipeOf';
import type { SavedImage } from './run';
import type { Tally } from './tally';

/** The failure after which nothing more is sent; one for a prompt, one for the whole command. */
export interface Stop {
  error?: ImageError;
}

/** What a call shares with the other calls of its prompt, and of its command. */
export interface CallContext {
  readonly booking: CallBooking;
  readonly tally: Tally;
  readonly progress: ProgressTeller;
  readonly promptStop: Stop;
  readonly commandStop: Stop;
  readonly onSent: () => void;
  readonly onReceived: (images: number) => void;
  readonly signal: AbortSignal;
}

/** An image in the project, with its bytes at hand for whoever copies it elsewhere. */
export interface FreshImage {
  readonly saved: SavedImage;
  readonly bytes: Uint8Array;
}

interface Sent {
  readonly result: Result<InvokeAnswer>;
  /** False when the last try did not reach the service, or certainly did nothing there. */
  readonly wasSent: boolean;
  readonly durationMs: number;
}

/** Takes one planned call from its reservation to saved images, and closes the reservation whatever happens. */
export class CallRunner {
  readonly #ports: GeneratorPorts;
  readonly #keeper: Keeper;

  constructor(ports: GeneratorPorts, keeper: Keeper) {
    this.#ports = ports;
    this.#keeper = keeper;
  }

  /** @returns the images that are in the project; all else is told to the tally */
  async run(call: PlannedCall, context: CallContext): Promise<readonly FreshImage[]> {
    const { booking, tally, signal, promptStop, commandStop } = context;
    const stop = commandStop.error ?? promptStop.error;
    if (signal.aborted || stop) {
      booking.release();
      tally.fail(signal.aborted || !stop ? { kind: 'cancelled' } : stop);
      return [];
    }
    const sent = await this.#send(call, context);
    this.#tellProof(call, sent.result);
    if (sent.result.ok) return this.#receive(call, context, sent.result.value, sent.durationMs);
    this.#fail(call, context, withContext(sent.result.error, call), sent.wasSent);
    return [];
  }

  async #send(call: PlannedCall, { progress, onSent, signal }: CallContext): Promise<Sent> {
    const { invoker, clock, random, log } = this.#ports;
    const { request, body } = call;
    const { region, invokeAs } = request;
    let wasSent = false;
    let durationMs = 0;
    const result = await withRetries(
      async () => {
        const turn = await this.#waitForTurn(call, progress, signal);
        if (!turn.ok) return turn;
        if (signal.aborted) return err({ kind: 'cancelled' });
        wasSent = true;
        onSent();
        progress.callBegins();
        const sentAt = clock.now();
        try {
          const answer = await invoker.invoke({ modelId: invokeAs, region, body }, signal);
          // A refusal that did nothing: a cancellation that follows has nothing in doubt.
          if (!answer.ok && isRetryable(answer.error)) wasSent = false;
          return answer;
        } finally {
          durationMs = clock.now() - sentAt;
          progress.callEnds();
        }
      },
      isRetryable,
      (wait) => {
        log.info('trying again', {
          modelId: request.model.id,
          region,
          attempt: wait.attempt,
          waitMs: wait.waitMs,
          why: wait.error.kind,
          requestId: wait.error.context?.requestId,
        });
        progress.retrying(wait);
      },
      modelRetries,
      { clock, random },
      signal,
    );
    return { result, wasSent, durationMs };
  }

  /** Offline the quota is nobody's, and must not be counted against the real one. */
  async #waitForTurn(
    { request }: PlannedCall,
    progress: ProgressTeller,
    signal: AbortSignal,
  ): Promise<Result<void>> {
    if (request.provider === 'offline') return { ok: true, value: undefined };
    const { model, region } = request;
    return this.#ports.limiter.acquire(
      { region, modelId: model.id },
      model.requestsPerMinute,
      (waitMs) => progress.queued(waitMs),
      signal,
    );
  }

  async #receive(
    call: PlannedCall,
    context: CallContext,
    answer: InvokeAnswer,
    durationMs: number,
  ): Promise<readonly FreshImage[]> {
    const { adapters, clock, log } = this.#ports;
    const { booking, tally, progress } = context;
    const { model, region } = call.request;
    const at = clock.now();
    const read = readAnswer(answer.bytes, adapters.adapterFor(model), call.task.count);
    if (!read.ok) {
      const error = withContext(read.error, call, answer.requestId);
      this.#fail(call, context, await this.#withAnswerKept(error, answer), true);
      return [];
    }
    const { images, broken, heldBack } = read.value;
    const arrived = await Promise.all(images.map((image) => this.#arrive(call, image, at, durationMs)));
    const received = await Promise.all(arrived.map((image) => this.#keeper.receive(image)));
    this.#settle(call, booking, tally, read.value);
    log.info('generated', {
      modelId: model.id,
      region,
      images: images.length,
      durationMs,
      requestId: answer.requestId,
    });
    context.onReceived(images.length);
    progress.received(images.length);

    for (const { stage, count } of heldBack) {
      tally.fail(withContext({ kind: 'contentFiltered', stage, count }, call, answer.requestId));
    }
    if (broken > 0) {
      const error = withContext({ kind: 'notAnImage' }, call, answer.requestId);
      tally.fail(await this.#withAnswerKept(error, answer));
    }
    const fresh: FreshImage[] = [];
    // One after the other, so that numbers added to a taken name follow the order of the images.
    for (const [index, image] of arrived.entries()) {
      const entry = received[index];
      if (!entry) continue;
      const completed = await this.#keeper.complete(image, entry);
      if (!completed.ok) {
        tally.fail(withContext(completed.error, call, answer.requestId));
        continue;
      }
      const result = completed.value;
      const kept = await this.#keeper.save(result.image, result.received);
      tally.keep(call.firstNumber + image.recipe.index, kept);
      if (kept.saved) fresh.push({ saved: kept.saved, bytes: result.image.bytes });
      else if (kept.inboxId !== undefined && call.request.session !== undefined) {
        const { bytes, recipe } = result.image;
        call.request.onWaiting?.({ inboxId: kept.inboxId, bytes, recipe });
      }
      // What cannot even be kept must not be bought.
      if (!entry.ok) context.commandStop.error ??= kept.error ?? entry.error;
    }
    progress.saved();
    return fresh;
  }

  async #arrive(call: PlannedCall, image: ReadImage, at: number, durationMs: number): Promise<ArrivedImage> {
    const { extensionVersion } = this.#ports;
    const sha256 = await sha256Hex(image.bytes);
    const recipe = recipeOf(call, image, sha256, { at, durationMs, extensionVersion });
    const { destination, edit, session } = call.request;
    const arrived = {
      bytes: image.bytes,
      recipe,
      ...(edit?.finish ? { finish: edit.finish } : {}),
      ...(session === undefined ? {} : { session }),
    };
    if (!destination) return arrived;
    return {
      ...arrived,
      destination: placeFor(destination, recipe.seed, call.firstNumber + image.index),
    };
  }

  /** By what came; a call that was filtered in part counts in full. */
  #settle(
    call: PlannedCall,
    booking: CallBooking,
    tally: Tally,
    { images, broken, heldBack }: ReadAnswer,
  ): void {
    const isFiltered = heldBack.length > 0;
    const amountUsd = isFiltered ? call.amountUsd : roundUsd((images.length + broken) * call.usdPerImage);
    booking.settle(amountUsd, isFiltered ? 'partlyFiltered' : images.length === 0 ? 'unknown' : 'succeeded');
    tally.spend(amountUsd, !isFiltered && broken === 0);
  }

  #fail(call: PlannedCall, context: CallContext, error: ImageError, wasSent: boolean): void {
    const { booking, tally, promptStop, commandStop } = context;
    const failure = withCount(error, call.task.count);
    const cost = wasSent ? costOfFailure(failure) : 'none';
    if (cost === 'none') booking.release();
    else {
      booking.settle(call.amountUsd, cost);
      tally.spend(call.amountUsd, false);
    }
    tally.fail(failure);
    const reach = reachOf(failure);
    if (reach === 'prompt') promptStop.error ??= failure;
    if (reach === 'command') commandStop.error ??= failure;
  }

  async #withAnswerKept(error: ImageError, { bytes }: InvokeAnswer): Promise<ImageError> {
    if (error.kind !== 'badAnswer' && error.kind !== 'notAnImage') return error;
    const answerPath = await this.#ports.inbox.keepAnswer(bytes);
    return answerPath === undefined ? error : { ...error, answerPath };
  }

  #tellProof({ request }: PlannedCall, result: Result<InvokeAnswer>): void {
    if (request.provider === 'offline') return;
    const proof = result.ok ? 'usable' : proofIn(result.error);
    if (proof) this.#ports.proofs(request.region, request.model.id, proof);
  }
}

/** The seed and the number are known only now. */
function placeFor(destination: Destination, seed: number | undefined, number: number): Destination {
  const values = { ...destination.values, seed: seed === undefined ? '' : String(seed), n: String(number) };
  return { ...destination, values };
}

function withContext(error: ImageError, { request }: PlannedCall, requestId?: string): ImageError {
  const { model, region } = request;
  return inContext(error, {
    modelId: model.id,
    region,
    ...(requestId === undefined ? {} : { requestId }),
  });
}
