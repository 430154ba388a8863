import assert from 'node:assert/strict';
import { UsageScan } from '../../../../src/core/gallery/usageScan';
import type { GalleryImage } from '../../../../src/core/gallery/image';
import { err, ok } from '../../../../src/core/result';
import { SearchSide } from '../../../../src/features/gallery/searchSide';
import { ShownImages } from '../../../../src/features/gallery/shown';
import type { LookedWith } from '../../../../src/features/gallery/state';
import type { ActionHandlers } from '../../../../src/platform/messages';
import type { MessageInPlace } from '../../../../src/platform/reporter';
import type { GallerySnapshot } from '../../../../src/protocol/gallery';
import { FakeFiles, fileAt, imageAt } from '../../core/gallery/samples';
import { english } from '../../platform/english';
import { answerOf, FakeSearch, matchAt, rowAt, samplePlan, settled } from './fakeSearch';

const photo: GalleryImage = {
  key: fileAt('docs/photo.jpg').uri,
  files: [fileAt('docs/photo.jpg')],
  timeMs: 5000,
};
const kite = imageAt('kite.png', { madeAt: 3000 });
const lamp = imageAt('lamp.png', { madeAt: 2000, prompt: 'A brass lamp' });

const shoe: LookedWith = {
  id: 'picture:shoe',
  name: 'shoe.png',
  sha256: 'shoe',
  picture: { kind: 'bytes', bytes: new Uint8Array([1]), name: 'shoe.png' },
  thumbnail: '/thumbnails/shoe.webp',
};

class Memory {
  readonly values = new Map<string, unknown>();

  get(key: string): unknown {
    return this.values.get(key);
  }

  async update(key: string, value: unknown): Promise<void> {
    this.values.set(key, value);
  }
}

interface Opened {
  readonly search: FakeSearch;
  readonly shown: ShownImages;
  readonly side: SearchSide;
  readonly memory: Memory;
  readonly failures: string[];
  readonly snapshot: () => GallerySnapshot;
}

function open(
  options: { search?: FakeSearch; memory?: Memory; all?: readonly GalleryImage[]; price?: number } = {},
): Opened {
  const search = options.search ?? new FakeSearch();
  const memory = options.memory ?? new Memory();
  const failures: string[] = [];
  const side = new SearchSide({
    search,
    memory,
    reporter: {
      textOf: ({ kind }) => `The words for ${kind}.`,
      inPlace: ({ kind }, handlers?: ActionHandlers): MessageInPlace => {
        failures.push(kind);
        return {
          severity: 'error',
          text: `The words for ${kind}.`,
          buttons: [{ label: 'Retry', run: () => handlers?.retry?.() }],
        };
      },
    },
    words: english,
    generatePrice: () => Promise.resolve('price' in options ? options.price : 0.04),
  });
  const files = new FakeFiles();
  const shown = new ShownImages(
    { made: [kite, lamp], all: options.all ?? [kite, lamp, photo], isLoading: false },
    new UsageScan({ files, folders: () => [], documentPaths: () => Promise.resolve([]) }),
    english,
    () => 6000,
  );
  shown.snapshot();
  shown.attach(side);
  return {
    search,
    shown,
    side,
    memory,
    failures,
    snapshot: () => shown.snapshot((path) => `url:${path}`),
  };
}

function groupsOf({ groups }: GallerySnapshot): unknown {
  return groups.map(({ heading, cells }) => [heading, cells.map(({ name }) => name)]);
}

function noticeIds({ notices }: GallerySnapshot): readonly string[] {
  return notices.map(({ id }) => id);
}

