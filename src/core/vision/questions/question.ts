import { err, ok, type Result } from '../../result';
import type { VisionBooking } from '../booking';
import type { VisionCaller, VisionContext, VisionFailure, VisionListener } from '../caller';
import { imageParts } from '../content';
import { GROUND_RULES } from '../delimited';
import type { VisionPurpose } from '../errors';
import { FormAsker, type Form, type FormQuestion } from '../form';
import { guessFitted } from '../guessed';
import type { FittedSource, FitWish, ImageFitter, SentSummary, SourceImage } from '../images';
import type { PriceEstimate } from '../models/price';

/** Something to find out about one image, whose answer is a form. */
export interface ImageQuestion<T> {
  readonly purpose: VisionPurpose;
  readonly form: Form<T>;
  /** What is asked, after the image. */
  readonly words: string;
  readonly fit: FitWish;
  readonly usualTokens: number;
  readonly maxTokens: number;
}

export interface ImageAnswer<T> {
  readonly value: T;
  readonly sent: SentSummary | undefined;
  readonly usd: number | undefined;
}

/** Asks questions of one image each. */
export class ImageQuestions {
  readonly #caller: VisionCaller;
  readonly #forms: FormAsker;
  readonly #fitter: ImageFitter;

  constructor(caller: VisionCaller, fitter: ImageFitter) {
    this.#caller = caller;
    this.#forms = new FormAsker(caller);
    this.#fitter = fitter;
  }

  estimate<T>(
    image: SourceImage,
    question: ImageQuestion<T>,
    context: VisionContext,
  ): PriceEstimate | undefined {
    const built = build(question, guessFitted([image], question.fit));
    return this.#caller.estimate(this.#forms.questionWith(built, question.form), context);
  }

  /** All or nothing; one for each image. */
  reserve<T>(
    images: readonly SourceImage[],
    question: ImageQuestion<T>,
    context: VisionContext,
  ): Result<readonly VisionBooking[]> {
    const prices = images.map((image) => this.estimate(image, question, context));
    return this.#caller.reserveAll(question.purpose, prices, context);
  }

  async ask<T>(
    image: SourceImage,
    question: ImageQuestion<T>,
    context: VisionContext,
    listener: Omit<VisionListener, 'onText'>,
    signal: AbortSignal,
    booking?: VisionBooking,
  ): Promise<Result<ImageAnswer<T>, VisionFailure>> {
    const fitted = await this.#fitter.fit([image], question.fit, signal);
    if (!fitted.ok) {
      booking?.release();
      return err({ error: fitted.error, text: '', usd: 0, mayBeCharged: false });
    }
    const built = build(question, fitted.value);
    const answer = await this.#forms.ask(built, question.form, context, listener, signal, booking);
    if (!answer.ok) return answer;
    return ok({ value: answer.value.value, sent: fitted.value[0]?.sent, usd: answer.value.usd });
  }
}

function build<T>(
  { purpose, words, usualTokens, maxTokens }: ImageQuestion<T>,
  images: readonly FittedSource[],
): FormQuestion {
  return {
    purpose,
    system: GROUND_RULES,
    messages: [{ role: 'user', content: [...imageParts(images), { kind: 'text', text: words }] }],
    usualTokens,
    maxTokens,
  };
}
