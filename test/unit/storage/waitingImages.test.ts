import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../../src/core/clock';
import type { InboxEntry } from '../../../src/core/files/store';
import { sha256Hex } from '../../../src/core/sha256';
import { DiskInbox } from '../../../src/storage/inbox';
import { InboxWaitingImages } from '../../../src/storage/waitingImages';
import { sampleRecipe } from '../core/recipes/sampleRecipe';
import { destinationIn, silentLog, useFolder } from './surroundings';

const clock: Clock = { now: Date.now, sleep: () => Promise.resolve() };

describe('InboxWaitingImages', () => {
  const folder = useFolder();
  const opened: DiskInbox[] = [];
  let loaded: number;
  let waiting: InboxWaitingImages;
  let inbox: DiskInbox;

  function openWindow(): DiskInbox {
    const own = new DiskInbox(folder(), clock, silentLog);
    opened.push(own);
    return own;
  }

  beforeEach(() => {
    loaded = 0;
    inbox = openWindow();
    waiting = new InboxWaitingImages(async () => {
      loaded++;
      return inbox;
    });
  });
  afterEach(() => {
    for (const each of opened.splice(0)) each.dispose();
  });

  async function put(content: string, facts: Partial<InboxEntry>, into = inbox): Promise<string> {
    const bytes = new TextEncoder().encode(content);
    const recipe = { ...sampleRecipe, sha256: await sha256Hex(bytes), prompt: content };
    const kept = await into.put({ extension: 'png', recipe, ...facts }, bytes);
    assert.ok(kept.ok);
    return kept.value.id;
  }

  it('lists results of the Studio, with their bytes and recipes', async () => {
    const id = await put('kite', { session: 'one' });
    const [image, ...others] = await waiting.list();
    assert.deepEqual(others, []);
    assert.equal(image?.id, id);
    assert.equal(image.recipe.prompt, 'kite');
    assert.equal(await readFile(fileURLToPath(image.bytesUri), 'utf8'), 'kite');
  });

  it('lists no image that has a place of its own, and no raw answer', async () => {
    await put('on its way into the project', { destination: destinationIn(folder()) });
    const area = { left: 0, top: 0, width: 1, height: 1 };
    await put('raw', { session: 'one', finish: { kind: 'cutOut', source: 'ab'.repeat(32), area } });
    assert.deepEqual(await waiting.list(), []);
  });

  it('lists what other windows have waiting too', async () => {
    const id = await put('kite', { session: 'two' }, openWindow());
    assert.deepEqual(
      (await waiting.list()).map((image) => image.id),
      [id],
    );
  });

  it('does not load the inbox before it is asked', async () => {
    const listening = waiting.onDidChange(() => undefined);
    assert.equal(loaded, 0);
    listening.dispose();
  });

  it('tells each change once, however often it was asked, until nobody listens', async () => {
    let told = 0;
    const listening = waiting.onDidChange(() => told++);
    await Promise.all([waiting.list(), waiting.list()]);
    await waiting.list();
    const id = await put('kite', { session: 'one' });
    assert.equal(told, 1);
    await inbox.remove(id);
    assert.equal(told, 2);
    listening.dispose();
    await put('lamp', { session: 'one' });
    assert.equal(told, 2);
  });

  it('goes on telling the others when one stops listening while it is told', async () => {
    const told: string[] = [];
    const first = waiting.onDidChange(() => {
      told.push('first');
      first.dispose();
    });
    waiting.onDidChange(() => told.push('second'));
    await waiting.list();
    await put('kite', { session: 'one' });
    assert.deepEqual(told, ['first', 'second']);
  });
});
