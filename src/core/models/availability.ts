import type { TaskKind } from '../tasks/task';
import type { ModelDescriptor } from './descriptor';
import type { ListedModel, ServiceCatalogue } from './directory';
import { priceOf } from './price';
import type { ModelRegistry } from './registry';

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
export type ModelProofs = (modelId: string) => 'usable' | 'noAccess' | 'ended' | 'locked' | undefined;

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

/** The table, overlaid with the service's own answer and with what invocations proved. */
export function availableModels(facts: AvailabilityFacts): readonly AvailableModel[] {
  const { registry, catalogue } = facts;
  const known = registry.models.map((model) => entry(model, facts, false));
  const listedOnly = (catalogue?.models ?? []).flatMap((listed): AvailableModel[] => {
    if (!listed.outputModalities.includes('IMAGE')) return [];
    const resolved = registry.resolve(listed.id);
    if (resolved.kind !== 'guessed') return [];
    const model = { ...resolved.model, name: listed.name ?? resolved.model.name, regions: [facts.region] };
    return [entry(model, facts, true)];
  });
  return [...known, ...listedOnly];
}

function entry(model: ModelDescriptor, facts: AvailabilityFacts, isGuessed: boolean): AvailableModel {
  return { model, state: stateOf(model, facts), invokeAs: invokeIdFor(model, facts), isGuessed };
}

/**
 * Absent from the service's list, an end in the past, and LEGACY are three different things: a model that is absent but
 * lives elsewhere is elsewhere; LEGACY still answers whoever has used it lately.
 */
function stateOf(model: ModelDescriptor, facts: AvailabilityFacts): Availability {
  const { catalogue, proofs, region, now } = facts;
  const proof = proofs(model.id);
  const listed = catalogue?.models.find(({ id }) => id === model.id);
  const endsOn = endOf(model, listed);
  const successor = model.successorId === undefined ? {} : { successorId: model.successorId };
  const ended: Availability = { kind: 'ended', ...(endsOn === undefined ? {} : { endsOn }), ...successor };

  if (proof === 'ended') return ended;
  if (proof === 'noAccess' || proof === 'locked') return { kind: 'needsAccess' };
  const hasEnd = endsOn !== undefined;
  if (listed) {
    // The service's answer overrides the table's dates, in both directions.
    if (listed.endOfLifeTime !== undefined && Date.parse(listed.endOfLifeTime) <= now) return ended;
    if (listed.lifecycleStatus === 'LEGACY' && proof !== 'usable') {
      return hasEnd && Date.parse(endsOn) > now
        ? { kind: 'endingSoon', endsOn, ...successor }
        : { kind: 'needsAccess' };
    }
    return listed.endOfLifeTime !== undefined && hasEnd
      ? { kind: 'endingSoon', endsOn, ...successor }
      : { kind: 'ready' };
  }
  if (model.lifecycle.hasEnded || (hasEnd && Date.parse(endsOn) <= now)) return ended;
  if (proof === 'usable') return { kind: 'ready' };
  const isHere = model.regions.length === 0 || model.regions.includes(region);
  if (!isHere) return { kind: 'elsewhere', regions: model.regions };
  if (hasEnd) return { kind: 'endingSoon', endsOn, ...successor };
  // The list was read, and this model, which should be here, is not in it.
  return catalogue ? { kind: 'needsAccess' } : { kind: 'ready' };
}

/** @returns an ISO date (`2026-09-30`) or undefined */
function endOf(model: ModelDescriptor, listed: ListedModel | undefined): string | undefined {
  const time = listed?.endOfLifeTime;
  if (time !== undefined && !Number.isNaN(Date.parse(time))) return new Date(time).toISOString().slice(0, 10);
  return model.lifecycle.endsOn;
}

/** A profile where the service or the table says that the model is called by one, else the model's own id. */
function invokeIdFor(model: ModelDescriptor, { catalogue }: AvailabilityFacts): string {
  const listed = catalogue?.models.find(({ id }) => id === model.id);
  const isProfileOnly =
    listed && listed.inferenceTypes.length > 0
      ? !listed.inferenceTypes.includes('ON_DEMAND')
      : model.profileIds.length > 0;
  if (!isProfileOnly) return model.id;
  const active = catalogue?.profiles.filter(
    ({ modelIds, status }) => modelIds.includes(model.id) && (status === undefined || status === 'ACTIVE'),
  );
  // A profile within a geography comes before a global one: where requests may go is the user's decision.
  const nearest = active?.find(({ id }) => !id.startsWith('global.')) ?? active?.[0];
  return nearest?.id ?? model.profileIds[0] ?? model.id;
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
 * Best is: ready before ending soon, then known before guessed, then the cheapest image. An ended model is never chosen; a
 * model elsewhere or without access only where nothing better is there, so that the user sees why.
 */
export function chooseDefault(
  models: readonly AvailableModel[],
  task: TaskKind,
  wantedId?: string,
): AvailableModel | undefined {
  const able = models.filter(({ model, state }) => model.tasks.includes(task) && state.kind !== 'ended');
  const wanted = able.find(({ model }) => model.id === wantedId);
  if (wanted && usability[wanted.state.kind] <= usability.needsAccess) return wanted;
  return able.toSorted(
    (a, b) =>
      usability[a.state.kind] - usability[b.state.kind] ||
      Number(a.isGuessed) - Number(b.isGuessed) ||
      (priceOf(a.model, {}) ?? Infinity) - (priceOf(b.model, {}) ?? Infinity),
  )[0];
}
