import type { ImageError } from '../../errors';
import { err, ok, type Result } from '../../result';
import type { VisionCaller, VisionContext, VisionFailure, VisionListener, VisionQuestion } from '../caller';
import { imageParts } from '../content';
import { GROUND_RULES } from '../delimited';
import { guessFitted } from '../guessed';
import type { FittedSource, ImageFitter, SentSummary, SourceImage } from '../images';
import { languageInstruction } from '../language';
import type { PriceEstimate } from '../models/price';
import { textTokens } from '../models/tokens';
import type { ConverseMessage, StopReason, TokenUsage } from '../ports';
import type { Conversation, Message } from './conversation';
import { windowOf } from './window';

export interface AskRequest {
  /** Ends with the user's question. */
  readonly conversation: Conversation;
  /** Of the conversation, in its order. */
  readonly images: readonly SourceImage[];
  /** The words of a message that has a purpose; else its own text is sent. */
  readonly wordsOf: (message: Message) => string;
  /** Small letters in the images count. */
  readonly fineText: boolean;
  /** BCP 47; undefined: the user's own, as they write. */
  readonly language?: string | undefined;
  readonly context: VisionContext;
}

export interface AskAnswer {
  readonly text: string;
  readonly stop: StopReason;
  readonly sent: readonly SentSummary[];
  /** Older messages that no longer fitted, and were not sent. */
  readonly droppedMessages: number;
  readonly usage?: TokenUsage;
  readonly usd: number | undefined;
}

export interface AskFailure extends VisionFailure {
  /** What was sent of each picture; empty where nothing went out, or where it certainly did nothing. */
  readonly sent: readonly SentSummary[];
}

const MAX_ANSWER_TOKENS = 4000;
const USUAL_ANSWER_TOKENS = 300;

/** Continues conversations about images. */
export class Asker {
  readonly #caller: VisionCaller;
  readonly #fitter: ImageFitter;

  constructor(caller: VisionCaller, fitter: ImageFitter) {
    this.#caller = caller;
    this.#fitter = fitter;
  }

  /** Of the next message; undefined where no price is known, or where it does not fit. */
  estimate(request: AskRequest): PriceEstimate | undefined {
    const built = askQuestion(request, guessFitted(request.images, request));
    return built && this.#caller.estimate(built.question, request.context);
  }

  /** @returns `questionTooLong` where even the last message alone does not fit */
  async ask(
    request: AskRequest,
    listener: VisionListener,
    signal: AbortSignal,
  ): Promise<Result<AskAnswer, AskFailure>> {
    const fitted = await this.#fitter.fit(request.images, request, signal);
    if (!fitted.ok) return err(unsent(fitted.error));
    const built = askQuestion(request, fitted.value);
    if (!built) {
      const modelId = request.context.model.model.id;
      return err(unsent({ kind: 'questionTooLong', modelId }));
    }
    const answer = await this.#caller.ask(built.question, request.context, listener, signal);
    const sent = fitted.value.map((image) => image.sent);
    if (!answer.ok) {
      const { error } = answer;
      const hasCost = error.text !== '' || error.usd !== 0 || error.mayBeCharged;
      return err({ ...error, sent: hasCost ? sent : [] });
    }
    const { text, stop, usage, usd } = answer.value;
    return ok({
      text,
      stop,
      sent,
      droppedMessages: built.dropped,
      usd,
      ...(usage ? { usage } : {}),
    });
  }
}

function unsent(error: ImageError): AskFailure {
  return { error, text: '', usd: 0, mayBeCharged: false, sent: [] };
}

/** One request as it will be sent; undefined where it does not fit. */
export function askQuestion(
  { conversation, wordsOf, language, context }: AskRequest,
  images: readonly FittedSource[],
): { readonly question: VisionQuestion; readonly dropped: number } | undefined {
  const system = [GROUND_RULES, languageInstruction(language)].filter((part) => part !== '').join(' ');
  const spoken = {
    ...conversation,
    messages: conversation.messages.map((message) => ({ ...message, text: wordsOf(message) })),
  };
  const reserved = MAX_ANSWER_TOKENS + textTokens(system);
  const window = windowOf(spoken, images, context.model.model, reserved);
  if (!window) return undefined;
  return {
    question: {
      purpose: 'ask',
      system,
      messages: messagesOf(window.messages, conversation, images),
      maxTokens: MAX_ANSWER_TOKENS,
      usualTokens: USUAL_ANSWER_TOKENS,
    },
    dropped: window.dropped,
  };
}

/**
 * Each image stands in the message that brought it; where that is no longer sent, in the first one that is, because
 * questions may still be about it.
 */
function messagesOf(
  kept: readonly Message[],
  { images: known }: Conversation,
  images: readonly FittedSource[],
): readonly ConverseMessage[] {
  const brought = new Set(kept.flatMap((message) => (message.role === 'user' ? message.images : [])));
  const indexOf = new Map(known.map(({ sha256 }, index) => [sha256, index]));
  const parts = images.map((_image, index) => partsFor(images, index));
  const homeless = known.flatMap(({ sha256 }, index) => (brought.has(sha256) ? [] : [index]));
  return kept.map((message, index): ConverseMessage => {
    const text = { kind: 'text', text: message.text } as const;
    if (message.role === 'assistant') return { role: 'assistant', content: [text] };
    const own = message.images.flatMap((sha256) => indexOf.get(sha256) ?? []);
    const here = index === 0 ? [...homeless, ...own] : own;
    return { role: 'user', content: [...here.flatMap((each) => parts[each] ?? []), text] };
  });
}

/** Numbered as the user sees them, also where they come in different messages. */
function partsFor(images: readonly FittedSource[], index: number): ConverseMessage['content'] {
  const image = images[index];
  if (!image) return [];
  const label = { kind: 'text', text: `Image ${index + 1}:` } as const;
  return images.length > 1 ? [label, ...imageParts([image])] : imageParts([image]);
}
