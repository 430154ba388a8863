import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AwsConnection } from '../../../src/aws/connection';
import { BedrockInvoker } from '../../../src/aws/invoker';
import { AwsS3Uploads } from '../../../src/aws/s3';
import type { TimeLimits } from '../../../src/aws/settings';
import type { Clock } from '../../../src/core/clock';
import { Finisher } from '../../../src/core/edit/finisher';
import { Pictures } from '../../../src/core/edit/pictures';
import { Preparer } from '../../../src/core/edit/preparer';
import { Generator } from '../../../src/core/generate/generator';
import type { GenerateOutcome, GenerateProgress, GenerateRequest } from '../../../src/core/generate/run';
import type { Log } from '../../../src/core/log';
import { createRegistry } from '../../../src/core/models/known';
import { WorkerPixels } from '../../../src/pixels/workerPixels';
import type { Result } from '../../../src/core/result';
import { describe as describeError } from '../../../src/platform/errors';
import { startSimulator, type RunningSimulator, type SimulatorOptions } from '../../../src/simulator/server';
import { DiskBlobs } from '../../../src/storage/blobs';
import { SharedDatabase } from '../../../src/storage/database';
import type { FileSystem } from '../../../src/storage/fileSystem';
import { LocalImages } from '../../../src/storage/images';
import { DiskInbox } from '../../../src/storage/inbox';
import { SqliteLedger } from '../../../src/storage/ledger';
import { SqliteLimiter } from '../../../src/storage/limiter';
import { LocalRecipes } from '../../../src/storage/recipes';
import { workerProgram } from '../pixels/support';
import { english } from '../platform/english';

const silent: Log = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

export const core = 'stability.stable-image-core-v1:1';
export const canvas = 'amazon.nova-canvas-v1:0';

/** Waiting takes no time here; what was waited is kept. */
class InstantClock implements Clock {
  readonly waits: number[] = [];
  #waitedMs = 0;
  now(): number {
    return Date.now() + this.#waitedMs;
  }
  async sleep(ms: number): Promise<void> {
    this.waits.push(ms);
    this.#waitedMs += ms;
  }
}

export interface WorldOptions {
  readonly simulator?: SimulatorOptions;
  readonly limits?: TimeLimits;
  readonly fileSystem?: FileSystem;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Everything but VS Code: the simulator, the SDK, the engine, the disk and the books. */
export class World {
  readonly simulator: RunningSimulator;
  readonly project: string;
  readonly storage: string;
  readonly ledger: SqliteLedger;
  readonly inbox: DiskInbox;
  readonly generator: Generator;
  readonly blobs: DiskBlobs;
  readonly pixels = new WorkerPixels(workerProgram, silent);
  readonly pictures: Pictures;
  readonly preparer: Preparer;
  readonly clock = new InstantClock();
  readonly proofs: string[] = [];
  readonly #root: string;
  readonly #database: SharedDatabase;
  readonly #connection: AwsConnection;
  readonly registry = createRegistry();

  static async start(options: WorldOptions = {}): Promise<World> {
    const simulator = await startSimulator({ lifecycle: 'active', ...options.simulator });
    const root = await mkdtemp(join(tmpdir(), 'easel-world-'));
    await mkdir(join(root, 'project'));
    return new World(simulator, root, options);
  }

  private constructor(simulator: RunningSimulator, root: string, options: WorldOptions) {
    this.simulator = simulator;
    this.#root = root;
    this.project = join(root, 'project');
    this.storage = join(root, 'storage');
    const { url, region, accessKeyId, secretAccessKey } = simulator;
    this.#connection = new AwsConnection(
      { provider: 'offline', url, region, accessKeyId, secretAccessKey, ...options.credentials },
      options.limits,
    );
    this.#database = new SharedDatabase(this.storage, silent);
    this.ledger = new SqliteLedger(this.#database, this.clock);
    this.inbox = new DiskInbox(this.storage, this.clock, silent);
    this.blobs = new DiskBlobs(this.storage, this.clock, silent);
    this.pictures = new Pictures(this.pixels, this.blobs);
    this.preparer = new Preparer(this.pictures, this.pixels, this.blobs, this.registry);
    this.generator = new Generator({
      invoker: new BedrockInvoker(this.#connection, {
        factsOf: (id) => this.registry.find(id),
        log: silent,
      }),
      registry: this.registry,
      inbox: this.inbox,
      imageStore: new LocalImages(options.fileSystem),
      recipes: new LocalRecipes(this.storage),
      ledger: this.ledger,
      limiter: new SqliteLimiter(this.#database, this.clock),
      uploads: new AwsS3Uploads(this.#connection),
      finisher: new Finisher(this.pictures, this.pixels, this.blobs),
      blobs: this.blobs,
      clock: this.clock,
      random: Math.random,
      extensionVersion: 'test',
      proofs: (_region, modelId, proof) => this.proofs.push(`${modelId} ${proof}`),
      recipeFolder: (folder) => folder,
      log: silent,
    });
  }

  /** One request as the generate command decides it, booked as if it cost money. */
  request(change: Partial<GenerateRequest> & { readonly modelId?: string } = {}): GenerateRequest {
    const { modelId = core, ...rest } = change;
    const model = this.registry.find(modelId);
    if (!model) throw new Error(`No such model: ${modelId}`);
    return {
      prompt: 'A red kite',
      model,
      invokeAs: model.profileIds[0] ?? model.id,
      region: this.simulator.region,
      provider: 'bedrock',
      count: 1,
      options: {},
      workspace: 'file:///project',
      pricePerImageUsd: 0.04,
      destination: {
        folder: pathToFileURL(this.project).href,
        template: 'generated-images/${slug}',
        values: { slug: 'kite', task: 'textToImage', model: 'core', seed: '', date: '2026-11-20', n: '' },
      },
      ...(model.sizes.kind === 'aspectRatios' || model.sizes.kind === 'ofInput'
        ? {}
        : { size: { kind: 'pixels', width: 512, height: 512 } }),
      ...rest,
    };
  }

  async generate(
    request: GenerateRequest = this.request(),
    perDayUsd: number | null = 10,
    onProgress: (progress: GenerateProgress) => void = nothing,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<Result<GenerateOutcome>> {
    return this.generator.generate(request, { perDayUsd, perCallRefuseUsd: 8 }, onProgress, signal);
  }

  /** The sentences that the user would read. */
  said(result: Result<GenerateOutcome>, priceUsd = 0.04): readonly string[] {
    const errors = result.ok ? result.value.errors : [result.error];
    return errors.flatMap((error) => {
      const modelName = (id: string): string => this.registry.find(id)?.name ?? id;
      const message = describeError(error, english, { modelName, priceUsd });
      return message ? [message.text] : [];
    });
  }

  spentUsd(): number {
    const totals = this.ledger.totals('file:///project');
    if (!totals.ok) throw new Error(totals.error.kind);
    return totals.value.todayUsd;
  }

  /** Files of the project, by path below it. */
  async files(): Promise<readonly string[]> {
    const entries = await readdir(this.project, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.project.length + 1))
      .sort();
  }

  async close(): Promise<void> {
    this.pictures.dispose();
    this.pixels.dispose();
    this.#connection.dispose();
    this.ledger.dispose();
    this.inbox.dispose();
    this.#database.dispose();
    await this.simulator.close();
    await rm(this.#root, { recursive: true, force: true });
  }
}

function nothing(): void {
  // Nobody listens in this test.
}
