import assert from 'node:assert/strict';
import { copyFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { SearchAnswer } from '../../../src/core/search/finding/ports';
import { needSqlite } from '../storage/sqlite';
import { never, SearchWorld, valueOf } from './searchWorld';

function first({ matches }: SearchAnswer): string | undefined {
  return matches[0]?.files[0]?.path;
}

describe('the whole way of a search', () => {
  needSqlite();
  let world: SearchWorld;
  before(async () => {
    world = await SearchWorld.start();
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
    assert.equal(plan.images, 17);
    assert.equal(plan.problems, 1);
    assert.equal(plan.usd.toFixed(5), (17 * 0.00006).toFixed(5));
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
