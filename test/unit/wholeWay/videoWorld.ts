import { mkdir, mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AwsConnection } from '../../../src/aws/connection';
import { S3VideoBuckets } from '../../../src/aws/videoBuckets';
import type { VideoConnections } from '../../../src/aws/videoConnections';
import { BedrockVideoInvoker } from '../../../src/aws/videoInvoker';
import { S3Objects } from '../../../src/aws/videoObjects';
import type { Clock } from '../../../src/core/clock';
import { s3UriOf, type BucketAddress } from '../../../src/core/video/bucket';
import { createVideoRegistry } from '../../../src/core/video/known';
import type { VideoJob, VideoPlace } from '../../../src/core/video/jobs/job';
import type { VideoRequest } from '../../../src/core/video/jobs/request';
import { VideoJobs } from '../../../src/core/video/jobs/videoJobs';
import { startSimulator, type RunningSimulator } from '../../../src/simulator/server';
import { DiskBlobs } from '../../../src/storage/blobs';
import { SharedDatabase } from '../../../src/storage/database';
import { SqliteLedger } from '../../../src/storage/ledger';
import { LocalRecipes } from '../../../src/storage/recipes';
import { LocalFilms } from '../../../src/storage/videoFiles';
import { SqliteVideoJobs } from '../../../src/storage/videoJobs';
import { SqliteLease } from '../../../src/storage/videoLease';
import { filmProgram } from '../simulator/videoClient';
import { silentLog } from '../storage/surroundings';

export const ray = 'luma.ray-v2:0';
export const reel = 'amazon.nova-reel-v1:1';
export const registry = createVideoRegistry();
export const place: VideoPlace = { via: { provider: 'bedrock' }, region: 'us-west-2' };

/** A minute of the jobs' time in a fraction of a second; the simulator has the time of the day. */
const SPEED = 200;

class FastClock implements Clock {
  readonly #begin = Date.now();

  now(): number {
    return this.#begin + (Date.now() - this.#begin) * SPEED;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const timer = setTimeout(resolve, ms / SPEED);
      signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer);
          resolve();
        },
        { once: true },
      );
    });
  }
}

/** One window, with everything but VS Code. */
export interface VideoWindow {
  readonly jobs: VideoJobs;
  readonly ledger: SqliteLedger;
  /** As when its process is killed, as far as that can be done in one process: it hears and says nothing any more. */
  close(): Promise<void>;
}

/** A simulator, a disk, and windows that come and go. */
export class VideoWorld {
  simulator: RunningSimulator;
  readonly project: string;
  readonly address: BucketAddress = { bucket: 'easel-video-test', prefix: 'easel' };
  readonly buckets: S3VideoBuckets;
  readonly objects: S3Objects;
  readonly clock = new FastClock();
  readonly #root: string;
  readonly #connections: VideoConnections;
  readonly #windows = new Set<VideoWindow>();
  #connection: AwsConnection;
  #count = 0;

  static async start(): Promise<VideoWorld> {
    const root = await mkdtemp(join(await realpath(tmpdir()), 'easel-videos-'));
    await mkdir(join(root, 'project'));
    return new VideoWorld(root, await startSimulator(optionsIn(root)));
  }

