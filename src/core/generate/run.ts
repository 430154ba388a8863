import type { ImageError } from '../errors';
import type { ModelDescriptor } from '../models/descriptor';
import type { Destination, SavedFile } from '../files/store';
import type { Recipe } from '../recipes/recipe';
import type { OptionValues, SizeChoice } from '../tasks/task';

/** What the user decided: one prompt, any number of images. */
export interface GenerateRequest {
  readonly prompt: string;
  readonly negativePrompt?: string;
  readonly model: ModelDescriptor;
  /** Id that goes into the path: the model's own, a profile's, or an ARN. */
  readonly invokeAs: string;
  readonly region: string;
  readonly provider: 'bedrock' | 'offline';
  readonly size?: SizeChoice;
  readonly count: number;
  /** The user's seed; undefined for one of Easel's choosing. */
  readonly seed?: number;
  readonly options: OptionValues;
  /** Undefined with no folder open: results stay in the inbox. */
  readonly destination?: Destination;
  readonly workspace: string;
}

/** Told while it runs; each is a whole snapshot. */
export type GenerateProgress =
  | { readonly kind: 'sending' }
  | { readonly kind: 'queued'; readonly waitMs: number }
  | { readonly kind: 'generating'; readonly received: number; readonly total: number }
  | {
      readonly kind: 'retrying';
      readonly waitMs: number;
      readonly attempt: number;
      readonly maxAttempts: number;
      readonly reason: 'throttled' | 'serviceFailed';
    }
  | { readonly kind: 'saving' };

export interface SavedImage {
  readonly file: SavedFile;
  readonly recipe: Recipe;
}

/** Everything that came of one request; a failure beside images is a partial success. */
export interface GenerateOutcome {
  readonly images: readonly SavedImage[];
  /** Images that arrived and could not be put into the project; still in the inbox. */
  readonly inboxIds: readonly string[];
  readonly heldBack: number;
  readonly errors: readonly ImageError[];
  /** What is believed to have been spent, in USD. */
  readonly spentUsd: number;
  /** True when a cancelled or lost request may have been charged. */
  readonly mayBeCharged: boolean;
}
