import type { AvailableModel } from '../../../../src/core/models/availability';
import { createRegistry } from '../../../../src/core/models/known';
import type { ServiceState } from '../../../../src/core/models/service';
import type { MaskFacts, PlanFacts } from '../../../../src/core/studio/plan';
import { noMask } from '../../../../src/core/studio/maskFacts';
import { newSession, type SessionImage, type StudioSession } from '../../../../src/core/studio/session';

export const photo: SessionImage = {
  sha256: 'ab'.repeat(32),
  name: 'lamp.jpg',
  path: 'docs/lamp.jpg',
  width: 4000,
  height: 3000,
  hasAlpha: false,
  isLossy: true,
  shownAs: 'webp',
  uri: 'file:///project/docs/lamp.jpg',
};

export const dress: SessionImage = { ...photo, sha256: 'cd'.repeat(32), name: 'dress.png' };

/** A session with a picture, as it is right after opening. */
export function sessionWith(changes: Partial<StudioSession> = {}): StudioSession {
  return { ...newSession('00000000-0000-4000-8000-000000000001'), image: photo, ...changes };
}

/** A session without a picture. */
export function emptySession(changes: Partial<StudioSession> = {}): StudioSession {
  return { ...newSession('00000000-0000-4000-8000-000000000001'), ...changes };
}

/** 200 pixels square in the middle of the photo. */
export const painted: MaskFacts = {
  isEmpty: false,
  share: 0.003,
  bounds: { left: 1900, top: 1400, width: 200, height: 200 },
  areas: 1,
};

/** Every model of the table, ready. */
export const allModels: readonly AvailableModel[] = createRegistry().models.map((model) => ({
  model,
  state: { kind: 'ready' },
  invokeAs: model.id,
  isGuessed: false,
}));

export const service: ServiceState = { provider: 'bedrock', region: 'us-west-2', models: allModels };

export function facts(changes: Partial<PlanFacts> = {}): PlanFacts {
  return { service, mask: noMask, prices: {}, preferred: {}, ...changes };
}
