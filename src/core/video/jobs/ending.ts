import type { ImageError } from '../../errors';
import { ok, type Result } from '../../result';
import { hasEnded, type VideoJob } from './job';
import { move } from './moves';
import type { VideoJobsPorts } from './ports';
import { costOfVideoFailure } from './verdicts';

type EndingPorts = Pick<VideoJobsPorts, 'store' | 'ledger' | 'clock'>;

/**
 * Ends a job and closes its books in one stroke, so that a crash leaves both or neither.
 *
 * @param cost replaces what the error says, for instance for a film that was made and is gone
 */
export function failJob(
  { store, ledger, clock }: EndingPorts,
  id: string,
  error: ImageError,
  cost = costOfVideoFailure(error),
): Result<VideoJob | undefined> {
  return store.together(() =>
    store.change(id, (job) => {
      const priceUsd = paidPrice(job);
      const failed = move(job, {
        kind: 'failed',
        error,
        endedAt: clock.now(),
        spentUsd: cost === 'none' ? 0 : priceUsd,
        mayBeCharged: cost !== 'none' && cost !== 'succeeded' && priceUsd > 0,
      });
      if (failed !== job && job.booking !== undefined) {
        if (cost === 'none') ledger.release(job.booking);
        else ledger.settle(job.booking, priceUsd, cost);
      }
      return failed;
    }),
  );
}

/** Every file is in its place. */
export function saveJob({ store, ledger, clock }: EndingPorts, id: string): Result<VideoJob | undefined> {
  return store.together(() =>
    store.change(id, (job) => {
      const missing = job.state === 'downloading' ? job.missing : undefined;
      const priceUsd = paidPrice(job);
      const saved = move(job, {
        kind: 'saved',
        endedAt: clock.now(),
        spentUsd: priceUsd,
        // Shots that are missing may or may not be billed; the film counts in full.
        mayBeCharged: missing !== undefined && priceUsd > 0,
      });
      if (saved !== job && job.booking !== undefined) {
        ledger.settle(job.booking, priceUsd, missing ? 'partlyFiltered' : 'succeeded');
      }
      return saved;
    }),
  );
}

/** @returns false when it was sent already, or is gone */
export function cancelQueuedJob({ store, ledger }: EndingPorts, id: string): boolean {
  const removed = store.together((): Result<boolean> => {
    const found = store.find(id);
    if (!found.ok) return found;
    if (found.value?.state !== 'queued') return ok(false);
    const gone = store.remove(id);
    if (!gone.ok) return gone;
    if (found.value.booking !== undefined) ledger.release(found.value.booking);
    return ok(true);
  });
  return removed.ok && removed.value;
}

/** Offline nothing is spent, and a job that was brought home was paid for elsewhere. */
function paidPrice({ place, priceUsd = 0, booking }: VideoJob): number {
  return place.via.provider === 'offline' || booking === undefined ? 0 : priceUsd;
}

/**
 * Takes a job off the books of jobs: one that has ended, or one that is stuck. What it may cost stays in the ledger.
 *
 * @returns false while it goes on by itself
 */
export function forgetJob({ store, ledger }: EndingPorts, id: string): boolean {
  const removed = store.together((): Result<boolean> => {
    const found = store.find(id);
    if (!found.ok) return found;
    const job = found.value;
    if (!job) return ok(false);
    const isStuck = (job.state === 'running' || job.state === 'downloading') && job.trouble !== undefined;
    if (!hasEnded(job) && !isStuck) return ok(false);
    const gone = store.remove(id);
    if (!gone.ok) return gone;
    if (isStuck && job.booking !== undefined) {
      ledger.settle(job.booking, paidPrice(job), job.state === 'downloading' ? 'succeeded' : 'unknown');
    }
    return ok(true);
  });
  return removed.ok && removed.value;
}
