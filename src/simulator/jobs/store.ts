import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { namesIn, readIfThere, writeAtomically } from '../files';
import { jobSchema, planSchema, type FilmPlan, type Job } from './job';
import * as z from 'zod/mini';

/** Jobs and what they are to film. */
export interface JobStore {
  all(): Promise<readonly Job[]>;
  find(id: string): Promise<Job | undefined>;
  save(job: Job): Promise<void>;
  plan(id: string): Promise<FilmPlan | undefined>;
  savePlan(id: string, plan: FilmPlan): Promise<void>;
  /** Once a job has ended, its plan is not needed. */
  deletePlan(id: string): Promise<void>;
}

/** Jobs that end with the simulator. */
export class MemoryJobs implements JobStore {
  readonly #jobs = new Map<string, Job>();
  readonly #plans = new Map<string, FilmPlan>();

  all(): Promise<readonly Job[]> {
    return Promise.resolve([...this.#jobs.values()]);
  }

  find(id: string): Promise<Job | undefined> {
    return Promise.resolve(this.#jobs.get(id));
  }

  save(job: Job): Promise<void> {
    this.#jobs.set(job.id, job);
    return Promise.resolve();
  }

  plan(id: string): Promise<FilmPlan | undefined> {
    return Promise.resolve(this.#plans.get(id));
  }

  savePlan(id: string, plan: FilmPlan): Promise<void> {
    this.#plans.set(id, plan);
    return Promise.resolve();
  }

  deletePlan(id: string): Promise<void> {
    this.#plans.delete(id);
    return Promise.resolve();
  }
}

/** Jobs in a folder, which outlive the simulator. Nothing is remembered: another simulator may work on the same folder. */
export class FolderJobs implements JobStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async all(): Promise<readonly Job[]> {
    const ids = (await namesIn(this.#folder)).flatMap((name) => /^(\w+)\.json$/.exec(name)?.[1] ?? []);
    const jobs = await Promise.all(ids.map((id) => this.find(id)));
    return jobs.filter((job) => job !== undefined);
  }

  find(id: string): Promise<Job | undefined> {
    return this.#read(jobSchema, `${id}.json`);
  }

  save(job: Job): Promise<void> {
    return writeAtomically(path.join(this.#folder, `${job.id}.json`), JSON.stringify(job));
  }

  plan(id: string): Promise<FilmPlan | undefined> {
    return this.#read(planSchema, `${id}.plan`);
  }

  savePlan(id: string, plan: FilmPlan): Promise<void> {
    return writeAtomically(path.join(this.#folder, `${id}.plan`), JSON.stringify(plan));
  }

  deletePlan(id: string): Promise<void> {
    return fs.rm(path.join(this.#folder, `${id}.plan`), { force: true });
  }

  async #read<T>(schema: z.ZodMiniType<T>, name: string): Promise<T | undefined> {
    const text = await readIfThere(path.join(this.#folder, name));
    return text === undefined ? undefined : z.parse(schema, JSON.parse(text));
  }
}
