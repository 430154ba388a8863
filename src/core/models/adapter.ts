import type { JsonObject } from '../json';
import type { Result } from '../result';
import type { FilterStage } from '../errors';
import type { ImageTask, MaskRule, TaskKind } from '../tasks/task';
import type { ModelDescriptor, ModelFamily } from './descriptor';

/** Said before the money is spent: what the model cannot honor, and what happens instead. */
export type Warning =
  | { readonly kind: 'optionNotSent'; readonly option: string }
  | { readonly kind: 'valueClamped'; readonly option: string; readonly from: number; readonly to: number };

export interface EncodedRequest {
  readonly body: JsonObject;
  readonly warnings: readonly Warning[];
}

/** One image of an answer, still as the service encoded it. */
export interface EncodedImage {
  /** The bytes exactly as returned; their type is sniffed, not believed. */
  readonly bytes: Uint8Array;
  /** The seed the service says it used; undefined where it says nothing. */
  readonly seed?: number;
}

export interface DecodedAnswer {
  readonly images: readonly EncodedImage[];
  /** How many came beside them that cannot be decoded. */
  readonly unreadable: number;
  /** Images asked for and held back, by the side that was refused. */
  readonly heldBack: readonly { readonly stage: FilterStage; readonly count: number }[];
}

/**
 * Translates between our words and one family's JSON. Data and two pure functions: no HTTP, no retries, no log.
 */
export interface ModelAdapter {
  readonly family: ModelFamily;
  /** How the mask of this task must be painted; undefined where the task takes none. */
  maskRule(kind: TaskKind): MaskRule | undefined;
  /** One InvokeModel request; an error names the field that cannot be sent. */
  encode(task: ImageTask, model: ModelDescriptor): Result<EncodedRequest>;
  /**
   * One answer, untrusted until here.
   *
   * @param body the parsed JSON of the answer
   * @param askedFor images the request asked for
   * @returns at least one image; `contentFiltered` when all was held back, `badAnswer` when there is none that can be decoded
   */
  decode(body: unknown, askedFor: number): Result<DecodedAnswer>;
}
