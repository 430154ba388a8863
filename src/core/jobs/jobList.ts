import type { Clock } from '../clock';
import { Emitter } from '../emitter';
import { elapsedMs, transition, type Job, type JobEvent, type JobFacts } from './job';

/** A job as a list shows it; a whole picture each time, never a change. */
export type JobSnapshot = Job & { readonly elapsedMs: number };

/** Ended jobs beyond these are forgotten, oldest first; what they made stays in the project. */
const MAX_ENDED = 50;

/** The jobs of this window since it opened, newest first. */
export class JobList {
  readonly #clock: Clock;
  readonly #changed = new Emitter<void>();
  #entries: readonly { readonly job: Job; readonly cancel: () => void }[] = [];
  #count = 0;

  readonly onDidChange = this.#changed.event;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * @param cancel stops the job; called at most while it has not ended
   * @returns the job's id
   */
  add(facts: Omit<JobFacts, 'id' | 'createdAt'>, cancel: () => void): string {
    const id = `job-${++this.#count}`;
    const job: Job = { ...facts, id, createdAt: this.#clock.now(), state: 'queued' };
    this.#entries = [{ job, cancel }, ...this.#entries];
    this.#changed.fire();
    return id;
  }

  /** Moves a job on; an unknown id is a job that was forgotten. */
  apply(id: string, event: JobEvent): void {
    const entry = this.#entries.find(({ job }) => job.id === id);
    if (!entry) return;
    const job = transition(entry.job, event);
    if (job === entry.job) return;
    this.#entries = forgetOld(this.#entries.map((each) => (each === entry ? { ...each, job } : each)));
    this.#changed.fire();
  }

  cancel(id: string): void {
    const entry = this.#entries.find(({ job }) => job.id === id);
    if (entry && !hasEnded(entry.job)) entry.cancel();
  }

  /** Takes an ended job off the list. */
  forget(id: string): void {
    const kept = this.#entries.filter(({ job }) => job.id !== id || !hasEnded(job));
    if (kept.length === this.#entries.length) return;
    this.#entries = kept;
    this.#changed.fire();
  }

  snapshot(): readonly JobSnapshot[] {
    const now = this.#clock.now();
    return this.#entries.map(({ job }) => ({ ...job, elapsedMs: elapsedMs(job, now) }));
  }
}

function hasEnded({ state }: Job): boolean {
  return state !== 'queued' && state !== 'running';
}

function forgetOld<T extends { readonly job: Job }>(entries: readonly T[]): readonly T[] {
  let ended = 0;
  return entries.filter(({ job }) => !hasEnded(job) || ++ended <= MAX_ENDED);
}
