import type { Clock } from '../core/clock';
import { availabilityOf, availableModels } from '../core/models/availability';
import type { ModelRegistry } from '../core/models/registry';
import type {
  ModelService,
  ServiceState,
  VideoModelService,
  VideoServiceState,
} from '../core/models/service';
import { ok, type Result } from '../core/result';
import type { VideoModelDescriptor } from '../core/video/descriptor';
import { availabilityFacts } from './availabilityFacts';
import type { AwsBackends } from './backends';

/** How long the first look for credentials may take; asking a machine that is no cloud machine has no quick answer. */
const CREDENTIALS_LIMIT_MS = 4000;

/** The models that can be chosen, as the table, the service and past invocations together know them. */
export class AwsModelService implements ModelService, VideoModelService {
  readonly #backends: AwsBackends;
  readonly #registry: ModelRegistry;
  readonly #clock: Clock;

  constructor(backends: AwsBackends, registry: ModelRegistry, clock: Clock) {
    this.#backends = backends;
    this.#registry = registry;
    this.#clock = clock;
  }

  async current(signal: AbortSignal): Promise<Result<ServiceState>> {
    const facts = await availabilityFacts(
      this.#backends,
      this.#registry.models.map(({ id }) => id),
      this.#clock,
      signal,
    );
    if (!facts.ok) return facts;
    const { provider, region } = facts.value;
    return ok({ provider, region, models: availableModels({ registry: this.#registry, ...facts.value }) });
  }

  async currentVideo(
    models: readonly VideoModelDescriptor[],
    signal: AbortSignal,
  ): Promise<Result<VideoServiceState>> {
    const facts = await availabilityFacts(
      this.#backends,
      models.map(({ id }) => id),
      this.#clock,
      signal,
    );
    if (!facts.ok) return facts;
    const { provider, region } = facts.value;
    return ok({
      provider,
      region,
      models: models.map((model) => ({ model, state: availabilityOf(model, facts.value) })),
    });
  }

  async isConnected(): Promise<boolean> {
    const { connection } = await this.#backends.backend();
    if (connection.settings.provider === 'offline' || connection.usesBearerKey) return true;
    const found = connection.credentials().then(
      () => true,
      // An expired sign-in is a connection too: it is mended, not replaced.
      async () => (await connection.signIn()).isSso,
    );
    const late = this.#clock.sleep(CREDENTIALS_LIMIT_MS, new AbortController().signal).then(() => false);
    return Promise.race([found, late]);
  }
}
