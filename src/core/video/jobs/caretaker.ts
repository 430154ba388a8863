import type { Disposable } from '../../disposable';
import { assertNever } from '../../errors';
import { Slots } from '../../jobs/slots';
import { VideoAsker } from './asker';
import { FilmFetcher } from './fetcher';
import { hasEnded, occupiesSlot, queueKey, type VideoJob } from './job';
import type { VideoJobsPorts } from './ports';
import { VideoSender } from './sender';
import { elapsedMs, HEARTBEAT_MS, pollDelayMs, retryAt, SPREAD_MS } from './times';

/** Another process has the lease: this often it is looked whether it still lives. */
const LEASE_LOOK_MS = 10_000;

/** After failures that nobody foresaw. */
const LONGEST_PAUSE_MS = 3_600_000;

/** A wait that took so much longer than it should have was a sleep of the computer, or a clock that was set. */
const JUMP_MS = 20_000;

/** Questions and starts at once; the service limits both. */
const QUESTIONS_AT_ONCE = 4;

/** Films at once; more only share the same line. */
const DOWNLOADS_AT_ONCE = 3;

/** Throttled questions are spread further each time, up to this factor. */
const MAX_THROTTLE_FACTOR = 16;

interface Asking {
  /** When to ask next. */
  readonly at: number;
  readonly throttled: number;
}

/**
 * Moves all jobs of the machine on while it has the lease. Does nothing at all, no timer included, while no job is on its
 * way.
 */
export class Caretaker implements Disposable {
  readonly #ports: VideoJobsPorts;
  readonly #sender: VideoSender;
  readonly #asker: VideoAsker;
  readonly #fetcher: FilmFetcher;
  readonly #questions = new Slots(QUESTIONS_AT_ONCE);
  readonly #downloads = new Slots(DOWNLOADS_AT_ONCE);
  readonly #asking = new Map<string, Asking>();
  readonly #busy = new Map<string, Promise<void>>();
  /** Aborted at the end, and when the lease is lost. */
  #duty = new AbortController();
  #pause = new AbortController();
  #hasNews = true;
  /** Nobody knows how long it is since somebody asked. */
  #isFresh = true;
  #isDisposed = false;
  #loop: Promise<void> | undefined;

  constructor(ports: VideoJobsPorts) {
    this.#ports = ports;
    this.#sender = new VideoSender(ports);
    this.#asker = new VideoAsker(ports);
    this.#fetcher = new FilmFetcher(ports);
  }

  begin(): void {
    this.#loop ??= this.#keepRunning();
  }

  /** Something may have changed: looks at once. */
  look(): void {
    this.#hasNews = true;
    this.#pause.abort();
  }

  /** Asks after everything anew, for instance because the computer has slept. */
  askAnew(): void {
    this.#asking.clear();
    this.#isFresh = true;
    this.look();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#duty.abort();
    this.#pause.abort();
    this.#ports.lease.release();
  }

  /** Resolves when nothing of it runs any more. */
  async ended(): Promise<void> {
    await this.#loop;
    await Promise.all(this.#busy.values());
  }

  /** A bug with one job must not leave all the others alone for good. */
  async #keepRunning(): Promise<void> {
    for (let waitMs = LEASE_LOOK_MS; !this.#isDisposed; waitMs = Math.min(2 * waitMs, LONGEST_PAUSE_MS)) {
      try {
        await this.#run();
      } catch (cause) {
        this.#ports.log.error('video jobs stopped', cause);
        this.#leaveDuty();
        await this.#sleep(waitMs);
      }
    }
  }

