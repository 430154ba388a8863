import type { JsonObject } from '../json';
import type { Result } from '../result';
import type { VideoFamily, VideoModelDescriptor } from './descriptor';
import type { VideoTask } from './task';

/** Said before the money is spent. */
export type VideoWarning =
  | { readonly kind: 'optionNotSent'; readonly option: 'loop' | 'seed' }
  /** The model counts tokens, which cannot be counted here. */
  | { readonly kind: 'promptMayBeTooLong'; readonly characters: number; readonly tokens: number };

export interface EncodedVideo {
  /** The `modelInput` of StartAsyncInvoke. */
  readonly modelInput: JsonObject;
  readonly warnings: readonly VideoWarning[];
}

/** Translates between our words and one family's JSON. Data and pure functions. */
export interface VideoAdapter {
  readonly family: VideoFamily;
  /** One request; an error names the field that cannot be sent. */
  encode(task: VideoTask, model: VideoModelDescriptor): Result<EncodedVideo>;
  /** The same request with another seed; undefined where the family takes none. */
  withSeed(modelInput: JsonObject, seed: number): JsonObject | undefined;
}
