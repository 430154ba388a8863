import type { ImageError } from '../errors';
import type { Destination, InboxEntry } from '../files/store';
import type { JobEvent } from '../jobs/job';
import { Slots } from '../jobs/slots';
import { err, type Result } from '../result';
import { reserveAll, type CallBooking } from './booking';
import { CallRunner, type FreshImage, type Stop } from './callRunner';
import { Keeper } from './keeper';
import { planPrompt, type PlannedCall, type PromptPlan } from './plan';
import type { GeneratorPorts } from './ports';
import { ProgressTeller } from './progress';
import type { GenerateBudget, GenerateOutcome, GenerateProgress, GenerateRequest, SavedImage } from './run';
import { Tally } from './tally';

/** Calls of one command that run side by side; more would only meet the model's requests per minute. */
const PARALLEL_CALLS = 3;

/** What the prompts of one command share. */
interface Command {
  readonly bookings: ReadonlyMap<PlannedCall, CallBooking>;
  readonly slots: Slots;
  readonly progress: ProgressTeller;
  readonly stop: Stop;
  readonly signal: AbortSignal;
}

/** Turns decided requests into saved images: plan, reserve, send, keep, save, record. */
export class Generator {
  readonly #ports: GeneratorPorts;
  readonly #keeper: Keeper;
  readonly #runner: CallRunner;

  constructor(ports: GeneratorPorts) {
    this.#ports = ports;
    this.#keeper = new Keeper(ports);
    this.#runner = new CallRunner(ports, this.#keeper);
  }

  /** One prompt; see `generateAll`. */
  async generate(
    request: GenerateRequest,
    budget: GenerateBudget,
    onProgress: (progress: GenerateProgress) => void,
    signal: AbortSignal,
  ): Promise<Result<GenerateOutcome>> {
    const [result] = await this.generateAll([request], budget, onProgress, signal);
    return result ?? err({ kind: 'cancelled' });
  }

  /**
   * Several prompts decided together: one budget check for all of them, then one outcome each.
   *
   * An aborted signal stops what has not been sent; what arrives nevertheless is kept and saved.
   *
   * @returns in the order of the requests: an error where one failure is all there is to tell and nothing was spent,
   * else an outcome, also for partial success
   */
  async generateAll(
    requests: readonly GenerateRequest[],
    budget: GenerateBudget,
    onProgress: (progress: GenerateProgress) => void,
    signal: AbortSignal,
  ): Promise<readonly Result<GenerateOutcome>[]> {
    if (signal.aborted) return requests.map(() => err({ kind: 'cancelled' }));
    let number = 1;
    const planned = requests.map((request) => {
      const plan = planPrompt(request, number, this.#ports);
      number += request.count;
      return plan;
    });
    const plans = planned.flatMap((plan) => (plan.ok ? [plan.value] : []));
    const reserved = reserveAll(plans, budget, this.#ports.ledger);
    if (!reserved.ok) return planned.map((plan) => (plan.ok ? reserved : plan));
    const total = plans.reduce((sum, { request }) => sum + request.count, 0);
    const command: Command = {
      bookings: reserved.value,
      slots: new Slots(PARALLEL_CALLS),
      progress: new ProgressTeller(total, onProgress),
      stop: {},
      signal,
    };
    if (plans.length > 0) command.progress.sending();
    return Promise.all(planned.map(async (plan) => (plan.ok ? this.#runPrompt(plan.value, command) : plan)));
  }

  /**
   * Finishes what the inbox holds after a crash or a failed save.
   *
   * @param destination another place than the entry's own
   * @returns the failure with the entry's id, and the entry kept, when it cannot be saved now either
   */
  async recover(entry: InboxEntry, destination?: Destination): Promise<Result<SavedImage>> {
    return this.#keeper.finish(entry, destination);
  }

  /**
   * Makes the result of a raw answer that a crash left in the inbox, where it waits on.
   *
   * @returns the entry that takes its place; the entry itself where nothing is left to do
   */
  async complete(entry: InboxEntry): Promise<Result<InboxEntry>> {
    return this.#keeper.completeEntry(entry);
  }

  async #runPrompt(plan: PromptPlan, command: Command): Promise<Result<GenerateOutcome>> {
    const own = new AbortController();
    const signal = AbortSignal.any([
      command.signal,
      own.signal,
      ...(plan.request.signal ? [plan.request.signal] : []),
    ]);
    const { clock } = this.#ports;
    const tally = new Tally(plan.request.provider !== 'offline');
    const promptStop: Stop = {};
    const tellJob = this.#addJob(plan, own);
    await Promise.all(
      plan.calls.map(async (call) => {
        const booking = command.bookings.get(call);
        if (!booking) throw new TypeError('A planned call has no reservation.');
        const fresh = await command.slots.run(async () => {
          try {
            return await this.#runner.run(call, {
              booking,
              tally,
              progress: command.progress,
              promptStop,
              commandStop: command.stop,
              onSent: () => tellJob({ kind: 'started', at: clock.now() }),
              onReceived: (count) => tellJob({ kind: 'received', count }),
              signal,
            });
          } catch (cause) {
            // A bug in one call must not lose what the others bring; the books assume the worst.
            if (booking.settle(call.amountUsd, 'unknown')) tally.spend(call.amountUsd, false);
            tally.fail({ kind: 'unexpected', cause });
            return [];
          }
        });
        for (const image of fresh) await this.#copy(plan.request, image, tally, signal);
      }),
    );
    const result = tally.result(plan.warnings);
    tellJob(endOf(result, clock.now()));
    return result;
  }

  /** A failed copy costs nothing but the copy. */
  async #copy(
    { s3Upload }: GenerateRequest,
    image: FreshImage,
    tally: Tally,
    signal: AbortSignal,
  ): Promise<void> {
    const { uploads, log } = this.#ports;
    if (!uploads || s3Upload === undefined) return;
    const { bytes, saved } = image;
    const { relativePath } = saved.file;
    const copied = await uploads.upload(
      {
        bytes,
        destination: s3Upload,
        fileName: relativePath.slice(relativePath.lastIndexOf('/') + 1),
        contentType: `image/${saved.recipe.image.type}`,
      },
      signal,
    );
    if (copied.ok) log.info('copied to S3', { file: relativePath });
    else if (copied.error.kind !== 'cancelled') tally.fail(copied.error);
  }

  #addJob({ request, priceUsd }: PromptPlan, own: AbortController): (event: JobEvent) => void {
    const { jobs } = this.#ports;
    if (!jobs) return () => undefined;
    const { model, provider, count, destination, prompt } = request;
    const id = jobs.add(
      {
        label: destination?.values.slug ?? prompt.slice(0, 40),
        modelName: model.name,
        provider,
        total: count,
        usualSeconds: model.usualSeconds,
        priceUsd,
      },
      () => own.abort(),
    );
    return (event) => jobs.apply(id, event);
  }
}

function endOf(result: Result<GenerateOutcome>, at: number): JobEvent {
  const { images, inboxIds, errors, spentUsd, mayBeCharged } = result.ok
    ? result.value
    : { images: [], inboxIds: [], errors: [result.error], spentUsd: 0, mayBeCharged: false };
  const ended = { at, files: images.map(({ file }) => file.uri), spentUsd, mayBeCharged };
  const isCancelled = errors.some(({ kind }) => kind === 'cancelled');
  const [error]: readonly ImageError[] = errors;
  if (isCancelled) return { kind: 'cancelled', ...ended };
  if (error && images.length === 0 && inboxIds.length === 0) return { kind: 'failed', error, ...ended };
  return { kind: 'succeeded', errors, ...ended };
}
