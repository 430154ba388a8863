import type { ImageError } from '../errors';
import type { JsonObject } from '../json';
import type { Result } from '../result';

/** An image as it is sent: fitted to the limits, without metadata. */
export interface SentImage {
  readonly bytes: Uint8Array;
  readonly format: 'png' | 'jpeg';
  readonly width: number;
  readonly height: number;
}

export type ContentPart =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'image'; readonly image: SentImage };

export interface ConverseMessage {
  readonly role: 'user' | 'assistant';
  readonly content: readonly ContentPart[];
}

/** A form that the model fills in instead of writing text. */
export interface ConverseTool {
  /** Letters, digits, `_` and `-`, at most 64. */
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonObject;
  /** `auto` where a model refuses to be told which tool to use. */
  readonly choice: 'this' | 'auto';
}

/** One request; what is not given is not sent. */
export interface ConverseRequest {
  /** Model id, inference profile id or ARN, as it goes into the path. */
  readonly modelId: string;
  readonly region: string;
  readonly system?: string;
  /** From the user's first to the user's last, in turns. */
  readonly messages: readonly ConverseMessage[];
  readonly tool?: ConverseTool;
  readonly maxTokens?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly stopSequences?: readonly string[];
}

export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Why the model stopped writing. */
export type StopReason =
  | 'end'
  | 'toolUse'
  /** `maxTokens` were written: the answer is cut short. */
  | 'length'
  | 'stopSequence'
  /** Question and answer filled the model's context. */
  | 'contextFull'
  /** The model filled in the form in a way that nobody can read. */
  | 'malformed'
  /** A reason this version does not know. */
  | 'other';

export interface ConverseAnswer {
  readonly text: string;
  /** As the model filled it in; unchecked. Undefined where it wrote text instead, or what nobody can read. */
  readonly toolInput?: unknown;
  readonly stop: StopReason;
  /** Undefined where the service did not say. */
  readonly usage?: TokenUsage;
  readonly requestId?: string;
}

/** How far a request came that did not end well. */
export interface ConverseFailure {
  readonly error: ImageError;
  /** What had come until then; the user keeps it. */
  readonly text: string;
  /** Something of the answer, or of a form, had come: asked again, it is paid for again. */
  readonly hasBegun: boolean;
  /** What the service said it counts, where it did. */
  readonly usage?: TokenUsage;
}

/** Words for the user, or JSON of the form that the model fills in. */
export type PieceKind = 'text' | 'form';

/**
 * Asks models about images. Implemented once, in `aws/`; makes one attempt, retries are the caller's.
 *
 * A guardrail's or a filter's word (`guardrailIntervened`, `answerFiltered`) is a failure, so that nobody takes it for an
 * answer; so is a stream that ends without saying that it has ended (`streamBroken`, `connectionLost`).
 */
export interface Converser {
  /** The whole answer at once. */
  converse(request: ConverseRequest, signal: AbortSignal): Promise<Result<ConverseAnswer, ConverseFailure>>;
  /** @param onPiece told of each piece as it comes; those of text together are the answer's text */
  stream(
    request: ConverseRequest,
    onPiece: (piece: string, kind: PieceKind) => void,
    signal: AbortSignal,
  ): Promise<Result<ConverseAnswer, ConverseFailure>>;
}
