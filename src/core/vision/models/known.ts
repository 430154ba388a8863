import type { Lifecycle } from '../../models/descriptor';
import { visionModels } from './catalogue';
import { idsOf, type VisionModel } from './descriptor';

/** A model of the table by its own id, by a profile's, or by an ARN that ends in either. */
export function findKnownVisionModel(id: string): VisionModel | undefined {
  const bare = id.slice(id.lastIndexOf('/') + 1);
  return visionModels.find((model) => model.id === bare || idsOf(model).includes(bare));
}

/** @returns undefined for a model that is not in the table */
export function visionModelName(id: string): string | undefined {
  return findKnownVisionModel(id)?.name;
}

/** What completes the service's own words when a model refuses. */
export interface VisionModelFacts {
  readonly regions: readonly string[];
  readonly profileIds: readonly string[];
  readonly successorId?: string;
  readonly lifecycle: Lifecycle;
}

export function visionFacts(id: string): VisionModelFacts | undefined {
  const model = findKnownVisionModel(id);
  if (!model) return undefined;
  const { regions, lifecycle, successorId, profiles } = model;
  return {
    regions,
    lifecycle,
    profileIds: profiles.map((prefix) => `${prefix}.${model.id}`),
    ...(successorId === undefined ? {} : { successorId }),
  };
}
