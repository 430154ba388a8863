import { availabilityOf, type Availability, type AvailabilityFacts } from '../../models/availability';
import type { ListedModel, ListedProfile, ServiceCatalogue } from '../../models/directory';
import type { Result } from '../../result';
import { idsOf, type ProfilePrefix, type VisionModel } from './descriptor';
import { guessVisionModel } from './guess';
import { ratesOf } from './price';

/** A model that looks at images, as it can be called here and now. */
export interface AvailableVisionModel {
  readonly model: VisionModel;
  readonly state: Availability;
  /** The id that a request names here: a profile's, or the model's own. */
  readonly invokeAs: string;
  /** Requests by this id may go to any region of the world; never chosen without the user. */
  readonly isGlobal: boolean;
  /** True for a model that only the service knows: its limits are guessed from its family. */
  readonly isGuessed: boolean;
}

/** Where requests go now, and the models that can look at images there. */
export interface VisionState {
  readonly provider: 'bedrock' | 'offline';
  readonly region: string;
  readonly models: readonly AvailableVisionModel[];
}

/** The connection as features see it. */
export interface VisionService {
  /**
   * The state as the service and the table know it. Asks the service at most once a day, and never spends.
   *
   * @returns an error where there is no region to ask
   */
  currentVision(signal: AbortSignal): Promise<Result<VisionState>>;
}

export type VisionFacts = Omit<AvailabilityFacts, 'registry'>;

/** The table, overlaid with the service's own answer and with what invocations proved. */
export function availableVisionModels(
  known: readonly VisionModel[],
  facts: VisionFacts,
): readonly AvailableVisionModel[] {
  const knownIds = new Set(known.map(({ id }) => id));
  const listed = new Map((facts.catalogue?.models ?? []).map((model) => [model.id, model]));
  const guessed = [...listed.values()].flatMap((model) =>
    knownIds.has(model.id) || !looksAtImages(model) ? [] : (guessVisionModel(model, known) ?? []),
  );
  return [
    ...known.map((model) => entry(model, facts, false)),
    ...guessed.map((model) => entry(model, facts, true)),
  ];
}

function looksAtImages({ inputModalities = [], outputModalities }: ListedModel): boolean {
  return inputModalities.includes('IMAGE') && outputModalities.includes('TEXT');
}

function entry(model: VisionModel, facts: VisionFacts, isGuessed: boolean): AvailableVisionModel {
  const way = wayTo(model, facts);
  const state = availabilityOf({ ...model, regions: [] }, facts);
  const isUsable = state.kind === 'ready' || state.kind === 'endingSoon' || state.kind === 'needsAccess';
  return {
    model,
    // It lives, and nothing reaches it from here.
    state: way === undefined && isUsable ? { kind: 'elsewhere', regions: model.regions } : state,
    invokeAs: way ?? idsOf(model)[0] ?? model.id,
    isGlobal: way?.startsWith('global.') ?? false,
    isGuessed,
  };
}

/**
 * The id to call a model by: its own, where that stays in the region; else the profile of the region's geography; else
 * the global one. Never the profile of another geography: where requests go is the user's decision.
 */
function wayTo(model: VisionModel, { catalogue, region }: VisionFacts): string | undefined {
  const listed = catalogue?.models.find(({ id }) => id === model.id);
  const isOnDemand = listed?.inferenceTypes.includes('ON_DEMAND') ?? model.isOnDemand;
  if (catalogue && listed && isOnDemand) return model.id;
  const reached = catalogue ? listedPrefixes(catalogue, model) : model.profiles;
  const near = geographiesOf(region).find((prefix) => reached.includes(prefix));
  if (near !== undefined) return `${near}.${model.id}`;
  // Without a list nobody can say whether the model is in this region itself.
  return reached.includes('global') ? `global.${model.id}` : undefined;
}

function listedPrefixes({ profiles }: ServiceCatalogue, { id }: VisionModel): readonly string[] {
  return profiles
    .filter((profile) => profile.id.endsWith(`.${id}`) && isActive(profile))
    .map((profile) => profile.id.slice(0, -id.length - 1));
}

