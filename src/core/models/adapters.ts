import type { ModelAdapter } from './adapter';
import { amazonImage } from './amazonImage';
import type { ModelDescriptor, ModelFamily } from './descriptor';
import { stabilityService } from './stabilityService';
import { stabilityText } from './stabilityText';

/** The adapters, one for each family. They are apart from the registry: only who makes images loads them. */
export class ModelAdapters {
  readonly #byFamily = new Map<ModelFamily, ModelAdapter>();

  /** @throws TypeError when two adapters have one family */
  constructor(adapters: readonly ModelAdapter[]) {
    for (const adapter of adapters) {
      if (this.#byFamily.has(adapter.family)) throw new TypeError(`Two adapters for ${adapter.family}`);
      this.#byFamily.set(adapter.family, adapter);
    }
  }

  /** @throws TypeError for a family without an adapter, which is a programming error */
  adapterFor({ family }: ModelDescriptor): ModelAdapter {
    const adapter = this.#byFamily.get(family);
    if (!adapter) throw new TypeError(`No adapter for ${family}`);
    return adapter;
  }
}

/** Every adapter that Easel ships with; a new family is one line here. */
export function createAdapters(): ModelAdapters {
  return new ModelAdapters([amazonImage, stabilityText, stabilityService]);
}
