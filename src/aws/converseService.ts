import type { Clock } from '../core/clock';
import { err, ok, type Result } from '../core/result';
import {
  availableVisionModels,
  type VisionService,
  type VisionState,
} from '../core/vision/models/availability';
import type { VisionModel } from '../core/vision/models/descriptor';
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
    const models = availableVisionModels(this.#models, {
      region,
      provider,
      now: this.#clock.now(),
      catalogue,
      proofs: (id) => proofs.get(id),
    });
    return ok({ provider, region, models });
  }
}
