import type { AvailableVideoModel, VideoServiceState } from '../models/service';
import type { Result } from '../result';
import type { VideoDraft } from './draft';

/** What makes films, as the Studio uses it. */
export interface FilmMaker {
  /** Which video models can be called now. */
  current(signal: AbortSignal): Promise<Result<VideoServiceState>>;
  /**
   * Asks which of the models is to be used.
   *
   * @returns undefined when the user leaves
   */
  pickModel(
    modelId: string,
    models: readonly AvailableVideoModel[],
    provider: VideoServiceState['provider'],
  ): Promise<AvailableVideoModel | undefined>;
  /** What an administrator has to allow for this model, on the clipboard. */
  copyPolicy(modelId: string): Promise<void>;
  /**
   * Looks at the bucket, fits the pictures and starts the job.
   *
   * @param home URI of a file in the workspace folder that the film goes to
   */
  start(draft: VideoDraft, home: string | undefined): Promise<Result<void>>;
}
