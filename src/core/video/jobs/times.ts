import type { ImageError } from '../../errors';
import type { VideoJob, VideoJobFacts, VideoTrouble } from './job';

/** The owner of the lease looks around at least this often while something runs. */
export const HEARTBEAT_MS = 10_000;

/** After a clock that jumped or a sleep, questions are spread over this time. */
export const SPREAD_MS = 3_000;

const SOONEST_POLL_MS = 5_000;
const LATEST_POLL_MS = 120_000;

/** Attempts of a transfer that brought nothing; each waits twice as long as the one before. */
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 3_600_000;

/** Where the service is only asked, the film may be ready any moment. */
const LAST_QUESTION_RETRY_MS = 300_000;

const DAY_MS = 24 * 3_600_000;

/** With the waits above, a day has about this many; a clock that jumps a day ahead must not use them up at once. */
const DAILY_ATTEMPTS = 24;

/** A share of a wait that is left to chance, so that many jobs do not ask at the same moment. */
const JITTER = 0.1;

/** Longer than usual by so much that it is said. */
const OVERDUE_FACTOR = 1.2;

/**
 * When to ask after a job again. Once early, because what a filter refuses ends soon; then about the time when films of this
 * model are ready; then ever more seldom.
 *
 * @param elapsedMs since the service took it
 */
export function pollDelayMs(
  { usual }: Pick<VideoJobFacts, 'usual'>,
  elapsedMs: number,
  random: () => number,
): number {
  const from = usual.fromSeconds * 1000;
  const to = usual.toSeconds * 1000;
  const delay =
    elapsedMs < from / 3
      ? from / 3 - elapsedMs
      : elapsedMs < from
        ? from - elapsedMs
        : elapsedMs < to
          ? (to - from) / 4
          : (elapsedMs - to) / 4 + (to - from) / 4;
  const bounded = Math.min(LATEST_POLL_MS, Math.max(Math.min(SOONEST_POLL_MS, to / 4), delay));
  // Only later: a moment too early costs a whole question more.
  return Math.round(bounded * (1 + JITTER * random()));
}

/** For the words "longer than usual". */
export function isOverdue({ usual }: Pick<VideoJobFacts, 'usual'>, elapsedMs: number): boolean {
  return elapsedMs > usual.toSeconds * 1000 * OVERDUE_FACTOR;
}

/** What a job is stopped by, with the next try. */
export interface TroubleChoice {
  readonly error: ImageError;
  readonly now: number;
  readonly random: () => number;
  /** Something came before it failed: the way is not blocked, only rough. */
  readonly hasProgress?: boolean;
  /** `film`: a day by itself, then by the user's word. `service`: as long as it takes. `user`: only by the user's word. */
  readonly patience: 'film' | 'service' | 'user';
}

export function troubleAfter(
  before: VideoTrouble | undefined,
  { error, now, random, hasProgress = false, patience }: TroubleChoice,
): VideoTrouble {
  const attempts = hasProgress ? 1 : (before?.attempts ?? 0) + 1;
  // A clock that was set back must not make it younger than it is, nor older.
  const since = hasProgress || !before || before.since > now ? now : before.since;
  if (patience === 'user') return { error, attempts, since };
  if (patience === 'film' && now - since > DAY_MS && attempts >= DAILY_ATTEMPTS)
    return { error, attempts, since };
  const longest = patience === 'film' ? LAST_RETRY_MS : LAST_QUESTION_RETRY_MS;
  const wait = Math.min(longest, FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 20));
  const asked = error.context?.retryAfterMs ?? 0;
  return {
    error,
    attempts,
    since,
    nextAt: now + Math.max(asked, Math.round(wait * (1 + JITTER * random()))),
  };
}

/** When a trouble's next try is due; a time further ahead than any wait was set by a clock that has been set back. */
export function retryAt(trouble: VideoTrouble, now: number): number | undefined {
  const { nextAt } = trouble;
  return nextAt !== undefined && nextAt > now + LAST_RETRY_MS * (1 + JITTER) ? now : nextAt;
}

/** Since the service took it, until it ended; 0 before. */
export function elapsedMs(job: VideoJob, now: number): number {
  switch (job.state) {
    case 'queued':
    case 'starting':
      return 0;
    case 'running':
      return Math.max(0, now - job.startedAt);
    case 'downloading':
      return Math.max(0, job.verdict.at - job.startedAt);
    case 'saved':
      return Math.max(0, job.endedAt - job.startedAt);
    case 'failed':
      return job.startedAt === undefined ? 0 : Math.max(0, job.endedAt - job.startedAt);
  }
}
