import assert from 'node:assert/strict';
import { err, ok, type Result } from '../../../../src/core/result';
import { spaceOf, type EmbeddingContext } from '../../../../src/core/search/embedding/context';
import { Embedder } from '../../../../src/core/search/embedding/embedder';
import type { QueryTranslator } from '../../../../src/core/search/finding/language';
import type { SearchAnswer, SearchRequest } from '../../../../src/core/search/finding/ports';
import { probeTexts } from '../../../../src/core/search/finding/probes';
import { Searcher } from '../../../../src/core/search/finding/searcher';
import { Suggester } from '../../../../src/core/search/finding/suggester';
import { sha256Hex } from '../../../../src/core/sha256';
import {
  FakeClock,
  FakeFiles,
  FakeIndexes,
  FakeLedger,
  FakeLimiter,
  FakeModel,
  FakeRecords,
  FakeShrinker,
  hashed,
  silentLog,
  titanContext,
} from './fakes';

const FOLDER = 'file:///project';
const never = new AbortController().signal;

/**
 * Words and pictures as a model lays them out: what is said of a subject lies near its pictures, all words lie in one
 * direction and all pictures in another, and each has something of its own.
 */
function meaning(content: string, dimensions: number, kind: 'text' | 'picture'): readonly number[] {
  const subjects = content.match(/[a-z]+/g) ?? [];
  const own = hashed(`${kind} ${content}`, dimensions);
  const side = hashed(kind, dimensions);
  const all = hashed('everything', dimensions);
  const meant = subjects.map((subject) => hashed(subject, dimensions));
  return own.map(
    (value, at) =>
      0.5 * value +
      0.8 * (side[at] ?? 0) +
      0.4 * (all[at] ?? 0) +
      meant.reduce((sum, each) => sum + (each[at] ?? 0), 0) / Math.max(1, Math.sqrt(meant.length)),
  );
}

class World {
  readonly clock = new FakeClock();
  readonly files = new FakeFiles(this.clock);
  readonly records = new FakeRecords();
  readonly indexes = new FakeIndexes();
  readonly model = new FakeModel();
  readonly ledger = new FakeLedger();
  readonly probes = new Map<string, readonly Float32Array[]>();
  context: EmbeddingContext = titanContext();
  translator: QueryTranslator | undefined;

  constructor() {
    this.records.record = {
      complete: [spaceOf(this.context)],
      consent: { at: 0, modelId: 'titan', region: 'us-east-1', provider: 'bedrock' },
    };
    this.model.vectorOf = (content, dimensions) => meaning(content, dimensions, 'text');
  }

  searcher(): Searcher {
    const { clock, files, records, indexes, model, ledger } = this;
    const embedder = new Embedder({
      invoker: model,
      ledger,
      limiter: new FakeLimiter(clock),
      clock,
      random: () => 0.5,
      proofs: () => undefined,
      log: silentLog,
    });
    return new Searcher({
      embedder,
      ledger,
      files,
      records,
      indexes,
      pixels: new FakeShrinker(),
      probes: {
        read: (space) => this.probes.get(JSON.stringify(space)),
        write: (space, _set, vectors) => {
          this.probes.set(JSON.stringify(space), vectors);
          return ok();
        },
      },
      context: async (_signal, space) =>
        ok(space ? { ...this.context, dimensions: space.dimensions } : this.context),
      translator: () => this.translator,
      clock,
      log: silentLog,
    });
  }

  /** A picture of some subjects; the number makes it unlike others of the same. */
  async add(path: string, content: string, context = this.context): Promise<string> {
    const sha256 = await sha256Hex(new TextEncoder().encode(content));
    const vector = Float32Array.from(meaning(content, context.dimensions, 'picture'));
    await this.indexes.at(spaceOf(context)).add([{ id: sha256, vector }]);
    this.files.put([{ folder: FOLDER, path, bytes: 1, timeMs: 1, sha256 }]);
    return sha256;
  }

