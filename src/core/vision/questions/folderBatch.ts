import type { ImageError } from '../../errors';
import { mergeErrors, reachOf } from '../../generate/failures';
import { Slots } from '../../jobs/slots';
import { ok, type Result } from '../../result';
import { sumKnown } from '../booking';
import type { VisionContext } from '../caller';
import type { SourceImage } from '../images';
import type { ImageQuestion, ImageQuestions } from './question';

export interface BatchRow<T> {
  readonly image: SourceImage;
  /** Absent where it was not asked, or failed. */
  readonly value?: T;
  readonly error?: ImageError;
}

export interface BatchOutcome<T> {
  /** In the order of the images; those that were not asked for an abort have neither value nor error. */
  readonly rows: readonly BatchRow<T>[];
  /** Each failure once, for the message. */
  readonly errors: readonly ImageError[];
  readonly isCancelled: boolean;
  /** Undefined where the model's price is not known. */
  readonly spentUsd: number | undefined;
  readonly mayBeCharged: boolean;
}

interface Progress {
  done: number;
  spentUsd: number | undefined;
  hasStopped: boolean;
  mayBeCharged: boolean;
}

/** Requests under way at once: enough to use the limits of every model, as the shared limiter lets them. */
const AT_ONCE = 16;

/** One question of many images. */
export class FolderBatch {
  readonly #questions: ImageQuestions;

  constructor(questions: ImageQuestions) {
    this.#questions = questions;
  }

  /** In USD, to show before; undefined where no price is known. */
  estimate<T>(
    images: readonly SourceImage[],
    question: ImageQuestion<T>,
    context: VisionContext,
  ): number | undefined {
    const prices = images.map((image) => this.#questions.estimate(image, question, context)?.usualUsd);
    return sumKnown(prices);
  }

  /**
   * What was answered before an abort or a failure is part of the outcome: it is paid for.
   *
   * @returns an error where nothing was sent: the budget, or the limit for one request
   */
  async run<T>(
    images: readonly SourceImage[],
    question: ImageQuestion<T>,
    context: VisionContext,
    onProgress: (progress: {
      readonly done: number;
      readonly total: number;
      readonly spentUsd: number | undefined;
    }) => void,
    signal: AbortSignal,
  ): Promise<Result<BatchOutcome<T>>> {
    const bookings = this.#questions.reserve(images, question, context);
    if (!bookings.ok) return bookings;
    const rows: BatchRow<T>[] = images.map((image) => ({ image }));
    const state: Progress = { done: 0, spentUsd: 0, hasStopped: false, mayBeCharged: false };
    const slots = new Slots(AT_ONCE);
    const one = async (image: SourceImage, index: number): Promise<void> => {
      const booking = bookings.value[index];
      if (signal.aborted || state.hasStopped) {
        booking?.release();
        return;
      }
      const answer = await this.#questions.ask(image, question, context, {}, signal, booking);
      const { usd } = answer.ok ? answer.value : answer.error;
      state.spentUsd = sumKnown([state.spentUsd, usd]);
      if (answer.ok) rows[index] = { image, value: answer.value.value };
      else {
        const { error, mayBeCharged } = answer.error;
        if (error.kind !== 'cancelled') rows[index] = { image, error };
        state.mayBeCharged ||= mayBeCharged;
        state.hasStopped ||= reachOf(error) === 'command' && error.kind !== 'notReadable';
      }
      onProgress({ done: ++state.done, total: images.length, spentUsd: state.spentUsd });
    };
    await Promise.all(images.map((image, index) => slots.run(() => one(image, index))));
    return ok({
      rows,
      errors: mergeErrors(rows.flatMap(({ error }) => error ?? [])),
      isCancelled: signal.aborted,
      spentUsd: state.spentUsd,
      mayBeCharged: state.mayBeCharged,
    });
  }
}
