import type { Clock } from '../core/clock';
import type { AvailabilityFacts } from '../core/models/availability';
import { err, ok, type Result } from '../core/result';
import type { AwsBackends } from './backends';

/** What the service and past requests say of some models in the region that is set. */
export async function availabilityFacts(
  backends: Pick<AwsBackends, 'backend'>,
  modelIds: readonly string[],
  clock: Clock,
  signal: AbortSignal,
): Promise<Result<Omit<AvailabilityFacts, 'registry'>>> {
  const { connection, directory } = await backends.backend();
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
    now: clock.now(),
    catalogue,
    proofs: (id) => proofs.get(id),
  });
}
