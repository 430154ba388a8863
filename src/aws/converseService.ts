import type { Clock } from '../core/clock';
import { ok, type Result } from '../core/result';
import {
  availableVisionModels,
  type VisionService,
  type VisionState,
} from '../core/vision/models/availability';
import type { VisionModel } from '../core/vision/models/descriptor';
import { availabilityFacts } from './availabilityFacts';
import type { AwsBackends } from './backends';

/** The models that look at images, as the table, the service and past invocations together know them. */
export class AwsVisionService implements VisionService {
  readonly #backends: Pick<AwsBackends, 'backend'>;
  readonly #models: readonly VisionModel[];
  readonly #clock: Clock;

  constructor(backends: Pick<AwsBackends, 'backend'>, models: readonly VisionModel[], clock: Clock) {
    this.#backends = backends;
    this.#models = models;
    this.#clock = clock;
  }

  async currentVision(signal: AbortSignal): Promise<Result<VisionState>> {
    const ids = this.#models.map(({ id }) => id);
    const facts = await availabilityFacts(this.#backends, ids, this.#clock, signal);
    if (!facts.ok) return facts;
    const { provider, region } = facts.value;
    return ok({ provider, region, models: availableVisionModels(this.#models, facts.value) });
  }
}
