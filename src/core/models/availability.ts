import type { TaskKind } from '../tasks/task';
import type { ModelDescriptor } from './descriptor';
import type { ListedModel, ListedProfile, ServiceCatalogue } from './directory';
import { priceOf } from './price';
import type { ModelRegistry } from './registry';
import type { ModelProof } from './proof';

/** What can be done with a model now, in this account and region. */
export type Availability =
  | { readonly kind: 'ready' }
  | { readonly kind: 'endingSoon'; readonly endsOn: string; readonly successorId?: string }
  | { readonly kind: 'ended'; readonly endsOn?: string; readonly successorId?: string }
  | { readonly kind: 'needsAccess' }
  | { readonly kind: 'elsewhere'; readonly regions: readonly string[] };

export interface AvailableModel {
  readonly model: ModelDescriptor;
  readonly state: Availability;
  /** The id that an invocation names here: the model's own, or an inference profile's. */
  readonly invokeAs: string;
  /** True for a model that only the service knows: its limits are guessed from its family. */
  readonly isGuessed: boolean;
}

/** What the last invocation proved, by model id. */
export type ModelProofs = (modelId: string) => ModelProof | undefined;

export interface AvailabilityFacts {
  readonly registry: ModelRegistry;
  readonly region: string;
  readonly provider: 'bedrock' | 'offline';
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Undefined where the service gave no answer: then the table stands alone. */
  readonly catalogue: ServiceCatalogue | undefined;
  readonly proofs: ModelProofs;
}

/**
 * How long before its end a model that the service still calls ACTIVE counts as ending. Newer models carry a date from
 * their first day, so a date alone says nothing; half a year is the usual notice.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html
 */
const NOTICE_MS = 183 * 24 * 60 * 60_000;

/** The table, overlaid with the service's own answer and with what invocations proved. */
export function availableModels(facts: AvailabilityFacts): readonly AvailableModel[] {
  const { registry, catalogue } = facts;
  const known = registry.models.map((model) => entry(model, facts, false));
  const listedOnly = distinct(catalogue?.models ?? []).flatMap((listed): AvailableModel[] => {
    if (!listed.outputModalities.includes('IMAGE') || !isOnDemand(listed)) return [];
    const resolved = registry.resolve(listed.id);
    if (resolved.kind !== 'guessed') return [];
    const model = { ...resolved.model, name: listed.name ?? resolved.model.name, regions: [facts.region] };
    return [entry(model, facts, true)];
  });
  return [...known, ...listedOnly];
}

function distinct(listed: readonly ListedModel[]): readonly ListedModel[] {
  return [...new Map(listed.map((model) => [model.id, model])).values()];
}

/** False for editions that stand in the list only to be bought as provisioned throughput. */
function isOnDemand({ inferenceTypes }: ListedModel): boolean {
  return (
    inferenceTypes.length === 0 ||
    inferenceTypes.includes('ON_DEMAND') ||
    inferenceTypes.includes('INFERENCE_PROFILE')
  );
}

function entry(model: ModelDescriptor, facts: AvailabilityFacts, isGuessed: boolean): AvailableModel {
  return { model, state: availabilityOf(model, facts), invokeAs: invokeIdFor(model, facts), isGuessed };
}

/**
 * Absent from the service's list, an end in the past, and LEGACY are three different things: a model that is absent but
 * lives elsewhere is elsewhere; LEGACY still answers whoever has used it lately.
 */