  /** Some hundred pictures of many subjects, and a few of sneakers. */
  async fill(): Promise<void> {
    for (let number = 0; number < 300; number++) {
      const letter = String.fromCharCode(97 + (number % 26), 97 + (Math.floor(number / 26) % 26));
      await this.add(`other/${number}.png`, `${letter}${letter} subject${letter} ${number}`);
    }
    for (const number of [1, 2, 3]) await this.add(`shoes/suede${number}.png`, `suede sneaker ${number}`);
    for (const number of [1, 2, 3]) await this.add(`shoes/leather${number}.png`, `leather sneaker ${number}`);
  }
}

async function search(
  searcher: Searcher,
  request: Partial<SearchRequest>,
  signal = never,
): Promise<SearchAnswer> {
  const answer = await searcher.search({ words: '', ...request }, signal);
  assert.ok(answer.ok, JSON.stringify(answer));
  return answer.value;
}

function paths({ matches }: SearchAnswer, count: number): readonly string[] {
  return matches.slice(0, count).map(({ files }) => files[0]?.path ?? '');
}

function isShoe(path: string): boolean {
  return path.startsWith('shoes/');
}

describe('searching', () => {
  let world: World;
  before(async () => {
    world = new World();
    await world.fill();
  });
  beforeEach(() => {
    world.translator = undefined;
    world.context = titanContext();
    world.model.requests.length = 0;
    world.model.fault = () => undefined;
  });

  it('finds what the words mean, best first, and says how close it is', async () => {
    const answer = await search(world.searcher(), { words: 'suede sneaker' });
    assert.deepEqual(paths(answer, 3).toSorted(), [
      'shoes/suede1.png',
      'shoes/suede2.png',
      'shoes/suede3.png',
    ]);
    assert.equal(answer.best, 'veryClose');
    const veryClose = answer.matches.filter(({ closeness }) => closeness === 'veryClose');
    assert.ok(veryClose.length >= 3 && paths({ ...answer, matches: veryClose }, 9).every(isShoe));
    assert.equal(answer.matches.at(-1)?.closeness, 'none');
    assert.deepEqual(answer.notes, []);
  });

  it('says that nothing is close where nothing is', async () => {
    for (const words of ['steam locomotive', 'quantum computer', 'violin concert', 'tax form']) {
      const { best } = await search(world.searcher(), { words });
      assert.ok(best === 'loose' || best === 'none', `${words}: ${best}`);
    }
  });

  it('moves away from what has a minus before it', async () => {
    const { matches } = await search(world.searcher(), { words: 'sneaker -leather' });
    const places = matches.map(({ files }) => files[0]?.path ?? '');
    const last = Math.max(...[1, 2, 3].map((number) => places.indexOf(`shoes/suede${number}.png`)));
    const first = Math.min(
      ...[1, 2, 3].map((number) => places.indexOf(`shoes/leather${number}.png`)).filter((at) => at >= 0),
    );
    assert.equal(last, 2);
    assert.ok(first > 2);
  });

  it('finds more like a picture that is indexed, without it, and spends nothing', async () => {
    const sha256 = await sha256Hex(new TextEncoder().encode('suede sneaker 1'));
    const answer = await search(world.searcher(), { pictures: [{ kind: 'indexed', sha256 }] });
    assert.deepEqual(paths(answer, 2).toSorted(), ['shoes/suede2.png', 'shoes/suede3.png']);
    assert.notEqual(answer.best, 'none');
    assert.equal(answer.matches.at(-1)?.closeness, 'none');
    assert.equal(world.model.requests.length, 0);
    assert.equal(answer.usd, 0);
  });

  it('looks with a picture from elsewhere, and with words beside it', async () => {
    const bytes = new TextEncoder().encode('sneaker 77');
    world.model.vectorOf = (content, dimensions) =>
      meaning(content, dimensions, content.includes('77') ? 'picture' : 'text');
    const searcher = world.searcher();
    const alone = await search(searcher, { pictures: [{ kind: 'bytes', bytes, name: 'clipboard' }] });
    assert.ok(paths(alone, 6).every(isShoe));
    const both = await search(searcher, {
      words: 'leather',
      pictures: [{ kind: 'bytes', bytes, name: 'clipboard' }],
    });
    assert.ok(paths(both, 3).every((path) => path.startsWith('shoes/leather')));
    assert.equal(world.model.requests.filter(({ body }) => 'inputImage' in body).length, 1);
    world.model.vectorOf = (content, dimensions) => meaning(content, dimensions, 'text');
  });

  it('pays once for the same words, and learns the background of a model once', async () => {
    world.probes.clear();
    const searcher = world.searcher();
    const spentBefore = world.ledger.spentUsd;
    const first = await search(searcher, { words: 'kite' });
    const again = await search(searcher, { words: 'kite' });
    assert.ok(first.usd > 0);
    assert.equal(again.usd, 0);
    assert.equal(world.model.requests.length, 1 + probeTexts.length);
    await search(world.searcher(), { words: 'lamp' });
    assert.equal(world.model.requests.length, 2 + probeTexts.length);
    assert.ok(world.ledger.spentUsd > spentBefore);
    assert.equal(world.ledger.open.size, 0);
  });

  it('keeps what was sent although whoever asked has turned away', async () => {
    const searcher = world.searcher();
    const turnedAway = new AbortController();
    world.model.fault = () => {
      turnedAway.abort();
      return undefined;
    };
    const answer = await searcher.search({ words: 'paper boat' }, turnedAway.signal);
    assert.ok(!answer.ok && answer.error.kind === 'cancelled');
    await new Promise((resolve) => setImmediate(resolve));
    const sent = world.model.requests.length;
    const later = await search(searcher, { words: 'paper boat' });
    assert.equal(later.usd, 0);
    const words = world.model.requests.slice(sent).map(({ body }) => body['inputText']);
    assert.ok(!words.includes('paper boat'));
  });

  it('finds only what is allowed, and no picture whose files are gone', async () => {
    const suede2 = await sha256Hex(new TextEncoder().encode('suede sneaker 2'));
    const allowed = new Set([suede2]);
    const only = await search(world.searcher(), { words: 'sneaker', allowed });
    assert.deepEqual(paths(only, 9), ['shoes/suede2.png']);
    const crowd = new World();
    for (let number = 0; number < 80; number++) {
      await crowd.add(`gone/${number}.png`, `sneaker ${number}`);
    }
    crowd.files.remove([...crowd.files.all.values()]);
    await crowd.add('here.png', 'lamp 1');
    const answer = await search(crowd.searcher(), { words: 'sneaker', count: 5 });
    assert.deepEqual(paths(answer, 9), ['here.png']);
  });

  it('puts near duplicates behind the best of them', async () => {
    const own = new World();
    await own.fill();
    const space = spaceOf(own.context);
    const vector = Float32Array.from(meaning('suede sneaker 1', own.context.dimensions, 'picture'));
    const slightly = vector.map((value, at) => value + 0.02 * Math.sin(at));
    await own.indexes.at(space).add([{ id: 'twin', vector: slightly }]);
    own.files.put([{ folder: FOLDER, path: 'twin.png', bytes: 1, timeMs: 1, sha256: 'twin' }]);
    const folded = await search(own.searcher(), { words: 'suede sneaker' });
    const pair = folded.matches.find((match) => match.folded.length > 0);
    assert.equal(pair?.folded.length, 1);
    assert.ok([pair.sha256, pair.folded[0]?.sha256].includes('twin'));
    const flat = await search(own.searcher(), { words: 'suede sneaker', fold: false });
    assert.ok(flat.matches.every((match) => match.folded.length === 0));
  });

  it('shortens words to what the model takes, with a word about it', async () => {
    const { notes } = await search(world.searcher(), { words: 'sneaker '.repeat(400) });
    const note = notes.find(({ kind }) => kind === 'shortened');
    assert.ok(note?.kind === 'shortened' && note.text.length < 8 * 400);
  });

  it('translates for a model that knows English only, says so, and asks once', async () => {
    let asked = 0;
    world.translator = {
      toEnglish: async () => {
        asked++;
        return ok({ text: 'suede sneaker', language: 'de' });
      },
    };
    const searcher = world.searcher();
    const answer = await search(searcher, { words: 'Turnschuh aus Wildleder für Läufer' });
    await search(searcher, { words: 'Turnschuh aus Wildleder für Läufer' });
    assert.ok(paths(answer, 3).every((path) => path.startsWith('shoes/suede')));
    assert.deepEqual(answer.notes, [{ kind: 'translated', text: 'suede sneaker', language: 'de' }]);
    assert.equal(asked, 1);
    await search(searcher, { words: 'suede sneaker on the grass' });
    assert.equal(asked, 1);
  });

  it('looks for the words as they are where nobody translates, and says so', async () => {
    const { notes } = await search(world.searcher(), { words: 'Läufer' });
    assert.deepEqual(notes, [{ kind: 'notTranslated' }]);
    world.translator = { toEnglish: async () => err({ kind: 'throttled', modelId: 'x', attempts: 1 }) };
    const refused = await search(world.searcher(), { words: 'Läufer' });
    assert.deepEqual(refused.notes, [{ kind: 'notTranslated' }]);
  });

  it('answers from the old index until the new one is whole', async () => {
    world.context = titanContext({ dimensions: 384 });
    const answer = await search(world.searcher(), { words: 'suede sneaker' });
    assert.equal(answer.space?.dimensions, 256);
    assert.deepEqual(answer.notes, [{ kind: 'stillIndexing' }]);
    assert.ok(paths(answer, 3).every((path) => path.startsWith('shoes/suede')));
  });

  it('says that there is no index, and spends nothing, without the consent too', async () => {
    const empty = new World();
    const answer = await search(empty.searcher(), { words: 'kite' });
    assert.deepEqual(answer.notes, [{ kind: 'noIndex' }]);
    await empty.add('a.png', 'kite');
    empty.records.record = { complete: empty.records.record.complete };
    const withoutWord = await search(empty.searcher(), { words: 'kite' });
    assert.deepEqual(withoutWord.notes, [{ kind: 'noIndex' }]);
    assert.equal(empty.model.requests.length, 0);
  });
});

