import assert from 'node:assert/strict';
import { err, ok } from '../../../../src/core/result';
import { spaceOf, type EmbeddingContext } from '../../../../src/core/search/embedding/context';
import { Embedder } from '../../../../src/core/search/embedding/embedder';
import { Indexer } from '../../../../src/core/search/indexing/indexer';
import type { IndexerPorts, IndexingState } from '../../../../src/core/search/indexing/ports';
import { KEEP_VANISHED_MS } from '../../../../src/core/search/indexing/run';
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
  type FakeIndex,
} from './fakes';

const FOLDER = 'file:///project';

/** One workspace on one computer; several windows may look at it. */
class World {
  readonly clock = new FakeClock();
  readonly tree = new FakeTree();
  readonly files = new FakeFiles(this.clock);
  readonly records = new FakeRecords();
  readonly leases = new FakeLeases();
  readonly indexes = new FakeIndexes();
  readonly model = new FakeModel();
  readonly ledger = new FakeLedger();
  readonly limiter = new FakeLimiter(this.clock);
  readonly pixels = new FakeShrinker();
  context: EmbeddingContext = titanContext();
  maxFileBytes = 1000;

  window(name = 'one', changes: Partial<IndexerPorts> = {}): Indexer {
    const { clock, tree, files, records, leases, indexes, model, ledger, limiter, pixels } = this;
    const embedder = new Embedder({
      invoker: model,
      ledger,
      limiter,
      clock,
      random: () => 0.5,
      proofs: () => undefined,
      log: silentLog,
    });
    return new Indexer({
      tree,
      files,
      records,
      lease: leases.of(name),
      indexes,
      pixels,
      embedder,
      ledger,
      clock,
      log: silentLog,
      folders: () => [
        { uri: FOLDER, rules: { exclude: [], useGitignore: true }, maxFileBytes: this.maxFileBytes },
      ],
      context: async () => ok(this.context),
      ...changes,
    });
  }

  get index(): FakeIndex {
    return this.indexes.at(spaceOf(this.context));
  }

  write(path: string, text: string): void {
    this.tree.write(path, new TextEncoder().encode(text));
  }
}

async function consented(world: World, window = world.window()): Promise<Indexer> {
  assert.ok(window.consent(world.context).ok);
  await window.settled();
  return window;
}

/** Resolves when what was told to `look` is done. */
async function looked(window: Indexer): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  await window.settled();
}

async function idOf(text: string): Promise<string> {
  return sha256Hex(new TextEncoder().encode(text));
}

