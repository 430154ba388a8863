import type { Clock } from '../core/clock';
import { ok, type Result } from '../core/result';
import {
  availableEmbeddingModels,
  type EmbeddingService,
  type EmbeddingState,
} from '../core/search/models/available';
import type { EmbeddingModel } from '../core/search/models/descriptor';
import { availabilityFacts } from './availabilityFacts';
import type { AwsBackends } from './backends';

/** The models that embed, as the table, the service and past invocations together know them. */
export class AwsEmbeddingService implements EmbeddingService {
  readonly #backends: Pick<AwsBackends, 'backend'>;
  readonly #models: readonly EmbeddingModel[];
  readonly #clock: Clock;

  constructor(backends: Pick<AwsBackends, 'backend'>, models: readonly EmbeddingModel[], clock: Clock) {
    this.#backends = backends;
    this.#models = models;
    this.#clock = clock;
  }

  async currentEmbedding(signal: AbortSignal): Promise<Result<EmbeddingState>> {
    const ids = this.#models.map(({ id }) => id);
    const facts = await availabilityFacts(this.#backends, ids, this.#clock, signal);
    if (!facts.ok) return facts;
    const { provider, region } = facts.value;
    return ok({ provider, region, models: availableEmbeddingModels(this.#models, facts.value) });
  }
}
