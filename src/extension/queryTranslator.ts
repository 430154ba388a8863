import type { AwsBackends } from '../aws/backends';
import { AwsVisionService } from '../aws/converseService';
import type { Clock } from '../core/clock';
import type { Log } from '../core/log';
import type { Ledger } from '../core/money/ledger';
import { err, ok } from '../core/result';
import { ModelTranslator } from '../core/search/finding/modelTranslator';
import { VisionCaller } from '../core/vision/caller';
import { chooseVisionModel } from '../core/vision/models/availability';
import { visionModels } from '../core/vision/models/catalogue';
import type { Settings } from '../platform/settings';
import type { SharedDatabase } from '../storage/database';
import { SqliteLimiter } from '../storage/limiter';

/** What translating queries is built from. */
export interface TranslatorSurroundings {
  readonly database: SharedDatabase;
  readonly backends: AwsBackends;
  readonly ledger: Ledger;
  readonly settings: Settings;
  readonly workspace: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Queries are put into English by the small model that also describes images. */
export function createTranslator(surroundings: TranslatorSurroundings): ModelTranslator {
  const { database, backends, ledger, settings, workspace, clock, log } = surroundings;
  const caller = new VisionCaller({
    converser: backends,
    ledger,
    limiter: new SqliteLimiter(database, clock),
    clock,
    random: Math.random,
    proofs: (region, modelId, proof) => backends.remember(region, modelId, proof),
    log,
  });
  const service = new AwsVisionService(backends, visionModels, clock);
  return new ModelTranslator(caller, async (signal) => {
    const state = await service.currentVision(signal);
    if (!state.ok) return state;
    const { provider, region, models } = state.value;
    const model = chooseVisionModel(models);
    if (!model) return err({ kind: 'noVisionModel', region });
    const { perDayUsd, perCallRefuseUsd } = settings.window().budget;
    return ok({ model, region, provider, workspace, budget: { perDayUsd, perCallRefuseUsd } });
  });
}
