import { createHash } from 'node:crypto';
import type { Disposable } from '../../../../../src/core/disposable';
import { Emitter } from '../../../../../src/core/emitter';
import type { ImageError } from '../../../../../src/core/errors';
import type { Destination } from '../../../../../src/core/files/store';
import type { Log } from '../../../../../src/core/log';
import type { Booking, BudgetLimits, Ledger, SpendOutcome } from '../../../../../src/core/money/ledger';
import { numberedName } from '../../../../../src/core/names/numbered';
import type { VideoRecipe } from '../../../../../src/core/recipes/video';
import { err, ok, type Result } from '../../../../../src/core/result';
import { createVideoRegistry } from '../../../../../src/core/video/known';
import type { VideoJob } from '../../../../../src/core/video/jobs/job';
import { parseVideoJob } from '../../../../../src/core/video/jobs/parse';
import type {
  FilmFiles,
  Invocation,
  Lease,
  ObjectDownloads,
  StoredObject,
  VideoInvoker,
  VideoJobsPorts,
  VideoJobStore,
} from '../../../../../src/core/video/jobs/ports';
import type { VideoRequest } from '../../../../../src/core/video/jobs/request';
import { VideoJobs } from '../../../../../src/core/video/jobs/videoJobs';
import { sampleMp4 } from '../sampleMp4';
import { SimulatedClock } from './simulatedClock';

export const registry = createVideoRegistry();
export const ray = 'luma.ray-v2:0';
export const reel = 'amazon.nova-reel-v1:1';

const silent: Log = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

interface MadeJob {
  readonly invocation: Omit<Invocation, 'status' | 'failureMessage'>;
  readonly input: string;
  readonly readyAt: number;
  isWritten: boolean;
}

/** What the service makes of a job; by default one film. */
export interface Making {
  readonly seconds?: number;
  /** Says `Failed`, with this sentence. */
  readonly failure?: string;
  /** By name, below the job's own folder. */
  readonly objects?: Readonly<Record<string, Uint8Array>>;
}

/** Amazon Bedrock and S3, with everything that can go wrong there. */
export class Service {
  readonly clock: SimulatedClock;
  readonly jobs: MadeJob[] = [];
  readonly calls: string[] = [];
  readonly objects = new Map<string, { readonly bytes: Uint8Array; readonly etag: string }>();
  making: (token: string) => Making = () => ({});
  concurrent = 1;
  mostAtOnce = 0;
  /** Answers for the next calls instead of the true ones; `lost` takes the call and loses the answer. */
  readonly startFaults: (ImageError | 'lost')[] = [];
  readonly getFaults: ImageError[] = [];
  readonly listFaults: ImageError[] = [];
  readonly objectFaults: ImageError[] = [];
  /** After how many more bytes each of the next transfers ends. */
  readonly cuts: number[] = [];
  readonly transfers: number[] = [];

  constructor(clock: SimulatedClock) {
    this.clock = clock;
  }

  /** What has been taken is paid. */
  get charges(): number {
    return this.jobs.length;
  }

