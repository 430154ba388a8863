import { err, ok, type Result } from '../result';
import type { VisionCaller, VisionContext, VisionFailure, VisionListener, VisionQuestion } from './caller';
import { imageParts } from './content';
import { delimited, GROUND_RULES } from './delimited';
import { guessFitted } from './guessed';
import type { FittedSource, ImageFitter, SentSummary, SourceImage } from './images';
import { languageInstruction } from './language';
import type { PriceEstimate } from './models/price';
import type { StopReason, TokenUsage } from './ports';
import type { Purpose, PurposeInputs } from './purposes';

export interface DescribeRequest {
  /** 1 to 20; looked at together. */
  readonly images: readonly SourceImage[];
  readonly purpose: Purpose;
  readonly inputs: PurposeInputs;
  /** BCP 47 of the answer; undefined: the model's choice. */
  readonly language?: string | undefined;
  /** What stands around the image in the document. */
  readonly surroundings?: string;
  readonly context: VisionContext;
}

export interface Description {
  readonly text: string;
  /** `length`: the answer is cut short. */
  readonly stop: StopReason;
  readonly sent: readonly SentSummary[];
  readonly usage?: TokenUsage;
  readonly usd: number | undefined;
}

/** Looks at images for one purpose. */
export class Describer {
  readonly #caller: VisionCaller;
  readonly #fitter: ImageFitter;

  constructor(caller: VisionCaller, fitter: ImageFitter) {
    this.#caller = caller;
    this.#fitter = fitter;
  }

  /** Before anything is read; undefined where no price is known. */
  estimate(request: DescribeRequest): PriceEstimate | undefined {
    const question = describeQuestion(request, guessFitted(request.images, request.purpose));
    return this.#caller.estimate(question, request.context);
  }

  async describe(
    request: DescribeRequest,
    listener: VisionListener,
    signal: AbortSignal,
  ): Promise<Result<Description, VisionFailure>> {
    const fitted = await this.#fitter.fit(request.images, request.purpose, signal);
    if (!fitted.ok) return err({ error: fitted.error, text: '', usd: 0, mayBeCharged: false });
    const question = describeQuestion(request, fitted.value);
    const answer = await this.#caller.ask(question, request.context, listener, signal);
    if (!answer.ok) return answer;
    const { text, stop, usage, usd } = answer.value;
    const sent = fitted.value.map((image) => image.sent);
    return ok({ text, stop, sent, usd, ...(usage ? { usage } : {}) });
  }
}

/** One request as it will be sent. */
export function describeQuestion(
  { purpose, inputs, language, surroundings = '' }: DescribeRequest,
  images: readonly FittedSource[],
): VisionQuestion {
  const words = [
    ...(surroundings.trim() === '' ? [] : [delimited('surroundings', surroundings)]),
    purpose.prompt(inputs),
    ...(purpose.keepsLanguage ? [] : [languageInstruction(language)]),
  ].filter((part) => part !== '');
  return {
    purpose: 'describe',
    system: GROUND_RULES,
    messages: [
      { role: 'user', content: [...imageParts(images), { kind: 'text', text: words.join('\n\n') }] },
    ],
    maxTokens: purpose.maxTokens,
    usualTokens: purpose.usualTokens,
  };
}