export function availabilityOf(
  model: Pick<ModelDescriptor, 'id' | 'lifecycle' | 'successorId' | 'regions'>,
  facts: Omit<AvailabilityFacts, 'registry'>,
): Availability {
  const { catalogue, proofs, provider, region, now } = facts;
  const proof = proofs(model.id);
  const listed = catalogue?.models.find(({ id }) => id === model.id);
  const servicesEnd = timeOf(listed?.endOfLifeTime);
  // The service's date overrides the table's, in both directions.
  const endsAt = servicesEnd ?? timeOf(model.lifecycle.endsOn);
  const successor = model.successorId === undefined ? {} : { successorId: model.successorId };
  const ended: Availability = {
    kind: 'ended',
    ...(endsAt === undefined ? {} : { endsOn: dayOf(endsAt) }),
    ...successor,
  };
  const endsLater = endsAt !== undefined && endsAt > now;
  const endingSoon: Availability | undefined = endsLater
    ? { kind: 'endingSoon', endsOn: dayOf(endsAt), ...successor }
    : undefined;

  // Only an invocation is proof; a list or a table may be late.
  if (proof === 'ended' || (servicesEnd !== undefined && servicesEnd <= now)) return ended;
  if (proof === 'noAccess' || proof === 'locked') return { kind: 'needsAccess' };
  if (listed) {
    if (listed.lifecycleStatus === 'LEGACY') {
      return endingSoon ?? { kind: proof === 'usable' ? 'ready' : 'needsAccess' };
    }
    const isClose = servicesEnd !== undefined && servicesEnd - now <= NOTICE_MS;
    return isClose && endingSoon ? endingSoon : { kind: 'ready' };
  }
  if (proof === 'usable') return endingSoon ?? { kind: 'ready' };
  // The offline provider lets every model answer.
  if (provider === 'offline' && !catalogue) return { kind: 'ready' };
  if (model.lifecycle.hasEnded || (endsAt !== undefined && !endsLater)) return ended;
  const isHere = model.regions.length === 0 || model.regions.includes(region);
  if (!isHere) return { kind: 'elsewhere', regions: model.regions };
  const isReached = catalogue?.profiles.some((profile) => reaches(profile, model)) ?? false;
  // The lists were read, and this model, which should be here, is in none of them.
  return catalogue && !isReached ? { kind: 'needsAccess' } : (endingSoon ?? { kind: 'ready' });
}

/** @returns milliseconds since 1970; undefined for no date, or none that can be read */
function timeOf(date: string | undefined): number | undefined {
  const time = Date.parse(date ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/**
 * A profile where the service or the table says that the model is called by one, else the model's own id. The table
 * stands also against a list that calls the model on demand: the profile works either way.
 */
function invokeIdFor(model: ModelDescriptor, { catalogue, region }: AvailabilityFacts): string {
  const listed = catalogue?.models.find(({ id }) => id === model.id);
  const isInTable = model.profileIds.length > 0;
  const isProfileOnly =
    listed && listed.inferenceTypes.length > 0
      ? !listed.inferenceTypes.includes('ON_DEMAND') || (isInTable && model.regions.includes(region))
      : isInTable;
  if (!isProfileOnly) return model.id;
  const active = catalogue?.profiles.filter((profile) => reaches(profile, model));
  // A profile within a geography comes before a global one: where requests may go is the user's decision.
  const nearest = active?.find(({ id }) => !id.startsWith('global.')) ?? active?.[0];
  return nearest?.id ?? model.profileIds[0] ?? model.id;
}

/**
 * The user's own application profiles are listed too, with ids that name no model; they bill somebody, so Easel does not
 * choose one.
 */
function reaches({ id, modelIds, status }: ListedProfile, model: Pick<ModelDescriptor, 'id'>): boolean {
  return id.endsWith(`.${model.id}`) && modelIds.includes(model.id) && (status ?? 'ACTIVE') === 'ACTIVE';
}

const usability: Readonly<Record<Availability['kind'], number>> = {
  ready: 0,
  endingSoon: 1,
  needsAccess: 2,
  elsewhere: 3,
  ended: 4,
};

/**
 * The model to start with: what is wanted where it can still be called, else the best usable one.
 *
 * Best is: ready before ending soon, then known before guessed, then what the table calls active before what it calls
 * legacy (offline all models answer, and the default shall be the one of the real service), then the cheapest image, then
 * the order of the table. An ended model is never chosen; a model elsewhere or without access only where nothing better is
 * there, so that the user sees why.
 */
export function chooseDefault(
  models: readonly AvailableModel[],
  task: TaskKind,
  wantedId?: string,
): AvailableModel | undefined {
  const able = models.filter(({ model, state }) => model.tasks.includes(task) && state.kind !== 'ended');
  const wanted = able.find(
    ({ model, invokeAs }) =>
      wantedId !== undefined && [model.id, invokeAs, ...model.profileIds].includes(wantedId),
  );
  if (wanted && usability[wanted.state.kind] <= usability.needsAccess) return wanted;
  return able.toSorted(
    (a, b) =>
      usability[a.state.kind] - usability[b.state.kind] ||
      Number(a.isGuessed) - Number(b.isGuessed) ||
      Number(isLegacy(a.model)) - Number(isLegacy(b.model)) ||
      (priceOf(a.model, {}) ?? Infinity) - (priceOf(b.model, {}) ?? Infinity),
  )[0];
}

function isLegacy({ lifecycle }: ModelDescriptor): boolean {
  return lifecycle.status === 'legacy';
}