describe('searching by meaning in the Gallery', () => {
  it('says how the box searches', () => {
    const { shown, search, snapshot } = open();
    assert.equal(snapshot().queryHint, 'Search by words or image');
    shown.change({ scope: 'waiting' });
    assert.equal(snapshot().queryHint, 'Search names, paths and prompts');
    shown.change({ scope: 'made' });
    search.become({ kind: 'noConsent' });
    assert.equal(snapshot().queryHint, 'Search names, paths and prompts');
  });

  it('has groups by closeness from all images, also those not made here', async () => {
    const { shown, search, snapshot } = open();
    shown.change({ query: ' red kite ' });
    assert.deepEqual(search.last.request, { words: 'red kite', pictures: [], count: 300 });
    await search.last.answer(
      ok(
        answerOf([
          matchAt('kite.png', 'veryClose'),
          matchAt('docs/photo.jpg', 'close'),
          matchAt('new/one.png', 'close'),
          matchAt('lamp.png', 'loose'),
        ]),
      ),
    );
    const after = snapshot();
    assert.deepEqual(groupsOf(after), [
      ['very close', ['kite.png']],
      ['close', ['photo.jpg', 'one.png']],
    ]);
    assert.equal(after.scope, 'all');
    assert.equal(after.status, '3 images');
    assert.equal(after.empty, undefined);
  });

  it('keeps what is shown until the answer comes, and begins at the top only then', async () => {
    const { shown, search, snapshot } = open();
    const before = snapshot();
    shown.change({ query: 'kite' });
    const meanwhile = snapshot();
    assert.deepEqual(groupsOf(meanwhile), groupsOf(before));
    assert.equal(meanwhile.question, before.question);
    assert.equal(meanwhile.query, 'kite');
    assert.equal(meanwhile.isSearching, true);
    await search.last.answer(ok(answerOf([matchAt('kite.png', 'close')])));
    const answered = snapshot();
    assert.notEqual(answered.question, before.question);
    shown.change({ query: 'lamp' });
    assert.deepEqual(groupsOf(snapshot()), [['close', ['kite.png']]]);
    assert.equal(snapshot().question, answered.question);
  });

  it('turns away from the question before, and asks equal ones once', async () => {
    const { shown, search, snapshot } = open();
    shown.change({ query: 'kite' });
    const first = search.last;
    shown.change({ query: 'kite ' });
    assert.equal(search.asked.length, 1);
    shown.change({ query: 'lamp' });
    assert.equal(first.signal.aborted, true);
    assert.equal(search.last.signal.aborted, false);
    await first.answer(ok(answerOf([matchAt('kite.png', 'close')])));
    assert.equal(snapshot().isSearching, true);
    await search.last.answer(ok(answerOf([matchAt('lamp.png', 'close')])));
    assert.deepEqual(groupsOf(snapshot()), [['close', ['lamp.png']]]);
    shown.change({ query: '' });
    assert.equal(search.asked.length, 2);
  });

  it('is as it was after the question, but for what was arranged meanwhile', async () => {
    const { shown, search } = open();
    shown.change({ query: 'kite' });
    assert.deepEqual([shown.state.scope, shown.state.sort], ['all', 'closest']);
    await search.last.answer(ok(answerOf([])));
    shown.change({ query: '' });
    assert.deepEqual([shown.state.scope, shown.state.sort], ['made', 'newest']);
    shown.change({ query: 'kite' });
    shown.change({ sort: 'score' });
    shown.change({ query: '' });
    assert.deepEqual([shown.state.scope, shown.state.sort], ['made', 'score']);
  });

  it('looks within what scope and filters leave, by contents', async () => {
    const { shown, search } = open();
    search.rows = [rowAt('kite.png', { sha256: 'kite' }), rowAt('docs/photo.jpg', { sha256: 'photo' })];
    shown.change({ query: 'kite' });
    shown.change({ filters: [{ kind: 'type', value: 'jpeg' }] });
    await settled();
    assert.deepEqual([...(search.last.request.allowed ?? [])], ['photo']);
    const { allowed } = search.last.request;
    shown.change({ query: 'lamp' });
    await settled();
    assert.equal(search.last.request.allowed, allowed);
    shown.change({ filters: [], scope: 'made' });
    await settled();
    assert.deepEqual([...(search.last.request.allowed ?? [])].toSorted(), ['kite', 'kite.png', 'lamp.png']);
  });

  it('folds nearly equal images behind one', async () => {
    const { shown, search, snapshot } = open();
    shown.change({ query: 'kite' });
    const behind = [matchAt('small/kite.png', 'close'), matchAt('docs/photo.jpg', 'close')];
    await search.last.answer(ok(answerOf([matchAt('kite.png', 'veryClose', behind)])));
    const [cell] = snapshot().groups[0]?.cells ?? [];
    assert.equal(cell?.badge, 'x3');
    assert.equal(cell.badgeLabel, '3 equal or nearly equal files');
    assert.match(cell.tooltip, /^Nearly equal: small\/kite\.png$/m);
  });

  it('looks with an image beside the words', async () => {
    const { shown, search, snapshot } = open();
    shown.lookWith(shoe);
    assert.deepEqual(search.last.request.pictures, [shoe.picture]);
    assert.equal(search.last.request.words, '');
    assert.deepEqual(snapshot().pictures, [
      { id: 'picture:shoe', label: 'shoe.png', url: 'url:/thumbnails/shoe.webp' },
    ]);
    shown.change({ query: '-red' });
    assert.equal(search.last.request.words, '-red');
    shown.removePicture('picture:shoe');
    assert.deepEqual(search.last.request.pictures, []);
  });

  it('says in a quiet line each what is to be known of the answer', async () => {
    const { shown, search, snapshot } = open();
    shown.lookWith(shoe);
    shown.change({ query: 'ein roter Schuh' });
    await search.last.answer(
      ok(
        answerOf([matchAt('kite.png', 'close')], {
          notes: [
            { kind: 'stillIndexing' },
            { kind: 'translated', text: 'a red shoe', language: 'de' },
            { kind: 'shortened', text: 'a red' },
            { kind: 'notTranslated' },
            { kind: 'pictureNotIndexed', sha256: 'shoe' },
          ],
        }),
      ),
    );
    const { lines } = snapshot();
    assert.equal(lines.length, 5);
    assert.equal(lines[0], 'Not all images are in the index yet.');
    assert.match(lines[1] ?? '', /a red shoe/);
    assert.match(lines[4] ?? '', /^shoe\.png/);
  });

  it('searches names where there is no index, and says that images need one', async () => {
    const { shown, search, snapshot } = open();
    shown.lookWith(shoe);
    shown.change({ query: 'brass' });
    await search.last.answer(ok(answerOf([], { notes: [{ kind: 'noIndex' }] })));
    const after = snapshot();
    assert.equal(after.queryHint, 'Search names, paths and prompts');
    assert.deepEqual(after.lines, ['Searching with an image needs an index.']);
    assert.deepEqual(
      after.groups.flatMap(({ cells }) => cells).map(({ name }) => name),
      ['lamp.png'],
    );
  });

  it('asks again when the index is there', async () => {
    const { shown, search, snapshot } = open();
    shown.change({ query: 'brass' });
    await search.last.answer(ok(answerOf([], { notes: [{ kind: 'noIndex' }] })));
    search.become({ kind: 'scanning' });
    assert.equal(search.asked.length, 2);
    await search.last.answer(
      ok(answerOf([matchAt('lamp.png', 'close')], { notes: [{ kind: 'stillIndexing' }] })),
    );
    search.become({ kind: 'idle' });
    assert.equal(search.asked.length, 3);
    assert.deepEqual(groupsOf(snapshot()), [['close', ['lamp.png']]]);
  });

  it('shows a failure with its buttons, logged once, and what is found by names', async () => {
    const { shown, search, snapshot, failures, side } = open();
    shown.change({ query: 'brass' });
    await search.last.answer(err({ kind: 'noNetwork', host: 'aws' }));
    const after = snapshot();
    assert.deepEqual(noticeIds(after), ['searchFailure']);
    assert.deepEqual(after.notices[0]?.actions, [{ id: 'button:0', label: 'Retry' }]);
    assert.deepEqual(
      after.groups.flatMap(({ cells }) => cells).map(({ name }) => name),
      ['lamp.png'],
    );
    snapshot();
    assert.deepEqual(failures, ['noNetwork']);
    assert.equal(side.runButton('searchFailure', 'button:0'), true);
    assert.equal(search.asked.length, 2);
    assert.deepEqual(noticeIds(snapshot()), []);
    assert.equal(side.runButton('searchFailure', 'index'), false);
  });
});

