import type { VideoServiceState } from '../../core/models/service';
import { s3UriOf } from '../../core/video/bucket';
import type { VideoModelDescriptor } from '../../core/video/descriptor';
import type { VideoLoss } from '../../core/video/switching';
import type { RememberedVideo } from '../../platform/choiceMemory';
import type { BucketSetup } from './bucketSetup';
import type { VideoDependencies, VideoEngine } from './dependencies';
import { priceOfDraft, withAutomaticShots, withModel, type VideoDraft } from '../../core/video/draft';
import { readFrame } from './frames';
import { showVideoPick, type VideoChoice } from './mainPick';
import { placeOf } from './place';
import {
  askForVideoPrompt,
  pickCamera,
  pickEndFrame,
  pickFraming,
  pickLength,
  pickVideoModel,
  pickVideoSeed,
  pickVideoSize,
  type Pricing,
} from './subPicks';

/** Losses that change what is made, not only how much of it. */
const serious: readonly VideoLoss['kind'][] = [
  'noStoryboard',
  'tooManyShots',
  'noAutomaticShots',
  'noEndFrame',
  'noLoop',
  'noSeed',
];

/** The Quick Pick before the money, with its sub-picks. */
export class ChooseVideo {
  readonly #deps: VideoDependencies;
  readonly #engine: VideoEngine;
  readonly #bucket: BucketSetup;

  constructor(deps: VideoDependencies, engine: VideoEngine, bucket: BucketSetup) {
    this.#deps = deps;
    this.#engine = engine;
    this.#bucket = bucket;
  }

  /** Until Enter spends or Esc ends it. */
  async run(
    first: VideoDraft,
    state: VideoServiceState,
    startsWith: VideoChoice | undefined,
  ): Promise<VideoDraft | undefined> {
    const { settings, words, choices } = this.#deps;
    const pricing: Pricing = { provider: state.provider, own: settings.window().prices };
    let draft: VideoDraft | undefined = first;
    let next = startsWith;
    while (draft) {
      const entry = state.models.find(({ model }) => model.id === draft?.modelId);
      if (!entry) return undefined;
      const { model } = entry;
      const { perCallAskUsd } = settings.window().budget;
      const priceUsd = priceOfDraft(draft, model, state.provider, pricing.own);
      const place = placeOf(state, settings);
      const address = this.#bucket.configured(place);
      const choice: VideoChoice | undefined =
        next ??
        (await showVideoPick(words, {
          draft,
          model,
          region: state.region,
          provider: state.provider,
          priceUsd,
          isCostly: perCallAskUsd !== null && priceUsd !== undefined && priceUsd > perCallAskUsd,
          s3Uri: address && s3UriOf(address),
        }));
      next = undefined;
      switch (choice) {
        case undefined:
          return undefined;
        case 'make':
          return draft;
        case 'prompt': {
          const prompt = await askForVideoPrompt(draft.prompt);
          if (prompt !== undefined) draft = { ...draft, prompt };
          break;
        }
        case 'camera':
          draft = await pickCamera(draft);
          break;
        case 'model':
          draft = await this.#changeModel(draft, model, state, pricing);
          break;
        case 'length':
          draft = await pickLength(draft, model, pricing, words);
          break;
        case 'size':
          draft = await pickVideoSize(draft, model, pricing, words);
          break;
        case 'frame':
          draft = await pickFraming(draft, model);
          break;
        case 'end':
          draft = await this.#changeEnd(draft);
          break;
        case 'loop':
          draft = { ...draft, loop: !draft.loop };
          break;
        case 'shots':
          draft = withAutomaticShots(draft, model);
          break;
        case 'seed':
          draft = await pickVideoSeed(draft, model);
          break;
        case 'bucket': {
          if (state.provider === 'offline') break;
          const set = await this.#bucket.setUp();
          if (!set.ok) this.#deps.reporter.report(set.error);
          break;
        }
      }
      if (draft) (await choices()).writeVideo(remembered(draft));
    }
    return undefined;
  }

  async #changeModel(
    draft: VideoDraft,
    from: VideoModelDescriptor,
    state: VideoServiceState,
    pricing: Pricing,
  ): Promise<VideoDraft | undefined> {
    const picked = await pickVideoModel(draft.modelId, state.models, pricing, this.#deps.words);
    if (picked === undefined) return undefined;
    if (picked === 'back' || picked.model.id === draft.modelId) return draft;
    if (picked.state.kind === 'elsewhere') {
      this.#deps.reporter.report({
        kind: 'modelNotInRegion',
        modelId: picked.model.id,
        region: state.region,
        regions: picked.state.regions,
      });
      return undefined;
    }
    const successorId = picked.state.kind === 'ended' ? picked.state.successorId : undefined;
    const to =
      picked.state.kind === 'ended'
        ? state.models.find(({ model }) => model.id === successorId)?.model
        : picked.model;
    if (!to || to.id === draft.modelId) return draft;
    const { draft: switched, losses } = withModel(draft, from, to, pricing.own);
    // A shorter film or another size is seen in the rows; what is lost altogether is said.
    const grave = losses.filter(({ kind }) => serious.includes(kind));
    const { losses: _all, ...plain } = switched;
    return grave.length > 0 ? { ...plain, losses: grave } : plain;
  }

  async #changeEnd(draft: VideoDraft): Promise<VideoDraft | undefined> {
    const picked = await pickEndFrame(draft.end?.name);
    if (picked === undefined) return undefined;
    if (picked === 'back') return draft;
    const { end: _before, ...rest } = draft;
    if (picked === 'none') return rest;
    const frame = await readFrame(picked, await this.#engine.pixels());
    if (frame.ok) return { ...rest, end: frame.value };
    this.#deps.reporter.report(frame.error);
    return draft;
  }
}

function remembered({ modelId, durationSeconds, size }: VideoDraft): RememberedVideo {
  return {
    modelId,
    durationSeconds,
    ...(size.kind === 'ratio' ? { ratio: size.ratio, resolution: size.resolution } : {}),
  };
}
