import assert from 'node:assert/strict';
import { DisposableStore } from '../../../../src/core/disposable';
import { ok } from '../../../../src/core/result';
import { spaceOf } from '../../../../src/core/search/embedding/context';
import { Embedder } from '../../../../src/core/search/embedding/embedder';
import { Searcher } from '../../../../src/core/search/finding/searcher';
import { Suggester } from '../../../../src/core/search/finding/suggester';
import { Indexer } from '../../../../src/core/search/indexing/indexer';
import { LateIndexing } from '../../../../src/core/search/lateIndexing';
import { checkSearch } from '../../../../src/core/search/check';
import type { RecoveredIndex } from '../../../../src/core/search/workspace/watchedIndexes';
import { SearchOfWorkspace } from '../../../../src/core/search/workspace/searchOfWorkspace';
import { sha256Hex } from '../../../../src/core/sha256';
import { FakeTree } from './fakeTree';
import {
  FakeClock,
  FakeFiles,
  FakeIndexes,
  FakeLeases,
  FakeLedger,
  FakeLimiter,
  FakeModel,
  FakeRecords,
  FakeShrinker,
  silentLog,
  titanContext,
} from './fakes';

const FOLDER = 'file:///project';
const never = new AbortController().signal;

/** What one window has, with everything outside of core in memory. */
class World {
  readonly clock = new FakeClock();
  readonly tree = new FakeTree();
  readonly files = new FakeFiles(this.clock);
  readonly model = new FakeModel();
  readonly owned = new DisposableStore();
  isSuggesting = true;
  recovered: RecoveredIndex | undefined;
  readonly indexer: Indexer;
  readonly search: SearchOfWorkspace;
  readonly indexes = new FakeIndexes();

  constructor() {
    const { clock, tree, files, model, indexes } = this;
    const ledger = new FakeLedger();
    const records = new FakeRecords();
    const embedder = new Embedder({
      invoker: model,
      ledger,
      limiter: new FakeLimiter(clock),
      clock,
      random: () => 0.5,
      proofs: () => undefined,
      log: silentLog,
    });
    const shared = {
      files,
      records,
      indexes,
      pixels: new FakeShrinker(),
      embedder,
      ledger,
      clock,
      log: silentLog,
      context: async () => ok(titanContext()),
    };
    this.indexer = new Indexer({
      ...shared,
      tree,
      lease: new FakeLeases().of('one'),
      folders: () => [{ uri: FOLDER, rules: { exclude: [], useGitignore: true }, maxFileBytes: 1000 }],
    });
    const probes = { read: () => undefined, write: () => ok() };
    const searcher = new Searcher({ ...shared, probes, translator: () => undefined });
    this.search = new SearchOfWorkspace(
      {
        indexer: this.indexer,
        searcher,
        suggester: new Suggester(searcher, clock, () => files.version()),
        files,
        records,
        indexes,
        models: { currentEmbedding: async () => ok({ provider: 'bedrock', region: 'r', models: [] }) },
        folders: () => [FOLDER],
        isSuggesting: () => this.isSuggesting,
        recovered: () => this.recovered,
      },
      this.owned,
    );
  }

  async indexed(...paths: readonly string[]): Promise<void> {
    for (const path of paths) this.tree.write(path, new TextEncoder().encode(`bytes of ${path}`));
    const plan = await this.search.plan(never);
    assert.ok(plan.ok);
    assert.ok(this.search.consent(plan.value).ok);
    await this.indexer.settled();
  }
}

function idOf(path: string): Promise<string> {
  return sha256Hex(new TextEncoder().encode(`bytes of ${path}`));
}