describe('nothing close', () => {
  const loose = answerOf([matchAt('lamp.png', 'loose')]);

  it('says so instead of the images, and offers to show them or to make one', async () => {
    const { shown, search, snapshot } = open();
    shown.change({ query: 'a boat' });
    await search.last.answer(ok(loose));
    snapshot();
    await settled();
    const { empty, groups, status } = snapshot();
    assert.deepEqual(groups, []);
    assert.equal(empty?.text, 'Nothing close. The nearest are only loosely related.');
    assert.equal(empty.drawing, 'nothingClose');
    assert.deepEqual(
      empty.actions.map(({ label }) => label),
      ['Show Them', 'Generate This Image · $0.04'],
    );
    assert.equal(status, empty.text);
    shown.change({ query: 'a ship' });
    assert.equal(snapshot().empty?.id, 'nothingClose');
  });

  it('shows them under their heading, until something else is looked for', async () => {
    const { shown, search, snapshot } = open();
    shown.change({ query: 'a boat' });
    await search.last.answer(ok(loose));
    shown.change({ isLooseShown: true });
    const { groups, empty, notices } = snapshot();
    assert.deepEqual(
      groups.map(({ heading }) => heading),
      ['loosely related'],
    );
    assert.equal(empty, undefined);
    assert.equal(notices[0]?.id, 'nothingClose');
    shown.change({ query: 'a ship' });
    assert.equal(shown.state.isLooseShown, false);
  });

  it('is said with care while the index grows, and looked for again as it does', async () => {
    const { search, shown, snapshot } = open();
    const progress = { kind: 'indexing', total: 1000, spentUsd: 0 } as const;
    search.become({ ...progress, done: 100 });
    shown.change({ query: 'a boat' });
    await search.last.answer(ok(answerOf([], { notes: [{ kind: 'stillIndexing' }] })));
    snapshot();
    await settled();
    assert.equal(snapshot().empty?.text, 'Nothing close so far.');
    assert.deepEqual(snapshot().empty?.actions, []);
    search.become({ ...progress, done: 139 });
    assert.equal(search.asked.length, 1);
    search.become({ ...progress, done: 140 });
    assert.equal(search.asked.length, 2);
    await search.last.answer(
      ok(answerOf([matchAt('kite.png', 'close')], { notes: [{ kind: 'stillIndexing' }] })),
    );
    search.become({ ...progress, done: 900 });
    assert.equal(search.asked.length, 2);
  });

  it('has no price where nobody knows one, and no words to make an image of', async () => {
    const { shown, search, snapshot } = open({ price: undefined as never });
    shown.change({ query: 'a boat' });
    await search.last.answer(ok(answerOf([matchAt('lamp.png', 'none')], { best: 'none' })));
    snapshot();
    await settled();
    const { empty } = snapshot();
    assert.equal(empty?.text, 'Nothing close.');
    assert.deepEqual(empty.actions, []);
  });
});