  invoker(window: string): VideoInvoker {
    return {
      start: async (request) => {
        this.calls.push(`${window} start`);
        await Promise.resolve();
        const fault = this.startFaults.shift();
        if (fault && fault !== 'lost') return err(fault);
        const input = JSON.stringify([request.modelId, request.modelInput, request.s3Uri]);
        const known = this.jobs.find(({ invocation }) => invocation.token === request.token);
        if (known && known.input !== input) return err({ kind: 'badRequest', reason: 'ConflictException' });
        const made = known ?? this.#take(request, input);
        if (!made) return err({ kind: 'throttled', modelId: request.modelId, attempts: 1 });
        return fault === 'lost'
          ? err({ kind: 'connectionLost', charge: 'unknown' })
          : ok({ arn: made.invocation.arn });
      },
      get: async (_place, arn) => {
        this.calls.push(`${window} get`);
        await Promise.resolve();
        const fault = this.getFaults.shift();
        if (fault) return err(fault);
        const made = this.jobs.find(({ invocation }) => invocation.arn === arn);
        return made ? ok(this.#look(made)) : err({ kind: 'badRequest', reason: 'no such job' });
      },
      list: async (_place, { submittedAfter = 0, next }) => {
        this.calls.push(`${window} list`);
        await Promise.resolve();
        const fault = this.listFaults.shift();
        if (fault) return err(fault);
        const all = this.jobs
          .filter(({ invocation }) => invocation.submittedAt > submittedAfter)
          .toReversed();
        const from = Number(next ?? 0);
        const page = all.slice(from, from + 2).map((made) => this.#look(made));
        return ok({ invocations: page, ...(from + 2 < all.length ? { next: String(from + 2) } : {}) });
      },
    };
  }

  objectsPort(): ObjectDownloads {
    const find = (bucket: string, key: string): StoredObject | undefined => {
      const found = this.objects.get(`${bucket}/${key}`);
      return found && { key, bytes: found.bytes.length, etag: found.etag, modifiedAt: 0 };
    };
    return {
      list: async (_place, bucket, prefix) => {
        await Promise.resolve();
        const fault = this.objectFaults.shift();
        if (fault) return err(fault);
        const keys = [...this.objects.keys()].filter((each) => each.startsWith(`${bucket}/${prefix}`));
        return ok(keys.sort().flatMap((each) => find(bucket, each.slice(bucket.length + 1)) ?? []));
      },
      head: async ({ bucket, key }) => {
        await Promise.resolve();
        const found = find(bucket, key);
        return found
          ? ok({ ...found, md5: found.etag.replaceAll('"', '') })
          : err({ kind: 'videoGone', uri: key });
      },
      read: async ({ bucket, key }, { byte, etag }, take, signal) => {
        await Promise.resolve();
        const fault = this.objectFaults.shift();
        if (fault) return err(fault);
        const found = this.objects.get(`${bucket}/${key}`);
        if (!found) return err({ kind: 'videoGone', uri: key });
        if (found.etag !== etag) return err({ kind: 'videoChanged', uri: key });
        const isFilm = key.endsWith('.mp4');
        const cut = isFilm ? (this.cuts.shift() ?? Infinity) : Infinity;
        if (isFilm) this.transfers.push(byte);
        for (let at = byte; at < found.bytes.length; at += 1000) {
          await Promise.resolve();
          if (signal.aborted) return err({ kind: 'cancelled' });
          const end = Math.min(found.bytes.length, at + 1000, byte + cut);
          const taken = end > at ? await take(found.bytes.subarray(at, end)) : ok();
          if (!taken.ok) return taken;
          if (end === byte + cut) return err({ kind: 'connectionLost', charge: 'none' });
        }
        return ok();
      },
      presign: async ({ bucket, key }, { seconds }) =>
        ok({ url: `https://${bucket}/${key}?expires=${seconds}` }),
      remove: async (_place, bucket, keys) => {
        for (const key of keys) this.objects.delete(`${bucket}/${key}`);
        return ok();
      },
    };
  }

  put(path: string, bytes: Uint8Array): void {
    this.objects.set(path, { bytes, etag: `"${createHash('md5').update(bytes).digest('hex')}"` });
  }

  #take(
    request: { readonly modelId: string; readonly s3Uri: string; readonly token: string },
    input: string,
  ): MadeJob | undefined {
    const running = this.jobs.filter(({ readyAt }) => readyAt > this.clock.trueNow()).length;
    if (running >= this.concurrent) return undefined;
    this.mostAtOnce = Math.max(this.mostAtOnce, running + 1);
    const id = `job${String(this.jobs.length + 1).padStart(9, '0')}`;
    const now = this.clock.trueNow();
    const made: MadeJob = {
      invocation: {
        arn: `arn:aws:bedrock:us-west-2:123456789012:async-invoke/${id}`,
        modelId: request.modelId,
        token: request.token,
        submittedAt: now,
        outputUri: `${request.s3Uri}/${id}`,
      },
      input,
      readyAt: now + (this.making(request.token).seconds ?? 200) * 1000,
      isWritten: false,
    };
    this.jobs.push(made);
    return made;
  }

  #look(made: MadeJob): Invocation {
    const { invocation, readyAt } = made;
    const { failure, objects } = this.making(invocation.token ?? '');
    if (this.clock.trueNow() < readyAt) return { ...invocation, status: 'inProgress' };
    if (!made.isWritten) {
      made.isWritten = true;
      const folder = invocation.outputUri.replace('s3://', '');
      const written = objects ?? (failure === undefined ? { 'output.mp4': sampleMp4(invocation.arn) } : {});
      for (const [name, bytes] of Object.entries(written)) this.put(`${folder}/${name}`, bytes);
    }
    return {
      ...invocation,
      status: failure === undefined ? 'completed' : 'failed',
      ...(failure === undefined ? {} : { failureMessage: failure }),
      endedAt: readyAt,
    };
  }
}

