import { availabilityOf, type Availability, type AvailabilityFacts } from '../../models/availability';
import type { ServiceCatalogue } from '../../models/directory';
import type { Result } from '../../result';
import type { EmbeddingModel } from './descriptor';

/** An embedding model as it can be called here and now. */
export interface AvailableEmbeddingModel {
  readonly model: EmbeddingModel;
  readonly state: Availability;
  /** The id that a request names here: the model's own, or a profile's. */
  readonly invokeAs: string;
  /** Requests by this id may go to any region of the world; never chosen without the user. */
  readonly isGlobal: boolean;
}

/** Where requests go now, and the models that can embed there. */
export interface EmbeddingState {
  readonly provider: 'bedrock' | 'offline';
  readonly region: string;
  readonly models: readonly AvailableEmbeddingModel[];
}

/** The connection as features see it. */
export interface EmbeddingService {
  /**
   * The state as the service and the table know it. Asks the service at most once a day, and never spends.
   *
   * @returns an error where there is no region to ask
   */
  currentEmbedding(signal: AbortSignal): Promise<Result<EmbeddingState>>;
}

export type EmbeddingFacts = Omit<AvailabilityFacts, 'registry'>;

/** The table, overlaid with the service's own answer and with what invocations proved. */
export function availableEmbeddingModels(
  models: readonly EmbeddingModel[],
  facts: EmbeddingFacts,
): readonly AvailableEmbeddingModel[] {
  return models.map((model) => {
    if (model.profileIds.length === 0) {
      return { model, state: availabilityOf(model, facts), invokeAs: model.id, isGlobal: false };
    }
    // Where it can be called is a matter of its profiles.
    const state = availabilityOf({ ...model, regions: [] }, facts);
    const invokeAs = profileFor(model, facts);
    const isUsable = usability[state.kind] <= usability.needsAccess;
    return {
      model,
      state: invokeAs === undefined && isUsable ? { kind: 'elsewhere', regions: model.regions } : state,
      invokeAs: invokeAs ?? model.profileIds[0] ?? model.id,
      isGlobal: invokeAs?.startsWith('global.') ?? false,
    };
  });
}

/** The profile of the region's own geography before the global one, and never that of another geography. */
function profileFor(model: EmbeddingModel, { catalogue, region }: EmbeddingFacts): string | undefined {
  const geography = region.split('-')[0] ?? '';
  const reached = catalogue ? listedProfiles(catalogue, model) : model.profileIds;
  return [`${geography}.${model.id}`, `global.${model.id}`].find((id) => reached.includes(id));
}

function listedProfiles({ profiles }: ServiceCatalogue, model: EmbeddingModel): readonly string[] {
  return profiles
    .filter(({ status }) => (status ?? 'ACTIVE') === 'ACTIVE')
    .flatMap(({ id }) => (id.endsWith(`.${model.id}`) ? [id] : []));
}

const usability: Readonly<Record<Availability['kind'], number>> = {
  ready: 0,
  endingSoon: 1,
  needsAccess: 2,
  elsewhere: 3,
  ended: 4,
};

/**
 * The model to index with: the wanted one where it can be called, else the first of the table that can. One that is
 * called around the world is chosen only by name, and one that was refused only where nothing better is there.
 */
export function chooseEmbeddingModel(
  models: readonly AvailableEmbeddingModel[],
  wantedId?: string,
): AvailableEmbeddingModel | undefined {
  const usable = models.filter(({ state }) => usability[state.kind] <= usability.needsAccess);
  const wanted = usable.find(
    ({ model, invokeAs }) =>
      wantedId !== undefined && [model.id, invokeAs, ...model.profileIds].includes(wantedId),
  );
  if (wanted) {
    // A profile that the user names is the user's decision, also where it is not the nearest.
    const isNamed = wantedId !== undefined && wanted.model.profileIds.includes(wantedId);
    return isNamed ? { ...wanted, invokeAs: wantedId, isGlobal: wantedId.startsWith('global.') } : wanted;
  }
  return usable
    .filter(({ isGlobal }) => !isGlobal)
    .toSorted((a, b) => usability[a.state.kind] - usability[b.state.kind])[0];
}

/** The length to ask for: the wanted one where the model has it, else the model's usual one. */
export function chooseDimensions(model: EmbeddingModel, wanted?: number): number {
  return wanted !== undefined && model.dimensions.includes(wanted) ? wanted : model.defaultDimensions;
}
