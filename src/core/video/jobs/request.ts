import type { Destination } from '../../files/store';
import type { GenerateBudget } from '../../generate/run';
import type { JsonObject } from '../../json';
import type { RecipeInput } from '../../recipes/recipe';
import type { VideoModelDescriptor } from '../descriptor';
import type { VideoTask } from '../task';
import type { VideoPlace } from './job';

/** What the user decided: one film. */
export interface VideoRequest {
  readonly model: VideoModelDescriptor;
  /** With its pictures fitted to the model. */
  readonly task: VideoTask;
  readonly place: VideoPlace;
  /** `s3://bucket/prefix`, checked before. */
  readonly s3Uri: string;
  readonly label: string;
  /** The user's own files behind the pictures. */
  readonly inputs: readonly RecipeInput[];
  readonly destination?: Destination;
  readonly workspace: string;
  readonly origin?: JsonObject;
  /** Estimated, in USD; 0 offline, undefined where nobody knows it. */
  readonly priceUsd: number | undefined;
  readonly budget: GenerateBudget;
  /** Key of the cell of a prompt file that is made; the record and the recipe name it, so that it is found again. */
  readonly cell?: string;
  /** Path of that prompt file in the workspace folder. */
  readonly promptFile?: string;
}

/** What to start the same film from once more. */
export interface VideoAgain {
  readonly modelId: string;
  readonly task: VideoTask;
  readonly place: VideoPlace;
  readonly s3Uri: string;
  readonly label: string;
  readonly inputs: readonly RecipeInput[];
  readonly destination?: Destination;
  readonly origin?: JsonObject;
}
