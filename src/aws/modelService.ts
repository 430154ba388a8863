import type { Clock } from '../core/clock';
import { availabilityOf, availableModels, type AvailabilityFacts } from '../core/models/availability';
import type { ModelRegistry } from '../core/models/registry';
import type {
  ModelService,
  ServiceState,
  VideoModelService,
  VideoServiceState,
} from '../core/models/service';
import { err, ok, type Result } from '../core/result';
import type { VideoModelDescriptor } from '../core/video/descriptor';
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
    const facts = await this.#facts(
      this.#registry.models.map(({ id }) => id),
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
    const facts = await this.#facts(
      models.map(({ id }) => id),
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

  async #facts(
    modelIds: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<Omit<AvailabilityFacts, 'registry'>>> {
    const { connection, directory } = await this.#backends.backend();
    const chosen = await connection.region();
    if (!chosen) return err({ kind: 'notConnected' });
    const { region } = chosen;
    const catalogue = await directory.catalogue(region, signal);
    const proofs = new Map(
      await Promise.all(modelIds.map(async (id) => [id, await directory.proofOf(region, id)] as const)),
    );
    return ok({
      region,
      provider: connection.settings.provider,
      now: this.#clock.now(),
      catalogue,
      proofs: (id) => proofs.get(id),
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
