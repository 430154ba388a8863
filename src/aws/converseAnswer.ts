import type { ConverseStreamOutput, ConverseCommandOutput } from '@aws-sdk/client-bedrock-runtime';
import type { ErrorContext, ImageError } from '../core/errors';
import { redact } from '../core/redact';
import { err, ok, type Result } from '../core/result';
import type {
  ConverseAnswer,
  ConverseFailure,
  PieceKind,
  StopReason,
  TokenUsage,
} from '../core/vision/ports';

/** What one event of a stream brings. */
interface AnswerPiece {
  readonly kind: PieceKind;
  readonly text: string;
}

/** Gathers an answer from whole blocks or from the events of a stream. */
export class AnswerReader {
  #text = '';
  #usage: TokenUsage | undefined;
  #stopReason: string | undefined;
  #hasTool = false;
  /** Pieces of the form as JSON, by the block they belong to. */
  readonly #toolJson = new Map<number, string>();
  #toolInput: unknown;

  get text(): string {
    return this.#text;
  }

  get usage(): TokenUsage | undefined {
    return this.#usage;
  }

  /** Something of the answer has come: asked again, it would be paid for again. */
  get hasBegun(): boolean {
    return this.#text !== '' || this.#hasTool;
  }

  /** The service has said why it stopped. */
  get hasEnded(): boolean {
    return this.#stopReason !== undefined;
  }

  /** @returns what the event brings of the answer; undefined for all others, also for ones that a later service adds */
  event(event: ConverseStreamOutput): AnswerPiece | undefined {
    if (event.contentBlockStart) {
      const { start, contentBlockIndex = 0 } = event.contentBlockStart;
      if (start?.toolUse) {
        this.#hasTool = true;
        this.#toolJson.set(contentBlockIndex, '');
      }
    } else if (event.contentBlockDelta) {
      const { delta, contentBlockIndex = 0 } = event.contentBlockDelta;
      if (delta?.toolUse) {
        this.#hasTool = true;
        const known = this.#toolJson.get(contentBlockIndex) ?? '';
        const json = delta.toolUse.input ?? '';
        this.#toolJson.set(contentBlockIndex, known + json);
        return json === '' ? undefined : { kind: 'form', text: json };
      }
      const text = delta?.text ?? '';
      this.#text += text;
      return text === '' ? undefined : { kind: 'text', text };
    } else if (event.messageStop) {
      this.#stopReason = event.messageStop.stopReason ?? '';
    } else if (event.metadata) {
      this.#usage = usageOf(event.metadata.usage);
    }
    return undefined;
  }

  whole({ output, stopReason, usage }: ConverseCommandOutput): void {
    for (const block of output?.message?.content ?? []) {
      if (block.text !== undefined) this.#text += block.text;
      if (block.toolUse && !this.#hasTool) {
        this.#hasTool = true;
        this.#toolInput = block.toolUse.input;
      }
    }
    this.#stopReason = stopReason ?? '';
    this.#usage = usageOf(usage);
  }

  /** What came of a request that ended by itself. */
  result(context: ErrorContext): Result<ConverseAnswer, ConverseFailure> {
    const reason = this.#stopReason ?? '';
    // The text is the guardrail's or the filter's own sentence, not an answer about the image.
    if (reason === 'guardrail_intervened') return this.#refused({ kind: 'guardrailIntervened' }, context);
    if (reason === 'content_filtered') return this.#refused({ kind: 'answerFiltered' }, context);
    const toolInput = this.#toolInput ?? this.#parsedTool();
    return ok({
      text: this.#text,
      ...(toolInput === undefined ? {} : { toolInput }),
      stop: stopOf(reason),
      ...(this.#usage ? { usage: this.#usage } : {}),
      ...(context.requestId === undefined ? {} : { requestId: context.requestId }),
    });
  }

  /** What came of a request that failed. */
  failure(error: ImageError): ConverseFailure {
    return {
      error,
      text: this.#text,
      hasBegun: this.hasBegun,
      ...(this.#usage ? { usage: this.#usage } : {}),
    };
  }

  #refused(error: ImageError, context: ErrorContext): Result<never, ConverseFailure> {
    const sentence = this.#text.trim();
    return err({
      ...this.failure({
        ...error,
        context: { ...context, ...(sentence === '' ? {} : { serviceMessage: redact(sentence) }) },
      }),
      text: '',
    });
  }

  #parsedTool(): unknown {
    const [json] = this.#toolJson.values();
    if (json === undefined) return undefined;
    try {
      // A form without fields streams no JSON at all.
      return json === '' ? {} : JSON.parse(json);
    } catch {
      // Cut short, or malformed by the model; whoever asked asks again.
      return undefined;
    }
  }
}

function usageOf(
  usage:
    { readonly inputTokens?: number | undefined; readonly outputTokens?: number | undefined } | undefined,
): TokenUsage | undefined {
  if (!usage) return undefined;
  return { inputTokens: usage.inputTokens ?? 0, outputTokens: usage.outputTokens ?? 0 };
}

/** @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html#API_runtime_Converse_ResponseSyntax */
function stopOf(reason: string): StopReason {
  switch (reason) {
    case 'end_turn':
      return 'end';
    case 'tool_use':
      return 'toolUse';
    case 'max_tokens':
      return 'length';
    case 'stop_sequence':
      return 'stopSequence';
    case 'model_context_window_exceeded':
      return 'contextFull';
    case 'malformed_model_output':
    case 'malformed_tool_use':
      return 'malformed';
    default:
      return 'other';
  }
}
