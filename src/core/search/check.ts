import type { SearchCheck } from '../doctor';
import type { ManagedSearch } from './managedSearch';

/**
 * Looks at the index of a workspace, whose user has agreed to it: opens it, which finds damage, and compares it with the
 * files. Sends no image and spends nothing.
 */
export async function checkSearch(
  search: Pick<ManagedSearch, 'state' | 'plan' | 'recovered'>,
  signal: AbortSignal,
): Promise<SearchCheck> {
  const plan = await search.plan(signal);
  // The plan would succeed: what stopped the last run is what the user has to know.
  const { state, recovered } = search;
  if (state.kind === 'noConsent') return { kind: 'notIndexed' };
  if (!plan.ok) return { kind: 'failed', error: plan.error };
  if (state.kind === 'stopped') return { kind: 'failed', error: state.error };
  const { counts, images } = plan.value;
  return {
    kind: 'indexed',
    images: counts.pictures,
    left: images,
    isPaused: state.kind === 'paused',
    ...(recovered ? { recovered } : {}),
  };
}