describe('the question whether images may be indexed', () => {
  function closed(): FakeSearch {
    const search = new FakeSearch();
    search.become({ kind: 'noConsent' });
    return search;
  }

  it('is not asked before somebody searches or looks at all images', async () => {
    const { search, snapshot, shown } = open({ search: closed() });
    await settled();
    assert.equal(search.plans, 0);
    assert.deepEqual(noticeIds(snapshot()), []);
    shown.change({ scope: 'all' });
    await settled();
    assert.deepEqual(noticeIds(snapshot()), ['consent']);
    shown.change({ scope: 'made' });
    assert.deepEqual(noticeIds(snapshot()), []);
    shown.change({ query: 'kite' });
    assert.deepEqual(noticeIds(snapshot()), ['consent']);
    assert.equal(search.plans, 1);
    assert.equal(search.asked.length, 0);
  });

  it('names number, model, region, price and what is left out', async () => {
    const { shown, snapshot } = open({ search: closed() });
    shown.change({ query: 'kite' });
    await settled();
    const [notice] = snapshot().notices;
    assert.equal(
      notice?.text,
      'Search by meaning needs an index. 2,340 images would be sent once to ' +
        `${samplePlan.context.model.model.name} in your account (us-east-1), without EXIF or location. ` +
        'About $0.14. Left out: node_modules, dist, 2 more.',
    );
    assert.deepEqual(
      notice.actions.map(({ label }) => label),
      ['Index Images · $0.14', 'Choose Folders…', 'Not Now'],
    );
  });

  it('says offline that nothing leaves the computer', async () => {
    const search = closed();
    const context = { ...samplePlan.context, provider: 'offline' } as const;
    search.planned = ok({ ...samplePlan, images: 1, usd: 0, context, leftOut: [] });
    const { shown, snapshot } = open({ search });
    shown.change({ query: 'kite' });
    await settled();
    const [notice] = snapshot().notices;
    assert.match(
      notice?.text ?? '',
      /^Search by meaning needs an index\. 1 image .* nothing leaves .* Free\.$/,
    );
    assert.equal(notice?.actions[0]?.label, 'Index Images · free');
  });

  it('takes the word for what was shown, and begins with what was being looked for', async () => {
    const search = closed();
    const { shown, side, snapshot } = open({ search });
    shown.change({ query: 'kite' });
    await settled();
    side.consent.agree();
    assert.deepEqual(search.consents, [samplePlan]);
    assert.equal(search.last.request.words, 'kite');
    assert.deepEqual(noticeIds(snapshot()), []);
    assert.equal(shown.state.scope, 'all');
  });

  it('does not ask again after Not Now, also in the next window', async () => {
    const search = closed();
    const { shown, side, snapshot, memory } = open({ search });
    shown.change({ query: 'kite' });
    await settled();
    await side.consent.notNow();
    assert.deepEqual(noticeIds(snapshot()), []);
    const next = open({ search: closed(), memory });
    next.shown.change({ query: 'kite' });
    await settled();
    assert.equal(next.search.plans, 0);
    assert.deepEqual(noticeIds(next.snapshot()), []);
  });

  it('says what is missing where no plan can be made, only to those who search', async () => {
    const search = closed();
    search.planned = err({ kind: 'notConnected' });
    const { shown, snapshot, failures } = open({ search });
    shown.change({ scope: 'all' });
    await settled();
    assert.deepEqual(noticeIds(snapshot()), []);
    shown.change({ query: 'kite' });
    const [notice] = snapshot().notices;
    assert.equal(notice?.text, 'Search by meaning needs an index. The words for notConnected.');
    assert.deepEqual(
      notice.actions.map(({ label }) => label),
      ['Connect to AWS', 'Not Now'],
    );
    assert.deepEqual(failures, []);
  });

  it('is asked with a new plan after the word was taken back', async () => {
    const { search, shown, side, snapshot } = open({ search: closed() });
    shown.change({ query: 'kite' });
    await settled();
    side.consent.agree();
    search.planned = ok({ ...samplePlan, usd: 0.5 });
    search.become({ kind: 'noConsent' });
    await settled();
    assert.equal(search.plans, 2);
    assert.equal(snapshot().notices[0]?.actions[0]?.label, 'Index Images · $0.50');
  });

  it('is not about a workspace without images', async () => {
    const { search, shown } = open({ search: closed(), all: [] });
    shown.change({ query: 'kite' });
    await settled();
    assert.equal(search.plans, 0);
  });
});