  private constructor(root: string, simulator: RunningSimulator) {
    this.#root = root;
    this.simulator = simulator;
    this.project = join(root, 'project');
    this.#connection = connectionTo(simulator);
    this.#connections = { of: async () => this.#connection };
    this.buckets = new S3VideoBuckets(this.#connections);
    this.objects = new S3Objects(this.#connections);
  }

  async makeBucket(): Promise<void> {
    const made = await this.buckets.create(place, this.address.bucket, new AbortController().signal);
    if (!made.ok) throw new Error(made.error.kind);
  }

  open(): VideoWindow {
    const name = `window-${++this.#count}`;
    const storage = join(this.#root, 'storage');
    const database = new SharedDatabase(storage, silentLog);
    const store = new SqliteVideoJobs(database, silentLog);
    const ledger = new SqliteLedger(database, this.clock);
    let made = 0;
    const jobs = new VideoJobs(
      {
        invoker: new BedrockVideoInvoker(this.#connections, {
          factsOf: (id) => registry.find(id),
          log: silentLog,
        }),
        objects: this.objects,
        files: new LocalFilms(storage),
        store,
        lease: new SqliteLease(database, this.clock, name),
        ledger,
        blobs: new DiskBlobs(storage, this.clock, silentLog),
        recipes: new LocalRecipes(storage),
        recipeFolder: (folder) => folder,
        clock: this.clock,
        random: Math.random,
        newId: () => `${name}-${++made}`,
        extensionVersion: 'test',
        log: silentLog,
      },
      registry,
    );
    jobs.begin();
    const window: VideoWindow = {
      jobs,
      ledger,
      close: async () => {
        if (!this.#windows.delete(window)) return;
        jobs.dispose();
        await jobs.ended();
        store.dispose();
        ledger.dispose();
        database.dispose();
      },
    };
    this.#windows.add(window);
    return window;
  }

  /** What was on its way is lost; what the service had taken it has still. */
  async restartSimulator(): Promise<void> {
    const { accessKeyId, secretAccessKey, bearerKey } = this.simulator;
    await this.simulator.close();
    this.simulator = await startSimulator({
      ...optionsIn(this.#root),
      credentials: { accessKeyId, secretAccessKey, bearerKey },
    });
    this.#connection.dispose();
    this.#connection = connectionTo(this.simulator);
  }

  request(change: Partial<VideoRequest> & { readonly modelId?: string } = {}): VideoRequest {
    const { modelId = ray, ...rest } = change;
    const model = registry.find(modelId);
    if (!model) throw new Error(`No such model: ${modelId}`);
    return {
      model,
      task: {
        kind: 'textToVideo',
        prompt: 'A red kite over the sea',
        durationSeconds: modelId === ray ? 5 : 6,
        size:
          modelId === ray
            ? { kind: 'ratio', ratio: '16:9', resolution: '540p' }
            : { kind: 'pixels', width: 1280, height: 720 },
        seed: 7,
      },
      place,
      s3Uri: s3UriOf(this.address),
      label: 'kite',
      inputs: [],
      destination: {
        folder: pathToFileURL(this.project).href,
        template: 'generated-videos/${slug}',
        values: { slug: 'kite', task: 'textToVideo', model: 'ray-2', seed: '7', date: '2026-11-20', n: '1' },
      },
      workspace: 'file:///project',
      priceUsd: 3.75,
      budget: { perDayUsd: null, perCallRefuseUsd: 8 },
      ...rest,
    };
  }

  /** Resolves when every job is over, or is stuck for good. */
  async over({ jobs }: VideoWindow): Promise<readonly VideoJob[]> {
    const now = (): readonly VideoJob[] => jobs.list().map(({ job }) => job);
    await new Promise<void>((resolve) => {
      const look = (): void => {
        const isOver = now().every(
          (job) => !('trouble' in job ? job.trouble.nextAt !== undefined : isOnItsWay(job)),
        );
        if (!isOver) return;
        watch.dispose();
        resolve();
      };
      const watch = jobs.onDidChange(look);
      look();
    });
    return now();
  }

  /** Resolves when some job is in this state. */
  async reaches({ jobs }: VideoWindow, state: VideoJob['state']): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (!jobs.list().some(({ job }) => job.state === state)) return;
        watch.dispose();
        resolve();
      };
      const watch = jobs.onDidChange(look);
      look();
    });
  }

  /** Files of the project, by path below it. */
  async files(): Promise<readonly string[]> {
    const entries = await readdir(this.project, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.project.length + 1))
      .sort();
  }

  read(path: string): Promise<Buffer> {
    return readFile(join(this.project, path));
  }

  /** Jobs that the service has taken, whoever asked. */
  async charges(): Promise<number> {
    const invoker = new BedrockVideoInvoker(this.#connections, { factsOf: () => undefined, log: silentLog });
    const listed = await invoker.list(place, {}, new AbortController().signal);
    if (!listed.ok) throw new Error(listed.error.kind);
    return listed.value.invocations.length;
  }

  async close(): Promise<void> {
    for (const window of [...this.#windows]) await window.close();
    this.#connection.dispose();
    await this.simulator.close();
    await rm(this.#root, { recursive: true, force: true });
  }
}

function optionsIn(root: string) {
  return {
    lifecycle: 'active',
    filmProgram,
    maxFilmSidePx: 64,
    videoSeconds: 0.5,
    stateDir: join(root, 'service'),
  } as const;
}

function connectionTo({ url, region, accessKeyId, secretAccessKey }: RunningSimulator): AwsConnection {
  return new AwsConnection({ provider: 'offline', url, region, accessKeyId, secretAccessKey });
}

function isOnItsWay({ state }: VideoJob): boolean {
  return state !== 'saved' && state !== 'failed';
}
