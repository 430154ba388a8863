import type { VideoServiceState } from '../../core/models/service';
import { ok, type Result } from '../../core/result';
import { s3UriOf } from '../../core/video/bucket';
import type { VideoModelDescriptor } from '../../core/video/descriptor';
import type { Frame, VideoDraft } from '../../core/video/draft';
import type { VideoPlace } from '../../core/video/jobs/job';
import type { PromptVideos } from '../../core/video/promptVideos';
import type { VideoTask } from '../../core/video/task';
import type { BucketSetup } from './bucketSetup';
import type { VideoDependencies, VideoEngine } from './dependencies';
import { fittedTask, frameOf } from './frames';
import { placeOf } from './place';

/** Videos that prompt files ask for, made the same way as all others. */
export class VideosOfPrompts implements PromptVideos {
  readonly jobs: VideoEngine['jobs'];
  readonly #deps: VideoDependencies;
  readonly #engine: VideoEngine;
  readonly #bucket: BucketSetup;

  constructor(deps: VideoDependencies, engine: VideoEngine, bucket: BucketSetup) {
    this.jobs = engine.jobs;
    this.#deps = deps;
    this.#engine = engine;
    this.#bucket = bucket;
  }

  current(signal: AbortSignal): Promise<Result<VideoServiceState>> {
    return this.#deps.service.currentVideo(this.#engine.registry.models, signal);
  }

  placeOf(state: Pick<VideoServiceState, 'provider' | 'region'>): VideoPlace {
    return placeOf(state, this.#deps.settings);
  }

  configuredBucket(place: VideoPlace): string | undefined {
    const address = this.#bucket.configured(place);
    return address && (address.bucket === '' ? '' : s3UriOf(address));
  }

  async checkedBucket(place: VideoPlace, modelId: string, signal: AbortSignal): Promise<Result<string>> {
    const address = await this.#bucket.checked(place, modelId, signal);
    return address.ok ? ok(s3UriOf(address.value)) : address;
  }

  async setUpBucket(): Promise<Result<boolean>> {
    const set = await this.#bucket.setUp();
    return set.ok ? ok(set.value !== undefined) : set;
  }

  async frameOf(bytes: Uint8Array, facts: Pick<Frame, 'name' | 'path'>): Promise<Result<Frame>> {
    return frameOf(bytes, facts, await this.#engine.pixels());
  }

  fittedTask(draft: VideoDraft, model: VideoModelDescriptor, seed: number): Promise<Result<VideoTask>> {
    return fittedTask(draft, model, seed, this.#engine.pixels);
  }
}
