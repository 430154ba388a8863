import { availabilityOf, chooseDefault, type AvailableModel } from '../models/availability';
import type { ModelRegistry } from '../models/registry';
import type { AvailableVideoModel } from '../models/service';
import type { VideoModelDescriptor } from '../video/descriptor';
import { isVideoTask, type PromptTask } from './fields';
import { nearest } from './near';

/** The models that a prompt file can name, and what is used where it names none. */
export interface ModelFacts {
  readonly images: readonly AvailableModel[];
  readonly videos: readonly AvailableVideoModel[];
  /** The user's own choice of a model, by task. */
  readonly preferred?: Readonly<Record<string, string>>;
}

export type FoundModel =
  | { readonly kind: 'image'; readonly entry: AvailableModel }
  | { readonly kind: 'video'; readonly entry: AvailableVideoModel };

/** What the table alone says, before the service was asked. @param now milliseconds since 1970 */
export function factsOfTable(
  registry: Pick<ModelRegistry, 'models'>,
  videos: readonly VideoModelDescriptor[],
  now: number,
): ModelFacts {
  const facts = { provider: 'bedrock', now, catalogue: undefined, proofs: () => undefined } as const;
  return {
    images: registry.models.map((model) => ({
      model,
      state: availabilityOf(model, { ...facts, region: model.regions[0] ?? '' }),
      invokeAs: model.id,
      isGuessed: false,
    })),
    videos: videos.map((model) => ({
      model,
      state: availabilityOf(model, { ...facts, region: model.regions[0] ?? '' }),
    })),
  };
}

/** By id, by the id of a profile, or by name, however it is capitalized. */
export function findModel(wanted: string, { images, videos }: ModelFacts): FoundModel | undefined {
  const folded = wanted.trim().toLowerCase();
  const image = images.find(({ model, invokeAs }) =>
    [model.id, invokeAs, model.name, ...model.profileIds].some((each) => each.toLowerCase() === folded),
  );
  if (image) return { kind: 'image', entry: image };
  const video = videos.find(({ model }) =>
    [model.id, model.name, ...model.profileIds].some((each) => each.toLowerCase() === folded),
  );
  return video && { kind: 'video', entry: video };
}

/** The id or name that was probably meant. */
export function nearestModel(wanted: string, { images, videos }: ModelFacts): string | undefined {
  const models = [...images, ...videos].map(({ model }) => model);
  return nearest(wanted, [...models.map(({ id }) => id), ...models.map(({ name }) => name)]);
}

/** What a file without a model would use; undefined where nothing can do its task. */
export function usualModel(task: PromptTask, facts: ModelFacts): FoundModel | undefined {
  const wanted = facts.preferred?.[task];
  if (!isVideoTask(task)) {
    const entry = chooseDefault(facts.images, task, wanted);
    return entry && { kind: 'image', entry };
  }
  const able = facts.videos.filter(
    ({ model, state }) => model.tasks.includes(task) && state.kind !== 'ended',
  );
  const entry = able.find(({ model }) => model.id === wanted) ?? able[0];
  return entry && { kind: 'video', entry };
}