  async #run(): Promise<void> {
    const { clock, files, lease, store, log } = this.#ports;
    const left = store.all();
    if (left.ok) {
      const ids = left.value.filter((job) => !hasEnded(job)).map(({ id }) => id);
      void files.prune(new Set(ids)).catch((cause: unknown) => log.warn('leftovers stay', cause));
    }
    let expected: number | undefined;
    while (!this.#isDisposed) {
      this.#hasNews = false;
      const stored = store.all();
      const onTheirWay = stored.ok ? stored.value.filter((job) => !hasEnded(job) && !waitsForUser(job)) : [];
      if (onTheirWay.length === 0) {
        if (this.#busy.size === 0) lease.release();
        this.#asking.clear();
        expected = undefined;
        // Nobody waits for anything; the next change wakes us.
        await this.#rest(stored.ok ? undefined : LEASE_LOOK_MS);
        continue;
      }
      if (!lease.hold()) {
        if (this.#busy.size > 0) log.info('another window looks after the videos now');
        this.#leaveDuty();
        expected = undefined;
        await this.#sleep(LEASE_LOOK_MS);
        continue;
      }
      const now = clock.now();
      if (expected !== undefined && (now - expected > JUMP_MS || expected - now > HEARTBEAT_MS + JUMP_MS)) {
        log.info('the clock has jumped, or the computer has slept', { ms: now - expected });
        this.#asking.clear();
        this.#isFresh = true;
      }
      const waitMs = this.#dispatch(onTheirWay, now);
      expected = now + waitMs;
      await this.#rest(waitMs);
    }
  }

  /** Sets to work what is due. @returns how long nothing more will be due */
  #dispatch(jobs: readonly VideoJob[], now: number): number {
    const isFresh = this.#isFresh;
    this.#isFresh = false;
    let soonest = now + HEARTBEAT_MS;
    const occupied = new Map<string, number>();
    for (const job of jobs.filter(occupiesSlot)) {
      const key = queueKey(job);
      occupied.set(key, (occupied.get(key) ?? 0) + 1);
    }
    // Who came first is sent first.
    for (const job of jobs.toReversed()) {
      if (this.#busy.has(job.id)) continue;
      if (job.state === 'queued') {
        const key = queueKey(job);
        const count = occupied.get(key) ?? 0;
        if (count >= job.concurrentJobs) continue;
        // A job that must wait itself still keeps its place: those behind it would meet the same limit.
        occupied.set(key, count + 1);
      }
      const due = this.#dueAt(job, now, isFresh);
      if (due <= now) this.#set(job);
      else soonest = Math.min(soonest, due);
    }
    return Math.max(0, soonest - now);
  }

  #dueAt(job: VideoJob, now: number, isFresh: boolean): number {
    const { random } = this.#ports;
    if ('trouble' in job) return retryAt(job.trouble, now) ?? Infinity;
    if (job.state !== 'running') return now;
    const known = this.#asking.get(job.id);
    // A time that is further ahead than any wait was set by another clock.
    if (known && known.at <= now + MAX_THROTTLE_FACTOR * SLOWEST_MS) return known.at;
    const elapsed = elapsedMs(job, now);
    // After a start of the window or a sleep, everything is asked after; but not in one moment.
    const first =
      isFresh || elapsed > pollDelayMs(job, 0, () => 0)
        ? Math.round(random() * SPREAD_MS)
        : pollDelayMs(job, elapsed, random);
    this.#asking.set(job.id, { at: now + first, throttled: 0 });
    return now + first;
  }

  #set(job: VideoJob): void {
    const { signal } = this.#duty;
    const work = this.#work(job, signal)
      .catch((cause: unknown) => this.#ports.log.error('a video job met a bug', cause))
      .finally(() => {
        this.#busy.delete(job.id);
        this.look();
      });
    this.#busy.set(job.id, work);
  }

  async #work(job: VideoJob, signal: AbortSignal): Promise<void> {
    switch (job.state) {
      case 'queued':
        return this.#questions.run(async () => {
          if (!signal.aborted) await this.#sender.sendQueued(job, signal);
        });
      case 'starting':
        return this.#questions.run(async () => {
          if (!signal.aborted) await this.#sender.findStarted(job, signal);
        });
      case 'running':
        return this.#questions.run(async () => {
          if (signal.aborted) return;
          const answer = await this.#asker.ask(job, signal);
          const before = this.#asking.get(job.id)?.throttled ?? 0;
          const throttled = answer === 'throttled' ? before + 1 : 0;
          const now = this.#ports.clock.now();
          const delay = pollDelayMs(job, elapsedMs(job, now), this.#ports.random);
          const factor = Math.min(MAX_THROTTLE_FACTOR, 2 ** throttled);
          this.#asking.set(job.id, { at: now + delay * factor, throttled });
        });
      case 'downloading':
        return this.#downloads.run(async () => {
          if (!signal.aborted) await this.#fetcher.fetch(job, signal);
        });
      case 'saved':
      case 'failed':
        return;
      default:
        return assertNever(job);
    }
  }

  #leaveDuty(): void {
    this.#duty.abort();
    this.#duty = new AbortController();
    this.#asking.clear();
    this.#isFresh = true;
  }

  /** @param ms undefined: until something changes */
  async #rest(ms: number | undefined): Promise<void> {
    if (this.#hasNews || this.#isDisposed) return;
    if (ms !== undefined) return this.#sleep(ms);
    const pause = (this.#pause = new AbortController());
    await new Promise<void>((resolve) =>
      pause.signal.addEventListener('abort', () => resolve(), { once: true }),
    );
  }

  async #sleep(ms: number): Promise<void> {
    const pause = (this.#pause = new AbortController());
    await this.#ports.clock.sleep(ms, pause.signal);
  }
}

const SLOWEST_MS = 180_000;

/** Nothing will happen before somebody says so. */
export function waitsForUser(job: VideoJob): boolean {
  return 'trouble' in job && job.trouble.nextAt === undefined;
}
