import type { Clock } from '../core/clock';
import { err, ok, type Result } from '../core/result';
import {
  availableEmbeddingModels,
  type EmbeddingService,
  type EmbeddingState,
} from '../core/search/models/available';
import type { EmbeddingModel } from '../core/search/models/descriptor';
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
    const { connection, directory } = await this.#backends.backend();
    const chosen = await connection.region();
    if (!chosen) return err({ kind: 'notConnected' });
    const { region } = chosen;
    const { provider } = connection.settings;
    const catalogue = await directory.catalogue(region, signal);
    const proofs = new Map(
      await Promise.all(
        this.#models.map(async ({ id }) => [id, await directory.proofOf(region, id)] as const),
      ),
    );
    const models = availableEmbeddingModels(this.#models, {
      region,
      provider,
      now: this.#clock.now(),
      catalogue,
      proofs: (id) => proofs.get(id),
    });
    return ok({ provider, region, models });
  }
}
