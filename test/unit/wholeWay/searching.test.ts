import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { AwsConnection } from '../../../src/aws/connection';
import { BedrockInvoker } from '../../../src/aws/invoker';
import type { Clock } from '../../../src/core/clock';
import { createRegistry } from '../../../src/core/models/known';
import { ok, type Result } from '../../../src/core/result';
import { embeddingContexts } from '../../../src/core/search/embedding/context';
import { Embedder } from '../../../src/core/search/embedding/embedder';
import type { SearchAnswer } from '../../../src/core/search/finding/ports';
import { Searcher } from '../../../src/core/search/finding/searcher';
import { Indexer } from '../../../src/core/search/indexing/indexer';
import { availableEmbeddingModels } from '../../../src/core/search/models/available';
import { embeddingModels } from '../../../src/core/search/models/catalogue';
import { findEmbeddingModel } from '../../../src/core/search/models/find';
import { WorkerPixels } from '../../../src/pixels/workerPixels';
import { startSimulator, type RunningSimulator } from '../../../src/simulator/server';
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
import { needSqlite } from '../storage/sqlite';
import { core } from './world';

const vectorProgram = join(repositoryFolder, 'dist', 'storage', 'vectors', 'worker.js');
const never = new AbortController().signal;
const registry = createRegistry();

/** Waiting takes no time here. */
class InstantClock implements Clock {
  #waitedMs = 0;

  now(): number {
    return Date.now() + this.#waitedMs;
  }

  async sleep(ms: number): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#waitedMs += ms;
  }
}

/** Everything but VS Code: the simulator, the SDK, the engine, both workers, the disk and the books. */
class World {
  readonly root: string;
  readonly project: string;
  readonly workspace: string;
  readonly simulator: RunningSimulator;
  readonly clock = new InstantClock();
  readonly pixels = new WorkerPixels(workerProgram, silentLog);
  readonly connection: AwsConnection;
  readonly invoker: BedrockInvoker;
  readonly ledger: SqliteLedger;
  wishes: { modelId: string | undefined; dimensions: number | undefined } = {
    modelId: undefined,
    dimensions: undefined,
  };
  readonly #books: SharedDatabase;
  readonly #closing: { dispose(): void }[] = [];

  static async start(): Promise<World> {
    const root = await mkdtemp(join(tmpdir(), 'easel-searching-'));
    await mkdir(join(root, 'project'));
    return new World(root, await startSimulator({ lifecycle: 'active', region: 'us-west-2' }));
  }

