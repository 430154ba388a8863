import type { ImageError } from '../errors';
import type { PreparedEdit } from '../edit/prepared';
import type { ModelDescriptor } from '../models/descriptor';
import type { Warning } from '../models/adapter';
import type { BudgetLimits } from '../money/ledger';
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
  /** Estimated, in USD; 0 offline, undefined where nobody knows it (then nothing can be counted). */
  readonly pricePerImageUsd: number | undefined;
  /** `s3://bucket/prefix`: also copy results there. */
  readonly s3Upload?: string;
  /** What an edit works on; absent for new images from words. */
  readonly edit?: PreparedEdit;
  /** Key of the cell of a prompt file that is made; the recipe names it, so that it is found after a crash. */
  readonly cell?: string;
  /** Path of that prompt file in the workspace folder. */
  readonly promptFile?: string;
  /** A session of the Studio: results wait in the inbox for the user's word there. */
  readonly session?: string;
  /** Told of each result that waits, as it comes. */
  readonly onWaiting?: (waiting: WaitingImage) => void;
  /** Stops this request alone. */
  readonly signal?: AbortSignal;
}

/** A result in the inbox, before the user has accepted or discarded it. */
export interface WaitingImage {
  readonly inboxId: string;
  /** Not the receiver's to change. */
  readonly bytes: Uint8Array;
  readonly recipe: Recipe;
}

/** What one decision may cost; the limits are the user's, never the workspace's. */
export interface GenerateBudget extends BudgetLimits {
  /** A decision (all prompts and images together) above this is refused; null for no limit. */
  readonly perCallRefuseUsd: number | null;
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
  /** As it stands beside the file, with the file's path in its run. */
  readonly recipe: Recipe;
}

/** Everything that came of one request; a failure beside images is a partial success. */
export interface GenerateOutcome {
  /** In the order they were asked for, not in the order they came. */
  readonly images: readonly SavedImage[];
  /** Images that arrived and could not be put into the project; still in the inbox. */
  readonly inboxIds: readonly string[];
  /** Images that the content filter kept. */
  readonly heldBack: number;
  /** Equal failures of parallel requests stand here once; `contentFiltered` once for each stage, with the sum. */
  readonly errors: readonly ImageError[];
  /** What the model could not honor. */
  readonly warnings: readonly Warning[];
  /** What is believed to have been spent, in USD. */
  readonly spentUsd: number;
  /** True when part of it may not have been charged: cancelled, lost, filtered or not usable. Never true offline. */
  readonly mayBeCharged: boolean;
}