describe('suggesting pictures before generating', () => {
  it('waits until the typing pauses, names close pictures only, and asks once for the same prompt', async () => {
    const world = new World();
    await world.fill();
    const searcher = world.searcher();
    const asked: SearchRequest[] = [];
    const watched = {
      search: (request: SearchRequest, signal: AbortSignal): Promise<Result<SearchAnswer>> => {
        asked.push(request);
        return searcher.search(request, signal);
      },
    };
    const suggester = new Suggester(watched, world.clock, () => world.files.version());
    const typing = new AbortController();
    const given = suggester.suggest('suede snea', typing.signal);
    typing.abort();
    const none = await given;
    assert.ok(none.ok);
    assert.deepEqual(none.value, []);
    assert.equal(asked.length, 0);
    const close = await suggester.suggest('suede  sneaker', never);
    assert.ok(close.ok);
    assert.equal(close.value.length, 3);
    await suggester.suggest('suede sneaker', never);
    assert.deepEqual(
      asked.map(({ words, task }) => [words, task]),
      [['suede sneaker', 'suggest']],
    );
    const nothing = await suggester.suggest('steam locomotive', never);
    assert.ok(nothing.ok);
    assert.deepEqual(nothing.value, []);
    await suggester.suggest('kite', never);
    assert.equal(asked.length, 2);
  });
});
