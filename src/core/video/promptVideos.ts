import type { VideoServiceState } from '../models/service';
import type { Result } from '../result';
import type { Frame, VideoDraft } from './draft';
import type { VideoModelDescriptor } from './descriptor';
import type { VideoPlace } from './jobs/job';
import type { VideoJobs } from './jobs/videoJobs';
import type { VideoTask } from './task';

/** What makes videos, as prompt files use it. */
export interface PromptVideos {
  readonly jobs: Pick<VideoJobs, 'start' | 'list'>;
  /** Which video models can be called now. */
  current(signal: AbortSignal): Promise<Result<VideoServiceState>>;
  placeOf(state: Pick<VideoServiceState, 'provider' | 'region'>): VideoPlace;
  /** `s3://bucket/prefix` as the setting says it; empty offline, undefined where none is set up. */
  configuredBucket(place: VideoPlace): string | undefined;
  /**
   * The bucket, looked at before the money: there, in the region, writable, not public.
   *
   * @returns `s3://bucket/prefix`; `bucketUnusable` with what is wrong
   */
  checkedBucket(place: VideoPlace, modelId: string, signal: AbortSignal): Promise<Result<string>>;
  /** Asks for a bucket and sets it up. @returns false when the user leaves */
  setUpBucket(): Promise<Result<boolean>>;
  /** @param facts where the bytes of the picture came from */
  frameOf(bytes: Uint8Array, facts: Pick<Frame, 'name' | 'path'>): Promise<Result<Frame>>;
  /** The request, with every picture cut or padded to the frame of the film. */
  fittedTask(draft: VideoDraft, model: VideoModelDescriptor, seed: number): Promise<Result<VideoTask>>;
}