/** The user's own application profiles bill somebody, so Easel does not choose one; their ids name no model. */
function isActive({ status }: ListedProfile): boolean {
  return (status ?? 'ACTIVE') === 'ACTIVE';
}

/**
 * Prefixes of the profiles that keep a region's requests near it, the nearest first.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
 */
export function geographiesOf(region: string): readonly ProfilePrefix[] {
  if (region.startsWith('us-gov-')) return ['us-gov'];
  if (region.startsWith('us-')) return ['us'];
  if (region.startsWith('ca-')) return ['ca', 'us'];
  if (region.startsWith('eu-')) return ['eu'];
  if (region === 'ap-northeast-1' || region === 'ap-northeast-3') return ['jp', 'apac'];
  if (region === 'ap-southeast-2' || region === 'ap-southeast-4') return ['au', 'apac'];
  return region.startsWith('ap-') ? ['apac'] : [];
}

const usability: Readonly<Record<Availability['kind'], number>> = {
  ready: 0,
  endingSoon: 1,
  needsAccess: 2,
  elsewhere: 3,
  ended: 4,
};

/** What a usual description costs, to compare models: a picture of 1568 pixels and a paragraph. */
const USUAL_TOKENS = { inputTokens: 2500, outputTokens: 250 };

/** Claude first, because it reads text and diagrams best; Nova where Claude cannot be called. */
const familyOrder: Readonly<Record<VisionModel['family'], number>> = { claude: 0, nova: 1 };

/**
 * The model to start with: the wanted one where it can be called, else a small usable one, Claude's before Nova's, else the
 * cheapest.
 *
 * A model that is called around the world, has ended, or cannot be reached is chosen only by name.
 */
export function chooseVisionModel(
  models: readonly AvailableVisionModel[],
  wantedId?: string,
): AvailableVisionModel | undefined {
  const wanted = wantedId === undefined ? undefined : findVisionModel(models, wantedId);
  if (wanted && usability[wanted.state.kind] <= usability.needsAccess) return wanted;
  return models
    .filter(({ state, isGlobal }) => usability[state.kind] <= usability.needsAccess && !isGlobal)
    .toSorted(
      (a, b) =>
        usability[a.state.kind] - usability[b.state.kind] ||
        Number(a.isGuessed) - Number(b.isGuessed) ||
        legacy(a) - legacy(b) ||
        Number(usualUsd(a) === Infinity) - Number(usualUsd(b) === Infinity) ||
        Number(!a.model.isSmall) - Number(!b.model.isSmall) ||
        familyOrder[a.model.family] - familyOrder[b.model.family] ||
        usualUsd(a) - usualUsd(b),
    )[0];
}

/**
 * A model by its own id or by that of one of its profiles; the entry then names exactly what was asked for.
 *
 * @param id as a setting or a recipe has it
 */
export function findVisionModel(
  models: readonly AvailableVisionModel[],
  id: string,
): AvailableVisionModel | undefined {
  const found = models.find(({ model, invokeAs }) => [model.id, invokeAs].includes(id));
  if (found) return found;
  const byProfile = models.find(({ model }) => idsOf(model).includes(id));
  // A profile that the user names is the user's decision, also where it is not the nearest.
  return (
    byProfile && { ...byProfile, invokeAs: id, isGlobal: id.startsWith('global.'), state: asNamed(byProfile) }
  );
}

function asNamed({ state }: AvailableVisionModel): Availability {
  return state.kind === 'elsewhere' ? { kind: 'ready' } : state;
}

function legacy({ model }: AvailableVisionModel): number {
  return model.lifecycle.status === 'legacy' ? 1 : 0;
}

function usualUsd({ model, invokeAs }: AvailableVisionModel): number {
  const rates = ratesOf(model, invokeAs);
  return rates
    ? USUAL_TOKENS.inputTokens * rates.inputUsd + USUAL_TOKENS.outputTokens * rates.outputUsd
    : Infinity;
}
