import type { VideoAdapter } from './adapter';
import { videoModels } from './catalogue';
import type { VideoFamily, VideoModelDescriptor } from './descriptor';
import { lumaRay } from './lumaRay';
import { novaReel } from './novaReel';

/** The video models that Easel knows and the adapters that speak to them. */
export class VideoRegistry {
  readonly models: readonly VideoModelDescriptor[];
  readonly #byId = new Map<string, VideoModelDescriptor>();
  readonly #adapters = new Map<VideoFamily, VideoAdapter>();

  /** @throws TypeError when two models have one id, two adapters one family, or a model has no adapter */
  constructor(models: readonly VideoModelDescriptor[], adapters: readonly VideoAdapter[]) {
    for (const adapter of adapters) {
      if (this.#adapters.has(adapter.family)) throw new TypeError(`Two adapters for ${adapter.family}`);
      this.#adapters.set(adapter.family, adapter);
    }
    for (const model of models) {
      if (this.#byId.has(model.id)) throw new TypeError(`Two models with the id ${model.id}`);
      this.#byId.set(model.id, model);
      this.adapterFor(model);
    }
    this.models = models;
  }

  /** @throws TypeError for a family without an adapter, which is a programming error */
  adapterFor({ family }: VideoModelDescriptor): VideoAdapter {
    const adapter = this.#adapters.get(family);
    if (!adapter) throw new TypeError(`No adapter for ${family}`);
    return adapter;
  }

  /** By the model's own id, or by the ARN of the foundation model, as the service names it in a job. */
  find(id: string): VideoModelDescriptor | undefined {
    return this.#byId.get(/:foundation-model\/(.+)$/.exec(id)?.[1] ?? id);
  }
}

/** Every video model and adapter that Easel ships with. */
export function createVideoRegistry(): VideoRegistry {
  return new VideoRegistry(videoModels, [lumaRay, novaReel]);
}