describe('what is said of indexing', () => {
  const progress = { done: 812, total: 2340, spentUsd: 0.05 };

  function textAt(search: FakeSearch, { snapshot }: Opened, state: FakeSearch['state']): unknown {
    search.become(state);
    const [notice] = snapshot().notices;
    return [notice?.text, notice?.actions.map(({ label }) => label)];
  }

  it('has the progress with time left and price, and Pause', () => {
    const opened = open();
    const { search, snapshot } = opened;
    assert.deepEqual(textAt(search, opened, { kind: 'indexing', ...progress, leftMs: 180_000 }), [
      'Indexing 812 of 2,340, 3 min left, $0.05 so far.',
      ['Pause'],
    ]);
    assert.equal(snapshot().notices[0]?.progress, 812 / 2340);
    assert.deepEqual(textAt(search, opened, { kind: 'indexing', ...progress, leftMs: 3 * 3_600_000 }), [
      'Indexing 812 of 2,340, 3 h left, $0.05 so far.',
      ['Pause'],
    ]);
    assert.deepEqual(textAt(search, opened, { kind: 'indexing', ...progress, spentUsd: 0 }), [
      'Indexing 812 of 2,340.',
      ['Pause'],
    ]);
  });

  it('tells of progress without the images', () => {
    const { search, shown } = open();
    search.become({ kind: 'indexing', ...progress });
    const heard: string[] = [];
    shown.onDidChange((what) => heard.push(what));
    search.become({ kind: 'indexing', ...progress, done: 813 });
    assert.deepEqual(heard, ['notices']);
    assert.match(shown.notices().notices[0]?.text ?? '', /^Indexing 813/);
  });

  it('has Resume while paused, and Change Budget where that stopped it', () => {
    const opened = open();
    const { search, failures } = opened;
    assert.deepEqual(textAt(search, opened, { kind: 'paused', ...progress }), [
      'Paused at 812 of 2,340.',
      ['Resume'],
    ]);
    const error = { kind: 'budgetReached', priceUsd: 0.1, spentUsd: 10, limitUsd: 10 } as const;
    assert.deepEqual(textAt(search, opened, { kind: 'stopped', error, ...progress }), [
      "Indexing stopped at today's budget.",
      ['Change Budget'],
    ]);
    assert.equal(failures.length, 1);
    assert.deepEqual(
      textAt(search, opened, { kind: 'stopped', error: { kind: 'noNetwork', host: '' }, ...progress }),
      ['Indexing stopped. The words for noNetwork.', ['Retry']],
    );
    opened.side.runButton('indexing', 'button:0');
    assert.deepEqual(search.calls, ['resume']);
  });

  it('names files that could not be read until they were looked at', async () => {
    const { search, shown, snapshot, side, memory } = open();
    search.problemRows = [rowAt('a.heic'), rowAt('b.bmp')];
    assert.deepEqual(noticeIds(snapshot()), []);
    shown.change({ scope: 'all' });
    assert.deepEqual(
      snapshot().notices.map(({ text, actions }) => [text, actions[0]?.label]),
      [['2 files could not be read.', 'Show']],
    );
    await side.problemsSeen();
    assert.deepEqual(noticeIds(snapshot()), []);
    search.problemRows = [...search.problemRows, rowAt('c.bmp')];
    const next = open({ search, memory });
    next.shown.change({ scope: 'all' });
    assert.deepEqual(noticeIds(next.snapshot()), ['problems']);
  });
});

