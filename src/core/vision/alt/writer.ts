import { err, ok, type Result } from '../../result';
import type { VisionBooking } from '../booking';
import type { VisionCaller, VisionContext, VisionFailure, VisionListener } from '../caller';
import { imageParts } from '../content';
import { delimited, GROUND_RULES } from '../delimited';
import { FormAsker, type FormQuestion } from '../form';
import { guessFitted } from '../guessed';
import type { FittedSource, ImageFitter, SentSummary, SourceImage } from '../images';
import { languageInstruction } from '../language';
import type { PriceEstimate } from '../models/price';
import type { AltKind, AltText } from './altText';
import { altForm } from './form';

export interface AltRequest {
  readonly image: SourceImage;
  /** As `surroundingsOf` reads them. */
  readonly surroundings: string;
  /** BCP 47; undefined: that of the surroundings, as the model sees it. */
  readonly language?: string | undefined;
  /** In characters; longer becomes a short text and a description. */
  readonly maxLength: number;
  readonly kind: AltKind | 'auto';
  /** The text that is there, where it is to be rewritten. */
  readonly oldAlt?: string;
  readonly context: VisionContext;
}

export interface WrittenAlt {
  readonly text: AltText;
  readonly sent: SentSummary | undefined;
  readonly usd: number | undefined;
}

const FIT = { fineText: false };

/** Writes alt texts that fit the document around the image. */
export class AltTextWriter {
  readonly #caller: VisionCaller;
  readonly #forms: FormAsker;
  readonly #fitter: ImageFitter;

  constructor(caller: VisionCaller, fitter: ImageFitter) {
    this.#caller = caller;
    this.#forms = new FormAsker(caller);
    this.#fitter = fitter;
  }

  estimate(request: AltRequest): PriceEstimate | undefined {
    const question = altQuestion(request, guessFitted([request.image], FIT));
    const form = altForm(request.maxLength, request.kind);
    return this.#caller.estimate(this.#forms.questionWith(question, form), request.context);
  }

  /** All or nothing; one for each request. */
  reserve(requests: readonly AltRequest[], context: VisionContext): Result<readonly VisionBooking[]> {
    return this.#caller.reserveAll(
      'altText',
      requests.map((request) => this.estimate(request)),
      context,
    );
  }

  async write(
    request: AltRequest,
    listener: Omit<VisionListener, 'onText'>,
    signal: AbortSignal,
    booking?: VisionBooking,
  ): Promise<Result<WrittenAlt, VisionFailure>> {
    const fitted = await this.#fitter.fit([request.image], FIT, signal);
    if (!fitted.ok) {
      booking?.release();
      return err({ error: fitted.error, text: '', usd: 0, mayBeCharged: false });
    }
    const form = altForm(request.maxLength, request.kind);
    const question = altQuestion(request, fitted.value);
    const answer = await this.#forms.ask(question, form, request.context, listener, signal, booking);
    if (!answer.ok) return answer;
    return ok({ text: answer.value.value, sent: fitted.value[0]?.sent, usd: answer.value.usd });
  }
}

const kinds: Readonly<Record<AltKind, string>> = {
  informative: 'informative: it tells something; the text says the same in words.',
  functional: 'functional: it is a link or a button; the text says where it leads or what it does.',
  decorative: 'decorative: the document says the same without it; the text is empty.',
  complex:
    'complex: a chart, a diagram, a map, a table or a screenshot full of detail; the text says in short what it is and what follows from it, and the description says everything that it shows.',
};

/** One request as it will be sent. */
export function altQuestion(
  { surroundings, language, maxLength, kind, oldAlt }: AltRequest,
  images: readonly FittedSource[],
): FormQuestion {
  const all: readonly AltKind[] = ['informative', 'functional', 'decorative', 'complex'];
  const words = [
    delimited('surroundings', surroundings),
    'Write the alternative text of this image for the place in the document that <surroundings> describe.',
    kind === 'auto'
      ? `Decide what the image does there:\n${all.map((each) => `- ${kinds[each]}`).join('\n')}\nThe surroundings decide, not the image alone. In doubt it is informative.`
      : `The image is ${kinds[kind]}`,
    `The text has at most ${maxLength} characters, is one phrase or sentence, does not repeat the surroundings, and does not begin with "image of", "picture of" or the like. Text in the image that matters stands in it word for word.`,
    language === undefined ? 'Write in the language of the surroundings.' : languageInstruction(language),
    ...(oldAlt === undefined
      ? []
      : [`The document has this text now; keep what is right in it.\n${delimited('current-text', oldAlt)}`]),
  ];
  return {
    purpose: 'altText',
    system: GROUND_RULES,
    messages: [
      { role: 'user', content: [...imageParts(images), { kind: 'text', text: words.join('\n\n') }] },
    ],
    maxTokens: 1000,
    usualTokens: 110,
  };
}