describe('indexing a workspace', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });

  it('sends nothing before the user has consented', async () => {
    world.write('kite.png', 'kite');
    const window = world.window();
    assert.equal(window.state.kind, 'noConsent');
    window.start();
    window.look(FOLDER, ['kite.png']);
    await window.settled();
    const plan = await window.plan(new AbortController().signal);
    assert.ok(plan.ok);
    assert.equal(plan.value.images, 1);
    assert.equal(plan.value.usd, 0.00006);
    assert.equal(world.model.requests.length, 0);
    assert.equal(world.tree.reads.length, 0);
  });

  it('sends nothing to AWS on a word that was given offline, and asks again', async () => {
    world.write('kite.png', 'kite');
    world.context = titanContext({ provider: 'offline' });
    const window = await consented(world);
    const state = (): string => window.state.kind;
    assert.equal(state(), 'idle');
    const before = world.model.requests.length;
    world.write('lamp.png', 'lamp');
    world.context = titanContext();
    window.start();
    await window.settled();
    assert.equal(state(), 'noConsent');
    assert.equal(world.model.requests.length, before);
    world.context = titanContext({ provider: 'offline' });
    window.start();
    await window.settled();
    assert.equal(state(), 'idle');
    assert.equal(world.model.requests.length, before + 1);
  });

  it('goes on offline with a word that was given for AWS', async () => {
    world.write('kite.png', 'kite');
    const window = await consented(world);
    world.context = titanContext({ provider: 'offline' });
    window.start();
    await window.settled();
    assert.equal(window.state.kind, 'idle');
    assert.equal(world.index.stored.size, 1);
  });

  it('embeds each picture once, and says which files show it', async () => {
    world.write('kite.png', 'kite');
    world.write('docs/copy.png', 'kite');
    world.write('lamp.png', 'lamp');
    const window = await consented(world);
    assert.deepEqual(
      [...world.model.answered],
      [
        ['kite', 1],
        ['lamp', 1],
      ],
    );
    assert.equal(window.state.kind, 'idle');
    assert.equal(world.index.stored.size, 2);
    const rows = world.files.filesOf([await idOf('kite')]);
    assert.ok(rows.ok);
    assert.deepEqual(
      rows.value.get(await idOf('kite'))?.map(({ path, picture }) => [path, picture?.width]),
      [
        ['docs/copy.png', 80],
        ['kite.png', 80],
      ],
    );
  });

  it('reads nothing again that has not changed', async () => {
    world.write('kite.png', 'kite');
    const window = await consented(world);
    world.tree.reads.length = 0;
    window.start();
    await window.settled();
    const other = world.window();
    other.start();
    await other.settled();
    assert.deepEqual(world.tree.reads, []);
  });

  it('pays nothing for what was moved, copied, renamed or touched', async () => {
    world.write('a.png', 'kite');
    world.write('b.png', 'lamp');
    const window = await consented(world);
    world.tree.move('a.png', 'docs/c.png');
    world.write('d.png', 'lamp');
    world.tree.touch('b.png');
    window.start();
    await window.settled();
    assert.equal(world.model.requests.length, 2);
    assert.deepEqual([...world.files.all.values()].map(({ path }) => path).sort(), [
      'b.png',
      'd.png',
      'docs/c.png',
    ]);
    assert.equal(world.files.all.get(`${FOLDER} docs/c.png`)?.picture?.width, 80);
  });

  it('embeds new bytes under an old name, also where they are of the same length', async () => {
    world.write('a.png', 'kite');
    const window = await consented(world);
    world.write('a.png', 'lamp');
    window.look(FOLDER, ['a.png']);
    await looked(window);
    assert.deepEqual([...world.model.answered.keys()], ['kite', 'lamp']);
    assert.equal(world.files.all.get(`${FOLDER} a.png`)?.sha256, await idOf('lamp'));
  });

  it('keeps the vector of a picture that is gone for a while, and then forgets it', async () => {
    world.write('a.png', 'kite');
    world.write('b.png', 'lamp');
    const window = await consented(world);
    world.tree.files.delete('a.png');
    window.start();
    await window.settled();
    assert.equal(world.index.stored.size, 2);
    world.write('a.png', 'kite');
    window.start();
    await window.settled();
    assert.equal(world.model.requests.length, 2);
    world.tree.files.delete('a.png');
    window.start();
    await window.settled();
    world.clock.time += KEEP_VANISHED_MS + 1;
    window.start();
    await window.settled();
    assert.deepEqual([...world.index.stored.keys()], [await idOf('lamp')]);
  });

  it('counts by name what cannot be sent, before anybody has read it', async () => {
    world.write('kite.png', 'kite');
    world.write('old.bmp', 'BM');
    world.write('phone.HEIC', 'heic');
    const plan = await world.window().plan(new AbortController().signal);
    assert.ok(plan.ok);
    assert.equal(plan.value.images, 1);
    assert.equal(plan.value.usd, 0.00006);
    assert.equal(plan.value.problems, 2);
  });

  it('lists what cannot be read with the reason, and does not try it again until it changes', async () => {
    world.write('bad.png', 'broken');
    world.write('big.png', 'x'.repeat(2000));
    world.write('shut.png', 'kite');
    world.tree.refused.add('shut.png');
    const window = await consented(world);
    const problems = window.problems();
    assert.ok(problems.ok);
    assert.deepEqual(problems.value.map(({ path, problem }) => [path, problem?.kind]).sort(), [
      ['bad.png', 'notReadable'],
      ['big.png', 'tooLarge'],
      ['shut.png', 'notOpened'],
    ]);
    world.tree.reads.length = 0;
    window.start();
    await window.settled();
    assert.deepEqual(world.tree.reads, ['shut.png']);
    world.tree.refused.clear();
    world.maxFileBytes = 5000;
    world.write('bad.png', 'mended');
    window.start();
    await window.settled();
    const left = window.problems();
    assert.ok(left.ok);
    assert.deepEqual(left.value, []);
    assert.equal(world.index.stored.size, 3);
  });

  it('does not send again what the model refused, until another model looks at it', async () => {
    world.write('a.png', 'refused');
    world.model.fault = (content) =>
      content === 'refused' ? { kind: 'badRequest', reason: 'no' } : undefined;
    const window = await consented(world);
    window.start();
    await window.settled();
    assert.equal(world.model.requests.length, 1);
    world.context = titanContext({
      model: { ...world.context.model, model: { ...world.context.model.model, id: 'next' } },
    });
    world.model.fault = () => undefined;
    window.start();
    await window.settled();
    assert.equal(world.index.stored.size, 1);
  });

  it('looks again at a file that is being written, and never keeps half of it', async () => {
    world.write('a.png', 'half');
    let writes = 0;
    world.tree.onRead = (path) => {
      if (path === 'a.png' && writes++ === 0) world.write('a.png', 'whole');
    };
    await consented(world);
    assert.deepEqual([...world.model.answered.keys()], ['whole']);
    assert.deepEqual([...world.index.stored.keys()], [await idOf('whole')]);
  });

  it('counts what was spent, in few lines of the books, and holds nothing back', async () => {
    for (let number = 0; number < 250; number++) world.write(`p${number}.png`, `picture ${number}`);
    await consented(world);
    assert.equal(world.ledger.open.size, 0);
    assert.ok(world.ledger.settled.length <= 4, String(world.ledger.settled.length));
    assert.equal(world.ledger.spentUsd.toFixed(5), '0.01500');
    assert.ok(world.ledger.settled.every(({ booking }) => booking.task === 'searchIndex'));
  });

  it("stops at today's budget, says so, and goes on when it is raised", async () => {
    for (let number = 0; number < 50; number++) world.write(`p${number}.png`, `picture ${number}`);
    const budget = { perDayUsd: 0.00006 * 20, perCallRefuseUsd: null };
    world.context = titanContext({ budget });
    const window = await consented(world);
    const { state } = window;
    assert.ok(state.kind === 'stopped' && state.error.kind === 'budgetReached');
    assert.equal(state.done, 20);
    assert.equal(state.total, 50);
    assert.equal(world.index.stored.size, 20);
    assert.equal(world.ledger.open.size, 0);
    world.context = titanContext();
    window.look(FOLDER, ['p1.png']);
    await looked(window);
    assert.equal(window.state.kind, 'idle');
    assert.equal(world.model.requests.length, 50);
  });

  it('refuses a whole that is dearer than one decision may be', async () => {
    for (let number = 0; number < 50; number++) world.write(`p${number}.png`, `picture ${number}`);
    world.context = titanContext({ budget: { perDayUsd: null, perCallRefuseUsd: 0.001 } });
    const { state } = await consented(world);
    assert.ok(state.kind === 'stopped' && state.error.kind === 'callTooExpensive');
    assert.equal(world.model.requests.length, 0);
  });

  it('stops at what the user has to mend, and sends no more', async () => {
    for (let number = 0; number < 200; number++) world.write(`p${number}.png`, `picture ${number}`);
    world.model.fault = () => ({ kind: 'signInExpired', isSso: true });
    const { state } = await consented(world);
    assert.ok(state.kind === 'stopped' && state.error.kind === 'signInExpired');
    assert.ok(world.model.requests.length <= 16);
    assert.equal(world.ledger.spentUsd, 0);
    assert.equal(world.ledger.open.size, 0);
  });

  it('gives up after many losses in a row, and counts each as paid', async () => {
    for (let number = 0; number < 200; number++) world.write(`p${number}.png`, `picture ${number}`);
    world.model.fault = () => ({ kind: 'connectionLost', charge: 'unknown' });
    const { state } = await consented(world);
    assert.ok(state.kind === 'stopped' && state.error.kind === 'connectionLost');
    const sent = world.model.requests.length;
    assert.ok(sent < 60, String(sent));
    assert.equal(world.ledger.spentUsd.toFixed(6), (sent * 0.00006).toFixed(6));
  });

  it('pauses with what is under way written, stays paused after a reload, and goes on where it was', async () => {
    for (let number = 0; number < 300; number++) world.write(`p${number}.png`, `picture ${number}`);
    const window = world.window();
    let paused: Promise<unknown> | undefined;
    world.model.fault = (_content, number) => {
      if (number === 100) paused = window.pause();
      return undefined;
    };
    await consented(world, window);
    await paused;
    const { state } = window;
    assert.ok(state.kind === 'paused');
    assert.equal(state.total, 300);
    assert.equal(state.done, world.index.stored.size);
    assert.ok(state.done >= 100 && state.done < 130, String(state.done));
    assert.equal(world.model.requests.length, state.done);
    const reloaded = world.window();
    assert.equal(reloaded.state.kind, 'paused');
    reloaded.start();
    await reloaded.settled();
    assert.equal(world.model.requests.length, state.done);
    const seen: IndexingState[] = [];
    reloaded.onDidChange((each) => seen.push(each));
    assert.ok(reloaded.resume().ok);
    await reloaded.settled();
    assert.equal(world.model.requests.length, 300);
    const first = seen.find((each) => each.kind === 'indexing');
    assert.ok(first?.kind === 'indexing' && first.done > state.done && first.total === 300);
  });

  it('lets one window index while the other serves, and take over when it is gone', async () => {
    for (let number = 0; number < 60; number++) world.write(`p${number}.png`, `picture ${number}`);
    const [one, two] = [world.window('one'), world.window('two')];
    assert.ok(one.consent(world.context).ok);
    two.start();
    await Promise.all([one.settled(), two.settled()]);
    assert.equal(world.model.requests.length, 60);
    assert.ok([...world.model.answered.values()].every((times) => times === 1));
    assert.deepEqual([one.state.kind, two.state.kind].sort(), ['elsewhere', 'idle']);
    world.write('new.png', 'new');
    two.start();
    await two.settled();
    assert.equal(two.state.kind, 'idle');
    assert.equal(world.model.requests.length, 61);
  });

  it('deletes everything when the word is taken back, also while another window indexes', async () => {
    for (let number = 0; number < 200; number++) world.write(`p${number}.png`, `picture ${number}`);
    const one = world.window('one');
    // However long the other window takes under load, the time that is waited for it does not run out.
    const clock = { now: () => world.clock.now(), sleep: () => one.settled() };
    const two = world.window('two', { clock });
    let withdrawn: Promise<unknown> | undefined;
    world.model.fault = (_content, number) => {
      if (number === 50) withdrawn = two.withdraw();
      return undefined;
    };
    assert.ok(one.consent(world.context).ok);
    await one.settled();
    await withdrawn;
    assert.ok(world.model.requests.length < 90);
    assert.equal(world.indexes.all.size, 0);
    assert.equal(world.files.all.size, 0);
    assert.equal(world.records.record.consent, undefined);
    assert.equal(two.state.kind, 'noConsent');
  });

  it('makes the index of another length beside the old one, which goes when the new one is whole', async () => {
    for (let number = 0; number < 40; number++) world.write(`p${number}.png`, `picture ${number}`);
    const window = await consented(world);
    const old = spaceOf(world.context);
    assert.deepEqual(world.records.record.complete, [old]);
    world.context = titanContext({ dimensions: 384 });
    let pausing: Promise<unknown> | undefined;
    world.model.fault = (_content, number) => {
      if (number === 60) pausing = window.pause();
      return undefined;
    };
    window.start();
    await window.settled();
    await pausing;
    assert.equal(world.indexes.all.size, 2);
    assert.deepEqual(world.records.record.complete, [old]);
    assert.ok(window.resume().ok);
    await window.settled();
    assert.equal(world.indexes.all.size, 1);
    assert.deepEqual(world.records.record.complete, [spaceOf(world.context)]);
    assert.equal(world.model.requests.length, 80);
    assert.equal(world.index.stored.size, 40);
  });

  it('keeps offline vectors apart from real ones', async () => {
    world.write('a.png', 'kite');
    const window = await consented(world);
    world.context = titanContext({ provider: 'offline' });
    window.start();
    await window.settled();
    assert.equal(world.indexes.all.size, 2);
    assert.equal(world.ledger.spentUsd.toFixed(5), '0.00006');
  });

  it('looks only at what has changed, and forgets what is gone there', async () => {
    world.write('a/x.png', 'one');
    world.write('b/y.png', 'two');
    const window = await consented(world);
    world.tree.files.delete('a/x.png');
    world.tree.files.delete('b/y.png');
    world.write('a/z.png', 'three');
    world.tree.listed.length = 0;
    window.look(FOLDER, ['a/x.png', 'a/z.png']);
    await looked(window);
    assert.deepEqual([...world.files.all.values()].map(({ path }) => path).sort(), ['a/z.png', 'b/y.png']);
    assert.ok(!world.tree.listed.includes('b'));
  });

  it('says when the index cannot be written, with everything given back that was not spent', async () => {
    for (let number = 0; number < 100; number++) world.write(`p${number}.png`, `picture ${number}`);
    world.index.onAdd = () => err({ kind: 'diskFull', folder: 'index' });
    const { state } = await consented(world);
    assert.ok(state.kind === 'stopped' && state.error.kind === 'diskFull');
    assert.equal(world.ledger.open.size, 0);
    assert.equal(world.files.all.size, 0);
  });
});

