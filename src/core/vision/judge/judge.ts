import { err, ok, type Result } from '../../result';
import type { VisionCaller, VisionContext, VisionFailure, VisionListener } from '../caller';
import { imageParts } from '../content';
import { delimited, GROUND_RULES } from '../delimited';
import { FormAsker, type FormQuestion } from '../form';
import { guessFitted } from '../guessed';
import type { FittedSource, ImageFitter, SentSummary, SourceImage } from '../images';
import { languageInstruction } from '../language';
import { MAX_IMAGES } from '../models/limits';
import type { PriceEstimate } from '../models/price';
import { judgeForm, type JudgeForm } from './form';

export interface JudgeRequest {
  /** 1 to 20, judged in one comparison; the caller asks for more in several. */
  readonly images: readonly SourceImage[];
  /** What they were made from. */
  readonly prompt: string;
  readonly negativePrompt?: string;
  /** How the project's pictures should look, in the user's words. */
  readonly brand?: string;
  /** BCP 47 of explanations and suggestions. */
  readonly language?: string | undefined;
  readonly context: VisionContext;
}

export interface Judgement extends JudgeForm {
  readonly sent: readonly SentSummary[];
  readonly usd: number | undefined;
}

const FIT = { fineText: false };

/** Scores images against their prompt. */
export class Judge {
  readonly #caller: VisionCaller;
  readonly #forms: FormAsker;
  readonly #fitter: ImageFitter;

  constructor(caller: VisionCaller, fitter: ImageFitter) {
    this.#caller = caller;
    this.#forms = new FormAsker(caller);
    this.#fitter = fitter;
  }

  estimate(request: JudgeRequest): PriceEstimate | undefined {
    const question = judgeQuestion(request, guessFitted(request.images, FIT));
    return this.#caller.estimate(
      this.#forms.questionWith(question, judgeForm(request.images.length)),
      request.context,
    );
  }

  /** @returns `noUsableAnswer` where the form was filled in wrongly twice */
  async judge(
    request: JudgeRequest,
    listener: Omit<VisionListener, 'onText'>,
    signal: AbortSignal,
  ): Promise<Result<Judgement, VisionFailure>> {
    const fitted = await this.#fitter.fit(request.images, FIT, signal);
    if (!fitted.ok) return err({ error: fitted.error, text: '', usd: 0, mayBeCharged: false });
    const question = judgeQuestion(request, fitted.value);
    const form = judgeForm(request.images.length);
    const answer = await this.#forms.ask(question, form, request.context, listener, signal);
    if (!answer.ok) return answer;
    return ok({
      ...answer.value.value,
      sent: fitted.value.map((image) => image.sent),
      usd: answer.value.usd,
    });
  }
}

/** Candidates in comparisons of a size that the model takes, as even as can be. */
export function comparisonsOf<T>(candidates: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(candidates.length / MAX_IMAGES);
  return Array.from({ length: count }, (_, index) =>
    candidates.slice(
      Math.round((index * candidates.length) / count),
      Math.round(((index + 1) * candidates.length) / count),
    ),
  );
}

/** One request as it will be sent. */
export function judgeQuestion(
  { images: candidates, prompt, negativePrompt, brand = '', language }: JudgeRequest,
  images: readonly FittedSource[],
): FormQuestion {
  const count = candidates.length;
  const words = [
    count === 1
      ? 'A text-to-image model has made this image from the prompt below. Judge it.'
      : `A text-to-image model has made these ${count} images from the prompt below. Judge each, compared with the others.`,
    delimited('prompt', prompt),
    ...(negativePrompt === undefined || negativePrompt.trim() === ''
      ? []
      : [delimited('not-wanted', negativePrompt)]),
    ...(brand.trim() === '' ? [] : [delimited('brand', brand)]),
    'Scores are whole numbers: 9 and 10 excellent, 7 and 8 good, 4 to 6 mixed, below that poor. Use the whole range. Judge only what can be seen.',
    language === undefined
      ? ''
      : `${languageInstruction(language)} The improved prompt stays in its own language.`,
  ].filter((part) => part !== '');
  return {
    purpose: 'judge',
    system: GROUND_RULES,
    messages: [
      { role: 'user', content: [...imageParts(images), { kind: 'text', text: words.join('\n\n') }] },
    ],
    maxTokens: 700 + 400 * count,
    usualTokens: 200 + 170 * count,
  };
}
