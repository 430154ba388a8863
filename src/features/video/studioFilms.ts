import type { AvailableVideoModel, VideoServiceState } from '../../core/models/service';
import type { Result } from '../../core/result';
import type { VideoDraft } from '../../core/video/draft';
import type { FilmMaker } from '../../core/video/filmMaker';
import type { BucketSetup } from './bucketSetup';
import type { VideoDependencies, VideoEngine } from './dependencies';
import type { MakeVideo } from './makeVideo';
import { currentVideoService, placeOf } from './place';
import { pickVideoModel } from './subPicks';

/** Films that the Studio arranges, made the same way as all others. */
export class StudioFilms implements FilmMaker {
  readonly #deps: VideoDependencies;
  readonly #engine: VideoEngine;
  readonly #make: MakeVideo;
  readonly #bucket: BucketSetup;

  constructor(deps: VideoDependencies, engine: VideoEngine, make: MakeVideo, bucket: BucketSetup) {
    this.#deps = deps;
    this.#engine = engine;
    this.#make = make;
    this.#bucket = bucket;
  }

  current(signal: AbortSignal): Promise<Result<VideoServiceState>> {
    return this.#deps.service.currentVideo(this.#engine.registry.models, signal);
  }

  async pickModel(
    modelId: string,
    models: readonly AvailableVideoModel[],
    provider: VideoServiceState['provider'],
  ): Promise<AvailableVideoModel | undefined> {
    const { settings, words } = this.#deps;
    const pricing = { provider, own: settings.window().prices };
    const picked = await pickVideoModel(modelId, models, pricing, words, false);
    if (picked === undefined || picked === 'back') return undefined;
    const { state } = picked;
    return state.kind === 'ended'
      ? (models.find(({ model }) => model.id === state.successorId) ?? picked)
      : picked;
  }

  async copyPolicy(modelId: string): Promise<void> {
    const state = await currentVideoService(this.#deps, this.#engine);
    if (!state?.ok) return;
    const { region } = state.value;
    const address = this.#bucket.configured(placeOf(state.value, this.#deps.settings));
    await this.#bucket.copyPolicy(address, region, modelId);
  }

  start(draft: VideoDraft, home: string | undefined): Promise<Result<void>> {
    return this.#make.startDraft(draft, home);
  }
}