interface Row {
  readonly booking: Booking;
  state: 'reserved' | 'settled';
  amountUsd: number;
  outcome?: SpendOutcome;
}

/** What outlives a window: the database, the storage, the project. */
export class Disk {
  records = new Map<string, string>();
  rows = new Map<number, Row>();
  nextRow = 1;
  lease: { readonly owner: string; readonly expiresAt: number } | undefined;
  readonly changed = new Emitter<void>();
  readonly growing = new Map<string, Uint8Array>();
  readonly project = new Map<string, Uint8Array>();
  readonly recipes = new Map<string, VideoRecipe>();
  readonly blobs = new Map<string, Uint8Array>();
  isFull = false;

  readonly #parsed = new Map<string, VideoJob | undefined>();

  jobs(): readonly VideoJob[] {
    return [...this.records.values()].flatMap((text) => this.read(text) ?? []);
  }

  /** Nobody changes what was read, so it need not be read twice. */
  read(text: string | undefined): VideoJob | undefined {
    if (text === undefined) return undefined;
    if (!this.#parsed.has(text)) this.#parsed.set(text, parseVideoJob(text));
    return this.#parsed.get(text);
  }

  /** `settled 3.75 succeeded`, in the order of the reservations. */
  books(): readonly string[] {
    return [...this.rows.values()].map(({ state, amountUsd, outcome }) =>
      outcome === undefined ? `${state} ${amountUsd}` : `${state} ${amountUsd} ${outcome}`,
    );
  }
}

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

function filmsOn(disk: Disk): FilmFiles {
  const pathOf = (jobId: string, name: string): string => `${jobId}/${name}`;
  const full: Result<never> = err({ kind: 'diskFull', folder: 'storage' });
  return {
    received: async (jobId, name) => disk.growing.get(pathOf(jobId, name))?.length ?? 0,
    write: async (jobId, name, position, pieces) => {
      if (disk.isFull) return full;
      const bytes = Buffer.concat(pieces);
      const before = disk.growing.get(pathOf(jobId, name)) ?? new Uint8Array(0);
      const after = new Uint8Array(Math.max(before.length, position + bytes.length));
      after.set(before);
      after.set(bytes, position);
      disk.growing.set(pathOf(jobId, name), after);
      return ok();
    },
    flush: async () => ok(),
    read: async (jobId, name, position, length) =>
      disk.growing.get(pathOf(jobId, name))?.subarray(position, position + length),
    seal: async (jobId, name) => {
      const bytes = disk.growing.get(pathOf(jobId, name)) ?? new Uint8Array(0);
      return ok({ sha256: hash(bytes) });
    },
    grown: async (jobId, name) => {
      const bytes = disk.growing.get(pathOf(jobId, name));
      return bytes && hash(bytes);
    },
    md5: async (jobId, name) => {
      const bytes = disk.growing.get(pathOf(jobId, name));
      return bytes && createHash('md5').update(bytes).digest('hex');
    },
    discard: async (jobId, name) => {
      for (const key of [...disk.growing.keys()]) {
        if (name === undefined ? key.startsWith(`${jobId}/`) : key === pathOf(jobId, name))
          disk.growing.delete(key);
      }
    },
    prune: async (keep) => {
      for (const key of [...disk.growing.keys()]) {
        if (!keep.has(key.split('/')[0] ?? '')) disk.growing.delete(key);
      }
    },
    choose: async ({ values }: Destination) => {
      for (let number = 1; ; number++) {
        const path = `generated-videos/${numberedName(values.slug, number, 'mp4')}`;
        if (!disk.project.has(path)) return ok(path);
      }
    },
    place: async (jobId, name, { path, sha256 }) => {
      if (disk.isFull) return full;
      const there = disk.project.get(path);
      if (there) return ok(hash(there) === sha256 ? 'placed' : 'taken');
      const bytes = disk.growing.get(pathOf(jobId, name));
      if (!bytes || hash(bytes) !== sha256) throw new Error('Something else is placed than was sealed');
      disk.project.set(path, bytes);
      return ok('placed');
    },
  };
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

export function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function nothing(): void {
  // Nobody listens in this test.
}
