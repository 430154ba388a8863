import { randomBytes } from 'node:crypto';
import * as path from 'node:path';
import type { FilmMaker } from '../film/maker';
import type { Now } from '../http';
import { InTurn } from '../inTurn';
import type { S3Service } from '../s3/service';
import type { FilmPlan, Job } from './job';
import { failureMessage, makeShots, writeManifest, writeOutput } from './output';
import { FolderJobs, MemoryJobs, type JobStore } from './store';

export interface JobsOptions {
  readonly stateDir?: string;
  readonly s3: S3Service;
  readonly films: FilmMaker;
  readonly now: Now;
}

/** A timer takes no longer time than this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** For a clock that stands still. */
const SHORTEST_TIMER_MS = 20;

/** A job in the hands of this simulator. */
interface Work {
  /** Resolves once its film is encoded. */
  readonly made: Promise<readonly (Buffer | undefined)[]>;
  isMade: boolean;
  settled?: Promise<void>;
}

/**
 * The jobs and their lives. A film is encoded as soon as its job starts and put into the bucket when its time is over; what
 * another simulator on the same folder began, or this one before it was stopped, is taken up.
 */
export class Jobs {
  readonly #store: JobStore;
  readonly #s3: S3Service;
  readonly #films: FilmMaker;
  readonly #now: Now;
  readonly #work = new Map<string, Work>();
  readonly #timers = new Set<NodeJS.Timeout>();
  /** So that a look at the jobs and the job that it allows are one step. */
  readonly #starts = new InTurn();
  #isClosed = false;

  constructor({ stateDir, s3, films, now }: JobsOptions) {
    this.#store = stateDir === undefined ? new MemoryJobs() : new FolderJobs(path.join(stateDir, 'jobs'));
    this.#s3 = s3;
    this.#films = films;
    this.#now = now;
  }

  /** Takes up what is in progress in the folder. */
  async resume(): Promise<void> {
    for (const job of await this.#store.all()) if (job.status === 'InProgress') this.#takeUp(job);
  }

  /** Work that looks at all jobs before it starts one, with nobody in between. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.#starts.run(work);
  }

  /** All jobs, those that are due settled first where that takes no waiting. */
  async all(): Promise<readonly Job[]> {
    const jobs = await this.#store.all();
    await Promise.all(jobs.map((job) => this.#settleIfReady(job)));
    return this.#store.all();
  }

  async find(id: string): Promise<Job | undefined> {
    const job = await this.#store.find(id);
    if (!job) return undefined;
    return (await this.#settleIfReady(job)) ? this.#store.find(id) : job;
  }

  /** @returns undefined where the bucket is gone */
  async start(facts: Omit<Job, 'id' | 'status' | 'modifiedAt'>, plan: FilmPlan): Promise<Job | undefined> {
    const job: Job = { ...facts, id: randomId(), status: 'InProgress', modifiedAt: facts.submittedAt };
    if (!(await writeManifest(this.#s3, job))) return undefined;
    await this.#store.savePlan(job.id, plan);
    await this.#store.save(job);
    this.#takeUp(job);
    return job;
  }

  /** Waits until every film is encoded and every job that is due has ended. */
  async settled(): Promise<void> {
    for (const job of await this.#store.all()) {
      if (job.status !== 'InProgress' || job.ending.isStuck) continue;
      await this.#takeUp(job).made.catch(() => undefined);
      await this.#settleIfReady(job);
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #takeUp(job: Job): Work {
    const known = this.#work.get(job.id);
    if (known) return known;
    const made = this.#make(job).finally(() => {
      work.isMade = true;
    });
    const work: Work = { made, isMade: false };
    this.#work.set(job.id, work);
    // A film that fails settles its job all the same.
    made
      .catch(() => undefined)
      .then(
        () => this.#settleLater(job),
        () => undefined,
      );
    return work;
  }

  async #make(job: Job): Promise<readonly (Buffer | undefined)[]> {
    if (job.ending.isStuck) return [];
    const plan = await this.#store.plan(job.id);
    return plan ? makeShots(this.#films, job, plan) : [];
  }

  #settleLater(job: Job): void {
    if (this.#isClosed || job.ending.isStuck) return;
    const wait = Math.min(LONGEST_TIMER_MS, Math.max(SHORTEST_TIMER_MS, job.dueAt - this.#now()));
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#settleIfReady(job).then(
        (isSettled) => {
          if (!isSettled) this.#settleLater(job);
        },
        // Whoever asks for it next meets the same failure.
        () => undefined,
      );
    }, wait);
    timer.unref();
    this.#timers.add(timer);
  }

  /** @returns whether the job has ended by this */
  async #settleIfReady(job: Job): Promise<boolean> {
    if (job.status !== 'InProgress' || job.ending.isStuck || job.dueAt > this.#now()) return false;
    const work = this.#takeUp(job);
    if (!work.isMade || this.#isClosed) return false;
    work.settled ??= this.#settle(job, work).finally(() => {
      this.#work.delete(job.id);
    });
    await work.settled;
    return true;
  }

  async #settle(job: Job, { made }: Work): Promise<void> {
    const current = await this.#store.find(job.id);
    const plan = await this.#store.plan(job.id);
    // Another simulator on the same folder was faster.
    if (current?.status !== 'InProgress' || !plan) return;
    const failure = await this.#write(current, plan, made);
    const endedAt = Math.max(this.#now(), current.dueAt);
    await this.#store.save({
      ...current,
      status: failure === undefined ? 'Completed' : 'Failed',
      ...(failure === undefined ? {} : { failureMessage: failure }),
      modifiedAt: endedAt,
      endedAt,
    });
    await this.#store.deletePlan(job.id);
  }

  /** @returns why the job failed */
  async #write(job: Job, plan: FilmPlan, made: Work['made']): Promise<string | undefined> {
    const shots = await made.catch(() => undefined);
    if (!shots) return failureMessage('INTERNAL_SERVER_EXCEPTION');
    const isWritten = await writeOutput(this.#s3, job, plan, shots);
    if (!isWritten) return 'The output could not be written: the specified bucket does not exist.';
    return job.ending.failure && failureMessage(job.ending.failure);
  }
}

/** Twelve letters and digits, as in the ARNs of the service. */
function randomId(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from(randomBytes(12), (byte) => letters[byte % 36]).join('');
}