  private constructor(root: string, simulator: RunningSimulator) {
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

  /** What one window of the editor has. */
  window(name: string): { readonly indexer: Indexer; readonly searcher: Searcher } {
    const { clock, pixels, ledger, workspace } = this;
    const database = searchDatabase(join(this.root, 'storage'), silentLog);
    const indexes = new WorkerVectorIndexes(vectorProgram, join(this.root, 'vectors'), silentLog);
    const files = new SqliteSearchFiles(database, clock, workspace);
    const records = new SqliteSearchRecords(database, workspace);
    const limiter = new SqliteLimiter(this.#books, clock);
    const proofs = (): void => undefined;
    const embedder = new Embedder({
      invoker: this.invoker,
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
    this.#closing.push(indexer, indexes, database);
    return { indexer, searcher };
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

  spentUsd(): number {
    return valueOf(this.ledger.totals(this.workspace)).todayUsd;
  }

  async close(): Promise<void> {
    for (const each of this.#closing) each.dispose();
    this.pixels.dispose();
    this.connection.dispose();
    this.ledger.dispose();
    this.#books.dispose();
    await this.simulator.close();
    await rm(this.root, { recursive: true, force: true });
  }
}

function valueOf<T>(result: Result<T>): T {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

function first({ matches }: SearchAnswer): string | undefined {
  return matches[0]?.files[0]?.path;
}

describe('the whole way of a search', () => {
  needSqlite();
  let world: World;
  before(async () => {
    world = await World.start();
    await world.draw('docs/kite.png', 'A red kite above a green hill');
    await world.draw('docs/pot.png', 'A blue pot with a fern on a table');
    await world.draw('art/lamp.png', 'A yellow lamp on a desk at night');
    await world.draw('art/sneaker.png', 'An orange sneaker, photo');
    await world.draw('art/boat.png', 'A sailboat on the sea at dawn');
    for (let hue = 0; hue < 360; hue += 30) {
      const background = { r: 128 + Math.round(100 * Math.cos(hue)), g: hue % 255, b: 255 - (hue % 255) };
      const plain = sharp({ create: { width: 90, height: 60, channels: 3, background } });
      await writeFile(join(world.project, `plain-${hue}.webp`), await plain.webp().toBuffer());
    }
    await writeFile(join(world.project, 'old.bmp'), 'BM and more');
  });
  after(() => world.close());

  it('goes from consent to pictures found by words and by pictures, and a reload costs nothing', async () => {
    const { indexer, searcher } = world.window('one');
    const plan = valueOf(await indexer.plan(never));
    assert.equal(plan.images, 18);
    assert.equal(plan.usd.toFixed(5), (18 * 0.00006).toFixed(5));
    assert.equal(plan.context.model.model.name, 'Titan Multimodal Embeddings');
    assert.equal(world.spentUsd(), 0);
    valueOf(indexer.consent(plan.context));
    await indexer.settled();
    assert.equal(indexer.state.kind, 'idle');
    assert.equal(world.spentUsd().toFixed(5), (17 * 0.00006).toFixed(5));
    assert.deepEqual(
      valueOf(indexer.problems()).map(({ path, problem }) => [path, problem?.kind]),
      [['old.bmp', 'notReadable']],
    );

    const kites = valueOf(await searcher.search({ words: 'kite above a hill' }, never));
    assert.equal(first(kites), 'docs/kite.png');
    assert.equal(first(valueOf(await searcher.search({ words: 'sneaker' }, never))), 'art/sneaker.png');
    const like = { kind: 'indexed', sha256: kites.matches[0]?.sha256 ?? '' } as const;
    const alike = valueOf(await searcher.search({ words: '', pictures: [like] }, never));
    assert.ok(alike.matches.length > 5 && !alike.matches.some(({ sha256 }) => sha256 === like.sha256));

    const spent = world.spentUsd();
    await copyFile(join(world.project, 'docs/kite.png'), join(world.project, 'copy.png'));
    await rename(join(world.project, 'art/boat.png'), join(world.project, 'docs/boat.png'));
    const reloaded = world.window('two');
    indexer.dispose();
    reloaded.indexer.start();
    await reloaded.indexer.settled();
    assert.equal(reloaded.indexer.state.kind, 'idle');
    assert.equal(world.spentUsd(), spent);
    const again = valueOf(await reloaded.searcher.search({ words: 'kite above a hill' }, never));
    assert.deepEqual(
      again.matches[0]?.files.map(({ path }) => path),
      ['copy.png', 'docs/kite.png'],
    );
  });

  it('makes an index of another length while the old one serves, and deletes all when told to', async () => {
    const { indexer, searcher } = world.window('three');
    world.wishes = { modelId: undefined, dimensions: 384 };
    const meanwhile = valueOf(await searcher.search({ words: 'sneaker' }, never));
    assert.equal(meanwhile.space?.dimensions, 1024);
    assert.deepEqual(meanwhile.notes, [{ kind: 'stillIndexing' }]);
    indexer.start();
    await indexer.settled();
    assert.equal(indexer.state.kind, 'idle');
    const then = valueOf(await searcher.search({ words: 'sneaker' }, never));
    assert.equal(then.space?.dimensions, 384);
    assert.equal(first(then), 'art/sneaker.png');
    valueOf(await indexer.withdraw());
    const gone = valueOf(await searcher.search({ words: 'sneaker' }, never));
    assert.deepEqual(gone.notes, [{ kind: 'noIndex' }]);
    assert.equal(indexer.state.kind, 'noConsent');
  });
});