describe('search in one workspace', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });

  it('finds nothing, compares nothing and sends nothing before the user has agreed', async () => {
    world.tree.write('kite.png', new TextEncoder().encode('kite'));
    const answer = await world.search.search({ words: 'kite' }, never);
    assert.deepEqual(answer.ok && answer.value.notes, [{ kind: 'noIndex' }]);
    assert.deepEqual(await world.search.duplicates(never), ok([]));
    assert.deepEqual(await world.search.sort([], [], never), ok([]));
    assert.deepEqual(await world.search.suggest('a red kite over a hill', never), ok([]));
    assert.equal(world.model.requests.length, 0);
  });

  it('tells of each state, and the status bar how far it is', async () => {
    const feed = new LateIndexing();
    const shares: (number | undefined)[] = [];
    feed.attach(world.search);
    feed.onDidChange(() => shares.push(feed.progress()?.total));
    await world.indexed('kite.png', 'lamp.png');
    assert.equal(world.search.state.kind, 'idle');
    assert.ok(shares.includes(2));
    assert.equal(feed.progress(), undefined);
    feed.dispose();
  });

  it('knows the files and what is in them', async () => {
    await world.indexed('kite.png', 'docs/lamp.png');
    const files = await world.search.files(never);
    assert.ok(files.ok);
    assert.deepEqual(files.value.map(({ path }) => path).sort(), ['docs/lamp.png', 'kite.png']);
    const counts = world.search.counts();
    assert.equal(counts.ok && counts.value.pictures, 2);
  });

  it('does not look for similar pictures while the user has switched that off', async () => {
    await world.indexed('kite.png');
    const before = world.model.requests.length;
    world.isSuggesting = false;
    assert.deepEqual(await world.search.suggest('a red kite over a hill', never), ok([]));
    assert.equal(world.model.requests.length, before);
  });

  it('sorts files by examples, and passes over what is not in the index', async () => {
    await world.indexed('birds/a.png', 'boats/b.png', 'new.png');
    const index = world.indexes.at(spaceOf(titanContext()));
    const one = new Float32Array(1024).fill(0);
    const other = new Float32Array(1024).fill(0);
    one[0] = 1;
    other[1] = 1;
    const near = Float32Array.from(one);
    near[1] = 0.1;
    await index.add([
      { id: await idOf('birds/a.png'), vector: one },
      { id: await idOf('boats/b.png'), vector: other },
      { id: await idOf('new.png'), vector: near },
    ]);
    const files = await world.search.files(never);
    assert.ok(files.ok);
    const stranger = { folder: FOLDER, path: 'old.png', bytes: 1, timeMs: 1, sha256: 'nobody knows' };
    const sorted = await world.search.sort(
      [
        { name: 'birds', examples: [await idOf('birds/a.png')] },
        { name: 'boats', examples: [await idOf('boats/b.png')] },
      ],
      [...files.value, stranger],
      never,
    );
    assert.ok(sorted.ok);
    assert.deepEqual(Object.fromEntries(sorted.value.map(({ file, group }) => [file.path, group])), {
      'birds/a.png': 'birds',
      'boats/b.png': 'boats',
      'new.png': 'birds',
    });
  });

  it('keeps folders that were taken in earlier when others are, and leaves to the rules what is taken back', async () => {
    const planned = async (): Promise<readonly string[]> => {
      const plan = await world.search.plan(never);
      assert.ok(plan.ok);
      return [`${plan.value.images} images`, ...plan.value.leftOut.map(({ path }) => path)];
    };
    for (const path of ['art/kite.png', 'dist/img/a.png', 'dist/b.png', 'build/c.png']) {
      world.tree.write(path, new TextEncoder().encode(path));
    }
    assert.deepEqual(await planned(), ['1 images', 'dist', 'build']);
    assert.ok(world.search.include(FOLDER, ['dist/img']).ok);
    assert.ok(world.search.include(FOLDER, ['build']).ok);
    assert.deepEqual(await planned(), ['3 images']);
    assert.deepEqual(world.search.included(), ok({ [FOLDER]: ['dist/img', 'build'] }));
    assert.deepEqual(world.search.leaveToRules(FOLDER, ['dist', 'art']), ok([]));
    assert.deepEqual(await planned(), ['2 images', 'dist']);
    assert.deepEqual(world.search.leaveToRules(FOLDER, ['build']), ok(['build']));
    assert.deepEqual(await planned(), ['1 images', 'dist', 'build']);
    assert.deepEqual(world.search.leaveToRules(FOLDER, ['build']), ok([]));
  });

  it('tells those who check it how many images are found, and what was lost', async () => {
    assert.deepEqual(await checkSearch(world.search, never), { kind: 'notIndexed' });
    await world.indexed('kite.png', 'lamp.png');
    const indexed = { kind: 'indexed', images: 2, left: 0, isPaused: false } as const;
    assert.deepEqual(await checkSearch(world.search, never), indexed);
    await world.search.pause();
    world.tree.write('boat.png', new TextEncoder().encode('a boat'));
    assert.deepEqual(await checkSearch(world.search, never), { ...indexed, left: 1, isPaused: true });
    world.recovered = { kept: 1, of: 2 };
    assert.deepEqual(await checkSearch(world.search, never), {
      ...indexed,
      left: 1,
      isPaused: true,
      recovered: { kept: 1, of: 2 },
    });
    const sent = world.model.requests.length;
    await checkSearch(world.search, never);
    assert.equal(world.model.requests.length, sent);
  });

  it('tells when another window has indexed', async () => {
    await world.indexed('kite.png');
    let told = 0;
    world.search.onDidChange(() => told++);
    world.search.checkOthers();
    assert.equal(told, 0);
    world.files.put([{ folder: FOLDER, path: 'x.png', bytes: 1, timeMs: 1, sha256: 'x' }]);
    world.search.checkOthers();
    world.search.checkOthers();
    assert.equal(told, 1);
  });

  it('ends what it owns', () => {
    let isEnded = false;
    world.owned.add({ dispose: () => (isEnded = true) });
    world.search.dispose();
    assert.ok(isEnded);
    world.search.start();
    assert.equal(world.model.requests.length, 0);
  });
});
