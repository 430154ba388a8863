import type { Disposable } from '../../../../../src/core/disposable';
import type { Log } from '../../../../../src/core/log';
import type { Booking, BudgetLimits, Ledger } from '../../../../../src/core/money/ledger';
import type { VideoRecipe } from '../../../../../src/core/recipes/video';
import { err, ok, type Result } from '../../../../../src/core/result';
import { createVideoRegistry } from '../../../../../src/core/video/known';
import type { VideoJob } from '../../../../../src/core/video/jobs/job';
import type { Lease, VideoJobsPorts, VideoJobStore } from '../../../../../src/core/video/jobs/ports';
import type { VideoRequest } from '../../../../../src/core/video/jobs/request';
import { VideoJobs } from '../../../../../src/core/video/jobs/videoJobs';
import { Disk, filmsOn, hash, type Row } from './disk';
import { Service } from './service';
import { SimulatedClock } from './simulatedClock';

export const registry = createVideoRegistry();
export const ray = 'luma.ray-v2:0';
export const reel = 'amazon.nova-reel-v1:1';

const silent: Log = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

class DiedError extends Error {}

/** Where a window dies: before or after one of its steps. */
export interface Death {
  readonly step: number;
  readonly when: 'before' | 'after';
}

/** One window: all its ports, until it dies. */
export class Window {
  readonly jobs: VideoJobs;
  readonly ports: VideoJobsPorts;
  readonly name: string;
  steps = 0;
  isDead = false;
  readonly #death: Death | undefined;
  readonly #disk: Disk;
  readonly #clock: SimulatedClock;
  #depth = 0;

  constructor(name: string, world: World, death?: Death) {
    this.name = name;
    this.#disk = world.disk;
    this.#clock = world.clock;
    this.#death = death;
    let count = 0;
    this.ports = {
      invoker: this.#gated(world.service.invoker(name)),
      objects: this.#gated(world.service.objectsPort()),
      files: this.#gated(filmsOn(world.disk)),
      store: this.#store(),
      lease: this.#lease(),
      ledger: this.#ledger(),
      blobs: this.#gated({
        put: async (bytes: Uint8Array) => {
          const sha256 = hash(bytes);
          world.disk.blobs.set(sha256, bytes.slice());
          return ok(sha256);
        },
        read: async (sha256: string) => world.disk.blobs.get(sha256),
      }),
      recipes: this.#gated({
        writeVideo: async (_folder: string | undefined, recipe: VideoRecipe) => {
          const before = world.disk.recipes.get(recipe.sha256);
          const known = before?.runs.some(({ madeAt }) => madeAt === recipe.runs[0]?.madeAt);
          if (!known) {
            world.disk.recipes.set(recipe.sha256, {
              ...recipe,
              runs: [...(before?.runs ?? []), ...recipe.runs],
            });
          }
          return ok();
        },
        readVideo: async (_folder: string | undefined, sha256: string) => world.disk.recipes.get(sha256),
      }),
      recipeFolder: (folder) => folder,
      clock: this.#clock,
      random: () => 0.5,
      newId: () => `${name}-${++count}`,
      extensionVersion: 'test',
      log: silent,
    };
    this.jobs = new VideoJobs(this.ports, registry);
  }

  /** As when its process is killed: nothing of it happens any more, and nothing is told to anybody. */
  die(): void {
    this.isDead = true;
  }

  async close(): Promise<void> {
    this.jobs.dispose();
    await this.jobs.ended();
  }

  #step<T>(work: () => T): T {
    if (this.isDead) throw new DiedError();
    this.steps++;
    if (this.#death?.step === this.steps && this.#death.when === 'before') {
      this.die();
      throw new DiedError();
    }
    const done = work();
    if (this.#death?.step === this.steps && this.#death.when === 'after') {
      this.die();
      throw new DiedError();
    }
    return done;
  }

  /** Each call is a step, and so is its answer. A dead window waits for ever. */
  #gated<T extends object>(port: T): T {
    const forever = new Promise<never>(() => undefined);
    return new Proxy(port, {
      get: (target, key, receiver): unknown => {
        const member: unknown = Reflect.get(target, key, receiver);
        if (typeof member !== 'function') return member;
        return async (...parameters: readonly unknown[]) => {
          if (this.isDead) return forever;
          try {
            const answer: unknown = await this.#step(
              () => Reflect.apply(member, target, parameters) as unknown,
            );
            return this.#hasDied() ? await forever : answer;
          } catch (cause) {
            if (cause instanceof DiedError) return forever;
            throw cause;
          }
        };
      },
    });
  }

  /** Asked anew after each `await`. */
  #hasDied(): boolean {
    return this.isDead;
  }

  #store(): VideoJobStore {
    const disk = this.#disk;
    const write = <T>(work: () => T): Result<T> => this.#transaction(() => ok(work()));
    return {
      together: (work) => this.#transaction(work),
      add: (job) => write(() => void disk.records.set(job.id, JSON.stringify(job))),
      all: () => {
        this.#mustLive();
        return ok(disk.jobs().toReversed());
      },
      find: (id) => {
        this.#mustLive();
        return ok(disk.read(disk.records.get(id)));
      },
      change: (id, work) =>
        write(() => {
          const job = disk.read(disk.records.get(id));
          if (!job) return undefined;
          const next = work(job);
          if (next !== job) disk.records.set(id, JSON.stringify(next));
          return next;
        }),
      remove: (id) => write(() => void disk.records.delete(id)),
      onDidChange: (listener): Disposable =>
        disk.changed.event(() => {
          // Whoever changes it is not told in the middle of it.
          if (!this.isDead) listener();
        }),
    };
  }

  #transaction<T>(work: () => Result<T>): Result<T> {
    this.#mustLive();
    const disk = this.#disk;
    if (this.#depth > 0) return work();
    const before = { records: new Map(disk.records), rows: structuredClone(disk.rows) };
    const undo = (): void => {
      disk.records = before.records;
      disk.rows = before.rows;
    };
    this.#depth++;
    let done: Result<T>;
    let isCommitted = false;
    try {
      done = this.#step(() => {
        const result = work();
        isCommitted = result.ok;
        return result;
      });
    } catch (cause) {
      if (!isCommitted) undo();
      throw cause;
    } finally {
      this.#depth--;
    }
    if (!done.ok) undo();
    else disk.changed.fire();
    return done;
  }

  #lease(): Lease {
    const disk = this.#disk;
    const ttlMs = 30_000;
    return {
      hold: () => {
        this.#mustLive();
        const now = this.#clock.now();
        const { lease } = disk;
        const isAlive = lease && lease.expiresAt > now && lease.expiresAt <= now + ttlMs;
        if (isAlive && lease.owner !== this.name) return false;
        disk.lease = { owner: this.name, expiresAt: now + ttlMs };
        return true;
      },
      release: () => {
        if (!this.isDead && disk.lease?.owner === this.name) disk.lease = undefined;
      },
    };
  }

  #ledger(): Ledger {
    const disk = this.#disk;
    const open = (id: number): Row => {
      const row = disk.rows.get(id);
      if (row?.state !== 'reserved') throw new Error(`Reservation ${id} is closed twice`);
      return row;
    };
    return {
      reserve: (booking: Booking, { perDayUsd }: BudgetLimits) => {
        const spentUsd = [...disk.rows.values()].reduce((sum, { amountUsd }) => sum + amountUsd, 0);
        if (perDayUsd !== null && spentUsd + booking.amountUsd > perDayUsd) {
          return err({ kind: 'budgetReached', spentUsd, limitUsd: perDayUsd, priceUsd: booking.amountUsd });
        }
        disk.rows.set(disk.nextRow, { booking, state: 'reserved', amountUsd: booking.amountUsd });
        return ok(disk.nextRow++);
      },
      settle: (id, amountUsd, outcome) => {
        Object.assign(open(id), { state: 'settled', amountUsd, outcome });
      },
      release: (id) => {
        open(id);
        disk.rows.delete(id);
      },
      totals: () => ok({ todayUsd: 0, monthUsd: 0, workspaceUsd: 0 }),
      rows: () => ok([]),
      onDidChange: () => ({ dispose: nothing }),
    };
  }

  #mustLive(): void {
    if (this.isDead) throw new DiedError();
  }
}