describe('what is said of a damaged index', () => {
  it('names what was recovered, with the price of the rest, until that is begun', async () => {
    const { search, snapshot, side } = open();
    search.recovered = { kept: 2311, of: 2340 };
    search.planned = ok({ ...samplePlan, images: 29, usd: 0.002 });
    snapshot();
    await settled();
    const [notice] = snapshot().notices;
    assert.equal(notice?.text, 'The index was damaged; 2,311 of 2,340 images were recovered.');
    assert.deepEqual(
      notice.actions.map(({ label }) => label),
      ['Index the Rest · under $0.01'],
    );
    side.indexRest();
    assert.deepEqual(search.calls, ['resume']);
    assert.deepEqual(noticeIds(snapshot()), []);
    assert.equal(search.plans, 1);
  });

  it('offers nothing while the rest is indexed, or where there is none', async () => {
    const { search, snapshot } = open();
    search.recovered = { kept: 5, of: undefined };
    search.become({ kind: 'scanning' });
    assert.deepEqual(
      snapshot().notices.map(({ text, actions }) => [text, actions.length]),
      [['The index was damaged; 5 images were recovered.', 0]],
    );
    assert.equal(search.plans, 0);
    search.planned = ok({ ...samplePlan, images: 0, usd: 0 });
    search.become({ kind: 'idle' });
    snapshot();
    await settled();
    assert.equal(snapshot().notices[0]?.actions.length, 0);
  });
});

describe('near duplicates in the Gallery', () => {
  it('are what the filter shows, beside each other', async () => {
    const { search, shown, snapshot } = open();
    search.groups = [{ isExact: false, files: [rowAt('lamp.png'), rowAt('docs/photo.jpg')] }];
    shown.change({ scope: 'all', filters: [{ kind: 'duplicates' }] });
    await settled();
    assert.deepEqual(groupsOf(snapshot()), [['Like photo.jpg', ['photo.jpg', 'lamp.png']]]);
    shown.change({ filters: [] });
    assert.equal(snapshot().status, '3 images');
  });
});
