import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AwsConnection } from '../../../src/aws/connection';
import { BedrockInvoker } from '../../../src/aws/invoker';
import type { Clock } from '../../../src/core/clock';
import type { InvokeAnswer } from '../../../src/core/models/invoker';
import { createRegistry } from '../../../src/core/models/known';
import { ok, type Result } from '../../../src/core/result';
import { embeddingContexts } from '../../../src/core/search/embedding/context';
import { Embedder } from '../../../src/core/search/embedding/embedder';
import type { FileRow } from '../../../src/core/search/files/ports';
import { Searcher } from '../../../src/core/search/finding/searcher';
import { Indexer } from '../../../src/core/search/indexing/indexer';
import { availableEmbeddingModels } from '../../../src/core/search/models/available';
import { embeddingModels } from '../../../src/core/search/models/catalogue';
import { findEmbeddingModel } from '../../../src/core/search/models/find';
import { WorkerPixels } from '../../../src/pixels/workerPixels';
import { startSimulator, type RunningSimulator, type StartRecord } from '../../../src/simulator/server';
import { SharedDatabase } from '../../../src/storage/database';
import { SqliteLedger } from '../../../src/storage/ledger';
import { SqliteLimiter } from '../../../src/storage/limiter';
import { searchDatabase } from '../../../src/storage/searchDatabase';
import { SqliteSearchFiles } from '../../../src/storage/searchFiles';
import { SqliteSearchLease } from '../../../src/storage/searchLease';
import { SqliteProbes } from '../../../src/storage/searchProbes';
import { LocalSearchTree } from '../../../src/storage/searchTree';
import { SqliteSearchRecords } from '../../../src/storage/searchWorkspaces';
import { WorkerVectorIndexes } from '../../../src/storage/vectors/workerVectorIndex';
import { repositoryFolder } from '../../host/paths';
import { silentLog, workerProgram } from '../pixels/support';
import { core } from './world';

const vectorProgram = join(repositoryFolder, 'dist', 'storage', 'vectors', 'worker.js');
export const never = new AbortController().signal;
const registry = createRegistry();

/** Waiting takes no time here, and who waits meanwhile has waited too. */
class InstantClock implements Clock {
  #waitedMs: number;
  /** Whether something is under way that takes no part in this time: it comes first. */
  isBusy: () => boolean = () => false;

  constructor(aheadMs = 0) {
    this.#waitedMs = aheadMs;
  }

  now(): number {
    return Date.now() + this.#waitedMs;
  }

  async sleep(ms: number): Promise<void> {
    const end = this.now() + ms;
    do await new Promise((resolve) => setImmediate(resolve));
    while (this.isBusy());
    this.#waitedMs += Math.max(0, end - this.now());
  }
}

/** Tells before and after rows are written. */
class WatchedFiles extends SqliteSearchFiles {
  readonly #onWrite: () => void;

  constructor(database: SharedDatabase, clock: Clock, workspace: string, onWrite: () => void) {
    super(database, clock, workspace);
    this.#onWrite = onWrite;
  }

  override put(rows: readonly FileRow[]): Result<void> {
    this.#onWrite();
    const written = super.put(rows);
    this.#onWrite();
    return written;
  }
}

/** What one window of the editor has. */
export interface SearchWindow {
  readonly indexer: Indexer;
  readonly searcher: Searcher;
  readonly indexes: WorkerVectorIndexes;
  readonly files: SqliteSearchFiles;
  /** It is gone, with what it held in memory. */
  close(): void;
}

/** Everything but VS Code: the simulator, the SDK, the engine, both workers, the disk and the books. */
export class SearchWorld {
  readonly root: string;
  readonly project: string;
  readonly workspace: string;
  readonly simulator: StartRecord;
  readonly clock: Clock;
  readonly pixels = new WorkerPixels(workerProgram, silentLog);
  readonly connection: AwsConnection;
  readonly invoker: BedrockInvoker;
  /** Told of each answer to a request for a vector; a test may break in before one is sent. */
  onEmbedding: (body: unknown, answer: Result<InvokeAnswer>) => void = () => undefined;
  beforeEmbedding: () => void = () => undefined;
  /** Before and after something is written. */
  onWrite: () => void = () => undefined;
  readonly ledger: SqliteLedger;
  wishes: { modelId: string | undefined; dimensions: number | undefined } = {
    modelId: undefined,
    dimensions: undefined,
  };
  readonly #running: RunningSimulator | undefined;
  readonly #books: SharedDatabase;
  #underWay = 0;
  readonly #closing: { dispose(): void }[] = [];