describe('ten thousand pictures through a model that often refuses', () => {
  it('embeds each content exactly once, within the request limit and bounded work', async () => {
    const world = new World();
    const COUNT = 10_000;
    const COPIES = 500;
    for (let number = 0; number < COUNT; number++) {
      world.write(`d${number % 97}/p${number}.png`, `picture ${number % (COUNT - COPIES)}`);
    }
    world.model.fault = (_content, number) => {
      if (number % 13 === 0) return { kind: 'throttled', modelId: 'titan', attempts: 1 };
      if (number % 29 === 0) return { kind: 'serviceFailed', status: 503, attempts: 1 };
      return undefined;
    };
    const window = await consented(world);
    assert.equal(window.state.kind, 'idle');
    assert.equal(world.model.answered.size, COUNT - COPIES);
    assert.ok([...world.model.answered.values()].every((times) => times === 1));
    assert.ok([...world.index.adds.values()].every((times) => times === 1));
    assert.equal(world.files.all.size, COUNT);
    assert.equal(world.ledger.open.size, 0);
    assert.equal(world.ledger.spentUsd.toFixed(5), ((COUNT - COPIES) * 0.00006).toFixed(5));
    assert.ok(world.model.mostAtOnce <= 16);
    assert.ok(world.pixels.mostAtOnce <= 2);
    const { sent } = world.limiter;
    // Any request and the one that comes a quota later are a minute apart.
    for (const [number, at] of sent.entries()) {
      const later = sent[number + 2000];
      assert.ok(later === undefined || later - at >= 60_000, String(number));
    }
  });

  it('goes on after a kill at any write, and pays again for no more than a batch and what was under way', async () => {
    const COUNT = 400;
    for (const killAt of [1, 2, 3, 4, 6]) {
      const world = new World();
      for (let number = 0; number < COUNT; number++) world.write(`p${number}.png`, `picture ${number}`);
      const killed = new Error('killed');
      let writes = 0;
      const step = (): void => {
        if (++writes === killAt) throw killed;
      };
      world.files.onPut = step;
      world.index.onAdd = () => {
        step();
        return ok();
      };
      const first = await consented(world);
      assert.equal(first.state.kind, 'stopped');
      world.files.onPut = () => undefined;
      world.index.onAdd = () => ok();
      world.leases.owner = undefined;
      const second = world.window('two');
      second.start();
      await second.settled();
      assert.equal(second.state.kind, 'idle', `kill at write ${killAt}`);
      assert.equal(world.index.stored.size, COUNT);
      assert.equal(world.files.all.size, COUNT);
      const twice = [...world.model.answered.values()].filter((times) => times > 1).length;
      assert.ok(twice <= 64 + 16, `${twice} after a kill at write ${killAt}`);
    }
  });
});