export class World {
  readonly clock = new SimulatedClock();
  readonly service = new Service(this.clock);
  readonly disk = new Disk();
  readonly #windows: Window[] = [];

  open(name = 'one', death?: Death): Window {
    const window = new Window(name, this, death);
    this.#windows.push(window);
    window.jobs.begin();
    return window;
  }

  request(change: Partial<VideoRequest> & { readonly modelId?: string } = {}): VideoRequest {
    const { modelId = ray, ...rest } = change;
    const model = registry.find(modelId);
    if (!model) throw new Error(`No such model: ${modelId}`);
    return {
      model,
      task: {
        kind: 'textToVideo',
        prompt: 'A red kite',
        durationSeconds: modelId === ray ? 5 : 6,
        size:
          modelId === ray
            ? { kind: 'ratio', ratio: '16:9', resolution: '540p' }
            : { kind: 'pixels', width: 1280, height: 720 },
        seed: 7,
      },
      place: { via: { provider: 'bedrock', profile: 'dev' }, region: 'us-west-2' },
      s3Uri: 's3://films/easel',
      label: 'kite',
      inputs: [],
      destination: {
        folder: 'file:///project',
        template: 'generated-videos/${slug}',
        values: { slug: 'kite', task: 'textToVideo', model: 'ray-2', seed: '7', date: '2026-11-20', n: '1' },
      },
      workspace: 'file:///project',
      priceUsd: 3.75,
      budget: { perDayUsd: null, perCallRefuseUsd: 8 },
      ...rest,
    };
  }

  /** The states of all jobs, oldest first. */
  states(): readonly string[] {
    return this.disk.jobs().map(({ state }) => state);
  }

  /** The only job. */
  job(): VideoJob {
    const [job, second] = this.disk.jobs();
    if (!job || second) throw new Error(`There are ${this.disk.jobs().length} jobs`);
    return job;
  }

  /** Lets time pass until every job is over. */
  async untilOver(withinMs = 3_600_000): Promise<boolean> {
    return this.clock.until(
      () => this.states().every((state) => state === 'saved' || state === 'failed'),
      withinMs,
    );
  }

  async close(): Promise<void> {
    for (const window of this.#windows) {
      if (!window.isDead) await window.close();
    }
  }
}

function nothing(): void {
  // Nobody listens in this test.
}