  static async start(): Promise<SearchWorld> {
    const root = await mkdtemp(join(tmpdir(), 'easel-searching-'));
    await mkdir(join(root, 'project'));
    const clock = new InstantClock();
    const now = (): number => clock.now();
    const simulator = await startSimulator({ lifecycle: 'active', region: 'us-west-2', now });
    return new SearchWorld(root, clock, simulator, simulator);
  }

  /** The same as another process sees it. @param aheadMs how much later it is there */
  static join(root: string, simulator: StartRecord, aheadMs: number): SearchWorld {
    return new SearchWorld(root, new InstantClock(aheadMs), simulator);
  }

  private constructor(root: string, clock: InstantClock, simulator: StartRecord, running?: RunningSimulator) {
    this.#running = running;
    this.clock = clock;
    clock.isBusy = () => this.#underWay > 0;
    this.root = root;
    this.project = join(root, 'project');
    this.workspace = pathToFileURL(this.project).href;
    this.simulator = simulator;
    const { url, region, accessKeyId, secretAccessKey } = simulator;
    this.connection = new AwsConnection({ provider: 'offline', url, region, accessKeyId, secretAccessKey });
    this.invoker = new BedrockInvoker(this.connection, {
      factsOf: (id) => registry.find(id) ?? findEmbeddingModel(id),
      log: silentLog,
    });
    this.#books = new SharedDatabase(join(root, 'storage'), silentLog);
    this.ledger = new SqliteLedger(this.#books, this.clock);
  }

  window(name: string): SearchWindow {
    const { clock, pixels, ledger, workspace } = this;
    const database = searchDatabase(join(this.root, 'storage'), silentLog);
    const indexes = new WorkerVectorIndexes(vectorProgram, join(this.root, 'vectors'), silentLog);
    const files = new WatchedFiles(database, clock, workspace, () => this.onWrite());
    const records = new SqliteSearchRecords(database, workspace);
    const limiter = new SqliteLimiter(this.#books, clock);
    const proofs = (): void => undefined;
    const embedder = new Embedder({
      invoker: {
        invoke: async (request, signal) => {
          this.beforeEmbedding();
          this.#underWay++;
          const answer = await this.invoker.invoke(request, signal).finally(() => this.#underWay--);
          this.onEmbedding(request.body, answer);
          return answer;
        },
      },
      ledger,
      limiter,
      clock,
      random: Math.random,
      proofs,
      log: silentLog,
    });
    const { region } = this.simulator;
    const facts = { region, provider: 'bedrock', catalogue: undefined, proofs: () => undefined } as const;
    const context = embeddingContexts(
      {
        currentEmbedding: async () => {
          const models = availableEmbeddingModels(embeddingModels, { ...facts, now: clock.now() });
          return ok({ provider: 'bedrock', region, models });
        },
      },
      () => ({ ...this.wishes, workspace, budget: { perDayUsd: 10, perCallRefuseUsd: 8 } }),
    );
    const shared = { files, records, indexes, pixels, embedder, ledger, clock, log: silentLog, context };
    const indexer = new Indexer({
      ...shared,
      tree: new LocalSearchTree(),
      lease: new SqliteSearchLease(database, clock, workspace, name),
      folders: () => [
        { uri: workspace, rules: { exclude: [], useGitignore: true }, maxFileBytes: 50_000_000 },
      ],
    });
    const searcher = new Searcher({
      ...shared,
      probes: new SqliteProbes(database),
      translator: () => undefined,
    });
    const own = [indexer, indexes, database];
    const close = (): void => {
      for (const each of own.splice(0)) each.dispose();
    };
    this.#closing.push({ dispose: close });
    return { indexer, searcher, indexes, files, close };
  }

  /** A picture as the simulator draws it. */
  async draw(path: string, prompt: string): Promise<void> {
    const answer = valueOf(
      await this.invoker.invoke(
        { modelId: core, region: this.simulator.region, body: { prompt, seed: 7, output_format: 'png' } },
        never,
      ),
    );
    const { images } = JSON.parse(new TextDecoder().decode(answer.bytes)) as { images: readonly string[] };
    await mkdir(join(this.project, path, '..'), { recursive: true });
    await writeFile(join(this.project, path), Buffer.from(images[0] ?? '', 'base64'));
  }

  /** Of the simulator that this world has started. */
  get running(): RunningSimulator {
    assert.ok(this.#running);
    return this.#running;
  }

  spentUsd(): number {
    return valueOf(this.ledger.totals(this.workspace)).todayUsd;
  }

  async close(): Promise<void> {
    for (const each of this.#closing) each.dispose();
    this.pixels.dispose();
    this.connection.dispose();
    this.ledger.dispose();
    this.#books.dispose();
    if (!this.#running) return;
    await this.#running.close();
    await rm(this.root, { recursive: true, force: true });
  }
}

export function valueOf<T>(result: Result<T>): T {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}
